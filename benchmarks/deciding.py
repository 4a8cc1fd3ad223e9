"""The cost of a decision: python -m benchmarks.deciding WAREHOUSE [--articles 20000] [--home FOLDER]

The articles of a published warehouse are multiplied. Each copy has its own keys, paths, days (a month later) and four
fifths of its names, so that names, statements and stories grow with the articles. All names are resolved again; then
each kind of decision is made on the command line and undone, while a reader queries the published file all the time.
Prints the wall-clock and CPU seconds of each command, and the longest wait of the reader. `--home` keeps the
warehouse, and uses one that is already there.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measuring import print_table
from pipeline.stages.resolve import resolve_entities
from warehouse.build import open_build
from warehouse.decisions import set_moment
from warehouse.home import open_home
from warehouse.publish import publish
from warehouse.query import open_published
from warehouse.support.copying import replace_whole
from warehouse.support.rows import fetch_row

if TYPE_CHECKING:
    import duckdb

    from warehouse.home import Home

OWN_SETS = 12  # of names: copies of one set share theirs, told apart by a syllable at the end of the last word
SHIFT_DAYS = 30
USUAL_RANK = 2_000  # by mentions, of a person whom articles name now and then
# Columns that hold keys of articles, quotes and the like, which each copy has of its own.
_OWN_KEYS = (
    *("article_key", "original_article_key", "earlier_article_key", "other_article_key"),
    *("quote_key", "parent_quote_key", "other_quote_key", "statement_key", "story_key"),
    *("mention_key", "entity_role_key", "removed_span_key", "embedded_post_key"),
)
_TABLES = (
    *("dim_article", "article_text", "fact_article", "fact_mention", "fact_quote", "fact_entity_role"),
    *("fact_removed_span", "fact_embedded_post", "bridge_article_author", "bridge_quote_speaker"),
    *("article_signature", "article_band", "article_line", "cut_text", "repeated_span"),
    *("article_stem", "article_pair", "quote_pair", "dim_statement", "dim_story"),
)
_NAMED = (
    ("entity_type", "entity_name", "name_key"),
    ("speaker_type", "speaker_name", "speaker_name_key"),
    ("addressee_type", "addressee_name", "addressee_name_key"),
    ("organization_type", "organization_name", "organization_name_key"),
)


def main() -> None:
    """Multiply, measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.deciding", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("warehouse", type=Path)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--home", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        home = open_home(given.home or Path(scratch, "home"))
        if not home.published.exists():
            multiply(given.warehouse, home, given.articles)
        print(describe(home))
        print_table(["command", "seconds", "CPU", "undone in", "CPU", "reader waited at most"], measure(home))


def multiply(warehouse: Path, home: Home, article_count: int) -> None:
    """Fill a home with copies of the articles of a warehouse, and publish."""
    replace_whole(warehouse, home.build)
    replace_whole(warehouse, home.published)
    with closing(open_build(home)) as con:
        (count,) = fetch_row(con.execute("select count(*) from core.dim_article")) or (1,)
        copies = -(-article_count // int(count))
        con.begin()
        for table in _TABLES:
            _copy_rows(con, table, copies)
        con.execute("delete from core.resolution")
        con.execute("delete from core.dim_entity where entity_key not in (-1, -2)")
        con.execute("delete from core.name_block")
        set_moment(con, _read_moment(con))
        resolve_entities(con)
        _mark_articles(con)
        con.commit()
        publish(con, home)


def _copy_rows(con: duckdb.DuckDBPyConnection, table: str, copies: int) -> None:
    columns = [name for (name,) in con.execute(f"select column_name from (describe core.{table})").fetchall()]
    replaced = {
        column: f"if({column} < 0, {column}, key_of(concat_ws('|', {column}, copy)))"
        for column in columns
        if column in _OWN_KEYS
    }
    replaced |= {
        column: f"{column} || '#' || copy"
        for column in columns
        if column in {"article_id", "content_hash", "source_path", "statement_id", "story_id"}
    }
    if table == "dim_article":
        replaced["published_on"] = f"published_on + (copy * {SHIFT_DAYS})::integer"
    for kind, name, key in _NAMED:
        if name not in columns or table.startswith("dim"):
            continue
        syllable = f"chr((97 + copy % {OWN_SETS} // 20)::integer) || chr((97 + copy % 20)::integer) || 'o'"
        own = f"if(copy % 5 = 0 or {name} is null, {name}, {name} || {syllable})"
        replaced[name] = own
        if key in columns:
            typed = kind if kind in columns else "'ORG'"
            article = replaced["article_key"] if "article_key" in columns else "null"
            replaced[key] = f"if({key} < 0, {key}, name_key_of({typed}, {own}, {article}))"
    if table == "bridge_quote_speaker":
        article = "(select q.article_key from core.fact_quote as q where q.quote_key = base.quote_key)"
        replaced["speaker_name_key"] = replaced["speaker_name_key"].replace(
            ", null))", f", key_of(concat_ws('|', {article}, copy))))"
        )
    chosen = ", ".join(f"{expression} as {column}" for column, expression in replaced.items())
    con.execute(f"create or replace temp table base as from core.{table}")
    con.execute(
        f"insert into core.{table} by name select * exclude (copy) replace ({chosen}) "
        f"from base, range(1, {copies}) as r(copy)"
        + (" where statement_key >= 0" if table == "dim_statement" else "")
        + (" where story_key >= 0" if table == "dim_story" else "")
    )


def _mark_articles(con: duckdb.DuckDBPyConnection) -> None:
    """Let all articles count as compared, as their pairs were copied."""
    import sql
    from articles.execution.version import read_resolver_version
    from warehouse.support.values import set_variables

    set_variables(con, resolver_version=read_resolver_version())
    con.execute(sql.read_statement("relate/find_changed_articles.sql"))
    con.execute("delete from core.judged_article")
    con.execute(
        "insert into core.judged_article by name "
        "select article_key, content_mark, getvariable('resolver_version') as resolver_version from present_article"
    )


def _read_moment(con: duckdb.DuckDBPyConnection) -> object:
    (moment,) = fetch_row(con.execute("select max(started_at) from meta.run")) or (None,)
    return moment


def describe(home: Home) -> str:
    """What the warehouse holds."""
    with closing(open_published(home)) as con:
        counts = [
            f"{count:,} {what}"
            for what in ("articles", "quotes", "mentions", "entities", "statements")
            for (count,) in con.execute(f"select count(*) from mart.{what}").fetchall()
        ]
    return f"{', '.join(counts)}; {home.published.stat().st_size / 1e6:,.0f} MB\n"


def measure(home: Home) -> list[list[str]]:
    """A row for each kind of decision."""
    with closing(open_published(home)) as con:
        quotes = [
            str(key)
            for (key,) in con.execute(
                "select any_value(quote_key order by quote_key) from mart.quotes "
                "where speaker_entity_key is not null and statement_key is not null "
                "group by article_key order by all limit 5"
            ).fetchall()
        ]
        persons = [
            str(key)
            for (key,) in con.execute(
                "select entity_key from mart.entities where entity_type = 'PERSON' "
                f"order by mention_count desc, entity_key limit {USUAL_RANK + 2}"
            ).fetchall()
        ]
    commands = [
        ("quotes verify", [quotes[0]]),
        ("quotes reject", [quotes[1]]),
        ("quotes correct", [quotes[2], "--speaker", persons[0]]),
        ("quotes same", [quotes[3], quotes[4]]),
        ("entities merge", [*persons[USUAL_RANK:], "--yes"]),
        ("entities merge", [*persons[:2], "--yes"]),  # the two commonest of all
    ]
    return [measure_command(home, name, words) for name, words in commands]


def measure_command(home: Home, name: str, words: list[str]) -> list[str]:
    """Seconds of a command and of its undoing, beside a reader."""
    waits: list[float] = []
    stop = threading.Event()
    reader = threading.Thread(target=_read_on, args=(home, waits, stop))
    reader.start()
    try:
        seconds = [*_run(home, *name.split(), *words), *_run(home, "decisions", "undo")]
    finally:
        stop.set()
        reader.join()
    return [name, *(f"{took:.1f}" for took in seconds), f"{max(waits):.1f}"]


def _run(home: Home, *words: str) -> tuple[float, float]:
    """Wall-clock and CPU seconds of a command."""
    began, used = time.perf_counter(), _read_used()
    subprocess.run(
        [str(Path(sys.executable).with_name("quotehouse")), *words, "--by", "bench", "--home", str(home.path)],
        check=True,
        capture_output=True,
    )
    return time.perf_counter() - began, _read_used() - used


def _read_used() -> float:
    """CPU seconds of the commands that have ended."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def _read_on(home: Home, waits: list[float], stop: threading.Event) -> None:
    while not stop.is_set():
        began = time.perf_counter()
        with closing(open_published(home)) as con:
            con.execute(
                "select speaker_name, count(*) from mart.quotes group by all order by 2 desc limit 10"
            ).fetchall()
        waits.append(time.perf_counter() - began)
        time.sleep(0.2)


if __name__ == "__main__":
    main()
