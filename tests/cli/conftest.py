"""A small warehouse of invented articles, loaded and published as a run would do it, and a way to call commands."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from cli.application import run
from terms.states import RunState
from tests.warehouse.conftest import judge_names_plainly
from warehouse import audit, quarantine, runs
from warehouse.build import open_build
from warehouse.home import Home, open_home
from warehouse.loading import load, staging
from warehouse.publish import publish
from warehouse.schema.catalog import read_schemas
from warehouse.support.values import read_frame

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import duckdb

CUES = [("say", "neutral"), ("tell", "neutral"), ("claim", "assertive"), ("deny", "denial")]
NAMES = ("Mira Talvik", "Jonas Wehr", "Ida Brenn")


@dataclass
class Made:
    """One invented article: its raw text is also its clean text, but for the last line, which is boilerplate."""

    path: str
    outlet: str | None
    day: date | None
    headline: str
    body: str
    tail: str = ""
    url: str | None = None
    story: str = "harbour"
    mentions: list[tuple[str, str, str]] = field(default_factory=list)  # text, type, name
    quotes: list[dict[str, Any]] = field(default_factory=list)
    post: dict[str, Any] | None = None
    signature: list[int] | None = None
    roles: list[tuple[str, str]] = field(default_factory=list)  # text, name of the bearer

    @property
    def clean(self) -> str:
        return f"{self.headline}\n\n{self.body}"

    @property
    def raw(self) -> str:
        return f"{self.clean}\n\n{self.tail}" if self.tail else self.clean

    @property
    def content_hash(self) -> str:
        return hashlib.blake2b(self.raw.encode(), digest_size=16).hexdigest()

    def find(self, text: str) -> tuple[int, int]:
        start = self.raw.index(text, 0 if text in self.headline else len(self.headline))
        return start, start + len(text)


def quote(text: str, speaker: str | None, cue: str, lemma: str, statement: str, **more: Any) -> dict[str, Any]:
    return {"text": text, "speaker": speaker, "cue": cue, "cue_lemma": lemma, "statement": statement, **more}


COURIER = Made(
    path="courier.txt",
    outlet="The Harbour Courier",
    day=date(2024, 3, 4),
    headline="Quessel port to close",
    body=(
        '"The port will close on Friday," Mira Talvik said. "Nobody has to leave." Jonas Wehr denied that the cranes '
        "were unsafe. A dock worker said wages were late."
    ),
    tail="Mira Talvik (@mtalvik) Closed on Friday. March 3, 2024",
    mentions=[
        ("Quessel", "GPE", "Quessel"),
        ("Mira Talvik", "PERSON", "Mira Talvik"),
        ("Jonas Wehr", "PERSON", "Jonas Wehr"),
    ],
    quotes=[
        quote(
            "The port will close on Friday,",
            "Mira Talvik",
            "said",
            "say",
            "closing",
            quote_type="direct",
            more=["Nobody has to leave."],
        ),
        quote("the cranes were unsafe", "Jonas Wehr", "denied", "deny", "cranes", is_denied=True),
        quote(
            "wages were late",
            "A dock worker",
            "said",
            "say",
            "wages",
            speaker_type="DESCRIPTION",
            source_kind="anonymous",
        ),
    ],
    roles=[("dock worker", "Jonas Wehr")],
    post={"platform": "twitter", "author_name": "Mira Talvik", "handle": "mtalvik", "post_text": "Closed on Friday."},
    signature=[*range(128)],
)
INLAND = Made(
    path="inland.txt",
    outlet="Inland Post",
    day=date(2024, 3, 5),
    headline="Port closes",
    body=(
        "Mira Talvik told Jonas Wehr that the port of Quessel would close on Friday. Talvik claimed the fish would "
        "return. Ida Brenn stayed away."
    ),
    mentions=[
        ("Mira Talvik", "PERSON", "Mira Talvik"),
        ("Jonas Wehr", "PERSON", "Jonas Wehr"),
        ("Quessel", "GPE", "Quessel"),
        ("Ida Brenn", "PERSON", "Ida Brenn"),
    ],
    quotes=[
        quote(
            "the port of Quessel would close on Friday",
            "Mira Talvik",
            "told",
            "tell",
            "closing",
            addressee="Jonas Wehr",
        ),
        quote("the fish would return", "Mira Talvik", "claimed", "claim", "fish", speaker_text="Talvik"),
    ],
    signature=[*range(64), *range(64)],
)
RAIN = Made(
    path="rain.txt",
    outlet=None,
    day=date(2024, 3, 12),
    headline="Rain",
    body="It rained in Quessel, it was said.",
    url="https://example.org/rain",
    story="rain",
    mentions=[("Quessel", "GPE", "Quessel")],
    quotes=[quote("It rained in Quessel", None, "said", "say", "rain")],
)
RAIN_AGAIN = Made(
    path="rain.txt",
    outlet=None,
    day=date(2024, 3, 12),
    headline="Heavy rain",
    body="It rained in Quessel.",
    url="https://example.org/rain",
    story="rain",
    mentions=[("Quessel", "GPE", "Quessel")],
)


def _article_row(made: Made) -> dict[str, Any]:
    removed = sum(not c.isspace() for c in made.tail)
    return {
        "content_hash": made.content_hash,
        "source_path": made.path,
        "source_format": "text",
        "encoding": "utf-8",
        "raw_text": made.raw,
        "clean_text": made.clean,
        "body_start": len(made.headline) + 2,
        "offset_map": [{"clean_start": 0, "raw_start": 0, "char_count": len(made.clean)}],
        "shingle_count": 50 if made.signature else 0,
        "signature": made.signature,
        "url": made.url,
        "headline": made.headline,
        "author_names": ["Ann Writer"],
        "outlet_name": made.outlet,
        "published_on": made.day,
        "agency_names": [],
        "photo_credits": [],
        "language": "en",
        "raw_char_count": len(made.raw),
        "clean_char_count": len(made.clean),
        "removed_char_count": removed,
        "removed_share": removed / sum(not c.isspace() for c in made.raw),
        "word_count": len(made.clean.split()),
        "sentence_count": 3,
        "paragraph_count": 2,
        "mention_count": len(made.mentions),
        "quote_count": len(made.quotes),
        "extractor_version": "1",
    }


def _mention_row(made: Made, text: str, kind: str, name: str) -> dict[str, Any]:
    start, end = made.find(text)
    return {
        "content_hash": made.content_hash,
        "raw_start": start,
        "raw_end": end,
        "clean_start": start,
        "clean_end": end,
        "sentence_number": 0,
        "is_headline": start < len(made.headline),
        "mention_text": text,
        "entity_type": kind,
        "model_label": kind,
        "entity_name": name,
        "name_rule": "itself",
    }


def _quote_row(made: Made, number: int, given: dict[str, Any]) -> dict[str, Any]:
    spans = [made.find(text) for text in [given["text"], *given.get("more", [])]]
    speaker_text = given.get("speaker_text", given["speaker"])
    speaker = made.find(speaker_text) if speaker_text else (None, None)
    return {
        "content_hash": made.content_hash,
        "quote_number": number,
        "quote_type": given.get("quote_type", "indirect"),
        "quote_text": " ".join([given["text"], *given.get("more", [])]),
        "raw_start": spans[0][0],
        "raw_end": spans[-1][1],
        "clean_start": spans[0][0],
        "clean_end": spans[-1][1],
        "fragments": [{"raw_start": start, "raw_end": end} for start, end in spans],
        "sentence_number": 0,
        "speaker_text": speaker_text,
        "speaker_raw_start": speaker[0],
        "speaker_raw_end": speaker[1],
        "speaker_name": given["speaker"],
        "speaker_type": given.get("speaker_type", "PERSON") if given["speaker"] else None,
        "speaker_rule": "subject" if given["speaker"] else None,
        "source_kind": given.get("source_kind", "person") if given["speaker"] else "none",
        "is_denied": given.get("is_denied", False),
        "cue": given["cue"],
        "cue_lemma": given["cue_lemma"],
        "addressee_text": given.get("addressee"),
        "addressee_name": given.get("addressee"),
        "addressee_type": "PERSON" if given.get("addressee") else None,
        "method": "clause",
        "confidence": 0.95,
    }


def _role_row(made: Made, text: str, name: str) -> dict[str, Any]:
    start, end = made.find(text)
    return {
        "content_hash": made.content_hash,
        "raw_start": start,
        "raw_end": end,
        "clean_start": start,
        "clean_end": end,
        "sentence_number": 1,
        "role_text": text,
        "entity_type": "PERSON",
        "entity_name": name,
        "country_code": "NO",
        "role_rule": "before",
    }


def _stage(con: duckdb.DuckDBPyConnection, articles: list[Made]) -> None:
    schemas = read_schemas()
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in schemas}
    for made in articles:
        place = {"root_path": "/invented", "source_path": made.path, "content_hash": made.content_hash}
        rows["source_files"].append({**place, "byte_count": len(made.raw.encode()), "modified_at_ns": 1})
        rows["source_records"].append({**place, "file_path": made.path, "outcome": "pending"})
        rows["articles"].append(_article_row(made))
        rows["mentions"] += [_mention_row(made, *mention) for mention in made.mentions]
        rows["entity_roles"] += [_role_row(made, *role) for role in made.roles]
        rows["quotes"] += [_quote_row(made, number, given) for number, given in enumerate(made.quotes)]
        if made.tail:
            start, end = made.find(made.tail)
            span = {"content_hash": made.content_hash, "raw_start": start, "raw_end": end}
            rows["removed_spans"].append(
                {**span, "removed_text": made.tail, "kind": "tweet", "rule_id": "embedded_tweet"}
            )
            rows["embedded_posts"].append({**span, **(made.post or {}), "posted_on": date(2024, 3, 3), "link_urls": []})
    staging.clear_staging(con)
    frames = {name: pl.DataFrame(rows[name], schema=schemas[name]) for name in schemas if rows[name]}
    staging.stage_frames(con, frames)


def _resolve(con: duckdb.DuckDBPyConnection, articles: list[Made]) -> None:
    judge_names_plainly(con)
    told = {" ".join([q["text"], *q.get("more", [])]): q["statement"] for made in ALL for q in made.quotes}
    texts = {statement: text for text, statement in reversed(told.items())}
    quotes = read_frame(con.sql("select quote_key, quote_text from mart.quotes order by quote_key"))
    statements = [told[text] for text in quotes["quote_text"]]
    load.load_statements(
        con,
        quotes.select(
            "quote_key",
            pl.Series("statement_id", statements),
            pl.Series("statement_text", [texts[statement] for statement in statements]),
            match_score=pl.lit(1.0),
        ),
    )
    stories = {made.path: made.story for made in ALL}
    current = load.read_story_articles(con)
    told_stories = [stories[path] for path in current["source_path"]]
    load.load_stories(
        con,
        current.select(
            "article_key",
            pl.Series("story_id", told_stories),
            pl.Series("story_name", [s.title() for s in told_stories]),
        ),
    )


ALL = [COURIER, INLAND, RAIN, RAIN_AGAIN]


def load_run(con: duckdb.DuckDBPyConnection, articles: list[Made], state: str = "published") -> runs.Run:
    """Load articles as one run, check that all audits pass, and write how the run ended."""
    started = runs.start_run(
        con,
        runner="direct",
        input_paths=["/invented"],
        code_version="0",
        extractor_version="1",
        model_name="none",
    )
    con.begin()
    _stage(con, articles)
    load.load_cues(con, CUES)
    load.load_facts(con, started, extractor_version="1", file_count=len(articles), unopened_count=0)
    _resolve(con, articles)
    results = audit.run_audits(con, started)
    failed = results.filter(~pl.col("is_passed"))
    assert failed.is_empty(), failed.to_dicts()
    audit.record_results(con, started, results)
    runs.finish_run(con, started, RunState(state))
    con.commit()
    return started


def _hold_back(con: duckdb.DuckDBPyConnection, started: runs.Run) -> None:
    schema = read_schemas("quarantine")["record"]
    rows: list[dict[str, Any]] = [
        {
            "stage": "read",
            "reason_code": "empty_file",
            "message": "The file is empty. Put an article into it or remove it.",
            "source_path": "empty.txt",
            "byte_count": 0,
        },
        {
            "stage": "read",
            "reason_code": "binary_file",
            "message": "The file is no text. Convert it first.",
            "source_path": "photo.txt",
            "content_hash": "00ff",
            "byte_count": 4_000,
            "raw_excerpt": bytes(range(256)),
        },
        {
            "stage": "validate",
            "reason_code": "expect_span_inside_text",
            "message": "The span lies outside the text.",
            "source_path": "inland.txt",
            "table_name": "mentions",
            "row_json": json.dumps({"raw_start": -1, "mention_text": "\x1b[31mred"}),
        },
    ]
    columns = list(dict.fromkeys(name for row in rows for name in row))
    frame = pl.DataFrame(rows, schema={name: schema[name] for name in columns})
    quarantine.quarantine_records(con, started, frame)


def record_check(con: duckdb.DuckDBPyConnection, started: runs.Run, severity: str) -> None:
    """Write one failed expectation."""
    schema = read_schemas("meta")["quality_result"]
    row = {
        "table_name": "staging.quotes",
        "check_name": "expect_quote_to_have_words",
        "check_kind": "expectation",
        "column_name": "quote_text",
        "severity": severity,
        "reason": "A quote without words says nothing.",
        "is_passed": False,
        "checked_count": 6,
        "failed_count": 4,
        "failing_rows": json.dumps([{"source_path": f"q{n}.txt", "quote_text": ""} for n in range(4)]),
        "checked_at": datetime(2024, 3, 20, tzinfo=UTC).replace(tzinfo=None),
    }
    names = [name for name in schema if name != "run_key"]
    audit.record_results(con, started, pl.DataFrame([row], schema={name: schema[name] for name in names}))


@pytest.fixture(scope="session")
def published_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with two published runs: three articles, one of them changed in the second run. Not to be written."""
    home = open_home(tmp_path_factory.mktemp("published") / "home")
    con = open_build(home)
    load_run(con, [COURIER, INLAND, RAIN])
    second = load_run(con, [RAIN_AGAIN])
    _hold_back(con, second)
    record_check(con, second, "warn")
    publish(con, home)
    (home.reports / "run-000002.html").write_text("<title>Report</title>", "utf-8")
    return home


@pytest.fixture
def own_home(published_home: Home, tmp_path: Path) -> Home:
    """A copy of the published home that a test may change."""
    shutil.copytree(published_home.path, tmp_path / "home")
    return Home(tmp_path / "home")


ODD = Made(
    path="odd.txt",
    outlet=None,
    day=None,
    headline="Odd [red]news[/red]",
    body="Ola Brandt said the \x1b[31mred\x1b[0m [bold]boat[/bold] <script>sank</script>.",
    story="odd",
    quotes=[
        quote("the \x1b[31mred\x1b[0m [bold]boat[/bold] <script>sank</script>", "Ola Brandt", "said", "say", "boat")
    ],
)


@pytest.fixture
def odd_home(own_home: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    """The published home with one more article, whose words would steer a terminal or a page that let them."""
    monkeypatch.setattr("tests.cli.conftest.ALL", [*ALL, ODD])
    con = open_build(own_home)
    load_run(con, [ODD])
    publish(con, own_home)
    return own_home


@dataclass
class Answer:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Answer]:
    """Call the command line in this process, as an 80-column terminal without colours would."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("QUOTEHOUSE_HOME", raising=False)

    def call(*words: object) -> Answer:
        capsys.readouterr()
        code = run([str(word) for word in words])
        out, err = capsys.readouterr()
        return Answer(int(code), out, err)

    return call
