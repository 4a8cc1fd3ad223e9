"""A warehouse of the last release with judgements on names goes forward with all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse.build import open_build
from warehouse.decisions import list_judgements
from warehouse.home import open_home

if TYPE_CHECKING:
    from pathlib import Path

JUDGEMENT = """
create table core.judgement (
    judgement_key BIGINT, verdict VARCHAR, entity_type VARCHAR, entity_name VARCHAR, other_entity_type VARCHAR,
    other_entity_name VARCHAR, decided_by VARCHAR, decided_at TIMESTAMP
);
insert into core.judgement values
    (1, 'same', 'PERSON', 'Robert Halden', 'PERSON', 'Bob Halden', 'ann', '2024-05-01 10:00:00'),
    (2, 'different', 'PERSON', 'Robert Halden', 'PERSON', 'Roberto Haldane', 'ben', '2024-05-02 10:00:00'),
    (3, 'same', 'ORG', 'NATO', 'ORG', 'the Alliance', 'ann', '2024-05-03 10:00:00');
"""


def test_judgements_become_decisions(tmp_path: Path) -> None:
    home = open_home(tmp_path / "home")
    with open_build(home) as con:
        for (table,) in con.execute(
            "select table_name from duckdb_tables() where schema_name = 'core' "
            "and (table_name like 'decided%' or table_name in ('decision', 'laid_decision'))"
        ).fetchall():
            con.execute(f"drop table core.{table}")
        con.execute(JUDGEMENT)
        con.execute("delete from meta.migration where migration_name = '0011_add_decisions.sql'")
    with open_build(home) as con:
        told = (
            "select kind, subject_type, subject_name, other_type, other_name, decided_by, decided_at::varchar, state "
            "from mart.decisions order by decided_at"
        )
        same = ("entity_same", "PERSON", "Robert Halden", "PERSON", "Bob Halden", "ann", "2024-05-01 10:00:00", "held")
        apart = ("PERSON", "Robert Halden", "PERSON", "Roberto Haldane", "ben", "2024-05-02 10:00:00", "held")
        other = ("entity_same", "ORG", "NATO", "ORG", "the Alliance", "ann", "2024-05-03 10:00:00", "held")
        assert con.execute(told).fetchall() == [same, ("entity_different", *apart), other]
        assert con.execute("select count(distinct decision_key) from core.decision").fetchone() == (3,)
        assert list_judgements(con)["verdict"].to_list() == ["same", "different", "same"]
        assert con.execute("from duckdb_tables() where table_name = 'judgement'").fetchall() == []
