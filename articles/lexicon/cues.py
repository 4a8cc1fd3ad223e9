"""The cue list: verbs, nouns and phrases that attribute words to somebody, read from `cues.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

VERB_CLASSES = ("neutral", "assertive", "denial", "question", "directive", "evaluation", "commitment")


@dataclass(frozen=True, slots=True)
class VerbCue:
    """A verb that attributes words, and the frames (see `cues.toml`) in which it does."""

    lemma: str
    cue_class: str
    frames: frozenset[str]
    prepositions: frozenset[str]  # of its "prep:" frames
    object_prepositions: frozenset[str]  # of its "object+" frames


@dataclass(frozen=True, slots=True)
class CueList:
    """The cue list, by the form in which a cue stands in a text (lower case)."""

    verbs: dict[str, VerbCue]  # by form: "said", "says"
    compounds: dict[str, dict[str, VerbCue]]  # by form of the verb, then by the words after it: "point" -> "out"
    hearers: frozenset[str]  # lemmas whose object is who is spoken to
    nouns: dict[str, str]  # singular and plural -> lemma
    classes: dict[str, str]  # lemma -> class
    media: dict[str, str]  # noun -> medium
    verb_media: dict[str, str]  # lemma -> medium


def read_cues() -> list[tuple[str, str]]:
    """All cues as (cue_lemma, cue_class), sorted; the rows of the cue dimension."""
    return sorted(load_cues().classes.items())


@cache
def load_cues() -> CueList:
    """Read `cues.toml`. Raises ValueError where a lemma is listed twice or a frame is unknown."""
    table = tomllib.loads(files(__package__).joinpath("cues.toml").read_text("utf-8"))
    irregular: dict[str, list[str]] = table["forms"]
    verbs: dict[str, VerbCue] = {}
    compounds: dict[str, dict[str, VerbCue]] = {}
    classes: dict[str, str] = {}
    hearers: set[str] = set()
    for cue_class in VERB_CLASSES:
        for lemma, frames in table[cue_class].items():
            if lemma in classes:
                raise ValueError(f"cues.toml lists {lemma!r} twice")
            classes[lemma] = cue_class
            cue = _make_cue(lemma, cue_class, frames)
            hearers |= {lemma} if "hearer" in cue.frames else set()
            verb, _, after = lemma.partition(" ")
            for form in irregular.get(verb) or inflect_verb(verb):
                if after:
                    compounds.setdefault(form, {})[after] = cue
                else:
                    verbs[form] = cue
    nouns: dict[str, str] = {}
    for lemma, cue_class in table["nouns"].items():
        nouns[lemma] = nouns[_make_plural(lemma)] = lemma
        classes.setdefault(lemma, cue_class)
    classes |= table["phrases"]
    return CueList(verbs, compounds, frozenset(hearers), nouns, classes, table["media"], table["verb_media"])


def inflect_verb(lemma: str) -> list[str]:
    """Forms of a regular English verb."""
    if lemma.endswith("e"):
        return [lemma, f"{lemma}s", f"{lemma}d", f"{lemma[:-1]}ing"]
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return [lemma, f"{lemma[:-1]}ies", f"{lemma[:-1]}ied", f"{lemma}ing"]
    if lemma.endswith(("s", "sh", "ch", "x", "z")):
        return [lemma, f"{lemma}es", f"{lemma}ed", f"{lemma}ing"]
    return [lemma, f"{lemma}s", f"{lemma}ed", f"{lemma}ing"]


def _make_plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}s"


def _make_cue(lemma: str, cue_class: str, listed: str) -> VerbCue:
    frames, prepositions, object_prepositions = set(), set(), set()
    for frame in listed.split():
        if frame.startswith("prep:"):
            prepositions.add(frame.removeprefix("prep:"))
        elif frame.startswith("object+"):
            object_prepositions.add(frame.removeprefix("object+"))
        elif frame in {"clause", "quote", "to", "gerund", "object", "as", "marked", "hearer"}:
            frames.add(frame)
        else:
            raise ValueError(f"cues.toml gives {lemma!r} the unknown frame {frame!r}")
    return VerbCue(lemma, cue_class, frozenset(frames), frozenset(prepositions), frozenset(object_prepositions))
