"""Resolution over the whole warehouse: names to entities, quotes to statements, articles to stories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.execution.memory import give_back_memory, pause_collector
from articles.execution.version import read_resolver_version
from articles.resolution.blocks import frame_blocks, frame_decided_blocks, list_blocks
from articles.resolution.entities import Grounds, resolve_names
from articles.resolution.extents import locate_words
from articles.resolution.genders import GenderGrounds, judge_genders
from articles.resolution.model import read_model
from articles.resolution.persons import list_contested
from articles.resolution.profiles import profile_articles
from articles.resolution.statements import group_statements, judge_quotes, read_threshold
from articles.resolution.stories import group_stories, judge_articles
from warehouse.audit import NAME_TABLES, RELATION_TABLES
from warehouse.authority import list_authority
from warehouse.decisions import lay_decisions, lay_named_entities, list_judgements
from warehouse.loading import load
from warehouse.loading.affected_names import (
    has_outdated,
    has_touched,
    load_blocks,
    read_chosen,
    read_touched,
    touch_outdated,
)
from warehouse.loading.genders import load_genders, read_gender_grounds
from warehouse.loading.relations import (
    compare_new,
    find_components,
    has_changed_articles,
    pair_new,
    profile_new,
    read_component_articles,
    read_component_quotes,
    read_decided_pairs,
    start_comparing,
)

if TYPE_CHECKING:
    import duckdb


@pause_collector()
def resolve_warehouse(con: duckdb.DuckDBPyConnection, *, have_facts_changed: bool = True) -> frozenset[str]:
    """Resolve everything that is loaded. The caller holds the transaction and has set the variables of the run.

    Returns the tables that may have changed beside those that decisions are laid into. Where no fact changed, as after
    a person's decision, only what the decision touches is resolved.
    """
    lay_decisions(con, locate_words)
    version = read_resolver_version()
    are_names_touched = has_touched(con) or has_outdated(con, version)
    resolve_entities(con)
    lay_named_entities(con)
    give_back_memory()  # the frames of each step are large, and no step needs another's
    start_comparing(con, version)
    are_articles_touched = have_facts_changed or has_changed_articles(con)
    if are_articles_touched:
        _relate_changed(con)
    if are_articles_touched or are_names_touched:
        load.delete_unused_members(con)
    return (NAME_TABLES if are_names_touched else frozenset()) | (
        RELATION_TABLES if are_articles_touched else frozenset()
    )


def relate_articles(con: duckdb.DuckDBPyConnection, resolver_version: str) -> None:
    """Compare new articles with all that may be about the same, and group each connected component that they touch."""
    start_comparing(con, resolver_version)
    _relate_changed(con)
    load.delete_unused_members(con)


def _relate_changed(con: duckdb.DuckDBPyConnection) -> None:
    profile_new(con, profile_articles)
    pair_new(con, judge_articles)
    compare_new(con, judge_quotes)
    find_components(con, read_threshold(), read_model("story").threshold)
    load.load_statements(con, group_statements(*read_component_quotes(con), read_decided_pairs(con)))
    load.load_stories(con, group_stories(*read_component_articles(con)))


def resolve_entities(con: duckdb.DuckDBPyConnection) -> int:
    """Judge the names that changed, and those that depend on them; returns how many were judged.

    All names are judged where other rules than this release's judged them. The caller holds the transaction.
    """
    is_all = touch_outdated(con, read_resolver_version())
    if not has_touched(con):
        return 0
    load_blocks(con, frame_blocks(read_touched(con)))
    judgements, authority = list_judgements(con), list_authority(con)
    names = load.read_names(con) if is_all else read_chosen(con, frame_decided_blocks(judgements, authority))
    persons = names.filter(entity_type="PERSON")["entity_name"].unique().sort()
    descriptions = names.filter(entity_type="DESCRIPTION").select("entity_name", "article_key").iter_rows()
    asking = {article for text, article in descriptions if list_blocks("DESCRIPTION", text)}
    grounds = Grounds(
        load.read_name_articles(con, list_contested(persons), asking),
        load.read_roles(con, persons),
        judgements,
        authority,
    )
    judged = resolve_names(names, grounds)
    load.load_names(con, judged)
    load_genders(con, judge_genders(GenderGrounds(*read_gender_grounds(con), authority)))
    return judged.height
