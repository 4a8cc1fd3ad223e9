"""The links of docs/questions.md lead to answers over the sample articles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.testclient import TestClient

    from desk.library import Library

KEYS = {
    "speaker": "select speaker_entity_key from mart.quotes where speaker_type = 'PERSON' group by 1 order by 1 limit 1",
    "article": "select article_key from mart.articles order by quote_count desc limit 1",
    "story": "select story_key from mart.stories order by outlet_count desc limit 1",
    "statement": "select statement_key from mart.statements order by outlet_count desc limit 1",
}
LEAST = 20


@pytest.fixture
def links(project_path: Path, library: Library) -> list[tuple[str, int]]:
    """Links and their number of clicks."""

    def ask(text: str) -> Any:
        with library.read() as reading:
            return next(iter(reading.ask(text, {})[1][0].values()))

    keys = {kind: str(ask(text)) for kind, text in KEYS.items()}
    text = (project_path / "docs" / "questions.md").read_text("utf-8")
    found = re.findall(r"^\| .*?\? \| (\d+) \|.*\| `(/[^`]*)` \|$", text, re.M)
    return [
        (re.sub(r"^/(\w+)/KEY", lambda match: f"/{match[1]}/{keys[match[1]]}", link), int(clicks))
        for clicks, link in found
    ]


def test_every_question_has_its_answer(client: TestClient, links: list[tuple[str, int]]) -> None:
    assert len(links) >= LEAST
    for link, clicks in links:
        assert clicks <= 4, link
        answer = client.get(link)
        assert answer.status_code == 200, link
        for nothing in ("Nothing matches", "Nothing to count", "holds no quote"):
            assert nothing not in answer.text, link
