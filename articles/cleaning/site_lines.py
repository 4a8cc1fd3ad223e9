"""Find lines in which the site itself speaks (pitches, affiliate notes, paywalls, comment rules) by several evidences.

No single word separates such a line from a sentence about newsletters or subscribers. `evidence.toml` lists kinds of
evidence (an order to the reader, things a site sends out, its income, its contacts), and says which of them each kind
of line needs. A paragraph with a quote or a report is never a site line.
"""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import re2

REMEMBERED = 1_000  # paragraphs in the cache, as cleaning passes over an article several times


@dataclass(frozen=True, slots=True)
class SiteLine:
    """A kind of line. It needs all of `needs` and at least `least` of `of`; `limit` is its greatest length."""

    id: str
    kind: str
    limit: int
    needs: tuple[str, ...]
    why: str
    of: tuple[str, ...] = ()
    least: int = 0
    must_match: tuple[str, ...] = ()
    must_not_match: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """The compiled kinds of evidence, and the kinds of lines that need them."""

    prose: Any
    words: Any
    kinds: dict[str, Any]
    lines: tuple[SiteLine, ...]
    longest: int


@functools.cache
def read_evidence() -> Evidence:
    """Read `evidence.toml`. Raises ValueError where a line names a kind of evidence that is not there."""
    content = tomllib.loads((files(__package__) / "evidence.toml").read_text(encoding="utf-8"))
    kinds = {name: _compile(entry["pattern"]) for name, entry in content["kind"].items()}
    lines = tuple(SiteLine(**{key: _freeze(value) for key, value in entry.items()}) for entry in content["line"])
    unknown = {name for line in lines for name in (*line.needs, *line.of)} - kinds.keys()
    if unknown:
        raise ValueError(f"evidence.toml: no such kinds of evidence: {', '.join(sorted(unknown))}")
    prose, words = _compile(content["prose"]["pattern"]), _compile(content["words"]["pattern"])
    return Evidence(prose, words, kinds, lines, max(line.limit for line in lines))


@functools.lru_cache(maxsize=REMEMBERED)
def find_site_line(text: str) -> SiteLine | None:
    """The kind of site line of a paragraph's folded text; None if it is not a site line."""
    evidence = read_evidence()
    if len(text) > evidence.longest or not evidence.words.search(text) or evidence.prose.search(text):
        return None
    found: dict[str, bool] = {}

    def has(kind: str) -> bool:
        if kind not in found:
            found[kind] = evidence.kinds[kind].search(text) is not None
        return found[kind]

    for line in evidence.lines:
        if len(text) > line.limit or not all(has(kind) for kind in line.needs):
            continue
        if sum(has(kind) for kind in line.of) >= line.least:
            return line
    return None


def _freeze(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _compile(pattern: str) -> Any:
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    return re2.compile(pattern, options)
