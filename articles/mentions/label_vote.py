"""Label vote: give each name of an article one label, and add the mentions that the model missed.

The model judges each mention alone and calls "Lavrov" an organisation here and a person there. An article hardly ever
uses one name for two kinds of things. So all mentions of a name vote, with its fuller forms and the words around it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from articles.lexicon.gazetteers import (
    read_cities,
    read_data,
    read_first_names,
    read_forms,
    read_name_words,
    read_weak_places,
)
from articles.mentions.candidates import NAME_TYPES, Candidate, NameContext
from articles.text.person_names import split_person_name
from articles.text.spans import CharSpan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# The weights were tuned on labelled articles; their order matters, not their exact size.
MODEL_VOTE = 1.0  # a mention, as the model labels it
FULL_NAME_VOTE = 2.0  # a surname or given name alone, where the article has the full name of a person
TITLE_VOTE = 4.0  # "Mr.", "President", "Sen." before the name
PERSON_NOUN_VOTE = 2.0  # "spokesman", "striker" before the name
ORGANIZATION_NOUN_VOTE = 2.5  # "retailer", "group" before the name
PLACE_NOUN_VOTE = 2.5  # "city of", "town" before the name
LEGAL_FORM_VOTE = 6.0  # "Inc", "Plc" at its end
HEAD_WORD_VOTE = 3.0  # "Ministry", "Council", "Airport" at its end
FIRST_NAME_VOTE = 1.5  # begins with a known first name and has two to four words
CITY_VOTE = 1.5  # a city of 100,000 or more
TOWN_VOTE = 0.5  # a smaller one
PREFIX_VOTE = 2.0  # first words of an organisation's full name
WHO_VOTE = 2.0  # "who" after the name
PLACE_PREPOSITION_VOTE = 0.8  # "in" before the name
LARGE_CITY = 100_000
RENOWNED_CITY = 500_000  # counts even if the model never labels the name as a place

ACRONYM_VOTE = 3.0  # two to six capitals that are not a known place
COMPANY_VOTE = 2.0  # "shares", "'s revenue" after the name
NAMED_BY_NOUN_VOTE = 1.5  # "newspaper", "union" after the name
EMPLOYER_VOTE = 2.5  # a role and a person after the name: "Sentix Managing Director Patrick Hussy"
WHICH_VOTE = 1.5  # "which" after the name
SPEAKER_VOTE = 1.5  # the subject of "said" is no product
COUNTERPART_FACTOR = 0.4  # a person's name after "retailer", which nothing else calls a person
LANDMARK_FACTOR = 0.3  # a name in "Island" or "Bay" that the article calls a business
UNINTRODUCED_FACTOR = 0.4  # a single word the model takes for a person whom the article never names in full
ACTOR_VOTE = 1.5  # a place that is in no list and acts
TEAM_VOTE = 3.0  # a town or state in a report of a game, not after a preposition
SPORTS_SHARE = 0.02  # of an article's words
SPORTS_WORDS = 6  # different ones

_TO_PLACES = frozenset({"in", "to", "from", "near", "outside", "at", "around", "across"})
_BEFORE_PLACES = frozenset({"NNS", "VBN", "VBD", "VBG", "RB", "CD"})  # "people in", "born in", "lived in", "2 in"
_ACTING = frozenset({"nsubj", "dobj", "agent"})
_AS_PLACE = "(place)"

Votes = dict[str, float]
_VOTERS = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW"})


def vote_labels(context: NameContext, spans: Sequence[Candidate]) -> list[Candidate]:
    """Give all mentions of a name one label, and add mentions of the article's names that were missed."""
    votes: dict[str, Votes] = defaultdict(lambda: defaultdict(float))
    parts = _list_name_parts(context, spans)
    keys = [_make_key(context, span, parts) for span in spans]
    fixed: dict[str, Candidate] = {}
    evidence: dict[str, set[str]] = defaultdict(set)
    for span, key in zip(spans, keys, strict=True):
        if span.label in NAME_TYPES:
            votes[key][span.label] += FULL_NAME_VOTE if span.is_fixed else MODEL_VOTE
            evidence[key].update(_count_context(context, span, votes[key]))
            if span.is_fixed:
                fixed.setdefault(key, span)
            _count_shape(context, span, votes[key])
    is_game = _reports_game(context)
    for span, key in zip(spans, keys, strict=True):
        if is_game and span.label in ("PRODUCT", "NORP") and not span.is_fixed:
            votes[key]["ORG"] += TEAM_VOTE
        if is_game and span.label in ("GPE", "LOC") and _stands_for_team(context, span):
            span.is_fixed = False
            fixed.pop(key, None)
            votes[key]["ORG"] += TEAM_VOTE
    for key, count in votes.items():
        _count_words(key, count)
        if evidence[key] == {"ORG"}:
            count["PERSON"] *= COUNTERPART_FACTOR
            count["LOC"] *= LANDMARK_FACTOR
    _make_actors(context, spans, keys, votes)
    _make_places(context, spans, keys, votes)
    _pass_on_person_votes(votes, fixed)
    _pass_on_organization_votes(votes, fixed)
    openings = {key.split()[0] for key, count in votes.items() if " " in key and _is_organization(count)}
    labels = {key: _choose_label(key, count, fixed) for key, count in votes.items()}
    for span, key in zip(spans, keys, strict=True):
        if span.label == "NORP" and span.is_fixed and key in openings and _stands_alone(context, span):
            span.label, span.rule = "ORG", "first words"
        if span.label in _VOTERS and not span.is_fixed:
            if labels[key] != span.label:
                span.rule = "vote"
            span.label = labels[key]
    return _find_missed(context, spans, keys, labels)


def _list_name_parts(context: NameContext, spans: Sequence[Candidate]) -> set[str]:
    """Given names and surnames of the article's persons, folded."""
    names = (context.text[span.start : span.end] for span in spans if span.label == "PERSON")
    return {fold_key(part) for name in names if " " in name for part in split_person_name(name)}


def _make_key(context: NameContext, span: Candidate, parts: set[str]) -> str:
    """The key of mentions that vote together: the folded name.

    A place that shares its name with a person of the article votes separately: "Paris Ames flew to Paris".
    """
    key = fold_key(context.text[span.start : span.end])
    is_place = key in parts and span.label == "GPE" and _names_place(key) and _follows(context, span, _TO_PLACES)
    return f"{key} {_AS_PLACE}" if is_place else key


def _follows(context: NameContext, span: Candidate, words: frozenset[str]) -> bool:
    token = context.tokens.find_token(span.start)
    return token > 0 and context.tokens.forms[token - 1].lower() in words


def _make_actors(
    context: NameContext, spans: Sequence[Candidate], keys: Sequence[str], votes: dict[str, Votes]
) -> None:
    """Turn unknown places into organisations if they act and never follow a preposition of place.

    "Wolfram swept Ardent by 2-1": teams and companies that the model labels as towns.
    """
    acts: Counter[str] = Counter()
    places: set[str] = set()
    for span, key in zip(spans, keys, strict=True):
        if span.label not in ("GPE", "LOC") or span.is_fixed or span.known is not None:
            continue
        token = context.tokens.find_token(span.end - 1)
        following = context.tokens.forms[token + 1 : token + 2]
        if _follows(context, span, _TO_PLACES | {"of", "for", ","}) or following == [","]:
            places.add(key)
        acts[key] += context.tokens.deps[token] in _ACTING
    for key, count in acts.items():
        if (
            count
            and key not in places
            and not _names_place(key)
            and " ".join(map(str.capitalize, key.split())) not in read_cities()
        ):
            votes[key]["ORG"] += ACTOR_VOTE * count


def _make_places(
    context: NameContext, spans: Sequence[Candidate], keys: Sequence[str], votes: dict[str, Votes]
) -> None:
    """Turn persons into places if only the model calls them persons and their words or context say otherwise.

    "In Don Mills, ...", "Red Deer" (a city), but not "in Ann Lee's view", and not a name that speaks, has a title or
    also occurs as a surname alone.
    """
    persons = {key for span, key in zip(spans, keys, strict=True) if _acts_as_person(context, span)}
    located = {key for span, key in zip(spans, keys, strict=True) if _is_located(context, span)}
    for key, count in votes.items():
        if " " not in key or key in persons or max(count, key=lambda label: (count[label], label)) != "PERSON":
            continue
        if any(part in votes for part in split_person_name(key)):
            continue
        if key in located or " ".join(word.capitalize() for word in key.split()) in read_cities():
            count["GPE"] += count["PERSON"] + MODEL_VOTE


def _acts_as_person(context: NameContext, span: Candidate) -> bool:
    """Whether a mention has a title, a noun for a person, "who" or a verb of saying next to it."""
    count: Votes = defaultdict(float)
    return "PERSON" in _count_context(context, span, count) or count["PERSON"] > 0.0 or _speaks(context, span)


def _is_located(context: NameContext, span: Candidate) -> bool:
    """Whether a mention is where only a place can be: "In Elm Mills, ...", "people in Elm Mills"."""
    token = context.tokens.find_token(span.start)
    following = context.tokens.find_token(span.end - 1) + 1
    if (
        token == 0
        or context.tokens.forms[token - 1].lower() != "in"
        or context.tokens.forms[following : following + 1] == ["'s"]
    ):
        return False
    tokens = context.tokens
    return token == 1 or tokens.starts_sentence(token - 1) or tokens.tags[token - 2] in _BEFORE_PLACES


def fold_key(text: str) -> str:
    """The key under which votes of a name are counted: white space and case folded."""
    return " ".join(text.split()).casefold()


def _count_context(context: NameContext, span: Candidate, count: Votes) -> set[str]:
    """Count the votes of the words next to a mention. Returns the labels given by a noun right next to it."""
    return {*_count_before(context, span, count), *_count_after(context, span, count)}


def _count_before(context: NameContext, span: Candidate, count: Votes) -> Iterator[str]:
    names = read_name_words()
    token = context.tokens.find_token(span.start)
    before = context.tokens.forms[token - 1] if token > 0 else ""
    if before in names.titles:
        count["PERSON"] += TITLE_VOTE
        yield "PERSON"
    elif before.lower() in names.person_nouns:
        count["PERSON"] += PERSON_NOUN_VOTE
        yield "PERSON"
    elif before.lower() in names.organization_nouns:
        count["ORG"] += ORGANIZATION_NOUN_VOTE
        yield "ORG"
    elif before in names.place_nouns or (
        before == "of" and token > 1 and context.tokens.forms[token - 2] in names.place_nouns
    ):
        count["GPE"] += PLACE_NOUN_VOTE
    elif before in ("in", "In"):
        count["GPE"] += PLACE_PREPOSITION_VOTE


def _read(context: NameContext, span: Candidate) -> str:
    return context.text[span.start : span.end]


def _count_after(context: NameContext, span: Candidate, count: Votes) -> Iterator[str]:
    names = read_name_words()
    following = context.tokens.find_token(span.end - 1) + 1
    after, second = (
        context.tokens.forms[index] if index < len(context.tokens.forms) else "" for index in (following, following + 1)
    )
    owned = second if after == "'s" else after
    apposition = _read_apposition(context, following) if after == "," else []
    if owned in names.company_words and (after == "'s" or not _names_place(fold_key(_read(context, span)))):
        count["ORG"] += COMPANY_VOTE
    elif apposition[-1:] and apposition[-1] in names.organization_nouns:
        count["ORG"] += ORGANIZATION_NOUN_VOTE
        if span.label in ("LOC", "FAC", "GPE"):
            yield "ORG"
    elif owned in names.followers:
        count["PERSON"] += PERSON_NOUN_VOTE
    if after == "who" or (after == "," and second == "who"):
        count["PERSON"] += WHO_VOTE
        yield "PERSON"
    elif after == "," and second == "which":
        count["ORG"] += WHICH_VOTE
    if (second if after in _NOUN_MODIFIERS else after) in names.named_by_nouns:
        count["ORG"] += NAMED_BY_NOUN_VOTE
    if span.label == "PERSON" and _employs(context, following):
        count["ORG"] += EMPLOYER_VOTE
    if span.label in ("PRODUCT", "WORK_OF_ART", "LAW", "EVENT") and _speaks(context, span):
        count["ORG"] += SPEAKER_VOTE


_NOUN_MODIFIERS = frozenset({"trade", "labor", "labour", "news", "press", "investment"})


def _employs(context: NameContext, following: int) -> bool:
    """Whether a role and a person's name follow: "Sentix Managing Director Patrick Hussy"."""
    tokens, words = context.tokens, context.tokens.forms
    for index in range(following, min(following + 4, len(words) - 1)):
        if not words[index].replace("-", "").isalpha():
            return False
        if words[index].lower() in _COMPANY_ROLES:
            return tokens.entity_types[index + 1] == "PERSON" and words[index + 1] not in read_name_words().titles
    return False


_COMPANY_ROLES = frozenset(read_data("titles")["company_roles"]["words"])


def _speaks(context: NameContext, span: Candidate) -> bool:
    """Whether the span is the subject of a verb of saying."""
    tokens = context.tokens
    root = tokens.find_root(tokens.find_token(span.start), tokens.find_token(span.end - 1) + 1)
    return tokens.deps[root] == "nsubj" and tokens.lemmas[tokens.heads[root]] in _SPEECH_LEMMAS


_SPEECH_LEMMAS = frozenset(read_data("words")["speech"]["lemmas"])


def _read_apposition(context: NameContext, comma: int) -> list[str]:
    """Words of "a ..." or "the ..." after a comma, up to its head noun."""
    words = context.tokens.forms[comma + 1 : comma + 8]
    if not words or words[0] not in ("a", "an", "the"):
        return []
    for index, word in enumerate(words):
        if word in _APPOSITION_ENDS:
            return words[:index]
    return words


_APPOSITION_ENDS = frozenset(
    ", . ; who which that whose of for at in on from to by with based run owned founded".split()
)
_LINE_REACH = 300  # characters before a name that show whether its line is written in capitals


def _count_shape(context: NameContext, span: Candidate, count: Votes) -> None:
    text = context.text[span.start : span.end]
    letters = text.replace(".", "")
    if (
        letters.isupper()
        and letters.isalpha()
        and 2 < len(letters) <= 6
        and not span.is_fixed
        and text.title() not in read_cities()
    ):
        line_start = context.text.rfind("\n", max(span.start - _LINE_REACH, 0), span.start) + 1
        line = context.text[max(line_start, span.start - _LINE_REACH) : span.end + 40].split("\n")[0]
        if not line.isupper():
            count["ORG"] += ACRONYM_VOTE


def _reports_game(context: NameContext) -> bool:
    sports = read_name_words().sports_words
    found = [word for word in context.tokens.forms if word in sports]
    return len(found) > SPORTS_SHARE * len(context.tokens.forms) and len(set(found)) >= SPORTS_WORDS


def _stands_for_team(context: NameContext, span: Candidate) -> bool:
    """Whether a town or state in a report of a game may be its team: no preposition before it, no place after it."""
    if span.rule == "dateline" or (span.known is not None and span.known.group not in ("state", "location")):
        return False
    token = context.tokens.find_token(span.start)
    before = context.tokens.forms[token - 1].lower() if token > 0 else ""
    following = context.tokens.find_token(span.end - 1) + 1
    after = context.tokens.forms[following] if following < len(context.tokens.forms) else ""
    if before in ("in", "at", "near", "from", "to", "of", "through", ","):
        return False
    return after != ","


def _count_words(key: str, count: Votes) -> None:
    """Votes of the name's own words."""
    words = key.split()
    if len(words) > 1:
        label = _read_head(words)
        if words[-1] in _LEGAL_FORMS:
            count["ORG"] += LEGAL_FORM_VOTE
        elif label is not None:
            count[label] += HEAD_WORD_VOTE
        elif (
            len(words) <= 4
            and words[0] in read_first_names()
            and not _SMALL_WORDS & set(words)
            and all(word.replace("-", "").replace("'", "").replace(".", "").isalpha() for word in words)
        ):
            count["PERSON"] += FIRST_NAME_VOTE
    name = " ".join(word.capitalize() for word in words)
    city = read_cities().get(name)
    if city is not None and name not in read_weak_places():
        if city.population >= (LARGE_CITY if count["GPE"] > 0.0 else RENOWNED_CITY):
            count["GPE"] += CITY_VOTE
        elif count["GPE"] > 0.0:
            count["GPE"] += TOWN_VOTE


def _read_head(words: Sequence[str]) -> str | None:
    """The label of the last word of a name ("Council", "Airport"), or of its first words ("Lake", "Bank of")."""
    names = read_name_words()
    last, first = words[-1].capitalize(), words[0].capitalize()
    heads = {
        "ORG": names.organization_heads,
        "EVENT": names.event_heads,
        "FAC": names.facility_heads,
        "LAW": names.law_heads,
    }
    for label, known in heads.items():
        if last in known:
            return label
    if last in names.place_heads:
        return names.place_heads[last]
    if len(words) == 2 and first in names.place_starts:
        return names.place_starts[first]
    for word, following in pairwise(words[:-1]):
        if word.capitalize() in names.organization_heads and following in ("of", "for"):
            return "ORG"
    return None


_SMALL_WORDS = frozenset({"of", "for", "and", "in", "on", "the", "to", "at"})
_LEGAL_FORMS = frozenset(form.casefold() for form in read_name_words().legal_forms)


def _pass_on_person_votes(votes: dict[str, Votes], fixed: dict[str, Candidate]) -> None:
    """Let full names vote for their parts, and weaken single words without a full name."""
    parts: dict[str, str] = {}
    for key in list(votes):
        words = key.split()
        count = votes[key]
        if len(words) < 2 or max(count, key=lambda label: (count[label], label)) != "PERSON":
            continue
        given, surname = split_person_name(key)
        for part in (surname, given):
            if len(part) > 2 and part not in fixed:
                parts.setdefault(part, key)
    for key, count in votes.items():
        if " " not in key and key not in parts:
            count["PERSON"] *= UNINTRODUCED_FACTOR if count["PERSON"] < TITLE_VOTE else 1.0
    for part, key in parts.items():
        if part in votes:
            # "Messina" is no town where the article has "Jim Messina"; "Israel" may be either, so it keeps its votes.
            mistaken = ("ORG",) if _names_place(part, RENOWNED_CITY) else ("ORG", "GPE", "LOC", "PRODUCT")
            claimed = sum(votes[part][label] for label in mistaken)
            votes[part]["PERSON"] += FULL_NAME_VOTE + votes[key]["PERSON"] + claimed


def _pass_on_organization_votes(votes: dict[str, Votes], fixed: dict[str, Candidate]) -> None:
    for key in list(votes):
        words = key.split()
        count = votes[key]
        if len(words) < 2 or not _is_organization(count):
            continue
        for length in range(1, len(words)):
            prefix = " ".join(words[:length])
            if prefix in votes and prefix not in fixed and not _names_place(prefix):
                votes[prefix]["ORG"] += PREFIX_VOTE + votes[prefix]["GPE"]


def _is_organization(count: Votes) -> bool:
    return max(count, key=lambda label: (count[label], label)) == "ORG"


def _stands_alone(context: NameContext, span: Candidate) -> bool:
    """Whether a nationality is used as a noun, like the name of an airline: "Norwegian asked the court"."""
    token = context.tokens.find_token(span.start)
    if token == 0 or token != context.tokens.find_token(span.end - 1):
        return False
    if context.tokens.forms[token - 1].lower() in ("a", "an", "the", "another", "one", "every"):
        return False
    return context.tokens.tags[token] == "NNP" and context.tokens.deps[token] in (
        "nsubj",
        "nsubjpass",
        "pobj",
        "dobj",
        "poss",
    )


def _names_place(key: str, population: int = LARGE_CITY) -> bool:
    """Whether a folded name is a country's, a region's or that of a city of so many people."""
    name = " ".join(word.capitalize() for word in key.split())
    city = read_cities().get(name)
    return name in read_forms() or (city is not None and city.population >= population)


def _choose_label(key: str, count: Votes, fixed: dict[str, Candidate]) -> str:
    if key in fixed:
        return fixed[key].label
    return max(count, key=lambda label: (count[label], label))


def _find_missed(
    context: NameContext, spans: Sequence[Candidate], keys: Sequence[str], labels: dict[str, str]
) -> list[Candidate]:
    """The spans, with unmarked mentions of the same names elsewhere in the article."""
    short = _list_short_forms(context, spans)
    known = _list_forms(context, spans, keys, labels, short)
    text = context.text
    added: list[Candidate] = []
    position = reached = 0
    for word in context.find_words():
        start = word.start()
        while position < len(spans) and spans[position].end <= start:
            position += 1
        if start < reached:
            continue
        for form, label in known.get(word[0], ()):
            end = start + len(form)
            is_free = position >= len(spans) or spans[position].start >= end
            is_whole = text.startswith(form, start) and not text[end : end + 1].isalnum()
            is_short = form in short
            if (
                is_whole
                and is_free
                and not context.is_debris(start, end)
                and not context.role_spans.holds(CharSpan(start, end))
                and (_reads_as_company(context, start) if is_short else _reads_as_name(context, start))
            ):
                added.append(Candidate(start, end, label, None, "first word" if is_short else "same name"))
                reached = end
                break
    return sorted([*spans, *added], key=lambda span: span.start)


def _list_forms(
    context: NameContext, spans: Sequence[Candidate], keys: Sequence[str], labels: dict[str, str], short: set[str]
) -> dict[str, list[tuple[str, str]]]:
    """Forms of the article's names with their labels, by first word, the longest first; surnames are among them."""
    forms: dict[str, str] = {}
    for span, key in zip(spans, keys, strict=True):
        if span.label in _PROPAGATED and labels.get(key) == span.label:
            form = context.text[span.start : span.end]
            forms.setdefault(form, span.label)
            if span.label == "PERSON" and " " in form:
                forms.setdefault(split_person_name(form)[1], span.label)
    short.difference_update(forms)
    forms |= dict.fromkeys(short, "ORG")
    by_word: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for form in sorted(forms, key=lambda form: (-len(form), form)):
        if len(form) > 2 and (form[0].isupper() or " " in form):
            by_word[_first_word(form)].append((form, forms[form]))
    return by_word


def _list_short_forms(context: NameContext, spans: Sequence[Candidate]) -> set[str]:
    """First words of company names with a legal form, which an article uses later as short forms: "Tianqi"."""
    names = read_name_words()
    short: set[str] = set()
    for span in spans:
        words = context.text[span.start : span.end].split()
        if span.label == "ORG" and len(words) > 1 and words[-1].casefold() in _LEGAL_FORMS:
            word = words[0]
            if (
                word.isalpha()
                and len(word) > 2
                and word.lower() not in context.small_words
                and word not in names.title_words | names.no_names
                and word not in read_forms()
                and word not in read_cities()
                and word.casefold() not in read_first_names()
            ):
                short.add(word)
    return short


def _reads_as_company(context: NameContext, start: int) -> bool:
    """Whether a company's first word is used alone: tagged as a name, and not part of a longer one."""
    token = context.tokens.find_token(start)
    tags, words = context.tokens.tags, context.tokens.forms
    if tags[token] != "NNP" or (token and tags[token - 1] == "NNP" and words[token - 1][:1].isupper()):
        return False
    return token + 1 == len(words) or tags[token + 1] != "NNP" or not words[token + 1][:1].isupper()


_PROPAGATED = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC"})


def _reads_as_name(context: NameContext, start: int) -> bool:
    return context.tokens.tags[context.tokens.find_token(start)] in (
        "NNP",
        "NNPS",
        "NN",
        "NNS",
        "JJ",
        "FW",
        "ADD",
        "XX",
        "CD",
    )


def _first_word(form: str) -> str:
    for index, char in enumerate(form):
        if not (char.isalnum() or char == "_"):
            return form[:index]
    return form
