"""Roles of persons: what an article calls them beside their name.

"Kremlin spokesman Dmitry Peskov", "Dmitri Trenin, director of a think tank" and "Ann Lee is the party's treasurer" each
give a role. Roles let "the spokesman" be resolved later in the article, and tell what a person was called when.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from articles.lexicon.gazetteers import read_data, read_forms, read_name_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spacy.tokens import Doc, Token

    from articles.records import Mention

_BEFORE_TAGS = frozenset({"NNP", "NNPS", "NN", "NNS", "JJ", "POS", "HYPH", "VBN", "VBG", "AFX", "FW"})
_LONGEST_ROLE = 10  # tokens before a name that can still be its role
_NEIGHBOURS = 6  # mentions on either side of a person that can stand in a role
GENDER_OF_NOUN: dict[str, str] = {
    noun: gender for gender, nouns in read_data("words")["gendered"].items() for noun in nouns
}


@dataclass(frozen=True, slots=True)
class Role:
    """A role of a person by clean offsets.

    `head` is its main noun in lower case, `words` all its words, `country_code` the country and `organization` the
    organisation it names.
    """

    clean_start: int
    clean_end: int
    text: str
    head: str
    words: frozenset[str]
    entity_name: str
    organization: str | None
    country_code: str | None
    rule: str = "before"  # how it stands by the name: before it, beside it ("apposition"), said of it ("predicate")


def find_roles(doc: Doc, mentions: Sequence[Mention]) -> list[Role]:
    """Roles of the persons mentioned in an article, in the order of the text."""
    starts = {int(start): index for index, start in enumerate(doc.to_array("IDX"))}
    roles: list[Role] = []
    tokens = list(starts)
    for number, mention in enumerate(mentions):
        if mention.entity_type != "PERSON" or mention.clean_start not in starts:
            continue
        first = starts[mention.clean_start]
        last = first
        while last < len(doc) and doc[last].idx < mention.clean_end:
            last += 1
        named = {
            bisect_left(tokens, other.clean_start): (other.entity_type, bisect_left(tokens, other.clean_end))
            for other in mentions[max(number - _NEIGHBOURS, 0) : number + _NEIGHBOURS]
        }
        for start, end, rule in _find_role_spans(doc, first, last, named):
            role = describe_role(doc, start, end, mentions, mention.entity_name)
            if role is not None:
                roles.append(replace(role, rule=rule))
    return roles


def describe_role(doc: Doc, start: int, end: int, mentions: Sequence[Mention], entity_name: str = "") -> Role | None:
    """The tokens from `start` to `end` as a role, or None where no noun among them names one."""
    while start < end and (
        doc[start].lower_ in ("the", "a", "an", "his", "her", "their", "its", ",") or doc[start].is_space
    ):
        start += 1
    if start >= end:
        return None
    head = find_role_head(doc, start, end)
    if head is None:
        return None
    clean_start, clean_end = doc[start].idx, doc[end - 1].idx + len(doc[end - 1])
    text = doc[start:end].text
    organization, country = None, None
    for mention in mentions[bisect_left(mentions, clean_start, key=lambda mention: mention.clean_start) :]:
        if mention.clean_start >= clean_end:
            break
        if mention.entity_type == "ORG":
            organization = mention.entity_name
        elif mention.entity_type in ("GPE", "NORP") and country is None:
            known = read_forms().get(text[mention.clean_start - clean_start : mention.clean_end - clean_start])
            country = known.country_code if known is not None else None
    return Role(
        clean_start,
        clean_end,
        " ".join(text.split()),
        head,
        frozenset(token.lower_ for token in doc[start:end]),
        entity_name,
        organization,
        country,
    )


def find_role_head(doc: Doc, start: int, end: int) -> str | None:
    """Main noun of a role phrase in lower case: the last role noun before "of", "for", "to" or the phrase's end."""
    head = None
    for token in doc[start:end]:
        lower = token.lower_
        if head is not None and token.tag_ in ("IN", "TO", ",", "WP", "WDT"):
            break
        if is_role_noun(token):
            head = lower
            before = token.i - 1 - (token.i > start + 1 and doc[token.i - 1].text == "-")
            if before >= start and doc[before].lower_ in ("vice", "deputy"):
                head = f"{doc[before].lower_} {lower}"
    return head


def is_role_noun(token: Token) -> bool:
    """Whether a token is a noun for a person's office, work or kinship."""
    return is_role_word(token.lower_)


def _tells_role(token: Token) -> bool:
    return is_role_noun(token) and token.lower_ not in ("man", "woman", "men", "women")


def is_role_word(word: str) -> bool:
    """Whether a word in lower case names a person's office, work or kinship."""
    return word in _read_role_words()


@cache
def _read_role_words() -> frozenset[str]:
    names = read_name_words()
    titles = {title.split()[-1].lower() for title in names.titles if " of " not in title} - _FORMS_OF_ADDRESS
    return frozenset(names.person_nouns | names.role_heads | GENDER_OF_NOUN.keys() | titles | {"ceo", "cfo"})


_FORMS_OF_ADDRESS = frozenset(
    {"mr.", "mr", "ms.", "ms", "mrs.", "mrs", "miss", "sir", "madame", "monsieur", "herr", "hon."}
)


# Mentions by their first token: type, and the token behind the last.
_Named: TypeAlias = "Mapping[int, tuple[str, int]]"


def _find_role_spans(doc: Doc, first: int, last: int, named: _Named) -> list[tuple[int, int, str]]:
    spans: list[tuple[int, int, str]] = []
    start = first
    sentence_start = doc[first].sent.start
    while start > sentence_start and first - start < _LONGEST_ROLE:
        token = doc[start - 1]
        if token.tag_ in ("VBN", "VBG") and token.head.i <= token.i:
            break  # "it set Mayor Lee against her": the sentence's verb; a role's participle has its noun behind it
        if token.tag_ in _BEFORE_TAGS or (
            token.lower_ in ("of", "for", "and", "&", "the") and start - 1 > sentence_start and start < first
        ):
            start -= 1
        else:
            break
    start = _skip_relative(doc, _skip_neighbours(doc, _skip_possessor(doc, start, first), first, named), first)
    while start < first and doc[start].tag_ in ("POS", "IN", "CC", "DT", "HYPH", "VBG"):
        start += 1
    modifies = doc[last - 1].dep_ == "compound" and doc[first - 1].text.islower()  # "a senior Lee administration aide"
    if start < first and not modifies and any(is_role_noun(token) for token in doc[start:first]):
        spans.append((start, first, "before"))
    root = doc[first:last].root
    phrases = [
        (child, "apposition")
        for child in root.children
        if child.dep_ == "appos"
        and child.i >= last
        and (is_role_noun(child) or child.tag_ in ("NN", "NNP"))
        and not _is_other_person(child, named)
    ]
    noun = root.head
    if root.dep_ == "appos" and not spans and noun.i < first and noun.i not in named and _tells_role(noun):
        # "the Norwegian foreign minister, Ann Lee, said"
        spans.append((noun.left_edge.i, min(_end_of_phrase(doc, noun), first), "apposition"))
    if root.dep_ == "nsubj" and root.head.lower_ in ("is", "was", "'s", "became", "be"):
        phrases += [
            (child, "predicate")
            for child in root.head.children
            if child.dep_ == "attr" and child.i > root.head.i and is_role_noun(child)
        ]
    return [*spans, *((phrase.left_edge.i, _end_of_phrase(doc, phrase), rule) for phrase, rule in phrases)]


def _is_other_person(head: Token, named: _Named) -> bool:
    """Whether an apposition is somebody else or several ("Ann Lee: Senator Berg", "two men")."""
    is_counted = head.tag_ in ("NNS", "NNPS") and any(child.tag_ == "CD" for child in head.children)
    return is_counted or any(kind == "PERSON" and start <= head.i < end for start, (kind, end) in named.items())


def _skip_neighbours(doc: Doc, start: int, first: int, named: _Named) -> int:
    """Where a role begins that a person, a place or a day of its own precedes.

    "Norway and [Prime Minister] Lee", "Mr. Berg and [President] Lee", "Monday [President] Lee". A person without "and"
    is the role's own: "Berg's lawyer Ann Lee".
    """
    for index in range(start, first):
        kind, end = named.get(index, ("", index))
        if kind == "PERSON" and end == first:
            return first
        if kind == "PERSON":
            joint = next((place for place in range(end, first) if doc[place].lower_ in ("and", "&")), start - 1)
            start = max(start, joint + 1)
        elif kind in ("GPE", "DATE") and doc[end].lower_ in ("and", "&"):
            start = max(start, end + 1)
        elif kind == "DATE" and index == start and doc[end - 1].lower_ != "old":
            start = end
    return start


def _skip_relative(doc: Doc, start: int, first: int) -> int:
    """Where a role begins whose title a common noun precedes: "the speech [President] Lee gave"."""
    for index in range(first - 2, start - 1, -1):
        token = doc[index]
        if token.tag_ in ("NN", "NNS") and token.text.islower() and doc[index + 1].text[:1].isupper():
            return start if is_role_noun(token) or token.lower_ in _read_body_nouns() else index + 1
    return start


@cache
def _read_body_nouns() -> frozenset[str]:
    """Nouns for what an office is held in: "state Attorney General", "committee Chairman"."""
    names = read_name_words()
    return names.place_nouns | names.organization_nouns | set(read_data("titles")["body_nouns"]["words"])


def _skip_possessor(doc: Doc, start: int, first: int) -> int:
    """Where a role begins that a noun and "of" or "for" precede: "the office of [Prime Minister] Lee".

    Only where the name's own title stands right before it; else the words behind "of" are the office's ("secretary of
    state Lee"). A noun with a capital is a body's name ("Bank of England governor Lee").
    """
    if not is_role_word(doc[first - 1].lower_.removesuffix("s")):
        return start
    for index in range(first - 2, start, -1):
        if doc[index].lower_ in ("of", "for") and doc[index - 1].tag_ in ("NN", "NNS", "JJ"):
            return index + 1
    return start


def _end_of_phrase(doc: Doc, head: Token) -> int:
    """End of a noun phrase: before a comma, a relative clause or a line end behind its head."""
    end = head.i + 1
    while end <= head.right_edge.i and doc[end].tag_ not in (",", "WP", "WP$", "WDT", ":", "_SP", ".", "``", "''"):
        end += 1
    while end > head.i + 1 and doc[end - 1].tag_ in ("IN", "DT", "CC", "TO"):  # "author of" before a title in marks
        end -= 1
    return end
