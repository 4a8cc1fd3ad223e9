"""The measured part of docs/benchmarks.md: tables and a picture from benchmarks/results.json and from nothing else."""

from __future__ import annotations

import hashlib
import json
import re
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks.measuring import format_table
from benchmarks.parts import DIRECT, NOTHING_NEW, PARTS, PREFECT, STAGED
from benchmarks.projection import describe_scale
from benchmarks.results import PROJECT
from expectations.report.charts import VEGA_LITE, read_spec

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from benchmarks.results import Entry

PAGE = PROJECT / "docs" / "benchmarks.md"
SCALE = PROJECT / "docs" / "scale.md"
PICTURE = PROJECT / "docs" / "benchmarks.svg"
BEGIN, END = "<!-- measured: begin (python -m benchmarks) -->", "<!-- measured: end -->"

FIGURES = {
    "seconds": "seconds",
    "cpu_seconds": "CPU seconds",
    "first_mb": "first process, MB",
    "largest_other_mb": "largest other, MB",
    "all_mb": "all together, MB",
}
WIDTH = 460  # CSS pixels of a panel without its labels
STAGES = ("open", "read", "extract", "validate", "resolve", "load", "audit", "publish", "report")

# The colours of the report's pages (expectations/report/templates/style.css), for a picture that stands alone.
STYLE = """
:root { --paper: #faf9f6; --ink: #1d1f23; --muted: #595e66; --line: #e2dfd7; --s1: #2f6ea5; --s2: #8d939b; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #131518; --ink: #e8e6e1; --muted: #a5aab2; --line: #2d3239; --s1: #6aa5d8; --s2: #7f868f; }
}
"""


def write_page(results: Mapping[str, Entry]) -> None:
    """Put the measured part into the page, its picture beside it, and what it comes to into the page on scale."""
    _put_between_marks(PAGE, describe_results(results))
    _put_between_marks(SCALE, describe_scale(results))
    picture = draw_picture(results)
    if picture:
        PICTURE.write_text(picture, encoding="utf-8", newline="\n")
    else:
        PICTURE.unlink(missing_ok=True)


def read_between_marks(page: Path) -> str:
    """The measured part of a page as it stands. Raises ValueError where the page has lost its marks."""
    _, begin, rest = page.read_text("utf-8").partition(BEGIN)
    shown, end, _ = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"{page.name} has lost its marks {BEGIN} and {END}.")
    return shown


def _put_between_marks(page: Path, text: str) -> None:
    shown = read_between_marks(page)
    whole = page.read_text("utf-8").replace(f"{BEGIN}{shown}{END}", f"{BEGIN}\n\n{text}\n{END}")
    page.write_text(whole, encoding="utf-8", newline="\n")


def describe_results(results: Mapping[str, Entry]) -> str:
    """The measured part in Markdown: a section for each part that was measured, and which were not."""
    sections = [f"![{describe_picture(results)}](benchmarks.svg)\n"] if make_spec(results) else []
    for name, part in PARTS.items():
        if entry := results.get(name):
            lines = [f"## {part.title}", "", f"{part.about} {describe_entry(name, entry)}", "", *describe_tables(entry)]
            said = compare_runners(entry) if name == "prefect" else ""
            sections.append("\n".join([*lines, *([said, ""] if said else [])]))
    missing = [name for name in PARTS if name not in results]
    if missing:
        sections.append(f"Not measured yet: {', '.join(missing)}.\n")
    return "\n".join(sections)


def describe_entry(name: str, entry: Entry) -> str:
    """When, where and how often a part was measured."""
    command = f"`python -m benchmarks FOLDER --parts {name} --articles {entry['article_count']}`"
    rounds = f"medians of {entry['round_count']} rounds" if entry["round_count"] > 1 else "one round"
    return (
        f"{command} on {entry['measured_on']} at {entry['commit']}: {rounds}, {entry['minutes']} minutes, "
        f"{entry['machine']}, load {entry['load']} just before."
    )


def describe_tables(entry: Entry) -> list[str]:
    """The tables of an entry as lines of Markdown."""
    if "printed" in entry:
        return [*entry["printed"], ""]
    tables = [table_rows(entry["rows"], entry["unit"], entry["baseline"])]
    if "again" in entry:
        tables += [table_rows(entry["again"], "files", None), table_stages(entry["rows"])]
    return [line for table in tables for line in (*table, "")]


def table_rows(rows: list[dict[str, Any]], unit: str, baseline: str | None) -> list[str]:
    """Medians of the rounds of each row; with a baseline, how many times its rate a row has."""
    rates = {row["what"]: row["amount"] / take_median(row, "seconds") for row in rows}
    compared = [f"times the {'first' if baseline == rows[0]['what'] else baseline}"] if baseline else []
    cells = []
    for row in rows:
        rate = rates[row["what"]]
        figures = [f"{take_median(row, name):,.{1 if 'seconds' in name else 0}f}" for name in FIGURES]
        times = [f"{rate / rates[baseline]:.2f}"] if baseline else []
        shown = f"{rate:,.0f}" if rate >= 10 else f"{rate:.1f}"
        cells.append([row["what"], f"{row['amount']:,}", shown, *times, *figures])
    return format_table(["what", unit, f"{unit}/s", *compared, *FIGURES.values()], cells)


def table_stages(rows: list[dict[str, Any]]) -> list[str]:
    """Seconds of every stage of each run of a growth, and what the warehouse weighs."""
    seen = [stage for stage in STAGES if any(stage in row["stages"] for row in rows)]
    cells = [[stage, *(f"{row['stages'].get(stage, 0):,.1f}" for row in rows)] for stage in seen]
    weights = [f"{row['warehouse_bytes'] / row['articles'] / 1_000:.1f}" for row in rows]
    heads = [f"{row['articles']:,} articles" for row in rows]
    return format_table(["stage, seconds", *heads], [*cells, ["warehouse, kB an article", *weights]])


def compare_runners(entry: Entry) -> str:
    """What Prefect costs a run, and what it costs a batch on top."""
    rows = {row["what"]: row for row in entry["rows"]}
    fixed, whole = (
        take_median(rows[PREFECT + case], "seconds") - take_median(rows[DIRECT + case], "seconds")
        for case in (NOTHING_NEW, STAGED)
    )
    batch_count = entry["rows"][0]["amount"]
    each = (whole - fixed) / batch_count * 1_000
    return f"Prefect costs {fixed:.1f} s a run, and {each:.1f} ms for each of {batch_count:,} batches on top."


def take_median(row: Mapping[str, Any], name: str) -> float:
    """The median of one figure over the rounds of a row."""
    return median(figures[name] for figures in row["rounds"])


def describe_picture(results: Mapping[str, Entry]) -> str:
    """What the picture shows, in words."""
    said = []
    if bare := results.get("bare"):
        rates = (f"{row['what'].replace('`', '')} {_rate(row):,.0f}" for row in bare["rows"])
        said.append(f"words a second: {', '.join(rates)}")
    if "growth" in results:
        said.append("seconds and memory of whole runs by number of articles, as in the tables")
    return "; ".join(said)


def make_spec(results: Mapping[str, Entry]) -> dict[str, Any]:
    """The picture as a Vega-Lite specification; empty where neither of its parts was measured."""
    panels = []
    if bare := results.get("bare"):
        bars = [{"what": row["what"].replace("`", ""), "rate": round(_rate(row))} for row in bare["rows"]]
        panels.append(_draw_rates(bars))
    if growth := results.get("growth"):
        points = [
            {"articles": row["articles"], "seconds": take_median(row, "seconds"), "mb": take_median(row, "all_mb")}
            for row in growth["rows"]
        ]
        panels.append(_draw_line(points, "seconds", "Seconds of a whole run, by articles"))
        panels.append(_draw_line(points, "mb", "Most memory of all processes together in MB, by articles"))
    config = read_spec("config")
    config |= {"title": {"anchor": "start", "frame": "group", "color": "var(--ink)", "fontSize": 13, "offset": 10}}
    # Readers' fonts may be wider than those that the picture is measured with: room on every side.
    config["padding"] = {"left": 30, "right": 50, "top": 12, "bottom": 12}
    return {"vconcat": panels, "spacing": 24, "config": config} if panels else {}


def draw_picture(results: Mapping[str, Entry]) -> str:
    """The picture as SVG that reads in light and dark; empty where there is nothing to draw."""
    spec = make_spec(results)
    if not spec:
        return ""
    import vl_convert

    svg: str = vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE)
    paper = '<rect width="100%" height="100%" fill="var(--paper)"/>'
    mark = f"<desc>Figures {digest_figures(results)}</desc>"
    return re.sub(r"(<svg[^>]*>)", rf"\1{mark}<style>{STYLE}</style>{paper}", svg, count=1) + "\n"


def digest_figures(results: Mapping[str, Entry]) -> str:
    """A mark of what the picture was drawn from: another drawing of the same figures has the same one."""
    return hashlib.sha256(json.dumps(make_spec(results), sort_keys=True).encode()).hexdigest()[:16]


def _rate(row: Mapping[str, Any]) -> float:
    rate: float = row["amount"] / take_median(row, "seconds")
    return rate


def _draw_rates(bars: list[dict[str, Any]]) -> dict[str, Any]:
    sort = [bar["what"] for bar in bars]
    across = {"field": "rate", "type": "quantitative", "axis": None, "scale": {"domainMin": 0}}
    down = {"field": "what", "type": "nominal", "sort": sort, "axis": {"labelLimit": 340, "domain": False}}
    colour = {"field": "what", "type": "nominal", "legend": None, "sort": sort}
    return {
        "title": "Words a second, higher is faster",
        "data": {"values": bars},
        "width": WIDTH,
        "height": 28 * len(bars),
        "encoding": {"x": across, "y": down},
        "layer": [
            {
                "mark": {"type": "bar", "height": 18},
                "encoding": {"color": {**colour, "scale": {"domain": sort, "range": ["var(--s2)", "var(--s1)"]}}},
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 5, "color": "var(--ink)", "fontSize": 12},
                "encoding": {"text": {"field": "rate", "format": ",d"}},
            },
        ],
    }


def _draw_line(points: list[dict[str, Any]], name: str, title: str) -> dict[str, Any]:
    across = {"field": "articles", "type": "quantitative", "axis": {"values": [p["articles"] for p in points]}}
    return {
        "title": title,
        "data": {"values": points},
        "width": WIDTH,
        "height": 130,
        "encoding": {
            "x": {**across, "axis": {**across["axis"], "grid": False, "format": ",d", "labelOverlap": False}},
            "y": {"field": name, "type": "quantitative", "scale": {"domainMin": 0}, "axis": {"format": ",d"}},
        },
        "layer": [
            {"mark": {"type": "line", "color": "var(--s1)", "strokeWidth": 2}},
            {"mark": {"type": "point", "color": "var(--s1)", "filled": True, "size": 50}},
        ],
    }
