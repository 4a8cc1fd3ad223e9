"""Attributions after words in marks: "“...,” said Roe", "“...” — Jane Roe"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.lexicon.cues import load_cues
from articles.lexicon.gazetteers import read_first_names, read_name_words
from articles.parsing.tokens import FINITE_TAGS
from articles.quotes.attribution import Attribution, Beside, FoundCue, name_cue, read_according
from articles.quotes.cue_words import find_cue
from articles.quotes.leading import LEADING_GAP
from articles.quotes.marked_words import ends_sentence
from articles.quotes.rules import Answer, Rule, RuleId, try_rules
from articles.quotes.subjects import find_near_source
from articles.text.spans import CharSpan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from articles.parsing.tokens import Tokens

DASHES = "—–-―"
SIGNATURE_LENGTH = 12  # tokens of "― Jane Roe, a teacher in Ohio"
# "—Jane Roe contributed to this article": who worked on the article, and not who said the words before.
_CREDIT = re.compile(r"\b(?:contributed|additional reporting|reporting (?:by|from)|[Ee]dited by)\b")
_CREDIT_LENGTH = 50  # characters after the line of a name in which a credit may go on
_DETERMINERS = frozenset({"DT", "PRP$", "CD"})
_BULLETS = frozenset({"", "-", "–", "—", "*", "•", "·"})
_LONGEST_NAME = 4  # words
_SEARCH_LENGTH = 40  # a cue farther than this after a quote belongs to something else
# Verbs that may stand between a quote and its cue without being the attribution's own.
_LIGHT_VERBS = frozenset(
    {"has", "had", "have", "would", "could", "did", "does", "'s", "is", "was", "were", "are", "will"}
)


@dataclass(frozen=True, slots=True)
class Trail:
    """The text after a marked span in its sentence: tokens `first` to `last`, from offset `start` on."""

    beside: Beside
    start: int
    first: int
    last: int
    tail: str  # the punctuation that ends the words in marks
    has_comma: bool

    @property
    def tokens(self) -> Tokens:
        """Tokens of the article."""
        return self.beside.tokens

    @property
    def opening(self) -> str:
        """The first character after the marks."""
        return self.tokens.text[self.start]

    @property
    def wants_attribution(self) -> bool:
        """Whether the marks end with punctuation other than a full stop, as they do before an attribution."""
        return self.has_comma or self.tail in {"?", "!", "—", "–", "-", "…"}


def find_trailing(beside: Beside) -> Attribution | None:
    """The attribution after a marked span."""
    trail = _look_after(beside) or _look_below(beside)
    return try_rules(TRAILING_RULES, trail) if trail is not None else None


def _look_after(beside: Beside) -> Trail | None:
    tokens, span, after = beside.tokens, beside.span, beside.after
    gap = tokens.text[after.start : after.end]
    stripped = gap.lstrip(" \t\n,")
    if not stripped.strip():
        return None
    tail = tokens.text[span.start : span.end].rstrip("'’\" ")[-1:]
    skipped = len(gap) - len(stripped)
    first = tokens.find_token(after.start + skipped)
    last = min(tokens.find_token(after.start + len(gap.rstrip()) - 1), len(tokens) - 1)
    for place in range(first, last + 1):
        if tokens.tags[place] == "." or tokens.words[place] in {";", "?", "!"} or "\n" in tokens.words[place]:
            last = place
            break
    return Trail(beside, after.start + skipped, first, last, tail, "," in gap[:skipped] or tail == ",")


def _look_below(beside: Beside) -> Trail | None:
    """The next paragraph, if it begins with a dash: a signature on a line of its own."""
    tokens, number = beside.tokens, beside.span.paragraph + 1
    if number >= len(beside.paragraphs) or tokens.text[beside.after.start : beside.after.end].strip():
        return None
    start, end = beside.paragraphs[number]
    if tokens.text[start] not in DASHES and _NAMED_LINE.match(tokens.text, start, end) is None:
        return None
    return Trail(beside, start, tokens.find_token(start), tokens.find_token(end - 1), "", has_comma=False)


def _read_signature(trail: Trail) -> Attribution | Answer | None:
    if trail.opening not in DASHES:
        return None
    tokens, other = trail.tokens, None if trail.has_comma else Answer.NOTHING
    end = _find_line_end(trail)
    first, last = tokens.find_token(trail.start), min(tokens.find_token(end - 1), len(tokens) - 1)
    if last - first > SIGNATURE_LENGTH or any(tag in FINITE_TAGS for tag in tokens.tags[first : last + 1]):
        return other
    if _CREDIT.search(tokens.text, trail.start, end + _CREDIT_LENGTH):
        return Answer.NOTHING
    names = [
        place
        for place in range(first, last + 1)
        if tokens.text[tokens.starts[place]].isupper() and tokens.words[place][0].isalpha()
    ]
    if not names:
        return other
    head = _find_run_end(names, names[0])
    while tokens.tags[head + 1 : head + 2] == ["NN"] and {head + 2, head + 3}.issubset(
        names
    ):  # "Roe attorney Per Holm"
        names = [place for place in names if place > head]
        head = _find_run_end(names, names[0])
    if tokens.tags[names[0]] in _DETERMINERS:  # "— The crew of the ferry"
        noun = tokens.find_root(first, last + 1)
        return Attribution(CharSpan(trail.start, trail.start + 1), ":", None, noun, RuleId.SIGNATURE)
    words = [place for place in range(names[0], head + 1) if tokens.forms[place] not in read_name_words().title_words]
    signer = CharSpan(tokens.starts[words[0]], tokens.ends[head]) if 1 < len(words) <= _LONGEST_NAME else None
    return Attribution(CharSpan(trail.start, trail.start + 1), ":", None, head, RuleId.SIGNATURE, signer=signer)


def _find_run_end(names: Sequence[int], place: int) -> int:
    while place + 1 in names:
        place += 1
    return place


def _find_line_end(trail: Trail) -> int:
    """Where the line ends that stands after or below a marked span: before the next marks at the latest."""
    after, text = trail.beside.after, trail.tokens.text
    if trail.start >= after.end:
        return trail.beside.paragraphs[trail.beside.span.paragraph + 1].end
    line = text.find("\n", trail.start, after.end)
    return line if line > 0 else after.end


# "Jane Roe, The Feld Courier", "Jane Roe and Tom Holm, Feld Times", "Jane Roe, 31, baker"
_NAME = r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]*){0,2} [A-Z][\w'’-]+"
_NAMED_LINE = re.compile(rf"(?P<name>(?P<given>[A-Z][\w'’-]+)(?: {_NAME}| [A-Z][\w'’-]+))(?: and {_NAME})?, (?=\w)")


def _read_named_line(trail: Trail) -> Attribution | None:
    """A line that is a name and a paper or trade, after or below words that fill their own line."""
    tokens, beside = trail.tokens, trail.beside
    before = tokens.text[beside.before.start : beside.before.end].strip()
    is_whole = trail.has_comma or ends_sentence(tokens, beside.span)
    if before not in _BULLETS or not is_whole:
        return None
    end = _find_line_end(trail)
    found = _NAMED_LINE.match(tokens.text, trail.start, end)
    if found is None or found["given"].casefold() not in read_first_names():
        return None
    line = tokens.text[trail.start : end].strip()
    if trail.has_comma:  # "“...,” Jane Roe, 31." is a sentence of its own
        line = line.removesuffix(".")
    first, last = tokens.find_token(trail.start), tokens.find_token(trail.start + len(line) - 1)
    if line[-1] in ".,:;!?" or last - first > SIGNATURE_LENGTH:
        return None
    if any(tag in FINITE_TAGS for tag in tokens.tags[first : last + 1]):
        return None
    signer = CharSpan(*found.span("name"))
    head = tokens.find_token(signer.end - 1)
    return Attribution(CharSpan(signer.start, signer.start), ":", None, head, RuleId.SIGNATURE, signer=signer)


def _read_cue(trail: Trail) -> Attribution | None:
    if not (trail.wants_attribution or trail.tail == "." or trail.opening.islower()):
        return None
    tokens, words, first = trail.tokens, trail.tokens.words, trail.first
    for place in range(first, min(trail.last + 1, first + _SEARCH_LENGTH)):
        if words[place] == "according" and place <= first + 1 and words[place + 1 : place + 2] == ["to"]:
            return read_according(tokens, place, RuleId.TRAILING)
        cues = load_cues()
        if words[place] in cues.verbs or words[place] in cues.compounds:
            cue = _find_quoting_cue(trail, place)
            if cue is not None:
                source = find_near_source(tokens, place, cue.end, first)
                return name_cue(tokens, cue, RuleId.TRAILING, source) if _is_beside(trail, place) else None
        elif _is_other_verb(tokens, place):
            return None
    return None


def _find_quoting_cue(trail: Trail, place: int) -> FoundCue | None:
    """The cue at a token, if it is a verb of the attribution itself."""
    tokens = trail.tokens
    if not _is_verb(tokens, place) or (tokens.tags[place] == "VBG" and place > trail.first):
        return None
    found = find_cue(tokens, place, load_cues())
    if found is None or "quote" not in found[0].frames:
        return None
    if tokens.deps[place] in {"relcl", "acl", "amod"} and place > trail.first + 1:
        return None
    return FoundCue(place, found[1], found[0].lemma)


def _is_verb(tokens: Tokens, place: int) -> bool:
    """ "“Why?” Roe answers": a verb with a subject, which the tagger takes for a noun in the plural."""
    has_subject = any(tokens.deps[child] == "nsubj" for child in tokens.children[place])
    return tokens.tags[place].startswith("VB") or (tokens.tags[place] == "NNS" and has_subject)


def _is_beside(trail: Trail, place: int) -> bool:
    """Whether a cue is near enough: after “It is over.” it counts only if the attribution is all of its sentence."""
    if trail.wants_attribution:
        return True
    is_all = trail.tail != "." or (trail.last - place <= 2 and place - trail.first <= 6)
    return is_all and place <= trail.first + LEADING_GAP


def _is_other_verb(tokens: Tokens, place: int) -> bool:
    """Whether a token is the finite verb of a clause that is not an attribution."""
    is_light = tokens.words[place] in _LIGHT_VERBS or tokens.deps[place] in {"relcl", "aux"}
    return tokens.tags[place] in FINITE_TAGS and not is_light


TRAILING_RULES: tuple[Rule[Trail, Attribution], ...] = (
    Rule("signature", "“...” — Jane Roe: a dash and a name", _read_signature),
    Rule("named line", "“...” Jane Roe, The Feld Courier: a line of its own with a name and a paper", _read_named_line),
    Rule("cue", "“...,” said Roe; “...,” according to Roe", _read_cue),
)
