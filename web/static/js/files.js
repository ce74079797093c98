// File fields say what was chosen, and take files dropped on them or pasted into the form.
function show(input) {
  const list = input.closest(".files-field").querySelector("[data-files-list]");
  list.replaceChildren(...[...input.files].map((file) => {
    const item = document.createElement("li");
    item.textContent = `${file.name} · ${Math.max(1, Math.round(file.size / 1024))} KB`;
    return item;
  }));
}

function add(input, files) {
  const all = new DataTransfer();
  for (const file of [...input.files, ...files]) all.items.add(file);
  input.files = all.files;
  show(input);
}

document.querySelectorAll(".files-input").forEach((input) => {
  const field = input.closest(".files-field");
  input.addEventListener("change", () => show(input));
  input.form?.addEventListener("paste", (event) => {
    if (event.clipboardData.files.length) { event.preventDefault(); add(input, event.clipboardData.files); }
  });
  for (const name of ["dragover", "dragleave", "drop"]) {
    input.form?.addEventListener(name, (event) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      field.classList.toggle("dragged", name === "dragover");
      if (name === "drop") add(input, event.dataTransfer.files);
    });
  }
});
