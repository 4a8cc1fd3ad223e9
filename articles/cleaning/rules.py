"""The rules that tell boilerplate from text: data in `rules/*.toml`, matched by RE2, whose time is linear in the text.

A rule has

- `id`: unique, dotted, such as "share.bar"
- `kind`: kind of boilerplate, as in the gold guidelines (chrome, share, caption, ...)
- `scope`: "paragraph" (the pattern matches a whole paragraph, which is cut), "start" or "end" (it matches at that end of
  a paragraph, and what it matches is cut), or "inside" (anywhere in a paragraph)
- `where`: "anywhere" (the default); "head" and "tail" apply only before the first and behind the last paragraph that
  no rule takes
- `pattern`: RE2 syntax (`\pL` is any Latin letter) on folded text (straight quotes, em dashes, single spaces), in any letter case unless `case` is
  true. Named groups hand on metadata: author, outlet, section, credit, agency, published
- `opens_run`: whether link titles may follow, which are cut up to the next running paragraph
- `limit`: longest paragraph in characters that the rule may touch
- `why`: why it is safe
- `must_match`, `must_not_match`: examples, which are run as tests
"""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import re2

if TYPE_CHECKING:
    from collections.abc import Iterable

SCOPES = ("paragraph", "start", "end", "inside")
PLACES = ("anywhere", "head", "tail")
KINDS = frozenset(
    {"chrome", "share", "tweet", "caption", "credit", "related", "links", "copyright", "syndication", "comments"}
    | {"byline", "section", "bio", "contact", "contribution", "duplicate", "ad", "newsletter", "media", "timestamp"}
    | {"promo", "legal", "markup"}
)
# All of Unicode's letters make automata of a hundred thousand states where a pattern counts them; our rules speak of
# names in Latin letters.
LETTER, LATIN_LETTERS = r"\pL", r"A-Za-z\x{00c0}-\x{024f}"
# RE2 falls back to a slower (still linear) engine where its automaton outgrows this.
SET_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, as its TOML file states it."""

    id: str
    kind: str
    scope: str
    pattern: str
    why: str
    where: str = "anywhere"
    case: bool = False
    limit: int = 400
    opens_run: bool = False
    must_match: tuple[str, ...] = ()
    must_not_match: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleMatch:
    """A rule that matched a paragraph: which part of it, and what its named groups hold."""

    rule: Rule
    start: int
    end: int
    groups: tuple[tuple[str, str], ...]


class RuleSet:
    """Rules compiled for matching: one automaton for all, then the single patterns of those that hit."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        self._patterns = tuple(re2.compile(_anchor(rule), _make_options(case=rule.case)) for rule in self.rules)
        options = _make_options(case=True)
        self._set = re2.Set.SearchSet(options)
        for rule in self.rules:
            self._set.Add(_anchor(rule) if rule.case else f"(?i){_anchor(rule)}")
        self._set.Compile()

    def find_matches(self, text: str) -> list[RuleMatch]:
        """Rules that match a paragraph's folded text, in the order of the files, with the spans they would cut."""
        found = []
        for index in sorted(self._set.Match(text) or ()):
            rule, pattern = self.rules[index], self._patterns[index]
            if len(text) > rule.limit and rule.scope == "paragraph":
                continue
            for match in pattern.finditer(text) if rule.scope == "inside" else [pattern.search(text)]:
                if match is None or match.start() == match.end():
                    continue
                groups = (*((name, value) for name, value in match.groupdict().items() if value), ("line", text))
                start, end = match.span(pattern.groupindex.get("cut", 0))
                if end - start <= rule.limit:
                    found.append(RuleMatch(rule, start, end, groups))
        return found


@functools.cache
def read_rules() -> tuple[Rule, ...]:
    """All rules in the order of their files and of their places in them. Raises ValueError where one is malformed."""
    rules: list[Rule] = []
    folder = files(__package__) / "rules"
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml"):
            content = tomllib.loads(file.read_text(encoding="utf-8"))
            rules.extend(_make_rule(entry, file.name) for entry in content["rule"])
    repeated = {rule.id for rule in rules if sum(other.id == rule.id for other in rules) > 1}
    if repeated:
        raise ValueError(f"rule ids stand twice in articles/cleaning/rules: {', '.join(sorted(repeated))}")
    return tuple(rules)


@functools.cache
def compile_rules() -> RuleSet:
    """The rules, compiled once a process."""
    return RuleSet(read_rules())


def _make_rule(entry: dict[str, Any], file_name: str) -> Rule:
    name = f"{file_name}: rule {entry.get('id', '(without id)')}"
    missing = {"id", "kind", "scope", "pattern", "why", "must_match", "must_not_match"} - entry.keys()
    if missing:
        raise ValueError(f"{name} lacks {', '.join(sorted(missing))}")
    if entry["scope"] not in SCOPES or entry.get("where", "anywhere") not in PLACES or entry["kind"] not in KINDS:
        raise ValueError(f"{name} has an unknown scope, place or kind")
    examples = {key: tuple(entry.pop(key)) for key in ("must_match", "must_not_match")}
    return Rule(**entry, **examples)


def _anchor(rule: Rule) -> str:
    body = f"(?:{rule.pattern.replace(LETTER, LATIN_LETTERS)})"
    return {"paragraph": rf"\A{body}\z", "start": rf"\A{body}", "end": rf"{body}\z", "inside": body}[rule.scope]


def _make_options(*, case: bool) -> Any:
    options = re2.Options()
    options.case_sensitive = case
    options.log_errors = False
    options.max_mem = SET_BYTES
    return options
