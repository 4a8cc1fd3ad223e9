"""Which addresses lead to one article: scheme, `www`, mobile and AMP hosts, trackers and fragment do not count."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

# AMP caches name the page's own address in their path.
AMP_CACHE = re.compile(r"https?://(?:[^/]+\.cdn\.ampproject\.org/[acv]/|(?:www\.)?google\.[a-z.]+/amp/)(?:s/)?", re.I)
HOST_PREFIX = re.compile(r"^(?:(?:www\d?|m|mobile|amp)\.)+(?=[^.]+\.)")
AMP_PATH = re.compile(r"/amp(?=/|$)|(?<=\.)amp\.(?=html?$)", re.I)
INDEX_PAGE = re.compile(r"/index\.(?:html?|php)$", re.I)
# A page of these is told by its query, so no parameter of it is a mere tracker.
SCRIPT = re.compile(r"\.(?:php\d?|aspx?|cgi|jsp|cfm|do|pl)$", re.I)
# Trackers of single companies, which the library does not know.
TRACKERS = frozenset(
    {"amp", "outputtype", "cmp", "cmpid", "ocid", "ncid", "smid", "smtyp", "ito", "ftag", "__twitter_impression"}
    | {"guccounter", "igshid", "spm", "mod", "sh", "share"}
)

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAY = re.compile(
    rf"/(?P<year>(?:19|20)\d\d)[/-](?P<month>0?[1-9]|1[0-2]|{'|'.join(_MONTHS)})[/-](?P<day>0?[1-9]|[12]\d|3[01])(?=[/-]|$)",
    re.I,
)


def make_url_id(url: str) -> str:
    """The form of an article's address that stands for all: https, plain host, path, the query that counts.

    An address that cannot be parsed is its own id.
    """
    from courlan import normalize_url

    address = AMP_CACHE.sub("https://", url.strip())
    try:
        whole = urlsplit(address)
        parts = urlsplit(normalize_url(whole, trailing_slash=False))
    except (ValueError, AttributeError, TypeError):
        return url
    host = HOST_PREFIX.sub("", parts.netloc.rpartition("@")[2].lower())
    path = INDEX_PAGE.sub("", AMP_PATH.sub("", parts.path)).rstrip("/")
    query = urlencode([(name, value) for name, value in parse_qsl(parts.query) if name.lower() not in TRACKERS])
    if not query and (not path or SCRIPT.search(path)):
        query = "&".join(sorted(whole.query.split("&")))
    fragment = f"#{whole.fragment}" if whole.fragment.startswith(("!", "/")) else ""  # a page of its own
    return f"https://{host}{path}{f'?{query}' if query else ''}{fragment}" if host else url


def find_day(address: str) -> str | None:
    """The day that an address states between slashes (".../2019/may/14/title"), as YYYY-MM-DD; None for none."""
    match = DAY.search(address.partition("?")[0])
    if match is None:
        return None
    month = match["month"].lower()
    number = _MONTHS.index(month) + 1 if month in _MONTHS else int(month)
    return f"{match['year']}-{number:02}-{int(match['day']):02}"
