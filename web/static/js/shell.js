// The parts every page has: menus, dialogs, shortcuts, forms that are sent once, the reader's time zone.
import { startForms } from "./forms.js";
import { startKeys } from "./keys.js";
import { startPalette } from "./palette.js";

function startMenus() {
  const menus = () => document.querySelectorAll("details[data-menu][open]");
  document.addEventListener("click", (event) => {
    for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of menus()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}

function startDialogs() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-open]");
    if (opener) document.getElementById(opener.dataset.open)?.showModal();
    else if (event.target instanceof HTMLDialogElement) event.target.close();
  });
}

function tellTimeZone() {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone && !document.cookie.includes(`praxis_time_zone=${zone}`)) {
    document.cookie = `praxis_time_zone=${zone}; path=/; max-age=31536000; samesite=lax`;
  }
}

startMenus();
startDialogs();
startPalette();
startKeys();
startForms();
tellTimeZone();
