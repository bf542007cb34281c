// Files dropped on a [data-drop] area land in its file input; the form shows what was chosen.
for (const area of document.querySelectorAll("[data-drop]")) {
  const input = area.querySelector("input[type=file]");
  const list = area.querySelector("[data-chosen]");
  const show = () => {
    if (list) list.replaceChildren(...[...input.files].map((file) => Object.assign(document.createElement("li"), { textContent: file.name })));
  };
  input.addEventListener("change", show);
  for (const name of ["dragenter", "dragover"]) {
    area.addEventListener(name, (event) => { event.preventDefault(); area.dataset.over = ""; });
  }
  for (const name of ["dragleave", "drop"]) area.addEventListener(name, () => delete area.dataset.over);
  area.addEventListener("drop", (event) => {
    event.preventDefault();
    input.files = event.dataTransfer.files;
    show();
  });
}
