"""`quotehouse rules`: what cleaning cuts by, and how often each rule did."""

from __future__ import annotations

import tomllib
from contextlib import closing
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.support.console import print_json, print_note
from cli.support.errors import UsageError
from cli.support.homes import find_home
from cli.support.kind_colours import STYLES
from cli.support.options import DebugOption, HomeOption, JsonOption
from cli.support.read_home import fetch_reading
from cli.support.tables import print_table

if TYPE_CHECKING:
    from warehouse.home import Home

COUNTS = ("span_count", "article_count")
UNKNOWN = "Fired in an earlier release; this one has no such rule."

# Rules that look at more than one paragraph are code (articles/cleaning), not patterns, so this lists their purpose.
WRITTEN = (
    ("bio", "bio.closing", "The note on the author at the end, told from the text by whom and what it speaks of."),
    ("caption", "caption.above_credit", "The caption right above a photo credit that stands alone."),
    ("caption", "media.channel_description", "The description of a video channel, which is mostly addresses."),
    ("caption", "repeat.caption", "The beginning of a caption once more, right beside it."),
    ("chrome", "chrome.menu", "A run of short lines of which several are the words of menus."),
    ("chrome", "key_points.list", "A labelled list of key points above the text, whose words the text says again."),
    ("chrome", "page.line", "The running head or the number of a page, beside a form feed or counted on."),
    ("duplicate", "repeat.headline", "The headline once more, with a standfirst behind it or a caption before it."),
    ("duplicate", "repeat.paragraph", "A paragraph that repeats another one or a passage of a longer one."),
    ("duplicate", "repeat.run", "Paragraphs in a row that the field holds a second time."),
    ("duplicate", "repeat.within", "What a paragraph holds a second time itself."),
    ("links", "links.addresses", "A paragraph of nothing but addresses."),
    ("related", "related.capitals", "Links to other articles, set as one line of capitals between paragraphs."),
    ("related", "related.person_links", "A full name and related titles, put behind a mention and closed by MORE."),
    ("related", "related.run", "Link titles below a line such as Read more, up to the next running paragraph."),
    (
        "repeated",
        "repeat.learned",
        "A line the outlet puts into many articles, learned in the warehouse (mart.repeated_lines).",
    ),
    ("subheading", "subheading.line", "A subheading in the running text; cut only where the policy says so."),
    ("tweet", "post.instagram", "An embedded post, which stays as a row of mart.embedded_posts."),
    ("tweet", "post.twitter", "An embedded post, which stays as a row of mart.embedded_posts."),
)


@dataclass(frozen=True, slots=True)
class ListedRule:
    """A rule as it is listed: its kind, its id and why it is safe, or what it is for."""

    kind: str
    id: str
    purpose: str


def list_rules(
    context: typer.Context,
    kind: Annotated[
        str, typer.Option("--kind", "-k", metavar="K", help="Only rules of this kind.", show_default=False)
    ] = "",
    home: HomeOption = None,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """List the rules that cut boilerplate: kind, ID, purpose, and how often each fired.

    Counts come from the published warehouse (mart.rule_counts); without one, there are none.
    """
    kinds = sorted(kind for kinds in STYLES.values() for kind in kinds)
    if kind and kind not in kinds:
        raise UsageError(f"{kind!r} is not a kind. Kinds are: {', '.join(kinds)}.")
    rules = [rule for rule in read_rules() if kind in {"", rule.kind}]
    counts = _read_counts(find_home(context, home), kind)
    rows: list[dict[str, Any]] = []
    for rule in add_fired(rules, counts or {}):
        count = (counts or {}).get((rule.kind, rule.id), {})
        fired = {name: count.get(name, 0) if counts is not None else None for name in COUNTS}
        rows.append({"kind": rule.kind, "rule_id": rule.id, **fired, "purpose": rule.purpose})
    if as_json:
        print_json(rows)
        return
    shown = ("kind", "rule_id", *(COUNTS if counts is not None else ()), "purpose")
    headings = {"span_count": "cuts", "article_count": "articles", "rule_id": "rule", "purpose": "what it is for"}
    print_table([headings.get(name, name) for name in shown], [[row[name] for name in shown] for row in rows])
    if counts is None:
        print_note("Nothing is published yet, so nobody knows how often each fired: `quotehouse ingest PATH` first.")


def read_rules() -> list[ListedRule]:
    """Every rule, by kind and id, read as data: to compile their patterns would take longer than to list them."""
    rules = [ListedRule(*written) for written in WRITTEN]
    for file in files("articles").joinpath("cleaning", "rules").iterdir():
        if file.name.endswith(".toml"):
            content = tomllib.loads(file.read_text(encoding="utf-8"))
            rules += [ListedRule(entry["kind"], entry["id"], entry["why"]) for entry in content["rule"]]
    evidence = tomllib.loads(files("articles").joinpath("cleaning", "evidence.toml").read_text(encoding="utf-8"))
    rules += [ListedRule(entry["kind"], entry["id"], entry["why"]) for entry in evidence["line"]]
    return sorted(rules, key=lambda rule: (rule.kind, rule.id))


def add_fired(rules: list[ListedRule], counts: dict[tuple[str, str], dict[str, Any]]) -> list[ListedRule]:
    """`rules` and those that fired in the warehouse but are no longer among them, by kind and id."""
    known = {(rule.kind, rule.id) for rule in rules}
    added = [ListedRule(kind, rule_id, UNKNOWN) for kind, rule_id in counts if (kind, rule_id) not in known]
    return sorted([*rules, *added], key=lambda rule: (rule.kind, rule.id))


def _read_counts(home: Home, kind: str) -> dict[tuple[str, str], dict[str, Any]] | None:
    from warehouse.backends.find import find_backend
    from warehouse.query import open_published

    if not find_backend(home).is_there():
        return None
    with closing(open_published(home)) as con:
        rows = fetch_reading(con, "list_rule_counts", kind=kind)
    return {(row["kind"], row["rule_id"]): row for row in rows}
