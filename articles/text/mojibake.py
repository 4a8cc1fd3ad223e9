"""Repair mojibake: UTF-8 that was read as Windows-1252 or Latin-1 somewhere, so that ’ appears as â€™.

Only what is certain is repaired. A run of characters must be sound UTF-8 once it is turned back into bytes, ftfy must
find it bad as it stands, and ftfy's result must be what the bytes say. Runs that could also be an accented capital
followed by a quotation mark or a dash ("IRMÃ”") are repaired only in a text that has another run beyond doubt.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# Bytes 80 to BF as Windows-1252 shows them; Latin-1 shows them as the control characters of the same number.
HIGH = {byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xC0)}
BYTES = {shown: byte for byte, shown in HIGH.items()} | {chr(byte): byte for byte in range(0x80, 0x100)}
REST = f"[\x80-\xbf{re.escape(''.join(HIGH.values()))}]"
RUN = re.compile(f"(?:[\xc2-\xdf]{REST}|[\xe0-\xef]{REST}{{2}}|[\xf0-\xf4]{REST}{{3}})+|[\x80-\x84\x86-\x9f]")
# A capital before one of these may be exactly that.
DOUBTFUL = re.compile("[\xc2-\xdf][‘’“”–—…•«»]")
# Text that was read wrongly more than twice has not been seen.
MOST_TIMES = 3


@dataclass(frozen=True, slots=True)
class Mending:
    """Where each character of a mended text stood: raw_text[starts[i]:ends[i]]."""

    starts: list[int]
    ends: list[int]

    def find_raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Raw span of a span of the mended text, which must not be empty."""
        return self.starts[start], self.ends[end - 1]


def mend_mojibake(raw_text: str) -> tuple[str, Mending | None]:
    """The text with its mojibake mended and where its characters stood; the text itself and None where it has none."""
    if raw_text.isascii():
        return raw_text, None
    text, mending = raw_text, None
    for _ in range(MOST_TIMES):  # the result may be mojibake again, together with the characters beside it
        mended = _mend_runs(text)
        if not mended:
            break
        starts, ends = (mending.starts, mending.ends) if mending else (range(len(text)), range(1, len(text) + 1))
        parts: list[str] = []
        new_starts: list[int] = []
        new_ends: list[int] = []
        place = 0
        for run_start, run_end, characters in mended:
            parts += [text[place:run_start], *(character for character, _, _ in characters)]
            new_starts += [*starts[place:run_start], *(starts[run_start + start] for _, start, _ in characters)]
            new_ends += [*ends[place:run_start], *(ends[run_start + end - 1] for _, _, end in characters)]
            place = run_end
        mending = Mending([*new_starts, *starts[place:]], [*new_ends, *ends[place:]])
        text = "".join([*parts, text[place:]])
    return text, mending


def _mend_runs(text: str) -> list[tuple[int, int, list[tuple[str, int, int]]]]:
    """Start and end of each run that is mojibake, and the characters that it stands for."""
    runs = [(run, _mend_run(run[0])) for run in RUN.finditer(text)]
    is_certain = any(mended and not DOUBTFUL.fullmatch(run[0]) for run, mended in runs)
    return [
        (run.start(), run.end(), mended)
        for run, mended in runs
        if mended and (is_certain or not DOUBTFUL.fullmatch(run[0]))
    ]


def _mend_run(run: str) -> list[tuple[str, int, int]] | None:
    """Characters that a run stands for, each with its span in the run; None where that is not certain."""
    import ftfy
    from ftfy.badness import is_bad

    if len(run) == 1:  # a control character that nobody types: Windows-1252 read as Latin-1
        shown = HIGH[ord(run)]
        return [(shown, 0, 1)] if shown != run else None
    if not is_bad(run):
        return None
    target = ftfy.fix_encoding(run)
    current = [(character, place, place + 1) for place, character in enumerate(run)]
    for _ in range(MOST_TIMES):
        decoded = _decode(current)
        if decoded is None:
            return None
        current = decoded
        if "".join(character for character, _, _ in current) == target:
            return current
    return None


def _decode(characters: list[tuple[str, int, int]]) -> list[tuple[str, int, int]] | None:
    """Characters turned back into bytes and read as UTF-8; None where that fails."""
    decoded: list[tuple[str, int, int]] = []
    place = 0
    while place < len(characters):
        first = BYTES.get(characters[place][0], ord(characters[place][0]))
        count = 1 if first < 0x80 else 2 if first < 0xE0 else 3 if first < 0xF0 else 4
        group = characters[place : place + count]
        try:
            content = bytes(BYTES.get(character, ord(character)) for character, _, _ in group)
            decoded.append((content.decode("utf-8"), group[0][1], group[-1][2]))
        except ValueError:  # no byte, or no UTF-8
            return None
        place += count
    return decoded
