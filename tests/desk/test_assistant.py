"""The tools for an assistant, asked by a real client over stdin and stdout of `quotehouse mcp`."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from warehouse.query import open_published

mcp = pytest.importorskip("mcp")

if TYPE_CHECKING:
    from collections.abc import Iterator
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
        ("search_quotes", {"query": "word " * 1_000}),
        ("who_is", {"name": "x" * 1_000_000}),
        ("compare_story", {"story": "9" * 19}),
    )
    told = [answer.content[0].text for answer in answers]
    assert all(answer.is_error for answer in answers), told
    for text, part in zip(
        told,
        (
            *("more than", "only reads", "nothing", "Xyzzy", "xyzzy", "mart.nothing", "worst"),
            *("2,000", "2,000", "9" * 19),
        ),
        strict=True,
    ):
        assert part in text


def test_what_a_query_gives_is_bounded_and_whole_json(desk_home: Home, project_path: Path) -> None:
    wide = "select " + ", ".join(f"repeat('x', 1900) as c{number}" for number in range(50)) + " from range(200)"
    _, answers = ask(
        project_path,
        desk_home,
        ("run_sql", {"sql": "select 1 as a, 2 as a, 'NaN'::double as b"}),
        ("run_sql", {"sql": "select list(repeat('x', 100)) as many from range(1000)"}),
        ("run_sql", {"sql": wide, "limit": 200}),
    )
    same, listed, many = map(read, answers)
    assert same["rows"] == [{"a": 1, "a_2": 2, "b": "nan"}]
    assert len(listed["rows"][0]["many"]) < 3_000
    assert 0 < len(many["rows"]) < 200
    assert many["has_more"]


SLOW = "select count(*) from range(100000000000) as a, range(1000) as b"


@contextmanager
def serve_raw(project: Path, home: Home) -> Iterator[subprocess.Popen[bytes]]:
    """The process of the server, to which a client said its name."""
    command = [sys.executable, "-c", CODE, "mcp", "--home", str(home.path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=project
    ) as process:
        try:
            client = {"name": "test", "version": "1"}
            given = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": client}
            tell(process, {"id": 0, "method": "initialize", "params": given})
            assert hear(process)["id"] == 0
            tell(process, {"method": "notifications/initialized"})
            yield process
        finally:
            process.kill()


def tell(process: subprocess.Popen[bytes], message: dict[str, Any]) -> None:
    tell_bytes(process, json.dumps({"jsonrpc": "2.0"} | message).encode() + b"\n")


def tell_bytes(process: subprocess.Popen[bytes], written: bytes) -> None:
    assert process.stdin is not None
    process.stdin.write(written)
    process.stdin.flush()


def hear(process: subprocess.Popen[bytes]) -> dict[str, Any]:
    assert process.stdout is not None
    heard: dict[str, Any] = json.loads(process.stdout.readline())
    return heard


@pytest.mark.parametrize(
    "written",
    [b"no json", b"{", b"[]", b"null", b"\xff\xfe\x00", b"[" * 100_000, b'{"jsonrpc": "2.0", "id": ' + b"9" * 6_000],
    ids=["words", "open", "list", "null", "bytes", "deep", "large"],
)
def test_what_is_no_message_ends_no_server(desk_home: Home, project_path: Path, written: bytes) -> None:
    with serve_raw(project_path, desk_home) as process:
        tell_bytes(process, written + b"\n")
        tell(process, {"id": 1, "method": "ping"})
        while (heard := hear(process)).get("id") != 1:  # the fault may be answered
            assert "error" in heard
        assert "result" in heard


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_slow_queries_hold_neither_the_server_nor_its_end(
    desk_home: Home, project_path: Path, number: signal.Signals
) -> None:
    with serve_raw(project_path, desk_home) as process:
        for asked in range(1, 41):
            given = {"name": "run_sql", "arguments": {"sql": SLOW}}
            tell(process, {"id": asked, "method": "tools/call", "params": given})
        tell(process, {"id": 99, "method": "ping"})
        told: list[Any] = []
        while (heard := hear(process))["id"] != 99:
            told.append(heard["result"])
        refused = [each for each in told if each["isError"] and "under way" in each["content"][0]["text"]]
        assert len(refused) >= 20
        began = time.monotonic()
        os.kill(process.pid, number)
        assert process.wait(60) == 128 + number
        assert time.monotonic() - began < 20, "it waited for the queries"
        assert process.stderr is not None
        assert process.stderr.read() == b"Error: Interrupted.\n"
