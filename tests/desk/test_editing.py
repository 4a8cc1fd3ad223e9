"""A person's decisions through the forms of the desk, and who may send them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from desk.application import make_application
from desk.library import Library
from desk.safety import Settings
from pipeline.settings import load_settings
from warehouse.home import Home

if TYPE_CHECKING:
    from collections.abc import Iterator

QUOTES = """
    select quote_key, quote_text, speaker_name, speaker_entity_key from mart.quotes
    where speaker_type = 'PERSON' and statement_key is not null order by quote_key
"""


@pytest.fixture(scope="module")
def own_library(samples_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    home = Home(Path(shutil.copytree(samples_home, tmp_path_factory.mktemp("edited") / "home")))
    library = Library(home)
    library.refresh()
    yield library
    library.close()


@pytest.fixture(scope="module")
def editor(own_library: Library) -> TestClient:
    application = make_application(own_library, Settings(editor="Rita"), load_settings(home=own_library.home.path))
    return TestClient(application, base_url="http://localhost:8642")


def ask(library: Library, text: str) -> list[dict[str, Any]]:
    with library.read() as reading:
        return reading.ask(text, {})[1]


def read_token(client: TestClient) -> str:
    found = re.search(r'name="csrf" value="(\w+)"', client.get("/check").text)
    assert found is not None
    return found[1]


PERSONS = """
    select entity_key, entity_name from mart.entities where entity_type = 'PERSON' order by quote_count desc, entity_key
"""


def send(client: TestClient, action: str, **fields: object) -> list[dict[str, Any]]:
    fields |= {"csrf": read_token(client), "action": action}
    answer = client.post("/decide", data=fields, headers={"accept": "application/json"})
    assert answer.status_code == 200, answer.text
    rows: list[dict[str, Any]] = answer.json()["decisions"]
    return rows


def test_forms_without_their_token_and_desks_that_read_alone_decide_nothing(
    editor: TestClient, client: TestClient
) -> None:
    fields = {"action": "verify", "quote_key": "1"}
    assert editor.post("/decide", data=fields).status_code == 403
    assert editor.post("/decide", data=fields | {"csrf": "0" * 64}).status_code == 403
    own = fields | {"csrf": read_token(editor)}
    assert editor.post("/decide", data=own, headers={"origin": "http://evil.example"}).status_code == 403
    assert client.post("/decide", data=own).status_code == 403
    for wrong in ({"action": "nothing"}, {"quote_key": "x"}, {"quote_key": "1"}, {"action": "reject", "reason": "bad"}):
        assert editor.post("/decide", data=own | wrong).status_code == 400, wrong
    assert 'action="/decide"' not in client.get("/check").text
    assert editor.get("/decide").status_code == 405


def test_quotes_are_verified_rejected_corrected_and_all_is_undone(editor: TestClient, own_library: Library) -> None:
    first, second, third = ask(own_library, QUOTES)[:3]
    before = len(ask(own_library, QUOTES))
    back = f"/quote/{first['quote_key']}"
    form = {"csrf": read_token(editor), "action": "verify", "quote_key": first["quote_key"], "back": back}
    answer = editor.post("/decide", data=form, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, back)
    assert '<span class="chip ok">verified</span>' in editor.get(back).text
    send(editor, "reject", quote_key=second["quote_key"], reason="garbled", comment="half a sentence")
    send(editor, "speaker", quote_key=third["quote_key"], speaker=first["speaker_name"], source="named")
    own_library.refresh()
    assert len(ask(own_library, QUOTES)) == before - 1
    rejected = editor.get(f"/quote/{second['quote_key']}").text
    assert "rejected" in rejected
    assert "half a sentence" in rejected
    corrected = editor.get(f"/quote/{third['quote_key']}.json").json()
    assert corrected["quote"]["speaker_name"] == first["speaker_name"]
    assert {row["decided_by"] for row in editor.get("/decisions.json").json()["rows"]} == {"Rita"}
    assert first["quote_key"] not in {row["quote_key"] for row in editor.get("/check.json").json()["rows"]}
    keys = [str(row["decision_key"]) for row in ask(own_library, "select decision_key from mart.decisions")]
    send(editor, "undo", decision_key=keys)
    own_library.refresh()
    assert [row["quote_text"] for row in ask(own_library, QUOTES)][:3] == [
        row["quote_text"] for row in (first, second, third)
    ]
    assert "<button>Undo" not in editor.get("/decisions").text


def test_a_merge_says_what_moves_before_it_is_done(editor: TestClient, own_library: Library) -> None:
    kept, other = ask(own_library, PERSONS)[:2]
    preview = editor.get("/moving", params={"entity_key": kept["entity_key"], "other": other["entity_name"]})
    assert "would move" in preview.text
    assert f'value="{other["entity_key"]}"' in preview.text
    assert editor.get("/moving", params={"entity_key": kept["entity_key"], "other": "Xyzzy"}).status_code == 404
    (row,) = send(editor, "merge", entity_key=kept["entity_key"], other_entity_key=other["entity_key"])
    own_library.refresh()
    assert other["entity_name"] not in {one["entity_name"] for one in ask(own_library, PERSONS)}
    page = editor.get(f"/speaker/{kept['entity_key']}").text
    assert "What people decided" in page
    send(editor, "undo", decision_key=row["decision_key"])
    own_library.refresh()
    assert other["entity_name"] in {one["entity_name"] for one in ask(own_library, PERSONS)}


def test_a_split_says_what_leaves_before_it_is_done(editor: TestClient, own_library: Library) -> None:
    kept, other = ask(own_library, PERSONS)[:2]
    (merge,) = send(editor, "merge", entity_key=kept["entity_key"], other_entity_key=other["entity_key"])
    own_library.refresh()
    preview = editor.get("/moving", params={"entity_key": kept["entity_key"], "name": other["entity_name"]}).text
    assert "leaves" in preview
    assert "stays" in preview
    decided = send(editor, "split", entity_key=kept["entity_key"], name=other["entity_name"])
    own_library.refresh()
    assert {row["kind"] for row in decided} == {"entity_different"}
    names = {row["entity_name"] for row in ask(own_library, PERSONS)}
    assert {kept["entity_name"], other["entity_name"]} <= names
    send(editor, "undo", decision_key=[str(row["decision_key"]) for row in (*decided, merge)])
    own_library.refresh()
    assert ask(own_library, PERSONS)[:2] == [kept, other]


def test_two_quotes_are_decided_to_be_one_statement_and_not_to_be(editor: TestClient, own_library: Library) -> None:
    text = """
        select one.quote_key, one.statement_key, other.quote_key as other_quote_key
        from mart.quotes as one
        inner join mart.quotes as other
            on other.statement_key = one.statement_key and other.article_key > one.article_key
        order by all limit 1
    """
    before = ask(own_library, text)
    (pair,) = before
    shown = editor.get(f"/statement/{pair['statement_key']}").text
    assert 'name="action" value="relate"' in shown, "the page of a statement has the form"
    keys = {"quote_key": pair["quote_key"], "other_quote_key": pair["other_quote_key"]}
    (apart,) = send(editor, "relate", **keys, same=0)
    assert (apart["kind"], apart["state"]) == ("statement_different", "held")
    own_library.refresh()
    told = "select distinct statement_key from mart.quotes where quote_key in ({quote_key}, {other_quote_key})"
    assert len(ask(own_library, told.format(**keys))) == 2
    (together,) = send(editor, "relate", **keys, same=1)
    assert together["kind"] == "statement_same"
    own_library.refresh()
    assert len(ask(own_library, told.format(**keys))) == 1
    send(editor, "undo", decision_key=[together["decision_key"], apart["decision_key"]])
    own_library.refresh()
    assert ask(own_library, text) == before


def test_outlets_are_named_and_merged_by_the_form(editor: TestClient, own_library: Library) -> None:
    text = "select distinct outlet_name from mart.articles where outlet_name is not null order by all"
    before = ask(own_library, text)
    one, other = (row["outlet_name"] for row in before[:2])
    (named,) = send(editor, "outlet", outlet=one, name="The Morning Paper")
    (merged,) = send(editor, "outlet", outlet=one, other=other)
    assert (named["kind"], merged["kind"]) == ("outlet_named", "outlet_same")
    own_library.refresh()
    after = {row["outlet_name"] for row in ask(own_library, text)}
    assert "The Morning Paper" in after
    assert not {one, other} & after
    assert editor.get("/outlet", params={"name": "The Morning Paper"}).status_code == 200
    send(editor, "undo", decision_key=[merged["decision_key"], named["decision_key"]])
    own_library.refresh()
    assert ask(own_library, text) == before


def test_an_article_s_outlet_day_and_authors_are_put_right_by_the_form(
    editor: TestClient, own_library: Library
) -> None:
    text = "select article_key, outlet_name, published_on, author_names from mart.articles order by all limit 1"
    (before,) = ask(own_library, text)
    key = before["article_key"]
    assert 'name="published_on_before"' in editor.get(f"/article/{key}").text
    said = {"outlet": "Evening Wire", "published_on": "2024-02-29", "authors": "Ann Berg; Olaf Dahl"}
    unchanged = {"outlet_before": before["outlet_name"] or "", "published_on_before": "", "authors_before": ""}
    rows = send(editor, "article", article_key=key, **said, **unchanged)
    assert {row["kind"] for row in rows} == {"article_outlet", "article_date", "article_author"}
    own_library.refresh()
    (after,) = ask(own_library, f"select * from mart.articles where article_key = {key}")
    assert (after["outlet_name"], str(after["published_on"])) == ("Evening Wire", "2024-02-29")
    assert after["author_names"] == ["Ann Berg", "Olaf Dahl"]
    form = {"csrf": read_token(editor), "action": "article", "article_key": key, "published_on": "yesterday"}
    refused = editor.post("/decide", data=form)
    assert refused.status_code == 400
    assert "is no day" in refused.text
    send(editor, "undo", decision_key=[row["decision_key"] for row in rows])
    own_library.refresh()
    assert ask(own_library, text) == [before]


def test_names_are_suggested_from_their_first_letters(editor: TestClient, own_library: Library) -> None:
    wanted = ask(own_library, PERSONS)[0]
    found = editor.get("/names.json", params={"q": wanted["entity_name"][:-2].lower()}).json()["rows"]
    assert str(wanted["entity_key"]) in {row["entity_key"] for row in found}
    assert editor.get("/names.json", params={"q": ""}).json()["rows"] == []
