// Ctrl-K: type a part of a page's name, or a ticket number, and press Enter.
const TICKET = /^[a-z]{3}-?\d{1,9}$/i;

export function startPalette() {
  const palette = document.getElementById("palette");
  if (!palette) return;
  const input = palette.querySelector("[data-palette-text]");
  const options = [...palette.querySelectorAll("[role=option]")];
  const none = palette.querySelector(".palette-none");
  let chosen = 0;

  const shown = () => options.filter((option) => !option.hidden);

  function mark(index) {
    const rows = shown();
    chosen = rows.length ? (index + rows.length) % rows.length : 0;
    for (const option of options) option.setAttribute("aria-selected", String(option === rows[chosen]));
    input.setAttribute("aria-activedescendant", rows[chosen]?.id ?? "");
    rows[chosen]?.scrollIntoView({ block: "nearest" });
  }

  function filter() {
    const words = input.value.trim().toLocaleLowerCase();
    for (const option of options) option.hidden = !option.textContent.toLocaleLowerCase().includes(words);
    none.hidden = shown().length > 0 || TICKET.test(words);
    mark(0);
  }

  function go() {
    const text = input.value.trim();
    if (TICKET.test(text)) location.href = `/find?number=${encodeURIComponent(text)}`;
    else if (shown()[chosen]) location.href = shown()[chosen].dataset.href;
  }

  input.addEventListener("input", filter);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      mark(chosen + (event.key === "ArrowDown" ? 1 : -1));
      event.preventDefault();
    }
  });
  palette.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    go();
  });
  for (const option of options) option.addEventListener("click", () => (location.href = option.dataset.href));
  palette.addEventListener("close", () => {
    input.value = "";
    filter();
  });
  filter();
}
