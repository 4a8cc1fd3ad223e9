"""Sources and addressees: from the token a rule points at to a named entity, a description, or nobody."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from articles.coreference.roles import is_role_word
from articles.lexicon.gazetteers import read_data
from articles.quotes.coordination import find_own_right, list_joined
from articles.records import Mention, Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from articles.coreference.pronouns import References
    from articles.parsing.tokens import Tokens

SOURCE_TYPES = frozenset({"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC", "PRODUCT", "WORK_OF_ART", "LAW", "EVENT"})
PERSON_PRONOUNS = frozenset({"he", "she", "him", "her", "his", "hers", "himself", "herself"})
THING_PRONOUNS = frozenset({"it", "its", "itself"})
PLURAL_PRONOUNS = frozenset({"they", "them", "their", "theirs", "both", "all"})
AUTHOR_PRONOUNS = frozenset({"i", "me", "my", "myself"})
RELATIVES = frozenset({"who", "which", "that", "whom", "whose"})
# These have no antecedent in the text.
OTHER_PRONOUNS = frozenset({"we", "you", "us", "our", "your", "one", "there", "these", "those", "this", "what"})
PRONOUNS = PERSON_PRONOUNS | THING_PRONOUNS | PLURAL_PRONOUNS | AUTHOR_PRONOUNS | OTHER_PRONOUNS

# "this source", "the official": nouns that take up a source the article described before.
_TAKEN_UP = frozenset(
    "source sources person official officials man woman aide author writer operative strategist spokesman "  # noqa: SIM905
    "spokeswoman spokesperson lawyer attorney critic critics expert analyst newspaper paper website network "
    "agency campaign company department group committee panel court letter memo report statement piece essay "
    "study document lawsuit complaint researchers authors lawmakers prosecutors investigators".split()
)
_INDEFINITE = frozenset(
    "a an one another some several many few other others most any each every more no both".split()  # noqa: SIM905
)
_PAPERS = frozenset(
    "times post journal news herald tribune guardian globe telegraph gazette observer sun mail politico".split()  # noqa: SIM905
)
# Nouns that take up a body named before, with the words one of which must be in its name (none: any body will do).
_BODIES = {"newspaper": _PAPERS, "paper": _PAPERS, "company": frozenset[str](), "firm": frozenset[str]()}
_BODIES |= {"organization": frozenset[str](), "ministry": frozenset({"ministry"}), "union": frozenset({"union"})}
_BODIES |= {"department": frozenset({"department"}), "committee": frozenset({"committee"})}
_BODIES |= {"university": frozenset({"university"}), "bank": frozenset({"bank"})}
_BODIES |= {"commission": frozenset({"commission"})}
_BODY_MEMORY = 4  # sentences
_SOURCE_MEMORY = 3
# Nouns that take up somebody of whom only a description is known: "the author", "the unnamed official".
_ANONYMOUS = frozenset({"person", "source", "man", "woman", "official", "author", "writer", "operative", "strategist"})
_UNNAMED = frozenset({"unidentified", "unnamed", "anonymous"})
_INTRODUCING = frozenset({"a", "an", "one", "another"})
# What a body says on these it says itself: "the company's website", "the campaign statement".
_MOUTHPIECES = frozenset({"website", "site", "statement", "page", "account", "release"})
_STOPS = frozenset({",", "--", "–", "—", "(", ";", ":"})
_OFFICES = frozenset(read_data("titles")["offices"]["heads"])
_DASHES = frozenset({"-", "--", "–", "—"})
_DATELINE_LENGTH = 9  # tokens of "MOSCOW (AP) -- "
_LIST_LENGTH = 80  # characters a list of joint sources may take


class SourceFinder:
    """Finds and resolves the sources of one article. Mentions must be in the order of the text."""

    def __init__(
        self, tokens: Tokens, mentions: Sequence[Mention], references: References, author: str | None = None
    ) -> None:
        self.tokens, self.references, self.author = tokens, references, author
        self.mentions = [mention for mention in mentions if mention.entity_type in SOURCE_TYPES]
        self.starts = [mention.clean_start for mention in self.mentions]
        self.cue: int | None = None
        self.plurals: dict[int, Source] = {}  # "they" and "it" resolved so far, by token
        self.described: list[tuple[int, str, Source]] = []  # token, head noun, source: descriptions met so far

    def find_mention(self, start: int, end: int) -> Mention | None:
        """The mention that covers or begins in a clean span."""
        at = bisect_right(self.starts, end - 1) - 1
        if at >= 0 and self.mentions[at].clean_end > start:
            return self.mentions[at]
        return None

    def read_source(self, token: int, cue: int | None = None) -> Source | None:
        """Source whose noun phrase has `token` as its head; None where nothing there can be one.

        `cue` is the cue's token: a clause of the phrase in which it stands is no part of a description.
        """
        tokens = self.tokens
        self.cue = cue
        word, tag = tokens.words[token], tokens.tags[token]
        start, end = tokens.starts[token], tokens.ends[token]
        if word in RELATIVES and tag in {"WP", "WDT", "IN", "WP$"}:
            return self._read_relative(token)
        token = self._skip_dateline(token)
        if token != tokens.find_token(start):
            word, start, end = tokens.words[token], tokens.starts[token], tokens.ends[token]
        if word in PRONOUNS and tag in {"PRP", "PRP$", "DT", "EX", "WP", "CD", "PDT"} and not self._has_noun(token):
            return self._read_pronoun(token)
        mention = self.find_mention(start, end)
        if mention is not None and mention.clean_start <= start < mention.clean_end:
            return self._join_others(token, _name(mention, "name"))
        return self._read_shouted(token) or self._read_apposition(token) or self._read_description(token)

    def _read_shouted(self, token: int) -> Source | None:
        """ "ROE:": a surname in capitals, as a transcript writes it."""
        start, end = self.tokens.starts[token], self.tokens.ends[token]
        word = self.tokens.text[start:end]
        if not word.isupper() or len(word) < 3:
            return None
        persons = (mention for mention in self.mentions if mention.entity_type == "PERSON")
        bearer = next((m for m in persons if m.entity_name.split()[-1].casefold() == word.casefold()), None)
        return Source(start, end, bearer.entity_name, "PERSON", "capitals") if bearer is not None else None

    def _has_noun(self, token: int) -> bool:
        """Whether "both", "these" and the like stand before their noun's "of" ("both of the men")."""
        return any(self.tokens.deps[child] == "prep" for child in self.tokens.children[token])

    def _skip_dateline(self, token: int) -> int:
        """ "MOSCOW -- President Roe said": the parser may take the place for the subject."""
        tokens = self.tokens
        first = token
        while first > 0 and "\n" not in tokens.words[first - 1]:
            first -= 1
            if token - first > _DATELINE_LENGTH:
                return token
        if not tokens.text[tokens.starts[token]].isupper():
            return token
        for at in range(token + 1, min(first + _DATELINE_LENGTH, len(tokens.words))):
            if tokens.words[at] in _DASHES and tokens.text[tokens.starts[at] - 1].isspace():
                behind = [c for c in tokens.children[token] if c > at and tokens.tags[c].startswith(("NN", "PRP"))]
                return behind[0] if behind else token
        return token

    def _join_others(self, token: int, source: Source) -> Source:
        """Sources joined with "and" are one source of several, whose `members` they are."""
        tokens = self.tokens
        heads = list_joined(tokens, token)
        if len(heads) < 2:
            return source
        end = tokens.ends[self._find_right_edge(heads[-1])]
        if end - source.clean_end > _LIST_LENGTH:
            return source
        members = [(source.entity_name, source.entity_type), *(self._read_member(other) for other in heads[1:])]
        if all(kind != "DESCRIPTION" for _, kind in members):
            names = [name for name, _ in members]
            name = f"{', '.join(names[:-1])} and {names[-1]}"
        else:
            name = f"{source.entity_name}{tokens.text[source.clean_end : end]}"
        span = source.clean_start, max(end, source.clean_end)
        return Source(*span, " ".join(name.split()), "DESCRIPTION", "joint", tuple(members))

    def _read_member(self, token: int) -> tuple[str, str]:
        """Name and type of one of several joint sources."""
        tokens = self.tokens
        mention = self.find_mention(tokens.starts[token], tokens.ends[token])
        if mention is not None and mention.clean_start <= tokens.starts[token] < mention.clean_end:
            return mention.entity_name, mention.entity_type
        right = min(find_own_right(tokens, token), self._find_right_edge(token))
        return self._name_description(self._find_left_edge(token), right), "DESCRIPTION"

    def _read_relative(self, token: int) -> Source | None:
        tokens = self.tokens
        verb = tokens.heads[token]
        for _ in range(4):
            if tokens.deps[verb] == "relcl":
                noun = tokens.heads[verb]
                if tokens.words[token] in {"who", "whom"}:
                    noun = self._climb_to_person(noun)
                antecedent = self.read_source(noun, self.cue)
                if antecedent is None:
                    return None
                span = tokens.starts[token], tokens.ends[token]
                return Source(*span, antecedent.entity_name, antecedent.entity_type, "relative", antecedent.members)
            if tokens.heads[verb] == verb:
                break
            verb = tokens.heads[verb]
        return None

    def _climb_to_person(self, noun: int) -> int:
        """ "A deckhand on the ferry who ...": the deckhand, whatever the parser says."""
        tokens = self.tokens
        while tokens.deps[noun] == "pobj" and tokens.tags[noun] == "NN" and not _is_person_noun(tokens.words[noun]):
            above = tokens.heads[tokens.heads[noun]]
            if above >= noun or not tokens.tags[above].startswith("NN"):
                break
            noun = above
        return noun

    def _read_pronoun(self, token: int) -> Source | None:
        tokens = self.tokens
        word = tokens.words[token]
        start, end = tokens.starts[token], tokens.ends[token]
        if word in PERSON_PRONOUNS:
            if tokens.words[max(token - 2, 0) : token] == ["according", "to"]:
                topic = self._find_topic(token)
                if topic is not None:
                    return Source(start, end, topic.entity_name, topic.entity_type, "pronoun, topic")
            found = self.references.find_antecedent(token, token + 1)
            if found is not None:
                return Source(start, end, found[0].entity_name, found[0].entity_type, f"pronoun, {found[1]}")
        if word in AUTHOR_PRONOUNS and self.author is not None:
            return Source(start, end, self.author, "PERSON", "author")
        if word in THING_PRONOUNS or word in PLURAL_PRONOUNS:
            antecedent = self._find_thing(token, is_plural=word in PLURAL_PRONOUNS)
            if antecedent is not None:
                rule = "pronoun, joint" if antecedent.members else "pronoun, nearest"
                name, kind = antecedent.entity_name, antecedent.entity_type
                self.plurals[token] = taken_up = Source(start, end, name, kind, rule, antecedent.members)
                return taken_up
        elif self.described and word in PERSON_PRONOUNS:
            last = self.described[-1][2]
            return Source(start, end, last.entity_name, last.entity_type, "pronoun, description")
        return Source(start, end, tokens.text[start:end], "DESCRIPTION", "pronoun")

    def _find_topic(self, token: int) -> Mention | None:
        """The person that the sentence before was about: "Roe spoke of the talks. According to him ..." """
        tokens = self.tokens
        before = tokens.find_own_start(token) - 1
        while before > 0 and not tokens.words[before - 1].strip():
            before -= 1
        if before <= 0:
            return None
        for at in range(tokens.find_own_start(before - 1), before):
            if tokens.deps[at] == "nsubj":
                mention = self.find_mention(tokens.starts[at], tokens.ends[at])
                return mention if mention is not None and mention.entity_type == "PERSON" else None
        return None

    def _find_pair(self, token: int) -> list[str]:
        """ "Both men": the two persons named last, in the order of the text."""
        names: list[str] = []
        at = bisect_right(self.starts, self.tokens.starts[token]) - 1
        while at >= 0 and len(names) < 2:
            mention = self.mentions[at]
            if mention.entity_type == "PERSON" and mention.entity_name not in names:
                names.insert(0, mention.entity_name)
            at -= 1
        return names

    def _find_thing(self, token: int, *, is_plural: bool) -> Source | None:
        """What "it" or "they" stands for: the nearest subject before it that is a body, a group or several people."""
        tokens = self.tokens
        sentence = tokens.sentences[token]
        for at in range(token - 1, -1, -1):
            if sentence - tokens.sentences[at] > 2:
                break
            if tokens.deps[at] not in {"nsubj", "nsubjpass", "agent"} or at == token:
                continue
            if is_plural and at in self.plurals and tokens.words[at] in PLURAL_PRONOUNS:
                return self.plurals[at]
            if tokens.words[at] in PRONOUNS or tokens.words[at] in RELATIVES:
                continue
            mention = self.find_mention(tokens.starts[at], tokens.ends[at])
            if mention is not None and mention.clean_start <= tokens.starts[at]:
                if mention.entity_type == "PERSON":
                    several = self._join_others(at, _name(mention, "name"))
                    if is_plural and several.members:
                        return several
                    continue
                return _name(mention, "name")
            if tokens.tags[at] == ("NNS" if is_plural else "NN"):
                return self._read_description(at)
        if is_plural:
            return next((source for at, _, source in reversed(self.described) if self._can_be_they(at)), None)
        return None

    def _can_be_they(self, token: int) -> bool:
        """Whether a description is of several, or of one whose gender nobody tells: the holder of no single office."""
        return self.tokens.tags[token] == "NNS" or self.tokens.words[token] not in _OFFICES

    def _read_apposition(self, token: int) -> Source | None:
        """ "the mayor, Jane Roe, said": the name beside the description."""
        tokens = self.tokens
        for child in tokens.children[token]:
            if tokens.deps[child] == "appos" and tokens.tags[child].startswith("NNP"):
                mention = self.find_mention(tokens.starts[child], tokens.ends[child])
                if mention is not None and mention.entity_type == "PERSON":
                    return _name(mention, "apposition")
        return None

    def _read_description(self, token: int) -> Source | None:  # noqa: PLR0911, PLR0912
        tokens = self.tokens
        if not tokens.words[token][0].isalnum():
            return None
        left, right = self._find_left_edge(token), self._find_right_edge(token)
        start, end = tokens.starts[left], tokens.ends[right]
        noun = tokens.words[token]
        if tokens.tags[token] in {"NN", "NNP"} and tokens.tags[left] != "CD" and tokens.words[left] not in _INDEFINITE:
            last = right if tokens.words[token + 1 : token + 2] == ["of"] else token
            found = self.references.find_antecedent(left, last + 1)
            if found is not None:
                return Source(start, end, found[0].entity_name, found[0].entity_type, f"description, {found[1]}")
        if tokens.words[left] in {"this", "that", "these", "those"} and noun in _TAKEN_UP and right == token:
            earlier = self._take_up(token)
            if earlier is not None:
                return Source(start, end, earlier.entity_name, earlier.entity_type, "description, taken up")
        if self._takes_up_anonymous(left, token) and right == token:
            earlier = self._find_described_person(token)
            if earlier is not None:
                return Source(start, end, earlier.entity_name, earlier.entity_type, "description, taken up")
        if noun in {"men", "women", "leaders", "lawmakers"} and tokens.words[left] == "both" and right == token:
            pair = self._find_pair(token)
            if len(pair) == 2:
                members = tuple((name, "PERSON") for name in pair)
                return Source(start, end, " and ".join(pair), "DESCRIPTION", "description, both", members)
        if noun in _BODIES and tokens.words[left] in {"the", "this"} and right == token:
            body = self._find_body(token, noun)
            if body is not None:
                return Source(start, end, body.entity_name, body.entity_type, "description, body")
        if noun in _MOUTHPIECES:
            owner = next((child for child in tokens.children[token] if tokens.words[child] in _BODIES), None)
            body = self._find_body(owner, tokens.words[owner]) if owner is not None else None
            if body is not None:
                return Source(start, end, body.entity_name, body.entity_type, "description, body")
        source = Source(start, end, self._name_description(left, right), "DESCRIPTION", "description")
        self.described.append((token, noun, source))
        return self._part_description(token, source)

    def _part_description(self, token: int, source: Source) -> Source:
        """A description of several ("aides and two lawyers") with its members. "A friend and adviser" is one person."""
        tokens = self.tokens
        heads = list_joined(tokens, token)
        members = [self._read_member(other) for other in heads]
        distinct = all(
            kind != "DESCRIPTION"
            or tokens.tags[other] == "NNS"
            or any(tokens.deps[child] in {"det", "poss", "nummod"} for child in tokens.children[other])
            for other, (_, kind) in zip(heads, members, strict=True)
        )
        if len(heads) < 2 or not distinct or tokens.ends[heads[-1]] > source.clean_end:
            return source
        return replace(source, members=tuple(members))

    def _take_up(self, token: int) -> Source | None:
        """ "this source": the source described last, "that lawyer": the last one that was called so."""
        noun = self.tokens.words[token]
        if noun in {"person", "source", "man", "woman", "official"}:
            introduced = self._find_introduced(token)
            if introduced is not None:
                return introduced
            return self.described[-1][2] if self.described and self.described[-1][0] < token else None
        return next((source for at, other, source in reversed(self.described) if at < token and other == noun), None)

    def _takes_up_anonymous(self, left: int, token: int) -> bool:
        """Whether a phrase such as "the author" or "the unnamed official" names nobody itself."""
        words = self.tokens.words
        if words[left] != "the":
            return False
        between = words[left + 1 : token]
        is_bare = not between and words[token] in {"author", "writer", "person"}
        return is_bare or (len(between) == 1 and between[0] in _UNNAMED and words[token] in _ANONYMOUS)

    def _find_described_person(self, token: int) -> Source | None:
        """The person described last by more than the noun itself: "a senior official"."""
        for at, noun, source in reversed(self.described):
            first = source.entity_name.split()[0].lower()
            if at < token and noun in _ANONYMOUS and first in _INTRODUCING:
                return source
        return None

    def _find_introduced(self, token: int) -> Source | None:
        """ "One strategist was blunt. "...," this source said": somebody the sentences before brought in."""
        tokens = self.tokens
        for at in range(token - 1, -1, -1):
            if tokens.sentences[token] - tokens.sentences[at] > _SOURCE_MEMORY:
                return None
            if self.described and at <= self.described[-1][0]:
                return None
            if tokens.deps[at] not in {"nsubj", "nsubjpass"} or tokens.tags[at] != "NN":
                continue
            left = self._find_left_edge(at)
            if tokens.words[left] in _INTRODUCING and _is_person_noun(tokens.words[at]):
                right = self._find_right_edge(at)
                name = self._name_description(left, right)
                return Source(tokens.starts[left], tokens.ends[right], name, "DESCRIPTION", "description")
        return None

    def _find_body(self, token: int, noun: str) -> Mention | None:
        """ "the newspaper", "the company": the body named last that can be one."""
        at = bisect_right(self.starts, self.tokens.starts[token]) - 1
        sentence = self.tokens.sentences[token]
        while at >= 0:
            mention = self.mentions[at]
            at -= 1
            place = self.tokens.find_token(mention.clean_start)
            if sentence - self.tokens.sentences[place] > _BODY_MEMORY:
                return None
            if mention.entity_type == "ORG" and (
                not _BODIES[noun] or _BODIES[noun] & set(mention.entity_name.lower().split())
            ):
                return mention
        return None

    def _name_description(self, left: int, right: int) -> str:
        """Words of a description, with persons in it by their names alone: "a spokesman for Jane Roe"."""
        tokens = self.tokens
        parts: list[tuple[str, bool]] = []  # text, whether it may be a part of a title
        place = left
        while place <= right:
            mention = self.find_mention(tokens.starts[place], tokens.ends[place])
            end = tokens.starts[place + 1] if place < right else tokens.ends[place]
            if (
                mention is None
                or mention.entity_type != "PERSON"
                or tokens.deps[place] not in {"pobj", "conj", "compound"}
            ):
                parts.append((tokens.text[tokens.starts[place] : end], True))
                place += 1
                continue
            last = place
            while last < right and tokens.starts[last + 1] < mention.clean_end:
                last += 1
            if tokens.deps[last] not in {"pobj", "conj"}:
                parts.append((tokens.text[tokens.starts[place] : end], True))
                place += 1
                continue
            while len(parts) > 1 and _is_title_part(parts):
                parts.pop()
            parts.append((mention.entity_name, False))
            behind = tokens.starts[last + 1] if last < right else mention.clean_end
            parts.append((tokens.text[mention.clean_end : behind], False))
            place = last + 1
        return " ".join("".join(text for text, _ in parts).split())

    def _find_left_edge(self, token: int) -> int:
        tokens = self.tokens
        left = tokens.edges_left[token]
        for place in range(token - 1, left - 1, -1):
            if self._is_stop(place) or tokens.tags[place] in {"``", "''"}:
                return place + 1
        return left

    def _find_right_edge(self, token: int) -> int:
        tokens = self.tokens
        right = tokens.edges_right[token]
        if self.cue is not None and token < self.cue <= right:
            right = min(right, self._find_cue_clause(token, self.cue) - 1)
        for place in range(token + 1, right + 1):
            if self._is_stop(place) or (tokens.words[place] == "that" and tokens.deps[place] == "mark"):
                return place - 1
        return right

    def _find_cue_clause(self, token: int, cue: int) -> int:
        """First token of the clause behind a noun in which the cue stands: "an aide | who said"."""
        tokens, clause = self.tokens, cue
        while tokens.deps[clause] not in {"relcl", "acl"} and tokens.heads[clause] not in {clause, token}:
            clause = tokens.heads[clause]
        return max(tokens.edges_left[clause], token + 1)

    def _is_stop(self, place: int) -> bool:
        word = self.tokens.words[place]
        return (
            word in _STOPS
            or not word.strip()
            or (word == "-" and self.tokens.text[self.tokens.starts[place] - 1].isspace())
        )


def _is_person_noun(word: str) -> bool:
    return word in _ANONYMOUS or is_role_word(word)


def _is_title_part(parts: list[tuple[str, bool]]) -> bool:
    """Whether the last word before a name belongs to its title: "Secretary of Health and Human Services Jane Roe"."""
    text, is_free = parts[-1]
    if not is_free or not text.strip():
        return False
    before = parts[-2][0] if parts[-2][1] else ""
    return text[0].isupper() or (text.strip() in {"and", "of", "for"} and before[:1].isupper() and len(parts) > 3)


def _name(mention: Mention, rule: str) -> Source:
    return Source(mention.clean_start, mention.clean_end, mention.entity_name, mention.entity_type, rule)
