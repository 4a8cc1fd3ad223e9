"""Who "he", "she", "who" and "the minister" are: the antecedent of a pronoun or role description within an article.

The method follows Lappin and Leass, "An Algorithm for Pronominal Anaphora Resolution" (1994): every mention of a person
gives weight by its place in the sentence, weight halves with each sentence, and the heaviest person that gender and
syntax allow is the antecedent. Resolved pronouns and descriptions give weight in turn. What reported speech adds is
ours: the source of a reported clause is its pronoun's likeliest antecedent, the source of a quote the least likely
inside the marks.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from articles.coreference.roles import GENDER_OF_NOUN, Role, describe_role, find_roles, is_role_word
from articles.lexicon.gazetteers import read_data, read_name_words
from articles.text.person_names import find_gender

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Span, Token

    from articles.records import Mention

PRONOUNS = {
    "he": "m", "him": "m", "his": "m", "himself": "m",
    "she": "f", "her": "f", "hers": "f", "herself": "f",
}  # fmt: skip
RELATIVES = frozenset({"who", "whom", "whose"})

# Weight of a mention by its place in the sentence; their order matters, not their size.
_WEIGHTS = {
    "nsubj": 1.0,
    "nsubjpass": 0.95,
    "appos": 0.6,
    "attr": 0.6,
    "dobj": 0.65,
    "dative": 0.6,
    "agent": 0.6,
    "pobj": 0.5,
}
_WEIGHTS |= {"poss": 0.55, "conj": 0.6, "ROOT": 0.8}
_PLAIN_WEIGHT = 0.4
_DECAY = 0.55  # a sentence
_MEMORY = 8  # sentences
_PRONOUN_SHARE = 0.9  # of a pronoun's weight against a name's in its place
_DESCRIPTION_SHARE = 0.9
_REPEAT_SHARE = 0.15  # what further mentions add to the heaviest
_UNSURE_GENDER = 0.75
_REPORTED_FACTOR = 2.5  # "Lee said he ...": Lee
_SPEAKER_FACTOR = 0.15  # Lee said: "He ...": not Lee
_OTHER_SIDE_FACTOR = 0.6  # a mention inside quotation marks for a pronoun outside, and the reverse
_EMBEDDED_FACTOR = 0.8  # the subject of a subordinate clause
_LAST_SPEAKER_FACTOR = 1.4  # "...," he said: who spoke before
_QUOTED_NEARBY_FACTOR = 0.4  # "... Kim ...," he said: not Kim
_POSSESSOR_FACTOR = 1.4  # "Lee met Kim and praised his ...": the subject

_SPEECH_LEMMAS = frozenset(read_data("words")["speech"]["lemmas"])
_SUBJECTS = ("nsubj", "nsubjpass")
_SUBORDINATE = ("ccomp", "acl", "relcl", "advcl", "pcomp", "csubj")
_ARGUMENTS = ("nsubj", "nsubjpass", "dobj", "dative")
# A country's leader is called so whatever the office; so is the head of a company.
_LEADERS = frozenset({"president", "premier", "chancellor", "leader", "king", "ruler"})
_TOP_OFFICES = frozenset(
    {"president", "ceo", "chief", "chairman", "chairwoman", "head", "boss", "executive", "founder", "owner"}
)
# Offices told apart by what stands before or behind them: "defense secretary" is not "secretary of state".
_PORTFOLIO_HEADS = frozenset(
    {"secretary", "minister", "director", "adviser", "advisor", "chief", "commissioner", "undersecretary"}
)
_EMPTY_WORDS = frozenset(
    {
        "the",
        "of",
        "a",
        "an",
        "for",
        "and",
        "&",
        "'s",
        "-",
        "former",
        "acting",
        "new",
        "then",
        "current",
        "us",
        "u.s.",
        "president",
    }
)


@dataclass(frozen=True, slots=True)
class _Event:
    sentence: int
    token: int
    weight: float
    mention: Mention
    is_quoted: bool


@dataclass(slots=True)
class _Person:
    name: str
    gender: str | None
    events: list[_Event] = field(default_factory=list)


def find_antecedent(span: Span, mentions: Sequence[Mention]) -> tuple[Mention, str] | None:
    """The mention that a pronoun or role description stands for, and the rule that found it; None where none is likely.

    `span` lies in the parsed article, `mentions` are its mentions in order. The article's pronouns are resolved
    together, once.
    """
    references = _read_references(span.doc, mentions)
    root = span.root
    if len(span) == 1 and root.lower_ in PRONOUNS.keys() | RELATIVES:
        return references.pronouns.get(root.i)
    if root.i in references.descriptions:
        return references.descriptions[root.i]
    return references.find_by_role(span.start, span.end)


def list_roles(doc: Doc, mentions: Sequence[Mention]) -> list[Role]:
    """Roles of the persons of a parsed article, in the order of the text; found once, with its pronouns."""
    return _read_references(doc, mentions).roles


class References:
    """The pronouns and role descriptions of an article with their antecedents."""

    def __init__(self, doc: Doc, mentions: Sequence[Mention]) -> None:
        self.doc = doc
        self.mentions = mentions
        self.words = [doc.vocab.strings[orth] for orth in doc.to_array("ORTH").tolist()]
        self.lowers = [word.lower() for word in self.words]
        self.starts: list[int] = doc.to_array("IDX").tolist()
        self.roles = find_roles(doc, mentions)
        self.persons: dict[str, _Person] = {}
        self.of_token: dict[int, Mention] = {}
        self.pronouns: dict[int, tuple[Mention, str]] = {}
        self.descriptions: dict[int, tuple[Mention, str]] = {}
        self.sentence_of: list[int] = []
        self.paragraph_of: list[int] = []
        self.quoted: list[bool] = []
        self.last_speaker: str | None = None
        self.counts = Counter(mention.entity_name for mention in mentions)
        self._index_tokens()
        self._index_persons()
        self._resolve()

    # --- what stands where ------------------------------------------------------------------------------------------

    def _index_tokens(self) -> None:
        sentence, paragraph, is_quoted = -1, 0, False
        for word, sent_start in zip(self.words, self.doc.to_array("SENT_START").tolist(), strict=True):
            is_break = "\n\n" in word
            sentence += sent_start == 1 or is_break
            if is_break:
                paragraph += 1
                is_quoted = False  # marks are often left open at a paragraph's end
            elif word[:1] == '"':
                is_quoted = not is_quoted
            self.sentence_of.append(max(sentence, 0))
            self.paragraph_of.append(paragraph)
            self.quoted.append(is_quoted)

    def _index_persons(self) -> None:
        starts = {start: index for index, start in enumerate(self.starts)}
        votes: dict[str, Counter[str]] = defaultdict(Counter)
        titles = read_name_words().titles
        names: list[str] = []
        for mention in self.mentions:
            if mention.entity_type != "PERSON" or mention.clean_start not in starts:
                continue
            index = starts[mention.clean_start]
            gender = titles.get(self.words[index - 1]) if index else None
            if gender in ("m", "f"):
                votes[mention.entity_name][gender] += 2
            while index < len(self.words) and self.starts[index] < mention.clean_end:
                self.of_token[index] = mention
                index += 1
            names.append(mention.entity_name)
        for role in self.roles:
            gender = _find_noun_gender(role.head)
            if gender is not None:
                votes[role.entity_name][gender] += 2
        for name in dict.fromkeys(names):
            gender = find_gender(name)
            vote = votes[name]
            if gender is None and not vote:
                vote = self._count_near_pronouns(name)
            if vote["m"] != vote["f"]:
                gender = "m" if vote["m"] > vote["f"] else "f"
            self.persons[name] = _Person(name, gender)

    def _count_near_pronouns(self, name: str) -> Counter[str]:
        """Pronouns in sentences whose only person is the one of `name`, for names that do not tell a gender."""
        persons: dict[int, set[str]] = defaultdict(set)
        for index, mention in self.of_token.items():
            persons[self.sentence_of[index]].add(mention.entity_name)
        return Counter(
            PRONOUNS[lower]
            for index, lower in enumerate(self.lowers)
            if lower in PRONOUNS and persons[self.sentence_of[index]] == {name}
        )

    # --- resolving --------------------------------------------------------------------------------------------------

    def _resolve(self) -> None:
        for index, lower in enumerate(self.lowers):
            mention = self.of_token.get(index)
            if mention is not None:
                if self.starts[index] == mention.clean_start:
                    self._note(mention, self._find_root(self.doc[index], mention))
            elif lower in PRONOUNS or lower in RELATIVES:
                token = self.doc[index]
                found = self._resolve_pronoun(token) if lower in PRONOUNS else self._resolve_relative(token)
                if found is not None:
                    self.pronouns[index] = found
                    self._note(found[0], token, _PRONOUN_SHARE)
            elif is_role_word(lower) and self.doc[index].tag_.startswith("NN"):
                found = self._resolve_description(self.doc[index])
                if found is not None:
                    self.descriptions[index] = found
                    self._note(found[0], self.doc[index], _DESCRIPTION_SHARE)

    def _find_root(self, token: Token, mention: Mention) -> Token:
        end = token.i + 1
        while end < len(self.doc) and self.doc[end].idx < mention.clean_end:
            end += 1
        root: Token = self.doc[token.i : end].root
        return root

    def _note(self, mention: Mention, root: Token, share: float = 1.0) -> None:
        weight = _WEIGHTS.get(root.dep_, _PLAIN_WEIGHT) * share
        if root.dep_ in _SUBJECTS:
            if root.head.dep_ in _SUBORDINATE and root.head.lemma_ not in _SPEECH_LEMMAS:
                weight *= _EMBEDDED_FACTOR
            if root.head.lemma_ in _SPEECH_LEMMAS and not self.quoted[root.i]:
                self.last_speaker = mention.entity_name
        event = _Event(self.sentence_of[root.i], root.i, weight, mention, self.quoted[root.i])
        self.persons[mention.entity_name].events.append(event)

    def _resolve_relative(self, token: Token) -> tuple[Mention, str] | None:
        clause = token.head
        while clause.dep_ not in ("relcl", "ROOT", "acl") and clause.head.i != clause.i:
            clause = clause.head
        if clause.dep_ not in ("relcl", "acl"):
            return None
        head = clause.head
        for noun in (head, *([head.head] if head.dep_ == "appos" else [])):
            if noun.i in self.of_token and self.of_token[noun.i].entity_type == "PERSON":
                return self.of_token[noun.i], "relative clause"
        return None

    def _resolve_pronoun(self, token: Token) -> tuple[Mention, str] | None:
        before = self.of_token.get(token.i - 1)
        if token.lower_.endswith("self") and before is not None:
            return before, "emphatic pronoun"
        gender = PRONOUNS[token.lower_]
        ahead = self._find_subject_ahead(token, gender)
        if ahead is not None:
            return ahead, "subject ahead"
        reporter, speaker = self._find_reporter(token), self._find_speaker(token)
        scored: list[tuple[float, int, _Person]] = []
        for person in self.persons.values():
            if person.gender in (gender, None) and person.events:
                score = self._weigh(token, person)
                if person.gender is None:
                    score *= _UNSURE_GENDER
                if speaker == person.name:
                    score *= _SPEAKER_FACTOR
                elif reporter == person.name:
                    score *= _REPORTED_FACTOR
                scored.append((score, person.events[-1].token, person))
        best = max(scored, default=None, key=lambda found: found[:2])
        if best is None or best[0] <= 0.0:
            return None
        return best[2].events[-1].mention, "reported clause" if reporter == best[2].name else "salience"

    def _weigh(self, token: Token, person: _Person) -> float:
        sentence, is_quoted = self.sentence_of[token.i], self.quoted[token.i]
        is_possessive = token.tag_ == "PRP$"
        is_speaking = not is_quoted and token.dep_ in _SUBJECTS and token.head.lemma_ in _SPEECH_LEMMAS
        score = 0.0
        for event in reversed(person.events):
            distance = sentence - event.sentence
            if distance > _MEMORY:
                break
            if self._is_barred(token, event):
                continue
            gain = event.weight * _DECAY**distance
            if event.is_quoted != is_quoted:
                near = is_speaking and self.paragraph_of[event.token] == self.paragraph_of[token.i]
                gain *= _QUOTED_NEARBY_FACTOR if near else _OTHER_SIDE_FACTOR
            if is_possessive and distance == 0 and self.doc[event.token].dep_ in _SUBJECTS:
                gain *= _POSSESSOR_FACTOR
            score = max(score, gain) + _REPEAT_SHARE * min(score, gain)
        return score * _LAST_SPEAKER_FACTOR if is_speaking and person.name == self.last_speaker else score

    def _find_subject_ahead(self, token: Token, gender: str) -> Mention | None:
        """ "For his part, Lee ...", "While she waited, Lee ...": the subject that a fronted phrase leads up to."""
        sentence = token.sent
        root = sentence.root
        if token.i >= root.i or self.quoted[token.i]:
            return None
        modifier = token
        while modifier.head.i not in (root.i, modifier.i):
            modifier = modifier.head
        if modifier.dep_ not in ("prep", "advcl") or modifier.left_edge.i > sentence.start + 1:
            return None
        if any(index in self.of_token for index in range(sentence.start, token.i)):
            return None
        if self._find_reporter(token) is not None:
            return None
        for child in root.lefts:
            if child.dep_ in _SUBJECTS and child.i > token.i:
                mention = self.of_token.get(child.i)
                if mention is not None and mention.entity_type == "PERSON":
                    return mention if self.persons[mention.entity_name].gender in (gender, None) else None
        return None

    def _find_reporter(self, token: Token) -> str | None:
        """The source of the reported clause a pronoun stands in, where both are on the same side of quotation marks."""
        verb = token.head
        for _ in range(8):
            if verb.lemma_ in _SPEECH_LEMMAS:
                for child in self._list_subjects(verb):
                    if child.i != token.i and child.i < token.i and self.quoted[child.i] == self.quoted[token.i]:
                        name = self._find_name(child)
                        if name is not None:
                            return name
            if verb.head.i == verb.i:
                break
            verb = verb.head
        return None

    def _find_speaker(self, token: Token) -> str | None:
        """The source of the quote a pronoun stands in: subject of a speech verb outside the marks in its paragraph."""
        if not self.quoted[token.i]:
            return None
        paragraph = self.paragraph_of[token.i]
        for step in (range(token.i - 1, -1, -1), range(token.i + 1, len(self.doc))):
            for index in step:
                if self.paragraph_of[index] != paragraph:
                    break
                verb = self.doc[index]
                if not self.quoted[index] and verb.lemma_ in _SPEECH_LEMMAS:
                    for child in self._list_subjects(verb):
                        name = self._find_name(child)
                        if name is not None and not self.quoted[child.i]:
                            return name
        return None

    def _list_subjects(self, verb: Token) -> list[Token]:
        subjects = [child for child in verb.children if child.dep_ in _SUBJECTS]
        if not subjects and verb.dep_ == "conj":
            return [child for child in verb.head.children if child.dep_ in _SUBJECTS]
        if not subjects and verb.dep_ in ("advcl", "xcomp") and verb.tag_ == "VBG":
            return [child for child in verb.head.children if child.dep_ in _SUBJECTS]
        return subjects

    def _find_name(self, token: Token) -> str | None:
        mention = self.of_token.get(token.i)
        if mention is not None:
            return mention.entity_name if mention.entity_type == "PERSON" else None
        found = self.pronouns.get(token.i) or self.descriptions.get(token.i)
        return found[0].entity_name if found is not None else None

    def _is_barred(self, token: Token, event: _Event) -> bool:
        """Whether syntax forbids the pronoun to stand for that mention: both are arguments of one verb."""
        other = self.doc[event.token]
        if token.tag_ == "PRP$" or token.lower_.endswith("self"):
            return bool(token.head.i == other.i)
        if other.head.i == token.head.i and other.i != token.i:
            return other.dep_ in _ARGUMENTS and token.dep_ in _ARGUMENTS
        return token.dep_ == "pobj" and token.head.head.i == other.head.i and other.dep_ in _SUBJECTS

    # --- descriptions -----------------------------------------------------------------------------------------------

    def _resolve_description(self, token: Token) -> tuple[Mention, str] | None:
        start = token.left_edge.i
        if self.doc[start].lower_ != "the":
            return None
        end = token.i + 1
        if end < len(self.doc) and self.doc[end].lower_ == "of":
            end = token.right_edge.i + 1
        if any(index in self.of_token for index in range(start, end)):
            return None
        return self.find_by_role(start, end)

    def find_by_role(self, start: int, end: int) -> tuple[Mention, str] | None:
        """The person a description (tokens from `start` to `end`) was said of: beside it, else anywhere."""
        asked = describe_role(self.doc, start, end, self.mentions)
        if asked is None:
            return None
        beside = self._find_beside(start, end)
        if beside is not None:
            return beside, "apposition"
        scores: dict[str, float] = {}
        place = self.doc[start].idx
        for role in self.roles:
            fit = _fit_roles(asked, role)
            if fit > 0.0:
                earlier = 1.0 if role.clean_start < place else 0.5
                scores[role.entity_name] = scores.get(role.entity_name, 0.0) + fit * earlier
        if asked.head == "president" and asked.organization is None:
            for name in self._list_administrations():
                scores[name] = scores.get(name, 0.0) + 1.0
        if not scores:
            return None
        best = max(scores, key=lambda name: (scores[name] + 0.05 * self.counts[name], name))
        return self._find_latest(best, place), "role"

    def _find_beside(self, start: int, end: int) -> Mention | None:
        words = self.doc
        after = end + 1 if end < len(words) and words[end].text == "," else end
        if (
            after in self.of_token
            and self.of_token[after].entity_type == "PERSON"
            and words[after].sent == words[start].sent
        ):
            return self.of_token[after]
        if start > 1 and words[start - 1].text == "," and start - 2 in self.of_token:
            mention = self.of_token[start - 2]
            return mention if mention.entity_type == "PERSON" else None
        return None

    def _list_administrations(self) -> set[str]:
        """Persons whose administration the article speaks of: they preside over it."""
        return {
            mention.entity_name
            for index, mention in self.of_token.items()
            if index + 1 < len(self.doc) and self.doc[index + 1].lower_ in ("administration", "presidency")
        }

    def _find_latest(self, name: str, before: int) -> Mention:
        own = [mention for mention in self.mentions if mention.entity_name == name and mention.entity_type == "PERSON"]
        earlier = [mention for mention in own if mention.clean_start < before]
        return (earlier or own)[-1 if earlier else 0]


def _fit_roles(asked: Role, role: Role) -> float:
    """How well a role of a person fits the one asked for; 0 where it does not."""
    if not _agree_heads(asked, role) or not _agree_employers(asked, role):
        return 0.0
    if asked.country_code and role.country_code:
        return 3.0
    if role.country_code or asked.country_code:
        return 0.6  # "the president" is rather ours than a foreign one
    return 1.0


def _agree_heads(asked: Role, role: Role) -> bool:
    if asked.head != role.head:
        if asked.country_code is not None and asked.head == "leader":
            return _leads(role)
        is_same_house = asked.organization is not None and asked.organization == role.organization
        return is_same_house and {asked.head, role.head} <= _TOP_OFFICES
    if asked.head in _PORTFOLIO_HEADS:
        mine, theirs = asked.words - _EMPTY_WORDS - {asked.head}, role.words - _EMPTY_WORDS - {asked.head}
        return not mine or not theirs or bool(mine & theirs)
    return True


def _agree_employers(asked: Role, role: Role) -> bool:
    if asked.country_code and role.country_code and asked.country_code != role.country_code:
        return False
    if asked.organization is None or asked.organization == role.organization:
        return True
    return role.organization is None and asked.head not in ("president", "ceo", "chairman", "chief")


def _leads(role: Role) -> bool:
    return role.head in _LEADERS or (role.head == "minister" and "prime" in role.words)


def _find_noun_gender(head: str) -> str | None:
    noun = head.rsplit(maxsplit=1)[-1]
    if noun in GENDER_OF_NOUN:
        return GENDER_OF_NOUN[noun]
    if noun.endswith("woman"):
        return "f"
    return "m" if noun.endswith("man") else None


def _read_references(doc: Doc, mentions: Sequence[Mention]) -> References:
    key = hash(tuple((mention.clean_start, mention.entity_name) for mention in mentions))
    kept = doc.user_data.get("references")
    if kept is not None and kept[0] == key:
        references: References = kept[1]
        return references
    references = References(doc, mentions)
    doc.user_data["references"] = (key, references)
    return references
