"""A MinHash signature of the runs of words in a body, by which near copies of an article are found.

The share of equal numbers in two signatures estimates the share of common runs in two bodies (Broder, "On the
resemblance and containment of documents", 1997), whatever the length of the texts.
"""

from __future__ import annotations

from articles.cleaning.repeats import fold_words

RUN_LENGTH = 5  # words; shorter runs are common to articles that have nothing else in common
SIGNATURE_LENGTH = 128  # numbers; the share they estimate has a standard error of 0.044 at most
SEED = 1
# Bodies with fewer runs are notices and alerts, which look alike in form.
FEWEST_SHINGLES = 40


def make_signature(body: str) -> tuple[int, list[int] | None]:
    """The number of different runs of words in a body, and its signature; None if it has too few runs."""
    from rensa import RMinHash

    words = fold_words(body).split()
    shingles = {" ".join(words[at : at + RUN_LENGTH]) for at in range(len(words) - RUN_LENGTH + 1)}
    if len(shingles) < FEWEST_SHINGLES:
        return len(shingles), None
    sketch = RMinHash(num_perm=SIGNATURE_LENGTH, seed=SEED)
    sketch.update(list(shingles))
    return len(shingles), sketch.digest()
