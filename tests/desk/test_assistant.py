"""The tools for an assistant, asked by a real client over stdin and stdout of `quotehouse mcp`."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import TYPE_CHECKING, Any

import pytest

from warehouse.query import open_published

mcp = pytest.importorskip("mcp")

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.home import Home

CODE = "from cli import main; main()"


async def _ask(project: Path, home: Home, calls: list[tuple[str, dict[str, Any]]]) -> tuple[Any, list[Any]]:
    command = ["-c", CODE, "mcp", "--home", str(home.path), "--desk", "http://desk.example/"]
    server = mcp.StdioServerParameters(command=sys.executable, args=command, cwd=project)
    async with mcp.Client(server, read_timeout_seconds=600) as client:
        tools = await client.list_tools()
        return tools, [await client.call_tool(name, given) for name, given in calls]


def ask(project: Path, home: Home, *calls: tuple[str, dict[str, Any]]) -> tuple[Any, list[Any]]:
    return asyncio.run(_ask(project, home, list(calls)))


def read(answer: Any) -> dict[str, Any]:
    assert not answer.is_error, answer.content
    told: dict[str, Any] = json.loads(answer.content[0].text)
    assert answer.structured_content == told
    return told


def test_an_assistant_can_search_compare_and_cite(desk_home: Home, project_path: Path) -> None:
    with open_published(desk_home) as con:
        name = con.sql("select speaker_name from mart.quotes group by 1 order by count(*) desc, 1 limit 1").fetchall()
        texts = dict(con.sql("select article_key::varchar, raw_text from mart.article_texts").fetchall())
        story = con.sql("select min(story_key)::varchar from mart.statement_omissions").fetchall()
    tools, answers = ask(
        project_path,
        desk_home,
        ("search_quotes", {"query": "the", "limit": 5}),
        ("quotes_of", {"name": name[0][0]}),
        ("who_is", {"name": name[0][0].split()[-1]}),
        ("compare_story", {"story": story[0][0]}),
        ("run_sql", {"sql": "select quote_key, quote_text from mart.quotes", "limit": 3}),
        ("describe_views", {"view": "quotes"}),
        ("quotes_of", {"name": name[0][0], "about": "the"}),
    )
    assert {"search_quotes", "quotes_of", "compare_story", "who_is", "run_sql"} <= {tool.name for tool in tools.tools}
    assert all(tool.annotations.read_only_hint and tool.description for tool in tools.tools)
    found, said, who, told, rows, columns, about = map(read, answers)
    assert found["count"] > 5
    for quote in [*found["quotes"], *said["quotes"], *told["quotes"], *about["quotes"]]:
        # What is cited stands there: the words, and the link to them.
        parts = quote.get("fragments", [quote])
        text = "".join(texts[quote["article_key"]][part["raw_start"] : part["raw_end"]] for part in parts)
        assert quote["quote_text"].split()[0].strip("“\"'") in text
        assert quote["link"] == f"http://desk.example/article/{quote['article_key']}#q{quote['quote_key']}"
    assert {quote["speaker_name"] for quote in about["quotes"]} == {name[0][0]}
    assert said["speaker"]["entity_name"] == who["entity"]["entity_name"] == name[0][0]
    assert len(told["articles"]) == told["story"]["article_count"]
    assert any(row["left_out_by"] for row in told["statements"])
    assert len(rows["rows"]) == 3
    assert rows["has_more"]
    assert isinstance(rows["rows"][0]["quote_key"], str)
    assert "quote_text" in {row["column_name"] for row in columns["columns"]}


def test_what_cannot_be_answered_is_said_and_nothing_but_the_warehouse_is_reached(
    desk_home: Home, project_path: Path
) -> None:
    _, answers = ask(
        project_path,
        desk_home,
        ("run_sql", {"sql": "select * from read_text('/etc/hostname')"}),
        ("run_sql", {"sql": "copy (select 1) to 'x.csv'"}),
        ("run_sql", {"sql": "select nothing from mart.quotes"}),
        ("who_is", {"name": "Nobody Xyzzy"}),
        ("compare_story", {"story": "xyzzy"}),
        ("describe_views", {"view": "nothing"}),
        ("search_quotes", {"query": "the", "sort": "worst"}),
    )
    told = [answer.content[0].text for answer in answers]
    assert all(answer.is_error for answer in answers), told
    for text, part in zip(
        told, ("more than", "only reads", "nothing", "Xyzzy", "xyzzy", "mart.nothing", "worst"), strict=True
    ):
        assert part in text
