"""What people can decide, in which states a decision is, and why a quote is rejected. The warehouse keeps the texts."""

from __future__ import annotations

from enum import StrEnum


class DecisionKind(StrEnum):
    """What a decision says of its subject."""

    ENTITY_SAME = "entity_same"  # two names are one entity
    ENTITY_DIFFERENT = "entity_different"
    ENTITY_NAMED = "entity_named"
    ENTITY_LINKED = "entity_linked"  # to an item of Wikidata
    ENTITY_GENDER = "entity_gender"
    OUTLET_SAME = "outlet_same"  # two spellings are one outlet
    OUTLET_NAMED = "outlet_named"
    QUOTE_VERIFIED = "quote_verified"
    QUOTE_REJECTED = "quote_rejected"
    QUOTE_SPEAKER = "quote_speaker"  # an entity, a described source, or nobody
    QUOTE_TEXT = "quote_text"  # these words of the article, no more and no fewer
    QUOTE_TYPE = "quote_type"
    STATEMENT_SAME = "statement_same"  # two quotes report one utterance
    STATEMENT_DIFFERENT = "statement_different"
    ARTICLE_OUTLET = "article_outlet"
    ARTICLE_DATE = "article_date"
    ARTICLE_AUTHOR = "article_author"

    @property
    def subject(self) -> str:
        """What it is about: entity, outlet, quote, statement or article."""
        return self.value.partition("_")[0]


PAIR_KINDS = frozenset(
    {
        DecisionKind.ENTITY_SAME,
        DecisionKind.ENTITY_DIFFERENT,
        DecisionKind.OUTLET_SAME,
        DecisionKind.STATEMENT_SAME,
        DecisionKind.STATEMENT_DIFFERENT,
    }
)


class DecisionState(StrEnum):
    """Where a decision stands."""

    HELD = "held"
    OVERRULED = "overruled"  # by a later one on the same subject, or by one that keeps two things apart
    LAPSED = "lapsed"  # what it was laid on is not in the warehouse now; it holds again where that comes back
    UNDONE = "undone"


class RejectReason(StrEnum):
    """Why a quote is none."""

    NOT_A_QUOTE = "not_a_quote"  # a title, a term or words in marks that nobody says
    NOT_SAID = "not_said"  # planned, imagined, demanded or denied words
    NOT_OF_ARTICLE = "not_of_article"  # an advertisement, a caption or a link
    GARBLED = "garbled"  # broken text
    DUPLICATE = "duplicate"  # another quote of the article holds the same words
    OTHER = "other"


class Review(StrEnum):
    """What people made of a quote."""

    VERIFIED = "verified"
    CORRECTED = "corrected"
    REJECTED = "rejected"


class QuoteType(StrEnum):
    """How a quote is reported."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"
