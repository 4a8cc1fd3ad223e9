"""Bounds on what is read, so that no input can fill the memory or run for ever."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """Bounds on input.

    `article_byte_limit`: bytes of one article (a file, a line, an archive's member), unpacked.
    `unpacked_ratio_limit`: unpacked bytes per packed byte; beyond it a file is taken for a decompression bomb. News
    text packs 3 to 20 times, whole exports of one outlet up to 60 times, bombs 1,000 times.
    `unpacked_grace_bytes`: unpacked bytes below which the ratio is not looked at, as tiny files pack oddly.
    `archive_member_limit`: members of one archive.
    """

    article_byte_limit: int = 10_000_000
    unpacked_ratio_limit: int = 200
    unpacked_grace_bytes: int = 16_000_000
    archive_member_limit: int = 1_000_000
