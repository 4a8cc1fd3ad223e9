"""Too little memory or too few files, in one sentence: every library says it in its own words, and none what to do."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MEMORY = (
    "There is not enough memory. Raise the limit (ulimit -v, or that of the container or the service), or take fewer "
    "--workers: a run needs about 1 GB, and half a GB more for each."
)
FILES = (
    "Too few files may be open at once. Raise the limit (`ulimit -n 1024`, or LimitNOFILE of the service): a run needs "
    "some hundred."
)
_NUMBERS = {errno.ENOMEM: MEMORY, errno.EMFILE: FILES, errno.ENFILE: FILES}
_WORDS = {
    "too many open files": FILES,
    "out of memory": MEMORY,
    "bad_alloc": MEMORY,
    "allocate memory": MEMORY,
    "unable to allocate": MEMORY,
    "failed to allocate": MEMORY,
    "failed to map segment": MEMORY,
    "can't start new thread": MEMORY,
}


def describe_shortage(error: BaseException) -> str | None:
    """What is too little and what to raise, where that is at the root of an error; else None."""
    for each in _list_causes(error):
        if isinstance(each, MemoryError):
            return MEMORY
        if isinstance(each, OSError) and each.errno in _NUMBERS:
            return _NUMBERS[each.errno]
        text = str(each).casefold()
        for words, told in _WORDS.items():
            if words in text:
                return told
    return None


def _list_causes(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    left: BaseException | None = error
    while left is not None and id(left) not in seen:
        yield left
        seen.add(id(left))
        left = left.__cause__ or left.__context__
