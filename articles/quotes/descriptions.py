"""Sources that are descriptions: "the minister", "this official", "the newspaper", "a spokesman for Jane Roe"."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from articles.coreference.roles import GENDER_OF_NOUN, find_role_group, group_noun
from articles.lexicon.cues import load_cues
from articles.quotes.coordination import list_coordinated
from articles.quotes.discourse import Described, name_source
from articles.quotes.noun_phrases import find_left_edge, find_right_edge, name_description, read_member
from articles.quotes.opinion_pieces import find_writer
from articles.quotes.rules import Rule, try_rules
from articles.quotes.source_kinds import EPITHET_RULE, judge_description, read_source_words
from articles.quotes.unnamed_persons import (
    HIGHEST,
    INTRODUCING,
    find_called,
    find_introduced,
    find_taken_up,
    is_introduced,
    is_person_noun,
    name_unnamed,
)
from articles.records import Source
from articles.text.person_names import find_gender
from articles.text.spans import CharSpan
from terms.states import SourceKind

if TYPE_CHECKING:
    from articles.parsing.tokens import Tokens
    from articles.quotes.discourse import Discourse
    from articles.records import Mention

# "this source", "the official": nouns that refer back to a source the article described before.
_TAKEN_UP = frozenset(
    "source sources person official officials man woman aide author writer operative strategist spokesman "
    "spokeswoman spokesperson lawyer attorney critic critics expert analyst newspaper paper website network "
    "agency campaign company department group committee panel court letter memo report statement piece essay "
    "study document lawsuit complaint researchers authors lawmakers prosecutors investigators".split()
)
_INDEFINITE = frozenset("a an one another some several many few other others most any each every more no both".split())
_PAPERS = frozenset(
    "times post journal news herald tribune guardian globe telegraph gazette observer sun mail politico".split()
)
# Nouns that refer back to a named organisation. Its name must contain one of the words given here, if there are any.
_BODIES = {"newspaper": _PAPERS, "paper": _PAPERS, "company": frozenset[str](), "firm": frozenset[str]()}
_BODIES |= {"organization": frozenset[str](), "ministry": frozenset({"ministry"}), "union": frozenset({"union"})}
_BODIES |= {"department": frozenset({"department"}), "committee": frozenset({"committee"})}
_BODIES |= {"university": frozenset({"university"}), "bank": frozenset({"bank"})}
_BODIES |= {"commission": frozenset({"commission"})}
_BODY_MEMORY = 4  # sentences
_SOURCE_MEMORY = 3  # sentences
_DOCUMENT_MEMORY = 2  # sentences
_EPITHET_MEMORY = 2  # sentences
_SPEAKER_MEMORY = 3  # sentences
# Nouns that with "the" always mean somebody whom the article names.
_EPITHETS = frozenset(
    {"nominee", "candidate", "governor", "senator", "congressman", "congresswoman", "mogul", "tycoon", "pontiff"}
)
_EPITHETS |= {
    "billionaire",
    "businessman",
    "businesswoman",
    "hopeful",
    "contender",
    "incumbent",
    "holdover",
    "frontrunner",
}
_RELATIVES = frozenset({"who", "whom", "that", "whose"})
_SEATS = frozenset({"governor", "senator", "congressman", "congresswoman", "lawmaker"})
_GENDER_OF_ENDING = {"woman": "f", "ssman": "m"}  # "businesswoman", "businessman"
# Channels through which an organisation itself speaks: "the company's website", "the campaign statement".
_MOUTHPIECES = frozenset({"website", "site", "statement", "page", "account", "release"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase that may be a source, by its head, without a relative clause that contains the cue."""

    discourse: Discourse
    token: int
    cue: int | None = None

    @property
    def tokens(self) -> Tokens:
        """Tokens of the article."""
        return self.discourse.tokens

    @property
    def word(self) -> str:
        """The head in lower case."""
        return self.tokens.words[self.token]

    @property
    def own(self) -> CharSpan:
        """Characters of the head."""
        return CharSpan(self.tokens.starts[self.token], self.tokens.ends[self.token])


@dataclass(frozen=True, slots=True)
class Description:
    """A phrase without a name of its own, with its first and last token."""

    phrase: Phrase
    left: int
    right: int

    @property
    def discourse(self) -> Discourse:
        """The names and sources of the article so far."""
        return self.phrase.discourse

    @property
    def tokens(self) -> Tokens:
        """Tokens of the article."""
        return self.phrase.tokens

    @property
    def token(self) -> int:
        """The head."""
        return self.phrase.token

    @property
    def noun(self) -> str:
        """The head in lower case."""
        return self.phrase.word

    @property
    def first_word(self) -> str:
        """The first word in lower case."""
        return self.tokens.words[self.left]

    @property
    def ends_with_noun(self) -> bool:
        """Whether nothing stands after the head."""
        return self.right == self.token

    @property
    def span(self) -> CharSpan:
        """Characters of the phrase."""
        return CharSpan(self.tokens.starts[self.left], self.tokens.ends[self.right])

    def name(self, mention: Mention, rule: str) -> Source:
        """The description as a source of that name."""
        return Source(*self.span, mention.entity_name, mention.entity_type, rule)


def read_description(phrase: Phrase) -> Source | None:
    """The source that a description refers to. A source known only by its description is remembered."""
    tokens = phrase.tokens
    if not phrase.word[0].isalnum() and phrase.word != "%":
        return None
    left = find_left_edge(tokens, phrase.token)
    right = find_right_edge(tokens, phrase.token, phrase.cue)
    return try_rules(DESCRIPTION_RULES, Description(phrase, left, right))


def _read_role(description: Description) -> Source | None:
    tokens, left, token = description.tokens, description.left, description.token
    if tokens.tags[token] not in {"NN", "NNP"} or tokens.tags[left] == "CD" or tokens.words[left] in _INDEFINITE:
        return None
    last = description.right if tokens.words[token + 1 : token + 2] == ["of"] else token
    found = description.discourse.references.find_antecedent(left, last + 1)
    return description.name(found[0], f"description, {found[1]}") if found is not None else None


def _read_pointer(description: Description) -> Source | None:
    points = description.first_word in {"this", "that", "these", "those"} and description.noun in _TAKEN_UP
    earlier = _take_up(description) if points and description.ends_with_noun else None
    return earlier.take_up(*description.span, _TAKEN_UP_RULE) if earlier is not None else None


def _take_up(description: Description) -> Source | None:
    """ "this source" is the source described last, "that lawyer" the last one with that noun."""
    token, described = description.token, description.discourse.described
    if description.noun in {"person", "source", "man", "woman", "official"}:
        introduced = _find_introduced(description)
        if introduced is not None:
            return introduced
        return described[-1].source if described and described[-1].token < token else None
    named_so = (each.source for each in reversed(described) if each.token < token and each.noun == description.noun)
    return next(named_so, None)


def _find_introduced(description: Description) -> Source | None:
    """ "One strategist was blunt. "...," this source said": somebody whom the sentences before introduced."""
    tokens, token, discourse = description.tokens, description.token, description.discourse
    for at in range(token - 1, -1, -1):
        if tokens.sentences[token] - tokens.sentences[at] > _SOURCE_MEMORY:
            return None
        if discourse.described and at <= discourse.described[-1].token:
            return None
        if tokens.deps[at] not in {"nsubj", "nsubjpass"} or tokens.tags[at] != "NN":
            continue
        left = find_left_edge(tokens, at)
        if tokens.words[left] in INTRODUCING and is_person_noun(tokens.words[at]):
            right = find_right_edge(tokens, at, description.phrase.cue)
            name = name_description(discourse, left, right)
            return Source(tokens.starts[left], tokens.ends[right], name, "DESCRIPTION", "description")
    return None


def _read_unnamed(description: Description) -> Source | None:
    if not description.ends_with_noun:
        return None
    discourse, token = description.discourse, description.token
    earlier = find_taken_up(discourse, description.left, token)
    if earlier is not None:
        discourse.described.append(earlier._replace(token=token))  # whom a pronoun after it means
        return earlier.source.take_up(*description.span, _TAKEN_UP_RULE)
    introduced = find_introduced(discourse, description.left, token)
    if introduced is None or discourse.find_name(introduced) is not None:
        return None
    source = read_description(Phrase(discourse, introduced))
    return source.take_up(*description.span, _TAKEN_UP_RULE) if source is not None else None


def _read_both(description: Description) -> Source | None:
    is_pair = description.noun in {"men", "women", "leaders", "lawmakers"} and description.first_word == "both"
    if not is_pair or not description.ends_with_noun:
        return None
    names: list[str] = []
    for mention in description.discourse.list_before(description.token):
        if mention.entity_type == "PERSON" and mention.entity_name not in names:
            names.insert(0, mention.entity_name)
        if len(names) == 2:
            members = tuple((name, "PERSON") for name in names)
            return Source(*description.span, " and ".join(names), "DESCRIPTION", "description, both", members)
    return None


def _read_body(description: Description) -> Source | None:
    is_known = description.noun in _BODIES and description.first_word in {"the", "this"}
    if not is_known or not description.ends_with_noun:
        return None
    body = _find_body(description.discourse, description.token)
    return description.name(body, "description, body") if body is not None else None


def _read_document(description: Description) -> Source | None:
    """ "The document" right after a law, letter or memo means that one."""
    tokens, token = description.tokens, description.token
    if description.noun != "document" or description.first_word not in {"the", "this", "that"}:
        return None
    if description.left + 1 != token or not description.ends_with_noun:
        return None
    documents = read_source_words().kinds
    for at in range(token - 1, -1, -1):
        if tokens.sentences[token] - tokens.sentences[at] > _DOCUMENT_MEMORY:
            return None
        is_document = documents.get(tokens.words[at]) is SourceKind.DOCUMENT and tokens.tags[at] == "NN"
        if is_document and tokens.words[at] != "document" and description.discourse.find_name(at) is None:
            left, right = find_left_edge(tokens, at), find_right_edge(tokens, at, description.phrase.cue)
            name = name_description(description.discourse, left, right)
            return Source(*description.span, name, "DESCRIPTION", "description, document") if left < at else None
    return None


def _read_piece(description: Description) -> Source | None:
    discourse = description.discourse
    writer = find_writer(discourse, description.left, description.token) if description.ends_with_noun else None
    if writer is None:
        return None
    mention = discourse.find_name(writer)
    source = name_source(mention, "name") if mention is not None else read_description(Phrase(discourse, writer))
    return source.take_up(*description.span, "description, writer") if source is not None else None


def _read_epithet(description: Description) -> Source | None:
    """ "Roe flew home. The former governor said ...": another description of the subject of the sentences before.

    An article writes "the former governor" or "the diver" only after it has named that person, or has introduced
    somebody with "a governor" or "two divers". Whom the article names is not always told: the source is then
    unresolved, and not a person left unnamed.
    """
    tokens, token = description.tokens, description.token
    if _is_office(description):
        return _describe_unknown(description)
    if description.first_word != "the" or tokens.tags[token] not in {"NN", "NNP"}:
        return None
    if judge_description(description.noun)[0] is not SourceKind.ANONYMOUS:
        return None
    if any(each.noun == description.noun for each in description.discourse.described) or _has_company(description):
        return None
    if _is_epithet(description) and (description.ends_with_noun or tokens.words[token + 1] == "and"):
        # an office that coreference cannot resolve is not just the last subject
        return _describe_unknown(description) if description.noun in HIGHEST else _name_last_subject(description)
    is_name = tokens.forms[token] != description.noun
    is_no_epithet = is_name or is_introduced(description.discourse, description.left, token)
    return None if is_no_epithet else _describe_known(description)


def _is_office(description: Description) -> bool:
    """Whether a phrase names an office of a country or a body, and so its holder: "Norway's defense minister"."""
    tokens, token, discourse = description.tokens, description.token, description.discourse
    owner = next((child for child in tokens.children[token] if tokens.deps[child] == "poss"), None)
    mention = discourse.find_name(owner) if owner is not None else None
    is_body = mention is not None and mention.entity_type in {"GPE", "ORG"}
    is_post = is_person_noun(description.noun) and description.noun not in read_source_words().unnamed
    return is_body and is_post and tokens.tags[token] in {"NN", "NNP"} and description.noun not in GENDER_OF_NOUN


def _has_company(description: Description) -> bool:
    """Whether others speak with a person: "the governor and two aides", unlike "the senator and former governor"."""
    tokens, after = description.tokens, description.token + 2
    is_more = tokens.tags[after : after + 1] in (["DT"], ["PRP$"], ["CD"]) or tokens.words[after : after + 1] == [
        "other"
    ]
    return is_more and tokens.words[after - 1] == "and"


def _describe_known(description: Description) -> Source | None:
    """Somebody who was not introduced: the last subject, if the noun fits its role, else whoever the article names."""
    tokens, token, discourse = description.tokens, description.token, description.discourse
    rest = tokens.words[token + 1 : description.right + 1]
    if rest and (rest[0] not in {"of", "for", "from", "in", "at", "and"} or _RELATIVES.intersection(rest)):
        return None  # "the woman who found the key": described here and now
    source = _describe_unknown(description)
    group = group_noun(description.noun)
    if not rest and group is not None:
        found = _name_last_subject(description)
        groups = {find_role_group(role) for role in discourse.references.roles if role.entity_name == found.entity_name}
        source = found if group in groups else source
    if source.entity_type == "DESCRIPTION":
        discourse.described.append(Described(token, description.noun, source))
    return source


def read_party_member(phrase: Phrase) -> Source | None:
    """ "Sen. Jane Roe wants a bridge. The Ohio Republican said ...": one member of a party, named before."""
    tokens, token = phrase.tokens, phrase.token
    if phrase.word not in read_source_words().people_of or tokens.tags[token] not in {"NN", "NNP", "JJ"}:
        return None
    description = Description(phrase, find_left_edge(tokens, token), find_right_edge(tokens, token, phrase.cue))
    is_one = description.first_word in {"the", "this"} and description.ends_with_noun
    return _name_last_subject(description) if is_one else None


def _describe_unknown(description: Description) -> Source:
    words = name_description(description.discourse, description.left, description.right)
    return Source(*description.span, words, "DESCRIPTION", EPITHET_RULE)


def _name_last_subject(description: Description) -> Source:
    """The one person who is the subject of the sentences before, or who was quoted last; else somebody unknown."""
    tokens, discourse = description.tokens, description.discourse
    token = _skip_own_words(description)
    gender = GENDER_OF_NOUN.get(description.noun) or _GENDER_OF_ENDING.get(description.noun[-5:])
    subjects: dict[str, Mention] = {}
    for at in range(token - 1, -1, -1):
        if tokens.sentences[token] - tokens.sentences[at] > _EPITHET_MEMORY:
            break
        if tokens.deps[at] in {"nsubj", "nsubjpass"} and tokens.sentences[at] < tokens.sentences[token]:
            subject = discourse.find_name(at)
            is_person = subject is not None and subject.entity_type == "PERSON"
            if subject is not None and is_person and _agrees(gender, subject.entity_name):
                subjects.setdefault(subject.entity_name, subject)
    if len(subjects) == 1:
        return description.name(next(iter(subjects.values())), EPITHET_RULE)
    last = _find_last_speaker(description, token, gender)
    is_office = description.noun in _SEATS or description.noun in read_source_words().people_of
    if last is not None and (last.entity_name in subjects or (is_office and not subjects)):
        return last.take_up(*description.span, EPITHET_RULE)
    return _describe_unknown(description)


def _skip_own_words(description: Description) -> int:
    """The token of a description, or the first one of the words in marks right before it."""
    tokens, at = description.tokens, description.left - 1
    while at > 0 and (tokens.words[at] == "," or tokens.words[at] in load_cues().verbs):
        at -= 1
    if tokens.tags[at] != "''":
        return description.token
    start = tokens.find_paragraph_start(at)
    return next((place for place in range(at - 1, start, -1) if tokens.tags[place] == "``"), start)


def _find_last_speaker(description: Description, token: int, gender: str | None) -> Source | None:
    tokens = description.tokens
    for last, _, speaker in reversed(description.discourse.speakers):
        if last < token:
            is_near = tokens.sentences[token] - tokens.sentences[last] <= _SPEAKER_MEMORY
            return speaker if is_near and _agrees(gender, speaker.entity_name) else None
    return None


def _agrees(gender: str | None, name: str) -> bool:
    return gender is None or find_gender(name) in {gender, None}


def _is_epithet(description: Description) -> bool:
    words = description.tokens.words[description.left + 1 : description.token]
    if description.noun in read_source_words().unnamed:
        return False
    is_former = "former" in words or any(word.startswith("year") for word in words)
    is_runner = description.noun == "runner" and words[-2:] == ["front", "-"]
    return is_former or is_runner or description.noun in _EPITHETS | HIGHEST


def _read_mouthpiece(description: Description) -> Source | None:
    if description.noun not in _MOUTHPIECES:
        return None
    tokens = description.tokens
    owner = next((child for child in tokens.children[description.token] if tokens.words[child] in _BODIES), None)
    body = _find_body(description.discourse, owner) if owner is not None else None
    return description.name(body, "description, body") if body is not None else None


def _find_body(discourse: Discourse, token: int) -> Mention | None:
    """ "the newspaper", "the company": the organisation named last that fits the noun."""
    tokens = discourse.tokens
    needed = _BODIES[tokens.words[token]]
    for mention in discourse.list_before(token):
        place = tokens.find_token(mention.clean_start)
        if tokens.sentences[token] - tokens.sentences[place] > _BODY_MEMORY:
            return None
        is_body = mention.entity_type == "ORG" and not _is_employer(tokens, tokens.find_token(mention.clean_end - 1))
        if is_body and (not needed or needed & set(mention.entity_name.lower().split())):
            return mention
    return None


def _is_employer(tokens: Tokens, place: int) -> bool:
    """ "analysts at Roe Securities": the sentence is about the analysts."""
    preposition = tokens.heads[place]
    return tokens.words[preposition] == "at" and tokens.tags[tokens.heads[preposition]] in {"NN", "NNS"}


def _read_words(description: Description) -> Source | None:
    if description.first_word in {"was", "is", "were", "are"}:
        return None  # "“No,” was the only answer": no phrase for a source
    tokens, token, discourse = description.tokens, description.token, description.discourse
    name, called = name_description(discourse, description.left, description.right), None
    if description.first_word in INTRODUCING and tokens.tags[token] == "NN" and is_person_noun(description.noun):
        called = find_called(tokens, token)
        if called is None:
            name = name_unnamed(discourse, token, name) or name
        else:
            words = name_description(discourse, find_left_edge(tokens, called), find_right_edge(tokens, called))
            name = name_unnamed(discourse, called, words) or name
    source = Source(*description.span, name, "DESCRIPTION", "description")
    nouns = [description.noun] if called is None else [description.noun, tokens.words[called]]
    discourse.described += [Described(token, noun, source) for noun in nouns]
    return _list_members(description, source)


def _read_between_dashes(description: Description) -> Source | None:
    """ "Roe -- a clerk in Feld -- said", where the parser takes the clerk for the subject."""
    tokens, left, after = description.tokens, description.left, description.right + 1
    if left < 2 or after >= len(tokens) or not (tokens.is_dash(left - 1) and tokens.is_dash(after)):
        return None
    mention = description.discourse.find_name(left - 2)
    is_person = mention is not None and mention.entity_type == "PERSON"
    return name_source(mention, "apposition") if mention is not None and is_person else None


def _read_first_named(description: Description) -> Source | None:
    """ "Roe and council officials said", which the parser may read as officials of Roe's and the council's."""
    tokens, discourse, left = description.tokens, description.discourse, description.left
    first = left + (tokens.words[left] == "the")
    mention = discourse.find_mention(tokens.starts[first], tokens.ends[first])
    is_name = mention is not None and mention.clean_start == tokens.starts[first]
    if mention is None or not is_name or mention.entity_type not in ({"ORG"} if first > left else {"PERSON"}):
        return None
    at = bisect_left(tokens.starts, mention.clean_end)
    if tokens.words[at : at + 1] != ["and"] or at >= description.token or tokens.tags[description.token] != "NNS":
        return None
    second = discourse.find_mention(tokens.starts[at + 1], tokens.ends[at + 1])
    if second is not None and second.entity_type == mention.entity_type:
        return None  # "Roe and Holm aides"
    others = name_description(discourse, at + 1, description.right)
    members = ((mention.entity_name, mention.entity_type), (others, "DESCRIPTION"))
    words = f"{mention.entity_name} and {others}"
    return Source(*description.span, words, "DESCRIPTION", "joint", members)


def _name_by_role(discourse: Discourse, token: int) -> tuple[str, str] | None:
    """The person meant by one of several sources that is a role: "the governor and two aides"."""
    tokens = discourse.tokens
    left = find_left_edge(tokens, token)
    found = discourse.references.find_antecedent(left, token + 1) if tokens.words[left] == "the" else None
    return (found[0].entity_name, found[0].entity_type) if found is not None else None


def _list_members(description: Description, source: Source) -> Source:
    """A coordinated description ("aides and two lawyers") with its members. "A friend and adviser" is one person."""
    tokens = description.tokens
    heads = list_coordinated(tokens, description.token)
    if len(heads) < 2 or tokens.ends[heads[-1]] > source.clean_end:
        return source
    discourse = description.discourse
    members = [_name_by_role(discourse, other) or read_member(discourse, other) for other in heads]
    distinct = all(
        kind != "DESCRIPTION"
        or tokens.tags[other] == "NNS"
        or any(tokens.deps[child] in {"det", "poss", "nummod"} for child in tokens.children[other])
        for other, (_, kind) in zip(heads, members, strict=True)
    )
    return replace(source, members=tuple(members)) if distinct else source


_TAKEN_UP_RULE = "description, taken up"

DESCRIPTION_RULES: tuple[Rule[Description, Source], ...] = (
    Rule("role", "“the minister”: the person of whom the article says so", _read_role),
    Rule("pointer", "“this official”: somebody described before", _read_pointer),
    Rule("unnamed", "“the official”, “the author”: an unnamed person described before", _read_unnamed),
    Rule("both", "“both men”: the two persons named last", _read_both),
    Rule("body", "“the newspaper”, “the company”: the body named last", _read_body),
    Rule("document", "“the document”: the law, letter or memo right before it", _read_document),
    Rule("piece", "“the op-ed says”: its writer, of whom the article told what is in it", _read_piece),
    Rule("epithet", "“the former governor”, “the nominee”: the subject of the sentence before", _read_epithet),
    Rule("mouthpiece", "“the company's website”: what it says the company says", _read_mouthpiece),
    Rule("between dashes", "“Roe -- a clerk in Feld -- said”: Roe", _read_between_dashes),
    Rule("first named", "“Roe and council officials”: a name and a description", _read_first_named),
    Rule("words", "nobody is named: the source is called as it stands", _read_words),
)
