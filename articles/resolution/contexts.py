"""Which bearer of a surname an article means, judged by its other names, its roles and its month.

The method is naive Bayes. The prior of a bearer is the share of mentions by full name. Evidence is each other name of
the article, the role words next to the surname ("Senator Lee") and the month. A piece of evidence weighs by how many of
the articles with the bearer's full name also have it. Names in one article depend on each other, so evidence is damped.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from articles.resolution.judging import Judgement

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from articles.resolution.model import Values

# A lone surname means the prominent bearer where that person has this share of all full-name mentions of the surname.
PROMINENT_SHARE = 0.75
# It means another bearer where the context gives this probability, and that one is named in at least this share of the
# articles that name the prominent one: what stands in two or three articles by chance proves nothing against thousands.
SURE_SHARE = 0.9
KNOWN_SHARE = 0.02
# Set on 2,500 surnames whose full name was hidden from their article.
_DAMPING = 0.35
_ROLE_WEIGHT = 2.0
_SMOOTHING = 1.0  # articles
_CHANCE = 0.1  # that an article has a certain name at all
_NO_CONTEXT_TYPES = frozenset({"DATE", "MONEY", "DESCRIPTION"})


@dataclass(frozen=True, slots=True)
class Bearer:
    """A person who bears a surname: name, mentions by full name, and the full names."""

    title: str
    weight: int
    names: frozenset[str]


@dataclass(slots=True)
class Contexts:
    """What articles speak of: names by article, articles by person, role words by person and article."""

    names: Mapping[int, frozenset[str]] = field(default_factory=dict)
    articles: Mapping[str, Sequence[int]] = field(default_factory=dict)
    roles: Mapping[str, Mapping[int, frozenset[str]]] = field(default_factory=dict)
    counted: dict[frozenset[str], _Evidence] = field(default_factory=dict)  # of persons by their names


NO_CONTEXTS = Contexts()


def read_contexts(mentions: pl.DataFrame, roles: pl.DataFrame) -> Contexts:
    """Contexts from the names of articles (article_key, entity_type, entity_name, published_on) and their roles
    (article_key, entity_name, role_text).
    """
    told_of = mentions.filter(~pl.col("entity_type").is_in(_NO_CONTEXT_TYPES)).sort("article_key")
    names = told_of.group_by("article_key", maintain_order=True).agg(
        things=pl.format("{} {}", "entity_type", "entity_name"),
        months=pl.col("published_on").drop_nulls().dt.strftime("month %Y-%m").unique(),
    )
    persons = told_of.filter(entity_type="PERSON").group_by("entity_name").agg("article_key")
    words: dict[str, dict[int, frozenset[str]]] = defaultdict(dict)
    for article, name, text in roles.select("article_key", "entity_name", "role_text").iter_rows():
        told = words[name].get(article, frozenset())
        words[name][article] = told.union(f"role {word}" for word in text.casefold().split())
    return Contexts(
        {article: frozenset(things).union(months) for article, things, months in names.iter_rows()},
        dict(persons.iter_rows()),
        words,
    )


def choose_bearers(
    surname: str, bearers: Sequence[Bearer], contexts: Contexts
) -> tuple[Judgement, dict[int, Judgement]]:
    """Resolve a surname with several bearers: once by full names alone, and per article where the context differs."""
    own = Judgement(surname, "PERSON", 1.0, "own name")
    total = sum(bearer.weight for bearer in bearers)
    prominent = max(bearers, key=lambda bearer: (bearer.weight, bearer.title))
    usual = own
    if total and prominent.weight / total >= PROMINENT_SHARE:
        usual = Judgement(prominent.title, "PERSON", 0.85, "surname of one prominent bearer")
    articles = contexts.articles.get(surname, ())
    if not articles:
        return usual, {}
    all_names = frozenset(f"PERSON {name}" for bearer in bearers for name in bearer.names) | {f"PERSON {surname}"}
    profiles = [_Profile(bearer, total + len(bearers), contexts) for bearer in bearers]
    gains, prior = _tabulate(profiles), np.array([profile.prior for profile in profiles])
    least = KNOWN_SHARE * max(len(profile.articles) for profile in profiles)
    known_titles = {profile.title for profile in profiles if len(profile.articles) >= least} | {surname}
    found: dict[int, Judgement] = {}
    for article in articles:
        chosen = [at for at, profile in enumerate(profiles) if article in profile.articles] or [*range(len(profiles))]
        if len(chosen) == 1 and profiles[chosen[0]].title != usual.name:
            # the article gives this full name and still did not link the surname to it
            chosen = [at for at in range(len(profiles)) if at != chosen[0]]
        bag = (contexts.names.get(article, frozenset()) - all_names) & gains.rows.keys()
        role = contexts.roles.get(surname, {}).get(article, frozenset()) & gains.rows.keys()
        scores = prior + _DAMPING * (gains.weigh(bag) + _ROLE_WEIGHT * gains.weigh(role))
        titles = [profiles[at].title for at in chosen]
        judgement = _judge(titles, scores[chosen].tolist(), len(bag) + len(role), usual, own)
        if judgement is not usual and (usual is own or judgement.name in known_titles):
            found[article] = judgement
    return usual, found


class _Evidence(NamedTuple):
    """The articles of a person, and how much likelier than by chance each name, role word and month is in them."""

    articles: frozenset[int]
    gains: Mapping[str, float]  # natural logarithms


def _count_evidence(names: frozenset[str], contexts: Contexts) -> _Evidence:
    """The evidence on the person of these names, counted once: several surnames and sounds can mean one person."""
    if (counted := contexts.counted.get(names)) is not None:
        return counted
    articles = frozenset().union(*(contexts.articles.get(name, ()) for name in names))
    counts: Counter[str] = Counter()
    for article in articles:
        counts.update(contexts.names.get(article, ()))
    words: dict[int, frozenset[str]] = {}
    for name in names:
        for article, told in contexts.roles.get(name, {}).items():
            words[article] = words.get(article, frozenset()) | told
    for article in articles & words.keys():
        counts.update(words[article])
    least = _SMOOTHING * _CHANCE
    gains = {thing: math.log(count / least + 1) for thing, count in counts.items()}
    contexts.counted[names] = _Evidence(articles, gains)
    return contexts.counted[names]


class _Profile:
    """What is known of a bearer."""

    def __init__(self, bearer: Bearer, total: int, contexts: Contexts) -> None:
        self.title = bearer.title
        self.articles, self.gains = _count_evidence(bearer.names, contexts)
        self.prior = math.log((bearer.weight + 1) / total)
        self.log_chance = math.log(_SMOOTHING * _CHANCE / (len(self.articles) + _SMOOTHING))


class _Gains(NamedTuple):
    """The gains of all bearers of a surname: a row for each thing, a column for each bearer."""

    rows: dict[str, int]
    table: Values
    log_chances: Values

    def weigh(self, found: Collection[str]) -> Values:
        """Log likelihood of an article's evidence if the article means each bearer.

        Summed in the order of rows, so that it is the same to the last digit in any process.
        """
        summed: Values = self.table[sorted(self.rows[thing] for thing in found)].sum(axis=0)
        return summed + len(found) * self.log_chances


def _tabulate(profiles: Sequence[_Profile]) -> _Gains:
    rows = {thing: row for row, thing in enumerate(sorted(set().union(*(profile.gains for profile in profiles))))}
    table = np.zeros((len(rows), len(profiles)))
    for column, profile in enumerate(profiles):
        table[[rows[thing] for thing in profile.gains], column] = [*profile.gains.values()]
    return _Gains(rows, table, np.array([profile.log_chance for profile in profiles]))


def _judge(titles: Sequence[str], scores: Sequence[float], shared: int, usual: Judgement, own: Judgement) -> Judgement:
    """Judge by the scores of the bearers that an article may mean; `shared` things of it are known of any."""
    best = max(range(len(titles)), key=lambda index: (scores[index], titles[index]))
    share = 1.0 / math.fsum(math.exp(score - scores[best]) for score in scores)
    if titles[best] == usual.name:
        return usual
    if share < SURE_SHARE:  # too weak to overrule the prominent bearer, if that person is possible here
        return usual if usual.name in titles else own
    evidence = f"{shared} names, roles and months shared; share {share:.2f}"
    return Judgement(titles[best], "PERSON", round(min(share, 0.85), 2), "surname and context", evidence)
