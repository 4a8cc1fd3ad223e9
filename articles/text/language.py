"""Tell the language of a text."""

from __future__ import annotations

from functools import cache
from typing import Any

# Words that only English has; a text of which they are a tenth is English without asking a model.
ENGLISH_WORDS = frozenset(
    {"the", "of", "and", "to", "that", "with", "was", "for", "is", "are", "were", "said", "have", "has", "from", "by"}
    | {"not", "been", "which", "their", "would", "this", "they", "his", "will", "who"}
)
ENGLISH_SHARE = 0.1
FEWEST_WORDS, FEWEST_LETTERS = 12, 12
SAMPLE_LENGTH = 600
# Languages of most of the world's news; of py3langid's 97 the rare ones are mostly wrong on short texts.
LANGUAGES = frozenset(
    {"ar", "bg", "bn", "ca", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "he", "hi", "hr", "hu", "id"}
    | {"it", "ja", "ko", "lt", "lv", "mk", "ms", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "sw"}
    | {"ta", "te", "th", "tr", "uk", "ur", "vi", "zh"}
)


def detect_language(text: str) -> str | None:
    """ISO 639-1 code of a text's language by its first 600 characters; None where these hold too few letters."""
    sample = text[:SAMPLE_LENGTH]
    words = sample.lower().split()
    if len(words) >= FEWEST_WORDS and sum(word in ENGLISH_WORDS for word in words) >= len(words) * ENGLISH_SHARE:
        return "en"
    if sum(character.isalpha() for character in sample) < FEWEST_LETTERS:
        return None
    return str(_load_identifier().classify(sample)[0])


@cache
def _load_identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(LANGUAGES)
    return identifier
