"""Every test and audit that docs/promises.md names exists."""

from __future__ import annotations

import ast
import re
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
PAGE = (PROJECT / "docs" / "promises.md").read_text("utf-8")
ROWS = [line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith("| promise ")]


def test_named_tests_exist() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::([\w:]+)`", PAGE)
    assert named
    missing = [f"{path}::{name}" for path, name in named if not _is_defined(PROJECT / path, name.split("::"))]
    assert missing == []


def test_named_audits_exist() -> None:
    assert [path for path in re.findall(r"`(sql/[\w/]+\.sql)`", PAGE) if not (PROJECT / path).is_file()] == []


def test_every_promise_is_held_or_open() -> None:
    held = re.compile(r"\| [^|]+ \| (open|`(tests|sql)/.+) \|")
    assert [row for row in ROWS if not held.fullmatch(row)] == []


def _is_defined(path: Path, names: list[str]) -> bool:
    if not path.is_file():
        return False
    body = ast.parse(path.read_text("utf-8")).body
    for name in names:
        found = [
            node
            for node in body
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and node.name == name
        ]
        if not found:
            return False
        body = found[0].body
    return True
