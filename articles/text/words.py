"""Content words of many texts at once, cut to crude stems: what quotes and headlines are compared by."""

from __future__ import annotations

import polars as pl

NEGATION = "\0"  # no stem

WORD = r"\d+(?:[.,]\d+)*|\p{L}+(?:['’]\p{L}+)*"
_STEM_LENGTH = 6
# Words that say little, or that change when speech is reported: pronouns, auxiliaries, articles, cue verbs.
_EMPTY = frozenset(
    "a an the and or but if of to in on at by for with from as into about over after before than then that this "
    "these those there here it its it's i i'm i've i'll i'd me my we we're we've we'll us our you you're your he "
    "he's his him she she's her they they're their them who what which when where how why is are was were be been "
    "being am do does did done have has had having will would shall should can could may might must so such some "
    "any all also just very more most much many other own out up down off too now only even still again because "
    "while during between both each one s t re ve ll d said says say saying told".split()
)
_NEGATIONS = frozenset("not no never none nothing nobody neither nor without cannot".split())


def split_texts(texts: pl.Series) -> pl.DataFrame:
    """Content words of texts in order: text_number (from 0), stem (a number, a stem, or NEGATION)."""
    words = (
        pl.DataFrame({"text_number": pl.int_range(len(texts), eager=True), "word": texts})
        .with_columns(pl.col("word").str.extract_all(WORD))
        .explode("word")
        .drop_nulls()
    )
    known = words["word"].unique().to_list()
    stems = pl.DataFrame(
        {"word": known, "stem": [read_word(word) for word in known]}, schema={"word": pl.String, "stem": pl.String}
    ).filter(pl.col("stem") != "")
    return words.join(stems, on="word", maintain_order="left").select("text_number", "stem")


def read_word(word: str) -> str:
    """What a word counts as: a number, a stem, NEGATION, or nothing (an empty text)."""
    if word[0].isdigit():
        return word.replace(",", "").rstrip(".")
    word = word.casefold().replace("’", "'")
    if word in _NEGATIONS or word.endswith("n't"):
        return NEGATION
    if word in _EMPTY or len(word) < 2:
        return ""
    bare = word.partition("'")[0]
    return stem_word(bare) if bare and bare not in _EMPTY else ""


def stem_word(word: str) -> str:
    """A crude stem: the first letters, so that "amoral" meets "amorality" and "meets" meets "meeting"."""
    for ending in ("ing", "ied", "ies", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word[: -len(ending)] + ("y" if ending in {"ied", "ies"} else "")
            break
    word = word[:_STEM_LENGTH]
    return word[:-1] if len(word) > 4 and word[-1] == "e" else word
