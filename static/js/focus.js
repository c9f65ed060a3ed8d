/* Where focus goes after part of a page was replaced: to the errors, else to what asked for it, else it stays. */

const find = (root, selector) => (root.matches?.(selector) ? root : root.querySelector?.(selector));
const byId = (id) => (id ? document.getElementById(id) : null);

/* The first of: an error summary, an element that asks for focus, the element that had it (found again by id). */
export function settleFocus(root, hadFocus) {
  const wanted = find(root, "[data-error-summary]") ?? find(root, "[autofocus]");
  if (wanted) {
    wanted.focus();
    return;
  }
  const active = document.activeElement;
  if (active && active !== document.body) return;
  const kept = byId(hadFocus.id);
  if (kept) kept.focus();
  else hadFocus.next?.isConnected && hadFocus.next.focus();
}

/* A row that is about to vanish leaves its focus to the next one. */
function remember() {
  const active = document.activeElement;
  const row = active?.closest?.("[data-row]");
  const rows = row ? [...document.querySelectorAll("[data-row]")] : [];
  const beside = row && (rows[rows.indexOf(row) + 1] ?? rows[rows.indexOf(row) - 1]);
  return { id: active?.id, next: beside?.querySelector("[data-row-link], a, button") };
}

export function startFocus() {
  let before = {};
  document.body.addEventListener("htmx:beforeSwap", () => { before = remember(); });
  document.body.addEventListener("htmx:afterSettle", (event) => settleFocus(event.detail.elt ?? document.body, before));
  document.querySelector("[data-error-summary]")?.focus();
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-error-summary] a[href^='#']");
    const field = link && byId(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    (field.matches("input, select, textarea") ? field : field.querySelector("input, select, textarea") ?? field).focus();
  });
}
