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

// Where the server says itself why a draft was not kept, its words are shown.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (!event.detail.target.matches("[data-draft-note]")) return;
  if (!event.detail.xhr.responseText.includes("data-draft-note")) return;
  event.detail.shouldSwap = true;
  event.detail.isError = false;
});

// Whoever signs in again in another window makes the token of this page stale. The refusal brings a fresh one: the
// forms take it over, and what could not be kept is sent once more.
document.addEventListener("htmx:afterSwap", (event) => {
  const form = event.detail.elt.closest("[data-draft-form]");
  const token = form?.querySelector("[data-draft-note]")?.dataset.freshToken;
  if (!form) return;
  const again = token && !form.hasAttribute("data-sent-again");
  form.toggleAttribute("data-sent-again", Boolean(token));
  if (!token) return;
  for (const field of document.querySelectorAll("input[name='csrfmiddlewaretoken']")) field.value = token;
  if (again) form.dispatchEvent(new Event("change"));
});

// A draft is words: files go when they are sent, not with each letter. What has been sent is no draft any more.
document.addEventListener("submit", (event) => event.target.toggleAttribute("data-sent", true));
document.addEventListener("htmx:configRequest", (event) => {
  if (!event.target.matches("[data-draft-form]")) return;
  if (event.target.hasAttribute("data-sent")) event.preventDefault();
  for (const [name, value] of [...event.detail.formData]) {
    if (value instanceof File) event.detail.formData.delete(name);
  }
});

// Whoever leaves the page before the pause after which a draft is kept takes the last words along.
const typed = new Set();
document.addEventListener("input", (event) => {
  const form = event.target.closest("[data-draft-form]");
  if (form) typed.add(form);
});
document.addEventListener("htmx:afterRequest", (event) => typed.delete(event.target));
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "hidden") return;
  for (const form of typed) {
    if (form.hasAttribute("data-sent")) continue;
    const words = [...new FormData(form)].filter(([, value]) => !(value instanceof File));
    fetch(form.getAttribute("hx-post"), { method: "POST", keepalive: true, body: new URLSearchParams(words) });
  }
  typed.clear();
});

// Where typing is saved by itself, the button that saves is not needed.
if (window.htmx) {
  for (const button of document.querySelectorAll("[data-draft-form] [data-draft-save]")) button.hidden = true;
}
