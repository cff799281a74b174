// A table that is pasted comes twice: as words, which the field shows, and as HTML with merged cells and lists, which is
// sent along. Whoever then types in the field means the words.
for (const field of document.querySelectorAll("[data-paste-to]")) {
  const page = field.form.elements[field.dataset.pasteTo];
  field.addEventListener("paste", (event) => {
    const html = event.clipboardData?.getData("text/html") ?? "";
    const whole = field.selectionEnd - field.selectionStart === field.value.length;
    field.addEventListener("input", () => { page.value = whole && /<table/i.test(html) ? html : ""; }, { once: true });
  });
  field.addEventListener("input", (event) => {
    if (event.inputType !== "insertFromPaste") page.value = "";
  });
}
