"""Linear heads over hashed features: what the models of this package are made of, at training and at run time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

# How many rows are added up at a time: their weights lie side by side in memory.
_AT_ONCE = 128


@dataclass(slots=True)
class LinearHeads:
    """Multinomial logistic regressions that share their features.

    ``table``: the weights, of shape (rows, labels of all heads side by side); row 0 is that of no feature and is zero.
    ``bias``: (labels). ``heads``: the labels of each head, in order. ``rows``: the row of each feature; None: a row a
    feature.
    """

    heads: dict[str, tuple[str, ...]]
    table: np.ndarray
    bias: np.ndarray
    rows: np.ndarray | None = None

    def scores(self, features: np.ndarray) -> np.ndarray:
        """The logits of all heads, (rows, labels), for features of shape (rows, features of a row)."""
        out = np.empty((len(features), len(self.bias)), dtype=np.float32)
        for at in range(0, len(features), _AT_ONCE):
            some = features[at : at + _AT_ONCE]
            weights = self.table[some if self.rows is None else self.rows[some]]
            np.add(weights.sum(axis=1), self.bias, out=out[at : at + len(some)])
        return out

    def probabilities(self, features: np.ndarray) -> dict[str, np.ndarray]:
        """For each head the probability of each of its labels: (rows, labels), rows adding to 1."""
        scores = self.scores(features)
        out, at = {}, 0
        for name, labels in self.heads.items():
            out[name] = softmax(scores[:, at : at + len(labels)])
            at += len(labels)
        return out

    def to_arrays(self) -> dict[str, np.ndarray]:
        """The weights as arrays to be saved: those that are not zero when :func:`rounded`, and whose they are."""
        rows = np.arange(len(self.table)) if self.rows is None else self.rows
        features = np.flatnonzero(rows).astype(np.int32)
        table = rounded(self.table[rows[features]])
        kept = table.any(axis=1)
        bias = self.bias.astype(np.float32)
        return {"size": np.array(len(rows)), "rows": features[kept], "table": table[kept], "bias": bias}

    @classmethod
    def from_arrays(
        cls, heads: Mapping[str, Sequence[str]], arrays: Mapping[str, np.ndarray], size: int
    ) -> LinearHeads:
        """The heads from what :meth:`to_arrays` gave. Raises ValueError where they do not fit the heads, or ``size``,
        the number of features."""
        kept, table, bias = arrays["rows"], arrays["table"], arrays["bias"].astype(np.float32)
        labels = sum(len(values) for values in heads.values())
        if table.shape != (len(kept), labels) or bias.shape != (labels,):
            raise ValueError(f"the weights have the shape {table.shape}, but the labels are {labels}")
        if int(arrays["size"]) != size or len(kept) and not 0 < kept.min() <= kept.max() < size:
            raise ValueError(f"the weights are of {arrays['size']} features, but there are {size}")
        rows = np.zeros(size, dtype=np.int32)
        rows[kept] = np.arange(1, len(kept) + 1)
        weights = np.concatenate([np.zeros((1, labels), dtype=np.float32), table.astype(np.float32)])
        return cls({name: tuple(values) for name, values in heads.items()}, weights, bias, rows)


# The steps in which weights are saved: an exact number in half precision.
STEP = 1 / 512


def rounded(table: np.ndarray) -> np.ndarray:
    """Weights in half precision and in whole steps, most of them zero: a third of the size when compressed.

    A sum of 200 weights moves by some 0.01, a probability by less.
    """
    out: np.ndarray = (np.round(table / STEP) * STEP).astype(np.float16)
    return out


def softmax(scores: np.ndarray) -> np.ndarray:
    """The probabilities of logits, row by row."""
    scores = np.exp(scores - scores.max(axis=1, keepdims=True))
    return scores / scores.sum(axis=1, keepdims=True)


def fit_heads(
    heads: Mapping[str, Sequence[str]],
    features: np.ndarray,
    codes: np.ndarray,
    weights: np.ndarray,
    size: int,
    strength: float = 0.1,
    rounds: int = 60,
) -> LinearHeads:
    """Fit each head on the rows that have a label for it (code -1: none).

    ``features``: integers below ``size``, (rows, features of a row); ``codes``: (rows, heads); ``weights``: (rows).
    ``strength`` is scikit-learn's C, the inverse of the L2 penalty. A label that no row has keeps a probability near 0.
    """
    from sklearn.linear_model import LogisticRegression

    matrix = sparse(features, size)
    # Only the features that are there are fitted, and have a row.
    used = np.unique(matrix.indices)
    matrix = matrix[:, used]
    rows_of = np.zeros(size, dtype=np.int32)
    rows_of[used] = np.arange(1, len(used) + 1)
    table = np.zeros((len(used) + 1, sum(len(values) for values in heads.values())), dtype=np.float32)
    bias = np.full(table.shape[1], _UNSEEN, dtype=np.float32)
    at = 0
    for column, labels in enumerate(heads.values()):
        rows = codes[:, column] >= 0
        seen = np.unique(codes[rows, column])
        if len(seen) == 1:
            bias[at + seen[0]] = 0
        elif len(seen) > 1:
            fitted = LogisticRegression(C=strength, max_iter=rounds, tol=1e-3)
            fitted.fit(matrix[rows], codes[rows, column], sample_weight=weights[rows])
            coefficients, intercepts = fitted.coef_, fitted.intercept_
            if len(seen) == 2:  # scikit-learn gives one row for two labels
                coefficients, intercepts = (
                    np.concatenate([-coefficients, coefficients]) / 2,
                    np.r_[-intercepts, intercepts] / 2,
                )
            table[1:, at + seen] = coefficients.T
            bias[at + seen] = intercepts
        at += len(labels)
    return LinearHeads({name: tuple(values) for name, values in heads.items()}, table, bias, rows_of)


_UNSEEN = -20.0


def sparse(features: np.ndarray, size: int):  # type: ignore[no-untyped-def]
    """The features as a matrix of zeros and ones for scikit-learn: (rows, size)."""
    from scipy.sparse import csr_matrix

    rows, width = features.shape
    ones = np.ones(rows * width, dtype=np.float32)
    # The columns are sorted in place below: in a copy.
    columns = features.flatten()
    matrix = csr_matrix((ones, columns, np.arange(0, rows * width + 1, width)), shape=(rows, size))
    # A feature counts as often as it is there, at training as at run time; none (0) counts nothing.
    matrix.data[matrix.indices == 0] = 0
    matrix.sum_duplicates()
    matrix.eliminate_zeros()
    return matrix
