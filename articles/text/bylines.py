"""Author names from bylines: without "By", roles, outlets, addresses or handles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from articles.lexicon.gazetteers import read_data, read_first_names, read_forms
from articles.lexicon.outlets import AGENCY_WORD, NOUNS_LIKE_SURNAMES, OTHER_NOUNS, PAPER_NOUNS
from articles.text.dates import MONTH

if TYPE_CHECKING:
    from collections.abc import Iterable

_MONTH = MONTH.replace("?P<month>", "?:")
# "By" in other languages, before a first and a last name: in English all of these are names or parts of names.
FOREIGN_LEADING = re.compile(r"^(?:Von|Par|Por|Door|Av|Af)\s+(?=[^\W\d_a-z]\S*\s+[^\W\d_a-z])")
LEADING = re.compile(
    r"^(?:(?:(?:story|text|words|reporting|report|analysis|commentary|opinion|written|compiled|updated|posted|published|"
    r"filed)\s+)?by\s*:?\s+|(?:authors?|writers?|reporters?|journalists?)\s*:\s*)",
    re.IGNORECASE,
)
SEPARATOR = re.compile(r"\s*(?:;|\||•|·|/|\s[-–—&]\s|,?\s+(?:and|with)\s+)\s*", re.IGNORECASE)
ADDRESS = re.compile(r"\S+@\S+\.\S+|https?://\S+|www\.\S+|@\w+")
NOTE = re.compile(r"(?<=\S)\s*\([^()]*\)")  # Ann Lee (she/her)
ROLE = re.compile(
    r"\b(?:staff|writers?|editors?|reporters?|correspondents?|contributors?|columnists?|contributing|special to|"
    r"bureau|analysts?|producers?|fellow|professor|director|desk|team|newsroom|press|agency|reports?|guest|opinion|"
    r"senior|chief|political|national|media|services?|wires?|photographers?|journalists?|lecturer|candidate|phd|author)\b",
    re.IGNORECASE,
)
HONORIFIC = re.compile(r"^(?:(?:mr|mrs|ms|dr|prof)\.?\s+)+", re.IGNORECASE)
GROUP = re.compile(r"staff|team|desk|newsroom|editors|reporters|writers|correspondents|contributors", re.IGNORECASE)
# Words of outlets, without those that are also surnames of journalists.
OUTLET = re.compile(
    rf"\b(?:{'|'.join(noun for noun in PAPER_NOUNS + OTHER_NOUNS if noun not in NOUNS_LIKE_SURNAMES)}|"
    r"press|reuters|associated press|afp|ap|bbc|cnn|npr|upi|pti|politico|bloomberg|media|foundation|administrator|"
    r"admin|staff|editorial board|agencies|website|com)\b|\.(?:com|org|net|ca|uk)\b",
    re.IGNORECASE,
)
# Words of interfaces, times and pictures that stand in an author's place: "Hours Ago", "Photo By Ann Lee".
NO_AUTHOR = re.compile(
    r"^(?:read|view|share|follow|click|opens?|log|sign|subscribe|copy|print)\b|"
    r"\b(?:min read|hours?|minutes?|ago|updated?|published|posted|modified|window|comments?|subscribe|am|pm|gmt|utc|"
    r"[ecmp][sd]t|(?:mon|tues|wednes|thurs|fri|satur|sun)day|profile|images?|photos?|pictures?|photography|video|graphics?|"
    r"illustrat(?:ion|ed)|getty|shutterstock|studios?|productions?|company|holdings?|group|inc|llc|ltd|gmbh|corp|"
    r"publishing|publications)\b",
    re.IGNORECASE,
)
# What may follow a name in a byline: a day, a place.
TAIL_DATE = re.compile(
    rf",?\s+(?:on\s+)?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|{_MONTH}\s*\d{{1,2}}\b|"
    rf"\d{{1,2}}\s+{_MONTH}|\d{{1,2}}[/.]\d{{1,2}}|\d{{1,3}} ?\+? ?(?:seconds?|min(?:ute)?s?|hours?|hrs?|days?|weeks?|"
    r"months?|years?) (?:ago|read)).*$",
    re.IGNORECASE,
)
TAIL_PLACE = re.compile(r"\s+(?i:in|from|at|for|of)\s+(?i:the\s+)?[A-Z][\w.'’-]*(?:[ ,]+[A-Z][\w.'’-]*)*$")
SURNAME_FIRST = re.compile(
    r"\s*(?P<surname>(?:(?i:de|del|della|der|den|di|da|dos|du|la|le|van|von|ter|al) )*[^\s,;|]+), "
    r"(?P<given>[^\W\d_][\w.'’-]*(?: [^\W\d_]\.?)?)\s*"
)
EDGE = re.compile(r"^[\s.():–—-]+|(?:(?<!\b[JjSs]r)\.|[\s():–—-])+$")
GENERATION = re.compile(r",\s+(?=(?:jr|sr)\b)", re.IGNORECASE)
_NICKNAME = re.compile(r"""["“(][\w .'-]+["”)]""")  # Ann "Annie" Lee
NAME_WORD = re.compile(r"(?:[^\W\d_]|['’.\-])+$")
ROMAN = re.compile(r"I{2,3}|IV|VI{0,3}")  # a lone I or V is an initial
MAC = re.compile(r"\bMc([a-z])")
POSSESSIVE = re.compile(r"(['’])S$")
PARTICLES = frozenset(
    {"de", "del", "della", "der", "den", "di", "da", "dos", "du", "la", "le", "van", "von", "ben", "bin", "al", "el"}
    | {"y", "e", "af", "zu", "ter"}
)
SUFFIXES = frozenset({"st.", "jr.", "sr.", "jr", "sr", "ii", "iii", "iv"})
MOST_WORDS = 5
# Fifty names have a thousand characters. Patterns take the square of a word's length, so what is longer is no byline.
MOST_CHARACTERS = 2_000
NO_FIRST_NAMES = frozenset(
    {"The", "A", "An", "This", "That", "President", "Our", "Your", "My", "More", "New", "United", "Los"}
)
# Words of buttons, labels and bodies; none is a name.
NO_NAMES = frozenset(read_data("words")["no_authors"]["words"])
BODIES = frozenset(
    {"agency", "bureau", "club", "college", "committee", "council", "department", "government", "institute", "media"}
    | {"ministry", "police", "press", "school", "service", "services", "university"}
)
# What stands before the role: "Ann Lee Local Affairs Reporter". Some are surnames, so they count only there.
ROLE_PARTS = frozenset(read_data("words")["role_parts"]["words"])


def clean_author_names(values: Iterable[str]) -> tuple[str, ...]:
    """Names of persons in byline strings, in their order, each once; what is no person's name is left out.

    "Lee, Ann" is turned; a day, a place or a role behind a name is left out. What has more than MOST_CHARACTERS is no
    byline.
    """
    names: list[str] = []
    for value in (each for each in values if len(each) <= MOST_CHARACTERS):
        text = NOTE.sub("", " ".join(ADDRESS.sub(" ", value).split()))
        text = FOREIGN_LEADING.sub("", GENERATION.sub(" ", LEADING.sub("", text)))
        for part in text.split(";"):
            turned = SURNAME_FIRST.fullmatch(part)
            for person in SEPARATOR.split(f"{turned['given']} {turned['surname']}" if turned else part):
                names.extend(_split_commas(TAIL_DATE.sub("", person)))
    return tuple(dict.fromkeys(names))


def is_person_name(text: str) -> bool:
    """Whether a string is built like a person's name: two to five capitalised words, no outlet, no role."""
    words = _NICKNAME.sub("", text).split()
    if not 2 <= len(words) <= MOST_WORDS or words[0] in NO_FIRST_NAMES:
        return False
    if any(pattern.search(text) for pattern in (OUTLET, AGENCY_WORD, ROLE, NO_AUTHOR)):
        return False
    if not NO_NAMES.isdisjoint(word.lower() for word in words):
        return False
    if (known := read_forms().get(text)) and known.label in {"ORG", "GPE"}:
        return False
    return (
        all(NAME_WORD.match(word) and (word[0].isupper() or word.lower() in PARTICLES | SUFFIXES) for word in words)
        and words[0][0].isupper()
        and any(len(word.strip(".")) > 1 for word in words)
    )


def _split_commas(part: str) -> list[str]:
    """Names in a part of a byline that holds commas: a list of names, or one name followed by its role or outlet."""
    names = []
    for piece in (EDGE.sub("", piece) for piece in part.split(",")):
        name = _fold_case(HONORIFIC.sub("", TAIL_PLACE.sub("", piece)))
        if not is_person_name(name):
            name = _drop_role(name)
        if is_person_name(name):
            names.append(name)
    return names


def _drop_role(text: str) -> str:
    """A name without the role before or after it: "Ann Lee Political Editor", "Senior Writer Ann Lee".

    A group before a word such as "Staff" is what the writers belong to: "Fenwold Star Staff" names nobody.
    """
    words = text.split()
    if len(words) > 1 and GROUP.fullmatch(words[-1]) and words[-2].lower() in NOUNS_LIKE_SURNAMES:
        return ""
    roles = [index for index, word in enumerate(words) if ROLE.search(word) or word.lower() in NO_NAMES]
    if not roles:
        return text
    is_body = roles[0] == len(words) - 1 and words[-1].lower() in BODIES  # "Corvane Weather Service"
    if is_body or "by" in text.lower().split():  # "Photos by Ann Lee"
        return ""
    if roles[0] < 2:
        return " ".join(words[roles[-1] + 1 :])
    end = roles[0]
    while end > 2 and words[end - 1].lower() in ROLE_PARTS:
        end -= 1
    return " ".join(words[:end])


def _fold_case(name: str) -> str:
    """A name in its normal form: "ROBERT BURNS" and "robert burns" are Robert Burns, "Rob BURNS" is Rob Burns."""
    words = name.split()
    if len(words) < 2:
        return name
    if name.isupper() or (name.islower() and words[0] in read_first_names()):
        return spell_capitals(name)
    return " ".join(spell_capitals(word) if index and _is_shouted(word) else word for index, word in enumerate(words))


def _is_shouted(word: str) -> bool:
    return len(word.strip(".")) > 2 and word.isupper() and not ROMAN.fullmatch(word)


def spell_capitals(name: str) -> str:
    """A name in capitals as one writes it: "ANNA VON O'DELL-MCCOY III" is Anna von O'Dell-McCoy III."""
    first, *others = name.split()
    return " ".join(
        [_spell_word(first), *(word.lower() if word.lower() in PARTICLES else _spell_word(word) for word in others)]
    )


def _spell_word(word: str) -> str:
    if ROMAN.fullmatch(word):
        return word
    return MAC.sub(lambda found: f"Mc{found[1].upper()}", POSSESSIVE.sub(r"\1s", word.title()))
