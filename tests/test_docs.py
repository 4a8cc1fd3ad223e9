"""The documentation says what is so: written pages match the code, and links lead somewhere."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
PAGES = sorted([*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md")])


def test_reference_is_what_the_code_says() -> None:
    spec = importlib.util.spec_from_file_location("generate", PROJECT / "docs" / "generate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    stale = [
        name
        for name, text in module.write_pages().items()
        if not (PROJECT / "docs" / "reference" / name).is_file()
        or (PROJECT / "docs" / "reference" / name).read_text("utf-8") != text
    ]
    if module.write_suite_formats() != module.ARTICLES_SUITE.read_text("utf-8"):
        stale.append(module.ARTICLES_SUITE.name)
    assert not stale, f"run `make docs`: {', '.join(stale)} differ from the code"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(PROJECT)))
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text("utf-8")
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if not re.match(r"[a-z]+:", target):
            path, _, _ = target.partition("#")
            assert not path or (page.parent / path).exists(), f"{page.name} links to {target}"


def test_named_files_and_make_targets_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (PROJECT / "Makefile").read_text("utf-8"), re.M))
    for page in PAGES:
        text = page.read_text("utf-8")
        for target in re.findall(r"`make ([a-z]+)", text) + re.findall(r"^make ([a-z]+)", text, re.M):
            assert target in targets, f"{page.name} names make {target}"
        for path in re.findall(r"`((?:tests|docs|samples|sql|benchmarks)/[\w./-]+\.\w+)`", text):
            assert (PROJECT / path).exists(), f"{page.name} names {path}"
