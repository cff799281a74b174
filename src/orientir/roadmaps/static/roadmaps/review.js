// Comforts of the page of review: keys, and marks between a document and the measures read from it. Without this file
// each deed is a press or two more.

const region = () => document.querySelector("[data-review]");
const cards = () => [...region().querySelectorAll("[data-card]")];
const doubts = () => [...region().querySelectorAll("[data-doubt]")];
const types = (element) => Boolean(element.closest("input, textarea, select"));

// The cell in which the words in hand stand: those of a card, or those of a field that is being written.
const cellOf = (element) => {
  const cells = element.closest("[data-cells]")?.dataset.cells.split(" ") ?? [];
  const own = cells.find((pair) => element.name && pair.startsWith(`${element.name}:`));
  return own ? own.split(":")[1] : element.closest("[data-in]")?.dataset.in;
};

// Marks: a card, the row it was read from, and the cell of the field in hand.
const mark = (card, field = "") => {
  for (const one of region().querySelectorAll("[data-marked]")) one.removeAttribute("data-marked");
  if (!card) return;
  card.setAttribute("data-marked", "");
  const row = card.dataset.row && document.getElementById(card.dataset.row);
  if (!row) return;
  row.setAttribute("data-marked", "");
  const cell = field && region().querySelector(`[data-cell="${field}"]`);
  if (cell) cell.setAttribute("data-marked", "");
  const sheet = row.closest("[data-sheet]");
  const at = row.getBoundingClientRect();
  const seen = sheet.getBoundingClientRect();
  if (at.top < seen.top || at.bottom > seen.bottom) sheet.scrollTop += at.top - seen.top - seen.height / 4;
};

const markedCard = () => document.activeElement.closest("[data-card]") ?? region().querySelector("[data-card][data-marked]");

const goTo = (card, { focus = card } = {}) => {
  mark(card, cellOf(focus));
  focus.focus({ preventScroll: true });
  focus.scrollIntoView({ block: "nearest" });
};

document.addEventListener("focusin", (event) => {
  const card = event.target.closest("[data-card]");
  if (card && region()) mark(card, cellOf(event.target));
});

document.addEventListener("click", (event) => {
  if (!region()?.contains(event.target)) return;
  const row = event.target.closest("[data-sheet] [data-row]");
  if (row) {
    const card = cards().find((one) => one.dataset.row === row.id);
    if (!card) return;
    event.preventDefault();
    goTo(card);
    card.scrollIntoView({ block: "nearest" });
    return;
  }
  const card = event.target.closest("[data-card]");
  if (!card) return;
  if (event.target.closest("[data-to-row]")) event.preventDefault();
  mark(card, cellOf(event.target));
});

// Up and down: the doubtful place before, the next one, and over the edge of a section.
const step = (way) => {
  const all = doubts();
  const here = all.indexOf(document.activeElement);
  const card = markedCard();
  let next = all[here + way];
  if (here < 0) {
    const order = cards();
    const from = order.indexOf(card);
    const beyond = all.filter((one) => (order.indexOf(one.closest("[data-card]")) - from) * way >= 0);
    next = from < 0 ? all[way > 0 ? 0 : all.length - 1] : beyond[way > 0 ? 0 : beyond.length - 1];
  } else if (here + way < 0) {
    next = undefined;
  }
  if (next) goTo(next.closest("[data-card]"), { focus: next });
  else region().querySelector(way > 0 ? "[data-next-open]" : "[data-previous-open]")?.click();
  return Boolean(next);
};

document.addEventListener("keydown", (event) => {
  const page = region();
  if (!page) return;
  if (types(event.target)) {
    typed(event);
    return;
  }
  if ((event.ctrlKey || event.metaKey) && !event.altKey) {
    const key = event.code === "KeyZ" && event.shiftKey ? "KeyY" : event.code;
    const deed = ["KeyZ", "KeyY"].includes(key) && page.querySelector(`[data-key="${key}"]`);
    if (deed) {
      event.preventDefault();
      deed.click();
    }
    return;
  }
  if (event.altKey) return;
  const free = event.target === document.body || page.contains(event.target);
  if (free && (event.code === "ArrowDown" || event.code === "ArrowUp")) {
    if (event.target.closest("[data-sheet], summary, .menu")) return;
    if (doubts().length || page.querySelector("[data-next-open]")) event.preventDefault();
    step(event.code === "ArrowDown" ? 1 : -1);
    return;
  }
  // Single letters count only inside a card; by their place on the keyboard, so that they do in Russian too.
  const card = event.target.closest("[data-card]");
  if (!card || !["KeyE", "KeyS", "KeyM"].includes(event.code)) return;
  const write = event.code === "KeyE" && event.target.closest(".doubt-deeds")?.querySelector("[data-write]");
  const deed = write || card.querySelector(`[data-key="${event.code}"]`);
  if (deed) {
    event.preventDefault();
    deed.click();
  }
});

// Inside a form: Enter sends what stands in one line, with Ctrl the others too; Escape leaves it.
const typed = (event) => {
  const form = event.target.closest("[data-review] form");
  if (!form) return;
  if (event.key === "Escape") {
    form.querySelector("[name='leave']")?.click();
  } else if (event.key === "Enter" && event.target.matches("textarea")) {
    const one = event.target.hasAttribute("data-sent-by-enter") && !event.shiftKey;
    if (!one && !event.ctrlKey) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector("button:not([name])"));
  }
};

// A form that keeps drafts is sent like the other deeds: in place.
let sent = null;
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!window.htmx || !form.matches("[data-review] [data-draft-form]")) return;
  event.preventDefault();
  const values = new FormData(form, event.submitter);
  sent = form;
  const target = { source: region(), target: "#review", select: "#review", swap: "outerHTML show:none" };
  htmx.ajax("POST", form.getAttribute("action"), { ...target, replace: "true", values });
});

// An answer that is no page of review (signed out, in force meanwhile) is shown whole: a form is then sent the usual
// way, which gives back what was typed.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target !== region()) return;
  if (event.detail.xhr.responseText.includes("data-review")) {
    keep();
    return;
  }
  event.preventDefault();
  if (sent?.isConnected) sent.submit();
  else location.reload();
});
document.addEventListener("htmx:sendError", () => sent?.removeAttribute("data-sent"));

// After a deed the reader goes on where it was done: what was open stays open, and what was read stays in its place.
let before = null;
let settled = -1;
document.addEventListener("submit", (event) => {
  if (region() && event.submitter) settled = doubts().indexOf(event.submitter);
});
const keep = () => {
  const card = markedCard();
  const folds = [...region().querySelectorAll("details[data-keep]")].map((fold) => [fold.dataset.keep, fold.open]);
  const sheet = region().querySelector("[data-sheet]");
  const top = card?.getBoundingClientRect().top;
  before = { folds, sheet: sheet?.scrollTop, card: card?.id, top, part: region().dataset.part };
};
const restore = () => {
  for (const [name, open] of before?.folds ?? []) {
    const fold = region().querySelector(`details[data-keep="${name}"]`);
    if (fold) fold.open = open;
  }
  const sheet = region().querySelector("[data-sheet]");
  if (sheet && before?.sheet) sheet.scrollTop = before.sheet;
  const card = before?.card && document.getElementById(before.card);
  if (card) window.scrollBy({ top: card.getBoundingClientRect().top - before.top, behavior: "instant" });
};
const arrive = () => {
  const page = region();
  if (!page) return;
  restore();
  const form = page.querySelector("[data-draft-form]");
  // A doubt that was settled has left its place to the next one.
  const next = before?.part === page.dataset.part && doubts()[settled];
  const card = next ? next.closest("[data-card]") : document.getElementById(page.dataset.at);
  [before, settled] = [null, -1];
  if (form) mark(form.closest("[data-card]"), cellOf(document.activeElement));
  else if (card) goTo(card, { focus: next || card.querySelector("[data-doubt]") || card });
};
document.addEventListener("htmx:load", (event) => {
  if (event.target.matches("[data-review]")) arrive();
});
// The browser itself goes to the measure in the address first.
window.addEventListener("load", () => setTimeout(arrive));
