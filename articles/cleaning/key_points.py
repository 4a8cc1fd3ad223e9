"""Lists of key points above the text: the labelled summary that pages put between headline and article."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from articles.cleaning.paragraphs import Cut
from articles.cleaning.repeats import fold_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from articles.cleaning.layout import Paragraph

LABEL = re.compile(
    r"(?:(?:story |news )?highlights?|key (?:points|takeaways|facts|findings|developments)|takeaways|"
    r"at a glance|in (?:brief|short|summary|a nutshell)|quick (?:read|take|summary)|summary|tl;?dr|"
    r"the (?:gist|essentials|big picture in brief)|what (?:you need|to) know|need to know|main points|article summary|"
    r"(?:ai|generated) summary|bullet points|things to know)\s?:?",
    re.IGNORECASE,
)
# A label glued to the first point: "Story highlights The mayor will resign".
GLUED_LABEL = re.compile(r"(?:Story [Hh]ighlights?|STORY HIGHLIGHTS?|KEY POINTS?|Key [Pp]oints) (?=[A-Z\"'])")
FEWEST_POINTS, MOST_POINTS = 2, 8
LONGEST_POINT = 200
SENTENCE_END = re.compile(r"[.?!][\"')]*$")
BULLET = re.compile(r"[-*\u2022\u25cf\u25aa\u2013\u2014>] ?")
# Content words, and the share of them that the text below must repeat: a summary says nothing new.
WORD = re.compile(r"[^\W\d_]{4,}")
SHARE = 0.5
STEM = 5  # letters of a stem, so that "resigns" and "resigned" are one word


def find_key_points(paragraphs: Sequence[Paragraph], whole: Mapping[int, str], head: int) -> Iterator[Cut]:
    """Cuts of a list of key points among the first `head` paragraphs.

    The list has a label, then a row of short paragraphs with bullets or without full stops, whose words the text below
    repeats. Without a label or without the repetition nothing is cut.
    """
    for index in range(min(head, len(paragraphs))):
        text = paragraphs[index].text
        glued = GLUED_LABEL.match(text)
        if not glued and not LABEL.fullmatch(text):
            continue
        points = _list_points(paragraphs, whole, index if glued else index + 1, has_label=bool(glued))
        below = {word[:STEM] for text in _list_below(paragraphs, points) for word in WORD.findall(fold_words(text))}
        texts = [paragraphs[point].text[glued.end() if glued and point == index else 0 :] for point in points]
        if len(points) < FEWEST_POINTS or not all(_comes_again(text, below) for text in texts):
            continue
        for place in dict.fromkeys((index, *points)):
            if place not in whole:
                yield Cut(place, 0, len(paragraphs[place].text), "chrome", "key_points.list")
        return


def _list_points(
    paragraphs: Sequence[Paragraph], whole: Mapping[int, str], start: int, *, has_label: bool
) -> list[int]:
    """Places of the points from `start` on: all bulleted, or none of them with a full stop."""
    points: list[int] = []
    is_bulleted = not has_label and start < len(paragraphs) and bool(BULLET.match(paragraphs[start].text))
    for place in range(start, min(start + MOST_POINTS, len(paragraphs))):
        text = paragraphs[place].text
        is_point = bool(BULLET.match(text)) if is_bulleted else not SENTENCE_END.search(text)
        if place in whole or len(text) > LONGEST_POINT or not is_point:
            break
        points.append(place)
    return points


def _list_below(paragraphs: Sequence[Paragraph], points: Sequence[int]) -> list[str]:
    return [paragraph.text for paragraph in paragraphs[points[-1] + 1 :]] if points else []


def _comes_again(text: str, below: set[str]) -> bool:
    words = {word[:STEM] for word in WORD.findall(fold_words(text))}
    return bool(words) and len(words & below) >= SHARE * len(words)
