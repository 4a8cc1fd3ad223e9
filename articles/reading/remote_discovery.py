"""Find the input files at an address."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from articles.errors import InputError, UnreadableRecord
from articles.reading.formats import find_format, list_suffixes
from articles.reading.found_files import HIDDEN, Discovery, attach_manifests, may_have_sidecar
from articles.reading.manifest import MANIFEST_NAME, open_manifest
from articles.reading.remote import (
    WEB,
    find_revision,
    list_folder,
    name_file,
    open_remote,
    read_info,
    show_address,
)
from articles.records import RejectedRecord, SourceFile

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from articles.records import StatedLine


def survey_address(address: str, found: Discovery) -> None:
    """Add what lies at an address: one file, or all below a folder, a bucket or a prefix.

    Raises InputError where there is nothing, where it may not be read, and where no driver for it is installed. A store
    that does not answer is a rejected record, so that the other paths of a run are read all the same.
    """
    try:
        if _names_file(address):
            _survey_named_file(address, found)
        else:
            _survey_folder(address, found)
    except UnreadableRecord as error:
        if error.reason_code != "unreachable":
            raise InputError(error.message) from error
        root, _, name = show_address(address).rstrip("/").rpartition("/")
        found.rejected.append(_reject(root, name, error.reason_code, error.message))


def _names_file(address: str) -> bool:
    """Whether an address is that of a file, by its name. On the web a folder is known by the slash at its end alone."""
    if show_address(address).endswith("/"):
        return False
    if urlsplit(address).scheme in WEB:
        return True
    return find_format(name_file(address)) is not None and read_info(address).get("type") != "directory"


def _survey_named_file(address: str, found: Discovery) -> None:
    name, shown = name_file(address), show_address(address)
    if find_format(name) is None:
        message = (
            f"{shown} has no suffix that names a readable format. Readable are {list_suffixes()}; a folder's address "
            "ends with a slash."
        )
        found.rejected.append(_reject(shown.rpartition("/")[0], name or shown, "unknown_format", message))
        return
    root = shown.rpartition("/")[0]
    beside: dict[str, Mapping[str, Any]] = {}
    if urlsplit(address).scheme not in WEB:  # a web server may answer to any name
        for other in (str(PurePosixPath(name).with_suffix(".json")), MANIFEST_NAME):
            beside |= _look_beside(f"{root}/{other}", other) if other != name else {}
    file = _make_file(root, name, address, read_info(address), beside)
    lines = _read_manifest(root, MANIFEST_NAME, found) if MANIFEST_NAME in beside else []
    attach_manifests(root, [file], [line for line in lines if line.names.partition("#")[0] == name], found)


def _look_beside(address: str, name: str) -> dict[str, Mapping[str, Any]]:
    try:
        return {name: read_info(address)}
    except UnreadableRecord:
        return {}


def _survey_folder(address: str, found: Discovery) -> None:
    root = show_address(address).rstrip("/")
    listed = list_folder(address)
    if not listed:
        raise InputError(f"There is nothing below {root}. Check the address.")
    files: list[SourceFile] = []
    lines: list[StatedLine] = []
    sidecars = {str(PurePosixPath(name).with_suffix(".json")) for name in listed if may_have_sidecar(name)}
    is_web = urlsplit(address).scheme in WEB
    for name in sorted(listed):
        if name in sidecars or listed[name].get("type") == "directory":
            continue
        if any(part.startswith(".") for part in PurePosixPath(name).parts):
            found.passed_over[HIDDEN] += 1
        elif find_format(name) is None:
            found.pass_over(name)
        elif PurePosixPath(name).name == MANIFEST_NAME:
            lines += _read_manifest(root, name, found)
        else:
            try:
                # An index page tells no more than names.
                info = read_info(f"{address.rstrip('/')}/{name}") if is_web else listed[name]
                files.append(_make_file(root, name, f"{address.rstrip('/')}/{name}", info, listed))
            except UnreadableRecord as error:
                found.rejected.append(_reject(root, name, error.reason_code, error.message))
    attach_manifests(root, files, lines, found)


def _reject(root: str, name: str, reason_code: str, message: str) -> RejectedRecord:
    return RejectedRecord(name, "read", reason_code, message, root_path=root)


def _make_file(
    root: str, name: str, address: str, info: Mapping[str, Any], beside: Mapping[str, Mapping[str, Any]]
) -> SourceFile:
    byte_count, modified, revision = find_revision(info)
    sidecar = str(PurePosixPath(name).with_suffix(".json")) if may_have_sidecar(name) else None
    if sidecar is None or sidecar not in beside:
        return SourceFile(root, name, byte_count, modified, revision, address)
    more, modified_beside, revision_beside = find_revision(beside[sidecar])
    # A changed sidecar is a changed file.
    moments = [moment for moment in (modified, modified_beside) if moment is not None]
    tags = [tag for tag in (revision, revision_beside) if tag is not None]
    place = f"{address.removesuffix(name)}{sidecar}"
    return SourceFile(root, name, byte_count + more, max(moments, default=None), " ".join(tags) or None, address, place)


def _read_manifest(root: str, name: str, found: Discovery) -> list[StatedLine]:
    try:
        with open_remote(f"{root}/{name}") as stream:
            lines, rejected = open_manifest(stream, name)
    except UnreadableRecord as error:
        found.rejected.append(_reject(root, name, error.reason_code, error.message))
        return []
    found.rejected += [replace(item, root_path=root) for item in rejected]
    return lines
