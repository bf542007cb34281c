// What every page gets. The pages work without it; it makes them quicker and kinder.
import htmx from "htmx.org";
import "./upload.js";

window.htmx = htmx;

// A form or button that cannot be taken back asks first, in the words of its data-confirm.
document.addEventListener("submit", (event) => {
  const asked = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
  if (asked && !window.confirm(asked)) event.preventDefault();
});

// A change of a field with data-submit sends its form at once (the form has a button for those without scripts).
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form?.requestSubmit();
});

// data-copy="#id" copies the text of an element, and says so in the button.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const from = document.querySelector(button.dataset.copy);
  await navigator.clipboard.writeText(from.value ?? from.textContent.trim());
  button.dataset.done = "";
  setTimeout(() => delete button.dataset.done, 2000);
});

// data-most="5" on a group lets at most so many of its boxes be ticked, and counts them into [data-ticked].
function limit(group) {
  const boxes = [...group.querySelectorAll("input[type=checkbox]")];
  const ticked = boxes.filter((box) => box.checked).length;
  const most = Number(group.dataset.most);
  for (const box of boxes) box.disabled = !box.checked && ticked >= most;
  for (const shown of document.querySelectorAll("[data-ticked]")) shown.textContent = ticked;
}
document.addEventListener("change", (event) => {
  const group = event.target.closest("[data-most]");
  if (group && event.target.type === "checkbox") limit(group);
});
for (const event of ["DOMContentLoaded", "htmx:afterSettle"]) {
  document.addEventListener(event, () => document.querySelectorAll("[data-most]").forEach(limit));
}

// Only one menu is open at a time; Escape closes it, and so does a click elsewhere.
function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (menu !== except) menu.open = false;
}
document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const open = document.querySelector("details.menu[open]");
    closeMenus();
    open?.querySelector("summary").focus();
  }
  if (event.key === "/" && !event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select")) {
    const search = document.querySelector("[data-search]");
    if (search) { event.preventDefault(); search.focus(); search.select(); }
  }
});

// Answers that say what went wrong replace the part they are about, too.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status >= 400 && event.detail.xhr.getResponseHeader("content-type")?.includes("text/html")) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});

// A long navigation shows where one is.
for (const side of document.querySelectorAll(".side")) {
  const here = side.querySelector(".wide-only [aria-current='page']");
  if (here && here.offsetTop + here.offsetHeight > side.clientHeight) side.scrollTop = here.offsetTop - side.clientHeight / 2;
}

// The network map is heavy: its script comes only to the page that has one.
const map = document.querySelector("[data-map-script]");
if (map) import(map.dataset.mapScript);
