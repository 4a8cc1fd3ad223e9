"""Find cue words in a text: the verb of saying that begins at a token, and how many words it has."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from articles.lexicon.cues import CueList, VerbCue
    from articles.parsing.tokens import Tokens

# What may stand between the two words of a cue: "made it very clear", "laid them out".
_FILLERS = frozenset({"it", "very", "quite", "this", "that", "them", "also", "perfectly", "absolutely"})
_CUE_GAP = 5


def find_cue(tokens: Tokens, place: int, cues: CueList) -> tuple[VerbCue, int] | None:
    """The verb cue that begins at a token, and the token after its last word."""
    words = tokens.words
    after = cues.compounds.get(words[place])
    if after:
        for at in range(place + 1, min(place + _CUE_GAP, len(words))):
            for rest, cue in after.items():
                parts = rest.split()
                if words[at : at + len(parts)] == parts:
                    return cue, at + len(parts)
            if words[at] not in _FILLERS:
                break
    cue_alone = cues.verbs.get(words[place])
    return (cue_alone, place + 1) if cue_alone else None
