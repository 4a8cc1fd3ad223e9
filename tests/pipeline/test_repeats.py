"""Standing lines and near copies, from files to the mart: the same warehouse in one run and in three."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from pipeline.run import run_ingest
from pipeline.settings import Settings
from warehouse.compare import compare_warehouses
from warehouse.query import find_query, run_query

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from articles.execution.grouping import Batch

POST, ECHO = "The Harbour Post", "Inland Echo"
FIRST_DAY = date(2024, 3, 1)
STANDING = '"We keep this harbour lit for everybody who reads us," said Marta Quill, publisher of The Harbour Post.'
QUOTE = "We keep this harbour lit for everybody who reads us"
NAMES = ("Jonas Wehr", "Ida Brenn", "Tomas Okafor", "Ines Varga")
SUBJECTS = ("harbour", "tram", "lighthouse", "market", "ferry", "school", "bridge", "orchard", "library", "mill")
VERBS = ("was painted", "was closed", "was moved", "was sold", "was opened", "was mended", "was flooded")
PLACES = ("near the old quay", "behind the hill", "at the northern gate", "beside the canal", "in the upper town")


def write_body(seed: int) -> list[str]:
    """Paragraphs of a made-up article, unlike those of other seeds."""
    chance = random.Random(seed)
    sentences = [
        f"The {chance.choice(SUBJECTS)} {chance.choice(VERBS)} {chance.choice(PLACES)} in {chance.randint(1900, 1999)}"
        for _ in range(12)
    ]
    said = f'"The {SUBJECTS[seed % 10]} will open again in {seed + 2} weeks," {NAMES[seed % 4]} said on Monday.'
    return [f"{'. '.join(sentences[:6])}.", said, f"{'. '.join(sentences[6:])}."]


def make_record(seed: int, outlet: str, paragraphs: Sequence[str], days: int) -> dict[str, Any]:
    return {
        "url": f"https://{outlet.rsplit(maxsplit=1)[-1].lower()}.example/{seed}",
        "title": f"What became of the {SUBJECTS[seed % 10]} in year {seed}",
        "text": "\n\n".join(paragraphs),
        "outlet": outlet,
        "date": str(FIRST_DAY + timedelta(days=days)),
    }


@pytest.fixture(scope="module")
def records() -> list[dict[str, Any]]:
    """Ten articles of one outlet, nine with its standing line, and two of another: a copy and one with that line."""
    posts = []
    for seed in range(10):
        body = write_body(seed)
        posts.append(make_record(seed, POST, [*body[:2], *([STANDING] if seed else []), body[2]], seed))
    copied = write_body(3)
    return [
        *posts,
        make_record(20, ECHO, [copied[0], copied[1], f"{copied[2]} So the harbour office let us know."], 5),
        make_record(21, ECHO, [*write_body(21), STANDING], 6),
    ]


@pytest.fixture
def ingest(tmp_path: Path, extracted: list[Batch]) -> Any:
    del extracted  # happens in this process

    def ingest(name: str, slices: Sequence[Sequence[dict[str, Any]]]) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        for number, records in enumerate(slices):
            for record in records:
                seed = record["url"].rpartition("/")[2]
                (folder / f"{seed}.json").write_text(json.dumps(record), encoding="utf-8")
            summary = run_ingest(Settings(home=tmp_path / f"home-{name}", workers=1), [folder])
            assert (summary.state, summary.quarantined) == ("published", {}), (number, summary.message)
        return tmp_path / f"home-{name}" / "warehouse.duckdb"

    return ingest


def test_standing_lines_and_copies_are_the_same_in_one_run_and_in_three(
    ingest: Any, records: list[dict[str, Any]], tmp_path: Path
) -> None:
    whole = ingest("whole", [records])
    parts = ingest("parts", [records[8:], records[4:8], records[:4]])
    found = compare_warehouses(whole, parts)
    # Judgements on names that were retired on the way stand beside those that hold.
    unequal = found.filter(~found["is_equal"])["table_name"].to_list()
    assert set(unequal) <= {"core.resolution", "core.dim_entity"}

    with duckdb.connect(str(parts), read_only=True) as con:
        lines = con.sql(
            "select outlet_name, line_text, article_count, outlet_article_count, is_telling, span_count "
            "from mart.repeated_lines"
        ).fetchall()
        assert lines == [(POST, STANDING, 9, 9, True, 9)]
        listed = run_query(con, find_query("list_repeated_lines").text, {"limit": "5"}).fetchall()
        assert [row[:4] for row in listed] == [(POST, STANDING, 9, 1.0)]
        query = (
            "select a.outlet_name, a.source_path from mart.{} as t inner join mart.articles as a using (article_key)"
        )
        still = con.sql(query.format("article_texts") + f" where contains(clean_text, '{QUOTE}')").fetchall()
        assert still == [(ECHO, "21.json")]
        said = con.sql(f"select outlet_name, speaker_name from mart.quotes where contains(quote_text, '{QUOTE}')")
        assert said.fetchall() == [(ECHO, "Marta Quill")]
        assert con.sql(
            "select distinct outlet_name from mart.mentions where mention_text = 'Marta Quill'"
        ).fetchall() == [(ECHO,)]
        cut = con.sql(
            "select removed_text, count(*) from mart.removed_spans where rule_id = 'repeat.learned' group by all"
        )
        assert cut.fetchall() == [(STANDING, 9)]
        misplaced = con.sql(
            "select m.mention_text, substring(t.clean_text, m.clean_start + 1, m.clean_end - m.clean_start) as found "
            "from mart.mentions as m inner join mart.article_texts as t using (article_key) where found <> mention_text"
        )
        assert misplaced.fetchall() == []
        copies = con.sql(
            "select source_path, earlier_source_path, similarity > 0.7 from mart.article_copies"
        ).fetchall()
        assert copies == [("20.json", "3.json", True)]
        assert con.sql("select source_path from mart.articles where is_copy").fetchall() == [("20.json",)]

    assert run_ingest(Settings(home=tmp_path / "home-parts", workers=1), [tmp_path / "parts"]).state == "unchanged"
    again = compare_warehouses(whole, parts)
    assert again.filter(~again["is_equal"])["table_name"].to_list() == unequal


def test_a_line_is_given_back_where_its_evidence_goes(ingest: Any, records: list[dict[str, Any]]) -> None:
    """Later articles without the line thin its share out below a quarter: it was the habit of a few days."""
    posts = records[:10]
    # Articles of the same days, so that they count against it.
    others = [make_record(seed, POST, write_body(seed), seed % 9 + 1) for seed in range(30, 60)]
    path = ingest("thinned", [posts, others])
    with duckdb.connect(str(path), read_only=True) as con:
        assert con.sql("select count(*) from mart.repeated_lines").fetchall() == [(0,)]
        assert con.sql("select count(*) from mart.removed_spans where rule_id = 'repeat.learned'").fetchall() == [(0,)]
        said = con.sql(f"select count(*), count(statement_key) from mart.quotes where contains(quote_text, '{QUOTE}')")
        assert said.fetchall() == [(9, 9)]
    whole = ingest("thin", [[*posts, *others]])
    found = compare_warehouses(whole, path)
    assert set(found.filter(~found["is_equal"])["table_name"].to_list()) <= {"core.resolution", "core.dim_entity"}
