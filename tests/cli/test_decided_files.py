"""The authority file and the decisions file that settings name: what `quotehouse ingest` makes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from articles.execution.grouping import Batch
    from tests.cli.conftest import Answer

    Call = Callable[..., Answer]

ARTICLES = {
    "pier.txt": (
        "Mayor wants a longer pier\n\n"
        "Marta Quill, the mayor of Port Ansel, said on Monday that the pier must grow before winter.\n\n"
        '"We need the room," Quill told the council.\n\n'
        "Joost Verbeek, who runs the harbour, told reporters that the money was not there.\n"
    ),
    "ferry.txt": (
        "Ferry stays in the dock\n\n"
        "Robert Halden said on Tuesday that the ferry would stay in the dock until its engine was mended.\n\n"
        "Ruth Calder, who owns the yard, said the engine would take a month.\n"
    ),
    "nets.txt": (
        "Fishers mend their nets\n\n"
        "Marta Ekholm told fishers on Wednesday that new nets would be paid for.\n\n"
        "Bob Halden said he did not believe it.\n"
    ),
}
AUTHORITY = (
    "name,type,aliases,wikidata_id,country\n"
    "Mayor Quill of Ansel,PERSON,Marta Quill; Marta Ekholm,Q4711,NO\n"
    "Ruth Calder,PERSON,,Q4712,\n"
    "Nobody Named,PERSON,,Q4713,NO\n"
)


@pytest.fixture
def ingest(call: Call, extracted: list[Batch], tmp_path: Path) -> Callable[..., Answer]:
    """`quotehouse ingest` of ARTICLES into a home of that name; `extracted` are the batches it had to do."""
    articles = tmp_path / "articles"
    articles.mkdir()
    for name, text in ARTICLES.items():
        (articles / name).write_text(text, encoding="utf-8")

    def ingest(home: str = "home") -> Answer:
        return call("--home", tmp_path / home, "ingest", "--direct", "--workers", 1, "--json", articles)

    return ingest


def ask(home: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as con:
        return con.execute(query).fetchall()


def read_entities(home: Path) -> dict[str, tuple[str, str | None, str | None]]:
    """Entity, its Wikidata item and its country by the name that an article gives a person."""
    rows = ask(
        home,
        "select distinct m.name_in_article, e.entity_name, e.wikidata_id, e.country_code "
        "from mart.mentions as m inner join mart.entities as e using (entity_key) where m.entity_type = 'PERSON'",
    )
    return {name: (entity, item, country) for name, entity, item, country in rows}


def test_authority_file_names_and_joins_entities(
    ingest: Callable[..., Answer], extracted: list[Batch], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, file = tmp_path / "home", tmp_path / "authority.csv"
    assert ingest().data["state"] == "published"
    without = read_entities(home)
    assert {name: without[name] for name in ("Marta Quill", "Marta Ekholm", "Ruth Calder")} == {
        "Marta Quill": ("Marta Quill", None, None),
        "Marta Ekholm": ("Marta Ekholm", None, None),
        "Ruth Calder": ("Ruth Calder", None, None),
    }

    # Named in the settings, the file is taken in though no article changed.
    file.write_text(AUTHORITY, encoding="utf-8")
    monkeypatch.setenv("QUOTEHOUSE_AUTHORITY", str(file))
    extracted.clear()
    answer = ingest()
    assert (answer.code, answer.data["state"], extracted) == (0, "published", [])
    known = read_entities(home)
    mayor = ("Mayor Quill of Ansel", "Q4711", "NO")
    assert (known["Marta Quill"], known["Marta Ekholm"]) == (mayor, mayor)
    assert known["Ruth Calder"] == ("Ruth Calder", "Q4712", None)
    assert known["Robert Halden"] == without["Robert Halden"]
    assert ask(home, "select mention_count from mart.entities where wikidata_id = 'Q4711'") == ask(
        home, "select count(*) from mart.mentions where name_in_article in ('Marta Quill', 'Marta Ekholm')"
    )
    assert ask(home, "select count(*) from mart.entities where entity_name = 'Nobody Named'") == [(0,)], "in no article"
    assert set(ask(home, "select speaker_name from mart.quotes where quote_text like '%new nets%'")) == {(mayor[0],)}

    # The same file again changes nothing; a changed one is taken in.
    assert ingest().data["state"] == "unchanged"
    file.write_text(AUTHORITY.replace("; Marta Ekholm", "").replace("Q4712", "Q4799"), encoding="utf-8")
    assert ingest().data["state"] == "published"
    changed = read_entities(home)
    assert changed["Marta Quill"] == mayor
    assert changed["Marta Ekholm"] == without["Marta Ekholm"]
    assert changed["Ruth Calder"] == ("Ruth Calder", "Q4799", None)

    # Taken out of the settings, it leaves nothing behind.
    monkeypatch.delenv("QUOTEHOUSE_AUTHORITY")
    assert ingest().data["state"] == "published"
    assert read_entities(home) == without
    assert ask(home, "select count(*) from mart.entities where wikidata_id is not null") == [(0,)]


def test_authority_file_states_the_gender_of_a_person(
    ingest: Callable[..., Answer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "authority.csv"
    file.write_text("name,type,gender\nMarta Quill,PERSON,other\nRuth Calder,PERSON,\n", encoding="utf-8")
    monkeypatch.setenv("QUOTEHOUSE_AUTHORITY", str(file))
    assert ingest().code == 0
    rows = ask(
        tmp_path / "home", "select entity_name, gender, gender_source from mart.entities where gender is not null"
    )
    told = {name: (gender, source) for name, gender, source in rows}
    assert told["Marta Quill"] == ("other", "authority file")
    assert told["Ruth Calder"] == ("female", "first name")
    assert told["Robert Halden"] == ("male", "pronoun")


HEADING = AUTHORITY.splitlines()[0]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"{HEADING}\nMarta Quill,MAN,,,\n", "Line 2 of the authority file {file}: 'MAN' is not a type"),
        (f"{HEADING}\nMarta Quill,PERSON,,,\n\n,PERSON,,,\n", "Line 4 of the authority file {file} has no name"),
        (
            f"{HEADING}\nMarta Quill,PERSON,,4711,\n",
            "Line 2 of the authority file {file}: '4711' is not a Wikidata item",
        ),
        (f"{HEADING}\nMarta Quill,PERSON,,,Norway\n", "Line 2 of the authority file {file}: 'Norway' is not a country"),
        ("name,type,gender\nMarta Quill,PERSON,lady\n", "Line 2 of the authority file {file}: 'lady' is not a gender"),
        (
            "name,type,gender\nPort Ansel,GPE,female\n",
            "Line 2 of the authority file {file}: only a PERSON has a gender",
        ),
        (f"{HEADING}\nQuill, Marta,PERSON,,,\n", "Line 2 of the authority file {file} has more values"),
        (f"{HEADING}\nMarta Quill,PERSON\n", "Line 2 of the authority file {file} has fewer values"),
        (f"{HEADING}\n" + "Marta Quill,PERSON,,,\n" * 2, "Lines 2 and 3 of the authority file {file} are both"),
        ("name,kind\nMarta Quill,PERSON\n", "The authority file {file} has a column 'kind'"),
        ("name,aliases\nMarta Quill,\n", "The authority file {file} has no column 'type'"),
        ("", "The authority file {file} has no column 'name'"),
        (b"name,type\nMarta \xd8stby,PERSON\n", "The authority file {file} is not UTF-8"),
        (f'{HEADING}\n"Marta "Quill,PERSON,,,\n', "The authority file {file} is not CSV"),
        (None, "Cannot read the authority file {file}"),
    ],
)
def test_bad_authority_file_is_one_clear_error_before_anything_is_done(  # noqa: PLR0917
    ingest: Callable[..., Answer],
    extracted: list[Batch],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    text: str | bytes | None,
    told: str,
) -> None:
    file = tmp_path / "authority.csv"
    if text is not None:
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    monkeypatch.setenv("QUOTEHOUSE_AUTHORITY", str(file))
    answer = ingest()
    assert (answer.code, answer.data["state"]) == (2, "failed")
    assert told.format(file=file) in answer.data["message"]
    assert answer.err == f"Error: {answer.data['message']}\n"
    assert extracted == []
    assert not (tmp_path / "home" / "warehouse.duckdb").exists()


def test_decisions_file_of_the_settings_brings_decisions_into_a_rebuild(
    call: Call, ingest: Callable[..., Answer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, file = tmp_path / "home", tmp_path / "decisions.csv"
    ingest()
    by_rule = read_entities(home)
    assert by_rule["Bob Halden"][0] == by_rule["Robert Halden"][0]
    assert by_rule["Marta Ekholm"][0] != by_rule["Marta Quill"][0]
    for words in (("merge", "Marta Quill", "Marta Ekholm"), ("split", "Robert Halden", "Bob Halden")):
        answer = call("--home", home, "entities", *words, "--by", "ann", "--yes")
        assert answer.code == 0, answer.err
    judged = read_entities(home)
    assert judged["Marta Ekholm"][0] == "Marta Quill"
    assert judged["Bob Halden"][0] == "Bob Halden"
    assert judged["Robert Halden"][0] == "Robert Halden"
    assert call("--home", home, "entities", "export", file).code == 0

    # A fresh home, from the raw files: as the rules have it without the file, as the person decided with it.
    ingest("forgetful")
    assert read_entities(tmp_path / "forgetful") == by_rule
    monkeypatch.setenv("QUOTEHOUSE_DECISIONS", str(file))
    answer = ingest("rebuilt")
    assert (answer.code, answer.data["state"]) == (0, "published")
    rebuilt = tmp_path / "rebuilt"
    assert read_entities(rebuilt) == judged
    for view in ("mart.entities", "mart.mentions", "mart.quotes"):
        assert ask(rebuilt, f"from {view} order by all") == ask(home, f"from {view} order by all"), view
    told = "select kind, subject_name, other_name, decided_by, decided_at from core.decision order by all"
    assert ask(rebuilt, told) == ask(home, told)
    assert len(ask(rebuilt, told)) == 2
    assert ingest("rebuilt").data["state"] == "unchanged"


def test_missing_decisions_file_is_one_clear_error(
    ingest: Callable[..., Answer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "nowhere.csv"
    monkeypatch.setenv("QUOTEHOUSE_DECISIONS", str(file))
    answer = ingest()
    assert answer.code == 2
    assert f"Cannot read the decisions file {file}" in answer.err
    assert not (tmp_path / "home" / "warehouse.duckdb").exists()
