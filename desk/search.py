"""The search language, and a search: matches ranked or sorted, a page of them, and counts by facet.

border wall            both words, in the quote, its headline or its speaker's name; in any form (walls, wall)
"border wall"          the phrase
-fence                 not this
speaker:merkel  outlet:"Inland Post"  about:brexit  cue:deny  type:direct  kind:anonymous
since:2019  until:2019-06-30
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import orjson
import tantivy
from markupsafe import Markup, escape

from desk.index import EXACT, FACETS, SearchIndex
from warehouse.support.days import read_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

PAGE_SIZE = 20
MOST_ROWS = 10_000  # of a download, and of all pages together
FACET_VALUES = 8
MOST_TERMS = 40
SHOWN_FACETS = tuple(name for name in FACETS if name != "addressee")

_TERM = re.compile(r'(-?)(?:([A-Za-z]+):)?("[^"]*"?|[^\s"]+)')
_WORD = re.compile(r"\w+")
_WORD_FIELDS = {"speaker": "speaker_words", "outlet": "outlet_words", "about": "about_words", "cue": "cue_words"}
_EXACT_FIELDS = ("type", "kind")


class Sort(StrEnum):
    """The order of matches."""

    BEST = "best"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class Term:
    """A part of a query: a word or phrase, in a field or anywhere, wanted or not."""

    field: str
    text: str
    is_refused: bool = False


@dataclass(slots=True)
class Asked:
    """A query as it was understood. `notes` say what was not."""

    terms: list[Term] = field(default_factory=list)
    since: date | None = None
    until: date | None = None
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Found:
    """The matches: how many, a page of rows, the counts by facet, and what to mark in a text."""

    count: int
    rows: list[dict[str, Any]]
    facets: dict[str, list[tuple[str, int]]]
    notes: list[str]
    stems: frozenset[str]


def read_query(text: str) -> Asked:
    """Parse the search language. Nothing is an error: unknown syntax is searched as words, with a note."""
    asked = Asked()
    for minus, name, value in _TERM.findall(text):
        words, key = value.strip('"').strip(), name.lower()
        if key in {"since", "until"}:
            _set_bound(asked, key, words)
        elif not words:
            continue
        elif len(asked.terms) == MOST_TERMS:
            asked.notes.append(f"Only the first {MOST_TERMS} words count.")
            break
        elif not key or key in _WORD_FIELDS or key in _EXACT_FIELDS:
            asked.terms.append(Term(key, words, bool(minus)))
        else:
            asked.notes.append(f"There is no field {name}: and so its words are searched for.")
            asked.terms += [Term("", name, bool(minus)), Term("", words, bool(minus))]
    return asked


def _set_bound(asked: Asked, key: str, words: str) -> None:
    day = read_day(words, is_end=key == "until")
    if day is None:
        asked.notes.append(f"{key}:{words} is no day. Write a year, a month or a day, such as {key}:2019-03.")
    elif key == "since":
        asked.since = day
    else:
        asked.until = day


def search(
    index: SearchIndex,
    text: str,
    *,
    record: str = "quote",
    filters: Mapping[str, Sequence[str]] | None = None,
    sort: Sort = Sort.BEST,
    page: int = 1,
    page_size: int = PAGE_SIZE,
    facets: Sequence[str] = SHOWN_FACETS,
    facet_size: int = FACET_VALUES,
) -> Found:
    """Search one kind of record (quote, article or name). `filters` name exact values of facets, any of them fits.

    `facets` are counted, `facet_size` values of each at most.
    """
    asked = read_query(text)
    query = _make_query(index, asked, record, filters or {})
    words = [term for term in asked.terms if not term.is_refused]
    options: dict[str, Any] = {}
    if record == "name" and not words:
        options = {"order_by_field": "size"}
    elif record == "name":
        options = {"weight_by_field": "size"}
    elif sort is not Sort.BEST or not words:
        order = tantivy.Order.Asc if sort is Sort.OLDEST else tantivy.Order.Desc
        options = {"order_by_field": "day", "order": order}
    offset = min(max(page - 1, 0) * page_size, MOST_ROWS)
    result = index.searcher.search(query, limit=page_size, offset=offset, **options)
    rows = [orjson.loads(bytes(index.searcher.doc(address)["row"][0])) for _, address in result.hits]
    # Articles without a day have no value to sort by, so "oldest" begins with those that have one.
    counts = index.searcher.aggregate(
        query,
        {"count": {"value_count": {"field": "record"}}}
        | {name: {"terms": {"field": name, "size": facet_size}} for name in facets},
    )
    counted = {
        name: [(bucket["key"], bucket["doc_count"]) for bucket in counts[name]["buckets"]]
        for name in facets
        if counts[name]["buckets"]
    }
    stems = frozenset(stem for term in words if term.field in {"", "about"} for stem in index.prose.analyze(term.text))
    return Found(int(counts["count"]["value"]), rows, counted, asked.notes, stems)


def suggest_names(index: SearchIndex, text: str, limit: int) -> list[dict[str, Any]]:
    """Entities whose names begin with a text: whole words but for the last, the most mentioned first."""
    schema, stems, words = index.index.schema, index.prose.analyze(text), index.words.analyze(text)
    if not words:
        return []
    begun = tantivy.Query.disjunction_max_query([
        tantivy.Query.regex_query(schema, "text", f"{re.escape(words[-1])}.*"),
        tantivy.Query.term_query(schema, "text", stems[-1]),
    ])  # fmt: skip
    whole = [tantivy.Query.term_query(schema, "text", stem) for stem in stems[:-1]]
    parts = [tantivy.Query.term_query(schema, "record", "name"), *whole, begun]
    query = tantivy.Query.boolean_query([(tantivy.Occur.Must, part) for part in parts])
    hits = index.searcher.search(query, limit=limit, count=False, order_by_field="size").hits
    return [orjson.loads(bytes(index.searcher.doc(address)["row"][0])) for _, address in hits]


def read_key(text: str) -> int | None:
    """The key that a text is; None where it is words, or a number that no key can be."""
    key = int(text) if text.isascii() and text.isdecimal() and len(text) < 20 else 0
    return key if 0 < key < 1 << 63 else None


def read_name(index: SearchIndex, key: int) -> dict[str, Any] | None:
    """The row of an entity in the index (the columns of mart.entities); None if it has none."""
    query = tantivy.Query.term_query(index.index.schema, "id", f"name-{key}")
    hits = index.searcher.search(query, limit=1, count=False).hits
    return orjson.loads(bytes(index.searcher.doc(hits[0][1])["row"][0])) if hits else None


def _make_query(index: SearchIndex, asked: Asked, record: str, filters: Mapping[str, Sequence[str]]) -> tantivy.Query:
    must, schema = tantivy.Occur.Must, index.index.schema
    parts = [(must, tantivy.Query.const_score_query(tantivy.Query.term_query(schema, "record", record), 0.0))]
    for term in asked.terms:
        occur = tantivy.Occur.MustNot if term.is_refused else must
        parts.append((occur, _make_term(index, term)))
    for name, values in filters.items():
        if name in {*FACETS, *EXACT} and values:
            fits = tantivy.Query.term_set_query(schema, name, list(values))
            parts.append((must, tantivy.Query.const_score_query(fits, 0.0)))
    if asked.since or asked.until:
        first, last = asked.since or date.min, asked.until or date.max
        bounds = tantivy.Query.range_query(
            schema, "day", tantivy.FieldType.Integer, max(_number(first), 1), _number(last)
        )
        parts.append((must, tantivy.Query.const_score_query(bounds, 0.0)))
    return tantivy.Query.boolean_query(parts)


def _make_term(index: SearchIndex, term: Term) -> tantivy.Query:
    schema = index.index.schema
    if term.field in _EXACT_FIELDS:
        values = {term.text, term.text.lower(), term.text.upper()}
        return tantivy.Query.const_score_query(tantivy.Query.term_set_query(schema, term.field, sorted(values)), 0.0)
    words = index.words.analyze(term.text)
    if term.field:
        return _match(schema, _WORD_FIELDS[term.field], words)
    stems = index.prose.analyze(term.text)
    boost = tantivy.Query.boost_query
    return tantivy.Query.disjunction_max_query([
        _match(schema, "text", stems),
        boost(_match(schema, "speaker_words", words), 0.7),
        boost(_match(schema, "heading", stems), 0.5),
    ])  # fmt: skip


def _match(schema: tantivy.Schema, name: str, words: list[str]) -> tantivy.Query:
    if not words:
        return tantivy.Query.empty_query()
    if len(words) == 1:
        return tantivy.Query.term_query(schema, name, words[0])
    return tantivy.Query.phrase_query(schema, name, list(words))


def _number(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day


def mark_words(index: SearchIndex, text: str, stems: Iterable[str]) -> Markup:
    """A text as HTML, with every word whose stem is searched for in <mark>."""
    wanted, parts, position = frozenset(stems), [], 0
    if wanted:
        for match in _WORD.finditer(text):
            if wanted.intersection(index.prose.analyze(match[0])):
                parts += [escape(text[position : match.start()]), Markup("<mark>"), escape(match[0]), Markup("</mark>")]
                position = match.end()
    return Markup("").join([*parts, escape(text[position:])])


def cut_passage(index: SearchIndex, text: str, stems: Iterable[str], size: int = 320) -> str:
    """The passage of a text around the first word that is asked for; its beginning where none is."""
    wanted = frozenset(stems)
    first = next(
        (match.start() for match in _WORD.finditer(text) if wanted.intersection(index.prose.analyze(match[0]))), 0
    )
    start = text.rfind(" ", 0, max(first - size // 3, 0)) + 1
    passage = " ".join(text[start : start + size].split())
    return f"{'… ' if start else ''}{passage}{' …' if start + size < len(text) else ''}"
