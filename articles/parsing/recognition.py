"""Find names with the weights of a spaCy recogniser, for all tokens of many texts at once.

spaCy's recogniser takes one action a token: outside, begin, inside, last or single. Outside a name the action depends
on the token alone; inside it depends on the token, the token before and the first token of the name. So all tokens can
be scored together, and all possible names can be followed together, with the same result. spaCy goes token by token,
which took 37 % of the CPU time of the whole pipeline (measured).
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import numpy.typing as npt
    from spacy.tokens import Doc

    Floats: TypeAlias = npt.NDArray[np.float32]
    Numbers: TypeAlias = npt.NDArray[np.int64]
    Flags: TypeAlias = npt.NDArray[np.bool_]

Name: TypeAlias = tuple[int, int, str]  # first token, token after the last, label

# Texts that go through the embeddings together: more need memory and save no time.
EMBEDDED_TEXTS = 8
_FEATURES = 3  # current token, first token of the open name, token before the current one


def can_read(recogniser: Any) -> bool:
    """Whether `NameReader` can replace this component: spaCy's standard greedy recogniser."""
    model: Any = getattr(recogniser, "model", None)
    if getattr(model, "name", "") != "parser_model" or not model.attrs["has_upper"]:
        return False
    lower = model.get_ref("lower")
    return (
        hasattr(recogniser, "incorrect_spans_key")  # not a parser, which has the same structure
        and recogniser.cfg.get("beam_width", 1) == 1
        and lower.get_dim("nF") == _FEATURES
        and lower.get_dim("nP") > 1
        and not model.attrs["unseen_classes"]
    )


class NameReader:
    """A pipeline component that finds the entities of texts with the weights of spaCy's recogniser.

    Sentence boundaries must be set. Texts must not have entities yet.
    """

    def __init__(self, recogniser: Any) -> None:
        model = recogniser.model
        lower, upper = model.get_ref("lower"), model.get_ref("upper")
        weights = lower.get_param("W")
        self._embed = model.get_ref("tok2vec")
        self._hidden_shape = weights.shape[1:3]  # width, and the number of maxout pieces
        self._weights: Floats = weights.reshape(-1, weights.shape[3])
        self._bias: Floats = lower.get_param("b").reshape(-1)
        self._padding: Floats = lower.get_param("pad")[0].reshape(_FEATURES, -1)
        self._upper_weights: Floats = upper.get_param("W")
        self._upper_bias: Floats = upper.get_param("b")
        # `move_names` would leave one out.
        moves = [recogniser.moves.get_class_name(number).partition("-") for number in range(upper.get_dim("nO"))]
        column = {(kind, label): number for number, (kind, _, label) in enumerate(moves)}
        self._outside = [
            number for number, (kind, _, label) in enumerate(moves) if kind == "O" or (label and kind in "BU")
        ]
        self._kinds = np.array([moves[number][0] for number in self._outside])
        self._labels = [moves[number][2] for number in self._outside]
        self._inside = np.array([column.get(("I", label), 0) for label in self._labels])
        self._last = np.array([column.get(("L", label), 0) for label in self._labels])

    def __call__(self, doc: Doc) -> Doc:
        """Set the entities of one text."""
        self._annotate([doc])
        return doc

    def pipe(self, docs: Iterable[Doc], *, batch_size: int) -> Iterator[Doc]:
        """Set the entities of texts, `batch_size` at a time."""
        stream = iter(docs)
        while batch := list(islice(stream, batch_size)):
            self._annotate(batch)
            yield from batch

    def _annotate(self, docs: Sequence[Doc]) -> None:
        from spacy.tokens import Span

        for doc, names in zip(docs, self.find_names(docs), strict=True):
            doc.set_ents([Span(doc, start, end, label=label) for start, end, label in names])

    def find_names(self, docs: Sequence[Doc]) -> list[list[Name]]:
        """The names of each text, in their order."""
        if not any(map(len, docs)):
            return [[] for _ in docs]
        features = np.concatenate(
            [
                self._embed.predict(docs[first : first + EMBEDDED_TEXTS]) @ self._weights.T
                for first in range(0, len(docs), EMBEDDED_TEXTS)
                if any(map(len, docs[first : first + EMBEDDED_TEXTS]))
            ]
        ).reshape(-1, _FEATURES, self._bias.size)
        is_space = np.concatenate([doc.to_array("IS_SPACE") for doc in docs]).astype(bool)
        is_final = np.concatenate([_find_final(doc) for doc in docs])
        actions = self._act_outside(features, is_space, is_final)
        starts = np.flatnonzero(self._kinds[actions] != "O")
        ends = self._follow(features, starts, actions[starts], is_final)
        return list(self._pick(docs, starts.tolist(), ends.tolist(), actions[starts].tolist()))

    def _act_outside(self, features: Floats, is_space: Flags, is_final: Flags) -> Numbers:
        """The action at each token where no name is open, as an index of `_labels`."""
        hidden = self._activate(features[:, 0] + self._padding[1] + self._padding[2])
        scores = hidden @ self._upper_weights[self._outside].T + self._upper_bias[self._outside]
        scores[np.ix_(is_space | is_final, self._kinds == "B")] = -np.inf
        scores[np.ix_(is_space, self._kinds == "U")] = -np.inf
        actions: Numbers = scores.argmax(axis=1)
        return actions

    def _follow(self, features: Floats, starts: Numbers, actions: Numbers, is_final: Flags) -> Numbers:
        """The token after each name that might begin at `starts`; no name continues after a final token."""
        ends = starts + 1
        (open_names,) = np.nonzero(self._kinds[actions] == "B")
        while open_names.size:
            first, here = starts[open_names], ends[open_names]
            hidden = self._activate(features[here, 0] + features[first, 1] + features[here - 1, 2])
            inside, last = (
                np.einsum("nw,nw->n", hidden, self._upper_weights[columns]) + self._upper_bias[columns]
                for columns in (self._inside[actions[open_names]], self._last[actions[open_names]])
            )
            ends[open_names] += 1
            open_names = open_names[(inside >= last) & ~is_final[here]]
        return ends

    def _activate(self, features: Floats) -> Floats:
        hidden: Floats = (features + self._bias).reshape(-1, *self._hidden_shape).max(axis=2)
        return hidden

    def _pick(
        self, docs: Sequence[Doc], starts: list[int], ends: list[int], actions: list[int]
    ) -> Iterator[list[Name]]:
        """The names that begin while no other name is open, text by text."""
        offset = free = number = 0
        for doc in docs:
            names = []
            while number < len(starts) and starts[number] < offset + len(doc):
                if starts[number] >= free:
                    free = ends[number]
                    names.append((starts[number] - offset, free - offset, self._labels[actions[number]]))
                number += 1
            offset += len(doc)
            yield names


def _find_final(doc: Doc) -> Flags:
    """Whether each token is the last of its sentence or of the text."""
    is_final = np.ones(len(doc), dtype=bool)
    is_final[:-1] = doc.to_array("SENT_START")[1:] == 1
    return is_final
