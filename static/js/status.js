/* The status line: one live region under the page head, or in the dialog while it is open (the page behind it is out of
   reach then). Errors stay; nothing disappears by itself. */

const region = () => document.getElementById(document.querySelector("dialog[open]") ? "dialog-status" : "status");

/* kind: "done", "warn" or "fail". Text only, never markup; offer is { words, run } for one button. */
export function say(text, kind = "done", offer = null) {
  const state = { done: "healthy", warn: "watch", fail: "at_risk" }[kind];
  const line = document.createElement("div");
  line.className = `banner is-${state}`;
  line.append(Object.assign(document.createElement("span"), { textContent: text }));
  if (offer) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-small end", textContent: offer.words });
    button.addEventListener("click", offer.run);
    line.append(button);
  }
  region()?.replaceChildren(line);
}

const REFUSALS = {
  401: "You are signed out. Your text is kept on this device; sign in again to save it.",
  403: "You may see this, but not change it. Nothing was changed.",
  404: "This is no longer here, or not visible to you. Nothing was changed.",
  413: "That was too large to send. Nothing was changed.",
  429: "Too many tries. Wait a minute and try again.",
};

function tellFailure(event) {
  const status = event.detail.xhr?.status ?? 0;
  if (status === 409 || status === 422) return;
  say(REFUSALS[status] ?? "Something went wrong here. Nothing was changed; your text is still on this page.", "fail");
}

export function startStatus() {
  document.body.addEventListener("htmx:responseError", tellFailure);
  for (const lost of ["htmx:sendError", "htmx:timeout"]) {
    document.body.addEventListener(lost, () =>
      say("Not saved yet: no connection. Your text is kept on this device; try again in a moment.", "warn"));
  }
}
