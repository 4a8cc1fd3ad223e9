"""Nothing is lost and cleaning is idempotent, over generated texts and over real ones."""

import gzip
import json
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.cleaning.clean_article import CleaningPolicy, clean_article
from articles.cleaning.rules import read_rules
from tests.articles.cleaning.invariants import check_article, check_nothing_lost, make_article

SHARED = Path(__file__).resolve().parents[4] / "shared"
PROSE = [
    "The council of Elmford voted on Tuesday to rebuild the bridge that the flood had taken in March.",
    "“We have waited long enough,” Mayor Jane Doe told reporters. “The money is there.”",
    "Engineers said the new arch would stand for a hundred years, and that it would cost less than the old one had.",
    "Nobody in the hall spoke against it",
    "peace to the eastern valley, said the envoy, adding that he wanted the ferry back.",
    "Russia should now work with the new president-elect to bring",
    "Why the bridge fell",
    "ELMFORD, Ohio (AP) — The vote came late.",
    "1. What happens next",
    'Roe said: "It\'s over."',
]
POSTS = [
    "The bridge is back! #Elmford pic.twitter.com/abc123 — Jane Doe (@janedoe) May 14, 2019",
    "— John Roe (@johnroe) May 14, 2019",
    "John Roe (@johnroe) The bridge is not back.",
    "Look at this. Posted by Jane Doe on Tuesday, May 14, 2019",
    "A post shared by Jane Doe (@jane.doe) on May 14, 2019 at 1:23pm PDT",
    "https://example.com/a https://example.com/b",
    "President Doe Jane Q. DoeVoters cheer budget Doe to visit Ohio MORE said so.",
]
MOJIBAKE = [
    "The council of SÃ£o Miguel said it couldnâ€™t wait: â€œWe have the money,â€\x9d said MuÃ±oz.",
    "naÃ¯ve Ã\xad Ãƒ Â Â£5 IRMÃ” Ã¢â‚¬â„¢ \x93so\x94 ðŸ˜€ doesnâ‚¬™t",
    "Read more: CafÃ© SociÃ©tÃ© closes",
    "Ãƒ\u200b©Ã\u00ad\u00ad©",
]
RULE_EXAMPLES = [text for rule in read_rules() for text in (*rule.must_match, *rule.must_not_match)]
BREAKS = [
    "\n\f",
    "\n\n",
    "\n",
    "\r\n",
    "\r\n\r\n",
    "\n\n\n\n",
    "\f",
    "\n \n",
    "\u2028",
    " \n",
    "-\n",
    "\u00a0\n",
    "\n\n\t",
]
SPACES = [" ", "  ", "\u00a0", "\u200b", "\t", "\ufeff", "\u00ad", "\u2009"]

paragraphs = st.one_of(
    st.sampled_from(PROSE),
    st.sampled_from(POSTS),
    st.sampled_from(MOJIBAKE),
    st.sampled_from(RULE_EXAMPLES),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40),
    st.text("aÃ©â€™œƒ\xad\u200b£Â \x93ðŸ˜", min_size=1, max_size=30),
    st.text("aA.\"'()@#—- \n\u200b\u00ad-MORE/", min_size=1, max_size=60),
)


@st.composite
def articles(draw: st.DrawFn) -> str:
    parts = [draw(st.sampled_from(["", "\ufeff", "\n", " "]))]
    for paragraph in draw(st.lists(paragraphs, min_size=1, max_size=14)):
        parts += [paragraph.replace(" ", draw(st.sampled_from(SPACES)), 1), draw(st.sampled_from(BREAKS))]
    return "".join(parts)


@st.composite
def wrapped_articles(draw: st.DrawFn) -> str:
    """Prose hard-wrapped at one width, with the left-overs of page breaks in it."""
    width = draw(st.integers(45, 100))
    lines: list[str] = []
    breaks_words = draw(st.booleans())
    for paragraph in draw(st.lists(st.one_of(st.sampled_from(PROSE), st.sampled_from(POSTS)), min_size=4, max_size=12)):
        line = ""
        for whole_word in paragraph.split():
            word = whole_word
            if breaks_words and word.isalpha() and len(word) > 5 and width - 4 > len(line) > width - len(word):
                lines.append(f"{line} {word[:3]}-".strip())
                line, word = "", word[3:]
            if line and len(line) + 1 + len(word) > width:
                lines.append(line)
                line = ""
            line = f"{line} {word}".strip()
        lines += [line, *([""] * draw(st.integers(0, 2)))]
    return draw(st.sampled_from(["\n", "\r\n"])).join(lines)


@given(articles())
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_generated_text_loses_nothing_and_stays_clean(text: str) -> None:
    check_article(text)


@given(wrapped_articles())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_wrapped_text_loses_nothing_and_stays_clean(text: str) -> None:
    check_article(text)


@given(articles(), st.booleans(), st.booleans(), st.booleans(), st.booleans())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_policies_lose_nothing(
    text: str, keep_posts: bool, keep_captions: bool, keep_bios: bool, keep_subheadings: bool
) -> None:
    policy = CleaningPolicy(keep_posts, keep_captions, keep_bios, keep_subheadings)
    article = clean_article(make_article(text), policy)
    check_nothing_lost(article)
    assert not {span.kind for span in article.removed_spans} & policy.kept_kinds


@pytest.mark.shared
@pytest.mark.parametrize("name", ["seeds", "stories", "residue", "polnear_dev", "conll_dev"])
def test_real_articles_lose_nothing_and_stay_clean(name: str) -> None:
    for path in sorted((SHARED / "articles" / name).glob("*.txt")):
        check_article(path.read_bytes().decode("utf-8"))


@pytest.mark.shared
def test_corpus_articles_lose_nothing_and_stay_clean() -> None:
    with gzip.open(SHARED / "corpus" / "news_5000.jsonl.gz", "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number % 25 == 0:
                record = json.loads(line)
                check_article(f"{record['title'].strip()}\n\n{record['text'].strip()}\n")


ADVERSARIAL = {
    "spaces": "a" + " " * 64,
    "name words": "Jane Doe ",
    "more": "KellyMORE ",
    "brackets": "(((",
    "handles": "(@a ",
    "signatures": "— A (@a) May 14, 2019 ",
    "slashes": "Jane Doe/",
    "sentence": "The council voted on Tuesday to rebuild the bridge of Elmford. ",
    "paragraphs": "The council of Elmford voted on Tuesday to rebuild the old bridge.\n\n",
    "short paragraphs": "Read more\n\nBy Jane Doe\n\n",
    "credits": "x (Photo: A, B) ",
    "addresses": "https://example.com/a ",
    "dates": "Monday, May 14, 2019 ",
    "wrapped": "the council of Elmford voted again on Tuesday to rebuild the bridge it\nhad lost\n",
    "hyphens": "a-\n",
    "pages": "the vote was close and\n 7\n\fThe Elmford Times 12\nnobody spoke against it\n",
    "form feeds": "a\f",
    "counted lines": "The Elmford Times 1\n",
    "mojibake": "Ã¢â‚¬â„¢Ã©",
    "mojibake leads": "ÃÂâðŸ",
    "quotes": "\"'“”",
    "newsletter": "newsletter sign up ",
    "contributed": "Jane Doe contributed ",
}


@pytest.mark.parametrize("name", sorted(ADVERSARIAL))
def test_time_is_linear(name: str) -> None:
    """Eight times the text takes at most about eight times the time; quadratic work would take 64 times."""
    unit = ADVERSARIAL[name]
    small = unit * (10_000 // len(unit))
    clean_article(make_article(small))
    growths = []
    for _ in range(3):  # a busy machine disturbs one measurement; quadratic work shows in each
        first, second = (min(_measure(small * factor) for _ in range(2)) for factor in (1, 8))
        if second < max(first * 20, 0.3):
            return
        growths.append(f"{first:.3f} s became {second:.3f} s")
    pytest.fail("; ".join(growths))


def _measure(text: str) -> float:
    start = time.process_time()
    clean_article(make_article(text))
    return time.process_time() - start
