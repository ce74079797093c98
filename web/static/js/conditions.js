// Questions of a form that only some answers lead to: shown and asked while their condition holds.
const SEPARATOR = " ";

function answers(form, name) {
  return new FormData(form).getAll(name);
}

function apply(form) {
  for (const field of form.querySelectorAll("[data-when-field]")) {
    const wanted = field.dataset.whenValues.split(SEPARATOR);
    const parent = form.querySelector(`[data-field="${CSS.escape(field.dataset.whenField)}"]`);
    const holds = !parent?.hidden && answers(form, field.dataset.whenField).some((answer) => wanted.includes(answer));
    field.hidden = !holds;
  }
}

for (const form of document.querySelectorAll("form")) {
  if (!form.querySelector("[data-when-field]")) continue;
  form.addEventListener("change", () => apply(form));
  apply(form);
}
