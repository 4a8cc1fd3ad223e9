"""Names as strings: their parts, and whether two of them can be one person's or one organisation's."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz.distance import JaroWinkler
from rapidfuzz.fuzz import ratio

from articles.lexicon.gazetteers import read_data, read_first_names, read_name_words

GENERATION_SUFFIXES = frozenset({"jr", "sr"})  # these tell father from son; Roman numbers are often left out
_SUFFIXES = GENERATION_SUFFIXES | {"ii", "iii", "iv", "esq", "phd", "md"}
_PARTICLES = frozenset(read_data("words")["particles"]["words"]) | {"st", "mac", "san"}

# Letter groups that one sound is written with when a name comes from another alphabet or loses its diacritics.
# Longest first. Rows: German and Nordic vowels, Slavic and Arabic consonants, endings in -y, -iy, -ii, -ey.
_TRANSLITERATIONS = (
    ("tsch", "ch"), ("tch", "ch"), ("sch", "sh"), ("shch", "sh"), ("zh", "j"), ("dj", "j"), ("kh", "h"), ("gh", "g"),
    ("ph", "f"), ("ck", "k"), ("ks", "x"), ("ue", "u"), ("oe", "o"), ("ae", "a"), ("ou", "u"), ("oo", "u"), ("ee", "i"),
    ("ie", "e"), ("ye", "e"), ("yo", "o"), ("ya", "ia"), ("yu", "iu"), ("w", "v"), ("y", "i"), ("j", "i"), ("q", "k"),
    ("c", "k"),
)  # fmt: skip
# A figure that a table or a share of votes has put before a name; "50 Cent" is a name.
_FIGURE = re.compile(r"[+\u2212-]\d[\d.,]*%?|\d+[.,]\d+%?|\d+%")
_NON_LETTERS = re.compile(r"[^\w\s]|_")
_DOUBLED = re.compile(r"(.)\1+")
_VOWELS = re.compile(r"[aeiou]+")

# One syllable: an initial, one to three vowels, and a final that these languages have.
_SYLLABLE = re.compile(
    r"(?:[bghkmnpr]?y|b|c|ch|d|f|g|gw|h|hs|hw|j|k|kw|l|m|n|ng|p|q|r|s|sh|ss|sz|t|ts|tz|v|wh?|x|z|zh)?"
    r"(?:[aeiouüy]|[aeiou][aeiouüy]{1,2})(?:h|k|l|m|n|ng|p|r|t|w)?"
)

# Names that the table takes for short forms of each other and that are two names: only "Jon" is short for the second.
_TWO_NAMES = frozenset({frozenset({"john", "jonathan"}), frozenset({"john", "johnathan"})})

SURE_GENDER = 0.1  # a first name shows a gender that nine in ten of its bearers have
_SHORT_SKELETON = 5  # letters, with every group of vowels as one: below it half of all given names look alike
_FUZZY_KNOWN = 92.0
_FUZZY_GIVEN = 80.0  # a slip or two in a name of six letters or more
_FUZZY_SURNAME = 0.94  # a slip in a surname of six letters or more that keeps its first and last


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name in parts, folded. A single word is a surname without a given name.

    `is_pair` says that it is two persons' full names run together ("Ann Lee-Bo Ek").
    """

    given: str
    middles: tuple[str, ...]
    surname: str
    suffix: str
    words: tuple[str, ...]
    is_pair: bool = False


@lru_cache(maxsize=100_000)
def fold_words(name: str) -> tuple[str, ...]:
    """Words of a name in lower case, without accents and marks; a hyphen parts words, an apostrophe does not."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(char))
    plain = (
        plain.replace("ł", "l").replace("ø", "o").replace("ı", "i").replace("đ", "d").replace("’", "").replace("'", "")
    )
    return tuple(_NON_LETTERS.sub(" ", plain.replace(".", "")).split())


@lru_cache(maxsize=100_000)
def fold_sounds(word: str) -> str:
    """A folded word with one spelling for all that transliterations use ("Sergey", "Sergei")."""
    for letters, sound in _TRANSLITERATIONS:
        word = word.replace(letters, sound)
    return _DOUBLED.sub(r"\1", word)


@lru_cache(maxsize=100_000)
def parse_person_name(name: str) -> PersonName:
    """Parts of a person's name. Initials run together ("J.K.") stay one word."""
    words = list(fold_words(" ".join(word for word in name.split() if not _FIGURE.fullmatch(word)) or name))
    suffix = ""
    while len(words) > 1 and words[-1] in _SUFFIXES:
        suffix = words.pop()
    if len(words) < 2:
        return PersonName("", (), words[0] if words else "", suffix, tuple(words))
    if _puts_surname_first(name.split()):
        return PersonName("".join(words[1:]), (), words[0], suffix, tuple(words))
    return PersonName(words[0], tuple(words[1:-1]), words[-1], suffix, tuple(words), _is_pair(name))


def is_syllable_pair(word: str, other: str) -> bool:
    """Whether two words joined by a hyphen are the syllables of an East Asian given name: "Jin-ah", "Hsien-wei".

    The second may be written small. Both have to be syllables as the romanisations of Chinese and Korean spell them, so
    that "Merkel-led" and "Obama-era" are none (Revised Romanization, McCune-Reischauer, pinyin, Wade-Giles, Jyutping).
    """
    return _SYLLABLE.fullmatch(word.casefold()) is not None and _SYLLABLE.fullmatch(other.casefold()) is not None


def _is_pair(name: str) -> bool:
    halves = [fold_words(half) for half in name.split("-")]
    return len(halves) > 1 and all(len(words) > 1 and words[0] in read_first_names() for words in halves)


def _puts_surname_first(words: list[str]) -> bool:
    """Whether a name is a surname and a given name of two syllables, the second written small: "Park Jin-ah"."""
    if len(words) != 2 or "-" in words[0]:
        return False
    first, _, second = words[1].partition("-")
    return second.islower() and is_syllable_pair(first, second)


def split_person_name(name: str) -> tuple[str, str]:
    """Given name and surname (with its particles, without a suffix) of a person's name, as written."""
    words = name.split()
    while len(words) > 1 and words[-1].casefold().rstrip(",.") in _SUFFIXES:
        words.pop()
    if len(words) == 1:
        return "", words[0]
    if _puts_surname_first(words):
        return words[1], words[0]
    first = len(words) - 1
    while first > 1 and words[first - 1].casefold().rstrip(".") in _PARTICLES:
        first -= 1
    return words[0], " ".join(words[first:])


def agree_persons(one: PersonName, other: PersonName) -> tuple[float, str] | None:
    """How surely two full names are one person's (0 to 1), and by which rule; None where they are not.

    Both need a given name. Father and son ("Jr."), different middle initials and given names of different gender keep
    names apart.
    """
    if not one.given or not other.given or one.is_pair != other.is_pair:
        return None
    if one.words == other.words:
        return (1.0, "same name") if _agree_suffixes(one, other) else None
    if not _agree_suffixes(one, other) or not _agree_middles(one, other):
        return None
    if (one.words[1:] and other.words == one.words[-len(other.words) :]) or one.words == other.words[-len(one.words) :]:
        return 0.9, "part of the name"
    surname = _agree_surnames(one.surname, other.surname)
    given = agree_given_names(one.given, other.given)
    if surname is None or given is None or (surname[0] < 1.0 and given[1] not in ("same name", "transliteration")):
        return None
    return surname[0] * given[0], given[1] if surname[0] == 1.0 else surname[1]


def agree_given_names(one: str, other: str) -> tuple[float, str] | None:
    """How surely two folded given names are one person's, and by which rule; None where they are not."""
    known = read_first_names()
    if one == other:
        return 0.98, "same name"
    if min(len(one), len(other)) == 1 or (len(one) == len(other) == 2 and not {one, other} & known.keys()):
        return (0.9, "initial") if one[0] == other[0] else None
    if _differ_in_gender(one, other):
        return None
    if fold_sounds(one) == fold_sounds(other):
        return 0.97, "transliteration"
    if is_nickname(one, other):
        return 0.95, "nickname"
    return _agree_spellings(one, other) if one[0] == other[0] else None


def _agree_spellings(one: str, other: str) -> tuple[float, str] | None:
    """Agreement of given names with the same first letter: the same consonants, or a slip or two."""
    one_sounds, other_sounds = fold_sounds(one), fold_sounds(other)
    skeleton = _VOWELS.sub("a", one_sounds)
    if len(skeleton) > _SHORT_SKELETON and skeleton == _VOWELS.sub("a", other_sounds):
        return 0.9, "transliteration"
    known = read_first_names()
    # "Maria" and "Marina" are two names and no slip of the pen; "Aleksandr" and "Alexander" are one.
    least = _FUZZY_KNOWN if one in known and other in known else _FUZZY_GIVEN
    is_near = min(len(one), len(other)) > 4 and ratio(one_sounds, other_sounds) >= least
    return (0.85, "similar name") if is_near else None


def is_nickname(one: str, other: str) -> bool:
    """Whether one given name is a short form of the other ("Mike", "Michael")."""
    if frozenset((one, other)) in _TWO_NAMES:
        return False
    table = _read_nicknames()
    return other in table.get(one, ()) or one in table.get(other, ())


def find_gender(name: str) -> str | None:
    """ "m" or "f" where the given name of a full name tells it, else None."""
    given = parse_person_name(name).given
    share = read_first_names().get(given)
    if share is None:
        return None
    return "m" if share <= SURE_GENDER else "f" if share >= 1 - SURE_GENDER else None


@lru_cache(maxsize=100_000)
def fold_organization(name: str) -> str:
    """Name of an organisation without legal form, article and differences of spelling."""
    words = list(fold_words(name.replace("&", " and ")))
    while len(words) > 1 and words[0] in ("the", "a"):
        words.pop(0)
    forms = _fold_legal_forms()
    while len(words) > 1 and words[-1] in forms:
        words.pop()
    return " ".join(_BRITISH.get(word, word) for word in words)


def spell_initials(name: str) -> set[str]:
    """Acronyms a name of several words can have: of its capitals, with and without the small words."""
    words = [word for word in re.findall(r"[\w'-]+", name) if word]
    capitals = "".join(word[0] for word in words if word[0].isupper()).lower()
    everything = "".join(word[0] for word in words).lower()
    return {initials for initials in (capitals, everything) if len(initials) > 1}


_BRITISH = {
    "organisation": "organization",
    "defence": "defense",
    "centre": "center",
    "labour": "labor",
    "programme": "program",
}


@cache
def _fold_legal_forms() -> frozenset[str]:
    # "Group" and "Co" are removed even if they are part of the name: the rest is the same with and without them.
    return frozenset(word for form in read_name_words().legal_forms for word in fold_words(form))


@cache
def _read_nicknames() -> dict[str, frozenset[str]]:
    from nicknames import name_triplets

    table: dict[str, set[str]] = {}
    for triplet in name_triplets():
        table.setdefault(str(triplet.name1).casefold(), set()).add(str(triplet.name2).casefold())
    return {name: frozenset(others) for name, others in table.items()}


def _agree_suffixes(one: PersonName, other: PersonName) -> bool:
    return one.suffix == other.suffix or not {one.suffix, other.suffix} & GENERATION_SUFFIXES


def _agree_middles(one: PersonName, other: PersonName) -> bool:
    """No middle name or initial of the one contradicts the other's. Names of three words and more may lack some."""
    if not one.middles or not other.middles:
        return True
    return all(
        mine[0] == theirs[0] and (len(mine) == 1 or len(theirs) == 1 or fold_sounds(mine) == fold_sounds(theirs))
        for mine, theirs in zip(one.middles, other.middles, strict=False)
    )


def _agree_surnames(one: str, other: str) -> tuple[float, str] | None:
    if one == other:
        return 1.0, "same name"
    if fold_sounds(one) == fold_sounds(other):
        return 0.97, "transliteration"
    if (
        min(len(one), len(other)) > 5
        and one[0] == other[0]
        and one[-1] == other[-1]
        and JaroWinkler.similarity(one, other) >= _FUZZY_SURNAME
    ):
        return 0.9, "similar name"
    return None


def _differ_in_gender(one: str, other: str) -> bool:
    names = read_first_names()
    first, second = names.get(one), names.get(other)
    return first is not None and second is not None and abs(first - second) > 1 - 2 * SURE_GENDER
