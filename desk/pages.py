"""The pages: each function makes one from a publication and a request. Nothing here writes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desk.differences import compare_texts, mark_differences, measure_likeness
from desk.editing import Form, find_entity_key
from desk.index import FACETS
from desk.marking import Span, colour_speakers, find_clean, split_text
from desk.search import MOST_ROWS, PAGE_SIZE, Sort, cut_passage, read_key, read_name, search, suggest_names
from terms.decisions import RejectReason
from warehouse.errors import QueryError
from warehouse.query import find_query, list_queries

if TYPE_CHECKING:
    from starlette.requests import Request

    from desk.index import SearchIndex
    from desk.library import Reading, Row
    from desk.search import Found

STORY_QUOTES, WORDINGS_SHOWN = 500, 8
QUOTES_SHOWN, SUBJECTS_SHOWN, OUTLETS_SHOWN = 100, 12, 15
STATEMENTS_COMPARED = 100
STORIES_SHOWN = 40
SQL_ROWS, SQL_DOWNLOAD, SQL_SECONDS, SQL_CHARACTERS = 500, 50_000, 10.0, 20_000
QUERY_CHARACTERS = 1_000
QUEUE_SHOWN, DECISIONS_SHOWN, NAMES_SUGGESTED = 40, 300, 12
REJECT_REASONS = (
    (RejectReason.NOT_A_QUOTE, "no words of anybody"),
    (RejectReason.NOT_SAID, "not said"),
    (RejectReason.NOT_OF_ARTICLE, "not of the article"),
    (RejectReason.GARBLED, "garbled"),
    (RejectReason.DUPLICATE, "twice"),
    (RejectReason.OTHER, "another reason"),
)
MEASURES = ("quotes", "articles", "speakers", "outlets", "statements")
GROUPS = ("week", "month", "day", "outlet", "speaker", "type", "cue", "addressee")
TIMES = frozenset({"week", "month", "day"})
FILTERS = FACETS
RECORDS = {"quotes": "quote", "articles": "article", "names": "name"}
_PARAMETER = re.compile(r"\$([A-Za-z_]\w*)")


class NotFound(Exception):
    """There is no such thing in this publication."""


class NotReady(Exception):
    """The data of the page is still being built."""


@dataclass(slots=True)
class Page:
    """A page: its template, its title and its data, which is also its JSON twin."""

    template: str
    title: str
    data: dict[str, Any]
    endings: tuple[str, ...] = ("json",)


def show_front(reading: Reading, request: Request) -> Page:
    """What is new: most quoted this week, newest shared stories, widest statements, newest articles."""
    del request
    data = {
        "totals": reading.fetch("show_totals")[0],
        "speakers": reading.fetch("rank_speakers_of_week"),
        "stories": reading.fetch("list_stories", limit=8, offset=0),
        "statements": reading.fetch("rank_statements"),
        "articles": reading.fetch("list_newest_articles"),
    }
    return Page("front", "What was said", data)


def show_search(reading: Reading, request: Request) -> Page:
    """Search quotes, articles and names; facets narrow, and every search has an address."""
    parameters = request.query_params
    text = parameters.get("q", "")[:QUERY_CHARACTERS]
    chosen = parameters.get("in", "quotes")
    chosen = chosen if chosen in RECORDS else "quotes"
    sort = next((one for one in Sort if one == parameters.get("sort")), Sort.BEST)
    filters = {name: values for name in FILTERS if (values := parameters.getlist(name))}
    bounds = {name: parameters.get(name, "").strip()[:10] for name in ("since", "until")}
    is_file = request.url.path.endswith((".csv", ".xlsx"))
    number = min(_read_number(parameters.get("page"), 1), MOST_ROWS // PAGE_SIZE)
    data: dict[str, Any] = {"q": text, "in": chosen, "sort": sort.value, "filters": filters, "page": number}
    data["bounds"] = bounds
    title = f"Search: {text}" if text else "Search"
    endings = ("json", "csv", "xlsx")
    if reading.index is None:
        empty = {"is_ready": False, "count": 0, "rows": [], "facets": {}, "notes": [], "stems": frozenset()}
        return Page("search", title, {**data, **empty, "page_count": 0}, endings)
    size = MOST_ROWS if is_file else PAGE_SIZE
    asked = " ".join([text, *(f"{name}:{day}" for name, day in bounds.items() if day)])
    found = search(
        reading.index, asked, record=RECORDS[chosen], filters=filters, sort=sort, page=number, page_size=size
    )
    if chosen == "articles" and not is_file:
        _add_passages(reading, reading.index, found)
    data |= {
        "is_ready": True,
        "count": found.count,
        "rows": found.rows,
        "facets": found.facets,
        "notes": found.notes,
        "stems": found.stems,
        "page_count": -(-min(found.count, MOST_ROWS) // PAGE_SIZE),
    }
    return Page("search", title, data, endings)


def _add_passages(reading: Reading, index: SearchIndex, found: Found) -> None:
    """Add to every article found the passage around the search words."""
    keys = ",".join(str(row["article_key"]) for row in found.rows)
    bodies = reading.fetch("list_bodies", keys=keys) if keys else []
    texts = {row["article_key"]: row["body_text"] for row in bodies}
    for row in found.rows:
        row["passage"] = cut_passage(index, texts.get(row["article_key"]) or "", found.stems)


def show_speaker(reading: Reading, request: Request) -> Page:
    """A person or body: quotes by time and outlet, roles, names, cue classes, subjects and partners."""
    key = request.path_params["key"]
    index = _take_index(reading)
    entity = read_name(index, key) or _take(reading.fetch("read_entity", key=key), "name")
    parts: dict[str, list[Row]] = {"outlet": [], "cue": [], "month": []}
    for row in reading.fetch("count_speaker_quotes", key=key):
        parts[row["part"]].append(row)
    said, heard = {"speaker_key": [str(key)]}, {"addressee_key": [str(key)]}
    found = search(
        index,
        "",
        filters=said,
        sort=Sort.NEWEST,
        page_size=QUOTES_SHOWN,
        facets=("about", "addressee"),
        facet_size=SUBJECTS_SHOWN,
    )
    partners = search(index, "", filters=heard, page_size=1, facets=("speaker",), facet_size=SUBJECTS_SHOWN)
    data = {
        "entity": entity,
        "quotes": found.rows,
        "quote_count": found.count,
        "outlets": parts["outlet"][:OUTLETS_SHOWN],
        "months": [row for row in parts["month"] if row["month_start_on"]],
        "cues": parts["cue"],
        "roles": reading.fetch("list_entity_roles", key=key),
        "subjects": _list_counted(found.facets.get("about")),
        "addressees": _list_counted(found.facets.get("addressee")),
        "speakers": _list_counted(partners.facets.get("speaker")),
        "names": reading.fetch("list_names_of_entity", key=key),
        "decisions": reading.fetch("list_decisions_on_entity", key=key),
    }
    return Page("speaker", entity["entity_name"], data)


def show_outlets(reading: Reading, request: Request) -> Page:
    """All outlets, and two of them to compare."""
    del request
    return Page("outlets", "Outlets", {"rows": reading.fetch("list_outlets")}, ("json", "csv", "xlsx"))


def show_outlet(reading: Reading, request: Request) -> Page:
    """An outlet: whom it quotes and how, its unnamed sources, its newest articles."""
    name = request.query_params.get("name", "")
    articles = reading.fetch("list_outlet_articles", outlet=name)
    if not articles:
        raise NotFound(f"There is no outlet {name!r} in this warehouse.")
    data = {
        "outlet": name,
        "facts": next(iter(reading.fetch("read_outlet", outlet=name)), None),
        "speakers": reading.fetch("rank_outlet_speakers", outlet=name, limit=15),
        "cues": reading.fetch("count_outlet_cues", outlet=name),
        "unnamed": reading.fetch("list_outlet_unnamed", outlet=name),
        "articles": articles,
        "names": [row["outlet_name"] for row in reading.fetch("list_outlets") if row["outlet_name"]],
    }
    return Page("outlet", name, data)


def show_comparison(reading: Reading, request: Request) -> Page:
    """Two outlets side by side: whom they quote, how they introduce it, the same statements in their words."""
    names = [row["outlet_name"] for row in reading.fetch("list_outlets") if row["outlet_name"]]
    one, other = request.query_params.get("one", ""), request.query_params.get("other", "")
    data: dict[str, Any] = {
        "names": names,
        "one": one,
        "other": other,
        "sides": [],
        "stories": [],
        "statements": [],
        "alone": [],
    }
    if one in names and other in names and one != other:
        data["sides"] = [
            {
                "outlet": name,
                "facts": next(iter(reading.fetch("read_outlet", outlet=name)), None),
                "speakers": reading.fetch("rank_outlet_speakers", outlet=name, limit=10),
                "cues": reading.fetch("count_outlet_cues", outlet=name),
            }
            for name in (one, other)
        ]
        data["stories"] = reading.fetch("list_common_stories", one=one, other=other)
        rows = reading.fetch("compare_statements", one=one, other=other, story="", limit=STATEMENTS_COMPARED)
        data["alone"] = [row for row in rows if row["told_by"] in ("one", "other")]
        data["statements"] = [
            {**row, "parts": mark_differences(row["one_text"], row["other_text"])}
            for row in rows
            if row["told_by"] in ("same", "differently")
        ]
    return Page("compare", f"{one} and {other}" if data["sides"] else "Compare two outlets", data)


def show_stories(reading: Reading, request: Request) -> Page:
    """Stories that several outlets tell, the newest first."""
    number = _read_number(request.query_params.get("page"), 1)
    rows = reading.fetch("list_stories", limit=STORIES_SHOWN + 1, offset=(number - 1) * STORIES_SHOWN)
    return Page("stories", "Stories", {
        "rows": rows[:STORIES_SHOWN], "page": number, "has_more": len(rows) > STORIES_SHOWN,
    })  # fmt: skip


def show_story(reading: Reading, request: Request) -> Page:
    """A story: who told it when, its statements side by side, who carries them and who leaves them out."""
    key = request.path_params["key"]
    story = _take(reading.fetch("read_story", key=key), "story")
    told: dict[int | None, list[Row]] = {}
    for quote in reading.fetch("list_story_quotes", key=key, limit=STORY_QUOTES):
        told.setdefault(quote["statement_key"], []).append(quote)
    data = {
        "story": story,
        "articles": reading.fetch("list_story_articles", key=key),
        "statements": [
            {**row, "wordings": _lay_beside(told.get(row["statement_key"], []))}
            for row in reading.fetch("list_story_statements", key=key)
        ],
    }
    return Page("story", story["story_name"], data)


def _lay_beside(quotes: list[Row]) -> list[Row]:
    """The wordings of a statement compared with the first one; empty if there is only one wording."""
    fields = ("quote_key", "article_key", "outlet_name", "cue")
    first = quotes[0]["quote_text"] if quotes else ""
    beside = [
        {name: quote[name] for name in fields} | {"parts": mark_differences(first, quote["quote_text"])}
        for quote in quotes[:WORDINGS_SHOWN]
    ]
    return beside if len(beside) > 1 else []


def show_statement(reading: Reading, request: Request) -> Page:
    """A statement: all its wordings from first to last, with what each adds to or leaves out of the first."""
    key = request.path_params["key"]
    statement = _take(reading.fetch("read_statement", key=key), "statement")
    wordings = reading.fetch("list_statement_wordings", key=key)
    first = wordings[0]["quote_text"]
    data = {
        "statement": statement,
        "first": first,
        "wordings": [
            {
                **row,
                "parts": mark_differences(first, row["quote_text"]),
                "likeness": measure_likeness(first, row["quote_text"]),
            }
            for row in wordings
        ],
    }
    who = statement["speaker_name"] or "Somebody"
    return Page("statement", f"{who}: {first[:80]}{'…' if len(first) > 80 else ''}", data)


def show_article(reading: Reading, request: Request) -> Page:
    """An article: its text with quotes in their speakers' colours, names, cuts (?cuts=1), versions (?beside=KEY)."""
    key = request.path_params["key"]
    article = dict(_take(reading.fetch("read_article", key=key), "article"))
    quotes = reading.fetch("list_article_quotes", key=key)
    mentions = reading.fetch("list_article_mentions", key=key)
    cuts = reading.fetch("list_article_cuts", key=key)
    has_cuts = request.query_params.get("cuts") == "1"
    clean, runs = article.pop("clean_text"), article.pop("offset_map")
    begin = article.pop("body_start")
    # what changed takes longer than all the rest, and most articles have one version
    has_versions = article["version"] > 1 or not article["is_current"]
    earlier = _read_earlier(reading, article, request.query_params.get("beside"))
    found = [(f["raw_start"], f["raw_end"], "quote", quote) for quote in quotes for f in quote["fragments"]]
    found += [(row["raw_start"], row["raw_end"], "name", row) for row in mentions]
    if has_cuts:
        spans = [Span(*place) for place in found] + [Span(row["raw_start"], row["raw_end"], "cut", row) for row in cuts]
        paragraphs = split_text(reading.fetch("read_raw_text", key=key)[0]["raw_text"], spans)
    else:
        places = ((find_clean(runs, start, end), kind, row) for start, end, kind, row in found)
        spans = [Span(*place, kind, row) for place, kind, row in places if place is not None]
        paragraphs = split_text(clean, spans, begin)
    standing = {span.row["quote_key"] for span in spans if span.kind == "quote"}
    data = {
        "article": article,
        "quotes": quotes,
        "colours": {str(name): colour for name, colour in colour_speakers(quotes).items()},
        "speakers": _list_speakers(quotes),
        "paragraphs": paragraphs if not request.url.path.endswith(".json") else clean[begin:].split("\n\n"),
        "elsewhere": [quote for quote in quotes if quote["quote_key"] not in standing],
        "has_cuts": has_cuts,
        "cuts": cuts,
        "beside": earlier,
        "changes": compare_texts(earlier.pop("text"), clean[begin:]) if earlier else [],
        "versions": reading.fetch("list_article_versions", key=key) if has_versions else [],
        "copies": reading.fetch("list_article_copies", key=key),
    }
    return Page("article", article["headline"] or article["source_path"], data)


def show_quote(reading: Reading, request: Request) -> Page:
    """A quote: its words where they stand, how it was found, and what people decided about it."""
    key = request.path_params["key"]
    found = reading.fetch("read_quote", key=key)
    quote = found[0] if found else _take(reading.fetch("read_rejected_quote", key=key), "quote")
    data = {
        "quote": quote,
        "is_rejected": not found,
        "decisions": reading.fetch("list_decisions_on_quote", key=key),
        "reject_reasons": REJECT_REASONS,
    }
    return Page("quote", f"Quote: {quote['quote_text'][:80]}", data)


def show_queue(reading: Reading, request: Request) -> Page:
    """Quotes that wait for a person: those that accuse somebody first, then the least sure."""
    del request
    rows = reading.fetch("list_quotes_to_check", limit=QUEUE_SHOWN)
    return Page("check", "To check", {"rows": rows, "reject_reasons": REJECT_REASONS}, ("json", "csv", "xlsx"))


def show_decisions(reading: Reading, request: Request) -> Page:
    """What people decided, the newest first; each can be undone."""
    state = request.query_params.get("state", "")
    rows = reading.fetch("list_decisions", state=state, limit=DECISIONS_SHOWN)
    return Page("decisions", "Decisions", {"rows": rows, "state": state}, ("json", "csv", "xlsx"))


def show_moving(reading: Reading, request: Request) -> Page:
    """What would move if two names became one (?other= or other_key=), or if one left its entity (?name=)."""
    from pipeline.decisions import preview_merge, preview_split

    given, index = request.query_params, _take_index(reading)
    form = Form({name: [value] for name, value in given.items()})
    entity = read_name(index, form.key("entity_key")) or _take([], "name")
    is_merge = "name" not in given
    other: Row | None = None
    if is_merge:
        key = find_entity_key(form, "other", index)
        if key is None:
            raise NotFound(f"Nobody in this warehouse is called {form.text('other')!r}.")
        other = read_name(index, key) or _take([], "name")
    with reading.open_cursor() as cursor:
        if other is not None:
            rows = preview_merge(cursor, entity["entity_key"], other["entity_key"]).to_dicts()
        else:
            rows = preview_split(cursor, entity["entity_key"], form.text("name")).to_dicts()
    leaving = [row for row in rows if row.get("is_leaving", True)]
    data = {
        "entity": entity,
        "other": other,
        "name": form.text("name"),
        "is_merge": is_merge,
        "rows": rows,
        "moving": {
            "mentions": sum(row["mention_count"] for row in leaving),
            "quotes": sum(row["quote_count"] for row in leaving),
        },
    }
    title = (
        f"Merge {other['entity_name']} into {entity['entity_name']}?" if other else f"Split {entity['entity_name']}?"
    )
    return Page("merge", title, data)


def show_suggestions(reading: Reading, request: Request) -> Page:
    """Names that begin with ?q=, for the type-ahead of forms."""
    rows = suggest_names(_take_index(reading), request.query_params.get("q", "")[:200], NAMES_SUGGESTED)
    fields = ("entity_name", "entity_type", "quote_count", "mention_count")
    names = [{"entity_key": str(row["entity_key"])} | {name: row[name] for name in fields} for row in rows]
    return Page("message", "Names", {"rows": names, "message": "The names are at /names.json."})


def show_counts(reading: Reading, request: Request) -> Page:
    """Quotes, articles, speakers, outlets or statements counted by week, outlet, speaker ..., as chart and table."""
    given = request.query_params
    measure = given.get("measure") if given.get("measure") in MEASURES else "quotes"
    by = given.get("by") if given.get("by") in GROUPS else "month"
    bounds = {name: given.get(name, "").strip()[:200] for name in ("speaker", "outlet", "since", "until")}
    rows = reading.fetch("count_quotes", measure=measure, by=by, **bounds)
    told = [f"{name} {value}" for name, value in bounds.items() if value]
    title = f"{str(measure).capitalize()} by {by}{': ' + ', '.join(told) if told else ''}"
    data = {
        "measure": measure,
        "by": by,
        "bounds": bounds,
        "rows": rows,
        "is_time": by in TIMES,
        "measures": MEASURES,
        "groups": GROUPS,
        "names": [row["outlet_name"] for row in reading.fetch("list_outlets") if row["outlet_name"]],
    }
    return Page("counts", title, data, ("json", "csv", "xlsx", "svg", "png"))


def show_sql(reading: Reading, request: Request) -> Page:
    """Any SELECT over the views, or a named query with a form; it can reach nothing but the warehouse."""
    given = request.query_params
    named = given.get("query", "")
    text = given.get("sql", "")[:SQL_CHARACTERS]
    question = ""
    defaults: dict[str, str | None] = {}
    filters: dict[str, str] = {}
    bound: dict[str, str] = {}
    if named and not text:
        query = find_query(named)
        filters = {name: given.get(f"p.{name}", "").strip()[:200] for name in query.filters}
        text, bound = query.narrow(filters)
        text, question, defaults = text.strip(), query.question, query.parameters
    names = list(dict.fromkeys([*defaults, *_PARAMETER.findall(text)]))
    values = {name: given.get(f"p.{name}", defaults.get(name) or "") for name in names} | bound
    is_file = request.url.path.endswith((".csv", ".xlsx"))
    rows: list[Row] = []
    columns: list[str] = []
    fault = ""
    is_missing = any(defaults.get(name, "") is None and not values[name] for name in names)
    if text.strip() and not is_missing:
        limit = SQL_DOWNLOAD if is_file else SQL_ROWS + 1
        try:
            columns, rows = reading.ask(text, values, limit=limit, seconds=SQL_SECONDS)
        except QueryError as error:
            if is_file:
                raise
            fault = str(error).partition("\n`quotehouse")[0]
    data = {
        "sql": text,
        "query": named,
        "question": question,
        "parameters": values,
        "filters": filters,
        "columns": columns,
        "rows": rows[:SQL_ROWS] if not is_file else rows,
        "has_more": len(rows) > SQL_ROWS,
        "fault": fault,
        "queries": [{"name": query.name, "question": query.question} for query in list_queries()],
        "views": _group_columns(reading.fetch("list_columns", catalog=reading.publication.catalog)),
    }
    return Page("sql", question or "SQL", data, ("json", "csv", "xlsx"))


def show_quality(reading: Reading, request: Request) -> Page:
    """What the checks of the latest run found, failed ones first, and how the last runs went."""
    del request
    checks = reading.fetch("list_checks")
    data = {
        "failed": [row for row in checks if not row["is_passed"]],
        "passed": [row for row in checks if row["is_passed"]],
        "runs": reading.fetch("list_runs"),
    }
    return Page("quality", "Quality", data)


def show_quarantine(reading: Reading, request: Request) -> Page:
    """What was held back and why, and the command that tries it again."""
    state = request.query_params.get("state", "")
    rows = [
        {**row, "raw_excerpt": bytes(row["raw_excerpt"]).decode("utf-8", "replace") if row["raw_excerpt"] else None}
        for row in reading.fetch("list_quarantined", state=state)
    ]
    data = {"rows": rows, "reasons": reading.fetch("count_quarantined"), "state": state}
    return Page("quarantine", "Quarantine", data, ("json", "csv", "xlsx"))


def _read_earlier(reading: Reading, article: Row, key: str | None) -> Row | None:
    """Number, headline and text of the version that the article is compared with."""
    number = read_key(key or "")
    if number is None:
        return None
    found = _take(reading.fetch("read_article", key=number), "version")
    if found["article_id"] != article["article_id"]:
        raise NotFound("That is a version of another article.")
    text = found["clean_text"][found["body_start"] :]
    return {name: found[name] for name in ("article_key", "version", "headline")} | {"text": text}


def _take_index(reading: Reading) -> SearchIndex:
    if reading.index is None:
        raise NotReady("The search index of this publication is being built. Ask again in a moment.")
    return reading.index


def _list_counted(values: list[tuple[str, int]] | None) -> list[Row]:
    return [{"name": name, "quote_count": count} for name, count in values or ()]


def _take(rows: list[Row], what: str) -> Row:
    if not rows:
        raise NotFound(f"There is no such {what} in this publication. A newer one may have merged or retired it.")
    return rows[0]


def _read_number(text: str | None, least: int) -> int:
    return max(int(text), least) if text and text.isascii() and text.isdigit() and len(text) < 7 else least


def _list_speakers(quotes: list[Row]) -> list[dict[str, Any]]:
    colours, counts = colour_speakers(quotes), dict[Any, int]()
    for quote in quotes:
        counts[quote["speaker_entity_key"]] = counts.get(quote["speaker_entity_key"], 0) + 1
    names = {quote["speaker_entity_key"]: quote["speaker_name"] for quote in quotes}
    return [
        {"entity_key": key, "name": names[key], "colour": colour, "quote_count": counts[key]}
        for key, colour in colours.items()
        if key in counts
    ]


def _group_columns(rows: list[Row]) -> dict[str, list[Row]]:
    views: dict[str, list[Row]] = {}
    for row in rows:
        views.setdefault(row["view_name"], []).append(row)
    return views
