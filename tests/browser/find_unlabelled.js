// What a screen reader needs to find its way: a language, one title, headings in order, labels and table heads.
(() => {
  const found = [];
  const all = (selector) => [...document.querySelectorAll(selector)];
  const blame = (selector, isWrong, fault) => all(selector).filter(isWrong).forEach((node) => found.push(`${fault}: ${node.outerHTML.slice(0, 80)}`));
  if (!document.documentElement.lang) found.push("no language");
  if (!document.title) found.push("no title");
  if (all("h1").length !== 1) found.push("not one h1");
  if (all("main").length !== 1) found.push("not one main");
  let level = 1;
  for (const heading of all("h1, h2, h3, h4")) {
    if (Number(heading.tagName[1]) > level + 1) found.push(`heading skips a level: ${heading.textContent}`);
    level = Number(heading.tagName[1]);
  }
  const isPicture = (svg) => svg.getAttribute("role") === "img" && svg.getAttribute("aria-label");
  blame("svg", (svg) => svg.getAttribute("aria-hidden") !== "true" && !isPicture(svg), "svg without a label");
  blame("th", (cell) => !cell.scope, "th without a scope");
  blame("table", (table) => !table.querySelector("thead th"), "table without a head");
  blame("[role=region], nav", (region) => !region.getAttribute("aria-label"), "region without a label");
  blame("a, summary", (node) => !node.textContent.trim(), "nothing to click on");
  const ids = all("[id]").map((node) => node.id);
  if (new Set(ids).size !== ids.length) found.push("an id twice");
  return found;
})()
