// What scripts say, in the language of the page; the server collects every t("…") of this folder.
const texts = JSON.parse(document.getElementById("texts")?.textContent || "{}");

export function t(message, values = {}) {
  return (texts[message] ?? message).replace(/%\((\w+)\)s/g, (all, name) => values[name] ?? all);
}
