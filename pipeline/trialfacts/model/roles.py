"""The role model: for every number of a text, how likely it is each thing that a number can be."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from trialfacts.document import Document
from trialfacts.model.features import number_features
from trialfacts.model.hashing import SIZE
from trialfacts.model.labels import HEADS, SLOTS
from trialfacts.model.linear import LinearHeads, fit_heads

# The slots of each kind of fact.
KIND_SLOTS: dict[str, list[int]] = {}
for _index, _slot in enumerate(SLOTS):
    KIND_SLOTS.setdefault(_slot.partition(".")[0], []).append(_index)


def logit(share: float) -> float:
    """The logit, of no more than 4.6 (shares of 0.01 to 0.99)."""
    share = min(0.99, max(0.01, share))
    return math.log(share / (1 - share))


class Prediction:
    """What the model says of the numbers of a document.

    ``heads``: for each head the probabilities, (numbers, labels). ``kinds``: for each kind how likely each number
    belongs to a fact of it.
    """

    __slots__ = ("heads", "kinds")

    def __init__(self, heads: Mapping[str, np.ndarray]) -> None:
        self.heads = heads
        slots = heads["slot"]
        self.kinds: dict[str, list[float]] = {
            kind: slots[:, columns].sum(axis=1).tolist() for kind, columns in KIND_SLOTS.items()
        }

    def kind(self, kind: str, numbers: Sequence[int]) -> float:
        """How likely these numbers belong to a fact of a kind: the mean over the numbers."""
        likely = self.kinds[kind]
        return sum([likely[number] for number in numbers]) / len(numbers)

    def best(self, head: str, number: int, among: Sequence[str] | None = None) -> str:
        """The likeliest label of a number in one head, of all or of some."""
        labels, row = HEADS[head], self.heads[head][number]
        if among is None:
            return labels[int(row.argmax())]
        return max(among, key=lambda label: row[labels.index(label)])


class RoleModel:
    """A linear model over hashed features of every number, see :mod:`trialfacts.model.features`."""

    def __init__(self, linear: LinearHeads) -> None:
        self.linear = linear

    def predict(self, document: Document) -> Prediction:
        """What each number of a document is likely to be."""
        return Prediction(self.linear.probabilities(number_features(document)))


def fit_roles(features: Sequence[np.ndarray], codes: Sequence[np.ndarray], weights: Sequence[float]) -> RoleModel:
    """A model from the features, label codes (see :func:`trialfacts.model.labels.codes`) and weights of documents."""
    rows = [np.full(len(one), weight) for one, weight in zip(codes, weights)]
    return RoleModel(fit_heads(HEADS, np.concatenate(features), np.concatenate(codes), np.concatenate(rows), SIZE))
