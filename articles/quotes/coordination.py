"""Noun phrases coordinated with "and": which tokens head the several sources of one quote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.parsing.tokens import FINITE_TAGS

if TYPE_CHECKING:
    from articles.parsing.tokens import Tokens


def list_coordinated(tokens: Tokens, token: int) -> list[int]:
    """Heads of the phrases coordinated with the one that `token` heads, it first; alone where there is no other."""
    heads = [token]
    has_and = False
    while True:
        children = tokens.children[heads[-1]]
        has_and = has_and or any(tokens.words[child] in {"and", "&"} for child in children)
        more = [child for child in children if child > heads[-1] and _is_joined(tokens, child)]
        if not more:
            break
        heads.append(more[0])
    right = find_own_right(tokens, heads[-1])
    finite = any(tokens.tags[at] in FINITE_TAGS for at in range(token, right + 1))
    nouns = all(tokens.tags[head].startswith(("NN", "CD", "PRP")) for head in heads)
    return heads if has_and and nouns and not finite else [token]


def _is_joined(tokens: Tokens, child: int) -> bool:
    """Whether a phrase is coordinated with its head: "Anna Lind, Per Holm and others" may look like an apposition."""
    if tokens.deps[child] != "appos":
        return tokens.deps[child] == "conj"
    are_persons = tokens.entity_types[child] == tokens.entity_types[tokens.heads[child]] == "PERSON"
    return are_persons and any(tokens.words[inner] in {"and", "&"} for inner in tokens.children[child])


def find_own_right(tokens: Tokens, token: int) -> int:
    """Last token of a phrase without what is coordinated with it."""
    joined = [child for child in tokens.children[token] if tokens.deps[child] in {"conj", "cc"} and child > token]
    right = tokens.edges_right[token]
    for child in joined:
        right = min(right, tokens.edges_left[child] - 1)
    while right > token and tokens.words[right] == ",":
        right -= 1
    return right
