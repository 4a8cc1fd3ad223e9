// Comfort only: every page reads and searches without this.
"use strict";

// "/" puts the cursor into the search field.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select")) return;
  const field = document.querySelector("input[type=search]");
  if (field) { event.preventDefault(); field.focus(); field.select(); }
});

// The head of a sortable table sorts it.
for (const table of document.querySelectorAll("table.sortable")) {
  [...table.tHead.rows[0].cells].forEach((cell, place) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...cell.childNodes);
    cell.append(button);
    button.addEventListener("click", () => {
      const falls = cell.getAttribute("aria-sort") === "ascending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      cell.setAttribute("aria-sort", falls ? "descending" : "ascending");
      const read = (row) => row.cells[place].textContent.trim();
      const number = (text) => Number(text.replaceAll(",", ""));
      const rows = [...table.tBodies[0].rows];
      const isNumber = rows.every((row) => read(row) === "–" || !Number.isNaN(number(read(row))));
      const compare = (a, b) => (isNumber ? (number(read(a)) || 0) - (number(read(b)) || 0) : read(a).localeCompare(read(b)));
      rows.sort((a, b) => (falls ? compare(b, a) : compare(a, b)));
      table.tBodies[0].append(...rows);
    });
  });
}

// Control+Enter runs the SQL; Tab at the end of a word completes it with a view or column.
const editor = document.getElementById("sql");
if (editor) {
  const names = [...document.querySelectorAll("aside summary .what, aside details code")].map((node) => node.textContent);
  editor.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) editor.form.requestSubmit();
    if (event.key !== "Tab" || event.shiftKey || editor.selectionStart !== editor.selectionEnd) return;
    const word = /[\w.]{2,}$/.exec(editor.value.slice(0, editor.selectionStart))?.[0];
    const found = word && names.find((name) => name.startsWith(word) && name !== word);
    if (found) { event.preventDefault(); editor.setRangeText(found.slice(word.length), editor.selectionStart, editor.selectionStart, "end"); }
  });
}
