import pytest

from articles.cleaning.layout import find_paragraphs
from articles.cleaning.rules import KINDS, Rule, RuleSet, compile_rules, read_rules

EXAMPLES = [(rule, text) for rule in read_rules() for text in rule.must_match]
COUNTEREXAMPLES = [(rule, text) for rule in read_rules() for text in rule.must_not_match]


def find_rule_ids(text: str, rule: Rule) -> set[str]:
    """Ids of the rules that take a text as a paragraph where `rule` applies."""
    (paragraph,) = find_paragraphs(text)[0]
    rules = compile_rules()
    matches = (
        rules.find_matches(paragraph.text)
        if rule.where == "anywhere"
        else rules.find_end_matches(paragraph.text, rule.where)
    )
    return {match.rule.id for match in matches}


@pytest.mark.parametrize(("rule", "text"), EXAMPLES, ids=[f"{rule.id}:{text[:30]}" for rule, text in EXAMPLES])
def test_matches_example(rule: Rule, text: str) -> None:
    assert rule.id in find_rule_ids(text, rule)


@pytest.mark.parametrize(
    ("rule", "text"), COUNTEREXAMPLES, ids=[f"{rule.id}:{text[:30]}" for rule, text in COUNTEREXAMPLES]
)
def test_spares_counterexample(rule: Rule, text: str) -> None:
    assert rule.id not in find_rule_ids(text, rule)


def test_every_rule_says_why_it_is_safe_and_has_examples() -> None:
    for rule in read_rules():
        assert len(rule.why) > 20, rule.id
        assert rule.must_match, rule.id
        assert rule.must_not_match, rule.id
        assert rule.kind in KINDS, rule.id


def test_rules_without_literal_strings_touch_short_paragraphs_or_say_what_they_need() -> None:
    rules = compile_rules()
    for place in rules.unfiltered:
        rule = rules.rules[place]
        assert rule.needs or rule.limit <= 300, rule.id


@pytest.mark.parametrize(
    "sentence",
    [
        "The advertisement ran for a week, and nobody called.",
        "She asked readers to follow the court on its way through the appeal.",
        "Officials said more than 40 people had signed up for the newsletter of the shelter.",
        "By Tuesday evening the water had reached the second step of the town hall.",
        "The photo shows the bridge; the bridge is gone.",
        "Related charges against the firm were dropped in May.",
        "He told Reuters that the ferry would sail again on Friday.",
        "The mayor, left without a majority, resigned on May 14, 2019.",
        "“Share the burden,” she said, “or carry it alone.”",
        "Copyright is a matter for the courts, the minister said.",
        "Read the small print, he told them, and then read it again.",
        "Watch out for ice on the northern roads, the police warned.",
        "Updated maps of the valley will be shown on Friday.",
        "Contact between the two villages was lost for six days.",
        "The story of the two brothers contributed to the legend of the valley.",
    ],
)
def test_spares_sentences(sentence: str) -> None:
    (paragraph,) = find_paragraphs(sentence)[0]
    assert compile_rules().find_matches(paragraph.text) == []


def test_reads_named_groups() -> None:
    matches = {match.rule.id: dict(match.groups) for match in compile_rules().find_matches("By Jane Doe and John Roe")}
    assert matches["byline.by"]["author"] == "Jane Doe and John Roe"


def test_limit_spares_longer_paragraphs() -> None:
    rule = Rule("test.rule", "chrome", "paragraph", "more.*", "for this test only", limit=10)
    rules = RuleSet([rule])
    assert [match.rule.id for match in rules.find_matches("more of it")] == ["test.rule"]
    assert rules.find_matches("more of it all") == []


def test_group_cut_narrows_what_is_cut() -> None:
    rule = Rule("test.rule", "chrome", "inside", "a(?P<cut>b+)c", "for this test only")
    (match,) = RuleSet([rule]).find_matches("xx abbbc xx")
    assert (match.start, match.end) == (4, 7)
