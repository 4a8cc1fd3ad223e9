"""Anonymity of sources: the words in which an article grants it, and the reason given."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from articles.records import Anonymity
from terms.states import SourceKind

if TYPE_CHECKING:
    from articles.parsing.tokens import Tokens
    from articles.records import Source

_REACH = 220  # characters from the source to the words that state it
_NEAR = r"[^.;:“”\"\n]{0,80}?\b"
_STATED = re.compile(
    r"(?:who |which )?(?:also |all |both )?(?:"
    r"(?:spoke|speaks?|speaking|talked|talking|commented|discussed|agreed to (?:speak|talk)|insist(?:ed|ing)|"
    r"request(?:ed|ing)|ask(?:ed|ing)|demand(?:ed|ing)|wished|wishing|wanted|preferred|declin(?:ed|ing)|refus(?:ed|ing)|"
    rf"(?:(?:was|were|is|are) )?(?:granted|given|promised))\b{_NEAR}(?:anonymity|anonymously|"
    r"(?:not )?to be (?:named|identified|quoted by name)|without attribution|(?:his|her|their) names? not be \w+)"
    r"|(?:was|were|is|are)(?:n[’']t| not) (?:authori[sz]ed|permitted|allowed) to (?:speak|comment|talk|discuss)\b"
    r"[^.;,“”\"\n]{0,60}"
    r"|on (?:the )?condition (?:of anonymity|(?:that )?(?:he|she|they) not be (?:named|identified)))"
)
_REASON = re.compile(
    r",?\s*(?:(?:because|since|as|so that|so|in order|for fear|out of fear|due to|given|citing|fearing)\b"
    r"[^.;“”\"\n]{8,160}|to [a-z]+\b[^.;,“”\"\n]{4,120})"
)
_OPENER = re.compile(r"^,?\s*(?:because|since|as|so that|given that|given)\s+")


def read_anonymity(tokens: Tokens, source: Source | None, kind: SourceKind | None) -> Anonymity | None:
    """Read the words about anonymity near an unnamed source (clean offsets); None where there are none."""
    if source is None or kind not in {SourceKind.ANONYMOUS, SourceKind.GROUP}:
        return None
    text = tokens.text
    start = max(text.rfind("\n", 0, source.clean_start) + 1, source.clean_start - _REACH)
    end = text.find("\n", source.clean_end)
    end = min(end if end >= 0 else len(text), source.clean_end + _REACH)
    found = min(
        _STATED.finditer(text, start, end), key=lambda match: abs(match.start() - source.clean_end), default=None
    )
    if found is None:
        return None
    reason = _REASON.match(text, found.end())
    stated = text[found.start() : reason.end() if reason else found.end()]
    told = _OPENER.sub("", reason[0]).strip(" ,") if reason else None
    return Anonymity(" ".join(stated.split()).rstrip(" ,"), " ".join(told.split()) if told else None)
