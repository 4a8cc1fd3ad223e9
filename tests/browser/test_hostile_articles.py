"""An article with script in every field, ingested for real: nothing of it runs on any page that is written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from cli.application import run
from desk.library import Library
from expectations.data_docs import write_data_docs
from pipeline.run import run_ingest
from pipeline.settings import Settings
from pipeline.stages import extract
from tests.browser.test_report_pages import HAS_HANDLER, OPEN_DETAILS
from tests.desk.serving import serve
from tests.pipeline.runs import make_extractor_class
from warehouse.home import Home
from warehouse.loading.published_frames import read_staged_frames
from warehouse.query import open_published

if TYPE_CHECKING:
    from pathlib import Path

    from spacy.language import Language

    from tests.browser.chromium import Page

TAG = "<script>document.title='run'</script><img src=x onerror=\"document.title='run'\">"
LINK = "javascript:document.title='run'"
BREAK = "\"'></style></textarea></title><svg/onload=document.title='run'>"
SAID = f'"We shall build the tram {TAG} and the bridge {BREAK} by the spring of next year," said Marta Quill.'
BODY = f"""The council of Port Ansel met on Monday {TAG} to hear of the tram.

{SAID}

Marta Quill {TAG} said that the bridge {BREAK} would close. <a href="{LINK}" onclick="document.title='run'">Read</a>

Advertisement {TAG}

The harbour master, Joost Verbeek, said the quay was too weak to carry a tram.
"""
PLAIN = "<img src=x onerror=document.title='run'>.txt"
# Elements that the desk has not put there itself, and links that lead elsewhere than into it.
FIND_FOREIGN = """[...document.querySelectorAll(
    "iframe, object, embed, svg[onload], style, script:not([src='/static/desk.js']), img:not(.chart)"
)].map((node) => node.outerHTML.slice(0, 80)).concat([...document.links].map((link) => link.href).filter(
    (href) => !href.startsWith(location.origin) && !href.startsWith("https://harbour.example/")
))"""
FIND_RUNNABLE = "document.querySelectorAll('script, iframe, object, embed, img, form, link:not([rel=icon])').length"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory, nlp: Language) -> Path:
    """A folder with a home of two hostile articles, and of a text that could not be read."""
    root = tmp_path_factory.mktemp("hostile")
    folder, home = root / "articles", Home(root / "home")
    folder.mkdir()
    record = {
        "id": f"1{TAG}",
        "title": f"Tram {TAG}{BREAK}",
        "authors": [f"Petra Lindqvist {TAG}", BREAK],
        "source": f"Harbour Post {TAG}",
        "url": LINK,
        "section": f"News {TAG}",
        "published": "2026-05-04",
        "text": BODY,
    }
    twin = record | {"id": "2", "url": f"https://harbour.example/{BREAK}", "source": f"Evening {TAG}"}
    (folder / f"day {TAG.replace('/', '')}.jsonl").write_text(f"{json.dumps(record)}\n{json.dumps(twin)}\n", "utf-8")
    (folder / PLAIN).write_text(f"Tram {TAG}\n\nBy Petra {TAG}\n\n{BODY}", "utf-8")
    (folder / "<svg onload=document.title='run'>.txt").write_bytes(b"\x00\x01" + TAG.encode() * 3)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(extract, "Extractor", make_extractor_class(nlp, lambda _: None))
        assert run_ingest(Settings(home=home.path), [folder]).counts["loaded_count"] >= 2
    return root


@pytest.fixture(scope="module")
def pages(root: Path) -> list[Path]:
    """Every page that is written of them."""
    plain, home = root / "articles" / PLAIN, Home(root / "home")
    assert run(["clean", str(plain), "--html", str(root / "clean.html")]) == 0
    with open_published(home) as con:
        write_data_docs(next(read_staged_frames(con, 100)), home.reports / "data-docs")
    return [root / "clean.html", *home.reports.glob("*.html"), *home.reports.glob("data-docs/*.html")]


def test_nothing_of_a_hostile_article_runs_or_is_fetched(page: Page, pages: list[Path]) -> None:
    names = {path.name.partition("-")[0] for path in pages}
    assert {"clean.html", "index.html", "run", "article", "stories.html", "quotes.html"} <= names
    holding = 0
    for path in pages:
        text = path.read_text("utf-8")
        holding += "document.title" in text
        page.open(path.as_uri())
        page.evaluate(OPEN_DETAILS)
        where = path.name
        assert page.evaluate("document.title") != "run", where
        assert page.evaluate(FIND_RUNNABLE) == 0, where
        assert page.evaluate(HAS_HANDLER) is False, where
        assert page.evaluate("[...document.links].every((link) => link.protocol === 'file:')"), where
        assert page.complaints == [], where
        assert [url for url in page.requests if not url.startswith(("file:", "data:"))] == [], where
        assert page.evaluate("document.querySelectorAll('main, body > *').length") > 0, where
    assert holding >= 4  # the words themselves are shown


def test_nothing_of_a_hostile_article_runs_in_the_desk(page: Page, root: Path) -> None:
    library = Library(Home(root / "home"))
    library.refresh()
    with library.read() as reading:
        articles = reading.ask("select article_key, story_key from mart.articles", {})[1]
        names = reading.ask("select distinct entity_key from mart.entities", {})[1]
        statements = reading.ask("select distinct statement_key from mart.statements", {})[1]
    payload = quote(f"{TAG}{BREAK}")
    paths = ["/", "/outlets", "/stories", "/quarantine", "/quality", f"/search?q=tram+{payload}&outlet={payload}"]
    paths += [f"/search?q=tram&in={record}" for record in ("quotes", "articles", "names")]
    paths += [f"/counts?by=outlet&speaker={payload}", f"/sql?sql=select+*+from+mart.quotes&p.x={payload}"]
    paths += [f"/outlet?name={quote(f'Harbour Post {TAG}')}", f"/article/{articles[0]['article_key']}?cuts=1"]
    paths += [f"/article/{row['article_key']}" for row in articles] + [f"/story/{row['story_key']}" for row in articles]
    paths += [f"/speaker/{row['entity_key']}" for row in names]
    paths += [f"/statement/{row['statement_key']}" for row in statements]
    with serve(library) as base:
        for path in paths:
            page.open(base + path, is_offline=False)
            page.evaluate(OPEN_DETAILS)
            assert page.evaluate("document.title") != "run", path
            assert page.evaluate(FIND_FOREIGN) == [], path
            assert page.evaluate(HAS_HANDLER) is False, path
            assert [text for text in page.complaints if "404" not in text] == [], path
            assert [url for url in page.requests if not url.startswith((base, "data:"))] == [], path
