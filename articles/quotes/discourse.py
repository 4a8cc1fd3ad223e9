"""The names and descriptions of an article so far, in which later sources are looked up."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from articles.records import Mention, Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from articles.coreference.pronouns import References
    from articles.parsing.tokens import Tokens
    from articles.text.spans import CharSpan

SOURCE_TYPES = frozenset({"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC", "PRODUCT", "WORK_OF_ART", "LAW", "EVENT"})


class Described(NamedTuple):
    """A source known by a description alone: the token of its noun, the noun, and the source."""

    token: int
    noun: str
    source: Source


class Speaker(NamedTuple):
    """A person who was quoted: the last token of the quote with its attribution, the quote's words, and the person."""

    last: int
    pieces: Sequence[CharSpan]
    source: Source


@dataclass(slots=True)
class Discourse:
    """An article's tokens, the mentions in it that can be sources, and the sources described so far.

    Sources must be read in the order of the text: a later one may refer back to an earlier one.
    """

    tokens: Tokens
    references: References
    mentions: list[Mention]
    author: str | None
    starts: list[int]
    surnames: dict[str, Mention]  # the first bearer of each surname, in lower case
    described: list[Described] = field(default_factory=list)
    speakers: list[Speaker] = field(default_factory=list)  # persons quoted so far
    plurals: dict[int, Source] = field(default_factory=dict)  # "they" and "it" resolved so far, by token

    def find_mention(self, start: int, end: int) -> Mention | None:
        """The mention that covers or begins in a clean span."""
        at = bisect_right(self.starts, end - 1) - 1
        if at >= 0 and self.mentions[at].clean_end > start:
            return self.mentions[at]
        return None

    def find_name(self, token: int) -> Mention | None:
        """The mention that contains a token."""
        start = self.tokens.starts[token]
        mention = self.find_mention(start, self.tokens.ends[token])
        return mention if mention is not None and mention.clean_start <= start < mention.clean_end else None

    def list_before(self, token: int) -> Iterator[Mention]:
        """Mentions before a token, the nearest first."""
        for at in range(bisect_right(self.starts, self.tokens.starts[token]) - 1, -1, -1):
            yield self.mentions[at]


def begin_discourse(
    tokens: Tokens, mentions: Sequence[Mention], references: References, author: str | None = None
) -> Discourse:
    """The discourse of an article of which no source is read yet. Mentions must be in the order of the text."""
    able = [mention for mention in mentions if mention.entity_type in SOURCE_TYPES]
    surnames: dict[str, Mention] = {}
    for mention in able:
        if mention.entity_type == "PERSON":
            surnames.setdefault(mention.entity_name.split()[-1].casefold(), mention)
    return Discourse(tokens, references, able, author, [mention.clean_start for mention in able], surnames)


def name_source(mention: Mention, rule: str) -> Source:
    """A source that the text names."""
    return Source(mention.clean_start, mention.clean_end, mention.entity_name, mention.entity_type, rule)
