"""From a feature row to the probability of each status: a multinomial logistic regression for each kind of item.

`rehearse.training.fit_judge` fits the coefficients and stores them beside this file.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rehearse.adapters.embedded_judge.features import NAMES
from rehearse.domain.question import ItemKind, RubricItem
from rehearse.domain.scoring import CREDIT
from rehearse.domain.verdicts import Status

CLASSES = (Status.MET, Status.PARTIAL, Status.MISSING, Status.CONTRADICTED)
CLAIM, STORY, MISCONCEPTION, BARE = FAMILIES = ("claim", "story", "misconception", "bare")
"""Items with right and wrong phrasings, parts of stories, misconceptions, and items of which only right phrasings are known."""
PATH = Path(__file__).with_name("coefficients.json")
_DIGITS = 4
"""Probabilities are rounded, so that the last bits of another processor's arithmetic do not show."""


@dataclass(frozen=True)
class Chances:
    """The probability of each status; they sum to 1."""

    by_status: dict[Status, float]
    least: float
    lean: dict[Status, float]

    @property
    def status(self) -> Status:
        """The likeliest status, after the weights that balance rare statuses."""
        return max(CLASSES, key=lambda status: self.by_status[status] * self.lean[status])

    @property
    def confidence(self) -> float:
        return self.by_status[self.status]

    @property
    def is_sure(self) -> bool:
        """Whether the status is likely enough to be scored."""
        return self.confidence >= self.least

    @property
    def credit(self) -> float:
        """The expected share of the item's points, 0–1."""
        return sum(CREDIT[status] * chance for status, chance in self.by_status.items())


@dataclass(frozen=True)
class Model:
    """Weights of shape (classes, features) and intercepts of shape (classes,), for raw features.

    A status below the probability `least` is not scored; `lean` weighs the statuses when one is chosen.
    """

    weights: NDArray[np.float64]
    intercepts: NDArray[np.float64]
    least: float
    lean: dict[Status, float]

    def chances(self, row: NDArray[np.float64]) -> Chances:
        logits = self.weights @ row + self.intercepts
        powers = np.exp(logits - logits.max())
        shares = np.round(powers / powers.sum(), _DIGITS).tolist()
        return Chances(dict(zip(CLASSES, shares, strict=True)), self.least, self.lean)


def family_of(item: RubricItem) -> str:
    """Which model judges an item."""
    if item.kind is ItemKind.MISCONCEPTION:
        return MISCONCEPTION
    if item.kind in (ItemKind.STAR, ItemKind.COMMUNICATION):
        return STORY
    return CLAIM if item.reject else BARE


@cache
def load_models(path: Path = PATH) -> dict[str, Model]:
    """The fitted model of each family. Raises ValueError when it was fitted on other features."""
    stored = json.loads(path.read_text(encoding="utf-8"))
    if tuple(stored["features"]) != NAMES:
        raise ValueError(
            f"{path} was fitted on {stored['features']}, the judge measures {NAMES}: run python -m rehearse.training.fit_judge"
        )
    return {family: _model(stored["models"][family]) for family in FAMILIES}


def _model(stored: dict[str, list[float]]) -> Model:
    lean = {status: float(weight) for status, weight in zip(CLASSES, stored["lean"], strict=True)}
    return Model(np.array(stored["weights"]), np.array(stored["intercepts"]), float(stored["least"][0]), lean)
