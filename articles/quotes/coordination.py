"""Noun phrases joined with "and": which tokens head the several sources of one quote."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from articles.parsing.syntax import Syntax

_FINITE_TAGS = frozenset({"VBD", "VBZ", "VBP", "MD"})


def list_joined(syntax: Syntax, token: int) -> list[int]:
    """Heads of the phrases joined with the one that `token` heads, it first; alone where nothing is joined to it."""
    heads = [token]
    has_and = False
    while True:
        children = syntax.children[heads[-1]]
        has_and = has_and or any(syntax.words[child] in {"and", "&"} for child in children)
        more = [child for child in children if syntax.deps[child] == "conj" and child > heads[-1]]
        if not more:
            break
        heads.append(more[0])
    right = find_own_right(syntax, heads[-1])
    finite = any(syntax.tags[at] in _FINITE_TAGS for at in range(token, right + 1))
    nouns = all(syntax.tags[head].startswith(("NN", "CD", "PRP")) for head in heads)
    return heads if has_and and nouns and not finite else [token]


def find_own_right(syntax: Syntax, token: int) -> int:
    """Last token of a phrase without what is joined to it."""
    joined = [child for child in syntax.children[token] if syntax.deps[child] in {"conj", "cc"} and child > token]
    right = syntax.edges_right[token]
    for child in joined:
        right = min(right, syntax.edges_left[child] - 1)
    while right > token and syntax.words[right] == ",":
        right -= 1
    return right
