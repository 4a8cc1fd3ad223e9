"""Pronouns by what they may stand for, in lower case."""

from __future__ import annotations

# Third person with a gender: "m" or "f".
GENDERED = {
    "he": "m", "him": "m", "his": "m", "himself": "m",
    "she": "f", "her": "f", "hers": "f", "herself": "f",
}  # fmt: skip
PERSON_PRONOUNS = frozenset(GENDERED)
THING_PRONOUNS = frozenset({"it", "its", "itself"})
PLURAL_PRONOUNS = frozenset({"they", "them", "their", "theirs", "both", "all"})
AUTHOR_PRONOUNS = frozenset({"i", "me", "my", "myself"})
PERSON_RELATIVES = frozenset({"who", "whom", "whose"})
RELATIVES = PERSON_RELATIVES | {"which", "that"}
# These have no antecedent in the text.
OTHER_PRONOUNS = frozenset({"we", "you", "us", "our", "your", "one", "there", "these", "those", "this", "what"})
PRONOUNS = PERSON_PRONOUNS | THING_PRONOUNS | PLURAL_PRONOUNS | AUTHOR_PRONOUNS | OTHER_PRONOUNS
