"""Sources and addressees: from the token a rule points at to a named entity, a description, or nobody."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from articles.records import Mention, Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from articles.extraction.syntax import Syntax

SOURCE_TYPES = frozenset({"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC", "PRODUCT", "WORK_OF_ART", "LAW", "EVENT"})
SINGULAR_PRONOUNS = frozenset({"he", "she", "him", "her", "his", "hers", "himself", "herself"})
THING_PRONOUNS = frozenset({"it", "its", "itself"})
PLURAL_PRONOUNS = frozenset({"they", "them", "their", "theirs"})
RELATIVES = frozenset({"who", "which", "that", "whom", "whose"})
# "I", "we", "you" have no antecedent in the text; "there" and "what" are no source at all.
OTHER_PRONOUNS = frozenset(
    {"i", "we", "you", "me", "us", "my", "our", "your", "one", "there", "this", "these", "those"}
)
PRONOUNS = SINGULAR_PRONOUNS | THING_PRONOUNS | PLURAL_PRONOUNS | OTHER_PRONOUNS
_STOPS = frozenset({",", "-", "--", "–", "—", "(", ";", ":"})


class SourceFinder:
    """Finds and resolves the sources of one article. Mentions must be in the order of the text."""

    def __init__(self, syntax: Syntax, mentions: Sequence[Mention]) -> None:
        self.syntax = syntax
        self.mentions = [mention for mention in mentions if mention.entity_type in SOURCE_TYPES]
        self.starts = [mention.clean_start for mention in self.mentions]

    def find_mention(self, start: int, end: int) -> Mention | None:
        """The mention that covers or begins in a clean span."""
        at = bisect_right(self.starts, end - 1) - 1
        while at >= 0 and self.mentions[at].clean_end > start:
            return self.mentions[at]
        return None

    def read_source(self, token: int) -> Source | None:
        """Source whose noun phrase has `token` as its head; None where it is nobody ("it was said", "there")."""
        syntax = self.syntax
        word = syntax.words[token]
        start, end = syntax.starts[token], syntax.ends[token]
        if word in RELATIVES and syntax.tags[token] in {"WP", "WDT", "IN", "WP$"}:
            return self._read_relative(token)
        if word in PRONOUNS:
            return self._read_pronoun(token)
        mention = self.find_mention(start, end)
        if mention is not None and mention.clean_start <= start:
            source = Source(mention.clean_start, mention.clean_end, mention.entity_name, mention.entity_type, "name")
            return self._join_others(token, source)
        return self._read_description(token)

    def _join_others(self, token: int, source: Source) -> Source:
        syntax = self.syntax
        others = [c for c in syntax.children[token] if syntax.deps[c] == "conj" and c > token]
        if not others or not any(syntax.deps[c] == "cc" and syntax.words[c] == "and" for c in syntax.children[token]):
            return source
        last = others[-1]
        end = syntax.ends[syntax.edges_right[last]]
        if "," in syntax.words[token + 1 : last] and end - source.clean_end > 80:
            return source
        joined = self._join_names(token, last)
        return Source(source.clean_start, max(end, source.clean_end), joined, "DESCRIPTION", "joint")

    def _join_names(self, token: int, last: int) -> str:
        text = self.syntax.text[self.syntax.starts[token] : self.syntax.ends[self.syntax.edges_right[last]]]
        first = self.find_mention(self.syntax.starts[token], self.syntax.ends[token])
        second = self.find_mention(self.syntax.starts[last], self.syntax.ends[last])
        if first is not None and second is not None:
            return f"{first.entity_name} and {second.entity_name}"
        if first is not None:
            rest = self.syntax.text[first.clean_end : self.syntax.ends[self.syntax.edges_right[last]]]
            return " ".join(f"{first.entity_name}{rest}".split())
        return " ".join(text.split())

    def _read_relative(self, token: int) -> Source | None:
        syntax = self.syntax
        verb = syntax.heads[token]
        for _ in range(4):
            if syntax.deps[verb] == "relcl":
                antecedent = self.read_source(syntax.heads[verb])
                if antecedent is None:
                    return None
                return Source(
                    syntax.starts[token], syntax.ends[token], antecedent.entity_name, antecedent.entity_type, "relative"
                )
            if syntax.heads[verb] == verb:
                break
            verb = syntax.heads[verb]
        return None

    def _read_pronoun(self, token: int) -> Source | None:
        syntax = self.syntax
        word = syntax.words[token]
        start, end = syntax.starts[token], syntax.ends[token]
        text = syntax.text[start:end]
        if word in OTHER_PRONOUNS:
            return Source(start, end, text, "DESCRIPTION", "pronoun")
        antecedent = self._find_antecedent(token)
        if antecedent is None:
            return Source(start, end, text, "DESCRIPTION", "pronoun")
        return Source(start, end, antecedent.entity_name, antecedent.entity_type, "pronoun")

    def _find_antecedent(self, token: int) -> Mention | None:
        syntax = self.syntax
        word = syntax.words[token]
        wanted = {"PERSON"} if word in SINGULAR_PRONOUNS else {"ORG", "GPE", "NORP"}
        at = bisect_right(self.starts, syntax.starts[token]) - 1
        best: Mention | None = None
        sentence = syntax.sentences[token]
        while at >= 0:
            mention = self.mentions[at]
            at -= 1
            if mention.entity_type not in wanted:
                continue
            first = syntax.find_token(mention.clean_start)
            distance = sentence - syntax.sentences[min(first, len(syntax.words) - 1)]
            if distance > 8:
                break
            last = syntax.find_token(mention.clean_end - 1)
            if any(syntax.deps[place] in {"nsubj", "nsubjpass"} for place in range(first, last + 1)):
                return mention
            best = best or mention
        return best

    def _read_description(self, token: int) -> Source | None:
        syntax = self.syntax
        tag = syntax.tags[token]
        if not (tag.startswith(("NN", "CD", "DT", "JJ", "PRP", "WP", "$", "RB", "VBN", "VBG"))):
            return None
        left, right = syntax.edges_left[token], syntax.edges_right[token]
        for place in range(token + 1, right + 1):
            if syntax.words[place] in _STOPS or not syntax.words[place].strip():
                right = place - 1
                break
        for place in range(token - 1, left - 1, -1):
            if syntax.words[place] in _STOPS or not syntax.words[place].strip():
                left = place + 1
                break
        start, end = syntax.starts[left], syntax.ends[right]
        name = " ".join(syntax.text[start:end].split())
        return Source(start, end, name, "DESCRIPTION", "description")
