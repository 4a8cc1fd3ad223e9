"""`quotehouse clean`: one article with its cuts, in the terminal and as a page."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from articles.cleaning.rules import KINDS
from cli.support.kind_colours import STYLES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Answer

BODY = (
    'The mayor of Quessel said on Monday that "the bridge will close" for good, because its pillars have been cracked '
    "since the flood of last year."
)
RED = (
    "A letter in \x1b[31mred\x1b[0m, which [bold]nobody[/bold] signed, reached the council of the town on the same day."
)
SCRIPT = "Whoever wrote it had put <script>alert(1)</script> between two of its lines, the clerk of the council found."
ARTICLE = f"Harbour bridge to close\nBy Jane Doe\n\n{BODY}\r\n\r\n{RED}\n\nAdvertisement\n\n{SCRIPT}\n"


@pytest.fixture
def article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "bridge.txt"
    path.write_bytes(ARTICLE.encode())
    return path


def test_shows_what_is_kept_and_what_is_cut(call: Callable[..., Answer], article: Path) -> None:
    answer = call("clean", article)
    assert (answer.code, answer.err) == (0, "")
    lines = answer.out.splitlines()
    assert lines[0] == "bridge.txt (text, utf-8)"
    assert "headline: Harbour bridge to close [text]" in lines
    assert "author_names: Jane Doe [text]" in lines
    assert "[-By Jane Doe-]{byline.by}" in lines
    assert "[-Advertisement-]{ad.marker}" in lines
    assert BODY in lines, "a pipe gets each paragraph whole"
    assert re.fullmatch(r"2 cuts, 22 of \d+ characters \(\d%\): ad 1, byline 1\.", lines[-1])


def test_what_an_article_holds_stays_text(call: Callable[..., Answer], article: Path) -> None:
    out = call("clean", article).out
    assert "\x1b" not in out
    assert "\ufffd[31mred" in out
    assert "[bold]nobody[/bold]" in out
    assert "<script>alert(1)</script>" in out


def test_colours_by_kind_and_wraps_on_a_terminal(
    call: Callable[..., Answer], article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.delenv("NO_COLOR", raising=False)
    out = call("clean", article).out
    assert "\x1b[9;32mBy Jane Doe\x1b[0m\x1b[2;32m byline.by\x1b[0m" in out
    assert "\x1b[31m" not in out, "the article's own escape is no colour"
    plain = re.sub(r"\x1b\[[\d;]*m", "", out)
    assert max(map(len, plain.splitlines())) <= 80
    monkeypatch.setenv("NO_COLOR", "1")
    assert "[-By Jane Doe-]{byline.by}" in call("clean", article).out


def test_writes_a_page_that_runs_nothing(call: Callable[..., Answer], article: Path) -> None:
    answer = call("clean", article, "--html", "out.html")
    assert (answer.code, answer.out) == (0, "")
    assert "out.html shows bridge.txt: 2 cuts" in answer.err
    page = (article.parent / "out.html").read_text("utf-8")
    assert "default-src 'none'" in page
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "\x1b" not in page
    assert "://" not in page
    assert "prefers-color-scheme: dark" in page
    assert '<del class="green" title="byline">By Jane Doe</del> <code class="green">byline.by</code>' in page


def test_as_json(call: Callable[..., Answer], article: Path) -> None:
    data = call("clean", article, "--json").data
    assert [span["rule_id"] for span in data["removed_spans"]] == ["byline.by", "ad.marker"]
    assert {"name": "author_names", "value": ["Jane Doe"], "source": "text"} in data["metadata"]
    for span in data["removed_spans"]:
        assert ARTICLE[span["raw_start"] : span["raw_end"]] == span["removed_text"]


def test_shows_a_record_of_a_container(call: Callable[..., Answer], article: Path) -> None:
    path = article.with_name("export.jsonl")
    rows = [{"id": f"n{n}", "text": f"{BODY} No {n}.", "author": "Ida Brenn"} for n in (1, 2)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    first = call("clean", path)
    assert first.out.splitlines()[0] == "export.jsonl#n1 (json, utf-8)"
    assert "author_names: Ida Brenn [record]" in first.out
    assert "export.jsonl holds several records; this is the first. --record ID shows another." in first.err
    second = call("clean", path, "--record", "n2")
    assert second.err == ""
    assert "No 2." in second.out
    missing = call("clean", path, "--record", "n9")
    assert missing.code == 2
    assert " ".join(missing.err.split()) == "Error: export.jsonl has no record 'n9'. Its first records are: n1, n2."


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["gone.txt"], 2, "There is no file or folder gone.txt."),
        (["."], 2, "'.' is a folder. Name one file in it."),
        (["empty.txt"], 1, "Error: empty.txt: "),
        (["photo.raw"], 1, "has no suffix that names a readable format"),
        (["bridge.txt", "--record", "3"], 2, "bridge.txt holds one article and no records. Leave --record out."),
        (["bridge.txt", "--html", "bridge.txt"], 2, "'bridge.txt' is the article itself."),
        (["bridge.txt", "--html", "no/out.html"], 2, "There is no folder 'no'"),
        (["bridge.txt", "--html", "o.html", "--json"], 2, "--html and --json contradict each other."),
        ([], 2, "Missing argument 'FILE'."),
    ],
)
def test_says_what_is_wrong(
    call: Callable[..., Answer], article: Path, words: list[str], code: int, message: str
) -> None:
    (article.parent / "empty.txt").write_text("", "utf-8")
    (article.parent / "photo.raw").write_bytes(b"\x00\x01")
    answer = call("clean", *words)
    assert answer.code == code
    assert answer.out == ""
    assert " ".join(message.split()).rstrip(".") in " ".join(answer.err.split())
    assert "unforeseen" not in answer.err


def test_every_kind_has_a_colour() -> None:
    listed = [kind for kinds in STYLES.values() for kind in kinds]
    assert sorted(listed) == sorted({*KINDS, "repeated", "subheading"})  # these two are found without a pattern


def test_loads_neither_warehouse_nor_model(project_path: Path, article: Path) -> None:
    code = (
        "import sys\nfrom cli.application import run\nrun(sys.argv[1:])\n"
        "sys.stderr.write(' '.join({'duckdb', 'spacy', 'prefect', 'polars', 'great_expectations'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "clean", str(article)],
        cwd=project_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
