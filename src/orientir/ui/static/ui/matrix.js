// Comforts of a matrix: one stop of the Tab key, arrows inside, what was pressed beside it. Without this file every cell
// is a link to a page.

const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

for (const table of document.querySelectorAll("[data-matrix]")) {
  const links = [...table.querySelectorAll("tbody td a")];
  const stop = (link) => {
    for (const other of links) other.tabIndex = other === link ? 0 : -1;
  };
  if (links.length) stop(links[0]);
  table.addEventListener("focusin", (event) => {
    if (links.includes(event.target)) stop(event.target);
  });

  // The next cell in a direction that leads somewhere; empty ones are passed over.
  const next = (link, [down, right]) => {
    let row = link.closest("tr");
    let column = link.closest("td").cellIndex;
    while (row) {
      if (down) row = down > 0 ? row.nextElementSibling : row.previousElementSibling;
      else column += right;
      const found = row?.cells[column];
      if (!found && right) return null;
      const inside = found?.matches("td") ? found.querySelector("a") : null;
      if (inside) return inside;
    }
    return null;
  };
  const edge = (link, last) => {
    const inside = [...link.closest("tr").querySelectorAll("td a")];
    return last ? inside.at(-1) : inside[0];
  };
  table.addEventListener("keydown", (event) => {
    const link = event.target.closest("td a");
    if (!link || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = STEPS[event.key];
    const isEdge = event.key === "Home" || event.key === "End";
    if (!step && !isEdge) return;
    event.preventDefault();
    (step ? next(link, step) : edge(link, event.key === "End"))?.focus();
  });

  // Whoever wants the page itself opens it in another tab.
  table.addEventListener("click", (event) => {
    const link = event.target.closest("tbody td a");
    if (!link || !table.dataset.panel || !window.htmx || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    for (const other of table.querySelectorAll("[aria-current]")) other.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
    htmx.ajax("GET", link.href, { target: `#${table.dataset.panel}`, swap: "innerHTML" });
  });
}

// What was pressed is shown beside the matrix, and goes away by its button or by Escape, which gives the focus back.
document.addEventListener("htmx:afterSwap", (event) => {
  const panel = event.detail.target.closest(".side-panel");
  if (panel) panel.hidden = false;
});
const close = () => {
  const panel = document.querySelector(".side-panel:not([hidden])");
  if (!panel) return;
  panel.hidden = true;
  document.querySelector("[data-matrix] [aria-current]")?.focus();
};
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-close]")) close();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") close();
});
