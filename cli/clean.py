"""`quotehouse clean`: what cleaning keeps and cuts of one article, and by which rule."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.support.console import clean_lines, has_colour, open_console, print_json, print_line, print_note
from cli.support.errors import CommandError, UsageError
from cli.support.formats import replace_file
from cli.support.homes import read_settings
from cli.support.kind_colours import find_style
from cli.support.options import DebugOption, JsonOption

if TYPE_CHECKING:
    from collections.abc import Iterator

    from articles.reading.limits import ReadingLimits
    from articles.records import CleanArticle, Metadata, SourceRecord

# Values with a source of their own, and the field that contains the source.
SOURCES = {
    "headline": "headline_source",
    "author_names": "authors_source",
    "outlet_name": "outlet_source",
    "published_on": "published_source",
    "published_at": "published_source",
}
FIELDS = (
    *("headline", "subtitle", "author_names", "outlet_name", "section", "published_on", "published_at", "updated_at"),
    *("dateline_place", "agency_names", "photo_credits", "url", "language"),
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of raw text: kept, or cut by a rule."""

    text: str
    kind: str | None = None
    rule_id: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A piece of metadata and where it was found: record, markup or text."""

    name: str
    value: str
    source: str


def clean_file(
    file: Annotated[
        str,
        typer.Argument(metavar="FILE", help="A file with an article in any supported format, or its address."),
    ],
    record_id: Annotated[
        str | None,
        typer.Option(
            "--record",
            metavar="ID",
            help="Which record of a file with several (default: the first).",
            show_default=False,
        ),
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="OUT", help="Write an HTML page to OUT instead.", show_default=False),
    ] = None,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Show what cleaning does to an article: what it keeps, what it cuts by which rule, and the metadata it finds.

    This needs no warehouse and no language model. Without colours a cut reads [-text-]{rule}.
    """
    from articles.cleaning.clean_article import clean_article
    from articles.reading.parse_record import parse_record
    from articles.reading.remote import name_file

    if html is not None and as_json:
        raise UsageError("--html and --json contradict each other. Give one of them.")
    if html is not None and html.exists() and Path(file).exists() and html.samefile(file):
        raise UsageError(f"{str(html)!r} is the article itself. Name another file for the page.")
    settings = read_settings(None)
    record, has_more = find_record(file, record_id, settings.limits)
    article = clean_article(parse_record(record, settings.limits, settings.fields), settings.policy)
    findings = list_findings(article, has_sidecar=bool(record.stated or record.defaults))
    pieces = list(split_pieces(article))
    if html is not None:
        page = _render_page(article, findings, pieces)
        with replace_file(html) as draft:
            draft.write_text(page, encoding="utf-8", newline="\n")
        print_note(f"{html} shows {article.raw.source_path}: {_sum_up(pieces)}.")
    elif as_json:
        print_json(_make_document(article, findings))
    else:
        _print_article(article, findings, pieces)
    if has_more:
        print_note(f"{name_file(file)} holds several records; this is the first. --record ID shows another.")


def find_record(file: str, record_id: str | None, limits: ReadingLimits) -> tuple[SourceRecord, bool]:
    """The record asked for, else the first, and whether it is the first of several nobody chose from.

    Raises UsageError for a folder and for an ID that is not there, CommandError where the record cannot be read,
    articles.errors.InputError where there is no such file.
    """
    from articles.reading.discovery import find_local_path, show_path, survey_paths
    from articles.reading.records import read_records
    from articles.reading.remote import is_address
    from articles.records import RejectedRecord

    shown = show_path(file)
    if find_local_path(file).is_dir() or (is_address(file) and shown.endswith("/")):
        raise UsageError(f"{shown!r} is a folder. Name one file in it.")
    found = survey_paths([file])
    if not found.files:
        raise CommandError(found.rejected[0].message if found.rejected else f"{shown!r} is not a regular file.")
    known: list[str] = []
    records = read_records(found.files[0], limits)
    for record in records:
        own_id = record.source_path.partition("#")[2]
        if record_id is None or record_id in {own_id, record.source_path}:
            if isinstance(record, RejectedRecord):
                raise CommandError(f"{record.source_path}: {record.message}")
            return record, record_id is None and next(records, None) is not None
        if len(known) < 5:
            known.append(own_id)
    name = found.files[0].source_path
    if not any(known):
        raise UsageError(f"{name} holds one article and no records. Leave --record out.")
    raise UsageError(f"{name} has no record {record_id!r}. Its first records are: {', '.join(known)}.")


def split_pieces(article: CleanArticle) -> Iterator[Piece]:
    """The raw text in order, split into the pieces that are kept and those that each rule cut."""
    raw_text, position = article.raw.raw_text, 0
    for span in article.removed_spans:
        start = max(span.raw_start, position)
        if start > position:
            yield Piece(raw_text[position:start])
        if span.raw_end > start:
            yield Piece(raw_text[start : span.raw_end], span.kind, span.rule_id)
            position = span.raw_end
    if position < len(raw_text):
        yield Piece(raw_text[position:])


def list_findings(article: CleanArticle, *, has_sidecar: bool) -> list[Finding]:
    """Metadata found, each with its source."""
    findings = []
    for name in FIELDS:
        value = getattr(article.metadata, name)
        if value is None or value == ():
            continue
        text = "; ".join(value) if isinstance(value, tuple) else str(value)
        findings.append(Finding(name, text, _find_source(article, name, has_sidecar=has_sidecar)))
    return findings


def _find_source(article: CleanArticle, name: str, *, has_sidecar: bool) -> str:
    from articles.reading.formats import FORMATS_BY_NAME, Layout

    if name in SOURCES:
        return getattr(article.metadata, SOURCES[name]) or "text"
    stated: Metadata = article.raw.metadata
    if getattr(stated, name) != getattr(article.metadata, name):
        return "text"
    if FORMATS_BY_NAME[article.raw.source_format].layout is Layout.PAGE:
        return "record or markup" if has_sidecar else "markup"
    return "record"


def _sum_up(pieces: list[Piece]) -> str:
    cut = [piece for piece in pieces if piece.kind]
    if not cut:
        return "nothing cut"
    count = sum(len("".join(piece.text.split())) for piece in cut)
    total = sum(len("".join(piece.text.split())) for piece in pieces)
    kinds = Counter(piece.kind for piece in cut)
    listed = ", ".join(f"{kind} {number}" for kind, number in sorted(kinds.items(), key=lambda kind: (-kind[1], kind)))
    share = f"{count / total:.0%}"
    return f"{len(cut)} cut{'s' * (len(cut) != 1)}, {count:,} of {total:,} characters ({share}): {listed}"


def _make_document(article: CleanArticle, findings: list[Finding]) -> dict[str, Any]:
    raw = article.raw
    return {
        "source_path": raw.source_path,
        "source_format": raw.source_format,
        "encoding": raw.encoding,
        "metadata": [
            {"name": finding.name, "value": getattr(article.metadata, finding.name), "source": finding.source}
            for finding in findings
        ],
        "clean_text": article.clean_text,
        "removed_spans": [
            {
                "raw_start": span.raw_start,
                "raw_end": span.raw_end,
                "kind": span.kind,
                "rule_id": span.rule_id,
                "removed_text": raw.raw_text[span.raw_start : span.raw_end],
            }
            for span in article.removed_spans
        ],
    }


def _print_article(article: CleanArticle, findings: list[Finding], pieces: list[Piece]) -> None:
    from rich.text import Text

    print_line(f"{article.raw.source_path} ({article.raw.source_format}, {article.raw.encoding})", style="bold")
    for finding in findings:
        print_line(f"{finding.name}: {finding.value} [{finding.source}]")
    print_line()
    console = open_console()
    is_coloured = has_colour(console)
    text = Text()
    for piece in pieces:
        shown = clean_lines(piece.text)
        if not piece.kind:
            text.append(shown)
            continue
        if is_coloured:
            text.append(shown, f"strike {find_style(piece.kind)}")
            text.append(f" {piece.rule_id}", f"dim {find_style(piece.kind)}")
        else:
            text.append(f"[-{shown}-]{{{piece.rule_id}}}")
    text.rstrip()
    console.print(text, soft_wrap=not console.is_terminal)
    print_line()
    summary = _sum_up(pieces)
    print_line(f"{summary[0].upper()}{summary[1:]}.")


def _render_page(article: CleanArticle, findings: list[Finding], pieces: list[Piece]) -> str:
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("cli", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["seen"] = clean_lines
    environment.filters["hue"] = find_style
    template = environment.get_template("clean.html.j2")
    kinds = sorted({piece.kind for piece in pieces if piece.kind})
    return template.render(
        raw=article.raw, findings=findings, pieces=pieces, kinds=kinds, summary=_sum_up(pieces), title="Cleaned article"
    )
