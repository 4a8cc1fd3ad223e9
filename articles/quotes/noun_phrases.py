"""Noun phrases of sources: their bounds and their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.quotes.clause_bounds import TELLING_NOUNS
from articles.quotes.coordination import find_own_right, list_coordinated
from articles.quotes.source_kinds import is_source_word
from articles.records import Source

if TYPE_CHECKING:
    from articles.parsing.tokens import Tokens
    from articles.quotes.discourse import Discourse
    from articles.records import Mention

_STOPS = frozenset({",", "--", "–", "—", "(", ";", ":"})
_LIST_LENGTH = 80  # characters a list of coordinated sources may take


def find_left_edge(tokens: Tokens, token: int) -> int:
    """First token of the phrase that a token heads."""
    left = tokens.edges_left[token]
    for place in range(token - 1, left - 1, -1):
        if _is_stop(tokens, place) or tokens.tags[place] in {"``", "''"}:
            return place + 1
    return left


def find_right_edge(tokens: Tokens, token: int, cue: int | None = None) -> int:
    """Last token of the phrase that a token heads, without a relative clause that contains the cue."""
    right = tokens.edges_right[token]
    if cue is not None and token < cue <= right:
        right = min(right, _find_cue_clause(tokens, token, cue) - 1)
    if tokens.deps[tokens.heads[token]] == "agent":
        right = next((at - 1 for at in range(token + 1, right + 1) if is_charge(tokens, at)), right)
    for child in tokens.children[token]:
        if child > token and tokens.words[child] == "in" and _names_telling(tokens, child):
            right = min(right, child - 1)  # "said the captains | in a statement"
    for place in range(token + 1, right + 1):
        if _is_stop(tokens, place) or (tokens.words[place] == "that" and tokens.deps[place] == "mark"):
            return place - 1
    return right


def _names_telling(tokens: Tokens, preposition: int) -> bool:
    return any(tokens.tags[at] == "NN" and tokens.words[at] in TELLING_NOUNS for at in tokens.children[preposition])


def is_charge(tokens: Tokens, preposition: int) -> bool:
    """Whether a phrase after an agent is what the agent says and not a part of its name: "accused by the head of the
    union | of lying", "... by two women | of fraud".
    """
    for token in tokens.children[preposition] if tokens.deps[preposition] == "prep" else ():
        roles = {tokens.deps[child] for child in tokens.children[token]}
        is_plain = tokens.tags[token] == "NN" and not roles & {"det", "poss", "nummod"}
        if tokens.tags[token] == "VBG" or (tokens.words[preposition] == "of" and is_plain):
            return True
    return False


def _find_cue_clause(tokens: Tokens, token: int, cue: int) -> int:
    """First token of the clause after a noun that contains the cue: "an aide | who said"."""
    clause = cue
    while tokens.deps[clause] not in {"relcl", "acl"} and tokens.heads[clause] not in {clause, token}:
        clause = tokens.heads[clause]
    return max(tokens.edges_left[clause], token + 1)


def _is_stop(tokens: Tokens, place: int) -> bool:
    word = tokens.words[place]
    is_dash = word == "-" and tokens.text[tokens.starts[place] - 1].isspace()
    return word in _STOPS or not word.strip() or is_dash


def coordinate(discourse: Discourse, token: int, source: Source) -> Source:
    """Make one source of sources that are coordinated with "and"; they become its `members`."""
    tokens = discourse.tokens
    heads = list_coordinated(tokens, token)
    if len(heads) < 2:
        return source
    end = tokens.ends[find_right_edge(tokens, heads[-1])]
    if end - source.clean_end > _LIST_LENGTH:
        return source
    members = [(source.entity_name, source.entity_type), *(read_member(discourse, other) for other in heads[1:])]
    if all(kind != "DESCRIPTION" for _, kind in members):
        names = [name for name, _ in members]
        name = f"{', '.join(names[:-1])} and {names[-1]}"
    else:
        name = f"{source.entity_name}{tokens.text[source.clean_end : end]}"
    span = source.clean_start, max(end, source.clean_end)
    return Source(*span, " ".join(name.split()), "DESCRIPTION", "joint", tuple(members))


def read_member(discourse: Discourse, token: int) -> tuple[str, str]:
    """Name and type of one of several coordinated sources."""
    tokens = discourse.tokens
    mention = discourse.find_name(token)
    if mention is not None:
        return mention.entity_name, mention.entity_type
    right = min(find_own_right(tokens, token), find_right_edge(tokens, token))
    return name_description(discourse, find_left_edge(tokens, token), right), "DESCRIPTION"


def name_description(discourse: Discourse, left: int, right: int) -> str:
    """Words of a description, in which persons go by their names alone: "a spokesman for Jane Roe"."""
    tokens = discourse.tokens
    parts: list[tuple[str, bool]] = []  # text, whether it may be a part of a title
    place = left
    while place <= right:
        mention = discourse.find_mention(tokens.starts[place], tokens.ends[place])
        last = _find_last_of_person(tokens, mention, place, right)
        if mention is None or last is None:
            end = tokens.starts[place + 1] if place < right else tokens.ends[place]
            text = tokens.text[tokens.starts[place] : end]
            parts.append((uncapitalize(tokens, place, text) if place == left and mention is None else text, True))
            place += 1
            continue
        while len(parts) > 1 and _is_title_part(parts):
            parts.pop()
        parts.append((mention.entity_name, False))
        after = tokens.starts[last + 1] if last < right else mention.clean_end
        parts.append((tokens.text[mention.clean_end : after], False))
        place = last + 1
    return " ".join("".join(text for text, _ in parts).split())


def uncapitalize(tokens: Tokens, token: int, text: str) -> str:
    """A text that begins with `token` without the capital that only opens a sentence: "Critics" are "critics"."""
    form = tokens.forms[token]
    is_proper = tokens.tags[token] in {"NNP", "NNPS"}
    if is_proper and is_source_word(form.lower()):  # the model takes many a capital for a name
        is_proper = not tokens.starts_sentence(token) or tokens.forms[token + 1 : token + 2] != [
            tokens.words[token + 1]
        ]
    is_capital = form[0].isupper() and form[1:] == form[1:].lower()
    return text[0].lower() + text[1:] if is_capital and form != "I" and not is_proper else text


def _find_last_of_person(tokens: Tokens, mention: Mention | None, place: int, right: int) -> int | None:
    """Last token of a person whom a description mentions: "for Jane Roe"."""
    if mention is None or mention.entity_type != "PERSON" or tokens.deps[place] not in {"pobj", "conj", "compound"}:
        return None
    last = place
    while last < right and tokens.starts[last + 1] < mention.clean_end:
        last += 1
    return last if tokens.deps[last] in {"pobj", "conj"} else None


def _is_title_part(parts: list[tuple[str, bool]]) -> bool:
    """Whether the last word before a name belongs to its title: "Secretary of Health and Human Services Jane Roe"."""
    text, is_free = parts[-1]
    if not is_free or not text.strip():
        return False
    before = parts[-2][0] if parts[-2][1] else ""
    return text[0].isupper() or (text.strip() in {"and", "of", "for"} and before[:1].isupper() and len(parts) > 3)
