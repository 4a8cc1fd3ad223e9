"""axe-core, the accessibility rules of Deque, fetched once through npm into a cache: a part of the tests alone."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.browser.chromium import Page

# Pinned, so that a new rule of theirs fails a change of ours only when we take it up.
VERSION = "4.14.1"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "quotehouse-tests"
NPM_SECONDS = 240


def find_axe() -> str | None:
    """The library's script, from the cache or through npm; None where neither can be had."""
    path = CACHE / f"axe-core-{VERSION}.min.js"
    if not path.exists() and not _fetch(path):
        return None
    return path.read_text("utf-8")


def _fetch(path: Path) -> bool:
    npm = shutil.which("npm")
    if npm is None:
        return False
    with tempfile.TemporaryDirectory() as folder:
        try:
            subprocess.run(
                [npm, "pack", f"axe-core@{VERSION}", "--silent", "--pack-destination", folder],
                check=True,
                capture_output=True,
                cwd=folder,
                timeout=NPM_SECONDS,
            )
        except (subprocess.SubprocessError, OSError):
            return False
        (packed,) = Path(folder).glob("*.tgz")
        with tarfile.open(packed) as archive:
            script = archive.extractfile("package/axe.min.js")
            assert script is not None
            text = script.read()
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}")
    part.write_bytes(text)
    part.replace(path)
    return True


def find_violations(page: Page, axe: str) -> list[str]:
    """What axe-core finds wrong on the open page, in one line each."""
    page.evaluate(f"{axe};0")
    result: dict[str, Any] = json.loads(
        page.evaluate(
            "axe.run(document, {resultTypes: ['violations']})"
            ".then((found) => JSON.stringify({violations: found.violations, passed: found.passes.length}))"
        )
    )
    assert result["passed"] > 5, "axe-core ran hardly any rule"
    return [
        f"{violation['id']} ({violation['impact']}): {node['html'][:120]}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]
