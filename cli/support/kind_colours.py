"""Colours for kinds of boilerplate. Similar kinds share one: a terminal has six that are readable on any background."""

from __future__ import annotations

STYLES = {
    "red": ("chrome", "share", "comments", "newsletter", "markup", "duplicate", "repeated", "page"),
    "yellow": ("ad", "promo", "legal", "copyright", "syndication"),
    "blue": ("related", "links", "media"),
    "magenta": ("caption", "credit"),
    "cyan": ("tweet",),
    "green": ("byline", "section", "bio", "contact", "contribution", "timestamp", "subheading"),
}
_STYLE_BY_KIND = {kind: style for style, kinds in STYLES.items() for kind in kinds}


def find_style(kind: str) -> str:
    """Name of the colour for `kind`; red for an unknown kind."""
    return _STYLE_BY_KIND.get(kind, "red")
