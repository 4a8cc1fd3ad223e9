"""Words with a fixed set of values that several rooms compare. The warehouse keeps each as its text."""

from __future__ import annotations

from enum import StrEnum

# Staged tables of a batch, parents before children: an article's rows in the other tables leave with it.
STAGED_TABLES = ("articles", "removed_spans", "embedded_posts", "mentions", "entity_roles", "quotes")


class RunState(StrEnum):
    """How far a run is, or how it ended."""

    RUNNING = "running"
    PUBLISHED = "published"
    UNCHANGED = "unchanged"  # nothing was new, so nothing was published
    HELD = "held"  # by a quality check
    FAILED = "failed"
    INTERRUPTED = "interrupted"


class Severity(StrEnum):
    """What a failed check does, in rising order of weight."""

    WARN = "warn"
    QUARANTINE = "quarantine"
    BLOCK = "block"


class RecordOutcome(StrEnum):
    """What became of a record of an opened file."""

    PENDING = "pending"  # to be extracted
    PENDING_COPY = "pending_copy"  # to be extracted though it is a copy: its original may change in this run
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    DISCARDED = "discarded"  # by a person, from quarantine
    QUARANTINED = "quarantined"


class SourceKind(StrEnum):
    """What the source of a quote is. Of the last three and some groups, nobody is named."""

    PERSON = "person"
    ORGANISATION = "organisation"
    GROUP = "group"
    ANONYMOUS = "anonymous"  # a person, or several who speak as one, whom the article does not name
    DOCUMENT = "document"
    OUTLET = "outlet"
    AUTHOR = "author"  # the first person of an article that is no quote of somebody else
    UNRESOLVED = "unresolved"  # a pronoun whose antecedent is not found
    NONE = "none"
