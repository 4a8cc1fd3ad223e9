"""One name for an outlet, whatever it is called: the shipped registry by domain, and a user's own before it."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from pathlib import Path

REGISTRY = "outlets.toml"
HOST = re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)+/?$")
HOST_ENDING = re.compile(r"\.(?:com|org|net|co\.uk|co|tv|us)$", re.IGNORECASE)
IN_PARENTHESES = re.compile(r"\s*\([^()]*\)\s*$")
# What exports put after an outlet's name for the part of it that they read.
PART = re.compile(r"\s[-\u2013|]\s(?:news|opinion|editorials?|online|home|politics)$", re.IGNORECASE)
NO_LETTER = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class KnownOutlet:
    """An outlet: what it is called, where it publishes, and what else it is called."""

    name: str
    domains: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OutletRegistry:
    """Names of outlets by folded spelling and by domain."""

    by_name: dict[str, str]
    by_domain: dict[str, str]

    def find_domain(self, address: str) -> str | None:
        """Who publishes at an address or a host; None where nobody knows."""
        try:
            host = (urlsplit(address if "//" in address else f"//{address}").hostname or "").removeprefix("www.")
        except ValueError:
            return None
        labels = host.split(".")
        domains = (".".join(labels[start:]) for start in range(len(labels) - 1))
        return next((self.by_domain[domain] for domain in domains if domain in self.by_domain), None)

    def name_outlet(self, stated: str | None, url: str | None) -> str | None:
        """The outlet's name for what an article states; `stated` where nobody knows it.

        An address alone names its outlet. Where a name is stated it goes before the address, unless it is the host
        itself or begins with the name of who publishes there ("CNN Politics" at cnn.com).
        """
        publisher = self.find_domain(url) if url else None
        if not stated:
            return publisher
        if known := self.by_name.get(fold_outlet(stated)):
            return known
        if HOST.match(stated):
            return self.find_domain(stated) or stated
        if publisher and fold_outlet(stated).startswith(fold_outlet(publisher)):
            return publisher
        return stated


def fold_outlet(name: str) -> str:
    """Letters and digits of an outlet's name, without "The", a host's ending and what exports add."""
    bare = PART.sub("", IN_PARENTHESES.sub("", name)) or name
    bare = HOST_ENDING.sub("", bare.strip())
    folded = NO_LETTER.sub(" ", bare.casefold()).strip()
    return folded.removeprefix("the ").replace(" ", "") or folded


@functools.lru_cache(maxsize=4)
def read_registry(own: tuple[KnownOutlet, ...] = ()) -> OutletRegistry:
    """The shipped registry with a user's own outlets before it."""
    shipped = parse_outlets((files(__package__) / REGISTRY).read_text(encoding="utf-8"), REGISTRY)
    by_name: dict[str, str] = {}
    by_domain: dict[str, str] = {}
    for outlet in (*own, *shipped):
        for spelling in (outlet.name, *outlet.aliases):
            by_name.setdefault(fold_outlet(spelling), outlet.name)
        for domain in outlet.domains:
            by_domain.setdefault(domain, outlet.name)
    # A user who names a domain otherwise renames the outlet, so its shipped spellings follow.
    pairs = ((outlet.name, by_domain[domain]) for outlet in shipped for domain in outlet.domains)
    renamed = {name: new for name, new in pairs if name != new}
    return OutletRegistry({key: renamed.get(name, name) for key, name in by_name.items()}, by_domain)


def read_outlets(path: Path) -> tuple[KnownOutlet, ...]:
    """A user's outlets. Raises ValueError with the file, the entry and what it lacks."""
    try:
        return parse_outlets(path.read_text(encoding="utf-8"), str(path))
    except OSError as error:
        raise ValueError(f"{path} cannot be read: {error.strerror}. Check the setting `outlets`.") from error
    except UnicodeDecodeError as error:
        raise ValueError(f"{path} is not UTF-8 text. Save it as UTF-8.") from error


def parse_outlets(content: str, where: str) -> tuple[KnownOutlet, ...]:
    """Outlets of a TOML text with a table `[[outlet]]` each. Raises ValueError where one is malformed."""
    try:
        entries = tomllib.loads(content).get("outlet", [])
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{where} is not TOML: {error}.") from error
    if not isinstance(entries, list):
        raise ValueError(f"{where}: `outlet` is not a list of tables. Write [[outlet]] above each.")
    return tuple(_read_entry(entry, f"{where}: outlet {number}") for number, entry in enumerate(entries, 1))


def _read_entry(entry: Any, where: str) -> KnownOutlet:
    form = "A table [[outlet]] has `name` and lists of strings `domains` and `aliases`, and no more."
    if not isinstance(entry, dict) or not isinstance(entry.get("name"), str) or not entry["name"].strip():
        raise ValueError(f"{where} has no name. {form}")
    if unknown := sorted(entry.keys() - {"name", "domains", "aliases"}):
        raise ValueError(f"{where} has an unknown key {unknown[0]!r}. {form}")
    domains, aliases = (
        _read_list(entry.get(key, []), f"{where} ({entry['name']}): {key}") for key in ("domains", "aliases")
    )
    return KnownOutlet(entry["name"].strip(), tuple(domain.lower().removeprefix("www.") for domain in domains), aliases)


def _read_list(value: Any, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ValueError(f"{where} is not a list of strings.")
    return tuple(value)
