"""One event as its outlets tell it: statements side by side, with what only one of them says marked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from expectations.report.formats import format_plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from expectations.rows import Row


def tell_stories(rows: Sequence[Row]) -> list[Row]:
    """Stories, their statements, and the wordings of each with the words that only this outlet uses marked."""
    stories: dict[int, Row] = {}
    for row in rows:
        count = format_plural(row["article_count"], "article")
        outlets = format_plural(row["outlet_count"], "outlet") if row["outlet_count"] else "outlets it does not state"
        story = stories.setdefault(
            row["story_key"],
            {
                "name": row["story_name"],
                "note": f"Told by {outlets} in {count}.",
                "size": f"{outlets}, {count}" if row["outlet_count"] else count,
                "statement_count": row["statement_count"],
                "wordings": {},
            },
        )
        story["wordings"].setdefault(row["statement_key"], []).append(row)
    for story in stories.values():
        told = [_compare_wordings(wordings) for wordings in story.pop("wordings").values()]
        story |= {"statements": told, "more": story["statement_count"] - len(told)}
    return list(stories.values())


def _compare_wordings(wordings: list[Row]) -> Row:
    words = [{_bare(word) for word in row["quote_text"].split()} for row in wordings]
    rows = []
    for place, row in enumerate(wordings):
        others = set().union(*(other for at, other in enumerate(words) if at != place))
        parts: list[Row] = []
        for word in row["quote_text"].split():
            differs = bool(_bare(word)) and _bare(word) not in others
            if parts and parts[-1]["differs"] == differs:
                parts[-1]["text"] += f" {word}"
            else:
                parts.append({"text": word, "differs": differs, "after": " "})
        rows.append(row | {"parts": parts})
    return {
        "key": wordings[0]["statement_key"],
        "speaker": next((row["speaker_name"] for row in wordings if row["speaker_name"]), None),
        "rows": rows,
        "more": wordings[0]["wording_count"] - len(rows),
    }


def _bare(word: str) -> str:
    return re.sub(r"\W", "", word).casefold()
