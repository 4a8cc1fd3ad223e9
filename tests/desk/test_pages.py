"""Every kind of page answers, with its twin, and shows what the warehouse holds."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from desk.application import make_templates
from desk.differences import compare_texts, mark_differences, measure_likeness
from desk.index import SHOWN

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from desk.library import Library

PLAIN = (
    *("/", "/search", "/search?q=the", "/search?q=a&in=articles", "/search?in=names", "/outlets", "/compare"),
    *("/stories", "/counts", "/counts?by=outlet&measure=speakers", "/sql", "/sql?query=list_denials", "/quality"),
    *("/quarantine", "/quarantine?state=held"),
)


def find_one(library: Library, text: str) -> Any:
    with library.read() as reading:
        _, rows = reading.ask(text, {})
    return next(iter(rows[0].values()))


@pytest.mark.parametrize("path", PLAIN)
def test_page_and_twin_answer(client: TestClient, path: str) -> None:
    page = client.get(path)
    assert page.status_code == 200, page.text[:500]
    assert page.text.count("<h1") == 1
    base, _, query = path.partition("?")
    twin = client.get(f"{'/front' if base == '/' else base}.json?{query}")
    assert twin.status_code == 200
    assert twin.json()["publication"]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (
            "speaker",
            "select speaker_entity_key from mart.quotes where speaker_name is not null "
            "group by 1 order by count(*) desc, 1 limit 1",
        ),
        ("article", "select article_key from mart.articles where is_current order by quote_count desc, 1 limit 1"),
        ("statement", "select statement_key from mart.statements order by quote_count desc, 1 limit 1"),
        ("story", "select story_key from mart.stories order by article_count desc, 1 limit 1"),
    ],
)  # fmt: skip
def test_page_of_one_thing(client: TestClient, library: Library, kind: str, text: str) -> None:
    key = find_one(library, text)
    page = client.get(f"/{kind}/{key}")
    assert page.status_code == 200, page.text[:500]
    assert "Show the SQL" in page.text
    twin = client.get(f"/{kind}/{key}.json").json()
    assert twin["queries"]
    assert client.get(f"/{kind}/1").status_code == 404
    assert client.get(f"/{kind}/{2**70}").status_code in {400, 404}


def test_article_marks_every_quote_that_stands_in_its_text(client: TestClient, library: Library) -> None:
    key = find_one(
        library, "select article_key from mart.articles where is_current order by quote_count desc, 1 limit 1"
    )
    data, page = client.get(f"/article/{key}.json").json(), client.get(f"/article/{key}").text
    gone = {quote["quote_key"] for quote in data["elsewhere"]}
    assert data["quotes"]
    for quote in data["quotes"]:
        assert (f'id="q{quote["quote_key"]}"' in page) is (quote["quote_key"] not in gone)
    cut = client.get(f"/article/{key}?cuts=1").text
    assert cut.count("<del title=") >= min(len(data["cuts"]), 1)


@pytest.mark.parametrize("record", ["quotes", "articles", "names"])
def test_every_page_of_a_search_answers(client: TestClient, record: str) -> None:
    # Page by page, so that every quote there is has been shown: those without a source, outlet, day or cue as well.
    count = client.get(f"/search.json?in={record}").json()["page_count"]
    assert count >= 1
    for number in range(1, count + 1):
        page = client.get(f"/search?in={record}&page={number}")
        assert page.status_code == 200, number


def test_a_quote_is_shown_of_which_nothing_is_known_but_its_words() -> None:
    row = dict.fromkeys(SHOWN) | {"article_key": 1, "quote_key": 2, "quote_text": "It rained", "quote_type": "indirect"}
    for name in ("is_denied", "source_kind", "url", "review"):  # columns that earlier releases lack
        row.pop(name)
    text = '{% import "parts.html.j2" as parts with context %}{{ parts.quote(row) }}'
    shown = make_templates().from_string(text).render(row=row, mark=lambda words: words, editor=None)
    assert "no source named" in shown
    assert "no date" in shown


def test_outlets_and_comparison(client: TestClient) -> None:
    names = [row["outlet_name"] for row in client.get("/outlets.json").json()["rows"] if row["outlet_name"]]
    assert client.get("/outlet", params={"name": names[0]}).status_code == 200
    assert client.get("/outlet", params={"name": "No such paper"}).status_code == 404
    pair = client.get("/compare.json", params={"one": names[0], "other": names[1]}).json()
    assert [side["outlet"] for side in pair["sides"]] == names[:2]


def test_files_hold_the_rows_of_the_page(client: TestClient) -> None:
    count = client.get("/search.json?q=the").json()["count"]
    table = client.get("/search.csv?q=the")
    assert "attachment" in table.headers["content-disposition"]
    assert table.text.count("\n") >= count + 1
    with zipfile.ZipFile(io.BytesIO(client.get("/outlets.xlsx").content)) as book:
        assert "xl/worksheets/sheet1.xml" in book.namelist()
    assert client.get("/counts.svg?by=week").text.startswith("<svg")
    assert client.get("/counts.png?by=outlet").content.startswith(b"\x89PNG")
    assert "#1a1d21" in client.get("/counts.svg?by=week&look=dark").text, "the chart of a dark page is dark"
    assert "look=dark" in client.get("/counts?by=week").text


def test_sql_reads_the_warehouse_and_nothing_else(client: TestClient) -> None:
    data = client.get("/sql.json", params={"sql": "select count(*) as n from mart.quotes"}).json()
    assert data["rows"][0]["n"] > 0
    for text in (
        "select * from read_text('/etc/hostname')",
        "copy (select 1) to 'x.csv'",
        "attach 'y.duckdb'",
        "set enable_external_access = true",
        "select 1; select 2",
        "install httpfs",
    ):
        refused = client.get("/sql.json", params={"sql": text}).json()
        assert refused["fault"], text
        assert refused["rows"] == [], text
    named = client.get("/sql", params={"query": "find_quotes_by_speaker"})
    assert 'name="p.speaker"' in named.text


def test_description_names_every_twin(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert {"/front.json", "/search.json", "/article/{key}.json", "/sql.json"} <= set(paths)


def test_differences_are_told_by_words() -> None:
    parts = mark_differences("the port will close on Friday", "The port may close on Friday, she said")
    assert ("left_out", "will ") in parts
    assert ("added", "may ") in parts
    assert "".join(text for kind, text in parts if kind != "left_out") == "The port may close on Friday, she said"
    marked = mark_differences("he was “all right,” and it’s over", 'he was "all right" and it\'s over.')
    assert marked == [("same", 'he was "all right" and it\'s over.')]
    assert measure_likeness("a b c d", "a b c d") == 1
    assert measure_likeness("a b", "c d") == 0


def test_texts_are_compared_paragraph_by_paragraph() -> None:
    old = "The port closes on Friday.\n\nNobody was hurt in the fire.\n\nThe mayor will speak."
    new = "The port closed on Friday.\n\nA crane burned out.\n\nThe mayor will speak."
    told = compare_texts(old, new)
    assert told[-1] == [("same", "The mayor will speak.")]
    assert ("added", "closed ") in told[0]
    assert ("left_out", "closes ") in told[0]
    assert [("added", "A crane burned out.")] in told
    assert [("left_out", "Nobody was hurt in the fire.")] in told
    long = "word " * 3000
    assert mark_differences(long, long + "end")[0][0] == "left_out"


def test_a_named_query_takes_the_filters_it_has(client: TestClient) -> None:
    every = client.get("/sql.json", params={"query": "count_quotes_by_outlet"}).json()
    assert set(every["filters"]) >= {"since", "outlet", "source_kind"}
    name = next(row["outlet_name"] for row in every["rows"] if row["outlet_name"])
    one = client.get("/sql.json", params={"query": "count_quotes_by_outlet", "p.outlet": name, "p.since": "1900"})
    assert {row["outlet_name"] for row in one.json()["rows"]} == {name}
    assert 'name="p.min_confidence"' in client.get("/sql", params={"query": "count_quotes_by_outlet"}).text
    assert client.get("/sql", params={"query": "count_quotes_by_outlet", "p.since": "soon"}).status_code == 400


def test_days_are_written_for_people(client: TestClient) -> None:
    captions = re.findall(r"<figcaption>(.*?)</figcaption>", client.get("/search?q=the").text, re.DOTALL)
    assert any(re.search(r"\d{1,2} [A-Z][a-z]{2} \d{4}", caption) for caption in captions)
    assert not [caption for caption in captions if re.search(r"\d{4}-\d{2}-\d{2}", caption)]
    assert re.search(r'<time datetime="\d{4}-\d{2}-01">[A-Z][a-z]{2} \d{4}</time>', client.get("/counts?by=month").text)
