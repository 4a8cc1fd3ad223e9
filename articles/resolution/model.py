"""A learned judgement on pairs: a logistic regression whose weights are data (weights.toml)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    Values = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of named features, and the score from which a pair counts as one."""

    bias: float
    threshold: float
    weights: dict[str, float]

    def score(self, features: Mapping[str, Values]) -> Values:
        """The probability that each pair is one, to four decimals. It depends on the features of the pair alone.

        The sum goes feature by feature: the result of a matrix product would depend on the number of rows.
        """
        (count,) = {len(values) for values in features.values()}
        total = np.full(count, self.bias)
        for name, weight in self.weights.items():
            total = total + weight * features[name]
        scores: Values = np.round(1 / (1 + np.exp(-np.clip(total, -30, 30))), 4)
        return scores


@cache
def read_model(name: str) -> Model:
    """The model of that name: "across", "within", "nested" or "story"."""
    read = tomllib.loads(files("articles.resolution").joinpath("weights.toml").read_text("utf-8"))[name]
    return Model(float(read["bias"]), float(read["threshold"]), {key: float(v) for key, v in read["weights"].items()})
