"""Medium of an utterance: where or how it was said, as the words beside the cue tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.lexicon.cues import load_cues

if TYPE_CHECKING:
    from articles.parsing.tokens import Tokens

_PREPOSITIONS = frozenset({"in", "on", "during", "via", "at", "by", "through", "over", "from"})
_PHRASE_LENGTH = 8


def find_medium(tokens: Tokens, cue: int, cue_lemma: str | None) -> str | None:
    """Medium beside a cue token ("in an interview with ...", "on Twitter"), or of the verb itself ("tweeted")."""
    cues = load_cues()
    if cue_lemma in cues.verb_media:
        return cues.verb_media[cue_lemma]
    for child in tokens.children[cue]:
        if tokens.deps[child] != "prep" or tokens.words[child] not in _PREPOSITIONS:
            continue
        for inner in tokens.children[child]:
            if tokens.deps[inner] != "pobj" or inner - child > _PHRASE_LENGTH:
                continue
            medium = cues.media.get(tokens.words[inner]) or cues.media.get(tokens.words[inner].removesuffix("s"))
            if medium is not None:
                return medium
    return None
