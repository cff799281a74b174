// Comforts only: without this file every page works the same, with one press more.

const menus = () => document.querySelectorAll("details.menu[open], details.help[open]");

// A menu closes when the press goes elsewhere, and by Escape, which gives the focus back.
document.addEventListener("click", (event) => {
  for (const menu of menus()) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// Browsers that do not know `command` yet open the dialog here.
if (!("commandForElement" in HTMLButtonElement.prototype)) {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[command='show-modal']");
    const dialog = button && document.getElementById(button.getAttribute("commandfor"));
    if (dialog) dialog.showModal();
  });
}

// A press on the veil beside a dialog closes it.
document.addEventListener("click", (event) => {
  if (event.target instanceof HTMLDialogElement && event.target.open) {
    const box = event.target.getBoundingClientRect();
    const inside =
      event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside) event.target.close();
  }
});

// After a form came back with faults, the reader starts at the list of them.
const summaries = document.querySelectorAll("[data-error-summary]");
if (summaries.length === 1) summaries[0].focus();

// A draft that did not reach the server says so beside the button; the next one that does takes its place.
const draftLost = (event) => {
  const note = event.target.closest("[data-draft-form]")?.querySelector("[data-draft-note]");
  const lost = note?.querySelector(".draft-note-lost");
  if (!lost) return;
  lost.hidden = false;
  note.classList.add("draft-note-failed");
  note.replaceChildren(lost);
};
document.addEventListener("htmx:sendError", draftLost);
document.addEventListener("htmx:timeout", draftLost);
document.addEventListener("htmx:responseError", draftLost);

// Where typing is saved by itself, the button that saves is not needed.
if (window.htmx) {
  for (const button of document.querySelectorAll("[data-draft-form] [data-draft-save]")) button.hidden = true;
}
