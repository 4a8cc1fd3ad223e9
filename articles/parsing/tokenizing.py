"""spaCy's tokenizer in linear time.

spaCy cuts punctuation off both ends of a word one character at a time, and searches the rest of the word each time: a
word of 50,000 marks takes minutes. Here only the end of a word is searched, and a word of more than LONGEST_WORD
characters (an encoded file or a mistake) is cut into pieces.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from spacy.language import Language
    from spacy.tokens import Doc

LONGEST_WORD = 1_000
_WINDOW = 64  # characters at the end of a word that are searched first
_LOOK_BEHIND = 16  # more than any suffix rule looks at before the suffix

_LONG_WORD = re.compile(rf"\S{{{LONGEST_WORD},}}")


def bound_tokenizer(nlp: Language) -> None:
    """Make the tokenizer of a pipeline run in linear time."""
    tokenizer: Any = nlp.tokenizer
    if getattr(tokenizer, "suffix_search", None) is not None:
        tokenizer.suffix_search = search_end(tokenizer.suffix_search)
    nlp.tokenizer = BoundedTokenizer(tokenizer)


def search_end(search: Callable[[str], re.Match[str] | None]) -> Callable[[str], re.Match[str] | None]:
    """A suffix search that looks at the end of a word first, and at more of it only where needed.

    A match that begins inside this end is also the match in the whole word. A match that begins at its very start may
    begin earlier in the whole word.
    """

    def search_from_end(word: str) -> re.Match[str] | None:
        size = _WINDOW
        while size < len(word):
            found = search(word[-size:])
            if found is None or found.start() > _LOOK_BEHIND:
                return found
            size *= 4
        return search(word)

    return search_from_end


class BoundedTokenizer:
    """A tokenizer that cuts words of more than LONGEST_WORD characters into pieces."""

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer
        self.vocab = tokenizer.vocab

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name == "_tokenizer":
            raise AttributeError(name)
        return getattr(self._tokenizer, name)

    def __call__(self, text: str) -> Doc:
        """Tokens of a text; together they are the text."""
        pieces = [*_part(text)]
        if len(pieces) < 2:
            doc: Doc = self._tokenizer(text)
            return doc
        from spacy.tokens import Doc as NewDoc

        words: list[str] = []
        spaces: list[bool] = []
        for piece in pieces:
            for token in self._tokenizer(piece):
                words.append(token.text)
                spaces.append(bool(token.whitespace_))
        return NewDoc(self.vocab, words=words, spaces=spaces)

    def pipe(self, texts: Iterable[str], batch_size: int = 1000) -> Iterator[Doc]:
        """Tokens of each text."""
        del batch_size
        return map(self, texts)


def _part(text: str) -> Iterator[str]:
    """Split a text into pieces. Only words that are too long are cut."""
    start = 0
    for word in _LONG_WORD.finditer(text):
        for cut in range(word.start() + LONGEST_WORD, word.end(), LONGEST_WORD):
            yield text[start:cut]
            start = cut
    yield text[start:]
