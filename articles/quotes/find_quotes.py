"""Quotes of an article: who said what, direct, mixed or indirect.

Four steps: `find_drafts` finds drafts of quotes, `source_rules` resolves their sources, `really_said` rejects drafts
that report no speech, and `nesting` puts the rest in order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.quotes.anonymity import read_anonymity
from articles.quotes.bearers import name_bearers
from articles.quotes.denials import find_claim, find_relative_denial, is_denial, names_a_claim, points_elsewhere
from articles.quotes.discourse import Discourse, Speaker, begin_discourse
from articles.quotes.find_drafts import find_drafts
from articles.quotes.marked_words import is_clause
from articles.quotes.medium import find_medium
from articles.quotes.nesting import nest_quotes
from articles.quotes.quotation_marks import MarkedSpan, find_marked_spans, find_paragraphs, list_touching
from articles.quotes.really_said import find_objection
from articles.quotes.rules import RuleId
from articles.quotes.source_kinds import judge_source
from articles.quotes.source_rules import read_source
from articles.records import Quote, Source
from articles.text.spans import SpanIndex
from terms.states import SourceKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from articles.coreference.pronouns import References
    from articles.parsing.tokens import Tokens
    from articles.quotes.drafts import Draft
    from articles.records import CleanArticle, Mention


def find_quotes(
    tokens: Tokens, article: CleanArticle, mentions: Sequence[Mention], references: References
) -> list[Quote]:
    """Quotes in the body of an article, in order of where they begin.

    `tokens` are those of `article.clean_text`, `mentions` and `references` belong to the same text.
    """
    paragraphs = find_paragraphs(article.clean_text, article.body_start)
    if not tokens.words or not paragraphs:
        return []
    marked = find_marked_spans(article.clean_text, paragraphs)
    drafts = find_drafts(tokens, paragraphs, marked, mentions)
    authors = article.metadata.author_names
    discourse = begin_discourse(tokens, mentions, references, authors[0] if len(authors) == 1 else None)
    quotes = list(_finish_drafts(discourse, drafts, marked))
    return nest_quotes(name_bearers(discourse, quotes, article.body_start))


def _finish_drafts(discourse: Discourse, drafts: Sequence[Draft], marked: Sequence[MarkedSpan]) -> Iterator[Quote]:
    """The drafts that are quotes, with their sources. Sources are read in order, as one may refer back to another."""
    direct = SpanIndex(piece for draft in drafts if draft.is_direct for piece in draft.pieces)
    for draft in drafts:
        source = _resolve_source(discourse, draft)
        is_inside = not draft.is_direct and draft.cue is not None and direct.holds(draft.cue)
        is_sure = source is not None and source.rule == "name" and draft.method == RuleId.CLAUSE
        if source is not None and source.entity_type == "PERSON" and draft.cue_lemma != "according to":
            end = max(draft.pieces[-1].end, draft.cue.end if draft.cue is not None else 0)
            discourse.speakers.append(Speaker(discourse.tokens.find_token(end - 1), draft.pieces, source))
        kind, source = judge_source(source, *_read_around(discourse.tokens, draft, source))
        is_someone = kind is SourceKind.UNRESOLVED and source is not None and bool(source.entity_name)
        if find_objection(discourse.tokens, draft, draft.pieces, SourceKind.PERSON if is_someone else kind) is not None:
            continue
        pieces = _find_content(discourse.tokens, draft, kind, drafts)
        # a cue inside a quote is rarely an attribution of its own
        if pieces and (not is_inside or is_sure):
            yield _make_quote(discourse, draft, pieces, source, kind, marked)


def _find_origin(draft: Draft) -> Draft:
    """The draft whose source a draft without an attribution of its own shares."""
    origin = draft
    while origin.subject is None and origin.source is None and origin.follows is not None:
        origin = origin.follows
    if origin is not draft:
        draft.follows = origin  # so that the next draft of a long chain need not follow it again
    return origin


def _resolve_source(discourse: Discourse, draft: Draft) -> Source | None:
    origin = _find_origin(draft)
    if origin.source is not None:
        return origin.source
    if origin.signer is not None and origin.subject is not None:
        mention = discourse.find_name(origin.subject)
        if mention is None or mention.entity_type != "PERSON":
            return Source(*origin.signer, discourse.tokens.text[slice(*origin.signer)], "PERSON", "signature")
    return read_source(discourse, origin.subject, origin.cue_token) if origin.subject is not None else None


def _read_around(tokens: Tokens, draft: Draft, source: Source | None) -> tuple[str, str]:
    """Words before the name in the noun phrase of a source, and the name: "a senior", "Republican"."""
    subject = _find_origin(draft).subject
    if subject is None or source is None:
        return "", ""
    before = tokens.text[tokens.starts[tokens.edges_left[subject]] : source.clean_start]
    return before, tokens.text[source.clean_start : source.clean_end]


def _find_content(
    tokens: Tokens, draft: Draft, kind: SourceKind | None, drafts: Sequence[Draft]
) -> Sequence[tuple[int, int]]:
    """Clean spans of what was said. The content of a denial of "this" is the claim that "this" refers to."""
    if not is_denial(draft, kind):
        return draft.pieces
    if points_elsewhere(tokens, draft.pieces):
        return find_claim(tokens, draft, drafts) or []
    # "..., which he denies": the parser attaches it to any noun.
    if find_relative_denial(tokens, draft) is not None or names_a_claim(tokens, draft.pieces):
        return find_claim(tokens, draft, drafts) or draft.pieces
    return draft.pieces


def _make_quote(  # noqa: PLR0917
    discourse: Discourse,
    draft: Draft,
    pieces: Sequence[tuple[int, int]],
    source: Source | None,
    kind: SourceKind | None,
    marked: Sequence[MarkedSpan],
) -> Quote:
    tokens = discourse.tokens
    addressee = read_source(discourse, draft.addressee) if draft.addressee is not None else None
    if addressee is not None and source is not None and addressee.entity_name == source.entity_name:
        addressee = None  # nobody addresses himself
    quote_type = "direct" if draft.is_direct else _judge_type(tokens, pieces, marked)
    return Quote(
        quote_type,
        tuple(pieces),
        source,
        " ".join(tokens.text[draft.cue.start : draft.cue.end].split()) if draft.cue else None,
        draft.cue_lemma,
        addressee,
        find_medium(tokens, draft.cue_token, draft.cue_lemma) if draft.cue_token is not None else None,
        draft.method,
        0.0,
        kind or SourceKind.UNRESOLVED,
        is_denial(draft, kind) and quote_type != "direct",
        read_anonymity(tokens, source, kind),
    )


def _judge_type(tokens: Tokens, pieces: Sequence[tuple[int, int]], marked: Sequence[MarkedSpan]) -> str:
    """Whether reported words are in marks: "direct" where all are, "mixed" where some, "indirect" where none."""
    near = list_touching(marked, pieces[0][0], pieces[-1][1])
    touching = [span for span in near if any(start < span.end and span.start < end for start, end in pieces)]
    if not touching:
        return "indirect"
    whole = all(any(span.outer_start <= start and end <= span.outer_end for span in touching) for start, end in pieces)
    if not whole:
        return "mixed"
    if not all(any(span.outer_start >= start - 2 for span in touching) for start, _ in pieces):
        return "indirect"
    return "direct" if is_clause(tokens, touching[0]) else "mixed"
