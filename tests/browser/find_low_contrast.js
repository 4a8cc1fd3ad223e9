// WCAG 2 contrast of every text that is to be seen against what stands behind it.
(() => {
  const parse = (css) => {
    const n = css.match(/[\d.]+/g).map(Number), scale = css.startsWith("color(") ? 255 : 1;  // color(srgb 0.1 0.2 0.3 / 0.4)
    return [n[0] * scale, n[1] * scale, n[2] * scale, n[3] ?? 1];
  };
  const channel = (v) => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
  const luminance = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const behind = (node) => {
    const layers = [];
    for (let at = node; at && (layers.at(-1)?.[3] ?? 0) < 1; at = at.parentElement) {
      layers.push(parse(getComputedStyle(at).backgroundColor));
    }
    return layers.reduceRight((under, over) => under.map((v, i) => v + (over[i] - v) * over[3]), [255, 255, 255]);
  };
  const found = [];
  for (const node of document.querySelectorAll("body *")) {
    const own = [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim());
    if (!own || node.closest(".sr, .skip, title") || !node.checkVisibility()) continue;
    const style = getComputedStyle(node), size = parseFloat(style.fontSize);
    const [a, b] = [luminance(parse(node.closest("svg") ? style.fill : style.color)), luminance(behind(node))].sort((x, y) => y - x);
    const needed = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
    const contrast = (a + 0.05) / (b + 0.05);
    if (contrast < needed)
      found.push(`${contrast.toFixed(2)}: ${node.tagName} ${node.className} ${node.textContent.trim().slice(0, 40)}`);
  }
  return found;
})()
