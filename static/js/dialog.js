/* The one dialog. A link with data-dialog opens its address in it; the server answers with the same fragment that the
   page of that address includes. An answer with the header HX-Trigger: close-dialog closes it. */

const dialog = () => document.getElementById("dialog");
const body = () => document.getElementById("dialog-body");
let opener = null;

/* The account of the page is the one that L logs for. */
export function withAccount(href) {
  const url = new URL(href, location.href);
  const account = document.getElementById("main")?.dataset.account;
  if (account && !url.searchParams.has("account")) url.searchParams.set("account", account);
  return url.pathname + url.search;
}

export async function openDialog(href, title) {
  opener = document.activeElement;
  document.getElementById("dialog-title").textContent = title;
  const waiting = Object.assign(document.createElement("p"), { className: "muted", textContent: "One moment…" });
  waiting.dataset.waiting = "";
  body().replaceChildren(waiting);
  if (!dialog().open) dialog().showModal();
  await window.htmx.ajax("GET", href, { target: "#dialog-body", swap: "innerHTML" }).catch(() => null);
  if (body().querySelector("[data-waiting]")) return body().replaceChildren(); /* refused: the status line says why */
  const heading = body().querySelector("[data-dialog-title]");
  if (heading) document.getElementById("dialog-title").textContent = heading.dataset.dialogTitle || heading.textContent;
  if (!body().contains(document.activeElement)) {
    body().querySelector("input:not([type=hidden]), select, textarea, button, a")?.focus();
  }
}

export function closeDialog() {
  if (dialog()?.open) dialog().close();
}

/* The same fragment on a page of its own posts plainly: the server redirects. Runs before htmx looks at the page. */
function keepPlain() {
  for (const form of document.querySelectorAll("main form[hx-target='#dialog-body']")) {
    for (const name of ["hx-post", "hx-target", "hx-swap"]) form.removeAttribute(name);
  }
}

function onClick(event) {
  const link = event.target.closest?.("a[data-dialog]");
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (!link || !plain || !dialog()?.showModal || !window.htmx) return;
  event.preventDefault();
  const href = link.hasAttribute("data-log-touchpoint") ? withAccount(link.href) : link.getAttribute("href");
  openDialog(href, link.dataset.dialog || link.getAttribute("aria-label") || link.firstElementChild?.nextElementSibling?.textContent || link.textContent.trim());
}

export function startDialog() {
  keepPlain();
  document.addEventListener("click", onClick);
  document.body.addEventListener("close-dialog", closeDialog);
  /* A link that cancels inside the dialog only closes it. */
  document.addEventListener("click", (event) => {
    const cancel = event.target.closest?.("dialog [data-cancel]");
    if (!cancel) return;
    event.preventDefault();
    closeDialog();
  });
  dialog()?.addEventListener("close", () => {
    body().replaceChildren();
    document.getElementById("dialog-status").replaceChildren();
    if (opener?.isConnected) opener.focus();
  });
}
