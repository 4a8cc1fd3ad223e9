"""Decisions in the desk: a form becomes a decision (pipeline.decisions), logged with the name of the person.

Forms have a token that only pages of this desk know. Every decision can be undone on the page of decisions. A form
gives a name as text or, with the type-ahead of a browser that runs scripts, as a key.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from desk.search import read_key, suggest_names
from terms.decisions import QuoteType, RejectReason
from terms.errors import QuotehouseError

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk.index import SearchIndex
    from desk.library import Library
    from desk.safety import Settings as Safety
    from pipeline.settings import Settings

NAMED, DESCRIBED, NOBODY = "named", "described", "nobody"  # kinds of a quote's source
MOST_KEYS = 200


class NotDecided(QuotehouseError):
    """A form does not contain a valid decision."""


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form that was sent."""

    fields: dict[str, list[str]]

    @classmethod
    def read(cls, body: bytes) -> Form:
        """The form in the body of a request."""
        return cls(parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=1_000))

    def text(self, name: str) -> str:
        """A field's value without white space around it; an empty text where there is none."""
        return self.fields.get(name, [""])[0].strip()

    def key(self, name: str) -> int:
        """A field's value as a key. Raises NotDecided."""
        return self.keys(name)[0]

    def keys(self, name: str) -> list[int]:
        """The keys of all fields of a name. Raises NotDecided where there is none or one is no number."""
        values = [value for value in self.fields.get(name, []) if value]
        keys = [key for value in values if (key := read_key(value)) is not None]
        if not values or len(values) > MOST_KEYS or len(keys) < len(values):
            raise NotDecided(f"The form does not say which {name.removesuffix('_key')} is meant.")
        return keys


def make_token(safety: Safety) -> str:
    """The token in the forms of this desk; a page of another site cannot read it."""
    return hmac.new(safety.key, f"form {safety.editor}".encode(), hashlib.sha256).hexdigest()


def is_own_form(form: Form, safety: Safety) -> bool:
    """Whether a form was made by this desk."""
    return hmac.compare_digest(form.text("csrf").encode(), make_token(safety).encode())


def carry_out(form: Form, library: Library, settings: Settings, by: str) -> list[dict[str, Any]]:
    """Carry out the decision of a form, and return its rows of mart.decisions.

    Raises NotDecided and other QuotehouseErrors, whose messages are for the person.
    """
    action = ACTIONS.get(form.text("action"))
    if action is None:
        raise NotDecided("The form does not say what is decided.")
    with library.read() as reading:
        index = reading.index
    rows: list[dict[str, Any]] = action(form, settings, {"by": by, "comment": form.text("comment") or None}, index)
    return rows


def find_entity_key(form: Form, name: str, index: SearchIndex | None) -> int | None:
    """The entity of a field: by its key if the browser filled it in, else by the name itself.

    None if no entity has exactly that name.
    """
    key = read_key(form.text(f"{name}_key"))
    if key is not None:
        return key
    wanted = form.text(name).lower()
    if index is None or not wanted:
        return None
    found = [row for row in suggest_names(index, wanted, 50) if wanted in map(str.lower, row["aliases"])]
    exact = [row for row in found if row["entity_name"].lower() == wanted]
    return int((exact or found)[0]["entity_key"]) if found else None


def _verify(form: Form, settings: Settings, given: dict[str, Any], _: SearchIndex | None) -> list[dict[str, Any]]:
    from pipeline.decisions import verify_quotes

    return verify_quotes(settings, form.keys("quote_key"), **given).to_dicts()


def _reject(form: Form, settings: Settings, given: dict[str, Any], _: SearchIndex | None) -> list[dict[str, Any]]:
    from pipeline.decisions import reject_quotes

    reason = _choose(RejectReason, form.text("reason"), "reason")
    return reject_quotes(settings, form.keys("quote_key"), reason, **given).to_dicts()


def _speaker(form: Form, settings: Settings, given: dict[str, Any], index: SearchIndex | None) -> list[dict[str, Any]]:
    from pipeline.decisions import Correction, Speaker, correct_quotes

    kind, name = form.text("source") or NAMED, form.text("speaker")
    if kind == NOBODY:
        speaker = Speaker()
    elif not name:
        raise NotDecided("Give the name of who says it, or choose that the article names nobody.")
    elif kind == DESCRIBED:
        speaker = Speaker(name=name, entity_type="DESCRIPTION")
    else:
        key = find_entity_key(form, "speaker", index)
        speaker = Speaker(entity_key=key) if key is not None else Speaker(name=name, entity_type=_read_type(form))
    return correct_quotes(settings, form.keys("quote_key"), Correction(speaker=speaker), **given).to_dicts()


def _wording(form: Form, settings: Settings, given: dict[str, Any], _: SearchIndex | None) -> list[dict[str, Any]]:
    from pipeline.decisions import Correction, correct_quotes

    words, was = " ".join(form.text("text").split()), " ".join(form.text("text_before").split())
    kind = form.text("quote_type")
    correction = Correction(
        text=words if words and words != was else None,
        quote_type=_choose(QuoteType, kind, "type") if kind and kind != form.text("quote_type_before") else None,
    )
    return correct_quotes(settings, [form.key("quote_key")], correction, **given).to_dicts()


def _relate(form: Form, settings: Settings, given: dict[str, Any], _: SearchIndex | None) -> list[dict[str, Any]]:
    from pipeline.decisions import relate_quotes

    one, other = form.key("quote_key"), form.key("other_quote_key")
    return relate_quotes(settings, one, other, is_same=form.text("same") == "1", **given).to_dicts()


def _merge(form: Form, settings: Settings, given: dict[str, Any], _: SearchIndex | None) -> list[dict[str, Any]]:
    from pipeline.decisions import merge_entities

    return merge_entities(settings, form.key("entity_key"), form.key("other_entity_key"), **given).to_dicts()


def _split(form: Form, settings: Settings, given: dict[str, Any], _: SearchIndex | None) -> list[dict[str, Any]]:
    from pipeline.decisions import split_entity

    return split_entity(settings, form.key("entity_key"), form.text("name"), **given).to_dicts()


def _describe(form: Form, settings: Settings, given: dict[str, Any], _: SearchIndex | None) -> list[dict[str, Any]]:
    from pipeline.decisions import describe_entity

    said: dict[str, Any] = {name: form.text(name) or None for name in ("name", "wikidata_id", "gender")}
    return describe_entity(settings, form.key("entity_key"), **said, **given).to_dicts()


def _outlet(form: Form, settings: Settings, given: dict[str, Any], _: SearchIndex | None) -> list[dict[str, Any]]:
    from pipeline.decisions import merge_outlets, name_outlet

    if other := form.text("other"):
        return merge_outlets(settings, form.text("outlet"), [other], **given).to_dicts()
    return name_outlet(settings, form.text("outlet"), form.text("name"), **given).to_dicts()


def _article(form: Form, settings: Settings, given: dict[str, Any], _: SearchIndex | None) -> list[dict[str, Any]]:
    from pipeline.decisions import correct_article

    said: dict[str, Any] = {}
    if (outlet := form.text("outlet")) != form.text("outlet_before"):
        said["outlet"] = outlet
    if (day := form.text("published_on")) != form.text("published_on_before"):
        said["published_on"] = _read_day(day)
    if (authors := form.text("authors")) != form.text("authors_before"):
        said["authors"] = [name.strip() for name in authors.split(";") if name.strip()]
    return correct_article(settings, form.key("article_key"), **said, **given).to_dicts()


def _undo(form: Form, settings: Settings, given: dict[str, Any], _: SearchIndex | None) -> list[dict[str, Any]]:
    from pipeline.decisions import undo_decisions

    return undo_decisions(settings, form.keys("decision_key"), given["by"]).to_dicts()


ACTIONS: dict[str, Callable[[Form, Settings, dict[str, Any], SearchIndex | None], list[dict[str, Any]]]] = {
    "verify": _verify,
    "reject": _reject,
    "speaker": _speaker,
    "wording": _wording,
    "relate": _relate,
    "merge": _merge,
    "split": _split,
    "describe": _describe,
    "outlet": _outlet,
    "article": _article,
    "undo": _undo,
}


def _choose(kinds: Any, text: str, what: str) -> Any:
    if text not in set(kinds):
        raise NotDecided(f"There is no {what} {text!r}. Choose {', '.join(kinds)}.")
    return kinds(text)


def _read_type(form: Form) -> str:
    return form.text("entity_type") or "PERSON"


def _read_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise NotDecided(f"{text!r} is no day. Write it like 2026-11-29.") from error
