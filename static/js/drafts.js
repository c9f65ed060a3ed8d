/* Drafts: what is typed into a form with data-draft="name" is kept on this device, under the reader's id, until the
   server has confirmed it. Passwords, hidden fields and files are never kept. Signing out forgets everything. */

const PREFIX = "keel:draft:";
const SENT = "keel:sent";
const KEPT = "input:not([type=hidden]):not([type=password]):not([type=file]), select, textarea";
const keyOf = (form) => `${PREFIX}${document.body.dataset.user}:${form.dataset.draft}`;

const store = (action) => {
  try {
    return action(localStorage);
  } catch {
    return null; /* storage is full or forbidden: the form still works */
  }
};

function read(form) {
  const values = {};
  for (const field of form.querySelectorAll(KEPT)) {
    if (!field.name) continue;
    if (field.type === "checkbox" || field.type === "radio") {
      if (field.checked) (values[field.name] ??= []).push(field.value);
    } else values[field.name] = field.value;
  }
  return values;
}

function fill(form, values) {
  for (const field of form.querySelectorAll(KEPT)) {
    if (!(field.name in values)) continue;
    const value = values[field.name];
    if (field.type === "checkbox" || field.type === "radio") field.checked = value.includes(field.value);
    else field.value = value;
  }
}

function tellRestored(form) {
  const note = Object.assign(document.createElement("p"), { className: "form-text", role: "status" });
  const drop = Object.assign(document.createElement("button"), { type: "button", className: "link", textContent: "Start empty" });
  drop.addEventListener("click", () => { forget(form); form.reset(); note.remove(); });
  note.append("Your unsaved text is back. ", drop);
  form.prepend(note);
}

const keep = (form) => store((local) => local.setItem(keyOf(form), JSON.stringify(read(form))));
const forget = (form) => store((local) => local.removeItem(keyOf(form)));

/* A form that comes back with errors already holds what was typed; only a fresh one is filled. */
function restore(form) {
  if (form.dataset.draftReady) return;
  form.dataset.draftReady = "yes";
  const kept = store((local) => local.getItem(keyOf(form)));
  if (!kept || form.querySelector("[data-error-summary], .is-invalid")) return;
  const values = JSON.parse(kept);
  if (JSON.stringify(values) === JSON.stringify(read(form))) return;
  fill(form, values);
  tellRestored(form);
}

const restoreIn = (root) => root.querySelectorAll?.("form[data-draft]").forEach(restore);

/* A page that no longer shows the form means that the sent text was taken. */
function settleSent() {
  const key = sessionStorage.getItem(SENT);
  if (!key) return;
  sessionStorage.removeItem(SENT);
  const shown = [...document.querySelectorAll("form[data-draft]")].some((form) => keyOf(form) === key);
  if (!shown) store((local) => local.removeItem(key));
}

function forgetAll() {
  store((local) => Object.keys(local).filter((key) => key.startsWith(PREFIX)).forEach((key) => local.removeItem(key)));
}

export function startDrafts() {
  if (!document.body.dataset.user) return;
  settleSent();
  restoreIn(document);
  let typedIn = null, waiting;
  const keepTyped = () => { clearTimeout(waiting); if (typedIn) keep(typedIn); typedIn = null; };
  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("form[data-draft]");
    if (!form) return;
    if (typedIn !== form) keepTyped();
    typedIn = form;
    clearTimeout(waiting);
    waiting = setTimeout(keepTyped, 300);
  });
  window.addEventListener("pagehide", keepTyped); /* a window closed within that moment loses nothing */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches?.("[data-sign-out]")) { typedIn = null; forgetAll(); }
    if (!form.matches?.("form[data-draft]")) return;
    typedIn = null;
    keep(form);
    if (!form.hasAttribute("hx-post")) sessionStorage.setItem(SENT, keyOf(form));
  }, true);
  document.body.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt?.closest?.("form[data-draft]");
    const status = event.detail.xhr?.status ?? 0;
    if (form && status >= 200 && status < 300) forget(form);
  });
  document.body.addEventListener("htmx:afterSettle", (event) => restoreIn(event.detail.elt?.parentNode ?? document));
}
