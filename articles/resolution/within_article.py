"""Who is who within one article."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from articles.records import Mention


def name_mentions(mentions: Sequence[Mention]) -> list[Mention]:
    """Give each mention the fullest name of its thing in the article, and say by which rule."""
    bearers: dict[str, set[str]] = {}
    for mention in mentions:
        words = mention.entity_name.split()
        if mention.entity_type == "PERSON" and len(words) > 1:
            bearers.setdefault(words[-1].casefold(), set()).add(mention.entity_name)
    named: list[Mention] = []
    for mention in mentions:
        names = bearers.get(mention.entity_name.casefold(), set())
        if mention.entity_type == "PERSON" and len(names) == 1:
            named.append(replace(mention, entity_name=next(iter(names)), name_rule="surname"))
        else:
            named.append(mention)
    return named
