"""Great Expectations' own pages on the staged tables, without anything that they would fetch or run.

The library's pages load styles, scripts and a beacon with the context's id from five hosts. Here its renderers make the
pages, and everything that would reach the network is removed: headings, texts and tables remain.
"""

from __future__ import annotations

import re
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from expectations.helper_columns import add_helper_columns
from expectations.running import bound_dates, quiet_great_expectations, validate_frame
from expectations.suite_files import read_suite
from terms.states import STAGED_TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    import polars as pl

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
# What can load, run or link elsewhere; footers hold a newsletter, buttons and navigation need the scripts.
_TAKEN_OUT = (
    *("script", "style", "link", "base", "iframe", "object", "embed", "img", "svg", "video", "audio"),
    *("form", "input", "label", "button", "nav", "footer"),
)
_ADDRESSES = ("href", "src", "srcset", "action", "formaction", "background", "poster", "data", "xlink:href", "ping")
_OWN_STYLE = (
    ".cooltip > span, [hidden] { display: none; } .show-scrollbars { overflow-x: auto; } body { padding: 1rem; }"
)


def write_data_docs(frames: Mapping[str, pl.DataFrame], folder: Path, today: date | None = None) -> Path:
    """Validate staged frames and write a Data Docs page a table and an index into `folder`; returns the index.

    An empty table has no page. Raises OSError where the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    verdicts: dict[str, bool] = {}
    with quiet_great_expectations():
        prepared = add_helper_columns(frames)
        for table in STAGED_TABLES:
            if table in prepared and prepared[table].height:
                validated = validate_frame(
                    read_suite(table), prepared[table], bound_dates(today), {"result_format": "SUMMARY"}
                )
                verdicts[table] = bool(validated.success)
                (folder / f"{table}.html").write_text(strip_page(_render(validated), table), "utf-8")
    index = folder / "index.html"
    rows = "".join(
        f'<tr><th scope="row"><a href="{table}.html">{table}</a></th><td>{"passed" if passed else "failed"}</td></tr>'
        for table, passed in verdicts.items()
    )
    table = f'<table><thead><tr><th scope="col">Table</th><th scope="col">Suite</th></tr></thead>{rows}</table>'
    index.write_text(strip_page(f"<h1>Data Docs</h1>{table}", "Data Docs"), "utf-8")
    return index


def _render(validated: Any) -> str:
    from great_expectations.render.renderer.page_renderer import ValidationResultsPageRenderer
    from great_expectations.render.view.view import DefaultJinjaPageView

    view: Any = DefaultJinjaPageView()
    return str(view.render(ValidationResultsPageRenderer().render(validated)))


def strip_page(page: str, title: str) -> str:
    """The body of a page as a page of ours: nothing in it can run, load or link off the machine."""
    from lxml import etree, html
    from lxml.html import builder

    body = html.document_fromstring(page).find("body")
    for node in list(body.iter(*_TAKEN_OUT, etree.Comment)):
        if node.getparent() is not None:  # unless it stands within another one that is gone
            node.drop_tree()
    for node in body.iter():
        for name, value in list(node.attrib.items()):
            is_address = name.lower() in _ADDRESSES and not re.fullmatch(r"#[\w-]*|[\w-]+\.html", value)
            if is_address or name.lower().startswith("on") or name == "style":
                del node.attrib[name]
    style = files("expectations.report").joinpath("templates", "style.css").read_text("utf-8")
    head = builder.HEAD(
        builder.META(charset="utf-8"),
        builder.META(name="viewport", content="width=device-width, initial-scale=1"),
        builder.META({"http-equiv": "Content-Security-Policy", "content": _POLICY}),
        builder.TITLE(f"{title} · Quotehouse"),
        builder.STYLE(style + _OWN_STYLE),
    )
    document = builder.HTML(head, body, lang="en")
    return f"<!doctype html>\n{html.tostring(document, encoding='unicode')}"
