// Shortcuts: j and k walk a list marked data-list, g and a letter go to a place, data-key names a control's own letter.
let afterG = 0;

function isTyping(event) {
  return event.target.closest("input, textarea, select, [contenteditable]") || document.querySelector("dialog[open]");
}

function links() {
  return [...document.querySelectorAll("[data-list] [data-row], [data-list] li > a, [data-list] td:first-child > a")];
}

function walk(step) {
  const rows = links();
  const at = rows.indexOf(document.activeElement);
  const next = rows[Math.min(Math.max(at + step, 0), rows.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function press(selector) {
  const control = document.querySelector(selector);
  control?.matches("input, textarea, select") ? control.focus() : control?.click();
  return Boolean(control);
}

function act(key) {
  if (Date.now() < afterG) {
    afterG = 0;
    return press(`[data-go="${CSS.escape(key)}"]`);
  }
  if (key === "g") afterG = Date.now() + 1500;
  else if (key === "j" || key === "k") walk(key === "j" ? 1 : -1);
  else if (key === "?") document.getElementById("shortcuts")?.showModal();
  else return press(`[data-key="${CSS.escape(key)}"]`);
  return true;
}

export function startKeys() {
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.code === "KeyK") {
      const palette = document.getElementById("palette");
      if (palette && !palette.open) palette.showModal();
      event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
    // The Russian layout has other letters on these keys: the position of the key counts there.
    const letter = /^Key[A-Z]$/.test(event.code) ? event.code.slice(3).toLowerCase() : event.key;
    if (letter.length === 1 && act(event.key === "?" ? "?" : letter)) {
      event.preventDefault();
    }
  });
}
