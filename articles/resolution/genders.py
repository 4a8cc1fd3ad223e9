"""The gender of persons, from the words of articles, their first names and the authority file.

`GenderSource` lists the kinds of evidence from strong to weak. Pronouns overrule titles, nouns and first names.
Evidence that disagrees leaves the gender unknown. People's decisions override all of it in the view
sql/mart/person_genders.sql.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from articles.lexicon.gazetteers import read_first_names
from articles.records import Gender, GenderSource
from articles.text.person_names import SURE_GENDER, parse_person_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import polars as pl

# This share of the evidence in texts must agree: one sentence in thirty links a pronoun to the wrong person.
LEAST_SHARE = 0.75
# A surname alone may be a relative's ("Trump" where only Melania Trump is named in full).
FULL_NAME_WEIGHT = 3
# This many mentions by full name overrule a first name of another gender; fewer leave the gender unknown.
LEAST_AGAINST_NAME = 3
# Nine in ten bearers of a first name that tells the gender have one. Chinese, Korean and Vietnamese family
# names, which stand first, fall out by this: the table takes them for first names of both.
SURE_SHARE = 1 - SURE_GENDER

_TOLD = (GenderSource.STATED, GenderSource.PRONOUN, GenderSource.TITLE, GenderSource.NOUN)
_Counts = Counter[tuple[GenderSource, Gender]]


class Told(NamedTuple):
    """A gender, its source, and the share of that evidence that agrees."""

    gender: Gender
    source: GenderSource
    share: float


@dataclass(frozen=True, slots=True)
class GenderGrounds:
    """The evidence for judging genders.

    `names` has the names of each person (entity_key, entity_name, name_text), `evidence` the genders that mentions
    show (entity_key, gender, gender_source, is_surname, mention_count), `authority` the columns of core.authority.
    """

    names: pl.DataFrame
    evidence: pl.DataFrame
    authority: pl.DataFrame | None = None


def judge_genders(grounds: GenderGrounds) -> pl.DataFrame:
    """The gender of each person of `grounds.names`: entity_key, gender, gender_source, gender_share, sorted by key.

    A person's gender depends on that person's evidence alone. All columns but the key are null where it is unknown.
    """
    import polars as pl

    counts = _weigh_evidence(grounds.evidence)
    stated = _read_stated(grounds)
    names: dict[int, tuple[str, list[str]]] = {}
    for key, entity_name, text in grounds.names.select("entity_key", "entity_name", "name_text").sort(pl.all()).rows():
        names.setdefault(key, (entity_name, []))[1].append(text)
    rows = []
    for key, (entity_name, texts) in names.items():
        told = stated.get(entity_name) or judge_told(counts[key], judge_first_names([entity_name, *texts]))
        rows.append((key, *((told.gender.value, told.source.value, told.share) if told else (None, None, None))))
    text = pl.String()
    columns: list[tuple[str, pl.DataType]] = [
        *(("entity_key", pl.Int64()), ("gender", text), ("gender_source", text), ("gender_share", pl.Float64())),
    ]
    return pl.DataFrame(rows, schema=columns, orient="row")


def judge_told(counts: _Counts, by_name: Told | None) -> Told | None:
    """The gender by the weighed evidence of texts, else by the first name where no evidence contradicts it."""
    stated = _find_majority(counts, (GenderSource.STATED,))
    if stated is not None and stated.share >= LEAST_SHARE:
        return stated
    told = _find_majority(counts, _TOLD)
    if told is None:
        return by_name if not counts else None
    pronouns = _find_majority(counts, (GenderSource.PRONOUN,))
    if pronouns is not None and pronouns.gender != told.gender:
        return None
    is_named = by_name is not None and by_name.gender == told.gender
    if told.share < LEAST_SHARE:
        return by_name if is_named else None
    weight = sum(count for (_, gender), count in counts.items() if gender == told.gender)
    if by_name is not None and not is_named and weight < LEAST_AGAINST_NAME * FULL_NAME_WEIGHT:
        return None
    return told


def judge_first_names(names: Iterable[str]) -> Told | None:
    """The gender of the first of the names, else that of the other names if they agree."""
    first, *others = [_judge_first_name(name) for name in names]
    if first is not None:
        return first
    found = {told.gender: told for told in others if told is not None}
    return next(iter(found.values())) if len(found) == 1 else None


def _judge_first_name(name: str) -> Told | None:
    parsed = parse_person_name(name)
    given = parsed.given
    if len(given) == 1:  # "J. Edgar Ek"
        given = next((middle for middle in parsed.middles if len(middle) > 1), given)
    women = read_first_names().get(given)
    if women is None or 1 - SURE_SHARE < women < SURE_SHARE:
        return None
    if women >= SURE_SHARE:
        return Told(Gender.FEMALE, GenderSource.FIRST_NAME, round(women, 4))
    return Told(Gender.MALE, GenderSource.FIRST_NAME, round(1 - women, 4))


def _find_majority(counts: _Counts, sources: Iterable[GenderSource]) -> Told | None:
    """The majority gender among some kinds of evidence; None without evidence or at a tie."""
    weights: Counter[Gender] = Counter()
    for (source, gender), weight in counts.items():
        if source in sources:
            weights[gender] += weight
    ranked = weights.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None
    gender, weight = ranked[0]
    source = next(source for source in sources if counts[source, gender])
    return Told(gender, source, round(weight / weights.total(), 4))


def _weigh_evidence(evidence: pl.DataFrame) -> Mapping[int, _Counts]:
    counts: dict[int, _Counts] = defaultdict(Counter)
    for row in evidence.iter_rows(named=True):
        weight = row["mention_count"] * (1 if row["is_surname"] else FULL_NAME_WEIGHT)
        counts[row["entity_key"]][GenderSource(row["gender_source"]), Gender(row["gender"])] += weight
    return counts


def _read_stated(grounds: GenderGrounds) -> dict[str, Told]:
    """Genders from the authority file, by entity name."""
    stated: dict[str, Told] = {}
    if grounds.authority is not None:
        for row in grounds.authority.filter(entity_type="PERSON").iter_rows(named=True):
            if row["gender"] is not None:
                stated[row["entity_name"]] = Told(Gender(row["gender"]), GenderSource.AUTHORITY, 1.0)
    return stated
