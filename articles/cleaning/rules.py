r"""The rules that tell boilerplate from text: data in `rules/*.toml`, matched by RE2 in time linear in the text.

A rule has

- `id`: unique, dotted, such as "share.bar"
- `kind`: kind of boilerplate, as in the gold guidelines (chrome, share, caption, ...)
- `scope`: "paragraph" (the pattern matches a whole paragraph, which is cut), "start" or "end" (it matches at that end
  of a paragraph, and what it matches is cut), or "inside" (anywhere in a paragraph); a group `cut` narrows the cut
- `where`: "anywhere" (the default); "head" and "tail" apply only before the first and after the last paragraph that
  no rule takes
- `pattern`: RE2 syntax (`\pL` is any Latin letter) on folded text (straight quotes, em dashes, single spaces), in any
  letter case unless `case` is true. Named groups hand on metadata: author, outlet, section, credit, agency, published
- `opens_run`: whether link titles may follow, which are cut up to the next running paragraph
- `never_headline`: whether no headline has this form, so that the rule applies to the first line of a text too
- `needs`: lower-case strings of which the paragraph must hold one; for patterns without a literal string of their own
- `limit`: longest paragraph in characters that the rule may touch
- `why`: why it is safe
- `must_match`, `must_not_match`: examples, which are run as tests
"""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import re2

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

SCOPES = ("paragraph", "start", "end", "inside")
PLACES = ("anywhere", "head", "tail")
KINDS = frozenset(
    {"chrome", "share", "tweet", "caption", "credit", "related", "links", "copyright", "syndication", "comments"}
    | {"byline", "section", "bio", "contact", "contribution", "duplicate", "ad", "newsletter", "media", "timestamp"}
    | {"promo", "legal", "markup", "page"}
)
# Paragraphs from these lengths on are matched against the rules only whose limit allows them: most of a text is in
# paragraphs that few rules can touch.
FILTER_LENGTHS = (0, 201, 301, 461)
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
    never_headline: bool = False
    needs: tuple[str, ...] = ()
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
    """Rules compiled for matching.

    RE2's filter looks for the literal strings that a pattern cannot do without, and tries the patterns only whose
    strings are there. Patterns without such strings are tried one by one, after a look for what the rule `needs`.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        self._patterns = tuple(re2.compile(_anchor(rule), _make_options(case=rule.case)) for rule in self.rules)
        anywhere = [place for place, rule in enumerate(self.rules) if rule.where == "anywhere"]
        unfiltered = set(_list_unfiltered([self.rules[place] for place in anywhere]))
        self.unfiltered = [place for number, place in enumerate(anywhere) if number in unfiltered]
        self._longest = tuple(_get_longest(rule) for rule in self.rules)
        self._needs = {place: _compile_needs(self.rules[place]) for place in self.unfiltered}
        self._at_ends = {
            where: [place for place, rule in enumerate(self.rules) if rule.where == where] for where in PLACES[1:]
        }
        self._filters = []
        for length in FILTER_LENGTHS:
            places = [
                place
                for place in anywhere
                if place not in self.unfiltered and _get_longest(self.rules[place]) >= length
            ]
            self._filters.append((length, places, _compile_filter([self.rules[place] for place in places])))

    def find_matches(self, text: str) -> list[RuleMatch]:
        """Rules for anywhere that match a paragraph's folded text, in the order of the files."""
        _, places, compiled = next(entry for entry in reversed(self._filters) if entry[0] <= len(text))
        hits = [places[number] for number in compiled.Match(text) or ()]
        lowered = text.lower()
        length = len(text)
        for place, needs in self._needs.items():
            if length <= self._longest[place] and (needs is None or needs(lowered)):
                hits.append(place)
        return [match for place in sorted(hits) for match in self._match(place, text)]

    def find_end_matches(self, text: str, where: str) -> list[RuleMatch]:
        """Rules for the head or the tail of a text that match a paragraph there."""
        return [match for place in self._at_ends[where] for match in self._match(place, text)]

    def _match(self, place: int, text: str) -> list[RuleMatch]:
        rule, pattern = self.rules[place], self._patterns[place]
        if len(text) > self._longest[place]:
            return []
        found = []
        for match in pattern.finditer(text) if rule.scope == "inside" else [pattern.search(text)]:
            if match is None or match.start() == match.end():
                continue
            groups = (*((name, value) for name, value in match.groupdict().items() if value), ("line", text))
            start, end = match.span(pattern.groupindex.get("cut", 0))
            if end - start <= rule.limit:
                found.append(RuleMatch(rule, start, end, groups))
        return found


def _get_longest(rule: Rule) -> int:
    """Longest paragraph that a rule can touch; rules for parts of a paragraph touch any."""
    return rule.limit if rule.scope == "paragraph" else 1 << 62


def _compile_needs(rule: Rule) -> Callable[[str], object] | None:
    """A search for any of the strings that a rule needs; None where it needs none."""
    return re.compile("|".join(map(re.escape, rule.needs))).search if rule.needs else None


def _list_unfiltered(rules: Iterable[Rule]) -> list[int]:
    """Places of the rules whose patterns RE2's filter knows no literal strings for."""
    return _compile_filter(rules).Match("\x01", potential=True) or []


def _compile_filter(rules: Iterable[Rule]) -> Any:
    compiled = re2.Filter()
    for rule in rules:
        compiled.Add(_anchor(rule), _make_options(case=rule.case))
    compiled.Compile()
    return compiled


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
    for key in ("must_match", "must_not_match", "needs"):
        entry[key] = tuple(entry.get(key, ()))
    return Rule(**entry)


def _anchor(rule: Rule) -> str:
    body = f"(?:{rule.pattern.replace(LETTER, LATIN_LETTERS)})"
    return {"paragraph": rf"\A{body}\z", "start": rf"\A{body}", "end": rf"{body}\z", "inside": body}[rule.scope]


def _make_options(*, case: bool) -> Any:
    options = re2.Options()
    options.case_sensitive = case
    options.log_errors = False
    options.max_mem = SET_BYTES
    return options
