"""What Tab offers."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.home import Home


def press_tab(project: Path, home: Path, *words: str, program: str = "bash") -> list[str]:
    told = {"COMP_WORDS": " ".join(["quotehouse", *words]), "COMP_CWORD": str(len(words))}
    if program == "zsh":
        told = {"_TYPER_COMPLETE_ARGS": " ".join(["quotehouse", *words])}
    code = "from cli.application import run; run([])"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=project,
        env={**os.environ, **told, "_QUOTEHOUSE_COMPLETE": f"complete_{program}", "QUOTEHOUSE_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    return [line for line in done.stdout.splitlines() if line]


def test_names_of_commands_queries_and_views(project_path: Path, tmp_path: Path) -> None:
    assert "quarantine" in press_tab(project_path, tmp_path, "qua")
    assert press_tab(project_path, tmp_path, "query", "rank_speakers_by") == [
        "rank_speakers_by_outlet",
        "rank_speakers_by_week",
    ]
    assert "source_kind=" in press_tab(project_path, tmp_path, "query", "rank_speakers", "s")
    assert "quote_speakers" in press_tab(project_path, tmp_path, "diff", "a", "b", "--table", "quote")
    offered = press_tab(project_path, tmp_path, "query", "rank_sp", program="zsh")
    assert any("Who is quoted most" in line for line in offered)


def test_names_of_outlets_come_from_what_is_published(project_path: Path, published_home: Home, tmp_path: Path) -> None:
    home = published_home.path
    assert press_tab(project_path, home, "backfill", "--outlet", "Inl") == ["Inland\\ Post"]
    assert press_tab(project_path, home, "query", "rank_speakers", "outlet", "=", "The") == ["The\\ Harbour\\ Courier"]
    assert press_tab(project_path, tmp_path, "backfill", "--outlet", "Inl") == []
