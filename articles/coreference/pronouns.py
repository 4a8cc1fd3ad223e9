"""Resolve "he", "she", "who" and "the minister": find the antecedent of a pronoun or role description in an article.

The method follows Lappin and Leass, "An Algorithm for Pronominal Anaphora Resolution" (1994). Every mention adds weight
to its person by its place in the sentence, the weight decays with each sentence, and the antecedent is the person with
the greatest weight that gender and syntax allow. Resolved pronouns and descriptions add weight as well. The factors for
reported speech are our addition: the source of a reported clause is the most likely antecedent of a pronoun in it, the
source of a quote the least likely inside the marks.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from articles.coreference.roles import GENDER_OF_NOUN, Role, describe_role, find_roles, is_role_word
from articles.lexicon.gazetteers import read_data, read_name_words
from articles.lexicon.pronouns import GENDERED, PERSON_RELATIVES
from articles.text.person_names import find_gender

if TYPE_CHECKING:
    from collections.abc import Sequence

    from articles.parsing.tokens import Tokens
    from articles.records import Mention

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
# Limits that keep the cost of a pronoun constant in an article of any length. No real article reaches them.
_PERSON_MEMORY = 128  # persons in those sentences
_EVENT_MEMORY = 64  # mentions of one person in those sentences
_SPEECH_MEMORY = 64  # verbs of speech on either side, in one paragraph
_ROLE_MEMORY = 400  # roles on either side of a description
_PRONOUN_SHARE = 0.9  # weight of a pronoun relative to a name in its place
_DESCRIPTION_SHARE = 0.9
_REPEAT_SHARE = 0.15  # share that further mentions add to the heaviest one
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
# General words for the leader of a country or company, whatever the office.
_LEADERS = frozenset({"president", "premier", "chancellor", "leader", "king", "ruler"})
_TOP_OFFICES = frozenset(
    {"president", "ceo", "chief", "chairman", "chairwoman", "head", "boss", "executive", "founder", "owner"}
)
# Offices that differ by the words before or after them: "defense secretary" is not "secretary of state".
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


class References:
    """The pronouns and role descriptions of an article with their antecedents, resolved together.

    `roles` are those of the article's persons, in the order of the text.
    """

    def __init__(self, tokens: Tokens, mentions: Sequence[Mention]) -> None:
        self.tokens = tokens
        self.mentions = mentions
        self.roles = find_roles(tokens, mentions)
        self.persons: dict[str, _Person] = {}
        self.of_token: dict[int, Mention] = {}
        self.pronouns: dict[int, tuple[Mention, str]] = {}
        self.descriptions: dict[int, tuple[Mention, str]] = {}
        self.sentence_of: list[int] = []
        self.paragraph_of: list[int] = []
        self.quoted: list[bool] = []
        self.last_speaker: str | None = None
        self.recent: dict[str, _Person] = {}  # persons in the order of their last event, the latest last
        self.counts = Counter(mention.entity_name for mention in mentions)
        self._role_starts = [role.clean_start for role in self.roles]
        self._named = _list_persons_by_name(mentions)
        self._index_tokens()
        self._speech = [
            token for token, lemma in enumerate(tokens.lemmas) if lemma in _SPEECH_LEMMAS and not self.quoted[token]
        ]
        self._index_persons()
        self._administrations = self._list_administrations()
        self._resolve()

    def find_antecedent(self, start: int, end: int) -> tuple[Mention, str] | None:
        """The antecedent of a pronoun or role description (tokens from `start` to `end`), and the rule that found it.

        None if no mention is likely.
        """
        root = self.tokens.find_root(start, end)
        if end - start == 1 and (self.tokens.words[root] in GENDERED or self.tokens.words[root] in PERSON_RELATIVES):
            return self.pronouns.get(root)
        return self.descriptions.get(root) or self.find_by_role(start, end)

    # --- indexes ----------------------------------------------------------------------------------------------------

    def _index_tokens(self) -> None:
        sentence, paragraph, is_quoted = -1, 0, False
        for token, word in enumerate(self.tokens.words):
            is_break = "\n\n" in word
            sentence += self.tokens.starts_sentence(token) or is_break
            if is_break:
                paragraph += 1
                is_quoted = False  # marks are often left open at a paragraph's end
            elif word[:1] == '"':
                is_quoted = not is_quoted
            self.sentence_of.append(max(sentence, 0))
            self.paragraph_of.append(paragraph)
            self.quoted.append(is_quoted)

    def _index_persons(self) -> None:
        starts = self.tokens.starts
        votes: dict[str, Counter[str]] = defaultdict(Counter)
        titles = read_name_words().titles
        names: list[str] = []
        for mention in self.mentions:
            index = bisect_left(starts, mention.clean_start)
            if mention.entity_type != "PERSON" or index == len(starts) or starts[index] != mention.clean_start:
                continue
            gender = titles.get(self.tokens.forms[index - 1]) if index else None
            if gender in ("m", "f"):
                votes[mention.entity_name][gender] += 2
            while index < len(starts) and starts[index] < mention.clean_end:
                self.of_token[index] = mention
                index += 1
            names.append(mention.entity_name)
        for role in self.roles:
            gender = find_noun_gender(role.head)
            if gender is not None:
                votes[role.entity_name][gender] += 2
        near = self._count_near_pronouns()
        for name in dict.fromkeys(names):
            gender = find_gender(name)
            vote = votes[name]
            if gender is None and not vote:
                vote = near[name]
            if vote["m"] != vote["f"]:
                gender = "m" if vote["m"] > vote["f"] else "f"
            self.persons[name] = _Person(name, gender)

    def _count_near_pronouns(self) -> dict[str, Counter[str]]:
        """Genders of the pronouns in sentences with one person alone, by that person's name."""
        persons: dict[int, set[str]] = defaultdict(set)
        for index, mention in self.of_token.items():
            persons[self.sentence_of[index]].add(mention.entity_name)
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for index, word in enumerate(self.tokens.words):
            if word in GENDERED and len(persons[self.sentence_of[index]]) == 1:
                (name,) = persons[self.sentence_of[index]]
                counts[name][GENDERED[word]] += 1
        return counts

    # --- resolving --------------------------------------------------------------------------------------------------

    def _resolve(self) -> None:
        tokens = self.tokens
        for index, word in enumerate(tokens.words):
            mention = self.of_token.get(index)
            if mention is not None:
                if tokens.starts[index] == mention.clean_start:
                    end = max(bisect_left(tokens.starts, mention.clean_end), index + 1)
                    self._note(mention, tokens.find_root(index, end))
            elif word in GENDERED or word in PERSON_RELATIVES:
                found = self._resolve_pronoun(index) if word in GENDERED else self._resolve_relative(index)
                if found is not None:
                    self.pronouns[index] = found
                    self._note(found[0], index, _PRONOUN_SHARE)
            elif is_role_word(word) and tokens.tags[index].startswith("NN"):
                found = self._resolve_description(index)
                if found is not None:
                    self.descriptions[index] = found
                    self._note(found[0], index, _DESCRIPTION_SHARE)

    def _note(self, mention: Mention, root: int, share: float = 1.0) -> None:
        tokens = self.tokens
        dep, head = tokens.deps[root], tokens.heads[root]
        weight = _WEIGHTS.get(dep, _PLAIN_WEIGHT) * share
        if dep in _SUBJECTS:
            speaks = tokens.lemmas[head] in _SPEECH_LEMMAS
            if tokens.deps[head] in _SUBORDINATE and not speaks:
                weight *= _EMBEDDED_FACTOR
            if speaks and not self.quoted[root]:
                self.last_speaker = mention.entity_name
        event = _Event(self.sentence_of[root], root, weight, mention, self.quoted[root])
        self.persons[mention.entity_name].events.append(event)
        self.recent[mention.entity_name] = self.recent.pop(mention.entity_name, self.persons[mention.entity_name])

    def _resolve_relative(self, token: int) -> tuple[Mention, str] | None:
        deps, heads = self.tokens.deps, self.tokens.heads
        clause = heads[token]
        while deps[clause] not in ("relcl", "ROOT", "acl") and heads[clause] != clause:
            clause = heads[clause]
        if deps[clause] not in ("relcl", "acl"):
            return None
        head = heads[clause]
        for noun in (head, *([heads[head]] if deps[head] == "appos" else [])):
            if noun in self.of_token and self.of_token[noun].entity_type == "PERSON":
                return self.of_token[noun], "relative clause"
        return None

    def _resolve_pronoun(self, token: int) -> tuple[Mention, str] | None:
        word = self.tokens.words[token]
        before = self.of_token.get(token - 1)
        if word.endswith("self") and before is not None:
            return before, "emphatic pronoun"
        gender = GENDERED[word]
        ahead = self._find_subject_ahead(token, gender)
        if ahead is not None:
            return ahead, "subject ahead"
        reporter, speaker = self._find_reporter(token), self._find_speaker(token)
        scored: list[tuple[float, int, _Person]] = []
        for person in islice(reversed(self.recent.values()), _PERSON_MEMORY):
            if self.sentence_of[token] - person.events[-1].sentence > _MEMORY:
                break  # earlier persons have no weight left
            if person.gender in (gender, None):
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

    def _weigh(self, token: int, person: _Person) -> float:
        tokens = self.tokens
        sentence, is_quoted = self.sentence_of[token], self.quoted[token]
        is_possessive = tokens.tags[token] == "PRP$"
        is_subject = not is_quoted and tokens.deps[token] in _SUBJECTS
        is_speaking = is_subject and tokens.lemmas[tokens.heads[token]] in _SPEECH_LEMMAS
        score = 0.0
        for event in islice(reversed(person.events), _EVENT_MEMORY):
            distance = sentence - event.sentence
            if distance > _MEMORY:
                break
            if self.is_barred(token, event.token):
                continue
            gain = event.weight * _DECAY**distance
            if event.is_quoted != is_quoted:
                near = is_speaking and self.paragraph_of[event.token] == self.paragraph_of[token]
                gain *= _QUOTED_NEARBY_FACTOR if near else _OTHER_SIDE_FACTOR
            if is_possessive and distance == 0 and tokens.deps[event.token] in _SUBJECTS:
                gain *= _POSSESSOR_FACTOR
            score = max(score, gain) + _REPEAT_SHARE * min(score, gain)
        return score * _LAST_SPEAKER_FACTOR if is_speaking and person.name == self.last_speaker else score

    def _find_subject_ahead(self, token: int, gender: str) -> Mention | None:
        """ "For his part, Lee ...", "While she waited, Lee ...": the subject after a fronted phrase."""
        tokens, heads = self.tokens, self.tokens.heads
        sentence = tokens.find_sentence(token)
        root = tokens.find_root(*sentence)
        if token >= root or self.quoted[token]:
            return None
        modifier = token
        while heads[modifier] not in (root, modifier):
            modifier = heads[modifier]
        if tokens.deps[modifier] not in ("prep", "advcl") or tokens.edges_left[modifier] > sentence.start + 1:
            return None
        if any(index in self.of_token for index in range(sentence.start, token)):
            return None
        if self._find_reporter(token) is not None:
            return None
        for child in tokens.children[root]:
            if token < child < root and tokens.deps[child] in _SUBJECTS:
                mention = self.of_token.get(child)
                if mention is not None and mention.entity_type == "PERSON":
                    return mention if self.persons[mention.entity_name].gender in (gender, None) else None
        return None

    def _find_reporter(self, token: int) -> str | None:
        """The source of the reported clause that contains a pronoun, if both are inside or both outside of marks."""
        verb = self.tokens.heads[token]
        for _ in range(8):
            if self.tokens.lemmas[verb] in _SPEECH_LEMMAS:
                for child in self._list_subjects(verb):
                    if child < token and self.quoted[child] == self.quoted[token]:
                        name = self._find_name(child)
                        if name is not None:
                            return name
            if self.tokens.heads[verb] == verb:
                break
            verb = self.tokens.heads[verb]
        return None

    def _find_speaker(self, token: int) -> str | None:
        """The source of the quote that contains a pronoun: subject of a speech verb of its paragraph, outside marks."""
        if not self.quoted[token]:
            return None
        paragraph, at = self.paragraph_of[token], bisect_left(self._speech, token)
        before = reversed(self._speech[max(at - _SPEECH_MEMORY, 0) : at])
        for verbs in (before, self._speech[at : at + _SPEECH_MEMORY]):
            for verb in takewhile(lambda verb: self.paragraph_of[verb] == paragraph, verbs):
                for child in self._list_subjects(verb):
                    name = self._find_name(child)
                    if name is not None and not self.quoted[child]:
                        return name
        return None

    def _list_subjects(self, verb: int) -> list[int]:
        tokens = self.tokens
        subjects = [child for child in tokens.children[verb] if tokens.deps[child] in _SUBJECTS]
        if subjects:
            return subjects
        shares = tokens.deps[verb] == "conj" or (tokens.deps[verb] in ("advcl", "xcomp") and tokens.tags[verb] == "VBG")
        above = tokens.children[tokens.heads[verb]] if shares else []
        return [child for child in above if tokens.deps[child] in _SUBJECTS]

    def _find_name(self, token: int) -> str | None:
        mention = self.of_token.get(token)
        if mention is not None:
            return mention.entity_name if mention.entity_type == "PERSON" else None
        found = self.pronouns.get(token) or self.descriptions.get(token)
        return found[0].entity_name if found is not None else None

    def is_barred(self, token: int, other: int) -> bool:
        """Whether syntax rules out a token as antecedent of a pronoun: both are arguments of one verb."""
        tokens, deps, heads = self.tokens, self.tokens.deps, self.tokens.heads
        if tokens.tags[token] == "PRP$" or tokens.words[token].endswith("self"):
            return heads[token] == other
        if heads[other] == heads[token] and other != token:
            return deps[other] in _ARGUMENTS and deps[token] in _ARGUMENTS
        return deps[token] == "pobj" and heads[heads[token]] == heads[other] and deps[other] in _SUBJECTS

    # --- descriptions -----------------------------------------------------------------------------------------------

    def _resolve_description(self, token: int) -> tuple[Mention, str] | None:
        start = self.tokens.edges_left[token]
        if self.tokens.words[start] != "the":
            return None
        end = token + 1
        if end < len(self.tokens) and self.tokens.words[end] == "of":
            end = self.tokens.edges_right[token] + 1
        if any(index in self.of_token for index in range(start, end)):
            return None
        return self.find_by_role(start, end)

    def find_by_role(self, start: int, end: int) -> tuple[Mention, str] | None:
        """The person with the role of a description (tokens from `start` to `end`): next to it, else anywhere."""
        asked = describe_role(self.tokens, start, end, self.mentions)
        if asked is None:
            return None
        beside = self._find_beside(start, end)
        if beside is not None:
            return beside, "apposition"
        scores: dict[str, float] = {}
        place = self.tokens.starts[start]
        at = bisect_left(self._role_starts, place)
        for role in self.roles[max(at - _ROLE_MEMORY, 0) : at + _ROLE_MEMORY]:
            fit = _fit_roles(asked, role)
            if fit > 0.0:
                earlier = 1.0 if role.clean_start < place else 0.5
                scores[role.entity_name] = scores.get(role.entity_name, 0.0) + fit * earlier
        if asked.head == "president" and asked.organization is None:
            for name in self._administrations:
                scores[name] = scores.get(name, 0.0) + 1.0
        if not scores:
            return None
        best = max(scores, key=lambda name: (scores[name] + 0.05 * self.counts[name], name))
        return self._find_latest(best, place), "role"

    def _find_beside(self, start: int, end: int) -> Mention | None:
        words, sentences = self.tokens.words, self.tokens.sentences
        after = end + 1 if end < len(words) and words[end] == "," else end
        mention = self.of_token.get(after)
        if mention is not None and mention.entity_type == "PERSON" and sentences[after] == sentences[start]:
            return mention
        if start > 1 and words[start - 1] == "," and start - 2 in self.of_token:
            mention = self.of_token[start - 2]
            return mention if mention.entity_type == "PERSON" else None
        return None

    def _list_administrations(self) -> set[str]:
        """Persons whose administration the article mentions: each counts as a president."""
        return {
            mention.entity_name
            for index, mention in self.of_token.items()
            if self.tokens.words[index + 1 : index + 2] in (["administration"], ["presidency"])
        }

    def _find_latest(self, name: str, before: int) -> Mention:
        own = self._named[name]
        at = bisect_left(own, before, key=lambda mention: mention.clean_start)
        return own[max(at - 1, 0)]


def _list_persons_by_name(mentions: Sequence[Mention]) -> dict[str, list[Mention]]:
    """Mentions of each person, in the order of the text."""
    named: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        if mention.entity_type == "PERSON":
            named[mention.entity_name].append(mention)
    return named


def _fit_roles(asked: Role, role: Role) -> float:
    """How well a person's role fits the wanted role; 0 if it does not."""
    if not _agree_heads(asked, role) or not _agree_employers(asked, role):
        return 0.0
    if asked.country_code and role.country_code:
        return 3.0
    if role.country_code or asked.country_code:
        return 0.6  # "the president" is more likely our own than a foreign one
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


def find_noun_gender(head: str) -> str | None:
    """ "m" or "f" if the main noun of a role shows it: "wife", "spokesman"."""
    noun = head.rsplit(maxsplit=1)[-1]
    if noun in GENDER_OF_NOUN:
        return GENDER_OF_NOUN[noun]
    if noun.endswith("woman"):
        return "f"
    return "m" if noun.endswith("man") else None
