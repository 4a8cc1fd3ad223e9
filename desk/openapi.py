"""An OpenAPI 3.1 description of the JSON twins of the pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from desk.index import FACETS

if TYPE_CHECKING:
    from collections.abc import Iterable

_KEY = re.compile(r"\{key:int\}")
PARAMETERS = {
    "/search": ("q", "in", "sort", "page", "since", "until", *FACETS),
    "/outlet": ("name",),
    "/compare": ("one", "other"),
    "/stories": ("page",),
    "/decisions": ("state",),
    "/moving": ("entity_key", "other", "other_key", "name"),
    "/names": ("q",),
    "/counts": ("measure", "by", "speaker", "outlet", "since", "until"),
    "/sql": ("sql", "query"),
    "/article/{key}": ("cuts", "beside"),
}


def describe_twins(routes: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The description of the twins of `routes` (path and what the page shows)."""
    paths = {}
    for path, told in routes:
        plain = _KEY.sub("{key}", path)
        parameters: list[dict[str, Any]] = [
            {"name": name, "in": "query", "schema": {"type": "string"}} for name in PARAMETERS.get(plain, ())
        ]
        if "{key}" in plain:
            parameters.append({
                "name": "key", "in": "path", "required": True, "schema": {"type": "integer", "format": "int64"},
            })  # fmt: skip
        answers = {
            "200": {"description": "The page's data", "content": {"application/json": {"schema": {"type": "object"}}}}
        }
        paths["/front.json" if path == "/" else f"{plain}.json"] = {
            "get": {"summary": told.strip().partition("\n")[0], "parameters": parameters, "responses": answers}
        }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Quotehouse desk", "version": "1", "description": "Every page of the desk as JSON."},
        "paths": paths,
    }
