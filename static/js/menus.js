/* Menus are <details class="drop">: they open without script. Escape and a click elsewhere close them. */

const open = () => document.querySelectorAll("details.drop[open]");

export function startMenus() {
  document.addEventListener("click", (event) => {
    for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of open()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}
