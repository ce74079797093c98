// Lists: "show more" appends the next page in place, a changed order or filter applies itself.
async function append(link) {
  link.setAttribute("aria-busy", "true");
  const answer = await fetch(link.href);
  if (!answer.ok) {
    location.assign(link.href);
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const rows = [...page.querySelectorAll(`${link.dataset.more} > li`)];
  document.querySelector(link.dataset.more).append(...rows);
  rows[0]?.querySelector("a")?.focus();
  const next = page.querySelector("[data-more]");
  if (next) link.replaceWith(next);
  else link.closest(".more").remove();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-more]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  append(link);
});
for (const select of document.querySelectorAll("form[data-autosubmit] select")) {
  select.addEventListener("change", () => select.form.requestSubmit());
}
