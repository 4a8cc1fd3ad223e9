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
      const read = (row) => row.cells[place].querySelector("time")?.dateTime ?? row.cells[place].textContent.trim();
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

// Fields for names complete what is typed, and remember whom of the same name was meant.
for (const [number, field] of [...document.querySelectorAll("input.names")].entries()) {
  const list = document.createElement("datalist"), keys = new Map();
  list.id = `names-${number}`;
  field.after(list);
  field.setAttribute("list", list.id);
  const key = field.form.elements[`${field.name}_key`];
  let timer;
  field.addEventListener("input", () => {
    key.value = keys.get(field.value) ?? "";
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const answer = await fetch(`/names.json?q=${encodeURIComponent(field.value)}`);
      if (!answer.ok) return;
      const { rows } = await answer.json();
      list.replaceChildren(...rows.map((row) => {
        const option = document.createElement("option");
        if (!keys.has(row.entity_name)) keys.set(row.entity_name, row.entity_key);
        option.value = row.entity_name;
        option.label = `${row.entity_type}, quotes: ${row.quote_count}, mentions: ${row.mention_count}`;
        return option;
      }));
      key.value = keys.get(field.value) ?? "";
    }, 120);
  });
}

// The queue: decisions are sent one after another while the person goes on.
const queue = document.getElementById("queue"), saving = document.getElementById("saving");
if (queue && saving) {
  const items = [...queue.children], decided = [];
  let at = 0, waiting = 0, fault = "", line = Promise.resolve();
  const tell = () => { saving.textContent = fault || (waiting ? `Saving: ${waiting}` : decided.length ? `Saved: ${decided.length}` : ""); };
  const go = (place) => {
    at = Math.max(0, Math.min(place, items.length - 1));
    items[at].focus({ preventScroll: true });
    items[at].scrollIntoView({ block: "center" });
  };
  const send = (action, fields, isDone) => {
    waiting += 1;
    fault = "";
    tell();
    line = line.then(async () => {
      const answer = await fetch(action, { method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams(fields) });
      const told = await answer.json();
      if (!answer.ok) throw new Error(told.error);
      isDone(told.decisions);
    }).catch((error) => { fault = `Not saved: ${error.message}`; }).finally(() => { waiting -= 1; tell(); });
  };
  const submit = (form) => {
    const item = form.closest("li");
    item.classList.add("done");
    send(form.getAttribute("action"), new FormData(form), (rows) => decided.push({ item, rows }));
    go(items.indexOf(item) + 1);
  };
  const undo = () => {
    const last = decided.pop();
    if (!last) return;
    const fields = new FormData();
    fields.append("csrf", queue.querySelector("[name=csrf]").value);
    fields.append("action", "undo");
    for (const row of last.rows) fields.append("decision_key", row.decision_key);
    send("/decide", fields, () => last.item.classList.remove("done"));
    go(items.indexOf(last.item));
  };
  const find = (action) => items[at].querySelector(`form:has([value=${action}])`);
  const acts = {
    j: () => go(at + 1),
    k: () => go(at - 1),
    v: () => submit(find("verify")),
    r: () => submit(find("reject")),
    s: () => items[at].querySelector("[name=speaker]").focus(),
    o: () => items[at].querySelector("a.open").click(),
    u: undo,
  };
  queue.addEventListener("submit", (event) => { event.preventDefault(); submit(event.target); });
  queue.addEventListener("focusin", (event) => { at = items.indexOf(event.target.closest("li")); });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
    if (acts[event.key]) { event.preventDefault(); acts[event.key](); }
  });
  go(0);
}
