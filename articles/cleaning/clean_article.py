"""Clean one article: cut its boilerplate, harvest its metadata, and map clean offsets to raw offsets."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from articles.cleaning.headline import is_headline
from articles.cleaning.key_points import find_key_points
from articles.cleaning.layout import find_paragraphs, fold_text
from articles.cleaning.metadata import Findings, complete_metadata, names_author
from articles.cleaning.paragraphs import Cut, Draft, build_text, cut_paragraphs, join_pages
from articles.cleaning.posts import FoundPost, find_posts
from articles.cleaning.repeats import find_doubled, find_repeats
from articles.cleaning.rules import RuleMatch, compile_rules
from articles.cleaning.site_lines import find_site_line
from articles.cleaning.surroundings import (
    find_caps_links,
    find_captions,
    find_closing_bio,
    find_link_blocks,
    find_menus,
    find_page_cuts,
    find_person_links,
    find_related_runs,
    find_subheadings,
)
from articles.lexicon.outlet_registry import read_registry
from articles.records import CleanArticle, EmbeddedPost, RemovedSpan
from articles.text.mojibake import mend_mojibake
from articles.text.offsets import mend_offsets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from articles.cleaning.layout import Paragraph
    from articles.lexicon.outlet_registry import KnownOutlet
    from articles.records import RawArticle
    from articles.text.mojibake import Mending

_Span = TypeVar("_Span", RemovedSpan, EmbeddedPost)

# A cut brings other lines to the head or tail of a text, so cutting repeats until a round finds nothing. Real articles
# need two or three rounds; the limit is for texts that are made to need more.
MOST_ROUNDS = 12
# A paragraph of running text has at least this many characters; the head of a text ends at the first such paragraph.
SHORTEST_RUNNING = 110
MOST_HEAD_PARAGRAPHS = 8
# Of the last paragraphs of a body, this many are checked for rules of the tail.
MOST_TAIL_PARAGRAPHS = 6
CLOSING_MARKS = ('"', "”", "’", "»", "''")
LONGEST_CLOSING_BIO = 320
# Kinds whose rules a headline may match by its words ("Opinion: ...", "Watch: ...").
HEADLINE_LIKE = frozenset(
    {"related", "promo", "media", "caption", "bio", "contact", "newsletter", "legal", "links", "byline"}
)


@dataclass(frozen=True, slots=True)
class CleaningPolicy:
    """Which optional parts stay in the clean text: by default subheadings do, and posts, captions and bios do not."""

    keep_posts: bool = False
    keep_captions: bool = False
    keep_bios: bool = False
    keep_subheadings: bool = True

    @property
    def kept_kinds(self) -> frozenset[str]:
        """Kinds of boilerplate that stay in the text."""
        kinds = {
            "tweet": self.keep_posts,
            "caption": self.keep_captions,
            "bio": self.keep_bios,
            "subheading": self.keep_subheadings,
        }
        return frozenset(kind for kind, is_kept in kinds.items() if is_kept)


HEADLINE_PARAGRAPHS = 2  # a headline and a standfirst may be kept above lines that the reader left out
DEFAULT_POLICY = CleaningPolicy()


def clean_article(
    raw: RawArticle, policy: CleaningPolicy = DEFAULT_POLICY, outlets: tuple[KnownOutlet, ...] = ()
) -> CleanArticle:
    """Cut an article's boilerplate and harvest its metadata.

    The clean text is the headline, if the text begins with one, and the body, with an empty line between paragraphs.
    Every character of the raw text that is not white space is in the clean text or in exactly one removed span. The
    exceptions are invisible characters, the hyphens of words broken at a line end, and mojibake, which is repaired.
    Cleaning a clean text changes nothing. `outlets` are a user's own; their names take precedence.
    """
    text, mending = mend_mojibake(raw.raw_text)
    paragraphs, _ = find_paragraphs(text)
    draft = Draft(text, paragraphs)
    findings = Findings()
    left_out = [*_cut_left_out(raw.left_out, paragraphs)]
    _read_head(left_out, paragraphs, findings)
    cut_paragraphs(draft, left_out)
    paragraphs = draft.paragraphs
    cut_paragraphs(draft, find_page_cuts(paragraphs))
    join_pages(draft)
    posts: list[EmbeddedPost] = []
    known_matches: dict[str, list[RuleMatch]] = {}
    headline_index: int | None = None
    for _ in range(MOST_ROUNDS):
        look = _Look(draft.paragraphs, raw.metadata.headline, findings, known_matches, policy.keep_subheadings)
        look.find_cuts()
        posts.extend(_make_embedded_post(draft, post) for post in look.posts)
        headline_index = look.headline_index
        if not cut_paragraphs(draft, (cut for cut in look.cuts if cut.kind not in policy.kept_kinds)):
            break
        for paragraph in draft.paragraphs:
            paragraph.break_before = 2
    clean_text, offsets, starts = build_text(draft)
    body_start = starts[1] if headline_index is not None and len(starts) > 1 else 0
    headline = clean_text[: body_start - 2] if body_start else None
    removed = tuple(sorted(draft.removed, key=lambda span: span.raw_start))
    if mending is not None:  # from here on all offsets are those of the raw text
        offsets = mend_offsets(offsets, mending, raw.raw_text, text)
        removed, posts = _mend_spans(removed, mending), list(_mend_spans(posts, mending))
    metadata = complete_metadata(raw.metadata, headline, clean_text[body_start:], findings, read_registry(outlets))
    unique_posts = tuple({(post.raw_start, post.raw_end): post for post in posts}.values())
    return CleanArticle(raw, clean_text, body_start, offsets, metadata, removed, unique_posts)


def _cut_left_out(left_out: Sequence[RemovedSpan], paragraphs: Sequence[Paragraph]) -> Iterator[Cut]:
    """Cuts of the paragraphs that the reader of the format left out of the article."""
    spans = {span.raw_start: span for span in left_out}
    for index, paragraph in enumerate(paragraphs):
        span = spans.get(paragraph.raw_start)
        if span is not None:
            yield Cut(index, 0, len(paragraph.text), span.kind, span.rule_id)


def _read_head(cuts: Iterable[Cut], paragraphs: Sequence[Paragraph], findings: Findings) -> None:
    """Note bylines, days and sections in left-out paragraphs above the running text."""
    rules = compile_rules()
    for expected, cut in enumerate(cuts):
        text = paragraphs[cut.index].text
        if cut.index > expected + HEADLINE_PARAGRAPHS:
            return
        for match in (*rules.find_matches(text), *rules.find_end_matches(text, "head")):
            findings.add(match)
        findings.add_head(text)


@dataclass(slots=True)
class _Look:
    """One pass over the paragraphs that finds everything to cut, the most certain cuts first."""

    paragraphs: list[Paragraph]
    known_headline: str | None
    findings: Findings
    known_matches: dict[str, list[RuleMatch]]
    keeps_subheadings: bool = True
    cuts: list[Cut] = field(default_factory=list)
    posts: list[FoundPost] = field(default_factory=list)
    headline_index: int | None = None
    # The kind of each paragraph that is cut as a whole.
    whole: dict[int, str] = field(default_factory=dict)
    # Lines such as "Read more:", below which link titles may follow.
    openers: list[int] = field(default_factory=list)

    def find_cuts(self) -> None:
        """Fill `cuts`, `posts` and `headline_index`."""
        self.posts = find_posts(self.paragraphs)
        for post in self.posts:
            self._add(post.list_cuts(self.paragraphs))
        self._add(find_person_links(self.paragraphs))
        self._add(find_key_points(self.paragraphs, dict(self.whole), MOST_HEAD_PARAGRAPHS))
        for index, paragraph in enumerate(self.paragraphs):
            if index not in self.whole:
                self._apply_rules(index, paragraph.text)
        for cut in find_link_blocks(self.paragraphs, self.whole):
            self.findings.add_links(self.paragraphs[cut.index].text)
            self._add([cut])
        self._add(find_menus(self.paragraphs, dict(self.whole)))
        self._take_head()
        self._take_tail()
        self._add(cut for cut in find_related_runs(self.paragraphs, self.openers, dict(self.whole)))
        self._add(find_caps_links(self.paragraphs, dict(self.whole), self.headline_index))
        for cut in find_captions(self.paragraphs, dict(self.whole), self.headline_index):
            self.findings.add_caption(self.paragraphs[cut.index].text)
            self._add([cut])
        if not self.keeps_subheadings:
            self._add(find_subheadings(self.paragraphs, dict(self.whole), self.headline_index))
        texts = [paragraph.text for paragraph in self.paragraphs]
        self._add(find_doubled(texts, dict(self.whole)))
        self._add(find_repeats(texts, self.headline_index, dict(self.whole)))

    def _add(self, cuts: Iterable[Cut]) -> None:
        for cut in cuts:
            if cut.index in self.whole or cut.index == self.headline_index:
                continue
            self.cuts.append(cut)
            text = self.paragraphs[cut.index].text
            if not (text[: cut.start].strip() or text[cut.end :].strip()):
                self.whole[cut.index] = cut.kind

    def _add_match(self, index: int, match: RuleMatch) -> None:
        if (
            match.rule.id == "byline.dash"
            and index
            and self.paragraphs[index - 1].text.rstrip().endswith(CLOSING_MARKS)
        ):
            return  # after a dash below a quote, the name is that of its speaker
        if match.rule.kind == "byline" and not names_author(match):
            return
        self.findings.add(match)
        self._add([Cut(index, match.start, match.end, match.rule.kind, match.rule.id)])

    def _apply_rules(self, index: int, text: str) -> None:
        matches = self.known_matches.get(text)
        if matches is None:
            matches = self.known_matches[text] = compile_rules().find_matches(text)
        is_first = len(self.whole) == index
        for match in matches:
            if index in self.whole or (is_first and self._may_be_headline(index, match)):
                continue
            if match.rule.opens_run:
                self.openers.append(index)
            self._add_match(index, match)
        if index in self.whole or (is_first and self._opens_text(index)):
            return
        if (line := find_site_line(text)) is not None:
            self._add([Cut(index, 0, len(text), line.kind, line.id)])

    def _may_be_headline(self, index: int, match: RuleMatch) -> bool:
        if match.rule.kind not in HEADLINE_LIKE:
            return False
        if match.rule.never_headline:
            return self._is_known_headline(index)
        return self._opens_text(index)

    def _is_known_headline(self, index: int) -> bool:
        text = self.paragraphs[index].text
        return bool(self.known_headline) and text.casefold() == fold_text(self.known_headline or "").casefold()

    def _opens_text(self, index: int) -> bool:
        """Whether the paragraph at `index`, the first one left, is the headline of the text."""
        text = self.paragraphs[index].text
        if self._is_known_headline(index):
            return True
        return is_headline(text, sum(len(below.text) for below in self.paragraphs[index + 1 : index + 40]))

    def _take_head(self) -> None:
        """Cut the lines before the running text, and find the headline."""
        is_first = True
        for index, paragraph in enumerate(self.paragraphs):
            if index in self.whole:
                continue
            for match in compile_rules().find_end_matches(paragraph.text, "head"):
                if index not in self.whole and not (is_first and self._may_be_headline(index, match)):
                    self._add_match(index, match)
            if index in self.whole:
                continue
            if is_first and self._opens_text(index):
                self.headline_index = index
            elif len(paragraph.text) >= SHORTEST_RUNNING or index > MOST_HEAD_PARAGRAPHS:
                return
            is_first = False

    def _take_tail(self) -> None:
        """Cut the lines after the running text."""
        for index in range(len(self.paragraphs) - 1, 1, -1):
            if index in self.whole:
                continue
            if index == self.headline_index:
                return
            text = self.paragraphs[index].text
            for match in compile_rules().find_end_matches(text, "tail"):
                if index not in self.whole:
                    self._add_match(index, match)
            if index in self.whole:
                continue
            if len(text) > LONGEST_CLOSING_BIO or not find_closing_bio(text, self._list_body(index)):
                return
            self.findings.add_bio(text)
            self._add([Cut(index, 0, len(text), "bio", "bio.closing")])

    def _list_body(self, end: int) -> list[str]:
        """Text above paragraph `end` without the bios of its authors."""
        rules = compile_rules()
        return [
            above.text
            for index, above in enumerate(self.paragraphs[:end])
            if index not in self.whole
            and not (index >= end - MOST_TAIL_PARAGRAPHS and rules.find_end_matches(above.text, "tail"))
        ]


def _mend_spans(spans: Iterable[_Span], mending: Mending) -> tuple[_Span, ...]:
    """Map removed spans or posts from offsets of the mended text to raw offsets."""
    found = ((span, mending.find_raw_span(span.raw_start, span.raw_end)) for span in spans)
    return tuple(replace(span, raw_start=start, raw_end=end) for span, (start, end) in found)


def _make_embedded_post(draft: Draft, post: FoundPost) -> EmbeddedPost:
    first, last = draft.paragraphs[post.first], draft.paragraphs[post.last]
    raw_start = first.find_raw_span(post.start, post.start + 1)[0]
    raw_end = last.find_raw_span(post.end - 1, post.end)[1]
    return EmbeddedPost(
        raw_start, raw_end, post.platform, post.author_name, post.handle, post.text, post.posted_on, post.link_urls
    )
