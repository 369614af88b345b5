"""From a feature row to the probability of each verdict: a multinomial logistic regression.

The coefficients are fitted by ``evals/fit_embedded.py`` and stored beside this file.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rehearse.adapters.embedded_judge.features import NAMES
from rehearse.domain.question import ItemKind
from rehearse.domain.verdicts import Status

CLASSES = (Status.MET, Status.MISSING, Status.CONTRADICTED)
FAMILIES = ("claim", "star", "misconception")
PATH = Path(__file__).with_name("coefficients.json")


@dataclass(frozen=True)
class Model:
    """Weights of shape (classes, features) and intercepts of shape (classes,), for raw features."""

    weights: NDArray[np.float64]
    intercepts: NDArray[np.float64]

    def probabilities(self, row: NDArray[np.float64]) -> dict[Status, float]:
        """The probability of each verdict; they sum to 1."""
        logits = self.weights @ row + self.intercepts
        powers = np.exp(logits - logits.max())
        return dict(zip(CLASSES, (powers / powers.sum()).tolist(), strict=True))


def family_of(kind: ItemKind) -> str:
    """Which model judges an item of that kind."""
    return kind.value if kind.value in FAMILIES else "claim"


@cache
def load_models(path: Path = PATH) -> dict[str, Model]:
    """The fitted model of each family. Raises ValueError when it was fitted on other features."""
    stored = json.loads(path.read_text(encoding="utf-8"))
    if tuple(stored["features"]) != NAMES:
        raise ValueError(f"{path} was fitted on {stored['features']}, the judge measures {NAMES}: run evals/fit_embedded.py")
    return {
        family: Model(np.array(stored["models"][family]["weights"]), np.array(stored["models"][family]["intercepts"]))
        for family in FAMILIES
    }
