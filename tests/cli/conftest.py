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
from tests import staged_rows
from tests.warehouse.conftest import judge_names_plainly, load_staged, start_run
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

    from tests.staged_rows import Row

CUES = [("say", "neutral"), ("tell", "neutral"), ("claim", "assertive"), ("deny", "denial")]
ROOT = "/invented"
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
    post={"author_name": "Mira Talvik", "handle": "mtalvik", "post_text": "Closed on Friday."},
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


def _make_article(made: Made) -> Row:
    columns = {"shingle_count": 50, "signature": made.signature} if made.signature else {"shingle_count": 0}
    return staged_rows.make_article(
        made.path,
        made.raw,
        made.clean,
        body_start=len(made.headline) + 2,
        url=made.url,
        headline=made.headline,
        author_names=["Ann Writer"],
        outlet_name=made.outlet,
        published_on=made.day,
        sentence_count=3,
        mention_count=len(made.mentions),
        quote_count=len(made.quotes),
        **columns,
    )


def _make_mention(made: Made, article: Row, text: str, kind: str, name: str) -> Row:
    start, _ = made.find(text)
    named = {"entity_type": kind, "model_label": kind, "entity_name": name}
    return staged_rows.make_mention(article, start, text, is_headline=start < len(made.headline), **named)


def _make_quote(made: Made, article: Row, number: int, given: Row) -> Row:
    """A quote as `quote` gives it: other columns than those it names are taken as they are."""
    columns = dict(given)
    texts = [columns.pop("text"), *columns.pop("more", [])]
    columns.pop("statement")
    speaker, addressee = columns.pop("speaker"), columns.pop("addressee", None)
    speaker_text = columns.get("speaker_text", speaker)
    if speaker:
        columns |= {"speaker_name": speaker}
    if addressee:
        columns |= {"addressee_text": addressee, "addressee_name": addressee, "addressee_type": "PERSON"}
    place = made.find(speaker_text) if speaker_text else None
    return staged_rows.make_quote(article, [made.find(text) for text in texts], place, quote_number=number, **columns)


def _stage(con: duckdb.DuckDBPyConnection, articles: list[Made]) -> None:
    rows: dict[str, list[Row]] = {name: [] for name in read_schemas()}
    for made in articles:
        article = _make_article(made)
        rows["source_files"].append(staged_rows.make_file(article, ROOT))
        rows["source_records"].append(staged_rows.make_record(article, ROOT))
        rows["articles"].append(article)
        rows["mentions"] += [_make_mention(made, article, *mention) for mention in made.mentions]
        rows["entity_roles"] += [
            staged_rows.make_role(article, made.find(text)[0], text, name, sentence_number=1)
            for text, name in made.roles
        ]
        rows["quotes"] += [_make_quote(made, article, number, given) for number, given in enumerate(made.quotes)]
        if made.tail:
            start, end = made.find(made.tail)
            rows["removed_spans"].append(staged_rows.make_removed_span(article, start, end, "tweet", "embedded_tweet"))
            post = (made.post or {}) | {"posted_on": date(2024, 3, 3)}
            rows["embedded_posts"].append(staged_rows.make_post(article, start, end, **post))
    staging.clear_staging(con)
    staging.stage_frames(con, staged_rows.make_frames(rows))


def _resolve(con: duckdb.DuckDBPyConnection) -> None:
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
    con.execute(
        "update core.dim_entity set gender = 'female', gender_source = 'pronoun', gender_share = 1 "
        "where entity_name = 'Mira Talvik'"
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
    started = start_run(con, root=ROOT)
    con.begin()
    _stage(con, articles)
    failed = load_staged(con, started, cues=CUES, resolve=_resolve)
    assert failed.is_empty(), failed.to_dicts()
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
