"""Resolve sources and addressees: from the head of a noun phrase to a named entity, a description, or nobody."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import islice
from typing import TYPE_CHECKING

from articles.coreference.roles import GENDER_OF_NOUN
from articles.lexicon.gazetteers import read_data, read_first_names
from articles.lexicon.pronouns import (
    AUTHOR_PRONOUNS,
    GENDERED,
    PERSON_PRONOUNS,
    PLURAL_PRONOUNS,
    PRONOUNS,
    RELATIVES,
    THING_PRONOUNS,
)
from articles.quotes.descriptions import Phrase, read_description, read_party_member
from articles.quotes.discourse import name_source
from articles.quotes.noun_phrases import coordinate, find_right_edge, uncapitalize
from articles.quotes.rules import Answer, Rule, try_rules
from articles.quotes.source_kinds import TYPE_RULE, read_source_words
from articles.quotes.unnamed_persons import is_person_noun
from articles.records import Source
from articles.text.person_names import find_gender
from terms.states import SourceKind

if TYPE_CHECKING:
    from articles.parsing.tokens import Tokens
    from articles.quotes.discourse import Described, Discourse
    from articles.records import Mention

_OFFICES = frozenset(read_data("titles")["offices"]["heads"])
_PARTY_GAP = re.compile(r",\s(?:an?\s|the\s)?(?:[A-Z][\w.]*\s){0,3}")  # from a name to its party
_NAME_GAP = re.compile(r",\s(?:[A-Z][a-z]*\.?\s)?")  # between a description and the name after it
_OF_OTHERS = re.compile(r"\b(?:for|of|to|with|who|that|and)\b")  # "an aide to the mayor, Jane Roe": the mayor's name
_SHORTEST_NAME = 2  # letters
_DATELINE_LENGTH = 9  # tokens of "MOSCOW (AP) -- "
_THING_MEMORY = 2  # sentences
_AGE_LENGTH = 4  # tokens of "19-year-" before "old"
_NAMES_BEFORE = 200  # names before an age that are searched for its bearer
_NEW = frozenset({"a", "an", "another", "one"})  # "a 19-year-old" introduces somebody
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "agent"})


def read_source(discourse: Discourse, token: int, cue: int | None = None) -> Source | None:
    """The source whose noun phrase has `token` as its head; None if the phrase cannot be a source.

    `cue` is the token of the cue: a description ends before a relative clause that contains it.
    """
    return try_rules(SOURCE_RULES, Phrase(discourse, token, cue))


def _read_relative(phrase: Phrase) -> Source | Answer | None:
    tokens, token = phrase.tokens, phrase.token
    if tokens.words[token] not in RELATIVES or tokens.tags[token] not in {"WP", "WDT", "IN", "WP$"}:
        return None
    verb = tokens.heads[token]
    for _ in range(4):
        if tokens.deps[verb] == "relcl":
            noun = tokens.heads[verb]
            if tokens.words[token] in {"who", "whom"}:
                noun = _climb_to_person(tokens, noun)
            antecedent = read_source(phrase.discourse, noun, phrase.cue)
            if antecedent is None:
                return Answer.NOTHING
            is_type = tokens.tags[verb] == "VBZ" and antecedent.entity_type == "DESCRIPTION"
            return antecedent.take_up(*phrase.own, _keep_epithet(TYPE_RULE if is_type else "relative", antecedent))
        if tokens.heads[verb] == verb:
            break
        verb = tokens.heads[verb]
    return Answer.NOTHING


def _keep_epithet(rule: str, source: Source) -> str:
    """A rule, with the note that the article names whom the source describes, if it does."""
    return f"{rule}, epithet" if source.rule.endswith("epithet") else rule


def _climb_to_person(tokens: Tokens, noun: int) -> int:
    """ "A deckhand on the ferry who ...": the deckhand, even if the parser attaches "who" to the ferry."""
    while tokens.deps[noun] == "pobj" and tokens.tags[noun] == "NN" and not is_person_noun(tokens.words[noun]):
        above = tokens.heads[tokens.heads[noun]]
        if above >= noun or not tokens.tags[above].startswith("NN"):
            break
        noun = above
    return noun


def _read_after_dateline(phrase: Phrase) -> Source | Answer | None:
    token = _skip_dateline(phrase.tokens, phrase.token)
    if token == phrase.token:
        return None
    return read_source(phrase.discourse, token, phrase.cue) or Answer.NOTHING


def _skip_dateline(tokens: Tokens, token: int) -> int:
    first = tokens.find_paragraph_start(token)
    if token - first > _DATELINE_LENGTH or not tokens.text[tokens.starts[token]].isupper():
        return token
    for at in range(token + 1, min(first + _DATELINE_LENGTH, len(tokens))):
        if tokens.is_dash(at):
            after = [c for c in tokens.children[token] if c > at and tokens.tags[c].startswith(("NN", "PRP"))]
            return after[0] if after else token
    return token


def _read_pronoun(phrase: Phrase) -> Source | None:
    tokens, token = phrase.tokens, phrase.token
    is_pronoun = tokens.words[token] in PRONOUNS and tokens.tags[token] in _PRONOUN_TAGS
    # "both of the men": the word precedes its noun
    has_noun = any(tokens.deps[child] == "prep" for child in tokens.children[token])
    return try_rules(PRONOUN_RULES, phrase) if is_pronoun and not has_noun else None


_PRONOUN_TAGS = frozenset({"PRP", "PRP$", "DT", "EX", "WP", "CD", "PDT"})


def _read_party(phrase: Phrase) -> Source | None:
    mention = phrase.discourse.find_name(phrase.token)
    if mention is None or mention.entity_type != "NORP":
        return None
    for other in islice(phrase.discourse.list_before(phrase.token), 1, 3):
        between = phrase.tokens.text[other.clean_end : mention.clean_start]
        if other.entity_type == "PERSON" and _PARTY_GAP.fullmatch(between):
            return name_source(other, "apposition")
    return None


def _read_name_after(phrase: Phrase) -> Source | None:
    tokens, token, discourse = phrase.tokens, phrase.token, phrase.discourse
    end = tokens.ends[find_right_edge(tokens, token, phrase.cue)]
    if tokens.tags[token] != "NN" or _OF_OTHERS.search(tokens.text, tokens.starts[token], end):
        return None
    if not is_person_noun(phrase.word):  # "according to the footage, Roe was in his cell"
        return None
    at = bisect_left(discourse.starts, end)
    for mention in discourse.mentions[at : at + 1]:
        if mention.entity_type == "PERSON" and _NAME_GAP.fullmatch(tokens.text[end : mention.clean_start]):
            return name_source(mention, "apposition")
    return None


def _read_name(phrase: Phrase) -> Source | None:
    mention = phrase.discourse.find_name(phrase.token)
    return coordinate(phrase.discourse, phrase.token, name_source(mention, "name")) if mention is not None else None


def _read_seat(phrase: Phrase) -> Source | None:
    tokens, token = phrase.tokens, phrase.token
    start, end = tokens.starts[tokens.edges_left[token]], tokens.ends[find_right_edge(tokens, token, phrase.cue)]
    seat = read_source_words().seats.get(tokens.text[start:end].lower())
    return Source(start, end, seat, "ORG", "seat") if seat is not None else None


def _read_age(phrase: Phrase) -> Source | None:
    tokens, token = phrase.tokens, phrase.token
    if phrase.word != "old" or tokens.words[max(token - 3, 0) : token] != ["-", "year", "-"] or token < _AGE_LENGTH:
        return None
    left = min(tokens.edges_left[token], token - _AGE_LENGTH)
    while tokens.tags[left] in {"IN", "CC", ",", "_SP", "``", "''"}:
        left += 1
    start, end = tokens.starts[left], tokens.ends[token]
    words = " ".join(uncapitalize(tokens, left, tokens.text[start:end]).split())
    described = Source(start, end, words, "DESCRIPTION", "description")
    if tokens.words[left] in _NEW:
        return described
    age = re.compile(rf",? (?:aged? )?{re.escape(tokens.words[token - _AGE_LENGTH])}\b")
    for mention in islice(phrase.discourse.list_before(token), _NAMES_BEFORE):
        if mention.entity_type == "PERSON" and age.match(tokens.text, mention.clean_end):
            return Source(start, end, mention.entity_name, "PERSON", "age")
    return described


_POST_NOMINALS = frozenset({"mp", "mep", "msp", "qc", "kc", "phd", "md", "obe", "mbe", "cbe"})


def _read_post_nominal(phrase: Phrase) -> Source | None:
    if phrase.word not in _POST_NOMINALS or phrase.token == 0:
        return None
    mention = phrase.discourse.find_name(phrase.token - 1)
    is_person = mention is not None and mention.entity_type == "PERSON"
    return name_source(mention, "name") if mention is not None and is_person else None


def _read_capitals(phrase: Phrase) -> Source | None:
    start, end = phrase.own
    word = phrase.tokens.text[start:end]
    bearer = phrase.discourse.surnames.get(word.casefold()) if word.isupper() and len(word) > 2 else None
    return Source(start, end, bearer.entity_name, "PERSON", "capitals") if bearer is not None else None


def _read_proper_noun(phrase: Phrase) -> Source | None:
    """A lone surname that no mention covers: "“...,” Hegedus said"."""
    tokens, token = phrase.tokens, phrase.token
    form = tokens.forms[token]
    is_alone = tokens.edges_left[token] == tokens.edges_right[token] == token
    is_name = tokens.tags[token] == "NNP" and form.istitle() and form.isalpha() and len(form) > _SHORTEST_NAME
    if not (is_alone and is_name) or is_person_noun(phrase.word) or phrase.word in read_source_words().kinds:
        return None
    return Source(*phrase.own, form, "PERSON", "proper noun") if phrase.cue is not None else None


# "a man who goes by the name “Stubbs”", "a trader known only as Pell", "a nurse who asked to be called Ann"
_WAYS_OF_CALLING = (
    r"(?:(?:is|was) )?(?:only )?(?:named|nicknamed|called|known)(?: only)?(?: to \w+)?(?: as| by)?",
    r"(?:goes|went|going) (?:only )?by",
    r"(?:asked|wanted|wished|preferred|agreed) to be (?:called|named|known|identified|quoted|referred to)(?: as| by)?",
    r"gave (?:only )?(?:his|her|their) (?:first |last )?name(?: only)?(?: as)?",
    r"(?:calls|called|calling|identified|identifying) (?:him|her|them)sel(?:f|ves)(?: as| by)?",
    r"identified(?: as| by)?",
    r"as|by",
)
_CALLED = re.compile(
    rf",? (?:(?:who|that) )?(?:{'|'.join(_WAYS_OF_CALLING)})(?: (?:only|just)(?: as| by)?)?"
    r"(?: (?:the|his|her|their) (?:nick|stage |street |first |last )?name)?(?: of)?(?:,? (?:only|as))?"
    r" [\"“‘']?(?P<name>[A-Z][\w'’-]*(?: [A-Z][\w'’-]*){0,3})"
)


def _read_called(phrase: Phrase) -> Source | None:
    tokens = phrase.tokens
    if not is_person_noun(phrase.word) or tokens.tags[phrase.token + 1 : phrase.token + 2] == ["VBD"]:
        return None  # "the leader called Roe a liar"
    found = _CALLED.match(tokens.text, phrase.own.end)
    in_marks = found is not None and tokens.text[found.start("name") - 1] in "\"“‘'"
    return _name_person(phrase, found, "called", is_sure=in_marks) if found is not None else None


def _name_person(phrase: Phrase, found: re.Match[str], rule: str, *, is_sure: bool) -> Source | None:
    """The person of that name; with `is_sure`, even if no mention covers the name."""
    mention = phrase.discourse.find_mention(*found.span("name"))
    if mention is not None and mention.entity_type == "PERSON":
        return Source(*found.span("name"), mention.entity_name, "PERSON", rule)
    return Source(*found.span("name"), found["name"], "PERSON", rule) if is_sure else None


_NAME_BETWEEN_COMMAS = re.compile(r", (?P<name>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){1,2}),")


def _read_name_between(phrase: Phrase) -> Source | None:
    text = phrase.tokens.text
    is_one = phrase.tokens.tags[phrase.token] == "NN"
    found = _NAME_BETWEEN_COMMAS.match(text, phrase.own.end) if is_one else None
    if found is None:
        return None
    given = found["name"].split()[0].casefold()
    return _name_person(phrase, found, "apposition", is_sure=given in read_first_names())


def _read_apposition(phrase: Phrase) -> Source | None:
    tokens = phrase.tokens
    for child in tokens.children[phrase.token]:
        if tokens.deps[child] == "appos" and tokens.tags[child].startswith("NNP"):
            mention = phrase.discourse.find_mention(tokens.starts[child], tokens.ends[child])
            if mention is not None and mention.entity_type == "PERSON":
                return name_source(mention, "apposition")
    return None


SOURCE_RULES: tuple[Rule[Phrase, Source], ...] = (
    Rule("relative", "“..., who said ...”: the noun that the clause modifies", _read_relative),
    Rule(
        "dateline", "“MOSCOW -- President Roe said”: the parser takes the place for the subject", _read_after_dateline
    ),
    Rule("pronoun", "“he said”", _read_pronoun),
    Rule("party", "“Jane Roe, Ohio Republican, said”: the parser takes the party for the subject", _read_party),
    Rule("party member", "“the Ohio Republican said”, whom the article named before", read_party_member),
    Rule("seat", "“Number 10 said”: the government that sits there", _read_seat),
    Rule("age", "“the 19-year-old said”, whom the article names with that age", _read_age),
    Rule("name", "“Jane Roe said”", _read_name),
    Rule("post-nominal", "“Jane Roe MEP said”", _read_post_nominal),
    Rule("capitals", "“ROE:”, as a transcript writes a surname", _read_capitals),
    Rule("proper noun", "“Hegedus said”, whom no mention covers", _read_proper_noun),
    Rule("called", "“a man who goes by the name Roe”", _read_called),
    Rule("apposition", "“the mayor, Jane Roe, said”", _read_apposition),
    Rule("name after", "“a spokesman, Lt. Jane Roe”, where the parser separates them", _read_name_after),
    Rule("name between commas", "“the clerk, Per Roe, said”, which the parser may misread", _read_name_between),
    Rule("description", "“a spokesman for the mayor said”", read_description),
)


# --- pronouns -------------------------------------------------------------------------------------------------------


def _read_topic(phrase: Phrase) -> Source | None:
    tokens, token = phrase.tokens, phrase.token
    if phrase.word not in PERSON_PRONOUNS or tokens.words[max(token - 2, 0) : token] != ["according", "to"]:
        return None
    before = tokens.find_own_start(token) - 1
    while before > 0 and not tokens.words[before - 1].strip():
        before -= 1
    for at in range(tokens.find_own_start(before - 1), before) if before > 0 else ():
        if tokens.deps[at] == "nsubj":
            topic = phrase.discourse.find_mention(tokens.starts[at], tokens.ends[at])
            is_person = topic is not None and topic.entity_type == "PERSON"
            return _take_up(phrase, topic, "pronoun, topic") if is_person and topic is not None else None
    return None


def _take_up(phrase: Phrase, mention: Mention, rule: str) -> Source:
    return Source(*phrase.own, mention.entity_name, mention.entity_type, rule)


def _read_antecedent(phrase: Phrase) -> Source | None:
    if phrase.word not in PERSON_PRONOUNS:
        return None
    found = phrase.discourse.references.find_antecedent(phrase.token, phrase.token + 1)
    if found is None:
        return None
    return _find_teller(phrase, found[0]) or _take_up(phrase, found[0], f"pronoun, {found[1]}")


def _find_teller(phrase: Phrase, mention: Mention) -> Source | None:
    """ "Roe said that Holm was late. He said ...": Roe, as the other is only told of in the words quoted last."""
    if phrase.cue is None or phrase.tokens.deps[phrase.token] not in _SUBJECTS:
        return None
    for last, pieces, source in reversed(phrase.discourse.speakers):
        if last >= phrase.token:
            continue
        is_told_of = any(start <= mention.clean_start < end for start, end in pieces)
        fits = source.entity_name != mention.entity_name and not source.members
        agrees = find_gender(source.entity_name) in {GENDERED[phrase.word], None}
        return source.take_up(*phrase.own, "pronoun, teller") if is_told_of and fits and agrees else None
    return None


_AT_PLACES = frozenset({"at", "in", "near", "from", "to", "outside"})


def _read_office_holder(phrase: Phrase) -> Source | None:
    """The subject of the sentence before as an office holder, if coreference finds only a name after "at" or "in"."""
    tokens, token, discourse = phrase.tokens, phrase.token, phrase.discourse
    if phrase.word not in PERSON_PRONOUNS:
        return None
    found = discourse.references.find_antecedent(token, token + 1)
    named = tokens.find_token(found[0].clean_start) if found is not None else token
    is_place = tokens.deps[named] == "pobj" and tokens.words[tokens.heads[named]] in _AT_PLACES
    if found is not None and not is_place:
        return None
    for at in range(token - 1, -1, -1):
        if tokens.sentences[token] - tokens.sentences[at] > 1:
            return None
        is_subject = tokens.deps[at] in {"nsubj", "nsubjpass"} and tokens.words[at - 1 : at] == ["the"]
        if is_subject and is_person_noun(tokens.words[at]) and discourse.find_name(at) is None:
            gender = GENDER_OF_NOUN.get(tokens.words[at])
            if gender in (GENDERED[phrase.word], None):
                return read_description(Phrase(discourse, at, phrase.cue))
    return None


def _read_author(phrase: Phrase) -> Source | None:
    author = phrase.discourse.author
    is_author = phrase.word in AUTHOR_PRONOUNS and author is not None
    return Source(*phrase.own, author, "PERSON", "author") if is_author and author is not None else None


def _read_thing(phrase: Phrase) -> Source | None:
    is_plural = phrase.word in PLURAL_PRONOUNS
    antecedent = _find_thing(phrase, is_plural=is_plural) if is_plural or phrase.word in THING_PRONOUNS else None
    if antecedent is None:
        return None
    taken_up = antecedent.take_up(*phrase.own, "pronoun, joint" if antecedent.members else "pronoun, nearest")
    phrase.discourse.plurals[phrase.token] = taken_up
    return taken_up


def _find_thing(phrase: Phrase, *, is_plural: bool) -> Source | None:
    """The antecedent of "it" or "they": the nearest subject before it that is a body, a group or several people."""
    tokens, discourse, sentence = phrase.tokens, phrase.discourse, phrase.tokens.sentences[phrase.token]
    for at in range(phrase.token - 1, -1, -1):
        if sentence - tokens.sentences[at] > _THING_MEMORY:
            break
        if tokens.deps[at] not in _SUBJECTS:
            continue
        if is_plural and at in discourse.plurals and tokens.words[at] in PLURAL_PRONOUNS:
            return discourse.plurals[at]
        if tokens.words[at] in PRONOUNS or tokens.words[at] in RELATIVES:
            continue
        mention = discourse.find_mention(tokens.starts[at], tokens.ends[at])
        if mention is not None and mention.clean_start <= tokens.starts[at]:
            if mention.entity_type != "PERSON":
                return name_source(mention, "name")
            several = coordinate(discourse, at, name_source(mention, "name"))
            if is_plural and several.members:
                return several
        elif tokens.tags[at] == ("NNS" if is_plural else "NN") and (is_plural or not is_person_noun(tokens.words[at])):
            return read_description(Phrase(discourse, at, phrase.cue))
    if is_plural:
        return next((each.source for each in reversed(discourse.described) if _can_be_they(tokens, each)), None)
    return None


def _can_be_they(tokens: Tokens, each: Described) -> bool:
    """Whether "they" can mean a description: several people, or one of unknown gender who holds no single office."""
    return tokens.tags[each.token] == "NNS" or not (each.noun in _OFFICES or _is_document(each))


def _is_document(each: Described) -> bool:
    return read_source_words().kinds.get(each.noun) is SourceKind.DOCUMENT


def _read_described(phrase: Phrase) -> Source | None:
    described = phrase.discourse.described
    if phrase.word not in PERSON_PRONOUNS or not described:
        return None
    last = next((each.source for each in reversed(described) if not _is_document(each)), None)
    return last and last.take_up(*phrase.own, _keep_epithet("pronoun, description", last))


def _read_unresolved(phrase: Phrase) -> Source:
    start, end = phrase.own
    return Source(start, end, phrase.tokens.text[start:end], "DESCRIPTION", "pronoun")


PRONOUN_RULES: tuple[Rule[Phrase, Source], ...] = (
    Rule("topic", "“Roe spoke of the talks. According to him ...”", _read_topic),
    Rule("office holder", "“The King opened the show at Feld. He told ...”", _read_office_holder),
    Rule("antecedent", "the person that coreference finds for “he” or “she”", _read_antecedent),
    Rule("author", "“I” is the author, outside of quotes", _read_author),
    Rule("thing", "“it” and “they” are the nearest body, group or several people", _read_thing),
    Rule("described", "“A clerk was there ... he said”: somebody not named", _read_described),
    Rule("unresolved", "a pronoun without an antecedent stays as it is", _read_unresolved),
)
