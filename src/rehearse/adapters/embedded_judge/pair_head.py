"""Whether one clause says what another says, says the opposite, or something else: a small head over two sentence vectors."""

from dataclasses import dataclass, fields
from math import sqrt
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rehearse.adapters.embeddings import Vectors

WEIGHTS = Path(__file__).with_name("verifier.safetensors")
"""What training has made: two layers of the encoder, named ``layer.…``, and this head, named ``head.…``; half precision."""
SAME, OTHER, OPPOSITE = range(3)
"""Columns of what the head returns."""


@dataclass(frozen=True)
class PairHead:
    """Two layers over (u, v, |u − v|, u·v, cosines): weights of shape (384, width) each, (2, width) for the cosines, (width, 3) last."""

    clause: NDArray[np.float32]
    phrasing: NDArray[np.float32]
    gap: NDArray[np.float32]
    product: NDArray[np.float32]
    cosines: NDArray[np.float32]
    bias: NDArray[np.float32]
    last: NDArray[np.float32]
    last_bias: NDArray[np.float32]

    def __call__(self, u: Vectors, v: Vectors, plain: NDArray[np.float32]) -> NDArray[np.float32]:
        """Probabilities of shape (pairs, 3) for clause vectors `u` and phrasing vectors `v`, both (pairs, 384).

        `plain` are the cosines of the same pairs in the space of the untrained encoder, shape (pairs,).
        """
        cosines = np.stack([(u * v).sum(axis=1), plain], axis=1) * 4
        hidden = u @ self.clause + v @ self.phrasing + np.abs(u - v) @ self.gap + (u * v) @ self.product + cosines @ self.cosines
        logits = _gelu(hidden + self.bias) @ self.last + self.last_bias
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares: NDArray[np.float32] = powers / powers.sum(axis=1, keepdims=True)
        return shares


def load_head(path: Path = WEIGHTS) -> PairHead:
    """The head of a weights file. From now on numpy's products of this process run on one thread each.

    The head's are so small that a second thread gains nothing, and where something else has the core, waiting for it
    takes a hundred times as long as the product.
    """
    from safetensors.numpy import load_file
    from threadpoolctl import threadpool_limits

    threadpool_limits(limits=1, user_api="blas")
    tensors = load_file(path)
    return PairHead(**{field.name: tensors[f"head.{field.name}"].astype(np.float32) for field in fields(PairHead)})


def _gelu(x: NDArray[np.float32]) -> NDArray[np.float32]:
    """Gaussian error linear unit, with the error function of Abramowitz & Stegun 7.1.26, which is within 2e-7."""
    z = np.abs(x) / sqrt(2)
    t = 1 / (1 + 0.3275911 * z)
    poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    erf = np.sign(x) * (1 - poly * np.exp(-z * z))
    result: NDArray[np.float32] = (x * (1 + erf) / 2).astype(np.float32)
    return result
