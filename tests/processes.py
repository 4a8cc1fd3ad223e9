"""Processes that tests look for among the children of their own."""

from __future__ import annotations

import psutil


def list_fork_servers() -> list[psutil.Process]:
    """The processes that workers start from. The browser of other tests is a child of this process too."""
    found = []
    for child in psutil.Process().children():
        try:
            if any("fork_server" in word for word in child.cmdline()):
                found.append(child)
        except psutil.Error:
            continue
    return found
