// What scripts say, in the language of the page; the server collects the message ids of this folder.
const texts = JSON.parse(document.getElementById("texts")?.textContent || "{}");

export function t(message, values = {}) {
  return (texts[message] ?? message).replace(/%\((\w+)\)s/g, (all, name) => values[name] ?? all);
}
