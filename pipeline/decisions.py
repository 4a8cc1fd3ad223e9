"""What a person decides, carried out in seconds: logged, laid over the facts, resolved anew, audited, published.

Who works on a warehouse (the command line, the desk) calls these functions. All take `settings` and `by`, the name of
who decides, and give the decisions that were added or taken back as rows of mart.decisions, with those of other people
that each overrules (`overrules`). Keys are those that mart
views show. `preview_merge` and `preview_split` tell beforehand, from a reading connection, what would move.

    verify_quotes, reject_quotes, correct_quotes          mart.quotes
    relate_quotes                                         two quotes are the same statement, or are not
    merge_entities, split_entity, describe_entity         mart.entities
    merge_outlets, name_outlet                            mart.outlets
    correct_article                                       outlet, day or authors of mart.articles
    undo_decisions, undo_last, import_decisions           mart.decisions

They raise articles.errors.InputError where something cannot be decided so (the message says what to do),
warehouse.errors.WarehouseHeld where another run holds the warehouse for long, and WarehouseError. Where anything fails,
all stays as it was.
"""

from __future__ import annotations

from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import polars as pl

import warehouse.decisions as log
from articles.errors import InputError
from articles.records import Gender
from articles.resolution.extents import locate_words, print_words
from pipeline.decided_files import read_decided_files, take_in_decided
from pipeline.decision_files import TYPES, read_decisions, write_decisions
from pipeline.decision_subjects import (
    find_article,
    find_entity,
    find_merging_outlets,
    find_names,
    find_outlet,
    find_quotes,
    make_entity_row,
    make_pair_row,
    make_quote_row,
    order_entities,
    refuse_apart,
    refuse_rejected,
)
from pipeline.settings import make_home
from terms.decisions import DecisionKind, QuoteType, RejectReason
from warehouse.audit import find_broken_audits
from warehouse.authority import list_authority
from warehouse.backends.find import find_backend
from warehouse.build import open_build
from warehouse.decided_subjects import list_contradictions, list_entity_names, list_shown_decisions, read_raw_text
from warehouse.errors import WarehouseError
from warehouse.home import open_home
from warehouse.lock import hold_warehouse
from warehouse.publish import publish
from warehouse.support.values import read_frame

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    import duckdb

    from pipeline.settings import Settings

    Row = dict[str, Any]
    MakeRows = Callable[[duckdb.DuckDBPyConnection], list[Row]]

NOBODY = "nobody"
GENDERS = tuple(Gender)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says a quote: an entity of the warehouse (by `entity_key`), or a `name` with its type.

    The type DESCRIPTION is that of a source that the article describes and does not name. Without key and name, nobody.
    """

    entity_key: int | None = None
    name: str | None = None
    entity_type: str = "PERSON"


@dataclass(frozen=True, slots=True)
class Correction:
    """What a quote is instead; what is None stays. `text` are words of the article, fragments parted by `[…]`."""

    speaker: Speaker | None = None
    text: str | None = None
    quote_type: QuoteType | None = None


def verify_quotes(settings: Settings, quote_keys: Sequence[int], by: str, comment: str | None = None) -> pl.DataFrame:
    """Decide that quotes are right as mart.quotes shows them: their words, their speakers and their types."""
    return _decide(settings, by, comment, lambda con: [_verify(quote) for quote in find_quotes(con, quote_keys)])


def reject_quotes(
    settings: Settings, quote_keys: Sequence[int], reason: RejectReason, by: str, comment: str | None = None
) -> pl.DataFrame:
    """Decide that quotes are none: only mart.rejected_quotes has them from now on."""
    return _decide(
        settings,
        by,
        comment,
        lambda con: [
            make_quote_row(DecisionKind.QUOTE_REJECTED, quote, reason=str(reason))
            for quote in find_quotes(con, quote_keys)
        ],
    )


def correct_quotes(
    settings: Settings, quote_keys: Sequence[int], correction: Correction, by: str, comment: str | None = None
) -> pl.DataFrame:
    """Decide who says quotes, which words they are, or how they are reported."""
    if correction == Correction():
        raise InputError("Give what to correct: the speaker, the text or the type.")
    if correction.text is not None and len(quote_keys) > 1:
        raise InputError("A text belongs to one quote. Correct the text of one quote at a time.")

    def make_rows(con: duckdb.DuckDBPyConnection) -> list[Row]:
        quotes = find_quotes(con, quote_keys)
        refuse_rejected(quotes)
        return [row for quote in quotes for row in _correct(con, quote, correction)]

    return _decide(settings, by, comment, make_rows)


def relate_quotes(
    settings: Settings, one: int, other: int, *, is_same: bool, by: str, comment: str | None = None
) -> pl.DataFrame:
    """Decide that two quotes report one utterance, or that they do not."""
    if one == other:
        raise InputError("These are the same quote. Give two different ones.")
    kind = DecisionKind.STATEMENT_SAME if is_same else DecisionKind.STATEMENT_DIFFERENT

    def make_rows(con: duckdb.DuckDBPyConnection) -> list[Row]:
        first, second = quotes = find_quotes(con, [one, other])
        refuse_rejected(quotes)
        return [make_pair_row(kind, first, second)]

    return _decide(settings, by, comment, make_rows)


def merge_entities(
    settings: Settings, kept_key: int, other_key: int, by: str, comment: str | None = None
) -> pl.DataFrame:
    """Decide that two entities are one; it gets the name of the first, or of the one that is named where one is not."""

    def make_rows(con: duckdb.DuckDBPyConnection) -> list[Row]:
        kept, other = order_entities(find_entity(con, kept_key), find_entity(con, other_key))
        if kept["entity_key"] == other["entity_key"]:
            raise InputError(f"Both are already the same entity: {kept['shown_name']}.")
        refuse_apart(con, kept, other)
        return [make_entity_row(DecisionKind.ENTITY_SAME, kept, other)]

    return _decide(settings, by, comment, make_rows)


def split_entity(settings: Settings, entity_key: int, name: str, by: str, comment: str | None = None) -> pl.DataFrame:
    """Decide that a name of an entity (name_in_article of mart.entity_aliases) is not its: it is another then."""

    def make_rows(con: duckdb.DuckDBPyConnection) -> list[Row]:
        entity = find_entity(con, entity_key)
        return [make_entity_row(DecisionKind.ENTITY_DIFFERENT, entity, node) for node in find_names(con, entity, name)]

    return _decide(settings, by, comment, make_rows)


def describe_entity(
    settings: Settings,
    entity_key: int,
    by: str,
    *,
    name: str | None = None,
    wikidata_id: str | None = None,
    gender: str | None = None,
    comment: str | None = None,
) -> pl.DataFrame:
    """Decide what an entity is called, which item of Wikidata it is (such as Q42), or its gender (GENDERS)."""
    said = {
        DecisionKind.ENTITY_NAMED: name and " ".join(name.split()),
        DecisionKind.ENTITY_LINKED: wikidata_id,
        DecisionKind.ENTITY_GENDER: gender,
    }
    if not any(said.values()):
        raise InputError("Give what you decide about the entity: a name, --wikidata or --gender.")
    if wikidata_id and not (wikidata_id[:1] == "Q" and wikidata_id[1:].isdecimal()):
        raise InputError(f"{wikidata_id!r} is not a Wikidata item. Write it like Q42.")
    if gender and gender not in GENDERS:
        raise InputError(f"{gender!r} is not a gender that is kept. Choose {', '.join(GENDERS[:-1])} or {GENDERS[-1]}.")

    def make_rows(con: duckdb.DuckDBPyConnection) -> list[Row]:
        entity = find_entity(con, entity_key)
        return [make_entity_row(kind, entity, value=value) for kind, value in said.items() if value]

    return _decide(settings, by, comment, make_rows)


def merge_outlets(
    settings: Settings, kept: str, others: Sequence[str], by: str, comment: str | None = None
) -> pl.DataFrame:
    """Decide that outlets (outlet_name of mart.outlets, or a spelling of its articles) are the first one."""

    def make_rows(con: duckdb.DuckDBPyConnection) -> list[Row]:
        first, merging = find_merging_outlets(con, kept, others)
        return [
            {"kind": str(DecisionKind.OUTLET_SAME), "subject_name": first, "other_name": other} for other in merging
        ]

    return _decide(settings, by, comment, make_rows)


def name_outlet(settings: Settings, outlet: str, name: str, by: str, comment: str | None = None) -> pl.DataFrame:
    """Decide what an outlet is called."""

    def make_rows(con: duckdb.DuckDBPyConnection) -> list[Row]:
        found = find_outlet(con, outlet)
        value = " ".join(name.split())
        if not value:
            raise InputError("An outlet needs a name.")
        return [{"kind": str(DecisionKind.OUTLET_NAMED), "subject_name": found, "value": value}]

    return _decide(settings, by, comment, make_rows)


def correct_article(
    settings: Settings,
    article_key: int,
    by: str,
    *,
    outlet: str | None = None,
    published_on: date | None = None,
    authors: Sequence[str] | None = None,
    comment: str | None = None,
) -> pl.DataFrame:
    """Decide which outlet published an article, on which day, or who wrote it (an empty list: nobody says)."""
    if outlet is None and published_on is None and authors is None:
        raise InputError("Give what to correct: the outlet, the day or the authors.")

    def make_rows(con: duckdb.DuckDBPyConnection) -> list[Row]:
        article = find_article(con, article_key)
        subject = {"subject_article": article["article_id"], "subject_text": article["headline"]}
        said: list[tuple[DecisionKind, str | None]] = []
        if outlet is not None:
            said.append((DecisionKind.ARTICLE_OUTLET, outlet.strip()))
        if published_on is not None:
            said.append((DecisionKind.ARTICLE_DATE, published_on.isoformat()))
        if authors is not None:
            said.append((DecisionKind.ARTICLE_AUTHOR, "; ".join(authors) or None))
        return [{"kind": str(kind), **subject, "value": value} for kind, value in said]

    return _decide(settings, by, comment, make_rows)


def undo_decisions(settings: Settings, decision_keys: Sequence[int], by: str) -> pl.DataFrame:
    """Take decisions back: everything is as it was without them. They stay in the log as undone."""
    with _change_warehouse(settings, "an undoing") as (con, changed, _):
        known = log.list_decisions(con)
        for key in decision_keys:
            row = known.filter(decision_key=key)
            if row.is_empty():
                raise InputError(f"There is no decision {key}. `quotehouse decisions list` shows all keys.")
            if row["undone_at"].item() is not None:
                raise InputError(
                    f"Decision {key} was undone by {row['undone_by'].item()} on {row['undone_at'].item():%Y-%m-%d}."
                )
        changed.extend(log.undo_decisions(con, decision_keys, by)["decision_key"])
    return changed.shown


def undo_last(settings: Settings, by: str, kinds: Sequence[DecisionKind] = ()) -> pl.DataFrame:
    """Take back what the last command decided (of these kinds, if any are given). InputError where nothing stands."""
    with _change_warehouse(settings, "an undoing") as (con, changed, _):
        standing = log.list_decisions(con).filter(pl.col("undone_at").is_null())
        if kinds:
            standing = standing.filter(pl.col("kind").is_in([str(kind) for kind in kinds]))
        if standing.is_empty():
            raise InputError("There is no decision to undo.")
        last = standing.filter(pl.col("decided_at") == pl.col("decided_at").max())
        changed.extend(log.undo_decisions(con, last["decision_key"], by)["decision_key"])
    return changed.shown


def import_decisions(settings: Settings, path: Path) -> tuple[pl.DataFrame, list[tuple[Row, Row]]]:
    """Add the decisions of a file to the log.

    Gives those that were new or that the file has as undone, and where two people say different things of one subject,
    the decision that stands and the one that it overrules, if one of the two came with the file.
    """
    decisions = read_decisions(path)
    with _change_warehouse(settings, "an import of decisions") as (con, changed, _):
        changed.extend(log.add_decisions(con, decisions)["decision_key"])
        contradictions = list_contradictions(con, changed)
    return changed.shown, contradictions


def preview_merge(con: duckdb.DuckDBPyConnection, kept_key: int, other_key: int) -> pl.DataFrame:
    """Which names would move to the first entity: entity_type, entity_name, article_id, mention_count, quote_count."""
    _, other = order_entities(find_entity(con, kept_key), find_entity(con, other_key))
    return list_entity_names(con, other["entity_key"])


def preview_split(con: duckdb.DuckDBPyConnection, entity_key: int, name: str) -> pl.DataFrame:
    """The names of an entity as `preview_merge` has them, and whether each would leave with this name: is_leaving."""
    leaving = find_names(con, find_entity(con, entity_key), name)
    nodes = [f"{node['entity_type']} {node['entity_name']}" for node in leaving]
    is_leaving = pl.concat_str("entity_type", pl.lit(" "), "entity_name").is_in(nodes)
    return list_entity_names(con, entity_key).with_columns(is_leaving=is_leaving)


class _Changed(list[int]):
    """Keys of the decisions that a command added or took back, and when all is done how the log shows them."""

    shown: pl.DataFrame = pl.DataFrame()


def _decide(settings: Settings, by: str, comment: str | None, make_rows: MakeRows) -> pl.DataFrame:
    """Add the decisions that `make_rows` makes of the build file as it is now."""
    decided_by = " ".join(by.split())
    if not decided_by:
        raise InputError("A decision needs the name of who decides. Give it with --by.")
    with _change_warehouse(settings, "a decision") as (con, changed, moment):
        rows = [
            {**row, "comment": comment or None, "decided_by": decided_by, "decided_at": moment}
            for row in make_rows(con)
        ]
        frame = pl.DataFrame([{name: row.get(name) for name in log.SCHEMA} for row in rows], schema=log.SCHEMA)
        changed.extend(log.add_decisions(con, _leave_out_known(con, frame))["decision_key"])
    return changed.shown


def _leave_out_known(con: duckdb.DuckDBPyConnection, decisions: pl.DataFrame) -> pl.DataFrame:
    """Decisions (log.SCHEMA) without those that the same person made before and that hold; a new comment is new."""
    said = [name for name in log.SCHEMA if name not in {"comment", "decided_at", "undone_by", "undone_at"}]
    held = (
        read_frame(con.sql("from mart.decisions where state = 'held'"))
        .select(*said, "comment")
        .cast({name: log.SCHEMA[name] for name in [*said, "comment"]})
    )
    if decisions["comment"].is_not_null().any():
        said.append("comment")
    return decisions.join(held, on=said, how="anti", nulls_equal=True)


@contextmanager
def _change_warehouse(
    settings: Settings, purpose: str
) -> Iterator[tuple[duckdb.DuckDBPyConnection, _Changed, datetime]]:
    """Hold the warehouse for a change of its decisions; then resolve, audit, publish and write the decisions file.

    What the settings' files say is taken in first. Where anything fails, all stays as it was.
    """
    from pipeline.stages.resolve import resolve_warehouse

    decisions, authority = read_decided_files(settings, is_new_file_fine=True)
    chosen = make_home(settings)
    if not (chosen.build.is_file() or find_backend(chosen).is_there()):
        raise WarehouseError(f"There is no warehouse in {chosen.path}. Run `quotehouse ingest PATH` first.")
    home = open_home(chosen.path, chosen.lake, chosen.access)
    backend = find_backend(home)
    changed = _Changed()
    with hold_warehouse(home, purpose, settings.wait_seconds), closing(open_build(home)) as con:
        moment = datetime.now(UTC).replace(tzinfo=None)
        log.set_moment(con, moment)
        with backend.hold_writing(con), backend.write(con, lambda: purpose):
            if settings.authority or settings.decisions:
                take_in_decided(con, decisions, authority if settings.authority else list_authority(con))
            yield con, changed, moment
            broken = find_broken_audits(con, resolve_warehouse(con, have_facts_changed=False))
            if broken:
                raise WarehouseError(
                    f"Audits failed: {', '.join(broken)}. Nothing was changed. This is a fault of Quotehouse; please "
                    "report it."
                )
            kept = log.list_decisions(con)
            changed.shown = _add_overruled(list_shown_decisions(con, changed), list_contradictions(con, changed))
        publish(con, home)
        if settings.decisions:
            write_decisions(settings.decisions, kept)


def _add_overruled(shown: pl.DataFrame, contradictions: Sequence[tuple[Row, Row]]) -> pl.DataFrame:
    """Rows of mart.decisions with the decisions of other people that each overrules."""
    overruled: dict[int, list[Row]] = {key: [] for key in shown["decision_key"]}
    for standing, other in contradictions:
        if standing["decision_key"] in overruled:
            overruled[standing["decision_key"]].append(other)
    return shown.with_columns(
        pl.Series("overrules", list(overruled.values()), dtype=pl.List(pl.Struct(dict(shown.schema))))
    )


def _verify(quote: Row) -> Row:
    """What is verified is written down, so that rules which find something else later change nothing that is shown."""
    is_described = quote["speaker_type"] == "DESCRIPTION"
    said = {
        "other_type": quote["speaker_type"],
        "other_name": quote["speaker_name"],
        "other_article": quote["subject_article"] if is_described else None,
    }
    return make_quote_row(DecisionKind.QUOTE_VERIFIED, quote, value=quote["shown_type"], **said)


def _correct(con: duckdb.DuckDBPyConnection, quote: Row, correction: Correction) -> list[Row]:
    rows = []
    if correction.speaker is not None:
        said = _describe_speaker(con, correction.speaker, quote)
        rows.append(make_quote_row(DecisionKind.QUOTE_SPEAKER, quote, **said))
    if correction.text is not None:
        raw_text = read_raw_text(con, quote["article_key"])
        fragments = locate_words(raw_text, correction.text, quote["raw_start"])
        if not fragments:
            raise InputError(
                f"The article does not have these words: {correction.text!r}. Copy them from it, with […] where you "
                "leave something out."
            )
        rows.append(make_quote_row(DecisionKind.QUOTE_TEXT, quote, value=print_words(raw_text, fragments)))
    if correction.quote_type is not None:
        rows.append(make_quote_row(DecisionKind.QUOTE_TYPE, quote, value=str(correction.quote_type)))
    return rows


def _describe_speaker(con: duckdb.DuckDBPyConnection, speaker: Speaker, quote: Row) -> Row:
    if speaker.entity_key is not None:
        node = find_entity(con, speaker.entity_key)
        return {
            "other_type": node["entity_type"],
            "other_name": node["entity_name"],
            "other_article": node["article_id"],
        }
    if speaker.name is None:
        return {}
    name = " ".join(speaker.name.split())
    if not name:
        raise InputError("A speaker needs a name or a description.")
    if speaker.entity_type not in TYPES:
        raise InputError(f"{speaker.entity_type!r} is not a type. Types are {', '.join(sorted(TYPES))}.")
    is_bound = speaker.entity_type == "DESCRIPTION"
    article = quote["subject_article"] if is_bound else None
    return {"other_type": speaker.entity_type, "other_name": name, "other_article": article}
