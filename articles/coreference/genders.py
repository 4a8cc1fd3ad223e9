"""Evidence of a person's gender in the words around the name: pronouns, titles, nouns, and explicit statements.

First names do not count here. `pronouns.References` uses them to choose between antecedents, so there a woman called
Michael would never get a "she". Here a pronoun counts only if syntax, or the lack of any other person, links it to one
person.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from articles.coreference.pronouns import find_noun_gender
from articles.lexicon.gazetteers import read_data, read_name_words
from articles.lexicon.pronouns import GENDERED, PERSON_RELATIVES
from articles.records import Gender, GenderSource
from articles.text.person_names import parse_person_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from articles.coreference.pronouns import References
    from articles.records import Mention

_GENDERS = {"f": Gender.FEMALE, "m": Gender.MALE}
_SOURCES = (GenderSource.STATED, GenderSource.PRONOUN, GenderSource.TITLE, GenderSource.NOUN)
_SUBJECTS = ("nsubj", "nsubjpass")
_UNTOLD = frozenset(read_data("words")["gender_untold"]["words"])
_DEPTH = 12  # steps up the tree in search of a relative clause

_OTHER = "|".join(map(re.escape, read_data("words")["gender_stated"]["words"]))
_STATED_WORDS = re.compile(rf"\b(?:{_OTHER}|they/them|she/hers?|he/him)\b", re.IGNORECASE)
# After a name: ", who is non-binary", " came out as nonbinary", " uses they/them pronouns", " (she/her)".
_STATED = re.compile(
    r",? (?:who )?(?:(?:is|was|(?:has |had )?c[ao]mes? out as|identif(?:y|ies|ied) as)(?: an?)? "
    rf"(?P<other>{_OTHER})\b"
    r"|(?:uses?|used|goes by|prefers?)(?: the)?(?: pronouns)? [\"“]?(?P<used>they|she|he)(?:/| and )(?:them|her|him)\b)"
    r"| \((?P<given>they|she|he)/(?:them|hers?|him)(?:/\w+)?\)",
    re.IGNORECASE,
)
_OF_PRONOUN = {"they": Gender.OTHER, "she": Gender.FEMALE, "he": Gender.MALE}
_OTHER_WORDS = re.compile(rf"\b(?:{_OTHER})\b", re.IGNORECASE)


def tell_genders(mentions: Sequence[Mention], references: References) -> list[Mention]:
    """Add to mentions of persons the gender that the words around them show.

    Contradictory evidence at one mention is dropped.
    """
    told: dict[int, Counter[tuple[GenderSource, Gender]]] = defaultdict(Counter)
    for source, found in (
        (GenderSource.STATED, _find_stated(references)),
        (GenderSource.PRONOUN, _find_by_pronoun(references)),
        (GenderSource.TITLE, _find_by_title(references)),
        (GenderSource.NOUN, _find_by_noun(references)),
    ):
        for start, gender in found:
            # "other" never comes from a noun alone: the text states it
            told[start][GenderSource.STATED if gender is Gender.OTHER else source, gender] += 1
    return _drop_doubtful([_tell(mention, told.get(mention.clean_start)) for mention in mentions])


def _tell(mention: Mention, votes: Counter[tuple[GenderSource, Gender]] | None) -> Mention:
    genders = {gender for _, gender in votes or ()}
    if votes is None or len(genders) > 1 or mention.entity_type != "PERSON":
        return mention
    (gender,) = genders
    source = next(source for source in _SOURCES if votes[source, gender])
    return replace(mention, gender=gender, gender_source=source)


def _drop_doubtful(mentions: list[Mention]) -> list[Mention]:
    """Drop the evidence at lone surnames that may mean a relative.

    These are all surnames that two persons of the article share, and those whose evidence contradicts the evidence at
    the full name.
    """
    bearers: dict[str, set[str]] = defaultdict(set)
    by_full_name: dict[str, set[Gender]] = defaultdict(set)
    for mention in mentions:
        if mention.entity_type == "PERSON" and " " in mention.entity_name:
            bearers[_take_surname(mention)].add(mention.entity_name)
        if mention.gender is not None and mention.name_rule != "surname":
            by_full_name[mention.entity_name].add(mention.gender)

    def is_doubtful(mention: Mention) -> bool:
        if mention.gender is None or mention.name_rule != "surname":
            return False
        told = by_full_name.get(mention.entity_name)
        return len(bearers[_take_surname(mention)]) > 1 or (told is not None and mention.gender not in told)

    return [replace(each, gender=None, gender_source=None) if is_doubtful(each) else each for each in mentions]


def _take_surname(mention: Mention) -> str:
    return parse_person_name(mention.entity_name).surname


# --- titles, nouns, statements --------------------------------------------------------------------------------------


def _find_by_title(references: References) -> Iterator[tuple[int, Gender]]:
    """Persons after a title: "Mrs. Berg". "Mr. and Mrs. Berg" are two people, so that title does not count."""
    tokens, titles = references.tokens, read_name_words().titles
    for mention in references.mentions:
        if mention.entity_type != "PERSON":
            continue
        token = tokens.find_token(mention.clean_start)
        title = tokens.forms[token - 1] if token else ""
        is_pair = token > 2 and tokens.words[token - 2] in ("and", "&") and tokens.forms[token - 3] in titles
        gender = _GENDERS.get(titles.get(title, ""))
        if gender is not None and title not in _UNTOLD and not is_pair:
            yield mention.clean_start, gender


def _find_by_noun(references: References) -> Iterator[tuple[int, Gender]]:
    """Persons whose role has a noun or word with a gender: "her brother Bo", "non-binary"."""
    starts = [mention.clean_start for mention in references.mentions]
    for role in references.roles:
        gender = Gender.OTHER if _OTHER_WORDS.search(role.text) else _GENDERS.get(find_noun_gender(role.head) or "")
        if gender is None or role.head in _UNTOLD:
            continue
        place = bisect_left(starts, role.clean_start)
        step = 1 if role.rule == "before" else -1
        place = place if step > 0 else place - 1
        while 0 <= place < len(starts):
            mention = references.mentions[place]
            if mention.entity_type == "PERSON" and mention.entity_name == role.entity_name:
                yield mention.clean_start, gender
                break
            place += step


def _find_stated(references: References) -> Iterator[tuple[int, Gender]]:
    """Persons whose gender or pronouns the text states."""
    text = references.tokens.text
    if _STATED_WORDS.search(text) is None:
        return
    for mention in references.mentions:
        found = _STATED.match(text, mention.clean_end) if mention.entity_type == "PERSON" else None
        if found is not None:
            pronoun = found["used"] or found["given"]
            yield mention.clean_start, _OF_PRONOUN[pronoun.casefold()] if pronoun else Gender.OTHER


# --- pronouns -------------------------------------------------------------------------------------------------------


def _find_by_pronoun(references: References) -> Iterator[tuple[int, Gender]]:
    """Mentions that are the certain antecedent of a "he" or "she" outside quotation marks."""
    tokens = references.tokens
    places = [place for place, word in enumerate(tokens.words) if word in GENDERED and not references.quoted[place]]
    if not places:
        return
    finder = _Finder(references, places)
    for place in places:
        mention = finder.find_bearer(place)
        if mention is not None:
            yield mention.clean_start, _GENDERS[GENDERED[tokens.words[place]]]


class _Finder:
    """Links pronouns to the only person whom they can mean."""

    def __init__(self, references: References, pronouns: Sequence[int]) -> None:
        self.references = references
        self.tokens = references.tokens
        self.of_token = references.of_token
        self.persons: dict[int, list[int]] = defaultdict(list)  # tokens of persons' names by sentence
        for token in sorted(self.of_token):
            self.persons[self.tokens.sentences[token]].append(token)
        self.genders: dict[int, set[str]] = defaultdict(set)  # of the pronouns in a sentence
        self.first: dict[int, int] = {}  # pronoun of a sentence
        for token in pronouns:
            self.first.setdefault(self.tokens.sentences[token], token)
            self.genders[self.tokens.sentences[token]].add(GENDERED[self.tokens.words[token]])

    def find_bearer(self, token: int) -> Mention | None:
        """The mention of the person whom a pronoun means; None in doubt.

        An object usually means somebody else than the subject ("Anna Berg went on to sack him"), and so does the
        subject after a relative pronoun ("Anna Berg, whom he ...").
        """
        before = self.of_token.get(token - 1)
        if before is not None and self.tokens.words[token].endswith("self"):
            return before
        if self.tokens.deps[token] in ("dobj", "dative") or self.tokens.words[token - 1] in PERSON_RELATIVES:
            return None
        return self._find_in_relative(token) or self._find_in_sentence(token) or self._find_in_sentence_before(token)

    def _find_in_relative(self, token: int) -> Mention | None:
        """ "Anna Berg, who said she ...", with nobody else in between."""
        deps, heads = self.tokens.deps, self.tokens.heads
        clause = token
        for _ in range(_DEPTH):
            if deps[clause] in ("relcl", "acl") or heads[clause] == clause:
                break
            clause = heads[clause]
        mention = self.of_token.get(heads[clause]) if deps[clause] == "relcl" else None
        others = self.persons[self.tokens.sentences[token]]
        if any(heads[clause] < other < token and self.of_token[other] is not mention for other in others):
            return None
        return mention

    def _find_in_sentence(self, token: int) -> Mention | None:
        """The only person of the sentence, if that person is a subject or its possessor: "Anna Berg said she ..."."""
        number = self.tokens.sentences[token]
        if len(self.genders[number]) > 1:
            return None
        mention = self._find_only_person(number)
        root = -1 if mention is None else self._find_root(mention)
        if root < 0 or not self._is_subject(root) or self.references.is_barred(token, root):
            return None
        first = self.first[number]  # a pronoun before the name means somebody else, unless it is in a fronted phrase
        return mention if root < first or self._leads_up(first, root) else None

    def _find_in_sentence_before(self, token: int) -> Mention | None:
        """ "Anna Berg spoke. She ...": a subject without a name before it, and the only person of the last sentence."""
        number = self.tokens.sentences[token]
        is_late = any(other < token for other in self.persons[number])
        if number == 0 or is_late or self.tokens.deps[token] not in _SUBJECTS:
            return None
        is_other = self.genders[number - 1] - {GENDERED[self.tokens.words[token]]}
        mention = None if is_other else self._find_only_person(number - 1)
        return mention if mention is not None and self._is_subject(self._find_root(mention)) else None

    def _leads_up(self, token: int, subject: int) -> bool:
        """Whether a token is in a fronted phrase of the clause whose subject follows: "In her speech Berg ..."."""
        deps, heads = self.tokens.deps, self.tokens.heads
        modifier = token
        while heads[modifier] not in (heads[subject], modifier):
            modifier = heads[modifier]
        return deps[modifier] in ("prep", "advcl") and heads[modifier] != modifier

    def _is_subject(self, root: int) -> bool:
        """Whether a name is a subject, or the possessor of one."""
        deps = self.tokens.deps
        return deps[root] in _SUBJECTS or (deps[root] == "poss" and deps[self.tokens.heads[root]] in _SUBJECTS)

    def _find_only_person(self, sentence: int) -> Mention | None:
        """The last mention of the one person whom a sentence names."""
        tokens = self.persons[sentence]
        is_one = len({self.of_token[token].entity_name for token in tokens}) == 1
        return self.of_token[tokens[-1]] if is_one else None

    def _find_root(self, mention: Mention) -> int:
        first = bisect_left(self.tokens.starts, mention.clean_start)
        return self.tokens.find_root(first, max(bisect_left(self.tokens.starts, mention.clean_end), first + 1))
