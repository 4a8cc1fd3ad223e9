"""Roles of persons: the descriptions that an article gives with their names.

"Kremlin spokesman Dmitry Peskov", "Dmitri Trenin, director of a think tank" and "Ann Lee is the party's treasurer" each
contain a role. Roles help to resolve "the spokesman" later in the article, and record which office a person had when.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from articles.lexicon.gazetteers import read_data, read_forms, read_name_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from articles.parsing.tokens import Tokens
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
    rule: str = "before"  # position: "before" the name, in "apposition" to it, or its "predicate"


def find_roles(tokens: Tokens, mentions: Sequence[Mention]) -> list[Role]:
    """Roles of the persons mentioned in an article, in the order of the text."""
    roles: list[Role] = []
    starts = tokens.starts
    for number, mention in enumerate(mentions):
        first, last = bisect_left(starts, mention.clean_start), bisect_left(starts, mention.clean_end)
        if mention.entity_type != "PERSON" or first == last or starts[first] != mention.clean_start:
            continue
        named = {
            bisect_left(starts, other.clean_start): (other.entity_type, bisect_left(starts, other.clean_end))
            for other in mentions[max(number - _NEIGHBOURS, 0) : number + _NEIGHBOURS]
        }
        for start, end, rule in _find_role_spans(tokens, first, last, named):
            role = describe_role(tokens, start, end, mentions, mention.entity_name)
            if role is not None:
                roles.append(replace(role, rule=rule))
    return roles


def describe_role(
    tokens: Tokens, start: int, end: int, mentions: Sequence[Mention], entity_name: str = ""
) -> Role | None:
    """The tokens from `start` to `end` as a role, or None if they have no role noun."""
    words = tokens.words
    while start < end and (
        words[start] in ("the", "a", "an", "his", "her", "their", "its", ",") or words[start].isspace()
    ):
        start += 1
    if start >= end:
        return None
    head = find_role_head(tokens, start, end)
    if head is None:
        return None
    clean_start, clean_end = tokens.starts[start], tokens.ends[end - 1]
    text = tokens.prepared[clean_start:clean_end]
    organization, country = None, None
    for place in range(bisect_left(mentions, clean_start, key=lambda mention: mention.clean_start), len(mentions)):
        mention = mentions[place]
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
        frozenset(words[start:end]),
        entity_name,
        organization,
        country,
    )


def find_role_head(tokens: Tokens, start: int, end: int) -> str | None:
    """Main noun of a role phrase in lower case: the last role noun before "of", "for", "to" or the phrase's end."""
    head, words = None, tokens.words
    for place in range(start, end):
        if head is not None and tokens.tags[place] in ("IN", "TO", ",", "WP", "WDT"):
            break
        if is_role_word(words[place]):
            head = words[place]
            before = place - 1 - (place > start + 1 and words[place - 1] == "-")
            if before >= start and words[before] in ("vice", "deputy"):
                head = f"{words[before]} {words[place]}"
    return head


def find_role_group(role: Role) -> str | None:
    """Kind of a role, such as "politician" or "expert"; None if its noun fits no kind or several."""
    phrases, groups = _read_role_groups()
    text = role.text.casefold()
    phrase = next((phrase for phrase in phrases if phrase in text), None)
    if phrase is not None:
        return phrases[phrase]
    return groups.get(role.head) or groups.get(role.head.rsplit(maxsplit=1)[-1])


def group_noun(noun: str) -> str | None:
    """Kind of persons that a noun means, as `find_role_group` names it; None if it fits no kind or several."""
    return _read_role_groups()[1].get(noun)


@cache
def _read_role_groups() -> tuple[dict[str, str], dict[str, str]]:
    """Kinds of roles by phrases of several words, and by main nouns (role_groups.toml)."""
    data = read_data("role_groups")
    return data["phrases"], {noun: group for group, nouns in data["groups"].items() for noun in nouns}


def _tells_role(word: str) -> bool:
    return is_role_word(word) and word not in ("man", "woman", "men", "women")


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


# Mentions by their first token: type, and the token after the last.
_Named: TypeAlias = "Mapping[int, tuple[str, int]]"


def _find_role_spans(tokens: Tokens, first: int, last: int, named: _Named) -> list[tuple[int, int, str]]:
    words, tags, deps, heads = tokens.words, tokens.tags, tokens.deps, tokens.heads
    spans: list[tuple[int, int, str]] = []
    start = first
    sentence_start = tokens.find_sentence(first).start
    while start > sentence_start and first - start < _LONGEST_ROLE:
        place = start - 1
        if tags[place] in ("VBN", "VBG") and heads[place] <= place:
            break  # "it set Mayor Lee against her": the sentence's verb; a role's participle has its noun after it
        if tags[place] in _BEFORE_TAGS or (
            words[place] in ("of", "for", "and", "&", "the") and place > sentence_start and start < first
        ):
            start -= 1
        else:
            break
    start = _skip_neighbours(tokens, _skip_possessor(tokens, start, first), first, named)
    start = _skip_relative(tokens, start, first)
    while start < first and tags[start] in ("POS", "IN", "CC", "DT", "HYPH", "VBG"):
        start += 1
    # "a senior Lee administration aide"
    modifies = deps[last - 1] == "compound" and tokens.forms[first - 1].islower()
    if start < first and not modifies and any(map(is_role_word, words[start:first])):
        spans.append((start, first, "before"))
    root = tokens.find_root(first, last)
    phrases = [
        (child, "apposition")
        for child in tokens.children[root]
        if deps[child] == "appos"
        and child >= last
        and (is_role_word(words[child]) or tags[child] in ("NN", "NNP"))
        and not _is_other_person(tokens, child, named)
    ]
    noun = heads[root]
    if deps[root] == "appos" and not spans and noun < first and noun not in named and _tells_role(words[noun]):
        # "the Norwegian foreign minister, Ann Lee, said"
        spans.append((tokens.edges_left[noun], min(_end_of_phrase(tokens, noun), first), "apposition"))
    if deps[root] == "nsubj" and words[noun] in ("is", "was", "'s", "became", "be"):
        phrases += [
            (child, "predicate")
            for child in tokens.children[noun]
            if deps[child] == "attr" and child > noun and is_role_word(words[child])
        ]
    return [*spans, *((tokens.edges_left[head], _end_of_phrase(tokens, head), rule) for head, rule in phrases)]


def _is_other_person(tokens: Tokens, head: int, named: _Named) -> bool:
    """Whether an apposition means somebody else or several people ("Ann Lee: Senator Berg", "two men")."""
    is_plural = tokens.tags[head] in ("NNS", "NNPS")
    is_counted = is_plural and any(tokens.tags[child] == "CD" for child in tokens.children[head])
    return is_counted or any(kind == "PERSON" and start <= head < end for start, (kind, end) in named.items())


def _skip_neighbours(tokens: Tokens, start: int, first: int, named: _Named) -> int:
    """Start of a role after a person, a place or a day that does not belong to it.

    "Norway and [Prime Minister] Lee", "Mr. Berg and [President] Lee", "Monday [President] Lee". A person without "and"
    belongs to the role: "Berg's lawyer Ann Lee".
    """
    words = tokens.words
    for index in range(start, first):
        kind, end = named.get(index, ("", index))
        if kind == "PERSON" and end == first:
            return first
        if kind == "PERSON":
            joint = next((place for place in range(end, first) if words[place] in ("and", "&")), start - 1)
            start = max(start, joint + 1)
        elif kind in ("GPE", "DATE") and words[end] in ("and", "&"):
            start = max(start, end + 1)
        elif kind == "DATE" and index == start and words[end - 1] != "old":
            start = end
    return start


def _skip_relative(tokens: Tokens, start: int, first: int) -> int:
    """Start of a role after a common noun that does not belong to it: "the speech [President] Lee gave"."""
    for index in range(first - 2, start - 1, -1):
        is_common = tokens.tags[index] in ("NN", "NNS") and tokens.forms[index].islower()
        if is_common and tokens.forms[index + 1][:1].isupper():
            word = tokens.words[index]
            return start if is_role_word(word) or word in _read_body_nouns() else index + 1
    return start


@cache
def _read_body_nouns() -> frozenset[str]:
    """Nouns for the body of an office: "state Attorney General", "committee Chairman"."""
    names = read_name_words()
    return names.place_nouns | names.organization_nouns | set(read_data("titles")["body_nouns"]["words"])


def _skip_possessor(tokens: Tokens, start: int, first: int) -> int:
    """Start of a role after a noun with "of" or "for": "the office of [Prime Minister] Lee".

    This needs a title right before the name; otherwise the words after "of" belong to the office ("secretary of state
    Lee"). A capitalised noun is part of the name of a body ("Bank of England governor Lee").
    """
    if not is_role_word(tokens.words[first - 1].removesuffix("s")):
        return start
    for index in range(first - 2, start, -1):
        if tokens.words[index] in ("of", "for") and tokens.tags[index - 1] in ("NN", "NNS", "JJ"):
            return index + 1
    return start


def _end_of_phrase(tokens: Tokens, head: int) -> int:
    """End of a noun phrase: before a comma, a relative clause or a line end after its head."""
    tags = tokens.tags
    end = head + 1
    while end <= tokens.edges_right[head] and tags[end] not in (",", "WP", "WP$", "WDT", ":", "_SP", ".", "``", "''"):
        end += 1
    while end > head + 1 and tags[end - 1] in ("IN", "DT", "CC", "TO"):  # "author of" before a title in marks
        end -= 1
    return end
