"""Names of news outlets, agencies and their owners: the words that tell one from the other."""

from __future__ import annotations

import re

# Words in names of newspapers; as the last word of a name they are hardly a journalist's surname.
PAPER_NOUNS = (
    *("times", "post", "news", "herald", "tribune", "journal", "guardian", "telegraph", "gazette", "chronicle"),
    *("observer", "independent", "mirror", "express", "review", "today", "daily", "star", "globe", "inquirer"),
    *("courier", "ledger", "beacon", "sentinel", "register", "dispatch", "despatch", "examiner", "standard", "argus"),
    *("mercury", "echo", "enquirer", "advertiser", "advocate", "monitor", "bulletin", "citizen", "republican"),
    *("democrat", "leader", "recorder", "spectator", "statesman", "messenger", "intelligencer", "picayune"),
)
# Short words that are also surnames (Anna Sun): they mark an outlet only where no person is named.
NOUNS_LIKE_SURNAMES = ("star", "sun", "bee", "hill", "nation", "leader", "advocate", "citizen")
OTHER_NOUNS = ("magazine", "radio", "tv", "network", "online", "weekly", "monthly", "insider", "broadcasting", "wire")
BRANDS = (
    *("npr", "cnn", "bbc", "abc", "cbs", "nbc", "cnbc", "msnbc", "politico", "bloomberg", "vox", "slate", "salon"),
    *("townhall", "newsmax", "breitbart", "axios", "forbes", "fortune", "reason", "atlantic", "beast"),
)
OUTLET_WORD = re.compile(
    rf"\b(?:{'|'.join((*PAPER_NOUNS, *NOUNS_LIKE_SURNAMES, *OTHER_NOUNS, *BRANDS))}|press)\b", re.IGNORECASE
)
AGENCY_NAMES = {
    **{"ap": "AP", "associated press": "AP", "the associated press": "AP", "reuters": "Reuters", "afp": "AFP"},
    **{"agence france-presse": "AFP", "upi": "UPI", "pti": "PTI", "bloomberg": "Bloomberg", "xinhua": "Xinhua"},
}
# A "Press" alone may be a paper (Free Press), so only agencies' phrases with it count.
AGENCY_WORD = re.compile(
    r"\b(?:agency|agencies|syndicate|creators|features|services?|reuters|(?:associated|canadian|united) press|"
    r"press (?:association|trust)|agence|afp|upi|pti|ap|dpa|tass|xinhua|newswires?)\b",
    re.IGNORECASE,
)
# The owner of an outlet, or of its pictures, is not the outlet.
OWNER_WORD = re.compile(
    r"\b(?:group|holdings?|productions?|publishing|publishers|publications|newspapers|communications|enterprises|partners|compan"
    r"(?:y|ies)|media|universal|entertainment|interactive|digital|foundation|institute|university|authors?|images|"
    r"photos?|photography|pictures|rights|reserved|contributors?|website|site|[a-z0-9-]+\.(?:com|org|net|co))\b",
    re.IGNORECASE,
)
LEGAL_FORM = re.compile(
    r",? (?:LLC|LLP|Inc|Incorporated|Ltd|Limited|Corp|Corporation|Co|L\.P|PLC|GmbH|Pty)\.?$", re.IGNORECASE
)
NEWS_NETWORK = re.compile(r"(?<=\bnews) network$", re.IGNORECASE)
NAME_WORD = re.compile(r"(?:[^\W\d_]|['\u2019.&\-])+$")
SMALL_WORDS = frozenset({"of", "the", "and", "in", "on", "for", "&", "de", "la"})
MOST_WORDS = 6


def clean_outlet_name(name: str) -> str:
    """A name without the legal form of its company, and not in capitals if it has several words."""
    cleaned = name.strip(" .,")
    while (shorter := LEGAL_FORM.sub("", cleaned).strip(" .,")) != cleaned:
        cleaned = shorter
    cleaned = NEWS_NETWORK.sub("", cleaned).strip()
    is_shouted = cleaned.isupper() and " " in cleaned
    return " ".join(_fold_word(word) for word in cleaned.split()) if is_shouted else cleaned


def is_agency(name: str) -> bool:
    """Whether a name is that of a news agency or a syndicate, by its words."""
    return bool(AGENCY_WORD.search(name))


def is_outlet_form(name: str) -> bool:
    """Whether a name is built like an outlet's: a few words in capitals that name no owner and no agency."""
    words = name.split()
    if not 1 <= len(words) <= MOST_WORDS or is_agency(name) or OWNER_WORD.search(name):
        return False
    return all(NAME_WORD.match(word) and (word[0].isupper() or word.lower() in SMALL_WORDS) for word in words)


def _fold_word(word: str) -> str:
    """A word of a name in capitals in its normal form: FOX is Fox, CBN stays CBN."""
    is_shortened = len(word) <= 4 and not set(word) & set("EIOUY")
    return word if is_shortened else word.capitalize()
