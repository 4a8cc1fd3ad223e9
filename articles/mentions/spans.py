"""Spans that may be mentions: the model's spans after boundary repair, merged with known names and patterns."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from articles.lexicon.gazetteers import KnownName, read_cities, read_forms, read_known_names, read_name_words
from articles.mentions.boundary_repair import repair_model_spans
from articles.mentions.candidates import OTHER_TYPES, Candidate, NameContext
from articles.mentions.patterns import find_acts, find_patterns, find_role_spans
from articles.text.spans import CharSpan, SpanIndex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Legal forms that are also words or names; they are not added to a name before them.
_LOOSE_LEGAL_FORMS = frozenset({"Group", "Co", "SA", "AB"})
# Legal forms that end in a full stop; at the end of a sentence the stop belongs to the sentence.
_STOPPED = frozenset({"Inc.", "Ltd.", "Corp.", "Co.", "Jr.", "Sr.", "Bros."})
_ACRONYM = re.compile(r" \((?P<acronym>[A-Z][A-Z&]{1,6}[A-Z])\)")
_JOINED = re.compile(r",? and (?P<last>[A-Z][^,]*)$")
# Words that belong to the name of an organisation before them and are no name alone: "Reuters TV".
_KEPT_TAILS = frozenset({"TV", "PR", "AI", "PC", "CD"})
_LINKS = ("-", "/", ", ")


def find_spans(context: NameContext) -> list[Candidate]:
    """Candidates in the order of the text; none overlaps another."""
    roles = context.role_spans = SpanIndex(find_role_spans(context.text))
    found = _leave_out(repair_model_spans(context), roles)
    known = _leave_out(_find_known_names(context), roles)
    merged = _part_listed(context, _merge_known_names(context, found, known))
    spans = _drop_overlaps([*find_patterns(context)], [*merged, *find_acts(context)])
    spans = _drop_overlaps(spans, [*_find_introduced(context), *_find_acronyms(context, spans), *_find_towns(context)])
    for number, span in enumerate(spans):
        _settle_legal_form(context, span, spans[number + 1] if number + 1 < len(spans) else None)
    return spans


def _leave_out(spans: Iterable[Candidate], taken: SpanIndex) -> list[Candidate]:
    return [span for span in spans if not taken.holds(CharSpan(span.start, span.end))]


def _find_introduced(context: NameContext) -> Iterator[Candidate]:
    """Names right after a noun for a company: "skincare maker ESPA", "the miner Halvard Lund"."""
    tokens, words, names = context.tokens, context.tokens.forms, read_name_words()
    for index in range(1, len(words)):
        if words[index - 1] not in names.introducing_nouns or not words[index][:1].isupper():
            continue
        last = index
        while last < len(words) and tokens.tags[last] in ("NNP", "NNPS") and words[last][:1].isupper():
            last += 1
        if last == index or words[index] in names.title_words | names.no_names or tokens.entity_types[index]:
            continue
        start, end = context.tokens.starts[index], context.tokens.ends[last - 1]
        if not context.is_debris(start, end):
            yield Candidate(start, end, "ORG", None, "noun before")


def _find_towns(context: NameContext) -> Iterator[Candidate]:
    """Cities of several words that the model missed: "Saint John"."""
    tokens, words, cities = context.tokens, context.tokens.forms, read_cities()
    for index in range(len(words) - 1):
        if not (words[index][0].isupper() and words[index + 1][0].isupper()):
            continue
        start, end = context.tokens.starts[index], context.tokens.ends[index + 1]
        if context.text[start:end] in cities and all(tokens.tags[at] == "NNP" for at in (index, index + 1)):
            stands_alone = index + 2 == len(words) or tokens.tags[index + 2] not in ("NNP", "NNPS")
            if stands_alone and (index == 0 or tokens.tags[index - 1] not in ("NNP", "NNPS")):
                yield Candidate(start, end, "GPE", None, "city")


def _find_acronyms(context: NameContext, spans: list[Candidate]) -> Iterator[Candidate]:
    """Acronyms in brackets after an organisation's name: "South Harbour Petroleum Association (SHPA)"."""
    for span in spans:
        bracket = _ACRONYM.match(context.text, span.end)
        if span.label == "ORG" and bracket is not None:
            yield Candidate(*bracket.span("acronym"), "ORG", None, "acronym")


def _part_listed(context: NameContext, spans: list[Candidate]) -> list[Candidate]:
    """Split organisations that the model joined, before a known name: "Halvard Capital and Citigroup"."""
    parted: list[Candidate] = []
    for span in spans:
        joined = _JOINED.search(context.text, span.start, span.end) if span.label == "ORG" else None
        known = read_forms().get(joined["last"]) if joined is not None else None
        if joined is not None and known is not None and known.label == "ORG" and not known.is_weak:
            parted.append(Candidate(span.start, joined.start(), "ORG", span.model_label, "model"))
            parted.append(Candidate(joined.start("last"), span.end, "ORG", span.model_label, "known name", True, known))
        else:
            parted.append(span)
    return parted


def take_in_articles(context: NameContext, spans: Iterable[Candidate]) -> None:
    """Add "The" to an organisation's name if it has a capital inside a sentence: "told The Daily Span".

    Names that are known without the article stay without it.
    """
    for span in spans:
        start = span.start - len("The ")
        if span.label != "ORG" or start <= 0 or context.text[start : span.start] != "The ":
            continue
        before = context.tokens.forms[context.tokens.find_token(start) - 1]
        if (before.islower() or before == ",") and context.text[span.start : span.end] not in read_forms():
            span.start = start


def _settle_legal_form(context: NameContext, span: Candidate, following: Candidate | None) -> None:
    """Add a legal form to the organisation's name before it, without a stop that ends the sentence."""
    if span.label not in ("ORG", "PERSON", "GPE"):
        return
    token = context.tokens.find_token(span.end - 1) + 1
    if (
        token < len(context.tokens.forms)
        and context.tokens.forms[token] in read_name_words().legal_forms - _LOOSE_LEGAL_FORMS
        and context.tokens.starts[token] == span.end + 1
        and (following is None or following.start >= context.tokens.ends[token])
    ):
        span.end, span.label, span.is_fixed = context.tokens.ends[token], "ORG", False
        token += 1
    last = context.text[span.start : span.end].rsplit(" ", 1)[-1]
    if last in _STOPPED and (
        token >= len(context.tokens.forms)
        or context.tokens.starts_sentence(token)
        or "\n" in context.tokens.forms[token]
    ):
        span.end -= 1


def _find_known_names(context: NameContext) -> Iterator[Candidate]:
    text, known_names, forms = context.text, read_known_names(), read_forms()
    reached = 0
    for word in context.find_words():
        start = word.start()
        if start < reached:
            continue
        for known in known_names.get(word[0], ()):
            end = start + len(known.form)
            if text.startswith(known.form, start) and _ends_word(text, end) and not context.is_debris(start, end):
                if known.form[4:] in forms and known.form.startswith("The "):
                    break  # "the" is not part of an organisation's name that is also known without it
                is_sure = not known.is_weak or _is_sure(context, known, start, end)
                yield Candidate(start, end, known.label, None, "known name", is_sure, known)
                reached = end
                break


def _is_sure(context: NameContext, known: KnownName, start: int, end: int) -> bool:
    """Whether the words next to an ambiguous form confirm it: "Western leaders", "told The Hill"."""
    token = context.tokens.find_token(end - 1) + 1
    if known.label == "NORP" and token < len(context.tokens.forms):
        return context.tokens.forms[token].islower() and context.tokens.tags[token] in ("NN", "NNS", "JJ")
    return known.form.startswith("The ") and context.text[max(start - 2, 0) : start - 1].islower()


def _ends_word(text: str, end: int) -> bool:
    return end >= len(text) or not (text[end].isalnum() or text[end] == "_")


def _merge_known_names(context: NameContext, found: list[Candidate], known: list[Candidate]) -> list[Candidate]:
    """Merge the model's spans and known names; of two that overlap the longer is kept, with a few exceptions."""
    spans: list[Candidate] = []
    waiting = sorted(known, key=lambda span: span.start)  # none overlaps another, so their ends are in order too
    taken: set[int] = set()
    for span in found:
        first = bisect_right(waiting, span.start, key=lambda hit: hit.end)
        near = range(first, max(first, bisect_left(waiting, span.end, key=lambda hit: hit.start)))
        spans += _merge_span(context, span, [waiting[index] for index in near])
        taken.update(near)
    spans += [hit for index, hit in enumerate(waiting) if index not in taken and hit.is_fixed]
    return spans


def _merge_span(context: NameContext, span: Candidate, hits: list[Candidate]) -> list[Candidate]:
    """Merge a span of the model with the known names that overlap it: the longer is kept, with the exceptions below."""
    if span.label in OTHER_TYPES or not hits:
        return [span]
    for hit in hits:
        hit.model_label = span.label
    if len(hits) == 1 and hits[0].start <= span.start and hits[0].end >= span.end:
        return [_choose_covering(span, hits[0])]
    before = context.text[span.start : hits[0].start].strip(" -")
    rest = context.text[hits[-1].end : span.end].strip(" -")
    parts = _part_span(context, span, hits, before, rest)
    if parts is not None:
        return parts
    if span.label == "NORP" and (before[:1].isupper() or rest[:1].isupper()):
        span.label = "ORG"  # "Voto Latino"
    return [span]


def _choose_covering(span: Candidate, hit: Candidate) -> Candidate:
    """Of a span and a known name that covers it: the known name, unless it is weak and the model disagrees."""
    if hit.is_fixed or hit.label == span.label:
        return hit
    is_same = (hit.start, hit.end) == (span.start, span.end)
    is_body = hit.known is not None and hit.known.group == "governments"  # nobody is called "House" or "Cabinet"
    return hit if is_same and (span.label != "PERSON" or is_body) else span


def _part_span(
    context: NameContext, span: Candidate, hits: list[Candidate], before: str, rest: str
) -> list[Candidate] | None:
    """The spans that known names inside a longer span split it into, or None if it stays as it is.

    `before` and `rest` are the span's text on either side of the known names.
    """
    hit = hits[0]
    if all(known.label == "NORP" for known in hits) and not (before[:1].isupper() or rest[:1].isupper()):
        if span.label == "NORP" or not (rest or before):
            return hits  # "Hispanic Americans", "Russian-American", "anti-Latino"
    elif span.label == "PERSON" and hit.label in ("ORG", "NORP") and hit.is_fixed and hit.start == span.start:
        start = span.end - len(context.text[hits[-1].end : span.end].lstrip(" -/"))
        return [hit, Candidate(start, span.end, "PERSON", "PERSON", "model")] if rest else None
    if len(hits) > 1 and not rest and not before and all(known.is_fixed for known in hits):
        between = context.text[hit.end : hits[1].start]
        are_places = between == " " and hit.label == hits[1].label == "GPE"
        return hits if between in _LINKS or are_places else None
    is_named = before[:1].isupper() and before.rsplit(maxsplit=1)[-1][0].isupper() and not rest
    if is_named and hit.is_fixed and hit.label == "EVENT" and span.label in ("ORG", "PERSON", "PRODUCT"):
        end = span.start + len(context.text[span.start : hit.start].rstrip(" -"))
        return [Candidate(span.start, end, "ORG", span.model_label, "model"), hit]  # "Mercedes Formula One"
    is_bare = not any(map(str.isupper, before + rest)) and not any(map(str.isdigit, rest))
    is_whole = len(hits) == 1 and hit.label == span.label and is_bare  # "post-Cold War"
    return [hit] if hit.is_fixed and (is_whole or _has_loose_tail(span, hit, rest)) else None


def _has_loose_tail(span: Candidate, hit: Candidate, rest: str) -> bool:
    """Whether the words after the known name at the start of a span do not belong to it."""
    if hit.start != span.start or hit.known is None:
        return False
    if hit.known.group == "media" and rest.islower():
        return True  # "New York Times columnists"
    return rest in read_name_words().no_names - _KEPT_TAILS  # "New York Times Op-Ed", "U.S. Treasuries"


def _drop_overlaps(first: list[Candidate], second: Iterable[Candidate]) -> list[Candidate]:
    """The spans of `first` without overlaps (the longer is kept), and those of `second` that overlap none of them."""
    kept: list[Candidate] = []  # in the order of the text
    for spans in (first, second):
        for span in sorted(spans, key=lambda span: (span.start - span.end, span.start)):
            at = bisect_left(kept, span.end, key=lambda other: other.start)  # earlier ones begin before its end
            if span.start < span.end and (at == 0 or kept[at - 1].end <= span.start):
                kept.insert(at, span)
    return kept
