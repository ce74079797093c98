// Forms: a second press does not send twice, and an error summary takes the focus.
import { t } from "./texts.js";

function sendOnce(form, submitter) {
  if (form.dataset.sent) return false;
  form.dataset.sent = "yes";
  submitter?.setAttribute("aria-disabled", "true");
  submitter?.setAttribute("title", t("Being sent…"));
  return true;
}

export function startForms() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-once]") || event.defaultPrevented) return;
    if (!sendOnce(form, event.submitter)) event.preventDefault();
  });
  // Back from the next page the browser shows this one as it was: let the form be sent again.
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
    }
  });
  document.querySelector("[data-focus]")?.focus();
}
