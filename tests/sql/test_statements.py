"""Every SQL statement does what its cases say. The cases are data: see tests/sql/cases.py for how they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import sql
from tests.sql.cases import FOLDER, Case, check_case, create_warehouse, list_case_files, read_cases

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

CASES = list(read_cases())


@pytest.fixture(scope="module")
def empty() -> Iterator[duckdb.DuckDBPyConnection]:
    con = create_warehouse()
    yield con
    con.close()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.statement}: {case.case}")
def test_statement(empty: duckdb.DuckDBPyConnection, case: Case) -> None:
    check_case(empty, case)


@pytest.mark.parametrize("folder", ["load", "audits", "mart", "judge"])
def test_every_statement_has_a_case(folder: str) -> None:
    covered = {case.statement for case in CASES}
    assert [name for name in sql.list_statements(folder) if name not in covered] == []


def test_every_file_of_cases_is_for_a_statement() -> None:
    statements = {
        name for folder in ("load", "audits", "mart", "judge", "queries") for name in sql.list_statements(folder)
    }
    named = {f"{path.parent.name}/{path.stem}.sql": path for path in list_case_files()}
    assert [str(path.relative_to(FOLDER)) for name, path in named.items() if name not in statements] == []


@pytest.mark.parametrize("name", sql.list_statements("audits"))
def test_audit_has_a_sound_and_a_faulty_case(name: str) -> None:
    found = {bool(case.expect["rows"]) for case in CASES if case.statement == name}
    assert found == {True, False}
