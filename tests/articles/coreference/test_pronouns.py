import json
from pathlib import Path

import pytest

from articles.cleaning.clean_article import clean_article
from articles.coreference.named_mentions import find_named_mentions
from articles.coreference.pronouns import References
from articles.coreference.roles import find_roles
from articles.parsing.language_model import parse_texts
from articles.parsing.tokens import read_tokens
from articles.records import RawArticle
from articles.text.person_names import fold_words
from tests.articles.quotes.parsing import make_article, parse, read_model

ROOT = Path(__file__).parents[3]
GOLD = ROOT / "tests" / "gold" / "antecedents.json"
SHARED = ROOT.parent / "shared" / "articles"


def find(text: str, asked: str, number: int = 0) -> tuple[str, str] | None:
    """Name and rule of what the `number`-th occurrence of `asked` stands for."""
    tokens = parse(text)
    references = References(tokens, find_named_mentions(tokens, make_article(text)))
    start = -1
    for _ in range(number + 1):
        start = text.index(asked, start + 1)
    found = references.find_antecedent(tokens.find_token(start), tokens.find_token(start + len(asked) - 1) + 1)
    return None if found is None else (found[0].entity_name, found[1])


@pytest.mark.parametrize(
    ("text", "asked", "name"),
    [
        ("Anna Varga met Tom Reed on Monday. She thanked him.", "She", "Anna Varga"),
        ("Anna Varga met Tom Reed on Monday. She thanked him.", "him", "Tom Reed"),
        ("Tom Reed said he would stay.", "he", "Tom Reed"),
        ("For his part, Tom Reed called the vote fair.", "his", "Tom Reed"),
        ("Tom Reed told reporters about Paul Marsh, who lives in Oslo.", "who", "Paul Marsh"),
        (
            "Foreign Minister Anna Varga spoke. Tom Reed left. The foreign minister smiled.",
            "The foreign minister",
            "Anna Varga",
        ),
        ("Paul Marsh praised the city. Tom Reed himself was absent.", "himself", "Tom Reed"),
    ],
)
def test_antecedents(text: str, asked: str, name: str) -> None:
    found = find(text, asked)
    assert found is not None
    assert found[0] == name


def test_each_antecedent_comes_with_its_rule() -> None:
    assert find("Tom Reed said he would stay.", "he") == ("Tom Reed", "reported clause")
    assert find("For his part, Tom Reed called the vote fair.", "his") == ("Tom Reed", "subject ahead")


def test_nobody_is_found_where_nobody_fits() -> None:
    assert find("It rained. She stayed at home.", "She") is None
    assert find("Tom Reed waited. She stayed at home.", "She") is None
    assert find("Tom Reed waited. The bishop slept.", "The bishop") is None


def test_offices_are_told_apart() -> None:
    text = (
        "Defense Secretary Tom Reed and Treasury Secretary Paul Marsh resigned. The treasury secretary gave no reason."
    )
    found = find(text, "The treasury secretary")
    assert found is not None
    assert found[0] == "Paul Marsh"


def test_roles_name_country_and_organisation() -> None:
    text = "Norwegian Foreign Minister Anna Varga met Tom Reed, director of the World Bank."
    tokens = parse(text)
    roles = {role.entity_name: role for role in find_roles(tokens, find_named_mentions(tokens, make_article(text)))}
    assert roles["Anna Varga"].head == "minister"
    assert roles["Anna Varga"].country_code == "NO"
    assert roles["Tom Reed"].organization == "World Bank"
    assert all(text[role.clean_start : role.clean_end] == role.text for role in roles.values())


@pytest.mark.shared
def test_labelled_antecedents_are_found() -> None:
    if not SHARED.is_dir():
        pytest.skip("the developers' articles are not here")
    gold = json.loads(GOLD.read_text("utf-8"))
    right = total = 0
    for source in sorted({(row["set"], row["article"]) for row in gold}):
        path = SHARED / source[0] / f"{source[1]}.txt"
        with path.open(encoding="utf-8", newline="") as handle:
            article = clean_article(RawArticle(path.name, "text", "utf-8", "0", handle.read()))
        tokens = read_tokens(next(parse_texts(read_model(), [article.clean_text])), article.clean_text)
        references = References(tokens, find_named_mentions(tokens, article))
        for row in gold:
            if (row["set"], row["article"]) != source:
                continue
            places = [
                clean + row[side] - (side == "end") - raw
                for side in ("start", "end")
                for clean, raw, count in article.offsets.runs
                if raw <= row[side] - (side == "end") < raw + count
            ]
            if len(places) < 2:
                continue  # cleaning took the place away
            found = references.find_antecedent(tokens.find_token(places[0]), tokens.find_token(places[1]) + 1)
            total += 1
            right += found is not None and _is_same(found[0].entity_name, row["name"])
    assert total >= 200
    assert right / total >= 0.88, f"{right} of {total}"


def _is_same(name: str, gold: str) -> bool:
    """Whether a name within an article is the labelled one: the same, a part of it alone, or a variant."""
    have, want = fold_words(name), fold_words(gold)
    return (
        have == want
        or (len(have) == 1 and have[0] in (want[0], want[-1]))
        or (have[-1] == want[-1] and have[0][0] == want[0][0])
        or (have[-1] == want[-1] and want[0] == "robert" and have[0] == "bob")
    )
