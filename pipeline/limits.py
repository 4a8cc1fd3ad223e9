"""What the system lets a run have, looked at before it begins: libraries that run out of it fail in the midst."""

from __future__ import annotations

from terms.errors import QuotehouseError
from terms.shortages import FILES, MEMORY

USUAL_FILES = 1_024
LEAST_FILES = 96
LEAST_ADDRESSES = 2_500_000_000  # bytes; libraries map about two GB at the start, most of which they never use


class LimitError(QuotehouseError):
    """The system lets a run have too little; the message says of what, and what to raise."""


def check_limits() -> None:
    """Take as many open files as the system allows. Raises LimitError where these, or the memory, are too few."""
    try:
        import resource
    except ImportError:  # a system without such limits
        return
    files, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if files < USUAL_FILES and files != resource.RLIM_INFINITY:
        files = USUAL_FILES if most == resource.RLIM_INFINITY else min(most, USUAL_FILES)
        resource.setrlimit(resource.RLIMIT_NOFILE, (files, most))
    if files < LEAST_FILES and files != resource.RLIM_INFINITY:
        raise LimitError(f"{FILES} This process may have {files}. Nothing was begun.")
    addresses, _ = resource.getrlimit(resource.RLIMIT_AS)
    if addresses != resource.RLIM_INFINITY and addresses < LEAST_ADDRESSES:
        raise LimitError(f"{MEMORY} This process may map {addresses / 1e9:.1f} GB (ulimit -v). Nothing was begun.")
