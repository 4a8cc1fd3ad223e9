"""`quotehouse formats`: which files can be read."""

from __future__ import annotations

from cli.support.console import print_json, print_line
from cli.support.options import DebugOption, JsonOption
from cli.support.tables import print_table


def list_formats(as_json: JsonOption = False, debug: DebugOption = False) -> None:
    """List the formats that can be read: file names, media types and what a file contains."""
    from articles.reading.formats import FORMATS, PACKINGS_BY_SUFFIX

    if as_json:
        print_json(
            [
                {
                    "name": each.name,
                    "title": each.title,
                    "suffixes": each.suffixes,
                    "media_types": each.media_types,
                    "holds": each.holds,
                    "layout": each.layout,
                    "is_source_format": each.read is not None,
                    "can_be_packed": not each.is_seekable,
                }
                for each in FORMATS
            ]
        )
        return
    rows = [(each.name, " ".join(each.suffixes), each.holds, each.title) for each in FORMATS]
    print_table(["format", "files", "a file holds", "what it is"], rows)
    packings = " ".join(PACKINGS_BY_SUFFIX)
    seekable = " and ".join(each.name for each in FORMATS if each.is_seekable)
    print_line(f"Each can be packed too ({packings}), but for {seekable}.")
