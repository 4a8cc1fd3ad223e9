"""Nothing that lies in a folder, or happens in it meanwhile, ends a run: each thing is an article or one rejection."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from articles.errors import InputError
from articles.reading.discovery import hash_file, survey_paths
from articles.reading.limits import ReadingLimits
from articles.reading.records import read_records
from articles.records import RejectedRecord

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT = b"The ferry left at noon.\n"
FOLDERS = ("", "a", "a/b", os.fsdecode(b"\xff\xfe"))
NAMES = ("one.txt", "two.html", "three.jsonl", "four.csv", os.fsdecode(b"\xe9.txt"), "s p.txt", "é.md", "five.txt.gz")

Make: TypeAlias = "Callable[[Path, Path], None]"  # a path, and the root of the tree


def _write(path: Path, root: Path) -> None:
    del root
    path.write_bytes(TEXT)


def _close(path: Path, root: Path) -> None:
    _write(path, root)
    path.chmod(0)


KINDS: dict[str, Make] = {
    "file": _write,
    "empty": lambda path, _: path.touch(),
    "link to itself": lambda path, _: path.symlink_to(path.name),
    "link in a circle": lambda path, root: path.symlink_to(root / "circle"),
    "link to nothing": lambda path, _: path.symlink_to("nowhere.txt"),
    "link to the root": lambda path, root: path.symlink_to(root),
    "link out of it": lambda path, _: path.symlink_to("/etc/hostname"),
    "link to a device": lambda path, _: path.symlink_to("/dev/zero"),
    "link to a file": lambda path, root: path.symlink_to(root / "kept.txt"),
    "pipe": lambda path, _: os.mkfifo(path),
    "socket": lambda path, _: os.mknod(path, stat.S_IFSOCK | 0o600),
    "folder": lambda path, _: path.mkdir(),
    "closed": _close,
}


def _grow(path: Path) -> None:
    path.write_bytes(TEXT * 1_000)


def _shrink(path: Path) -> None:
    path.write_bytes(b"")


def _replace_by_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _replace_by_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _replace_by_link(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.name)


# What happens to a file between the listing and the reading.
EVENTS: dict[str, Callable[[Path], None]] = {
    "nothing": lambda _: None,
    "it grows": _grow,
    "it shrinks": _shrink,
    "it goes": Path.unlink,
    "its folder goes": lambda path: shutil.rmtree(path.parent),
    "it becomes a pipe": _replace_by_pipe,
    "it becomes a folder": _replace_by_folder,
    "it becomes a link to itself": _replace_by_link,
}

TREES = st.dictionaries(
    st.tuples(st.sampled_from(FOLDERS), st.sampled_from(NAMES)), st.sampled_from(sorted(KINDS)), max_size=8
)


@settings(deadline=None, max_examples=60)
@given(tree=TREES, event=st.sampled_from(sorted(EVENTS)))
@example(tree={("", "one.txt"): "link to itself"}, event="nothing")
@example(tree={("a", "one.txt"): "file"}, event="its folder goes")
@example(tree={("a/b", "one.txt"): "file", (FOLDERS[3], "two.html"): "socket"}, event="it becomes a pipe")
def test_whatever_lies_in_a_folder_is_an_article_or_one_rejection(tree: dict[tuple[str, str], str], event: str) -> None:
    with tempfile.TemporaryDirectory() as made:
        root = Path(made).resolve()
        (root / "kept.txt").write_bytes(TEXT)
        make_tree(root, tree)
        found = survey_paths([root])
        listed = Counter([file.source_path for file in found.files] + [each.source_path for each in found.rejected])
        assert set(listed.values()) == {1}
        assert sum(listed.values()) + sum(found.passed_over.values()) >= 1 + count_named(root)
        for file in found.files:
            with suppress(OSError):
                EVENTS[event](Path(file.root_path, file.source_path))
            records = [*read_records(file, ReadingLimits())]
            assert len(records) >= 1 or event in {"it shrinks", "its folder goes"} or file.source_path.endswith("csv")
            rejected = [record for record in records if isinstance(record, RejectedRecord)]
            assert all(record.reason_code != "read_fault" and record.message for record in rejected)
            assert len(rejected) <= 1 or file.source_path.endswith((".jsonl", ".csv"))


@pytest.mark.parametrize("kind", ["pipe", "socket", "link to a device", "link to itself", "link in a circle"])
def test_what_is_no_file_is_one_row_beside_the_articles(tmp_path: Path, kind: str) -> None:
    (tmp_path / "kept.txt").write_bytes(TEXT)
    make_tree(tmp_path, {("", "odd.txt"): kind})
    found = survey_paths([tmp_path])
    assert [file.source_path for file in found.files] == ["kept.txt"]
    assert [each.source_path for each in found.rejected] == ["odd.txt"]


def test_a_folder_that_is_taken_away_while_it_is_listed_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "one.txt").write_bytes(TEXT)
    real = os.scandir

    def scan(path: str) -> object:
        if str(path) == str(tmp_path / "b"):
            shutil.rmtree(path)
        return real(path)

    monkeypatch.setattr(os, "scandir", scan)
    found = survey_paths([tmp_path])
    assert [file.source_path for file in found.files] == ["a/one.txt"]
    assert [(each.source_path, each.reason_code) for each in found.rejected] == [("b", "unreadable")]


def test_what_cannot_be_hashed_is_told(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_bytes(TEXT)
    (file,) = survey_paths([tmp_path]).files
    (tmp_path / "one.txt").unlink()
    with pytest.raises(Exception, match="cannot be read"):
        hash_file(file)
    with pytest.raises(InputError):
        survey_paths([tmp_path])


def make_tree(root: Path, tree: dict[tuple[str, str], str]) -> None:
    for folder in FOLDERS:
        (root / folder).mkdir(parents=True, exist_ok=True)
    (root / "circle").symlink_to(root / "round")
    (root / "round").symlink_to(root / "circle")
    for (folder, name), kind in tree.items():
        KINDS[kind](root / folder / name, root)


def count_named(root: Path) -> int:
    """Things of the tree that are no folders, links to folders apart."""
    return sum(len(names) for _, _, names in os.walk(root)) - 1
