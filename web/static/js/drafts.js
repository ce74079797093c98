// Keeps what is being typed on the server (form[data-draft]) and sends a form with Ctrl-Enter.
import { t } from "./texts.js";

const PAUSE_MS = 800;
const OURS = new Set(["csrf_token", "submission", "version"]);

function typed(form) {
  const values = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && !OURS.has(name)) values[name] = value;
  }
  return JSON.stringify(values);
}

function keep(form) {
  const note = form.querySelector("[data-draft-note]");
  let timer = 0;
  let saved = typed(form);

  function say(text) {
    if (note) note.textContent = text;
  }

  async function save() {
    const body = typed(form);
    if (body === saved) return;
    const headers = { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrf_token.value };
    try {
      const answer = await fetch(form.dataset.draft, { method: "PUT", headers, body, keepalive: true });
      if (!answer.ok) throw new Error(String(answer.status));
      saved = body;
      say(t("Draft kept"));
    } catch {
      say(t("The draft could not be kept. Do not close this page."));
    }
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE_MS);
  });
  form.addEventListener("submit", () => clearTimeout(timer));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && !form.dataset.sent) save();
  });
}

for (const form of document.querySelectorAll("form[data-draft]")) keep(form);

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches("textarea")) {
    event.target.form?.requestSubmit();
  }
});
