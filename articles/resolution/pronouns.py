"""Who "he", "she", "who" and "the minister" are: the antecedent of a pronoun or role description within an article.

The method follows Lappin and Leass, "An Algorithm for Pronominal Anaphora Resolution" (1994): every mention of a person
gives him weight by its place in the sentence, weight halves with each sentence, and the heaviest person that gender and
syntax allow is the antecedent. Resolved pronouns give weight in turn. What reported speech adds is ours: the source of a
reported clause is its pronoun's likeliest antecedent, the source of a quote the least likely inside the marks.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from articles.extraction.roles import GENDER_OF_NOUN, Role, describe_role, find_roles
from articles.resolution.names import find_gender

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spacy.tokens import Doc, Span, Token

    from articles.records import Mention

PRONOUNS = {
    "he": "m", "him": "m", "his": "m", "himself": "m",
    "she": "f", "her": "f", "hers": "f", "herself": "f",
}  # fmt: skip
RELATIVES = frozenset({"who", "whom", "whose"})

# Weight of a mention by its place in the sentence; only the order matters.
_WEIGHTS = {"nsubj": 1.0, "nsubjpass": 0.95, "appos": 0.6, "attr": 0.6, "dobj": 0.6, "dative": 0.6, "agent": 0.6, "pobj": 0.5, "poss": 0.55, "conj": 0.6, "ROOT": 0.8}
_PLAIN_WEIGHT = 0.4
_DECAY = 0.55  # a sentence
_MEMORY = 8  # sentences
_PRONOUN_SHARE = 0.9  # of a pronoun's weight against a name's in its place
_UNSURE_GENDER = 0.6
_REPORTED_FACTOR = 2.5  # "Lee said he ...": Lee
_QUOTED_FACTOR = 0.25  # Lee said: "He ...": not Lee
_POSSESSOR_FACTOR = 1.5  # "Lee and his ...": the subject before the possessive
_SPEECH_LEMMAS = frozenset({"say", "tell", "add", "claim", "argue", "state", "write", "tweet", "announce", "note", "insist", "warn", "declare", "explain", "admit", "acknowledge", "reply", "respond", "ask", "believe", "think", "hope", "know", "deny", "recall", "suggest", "stress", "testify", "confirm", "report", "complain", "vow", "promise", "concede", "continue"})


@dataclass(slots=True)
class _Event:
    sentence: int
    token: int
    weight: float
    mention: Mention


@dataclass(slots=True)
class _Person:
    name: str
    gender: str | None
    events: list[_Event] = field(default_factory=list)


def find_antecedent(
    span: Span, mentions: Sequence[Mention], titles: Mapping[int, str] | None = None
) -> tuple[Mention, str] | None:
    """The mention that a pronoun or role description stands for, and the rule that found it; None where none is likely.

    `span` lies in the parsed article, `mentions` are its mentions in order. `titles` holds "m" or "f" by `clean_start` for
    mentions whose title tells it. The article's pronouns are resolved together, once.
    """
    references = _read_references(span.doc, mentions, titles or {})
    for token in span:
        if token.i in references.pronouns and (len(span) == 1 or token.i == span.root.i):
            return references.pronouns[token.i]
    if len(span) == 1 and span[0].lower_ in PRONOUNS.keys() | RELATIVES:
        return None
    return references.find_by_role(span)


class References:
    """The pronouns of an article with their antecedents, and the roles its persons have."""

    def __init__(self, doc: Doc, mentions: Sequence[Mention], titles: Mapping[int, str]) -> None:
        self.doc = doc
        self.mentions = mentions
        self.roles = find_roles(doc, mentions)
        self.persons: dict[str, _Person] = {}
        self.of_token: dict[int, Mention] = {}
        self.pronouns: dict[int, tuple[Mention, str]] = {}
        self.sentence_of: list[int] = []
        self.quoted: list[bool] = []
        self._index(titles)
        self._resolve()

    def find_by_role(self, span: Span) -> tuple[Mention, str] | None:
        """The person a description such as "the Russian foreign minister" was said of, at or before its place."""
        asked = describe_role(self.doc, span.start, span.end, self.mentions)
        if asked is None:
            return None
        fitting: list[tuple[float, int, Role]] = []
        for role in self.roles:
            if role.clean_start >= span.start_char or not _fits(asked, role):
                continue
            shared = len(asked.words & role.words)
            fitting.append((shared, role.clean_start, role))
        if not fitting:
            return None
        best = max(fitting, key=lambda found: (found[0], found[1]))[2]
        return self._find_latest(best.entity_name, span.start_char), "role"

    def _find_latest(self, name: str, before: int) -> Mention:
        own = [mention for mention in self.mentions if mention.entity_name == name and mention.entity_type == "PERSON"]
        earlier = [mention for mention in own if mention.clean_start < before]
        return (earlier or own)[-1 if earlier else 0]

    def _index(self, titles: Mapping[int, str]) -> None:
        number = -1
        is_quoted = False
        for token in self.doc:
            if token.is_sent_start:
                number += 1
            self.sentence_of.append(max(number, 0))
            if token.text[:1] == '"':
                is_quoted = not is_quoted
            elif "\n\n" in token.text:
                is_quoted = False
            self.quoted.append(is_quoted)
        starts = {token.idx: token.i for token in self.doc}
        votes: dict[str, dict[str, int]] = defaultdict(lambda: {"m": 0, "f": 0})
        for mention in self.mentions:
            if mention.entity_type == "PERSON" and mention.clean_start in starts:
                index = starts[mention.clean_start]
                while index < len(self.doc) and self.doc[index].idx < mention.clean_end:
                    self.of_token[index] = mention
                    index += 1
                if mention.clean_start in titles:
                    votes[mention.entity_name][titles[mention.clean_start]] += 1
        for role in self.roles:
            gender = GENDER_OF_NOUN.get(role.head) or ("f" if role.head.endswith("woman") else "m" if role.head.endswith("man") and role.head not in ("chairman",) else None)
            if gender is not None:
                votes[role.entity_name][gender] += 1
        for mention in self.of_token.values():
            name = mention.entity_name
            if name not in self.persons:
                vote = votes[name]
                gender = "m" if vote["m"] > vote["f"] else "f" if vote["f"] > vote["m"] else find_gender(name)
                self.persons[name] = _Person(name, gender)

    def _resolve(self) -> None:
        for token in self.doc:
            mention = self.of_token.get(token.i)
            if mention is not None:
                if token.idx == mention.clean_start:
                    self._note(mention, self._find_root(token, mention))
            elif token.lower_ in PRONOUNS:
                found = self._resolve_pronoun(token)
                if found is not None:
                    self.pronouns[token.i] = found
                    self._note(found[0], token, _PRONOUN_SHARE)
            elif token.lower_ in RELATIVES:
                found = self._resolve_relative(token)
                if found is not None:
                    self.pronouns[token.i] = found

    def _find_root(self, token: Token, mention: Mention) -> Token:
        end = token.i + 1
        while end < len(self.doc) and self.doc[end].idx < mention.clean_end:
            end += 1
        root: Token = self.doc[token.i : end].root
        return root

    def _note(self, mention: Mention, root: Token, share: float = 1.0) -> None:
        weight = _WEIGHTS.get(root.dep_, _PLAIN_WEIGHT) * share
        self.persons[mention.entity_name].events.append(_Event(self.sentence_of[root.i], root.i, weight, mention))

    def _resolve_relative(self, token: Token) -> tuple[Mention, str] | None:
        clause = token.head
        while clause.dep_ not in ("relcl", "ROOT", "acl") and clause.head.i != clause.i:
            clause = clause.head
        if clause.dep_ not in ("relcl", "acl"):
            return None
        head = clause.head
        for noun in (head, *([head.head] if head.dep_ == "appos" else [])):
            if noun.i in self.of_token:
                return self.of_token[noun.i], "relative clause"
        return None

    def _resolve_pronoun(self, token: Token) -> tuple[Mention, str] | None:
        gender = PRONOUNS[token.lower_]
        sentence = self.sentence_of[token.i]
        reporter = self._find_reporter(token)
        best: tuple[float, int, _Person] | None = None
        for person in self.persons.values():
            if person.gender not in (gender, None) or not person.events:
                continue
            score = 0.0
            for event in reversed(person.events):
                distance = sentence - event.sentence
                if distance > _MEMORY:
                    break
                if not self._is_barred(token, event):
                    gain = event.weight * _DECAY**distance
                    score = max(score, gain) + 0.15 * min(score, gain)
            if score <= 0.0:
                continue
            if person.gender is None:
                score *= _UNSURE_GENDER
            if reporter is not None and reporter[0] == person.name:
                score *= _QUOTED_FACTOR if reporter[1] else _REPORTED_FACTOR
            if token.tag_ == "PRP$" and any(event.sentence == sentence and self.doc[event.token].dep_ in ("nsubj", "nsubjpass") for event in person.events):
                score *= _POSSESSOR_FACTOR
            latest = person.events[-1].token
            if best is None or (score, latest) > best[:2]:
                best = (score, latest, person)
        if best is None:
            return None
        rule = "pronoun in reported clause" if reporter and reporter[0] == best[2].name and not reporter[1] else "pronoun"
        return best[2].events[-1].mention, rule

    def _find_reporter(self, token: Token) -> tuple[str, bool] | None:
        """Name of the source of the words a pronoun stands in, and whether it stands inside quotation marks."""
        verb = token.head
        for _ in range(8):
            if verb.lemma_ in _SPEECH_LEMMAS:
                for child in verb.children:
                    if child.dep_ == "nsubj" and child.i != token.i:
                        name = self._find_name(child)
                        if name is not None:
                            return name, self.quoted[token.i] and not self.quoted[child.i]
            if verb.head.i == verb.i:
                break
            verb = verb.head
        return None

    def _find_name(self, token: Token) -> str | None:
        mention = self.of_token.get(token.i)
        if mention is not None:
            return mention.entity_name
        found = self.pronouns.get(token.i)
        return found[0].entity_name if found is not None else None

    def _is_barred(self, token: Token, event: _Event) -> bool:
        """Whether syntax forbids the pronoun to stand for that mention: both are arguments of one verb."""
        other = self.doc[event.token]
        if token.tag_ == "PRP$" or token.lower_.endswith("self"):
            return token.head.i == other.i
        if other.head.i == token.head.i and other.i != token.i:
            return other.dep_ in ("nsubj", "nsubjpass", "dobj", "dative") and token.dep_ in ("nsubj", "nsubjpass", "dobj", "dative")
        return token.dep_ == "pobj" and token.head.head.i == other.head.i and other.dep_ in ("nsubj", "nsubjpass")


def _fits(asked: Role, role: Role) -> bool:
    if asked.head != role.head and not (asked.head in role.words and asked.head not in ("state", "president")):
        return False
    if asked.country_code is not None and role.country_code is not None and asked.country_code != role.country_code:
        return False
    return not (asked.organization is not None and role.organization is not None and asked.organization != role.organization)


def _read_references(doc: Doc, mentions: Sequence[Mention], titles: Mapping[int, str]) -> References:
    key = hash((tuple((mention.clean_start, mention.entity_name) for mention in mentions), tuple(sorted(titles.items()))))
    kept = doc.user_data.get("references")
    if kept is not None and kept[0] == key:
        references: References = kept[1]
        return references
    references = References(doc, mentions, titles)
    doc.user_data["references"] = (key, references)
    return references
