"""Colours for kinds of boilerplate: kinds of one sort share one, as a terminal has six that read on any ground."""

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
    """Name of the colour that stands for `kind`; red for one nobody has thought of."""
    return _STYLE_BY_KIND.get(kind, "red")
