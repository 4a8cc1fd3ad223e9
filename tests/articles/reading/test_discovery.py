import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.errors import InputError, UnreadableRecord
from articles.reading.discovery import discover_files, hash_file, survey_paths
from articles.reading.found_files import describe_unread
from articles.records import SourceFile


@contextmanager
def as_ordinary_user() -> Iterator[None]:
    """The superuser may read everything: be nobody for a while."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65_534)
    try:
        yield
    finally:
        os.seteuid(user)


def write(path: Path, content: bytes = b"text") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_finds_article_files_below_a_folder_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a/c.html", "a/b.jsonl.gz", "A.TXT", "d.md"):
        write(tmp_path / name)
    files = discover_files([tmp_path])
    assert [file.source_path for file in files] == ["A.TXT", "a/b.jsonl.gz", "a/c.html", "b.txt", "d.md"]
    assert {file.root_path for file in files} == {str(tmp_path)}
    assert files[0].byte_count == 4
    assert files[0].modified_at_ns == (tmp_path / "A.TXT").stat().st_mtime_ns


def test_root_of_a_named_file_is_its_folder(tmp_path: Path) -> None:
    path = write(tmp_path / "x" / "b.txt")
    (file,) = discover_files([path])
    assert (file.root_path, file.source_path) == (str(tmp_path / "x"), "b.txt")


def test_a_file_reached_by_two_paths_is_found_once_below_the_widest_root(tmp_path: Path) -> None:
    path = write(tmp_path / "x" / "b.txt")
    (file,) = discover_files([path, tmp_path, tmp_path / "x"])
    assert (file.root_path, file.source_path) == (str(tmp_path), "x/b.txt")


def test_counts_what_is_passed_over(tmp_path: Path) -> None:
    for name in ("a.txt", "b.pages", "c.PAGES", "README", ".hidden", ".git/config"):
        write(tmp_path / name)
    found = survey_paths([tmp_path])
    assert [file.source_path for file in found.files] == ["a.txt"]
    assert found.passed_over == {".pages": 2, "(no suffix)": 1, "(hidden)": 2}
    assert (found.unread_count, found.unread_names) == (3, ["README", "b.pages", "c.PAGES"])
    assert describe_unread(21, [f"{n}.xyz" for n in range(21)]).endswith("18.xyz, 19.xyz and 1 more.")


def test_a_named_file_of_unknown_format_is_rejected(tmp_path: Path) -> None:
    found = survey_paths([write(tmp_path / "a.pages"), write(tmp_path / "b.txt")])
    (rejected,) = found.rejected
    assert (rejected.source_path, rejected.reason_code) == ("a.pages", "unknown_format")
    assert ".txt" in rejected.message


def test_missing_path_says_where(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no file or folder .*nowhere"):
        discover_files([tmp_path / "nowhere"])


def test_folder_without_articles_says_what_was_passed_over(tmp_path: Path) -> None:
    write(tmp_path / "a.pages")
    with pytest.raises(InputError, match=r"no article file .* passed over 1 \.pages"):
        discover_files([tmp_path])


def test_empty_folder_and_no_path(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="empty"):
        discover_files([tmp_path])
    with pytest.raises(InputError, match="No input"):
        discover_files([])


def test_links_out_of_the_root_are_rejected_and_links_within_are_read_once(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside" / "secret.txt")
    root = tmp_path / "root"
    write(root / "a.txt")
    (root / "inner").mkdir()
    (root / "link.txt").symlink_to(outside)
    (root / "same.txt").symlink_to(root / "a.txt")
    (root / "folder").symlink_to(outside.parent)
    (root / "loop").symlink_to(root / "inner")
    found = survey_paths([root])
    assert [file.source_path for file in found.files] == ["a.txt", "same.txt"]
    assert [(item.source_path, item.reason_code) for item in found.rejected] == [
        ("folder", "link_outside"),
        ("link.txt", "link_outside"),
    ]
    assert found.passed_over == {"(link within the folder)": 1}


def test_a_dangling_link_is_rejected(tmp_path: Path) -> None:
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nothing.txt")
    (rejected,) = survey_paths([tmp_path]).rejected
    assert rejected.reason_code == "unreadable"


@pytest.mark.parametrize("is_named", [False, True])
def test_a_link_that_leads_in_a_circle_is_rejected(tmp_path: Path, is_named: bool) -> None:
    for name, target in (("self.txt", "self.txt"), ("one.txt", "two.txt"), ("two.txt", "one.txt"), ("fold", "fold")):
        (tmp_path / name).symlink_to(tmp_path / target)
    write(tmp_path / "a.txt")
    found = survey_paths([tmp_path / "self.txt", tmp_path / "a.txt"] if is_named else [tmp_path])
    assert [file.source_path for file in found.files] == ["a.txt"]
    assert {(item.source_path, item.reason_code) for item in found.rejected} == (
        {("self.txt", "unreadable")} if is_named else {(f"{name}.txt", "unreadable") for name in ("self", "one", "two")}
    )


def test_a_folder_is_one_root_however_it_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "mine" / "a.txt")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "mine")
    monkeypatch.chdir(tmp_path / "elsewhere")
    written: list[Path | str] = [
        "../mine",
        "../mine/",
        "../link",
        tmp_path / "mine",
        f"file://{tmp_path}/mine",
        "../mine/a.txt",
    ]
    assert {tuple(discover_files([path])) for path in written} == {tuple(discover_files(written))}


def make_file(path: Path) -> None:
    path.write_bytes(b"text")


MAKERS: dict[str, Callable[[Path], object]] = {
    "file": make_file,
    "folder": lambda path: path.mkdir(),
    "pipe": os.mkfifo,
    "link to itself": lambda path: path.symlink_to(path.name),
    "link to nothing": lambda path: path.symlink_to("nothing"),
    "link to above": lambda path: path.symlink_to(".."),
    "link to outside": lambda path: path.symlink_to("/etc/hostname"),
    "link to a device": lambda path: path.symlink_to("/dev/zero"),
    "link to a neighbour": lambda path: path.symlink_to("a.txt"),
}
FILE_NAMES = [
    "a.txt",
    "a.json",
    "b.html",
    "c.jsonl",
    "manifest.csv",
    "d",
    "e.pages",
    ".f.txt",
    "g\udce9.txt",
    "h" * 250 + ".txt",
]


@given(
    st.lists(
        st.tuples(st.sampled_from(["", "in", "in/deep"]), st.sampled_from(FILE_NAMES), st.sampled_from(sorted(MAKERS)))
    )
)
def test_nothing_in_a_folder_ends_a_run(entries: list[tuple[str, str, str]]) -> None:
    with tempfile.TemporaryDirectory() as made:
        root = Path(made, "root")
        (root / "in" / "deep").mkdir(parents=True)
        for folder, name, kind in entries:
            if not os.path.lexists(root / folder / name):
                MAKERS[kind](root / folder / name)
        make_file(root / "one.txt")
        found = survey_paths([root])
        assert all(Path(file.root_path, file.source_path).is_file() for file in found.files)
        assert len({(item.source_path, item.reason_code) for item in found.rejected}) == len(found.rejected)


def test_a_pipe_is_rejected(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    (rejected,) = survey_paths([tmp_path]).rejected
    assert (rejected.source_path, rejected.reason_code) == ("pipe.txt", "special_file")


def test_a_name_that_is_no_utf8_is_rejected(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")).write_bytes(b"text")
    (rejected,) = survey_paths([tmp_path]).rejected
    assert rejected.reason_code == "bad_name"


def test_a_file_without_permission_is_reported_when_opened(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt")
    path.chmod(0)
    (file,) = discover_files([tmp_path])
    with as_ordinary_user(), pytest.raises(UnreadableRecord, match="may read it"):
        hash_file(file)


def test_hash_is_of_the_bytes(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", b"same")
    write(tmp_path / "b.txt", b"same")
    first, second = discover_files([tmp_path])
    assert hash_file(first) == hash_file(second)
    assert len(hash_file(first) or "") == 32


def test_hash_of_a_vanished_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableRecord, match="cannot be read") as caught:
        hash_file(SourceFile(str(tmp_path), "gone.txt", 0, 0))
    assert caught.value.reason_code == "unreadable"
