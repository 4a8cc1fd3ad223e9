"""Write the pages: an index, the run's own page, a page for each failing check, coverage and stories."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import nullcontext
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from expectations.report import checks, formats, lineage, pictures, stories, verdict, views
from expectations.report.charts import keep_pictures
from expectations.report.files import replace_file
from expectations.report.keeping import name_state

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import jinja2
    import polars as pl

    from expectations.rows import Row

_SIDE_PAGE = re.compile(r"(?:check|article)-[\w-]+\.html")
_LINK = re.compile(rf'href="({_SIDE_PAGE.pattern})"')
_RUN_PAGE = re.compile(r"run-(\d{6,})\.html")


def write_report(
    inputs: Mapping[str, pl.DataFrame],
    folder: Path,
    written_at: datetime | None = None,
    keep_run_count: int | None = None,
    cache_folder: Path | None = None,
) -> Path:
    """Write the report on a run into `folder` and return the path of the run's page.

    `inputs` are the frames that REPORT_QUERIES names; where one is missing or empty, as after a run that failed early,
    its part of the page says so. `written_at` is naive UTC, now by default. Pages of earlier runs stay as they are,
    except those beyond the newest `keep_run_count`, which are deleted. The other pages are written anew, each in one
    step, so that a reader sees the old whole or the new whole. `cache_folder` is for
    what the next report need not make again: compiled templates and drawn pictures.

    Raises ValueError where the frame "run" does not hold exactly one run, OSError where the folder cannot be written.
    """
    run = _take_run(inputs)
    number: int = run["run_number"]
    for each in (folder, *([cache_folder] if cache_folder else [])):
        each.mkdir(parents=True, exist_ok=True)
    run_page = f"run-{number:06d}.html"
    pages = {int(found[1]): found[0] for path in folder.iterdir() if (found := _RUN_PAGE.fullmatch(path.name))}
    pages[number] = run_page
    kept = sorted(pages)[-max(keep_run_count, 1) :] if keep_run_count is not None else sorted(pages)
    outdated = [pages.pop(old) for old in sorted(pages) if old not in kept and old != number]
    common = {
        "run": run,
        "run_number": number,
        "run_page": run_page,
        "pages": pages,
        "written_at": written_at or datetime.now(UTC).replace(tzinfo=None),
        "navigation": [
            {"href": "index.html", "label": "Overview"},
            {"href": run_page, "label": f"Run {number}"},
            {"href": f"{run_page}#quarantine", "label": "Quarantine"},
            {"href": "coverage.html", "label": "Coverage"},
            {"href": "stories.html", "label": "Stories"},
            {"href": "charts.html", "label": "Charts"},
        ],
    }
    with keep_pictures(cache_folder / "pictures.json") if cache_folder else nullcontext():
        described = _describe_pages(inputs, run, common)
    _write_all(folder, described, cache_folder / "templates" if cache_folder else None)
    for name in outdated:  # last, when no page links to them any more
        (folder / name).unlink(missing_ok=True)
    _delete_unlinked(folder)
    return folder / run_page


def _take_run(inputs: Mapping[str, pl.DataFrame]) -> Row:
    rows = views.list_rows(inputs, "run")
    if len(rows) != 1:
        raise ValueError(f"the frame 'run' holds {len(rows)} rows where the report needs the one run it is about")
    return rows[0]


def _describe_pages(
    inputs: Mapping[str, pl.DataFrame], run: Row, common: dict[str, Any]
) -> dict[str, tuple[str, dict[str, Any]]]:
    """Template and values of every page, by file name. The index comes last, so that its links work."""
    rows = {name: views.list_rows(inputs, name) for name in inputs}
    runs, reasons = rows.get("runs", []) or [run], rows.get("quarantine_reasons", [])
    described = checks.describe_checks(rows.get("checks", []))
    check_pages = _describe_check_pages(described, rows)
    for check in described:
        check["history"] = f"check-{check['slug']}.html" if f"check-{check['slug']}.html" in check_pages else None
    previous = next((row for row in runs if row["run_number"] < run["run_number"]), None)
    judged = verdict.describe_verdict(run, described, reasons, previous)
    coverage_columns, coverage = views.share_coverage(rows.get("coverage", []))
    common["articles"] = lineage.name_pages(rows.get("lineage", []))
    pages: dict[str, tuple[str, dict[str, Any]]] = {
        common["run_page"]: (
            "run.html.j2",
            {
                "title": f"Run {run['run_number']}",
                "verdict": judged,
                "tiles": views.list_tiles(run),
                "outcomes": views.describe_outcomes(run, reasons),
                "checks": checks.group_checks(described),
                "quarantine": views.describe_quarantine(
                    rows.get("quarantine", []), reasons, rows.get("failing_contexts", [])
                ),
            },
        ),
        "coverage.html": (
            "coverage.html.j2",
            {"title": "Coverage", "coverage": coverage, "coverage_columns": coverage_columns},
        ),
        "stories.html": (
            "stories.html.j2",
            {"title": "Stories", "stories": stories.tell_stories(rows.get("stories", []))},
        ),
        "charts.html": ("charts.html.j2", _describe_charts(rows)),
    }
    for name, check in check_pages.items():
        pages[name] = ("check.html.j2", {"title": formats.format_words(check["check_name"]), "check": check})
    for article in rows.get("lineage", []):
        told = lineage.describe_article(article, rows.get("quarantine", []))
        pages[common["articles"][article["content_hash"]]] = ("article.html.j2", _describe_article_page(told, common))
    overview = {"verdict": judged, "checks": checks.group_checks(described)} | _describe_overview(rows, runs)
    pages["index.html"] = ("index.html.j2", overview)
    return {name: (template, common | {"here": name} | values) for name, (template, values) in pages.items()}


def _describe_charts(rows: Mapping[str, list[Row]]) -> dict[str, Any]:
    speakers = rows.get("top_speakers", [])
    return {
        "title": "Charts",
        "weeks": pictures.draw_weeks(rows.get("quotes_by_week", [])),
        "cues": pictures.draw_cue_classes(rows.get("cue_classes", [])),
        "checked": pictures.draw_checked(rows.get("checked_quotes", [])),
        "genders": pictures.draw_genders(rows.get("genders", [])),
        "speakers": speakers,
        "speakers_chart": pictures.draw_speakers(speakers),
    }


def _describe_overview(rows: Mapping[str, list[Row]], runs: Sequence[Row]) -> dict[str, Any]:
    return {
        "title": "Overview",
        "totals": views.list_totals(rows.get("totals", [])),
        "span": views.describe_span(rows.get("totals", [])),
        "runs": [row | {"failed_check_count": row.get("failed_check_count")} for row in runs],
        "trends": pictures.draw_trends(runs),
        "speakers": views.rank_speakers(rows.get("top_speakers", [])),
        "quotes": rows.get("newest_quotes", []),
        "freshness": rows.get("freshness", []),
    }


def _describe_article_page(article: Row, common: Mapping[str, Any]) -> dict[str, Any]:
    """Values of an article's page. They do not mention the current run, so that the page can stay unchanged."""
    state = name_state(
        article,
        common["pages"].get(article["run_number"]),
        common["run_number"] if article["held"] else None,
        common["run"].get("code_version"),
        _hash_templates(),
    )
    return {
        "title": formats.show_text(article["headline"] or article["source_path"]),
        "article": article,
        "navigation": [link for link in common["navigation"] if not link["href"].startswith(common["run_page"])],
        "state": state,
    }


def _describe_check_pages(described: list[Row], rows: Mapping[str, list[Row]]) -> dict[str, Row]:
    history: dict[tuple[str, str], list[Row]] = {}
    for row in rows.get("check_history", []):
        history.setdefault((row["table_name"], row["check_name"]), []).append(row)
    return {
        f"check-{check['slug']}.html": checks.describe_check_page(
            check, history[check["table_name"], check["check_name"]], rows.get("failing_contexts", [])
        )
        for check in described
        if (check["table_name"], check["check_name"]) in history
    }


def _write_all(folder: Path, pages: Mapping[str, tuple[str, dict[str, Any]]], compiled: Path | None) -> None:
    environment = _make_environment()
    if compiled is not None:
        _keep_compiled(environment, compiled)
    style = files("expectations.report").joinpath("templates", "style.css").read_text("utf-8")
    for name, (template, values) in pages.items():
        if "state" in values and _stands(folder / name, values["state"]):
            continue
        text = environment.get_template(template).render(style=environment.filters["trusted"](style), **values)
        replace_file(folder / name, text)


def _stands(path: Path, state: str) -> bool:
    """Whether a page already has the content it would get: its last line says what it was made of."""
    return path.is_file() and path.read_text("utf-8", "replace").rstrip().endswith(f"<!-- {state} -->")


@cache
def _hash_templates() -> str:
    folder = files("expectations.report").joinpath("templates")
    return name_state(*(path.read_text("utf-8") for path in sorted(folder.iterdir(), key=lambda path: path.name)))


def _delete_unlinked(folder: Path) -> None:
    """Delete the pages of checks and articles that no other page links to any more."""
    links: Counter[str] = Counter()
    for path in folder.glob("*.html"):
        links.update(set(_LINK.findall(path.read_text("utf-8", "replace"))) - {path.name})
    for path in folder.glob("*.html"):
        if _SIDE_PAGE.fullmatch(path.name) and not links[path.name]:
            path.unlink(missing_ok=True)


def _keep_compiled(environment: jinja2.Environment, folder: Path) -> None:
    """Reuse the templates that an earlier process compiled in `folder`; a lost or damaged one is compiled anew."""
    import jinja2

    folder.mkdir(exist_ok=True)
    environment.bytecode_cache = jinja2.FileSystemBytecodeCache(str(folder))


@cache
def _make_environment() -> jinja2.Environment:
    import jinja2
    from markupsafe import Markup

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("expectations.report", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "count": formats.format_count,
        "share": formats.format_share,
        "mean": formats.format_mean,
        "day": formats.format_day,
        "moment": formats.format_moment,
        "duration": formats.format_duration,
        "bytes": formats.format_bytes,
        "words": formats.format_words,
        "plural": formats.format_plural,
        "seen": formats.show_text,
        "value": formats.show_value,
        "state": verdict.name_state,
        "trusted": Markup,  # our own style sheet alone
    }
    return environment
