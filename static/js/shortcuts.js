/* Keyboard shortcuts: one registry. Single letters never fire in a field or with a modifier, and a reader can switch
   them off (data-single-keys="off" on <html>, WCAG 2.1.4); Ctrl K stays, being no single letter. */

const html = document.documentElement;
const main = () => document.getElementById("main");
const rows = () => [...main().querySelectorAll("[data-row]")];
const rowNow = () => document.activeElement?.closest?.("[data-row]");
const click = (selector, root = document) => root.querySelector(selector)?.click();

function move(step) {
  const all = rows();
  if (!all.length) return;
  const at = all.indexOf(rowNow());
  const row = all[Math.min(Math.max(at < 0 ? 0 : at + step, 0), all.length - 1)];
  (row.querySelector("[data-row-link]") ?? row.querySelector("a, button"))?.focus();
}

function logTouchpoint() {
  const here = rowNow()?.querySelector("[data-log]");
  if (here) here.click();
  else click("[data-log-touchpoint]");
}

export const SHORTCUTS = [
  { keys: ["l"], says: "Log a touchpoint", run: logTouchpoint },
  { keys: ["j"], says: "Next row", run: () => move(1) },
  { keys: ["k"], says: "Previous row", run: () => move(-1) },
  { keys: ["e"], says: "Mark the row done", run: () => click("[data-done]", rowNow() ?? new DocumentFragment()) },
  { keys: ["s"], says: "Snooze the row", run: () => click("[data-snooze]", rowNow() ?? new DocumentFragment()) },
  { keys: ["m"], says: "Move the row", run: () => click("[data-move]", rowNow() ?? new DocumentFragment()) },
  { keys: ["z"], says: "Undo the last action", run: () => click("[data-undo]") },
  { keys: ["?"], says: "Show this list", run: showKeys },
];

/* G, then the letter of a place: the letters stand on the links of the navigation. */
const places = () => [...document.querySelectorAll(".nav a[data-go]")];

function keyLine(list, keys, says) {
  const dt = document.createElement("dt");
  for (const key of keys) dt.append(Object.assign(document.createElement("kbd"), { className: "kbd", textContent: key.toUpperCase() }));
  list.append(dt, Object.assign(document.createElement("dd"), { textContent: says }));
}

export function showKeys() {
  const dialog = document.getElementById("dialog");
  if (!dialog?.showModal || dialog.open) return;
  const list = Object.assign(document.createElement("dl"), { className: "key-list" });
  keyLine(list, ["Ctrl", "K"], "Find");
  if (html.dataset.singleKeys !== "off") {
    for (const { keys, says } of SHORTCUTS) keyLine(list, keys, says);
    for (const place of places()) keyLine(list, ["g", place.dataset.go], `Go to ${place.textContent.trim()}`);
  }
  document.getElementById("dialog-title").textContent = "Keyboard shortcuts";
  document.getElementById("dialog-body").replaceChildren(list);
  dialog.showModal();
}

let gPressed = 0;

function singleKey(event) {
  const key = event.key.toLowerCase();
  if (Date.now() - gPressed < 1500) {
    gPressed = 0;
    const place = places().find((each) => each.dataset.go === key);
    if (!place) return false;
    place.click();
    return true;
  }
  if (key === "g") {
    gPressed = Date.now();
    return true;
  }
  const found = SHORTCUTS.find(({ keys }) => keys.includes(key));
  found?.run();
  return Boolean(found);
}

function onKey(event) {
  if (event.isComposing || event.defaultPrevented) return;
  if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
    const find = document.querySelector("[data-find]");
    if (!find) return;
    event.preventDefault();
    const field = main()?.querySelector("input[type=search]");
    if (field) field.focus();
    else find.click();
    return;
  }
  if (event.ctrlKey && event.key === "Enter") {
    event.target.closest?.("form[data-draft]")?.requestSubmit();
    return;
  }
  const typing = event.target.closest?.("input, select, textarea, [contenteditable]");
  const off = html.dataset.singleKeys === "off" || event.ctrlKey || event.metaKey || event.altKey;
  if (typing || off || document.querySelector("dialog[open]")) return;
  if (singleKey(event)) event.preventDefault();
}

export function startShortcuts() {
  document.addEventListener("keydown", onKey);
  for (const button of document.querySelectorAll("[data-show-keys]")) {
    button.hidden = false;
    button.addEventListener("click", showKeys);
  }
}
