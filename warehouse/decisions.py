"""The log of what people decided, and where each decision is laid over the facts.

A decision is bound to content, not to row keys: a quote to its article's identity, the hash of its letters and digits
and its place among equal ones; a name to its type and, where it means something in one article only, to that article.
So `lay_decisions` finds anew after each load what each decision is about. Facts stay as they were extracted; views lay
core.decided_quote and its like over them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

import sql
from terms.decisions import DecisionKind
from warehouse.loading.affected_names import touch_decided
from warehouse.support.rows import fetch_row
from warehouse.support.values import put_frame, read_frame, set_variables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    import duckdb

HUMAN_RUN_KEY = -2  # rows that a person's command wrote, and no run

# A new decision: the columns of core.decision without its key.
SCHEMA = pl.Schema(
    {
        "kind": pl.String(),
        "subject_type": pl.String(),
        "subject_name": pl.String(),
        "subject_article": pl.String(),
        "subject_text": pl.String(),
        "subject_hash": pl.String(),
        "subject_number": pl.Int32(),
        "other_type": pl.String(),
        "other_name": pl.String(),
        "other_article": pl.String(),
        "other_text": pl.String(),
        "other_hash": pl.String(),
        "other_number": pl.Int32(),
        "value": pl.String(),
        "reason": pl.String(),
        "comment": pl.String(),
        "decided_by": pl.String(),
        "decided_at": pl.Datetime("us"),
        "undone_by": pl.String(),
        "undone_at": pl.Datetime("us"),
    }
)
_JUDGED = (DecisionKind.ENTITY_SAME, DecisionKind.ENTITY_DIFFERENT)
_DERIVED = ("laid_decision", "decided_quote", "decided_pair", "decided_article", "decided_outlet", "decided_entity")


def list_decisions(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """The whole log, the earliest first, undone ones too: the columns of core.decision."""
    return read_frame(con.sql(_read("select_decisions")))


def add_decisions(con: duckdb.DuckDBPyConnection, decisions: pl.DataFrame) -> pl.DataFrame:
    """Add decisions (SCHEMA) that the log has not; of those that it has, take over that they were undone.

    Gives what changed (columns of core.decision). `lay_decisions` and resolution have to follow.
    """
    before = list_decisions(con)
    put_frame(con, "new_decision", decisions.select(SCHEMA.names()).cast(SCHEMA))
    _run(con, "merge_decisions")
    changed = list_decisions(con).join(before, on=before.columns, how="anti", nulls_equal=True)
    touch_decided(con, _list_judged_names(changed))
    return changed


def undo_decisions(con: duckdb.DuckDBPyConnection, keys: Iterable[int], undone_by: str) -> pl.DataFrame:
    """Take decisions back, and give them. The variables of `set_moment` must be set.

    They stay in the log. What they put in place of judgements on names goes, and what they had retired holds again.
    `lay_decisions` and resolution have to follow, for what happened since.
    """
    asked = pl.DataFrame({"decision_key": [*keys]}, schema={"decision_key": pl.Int64})
    standing = list_decisions(con).filter(pl.col("undone_at").is_null()).join(asked, on="decision_key", how="semi")
    touch_decided(con, _list_judged_names(standing))
    put_frame(con, "undone_decision", standing.select("decision_key"))
    set_variables(con, decided_by=undone_by)
    _run(con, "update_undone")
    return standing


def list_judgements(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Standing decisions on names, the earliest first: what articles.resolution.judgements.read_decisions reads."""
    return read_frame(con.sql(_read("select_judgements")))


def find_subjects(con: duckdb.DuckDBPyConnection, quote_keys: Sequence[int]) -> pl.DataFrame:
    """What a decision on each of these quotes is bound to, sorted by key; quotes that are not there are left out.

    Columns: quote_key, article_key, subject_article, subject_text, subject_hash, subject_number.
    """
    asked = pl.DataFrame({"quote_key": [*quote_keys]}, schema={"quote_key": pl.Int64})
    put_frame(con, "asked_quote", asked)
    con.execute(
        "create or replace temp table asked_article as "
        "select distinct article_key from core.fact_quote semi join asked_quote using (quote_key)"
    )
    _run(con, "mark_quotes")
    return read_frame(con.sql(_read("select_subjects")))


def lay_decisions(con: duckdb.DuckDBPyConnection, locate: Callable[[str, str, int], Sequence[tuple[int, int]]]) -> None:
    """Lay decisions on quotes, articles and outlets over the facts that are there now.

    `locate` finds words in a raw text, nearest to an offset, and gives (raw_start, raw_end) of each fragment, or none
    (articles.resolution.extents.locate_words). Goes before the names are resolved; `lay_named_entities` goes behind.
    """
    if not _has_any(con):
        return
    before = _list_decided_speakers(con)
    find_standing(con)
    put_frame(con, "located_text", _locate_texts(con, locate))
    _run(con, "replace_decided_quotes")
    put_frame(con, "root_outlet", _find_outlet_roots(con))
    _run(con, "replace_decided_articles")
    after = _list_decided_speakers(con)
    changed = pl.concat(
        [before.join(after, on=before.columns, how="anti"), after.join(before, on=before.columns, how="anti")]
    )
    put_frame(con, "changed_speaker", changed)
    touch_decided(con, read_frame(con.sql(_read("select_unborne_speakers"))))


def lay_named_entities(con: duckdb.DuckDBPyConnection) -> None:
    """Lay decisions on entities over what names are judged to be, and tell where each decision of the log is laid."""
    if not _has_any(con):
        return
    _run(con, "find_standing")
    _run(con, "replace_decided_entities")
    _run(con, "replace_laid_decisions")


def find_standing(con: duckdb.DuckDBPyConnection) -> None:
    """Make the temporary tables that say which decisions stand and what they are about (find_standing.sql)."""
    con.execute("create or replace temp table asked_article as select null::bigint as article_key limit 0")
    _run(con, "mark_quotes")
    _run(con, "find_standing")


def set_moment(con: duckdb.DuckDBPyConnection, moment: datetime) -> None:
    """Tell the statements of resolution that a person's command works, at which moment."""
    set_variables(con, run_key=HUMAN_RUN_KEY, run_started_at=moment)


def _has_any(con: duckdb.DuckDBPyConnection) -> bool:
    tables = " union all ".join(f"(select 1 from core.{table} limit 1)" for table in ("decision", *_DERIVED))
    return fetch_row(con.execute(tables)) is not None


def _list_decided_speakers(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    return read_frame(
        con.sql(
            "select distinct speaker_type as entity_type, speaker_name as entity_name, article_key "
            "from core.decided_quote where speaker_name is not null"
        )
    )


def _locate_texts(
    con: duckdb.DuckDBPyConnection, locate: Callable[[str, str, int], Sequence[tuple[int, int]]]
) -> pl.DataFrame:
    rows = []
    for row in read_frame(con.sql(_read("select_decided_texts"))).iter_rows(named=True):
        found = locate(row["raw_text"], row["quote_text"], row["raw_start"])
        if found:
            fragments = [{"raw_start": start, "raw_end": end} for start, end in found]
            rows.append((row["decision_key"], row["quote_key"], fragments))
    fragment = pl.Struct({"raw_start": pl.Int32(), "raw_end": pl.Int32()})
    schema = {"decision_key": pl.Int64(), "quote_key": pl.Int64(), "fragments": pl.List(fragment)}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _find_outlet_roots(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Outlets that are the same or are called otherwise: outlet_id, root_id, outlet_name (empty: that of the root)."""
    rows = con.execute(_read("select_decided_outlets")).fetchall()
    parents = {other: one for kind, one, other, _ in rows if kind == DecisionKind.OUTLET_SAME}
    names = {one: value for kind, one, _, value in rows if kind == DecisionKind.OUTLET_NAMED}
    written = {one: value for kind, one, _, value in rows if kind == DecisionKind.OUTLET_SAME}
    roots = {outlet: _follow(parents, outlet) for outlet in {*parents, *parents.values(), *names}}
    found = [(outlet, root, names.get(root) or written.get(root)) for outlet, root in sorted(roots.items())]
    schema = {"outlet_id": pl.String(), "root_id": pl.String(), "outlet_name": pl.String()}
    return pl.DataFrame(found, schema=schema, orient="row")


def _follow(parents: dict[str, str], outlet: str) -> str:
    """Where a chain of outlets that are the same leads; in a circle, to the first by name, so that all agree."""
    seen = [outlet]
    while (outlet := parents.get(outlet, outlet)) not in seen:
        seen.append(outlet)
    return seen[-1] if outlet == seen[-1] else min(seen[seen.index(outlet) :])


def _list_judged_names(decisions: pl.DataFrame) -> pl.DataFrame:
    """Both names of each decision on names that moves them: entity_type, entity_name."""
    judged = decisions.filter(pl.col("kind").is_in(_JUDGED))
    others = judged.select(entity_type="other_type", entity_name="other_name")
    return pl.concat([judged.select(entity_type="subject_type", entity_name="subject_name"), others])


def _run(con: duckdb.DuckDBPyConnection, statement: str) -> None:
    con.execute(_read(statement))


def _read(statement: str) -> str:
    return sql.read_statement(f"decide/{statement}.sql")
