"""The search language, its matches and facets, and that an index belongs to one publication."""

from __future__ import annotations

import os
import shutil
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from desk.index import KEYS, open_index
from desk.library import COPIED, COPIES, Library, identify
from desk.search import Sort, Term, cut_passage, mark_words, read_key, read_query, search
from warehouse.home import Home
from warehouse.query import open_published
from warehouse.support.days import read_day

if TYPE_CHECKING:
    from desk.index import SearchIndex


def read_index(library: Library) -> SearchIndex:
    with library.read() as reading:
        assert reading.index is not None
        return reading.index


def test_language_is_read() -> None:
    asked = read_query('tram "old bridge" -fare speaker:"Ann Lee" since:2019 until:2019-02')
    assert asked.terms == [
        Term("", "tram"),
        Term("", "old bridge"),
        Term("", "fare", is_refused=True),
        Term("speaker", "Ann Lee"),
    ]
    assert (asked.since, asked.until) == (date(2019, 1, 1), date(2019, 2, 28))
    assert read_query("foo:bar since:soon").notes
    assert read_query('"').terms == []
    assert read_day("2020-13") is None
    assert read_day("2020-02-30") is None


def test_every_quote_is_found_by_its_own_words(library: Library) -> None:
    index = read_index(library)
    with library.read() as reading:
        _, rows = reading.ask("select quote_key, quote_text from mart.quotes order by length(quote_text) limit 40", {})
    for row in rows:
        words = " ".join(f'"{word}"' for word in index.words.analyze(row["quote_text"]))
        found = search(index, words, page_size=1000)
        assert row["quote_key"] in {hit["quote_key"] for hit in found.rows}, row["quote_text"]


def test_facets_count_and_narrow(library: Library) -> None:
    index = read_index(library)
    whole = search(index, "")
    with library.read() as reading:
        assert whole.count == reading.ask("select count(*) as n from mart.quotes", {})[1][0]["n"]
    for name in ("speaker", "outlet", "type", "cue", "week"):
        for value, count in whole.facets[name]:
            assert search(index, "", filters={name: [value]}).count == count, (name, value)
    value, count = whole.facets["speaker"][0]
    assert search(index, f'speaker:"{value}"').count >= count
    assert search(index, f'-speaker:"{value}"').count == whole.count - search(index, f'speaker:"{value}"').count


def test_pages_and_order(library: Library) -> None:
    index = read_index(library)
    days = [row["published_on"] or "" for row in search(index, "", sort=Sort.NEWEST, page_size=50).rows]
    assert days == sorted(days, reverse=True)
    first, second = search(index, "", page=1, page_size=5), search(index, "", page=2, page_size=5)
    assert not {row["quote_key"] for row in first.rows} & {row["quote_key"] for row in second.rows}
    assert search(index, "", page=10**6).rows == []


def test_marks_escape_the_text(library: Library) -> None:
    index = read_index(library)
    stems = index.prose.analyze("walls")
    assert mark_words(index, "<b>The wall</b>", stems) == "&lt;b&gt;The <mark>wall</mark>&lt;/b&gt;"
    assert "wall" in cut_passage(index, "word " * 200 + "wall " + "word " * 200, stems)


def test_a_new_publication_comes_with_its_index_and_no_request_fails(desk_home: Home, tmp_path: Path) -> None:
    home = Home(Path(shutil.copytree(desk_home.path, tmp_path / "home")))
    library = Library(home)
    library.refresh()
    with library.read() as reading:
        before = identify(home)
        replacement = home.path / "next.duckdb"
        shutil.copy(home.published, replacement)
        os.replace(replacement, home.published)  # noqa: PTH105  (what a publication does)
        assert library.refresh() is True
        assert reading.index is not None
        assert reading.publication.identity == reading.index.publication == before
        assert reading.fetch("show_totals")[0]["quote_count"] > 0  # still open for who reads it
        with library.read() as newer:
            assert newer.index is not None
            assert newer.publication.identity == newer.index.publication == identify(home)
            assert search(newer.index, "").count == search(reading.index, "").count
    assert library.refresh() is False
    assert len([path for path in (home.path / "search").iterdir() if (path / KEYS).is_file()]) == 1
    library.close()


def test_an_index_taken_forward_equals_one_made_anew(desk_home: Home, tmp_path: Path) -> None:
    home = Home(Path(shutil.copytree(desk_home.path, tmp_path / "home")))
    with closing(open_published(home)) as con:
        first = open_index(home, "a", con)
        count, facets = search(first, "").count, search(first, "the").facets
        # What was indexed of another publication: one document is gone, one differs, one is new.
        keys = next((home.path / "search").glob("*-a")) / KEYS
        text = keys.read_text("utf-8")
        name, digest = text[1:].split(",")[0].split(":")
        keys.write_text(text.replace(f"{name}:{digest}", f'{name}:1,"quote-1":2', 1), "utf-8")
        second = open_index(home, "b", con)
        assert search(second, "").count == count
        assert search(second, "the").facets == facets
        anew = open_index(home, "b", con, anew=True)
        assert search(anew, "the").facets == facets


def test_command_finds_what_the_page_finds(
    desk_home: Home, library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    import json

    from cli.application import run

    assert run(["search", "the", "--json", "--limit", "5", "--home", str(desk_home.path)]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [int(row["quote_key"]) for row in rows] == [
        row["quote_key"] for row in search(read_index(library), "the", page_size=5).rows
    ]
    assert run(["search", "--home", str(desk_home.path)]) == 2


def test_pages_read_copies_that_hold_what_the_views_hold(library: Library) -> None:
    with library.read() as reading, reading.open_cursor() as cursor:
        for view in COPIED:
            views, copies = f"(from {reading.publication.catalog}.mart.{view})", f"(from {COPIES}.mart.{view})"
            for one, other in ((views, copies), (copies, views)):
                assert cursor.execute(f"{one} except all {other}").fetchall() == [], view
        # Told from all quotes, a story's statements took seconds at 20,000 articles.
        plan = cursor.execute("explain from mart.story_statements").fetchall()
        assert "JOIN" not in plan[0][1]


def test_pages_answer_where_a_view_cannot_be_copied(
    desk_home: Home, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    library = Library(desk_home)
    monkeypatch.setattr("desk.library.COPIED", ("quotes", "no_such_view"))
    library.refresh()
    assert "Pages will be slow, as the desk cannot copy mart.no_such_view" in caplog.text
    with library.read() as reading:
        assert reading.fetch("list_stories", limit=1, offset=0)  # from the view
        assert reading.fetch("show_totals")[0]["quote_count"] > 0
    library.close()


@pytest.mark.parametrize("text", ["", "0", "²", "٣", "-1", "9" * 19, "9" * 5_000, "story"])
def test_only_what_can_be_a_key_is_read_as_one(text: str) -> None:
    assert read_key(text) is None
    assert read_key("4611686018427387904") == 1 << 62
