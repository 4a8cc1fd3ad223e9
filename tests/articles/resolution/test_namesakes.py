"""Who shares a name and is not the same: told apart from the sentence to the entity."""

from __future__ import annotations

from collections import Counter
from datetime import date

import polars as pl

from articles.resolution.entities import Grounds, resolve_names
from tests.articles.quotes.parsing import list_names


def resolve(*texts: str) -> dict[str, set[str]]:
    """The names in some texts, by the entity they are judged to be."""
    found = [(number, kind, name) for number, text in enumerate(texts) for _, kind, name in list_names(text)]
    counts = Counter(
        (kind, name, number if kind == "PERSON" and " " not in name else None) for number, kind, name in found
    )
    names = pl.DataFrame(
        [(*key, count, 1) for key, count in counts.items()],
        schema={
            **{"entity_type": pl.String, "entity_name": pl.String, "article_key": pl.Int64},
            **{"mention_count": pl.Int64, "article_count": pl.Int64},
        },
        orient="row",
    )
    mentions = pl.DataFrame(
        [(*row, date(2024, 3, 1)) for row in sorted(set(found))],
        schema={
            **{"article_key": pl.Int64, "entity_type": pl.String, "entity_name": pl.String, "published_on": pl.Date}
        },
        orient="row",
    )
    roles = pl.DataFrame(
        schema={**{"article_key": pl.Int64, "entity_name": pl.String, "role_text": pl.String, "published_on": pl.Date}}
    )
    entities: dict[str, set[str]] = {}
    for row in resolve_names(names, Grounds(mentions, roles)).iter_rows(named=True):
        entities.setdefault(row["resolved_name"], set()).add(row["entity_name"])
    return entities


def test_father_and_son() -> None:
    entities = resolve(
        "Walter Hargrove Sr. opened the mill in Leeds. Walter Hargrove Jr. closed it forty years later.",
        "Walter Hargrove Jr. told the court that the mill had lost money for years.",
    )
    assert entities["Walter Hargrove Sr."] == {"Walter Hargrove Sr."}
    assert entities["Walter Hargrove Jr."] == {"Walter Hargrove Jr."}


def test_spouses() -> None:
    entities = resolve(
        "Peter Halloran ran for mayor of Cork. His wife, Susan Halloran, ran the campaign.",
        "Susan Halloran said on Friday that she would run herself.",
        "Halloran was seen at the harbour in Cork.",
    )
    assert entities["Peter Halloran"] == {"Peter Halloran"}
    assert entities["Susan Halloran"] == {"Susan Halloran"}


def test_two_presidents_of_one_name() -> None:
    entities = resolve(
        "George W. Bush spoke in Texas on Monday. George H.W. Bush, his father, listened.",
        "George H. W. Bush was president for four years. George W. Bush was president for eight.",
    )
    assert not any({"George W. Bush", "George H.W. Bush"} <= names for names in entities.values())
    assert not any({"George W. Bush", "George H. W. Bush"} <= names for names in entities.values())


def test_the_masculine_and_the_feminine_form_of_a_surname() -> None:
    entities = resolve(
        "Sergei Lavrov flew to Geneva on Tuesday. Ekaterina Lavrova stayed in New York.",
        "Sergey Lavrov said that the talks went well. Yekaterina Lavrova did not comment.",
    )
    assert not any(
        any(name.endswith("Lavrov") for name in names) and any(name.endswith("Lavrova") for name in names)
        for names in entities.values()
    )


def test_companies_named_after_people() -> None:
    entities = resolve(
        "Henrik Falk founded Falk Industries Inc. in Bergen. Falk Industries now employs 300 people in Norway.",
        "Shares of Falk Industries fell on Thursday. Henrik Falk sold his stake a year ago.",
    )
    assert entities["Henrik Falk"] == {"Henrik Falk"}
    company = next(names for names in entities.values() if "Falk Industries" in names)
    assert company <= {"Falk Industries", "Falk Industries Inc."}


def test_two_persons_run_together_are_neither() -> None:
    entities = resolve(
        "The Karen Lund-Marco Ferri plan failed. Marco Ferri blamed the ministry in Rome.",
        "Marco Ferri and Karen Lund met in Rome.",
    )
    assert not any(
        len({"Karen Lund", "Marco Ferri", "Karen Lund-Marco Ferri"} & names) > 1 for names in entities.values()
    )
