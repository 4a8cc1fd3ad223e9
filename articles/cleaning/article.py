"""Clean one article: cut its boilerplate, harvest its metadata, and keep where everything stood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.cleaning.context import (
    find_caps_links,
    find_captions,
    find_closing_bio,
    find_link_blocks,
    find_person_links,
    find_related_runs,
)
from articles.cleaning.cuts import Cut, Draft, build_text, cut_paragraphs
from articles.cleaning.headline import is_headline
from articles.cleaning.layout import find_paragraphs, fold_text
from articles.cleaning.metadata import Findings, complete_metadata
from articles.cleaning.posts import FoundPost, find_posts
from articles.cleaning.repeats import find_repeats
from articles.cleaning.rules import RuleMatch, compile_rules
from articles.records import CleanArticle, EmbeddedPost

if TYPE_CHECKING:
    from articles.cleaning.layout import Paragraph
    from articles.records import RawArticle

# Cutting brings other lines to the head or the tail of a text, so it is done until nothing more is found. Real articles
# are done in two rounds, the last of which finds nothing; the bound is for texts made to go on.
MOST_ROUNDS = 12
SHORTEST_RUNNING = 110
# Kinds whose rules a headline may match by its words ("Opinion: ...", "Watch: ...").
HEADLINE_LIKE = frozenset(
    {"related", "promo", "media", "caption", "bio", "contact", "newsletter", "legal", "links", "byline"}
)


@dataclass(frozen=True, slots=True)
class CleaningPolicy:
    """What a user may want kept that is cut by default."""

    keep_posts: bool = False
    keep_captions: bool = False
    keep_bios: bool = False

    @property
    def kept_kinds(self) -> frozenset[str]:
        """Kinds of boilerplate that stay in the text."""
        kinds = {"tweet": self.keep_posts, "caption": self.keep_captions, "bio": self.keep_bios}
        return frozenset(kind for kind, is_kept in kinds.items() if is_kept)


DEFAULT_POLICY = CleaningPolicy()


def clean_article(raw: RawArticle, policy: CleaningPolicy = DEFAULT_POLICY) -> CleanArticle:
    """Cut an article's boilerplate and harvest its metadata.

    The clean text holds the headline, where the text begins with one, and the body; paragraphs stand an empty line
    apart. Every character of the raw text that is not white space is in the clean text or in exactly one removed span,
    but for invisible characters and the hyphens of words broken at a line end. Cleaning a clean text changes nothing.
    """
    paragraphs, _ = find_paragraphs(raw.raw_text)
    draft = Draft(raw.raw_text, paragraphs)
    findings = Findings()
    posts: list[EmbeddedPost] = []
    known_matches: dict[str, list[RuleMatch]] = {}
    for _ in range(MOST_ROUNDS):
        cuts = _find_cuts(draft, raw, findings, posts, known_matches)
        if not cut_paragraphs(draft, (cut for cut in cuts if cut.kind not in policy.kept_kinds)):
            break
        for paragraph in draft.paragraphs:
            paragraph.break_before = 2
    clean_text, offsets, starts = build_text(draft)
    has_headline = draft.headline_index is not None
    body_start = starts[1] if has_headline and len(starts) > 1 else 0
    headline = clean_text[: body_start - 2] if body_start else None
    removed = tuple(sorted(draft.removed, key=lambda span: span.raw_start))
    metadata = complete_metadata(raw.metadata, headline, clean_text[body_start:], findings)
    return CleanArticle(raw, clean_text, body_start, offsets, metadata, removed, tuple(posts))


def _find_cuts(
    draft: Draft,
    raw: RawArticle,
    findings: Findings,
    posts: list[EmbeddedPost],
    known_matches: dict[str, list[RuleMatch]],
) -> list[Cut]:
    """Everything that one look over the paragraphs finds to cut, the surest first."""
    paragraphs = draft.paragraphs
    cuts: list[Cut] = []
    whole: dict[int, str] = {}
    openers: list[int] = []

    def cut_whole(cut: Cut) -> None:
        if cut.index not in whole:
            whole[cut.index] = cut.kind
            cuts.append(cut)

    for post in find_posts(paragraphs):
        posts.append(_make_embedded_post(draft, post))
        for cut in post.list_cuts(paragraphs):
            cuts.append(cut)
            if cut.start == 0 and cut.end == len(paragraphs[cut.index].text):
                whole[cut.index] = "tweet"
    for cut in find_person_links(paragraphs):
        cuts.append(cut)
    rules = compile_rules()
    for index, paragraph in enumerate(paragraphs):
        if index in whole:
            continue
        matches = known_matches.get(paragraph.text)
        if matches is None:
            matches = known_matches[paragraph.text] = rules.find_matches(paragraph.text)
        is_first = len(whole) == index
        for match in matches:
            if is_first and match.rule.kind in HEADLINE_LIKE and _opens_text(paragraphs, index):
                continue
            if index not in whole:
                _take_match(index, match, paragraph.text, cuts, whole)
                findings.add(match)
                if match.rule.opens_run:
                    openers.append(index)
    for cut in find_link_blocks(paragraphs, whole):
        findings.add_links(paragraphs[cut.index].text)
        cut_whole(cut)
    headline_index = _take_head(draft, raw, cuts, whole, findings)
    _take_tail(draft, cuts, whole, findings, headline_index)
    for cut in find_related_runs(paragraphs, openers, whole):
        if cut.index != headline_index:
            cut_whole(cut)
    for cut in find_caps_links(paragraphs, whole, headline_index):
        cut_whole(cut)
    for cut in find_captions(paragraphs, dict(whole), headline_index):
        findings.add_caption(paragraphs[cut.index].text)
        cut_whole(cut)
    for cut in find_repeats([paragraph.text for paragraph in paragraphs], headline_index, dict(whole)):
        cut_whole(cut)
    draft.headline_index = headline_index
    return cuts


def _opens_text(paragraphs: list[Paragraph], index: int) -> bool:
    """Whether the paragraph at `index`, the first that is left, reads like the headline of what follows."""
    following = "".join(below.text for below in paragraphs[index + 1 : index + 40])
    return is_headline(paragraphs[index].text, following)


def _take_match(index: int, match: RuleMatch, text: str, cuts: list[Cut], whole: dict[int, str]) -> None:
    cuts.append(Cut(index, match.start, match.end, match.rule.kind, match.rule.id))
    if not (text[: match.start].strip() or text[match.end :].strip()):
        whole[index] = match.rule.kind


def _take_head(
    draft: Draft, raw: RawArticle, cuts: list[Cut], whole: dict[int, str], findings: Findings
) -> int | None:  # fmt: skip
    """Cut what stands before the running text; returns where the headline is."""
    headline_index = None
    is_first = True
    for index, paragraph in enumerate(draft.paragraphs):
        if index in whole:
            continue
        matches = compile_rules().find_end_matches(paragraph.text, "head")
        if matches and not (
            is_first and matches[0].rule.kind in HEADLINE_LIKE and _opens_text(draft.paragraphs, index)
        ):
            findings.add(matches[0])
            _take_match(index, matches[0], paragraph.text, cuts, whole)
            if index in whole:
                continue
        if is_first:
            is_first = False
            known = fold_text(raw.metadata.headline or "").casefold()
            if (known and paragraph.text.casefold() == known) or _opens_text(draft.paragraphs, index):
                headline_index = index
                continue
        if len(paragraph.text) >= SHORTEST_RUNNING or index > 8:
            break
    return headline_index


def _take_tail(
    draft: Draft, cuts: list[Cut], whole: dict[int, str], findings: Findings, headline_index: int | None
) -> None:  # fmt: skip
    """Cut what stands behind the running text."""
    for index in range(len(draft.paragraphs) - 1, 1, -1):
        if index in whole:
            continue
        if index == headline_index:
            return
        text = draft.paragraphs[index].text
        matches = compile_rules().find_end_matches(text, "tail")
        if matches:
            findings.add(matches[0])
            _take_match(index, matches[0], text, cuts, whole)
            if index in whole:
                continue
            return
        if index < 4 or len(text) > 320:
            return
        body = " ".join(
            above.text
            for place, above in enumerate(draft.paragraphs[:index])
            if place not in whole and (place < index - 6 or not compile_rules().find_end_matches(above.text, "tail"))
        )
        if not find_closing_bio(draft.paragraphs, index, body):
            return
        findings.add_bio(text)
        whole[index] = "bio"
        cuts.append(Cut(index, 0, len(text), "bio", "bio.closing"))


def _make_embedded_post(draft: Draft, post: FoundPost) -> EmbeddedPost:
    first, last = draft.paragraphs[post.first], draft.paragraphs[post.last]
    raw_start = first.find_raw_span(post.start, post.start + 1)[0]
    raw_end = last.find_raw_span(post.end - 1, post.end)[1]
    return EmbeddedPost(
        raw_start, raw_end, post.platform, post.author_name, post.handle, post.text, post.posted_on, post.link_urls
    )
