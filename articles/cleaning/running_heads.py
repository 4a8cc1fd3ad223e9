"""Running heads and page numbers: the lines at the top and foot of a printed page.

In a text from pages (a PDF, a scan, a print-out) they interrupt sentences. Next to a form feed they are a line that is
also next to other form feeds, or a lone number. Elsewhere they are a line that recurs with a rising number and cuts
sentences in two.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

from articles.lexicon.outlets import OUTLET_WORD

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Line: TypeAlias = tuple[int, int, bool]  # start, end, whether the line right above has text

LONGEST_HEAD = 100
# A page has at most this many head lines, and as many foot lines.
MOST_HEAD_LINES = 3
# Without form feeds a head must recur this often, after this many lines, and this often in the middle of a sentence.
FEWEST_COUNTED, FEWEST_LINES_APART, FEWEST_INTERRUPTED = 3, 8, 2
NUMBER = re.compile(r"\d+")
PAGE_NUMBER = re.compile(r"[-\u2014|\[( ]*\d{1,4}[-\u2014|\]) ]*$")
ENDS_SENTENCE = ".?!:;\"')"


def find_page_lines(folded: str, lines: Sequence[Line], breaks: Sequence[int]) -> set[int]:
    """Places in `lines` of the heads and feet of pages; `breaks` are the offsets of a folded text's form feeds."""
    return _find_at_breaks(folded, lines, breaks) if breaks else _find_counted(folded, lines)


def _find_at_breaks(folded: str, lines: Sequence[Line], breaks: Sequence[int]) -> set[int]:
    sides = list(_list_sides(lines, [0, *breaks, len(folded)]))
    seen: dict[tuple[bool, str], set[int]] = defaultdict(set)
    for is_foot, places in sides:
        for place in places:
            seen[is_foot, _fold_numbers(folded, lines[place])].add(place)
    found: set[int] = set()
    for is_foot, places in sides:
        for place in places:
            text = folded[lines[place][0] : lines[place][1]]
            comes_back = len(text) <= LONGEST_HEAD and len(seen[is_foot, _fold_numbers(folded, lines[place])]) > 1
            # On the first page the line may be the headline that the others repeat.
            is_head = comes_back and (is_foot or place > 0 or bool(NUMBER.search(text) or OUTLET_WORD.search(text)))
            if not is_head and not PAGE_NUMBER.match(text):
                break  # text: lines farther from the break are not a head either
            found.add(place)
    return found


def _list_sides(lines: Sequence[Line], breaks: Sequence[int]) -> Iterator[tuple[bool, list[int]]]:
    """For each side of each break: whether it is a foot, and the places of its lines, the nearest first."""
    place = 0
    for offset in breaks:
        while place < len(lines) and lines[place][0] < offset:
            place += 1
        yield False, list(range(place, min(place + MOST_HEAD_LINES, len(lines))))
        yield True, list(range(place - 1, max(place - 1 - MOST_HEAD_LINES, -1), -1))


def _find_counted(folded: str, lines: Sequence[Line]) -> set[int]:
    """Lines that recur with a rising number, at least twice in the middle of a sentence."""
    runs: dict[str, list[list[tuple[int, int]]]] = defaultdict(list)
    for place, line in enumerate(lines):
        numbers = NUMBER.findall(folded, line[0], min(line[1], line[0] + LONGEST_HEAD + 1))
        if line[1] - line[0] > LONGEST_HEAD or len(numbers) != 1 or len(numbers[0]) > 4:
            continue
        counted, number = runs[_fold_numbers(folded, line)], int(numbers[0])
        if counted and number == counted[-1][-1][1] + 1 and place - counted[-1][-1][0] >= FEWEST_LINES_APART:
            counted[-1].append((place, number))
        else:
            counted.append([(place, number)])
    found: set[int] = set()
    for run in (run for counted in runs.values() for run in counted if len(run) >= FEWEST_COUNTED):
        places = {place for place, _ in run}
        if sum(_interrupts(folded, lines, place) for place in places) >= FEWEST_INTERRUPTED:
            found |= places
    return found


def _interrupts(folded: str, lines: Sequence[Line], place: int) -> bool:
    """Whether the line above is unfinished and the line below continues in small letters."""
    if not 0 < place < len(lines) - 1:
        return False
    above, below = folded[lines[place - 1][1] - 1], folded[lines[place + 1][0]]
    return above not in ENDS_SENTENCE and below.islower()


def _fold_numbers(folded: str, line: Line) -> str:
    return NUMBER.sub("#", folded[line[0] : line[1]])
