"""Boundary repair: correct the spans in which the model found names.

Their boundaries go wrong in a few regular ways: they include titles, possessives and line ends, they run across a slash
or dash, or they stop at a hyphen or particle. Each repair is general and uses the tokens alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from articles.lexicon.gazetteers import (
    read_cities,
    read_data,
    read_first_names,
    read_forms,
    read_known_names,
    read_name_words,
)
from articles.mentions.candidates import LEADING_PARTICLES, NAME_TYPES, OTHER_TYPES, PARTICLES, Candidate, NameContext
from articles.text.person_names import is_syllable_pair

if TYPE_CHECKING:
    from collections.abc import Iterator

# Labels whose spans are split at slashes and dashes; titles of works and laws contain such marks.
_OPEN_TYPES = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "PRODUCT"})
_TRAILING_MARKS = frozenset("\"'`,.;:!?)]}-–—…*•|/\\")
_LEADING_MARKS = frozenset("\"'`,.;:!?([{-–—…*•|/\\")
_BREAKS = frozenset({"/", "|", "•", "·", "—", "–", "--", ";", "\\", "+", "*", "<", ">", "="})
_ABBREVIATED = frozenset({"Jr", "Sr", "Inc", "Corp", "Ltd", "Co", "Bros", "St", "U.S", "D.C"})
# Tags that mark a capitalised word at the start of a sentence as a common word.
_COMMON_TAGS = frozenset({"NN", "NNS", "JJ", "JJR", "JJS", "RB", "VB", "VBG", "VBN", "IN", "UH", "PRP"})
_SHORTEST_SHOUT = 4  # letters; shorter words in capitals are acronyms
# Picture agencies as captions credit them.
_CREDITS = (
    ("Getty", "Images"),
    ("AP", "Photo"),
    ("AFP", "Photo"),
    ("Reuters", "Photo"),
    ("Shutterstock",),
    ("iStock",),
)
_SMALL_TAGS = frozenset({"IN", "MD", "CC", "RB"})  # of words such as "per", "will", "so"
_SCORE = re.compile(r"\d{1,3}[-–]\d{1,3}")
_CURRENCIES = frozenset("$€£¥₹₽₩₪₺")
_PLAIN_NUMBER = re.compile(r"[\d.,\s]+|tens|hundreds|thousands")
_CALENDAR_WORDS = frozenset(read_data("words")["calendar"]["words"])


def repair_model_spans(context: NameContext) -> list[Candidate]:
    """The model's spans in the order of the text with repaired boundaries, without those that contain no name."""
    found = [repaired for span in _part_model_spans(context) for repaired in _repair_span(context, span)]
    return _join_persons(context, [span for span in found if not _is_common_word(context, span)])


def _part_model_spans(context: NameContext) -> Iterator[tuple[int, int, str]]:
    """The model's spans as (first token, token after the last, label), split at line ends, slashes and dashes."""
    words = context.tokens.forms
    for span in context.tokens.entities:
        label = span.label
        if label in OTHER_TYPES:
            yield span.start, span.end, label
            continue
        if label not in NAME_TYPES:
            continue
        first = span.start
        for index in range(span.start, span.end):
            word = words[index]
            if "\n" in word or (label in _OPEN_TYPES and (word in _BREAKS or _is_dash(context, index))):
                if first < index:
                    yield first, index, label
                first = index + 1
        if first < span.end:
            yield first, span.end, label


def _is_dash(context: NameContext, index: int) -> bool:
    """Whether a hyphen stands between spaces, as a dash does."""
    if context.tokens.forms[index] != "-" or index + 1 >= len(context.tokens.forms):
        return False
    return (
        context.tokens.ends[index - 1] < context.tokens.starts[index]
        and context.tokens.ends[index] < context.tokens.starts[index + 1]
    )


def _join_persons(context: NameContext, found: list[Candidate]) -> list[Candidate]:
    """Join neighbouring spans of persons with only a space between them: "Ana Maria" + "Lopez Garcia"."""
    joined: list[Candidate] = []
    for span in found:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.label == span.label == "PERSON"
            and context.text[last.end : span.start] == " "
            and _is_one_name(context.text[last.start : last.end].split(), context.text[span.start : span.end].split())
        ):
            last.end = span.end
        else:
            joined.append(span)
    return joined


def _is_one_name(given: list[str], following: list[str]) -> bool:
    """Whether two neighbouring spans form one name; two single words must be a given name and a surname."""
    names = read_first_names()
    if following[0].casefold() in names:
        return False
    return 2 < len(given) + len(following) <= 5 or (len(given) == len(following) == 1 and given[0].casefold() in names)


def _is_common_word(context: NameContext, span: Candidate) -> bool:
    """Whether a word at the start of a sentence is common: the article also writes it small, or its tag says so.

    "Press secretary ..." where "press" is written small elsewhere, "Fireworks will be banned", "Greener artists".
    """
    text = context.text[span.start : span.end]
    is_open = span.label in {"ORG", "PERSON", "GPE", "PRODUCT", "LOC"} and text not in read_known_names()
    if not is_open or not text.isalpha():
        return False
    is_small = text.lower() in context.small_words
    if text.isupper():  # a word in capitals for emphasis: "If the GUTLESS person does exist"
        return is_small and len(text) >= _SHORTEST_SHOUT
    tokens = context.tokens
    token = tokens.find_token(span.start)
    if not tokens.starts_sentence(token):
        return False
    if is_small or tokens.tags[token] not in _COMMON_TAGS:
        return is_small
    if text.casefold() in read_first_names() or text in read_cities():
        return False
    return text not in context.words_within


def _repair_span(context: NameContext, span: tuple[int, int, str]) -> Iterator[Candidate]:
    first, last, label = span
    names = read_name_words()
    if label in OTHER_TYPES:
        yield from _repair_other(context, span)
        return
    first, last = _trim_marks(context, first, last)
    if label == "PERSON":
        first, last = _trim_person(context, first, last)
        first, last = _stretch_person(context, first, last)
    elif label in ("ORG", "GPE", "LOC", "FAC", "NORP", "PRODUCT"):
        first, last = _trim_name(context, first, last, label)
    if first >= last:
        return
    if label == "PERSON" and last - first == 1 and _is_misread_given_name(context, first - 1, last):
        first -= 1
    if label in ("PERSON", "ORG", "GPE", "FAC", "LOC"):
        first = _stretch_left(context, first, last)
    skipped = _skip_credit(context, first, last)
    if skipped > first:  # "Getty Images | Roe said": a caption's credit runs into the sentence
        first, label = skipped, "PERSON" if context.tokens.forms[last - 1] in context.person_words else label
    if last - first == 2 and context.tokens.forms[last - 1] == "Administration":  # "Biden Administration"
        last, label = last - 1, "PERSON"
    start, end = context.tokens.starts[first], context.tokens.ends[last - 1]
    if context.text[start:end] in names.legal_forms:
        return
    text = context.text[start:end]
    if text in names.no_names or context.is_debris(start, end) or not any(map(str.isalnum, text)):
        return
    if label not in ("EVENT", "LAW", "PRODUCT") and not any(map(str.isupper, text)):
        return
    if label == "ORG" and text in names.portfolios | {"National Security"} and _is_before_role(context, last):
        return
    yield Candidate(start, end, label, label, "model")


def _skip_credit(context: NameContext, first: int, last: int) -> int:
    """The token after a picture agency's name that begins a longer name; `first` where none does."""
    for credit in _CREDITS:
        if first + len(credit) < last and tuple(context.tokens.forms[first : first + len(credit)]) == credit:
            return first + len(credit)
    return first


def _repair_other(context: NameContext, span: tuple[int, int, str]) -> Iterator[Candidate]:
    """A date or an amount, with its currency sign (the model reads "15" in "$15"). Bare numbers are dropped."""
    first, last, label = span
    words, starts, ends = context.tokens.forms, context.tokens.starts, context.tokens.ends
    while last - first > 1 and _is_given_name(words[first]):  # "as I told Ann days ago"
        first += 1
    if label == "MONEY" and first > 0 and ends[first - 1] == starts[first] and words[first - 1][-1] in _CURRENCIES:
        first -= 1
    if label != "MONEY" or not _PLAIN_NUMBER.fullmatch(context.text, starts[first], ends[last - 1]):
        yield Candidate(starts[first], ends[last - 1], label, label, "model", is_fixed=True)


def _is_misread_given_name(context: NameContext, index: int, last: int) -> bool:
    """Whether a word is a given name that is also a function word: "said Per Holm", "Per Holm said"."""
    tokens = context.tokens
    if index < 0 or tokens.tags[index] not in _SMALL_TAGS or not _is_given_name(tokens.forms[index]):
        return False
    if context.text[tokens.ends[index] : tokens.starts[index + 1]] != " ":
        return False
    return not tokens.starts_sentence(index) or tokens.tags[last : last + 1] in (["VBD"], ["VBZ"], [":"])


def _is_given_name(word: str) -> bool:
    return word[0].isupper() and word not in _CALENDAR_WORDS and word.casefold() in read_first_names()


def _is_before_role(context: NameContext, last: int) -> bool:
    following = context.tokens.forms[last].lower() if last < len(context.tokens.forms) else ""
    return following in read_name_words().role_heads


def _trim_marks(context: NameContext, first: int, last: int) -> tuple[int, int]:
    """Cut articles, marks, possessives and scores off the ends of a span of tokens."""
    words = context.tokens.forms
    while first < last and (
        words[first] in ("the", "The", "THE", "a", "an", "A", "An", "'s")
        or not words[first].strip()
        or words[first][0] in _LEADING_MARKS
    ):
        first += 1
    while first < last and not any(map(str.isalnum, words[first])):
        first += 1
    while first < last and (
        not any(map(str.isalnum, words[last - 1]))
        or words[last - 1] in ("'s", "'S", "s'", "&")
        or not words[last - 1].strip()
        or (words[last - 1][0] in _TRAILING_MARKS)
    ):
        if words[last - 1] == "." and last - first > 1 and words[last - 2] in _ABBREVIATED:
            break
        last -= 1
    if last - first > 3 and _SCORE.fullmatch("".join(words[last - 3 : last])):  # "beat Halvard 3-2"
        last -= 3
    return first, last


def _trim_person(context: NameContext, first: int, last: int) -> tuple[int, int]:
    """Cut titles, roles, nationalities and verbs off a person's name; stop at a comma or an opening bracket."""
    words, tags, names, forms = context.tokens.forms, context.tokens.tags, read_name_words(), read_forms()
    for index in range(last - 2, first, -1):  # "An 'overwhelmed' Ann Lee"
        if words[index] in ("'", '"') and words[index - 1].islower() and words[index - 1] not in PARTICLES:
            first = index + 1
            break
    for index in range(first + 1, last):
        if words[index] in (",", "(", ")", "[", "]", ":", "...") or (words[index] in ('"', "'") and index == last - 1):
            last = index
            break
    while last - first > 1:
        word = words[first]
        known = forms.get(word)
        if (
            word in names.title_words
            or (word.islower() and word not in PARTICLES)
            or (known is not None and known.label in ("NORP", "ORG") and not known.is_weak)
        ):
            first += 1
        else:
            break
    while last - first > 1 and (
        (words[last - 1].islower() and words[last - 1] not in PARTICLES)
        or tags[last - 1] in ("VBD", "VBZ", "VBP")
        or (words[last - 1] in ("'s", ".", "-", "--") and words[last - 2] not in _ABBREVIATED)
    ):
        last -= 1
    seen: set[str] = set()
    for index in range(first, last):  # "Ann Lee Ann Marie Lee": a name run into a link's text
        if (
            words[index] in seen
            and len(words[index]) > 2
            and words[index - 1] != "-"
            and words[index - 1].lower() not in PARTICLES
        ):
            return first, index
        seen.add(words[index])
    return first, last


def _stretch_person(context: NameContext, first: int, last: int) -> tuple[int, int]:
    """Extend a person's name across a particle or hyphen: "Ursula von der Leyen", "Ocasio-Cortez"."""
    words, starts, ends = context.tokens.forms, context.tokens.starts, context.tokens.ends
    count = len(words)
    while last + 1 < count and words[last] == "-" and ends[last - 1] == starts[last] and ends[last] == starts[last + 1]:
        is_syllable = last - first > 1 and is_syllable_pair(words[last - 1], words[last + 1])
        if not (words[last + 1][:1].isupper() or is_syllable):
            break
        last += 2
    ahead = last
    while ahead < count and words[ahead] in PARTICLES:
        ahead += 1
    if (
        (ahead > last or (last > first and words[last - 1] in PARTICLES))
        and ahead < count
        and words[ahead][:1].isupper()
        and words[ahead].isalpha()
    ):
        last = ahead + 1
    while first > 0 and words[first - 1] in LEADING_PARTICLES:
        first -= 1
    return first, last


def _owns(context: NameContext, first: int, index: int) -> bool:
    """Whether the words before 's are a name of their own: a place, a people, or a person named elsewhere."""
    text = context.text[context.tokens.starts[first] : context.tokens.ends[index - 1]]
    known = read_forms().get(text)
    if known is not None:
        return known.label in ("GPE", "NORP", "LOC")
    return text.rsplit(maxsplit=1)[-1] in context.person_words


def _stretch_left(context: NameContext, first: int, last: int) -> int:
    """Extend a name to the left by a capitalised word that the parse makes part of it: "Muneeb" + "Ali"."""
    tokens, words, names = context.tokens, context.tokens.forms, read_name_words()
    while first > 0:
        word = words[first - 1]
        if (
            tokens.tags[first - 1] != "NNP"
            or tokens.deps[first - 1] != "compound"
            or tokens.entity_types[first - 1]
            or tokens.starts_sentence(first - 1)
            or not first <= tokens.heads[first - 1] < last
            or not (word[0].isupper() and word[1:].islower())
            or word in names.title_words
            or word.lower() in names.person_nouns | names.role_heads | names.organization_nouns | names.place_nouns
            or word in read_known_names()
            or context.is_debris(context.tokens.starts[first - 1], context.tokens.ends[first - 1])
        ):
            break
        first -= 1
    return first


def _trim_name(context: NameContext, first: int, last: int, label: str) -> tuple[int, int]:
    """Cut small words, verbs and marks off the ends of any other name."""
    tokens, words = context.tokens, context.tokens.forms
    if "".join(words[first:last]) in ("al-Qaeda", "al-Shabaab"):
        return first, last
    text = context.text[context.tokens.starts[first] : context.tokens.ends[last - 1]] if first < last else ""
    if text in read_forms():
        return first, last
    while first < last and (
        words[first][0].islower()
        or words[first] in ("-", "'s")
        or (tokens.tags[first] == "VBG" and tokens.starts_sentence(first) and last - first > 1)
    ):
        if words[first][1:2].isupper():  # iRobot, eBay
            break
        first += 1
    while first < last and (words[last - 1][0].islower() or words[last - 1] in ("-", "'s", "(", ",")):
        if words[last - 1][1:2].isupper():
            break
        last -= 1
    for index in range(last - 2, first, -1):
        if words[index] == "'s" and _owns(context, first, index):  # "Russia's Foreign Ministry"
            first = index + 1
            break
    for index in range(first + 1, last):  # "Group of Seven (G7"
        if words[index] in ("(", '"') or (words[index] == "'s" and label != "ORG"):
            return first, index
    return first, last
