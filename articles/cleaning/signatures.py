"""What an article's near copies are found by: a MinHash signature of the runs of words in its body.

Two bodies share about as large a part of their signatures as of their runs of words (Broder, "On the resemblance and
containment of documents", 1997), so signatures stand in for texts of any length when copies are looked for.
"""

from __future__ import annotations

from articles.cleaning.repeats import fold_words

RUN_LENGTH = 5  # words; shorter runs are common to articles that have nothing else in common
SIGNATURE_LENGTH = 128  # numbers; the share they estimate has a standard error of 0.044 at most
SEED = 1
# Bodies of fewer runs are notices and alerts, which resemble each other by their form.
FEWEST_SHINGLES = 40


def make_signature(body: str) -> tuple[int, list[int] | None]:
    """How many different runs of words a body has, and its signature; None where it has too few to be told by them."""
    from rensa import RMinHash

    words = fold_words(body).split()
    shingles = {" ".join(words[at : at + RUN_LENGTH]) for at in range(len(words) - RUN_LENGTH + 1)}
    if len(shingles) < FEWEST_SHINGLES:
        return len(shingles), None
    sketch = RMinHash(num_perm=SIGNATURE_LENGTH, seed=SEED)
    sketch.update(list(shingles))
    return len(shingles), sketch.digest()
