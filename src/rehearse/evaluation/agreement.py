"""Figures of agreement between predicted and gold grades, with intervals clustered by question.

Every figure is a pure function over arrays that run row by row: predictions first, gold second. One that is undefined,
for want of rows or of variation, is None. What could not be scored is left out before; only the summaries do that themselves.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rehearse.domain.figure import Figure

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]
T = TypeVar("T")

FEWEST_ROWS = 3
"""Rows below which a correlation says nothing: through two points there is always a line."""
_ROUNDING = 1e-9
"""A spread below this is rounding, not variation."""


class Interval(NamedTuple):
    """A value and its 95% bootstrap interval."""

    value: float | None
    low: float | None
    high: float | None


class Difference(NamedTuple):
    """How far engine a lies above engine b, with its 95% bootstrap interval.

    `share` is twice the share of resamples on the other side of zero, at most 1: read it like a two-sided p-value.
    """

    difference: float | None
    low: float | None
    high: float | None
    share: float | None


@dataclass(frozen=True)
class ReliabilityPoint:
    """Mean confidence and share correct, both in 0–1, of the `n` rows of one bin."""

    confidence: float
    correct: float
    n: int


@dataclass(frozen=True)
class RiskCoverage:
    """`points` are (coverage, risk) pairs by falling confidence, both in 0–1; `area` is the area under them, 0 at best."""

    points: tuple[tuple[float, float], ...]
    area: float


@dataclass(frozen=True)
class Scale:
    """A scale of scores from `low` to `high`, on which `steps` + 1 equally spaced levels are told apart."""

    low: float
    high: float
    steps: int

    def levels(self, scores: ArrayLike) -> NDArray[np.int64]:
        """The nearest level of each score, 0 to `steps`; halves go up."""
        position = (np.asarray(scores, dtype=np.float64) - self.low) / (self.high - self.low) * self.steps
        return np.clip(np.floor(position + 0.5 + _ROUNDING), 0, self.steps).astype(np.int64)


LEVEL_SCALE = Scale(1, 5, 4)
"""The levels of a scorecard."""


def qwk(predicted: ArrayLike, gold: ArrayLike, lowest: int, highest: int) -> float | None:
    """Quadratic weighted kappa of integer levels in `lowest`–`highest`: 1 perfect, 0 chance, −1 at worst (Cohen 1968).

    0 when only one side is constant; None when both are, on the same level. `ValueError` for a level off the scale.
    """
    a, b = _pair(predicted, gold)
    both = np.concatenate([a, b])
    if (strange := both[(both < lowest) | (both > highest) | (both != np.floor(both))]).size:
        raise ValueError(f"{strange[0]:g} is not a level from {lowest} to {highest}: bring scores to levels first")
    if not a.size:
        return None
    # For squared distances, the mean over all pairs of rows has this closed form.
    by_chance = a.var() + b.var() + (a.mean() - b.mean()) ** 2
    return float(1 - ((a - b) ** 2).mean() / by_chance) if by_chance > _ROUNDING else None


def pearson(predicted: ArrayLike, gold: ArrayLike) -> float | None:
    """Linear correlation, −1 to 1 (Pearson 1895)."""
    a, b = _pair(predicted, gold)
    if len(a) < FEWEST_ROWS or np.ptp(a) < _ROUNDING or np.ptp(b) < _ROUNDING:
        return None
    a, b = a - a.mean(), b - b.mean()
    return float(np.clip(a @ b / np.sqrt((a @ a) * (b @ b)), -1, 1))


def spearman(predicted: ArrayLike, gold: ArrayLike) -> float | None:
    """Rank correlation, −1 to 1; ties share their mean rank (Spearman 1904)."""
    a, b = _pair(predicted, gold)
    return pearson(_ranks(a), _ranks(b))


def _ranks(values: Floats) -> Floats:
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    ranks: Floats = (np.cumsum(counts) - (counts - 1) / 2)[place]
    return ranks


def within_question_r(predicted: ArrayLike, gold: ArrayLike, questions: ArrayLike) -> float | None:
    """Correlation after taking each question's mean from both sides, −1 to 1.

    It tells a grader that ranks the answers to one question from a grader that knows which questions are hard.
    """
    a, b = _pair(predicted, gold)
    codes = _codes(questions, len(a))
    return pearson(_centred(a, codes), _centred(b, codes))


def _centred(values: Floats, codes: Rows) -> Floats:
    means = np.bincount(codes, weights=values) / np.maximum(np.bincount(codes), 1)
    centred: Floats = values - means[codes]
    return centred


def mae(predicted: ArrayLike, gold: ArrayLike) -> float | None:
    """Mean absolute error in units of the scale, from 0."""
    a, b = _pair(predicted, gold)
    return _mean(np.abs(a - b))


def rmse(predicted: ArrayLike, gold: ArrayLike) -> float | None:
    """Root mean squared error in units of the scale, from 0."""
    a, b = _pair(predicted, gold)
    mean = _mean((a - b) ** 2)
    return None if mean is None else float(np.sqrt(mean))


def exact_agreement(predicted: ArrayLike, gold: ArrayLike) -> float | None:
    """The share of rows on the same level, 0–1."""
    a, b = _pair(predicted, gold)
    return _mean(a == b)


def adjacent_agreement(predicted: ArrayLike, gold: ArrayLike) -> float | None:
    """The share of rows at most one level apart, 0–1."""
    a, b = _pair(predicted, gold)
    return _mean(np.abs(a - b) <= 1)


def smd(predicted: ArrayLike, gold: ArrayLike) -> float | None:
    """Signed standardized mean difference, (mean predicted − mean gold) / sd of gold; above 0 is too generous.

    The standard deviation is the gold scores' sample deviation (n − 1): differences are "standardized on the distribution
    of human scores" (Williamson, Xi & Breyer 2012), who take ±0.15 as the bound.
    """
    a, b = _pair(predicted, gold)
    if len(b) < FEWEST_ROWS or np.ptp(b) < _ROUNDING:
        return None
    return float((a.mean() - b.mean()) / b.std(ddof=1))


def confusion(predicted: Sequence[str], gold: Sequence[str], labels: Sequence[str]) -> NDArray[np.int64]:
    """Counts of shape (labels, labels): rows gold, columns predicted. `ValueError` for a label that is not listed."""
    _same_length(predicted, gold)
    place = {label: index for index, label in enumerate(labels)}
    if strange := sorted({*predicted, *gold} - set(place)):
        raise ValueError(f"{str(strange[0])!r} is none of the labels {', '.join(labels)}")
    counts = np.zeros((len(labels), len(labels)), dtype=np.int64)
    np.add.at(counts, ([place[g] for g in gold], [place[p] for p in predicted]), 1)
    return counts


def f1_of(predicted: ArrayLike, gold: ArrayLike, label: str | int) -> float | None:
    """F1 of one class, 0–1; None when it stands on neither side."""
    a, b = _labels(predicted) == label, _labels(gold) == label
    _same_length(a, b)
    return _ratio(2 * int((a & b).sum()), int(a.sum() + b.sum()))


def macro_f1(predicted: ArrayLike, gold: ArrayLike) -> float | None:
    """The plain mean of the F1 of every class that occurs on either side, 0–1."""
    a, b = _labels(predicted), _labels(gold)
    scores = [f1_of(a, b, label) for label in np.unique(np.concatenate([a, b]))]
    return _mean(np.array([score for score in scores if score is not None]))


def ece(confidence: ArrayLike, correct: ArrayLike, bins: int = 10) -> float | None:
    """Expected calibration error, 0–1: the mean gap between confidence and share correct over bins of equal mass.

    Naeini, Cooper & Hauskrecht (2015), with the equal-mass bins of Nguyen & O'Connor (2015).
    """
    points = reliability(confidence, correct, bins)
    rows = sum(point.n for point in points)
    return sum(point.n * abs(point.confidence - point.correct) for point in points) / rows if rows else None


def reliability(confidence: ArrayLike, correct: ArrayLike, bins: int = 10) -> tuple[ReliabilityPoint, ...]:
    """The reliability diagram: up to `bins` points by rising confidence. Equal confidences share a bin."""
    sure, right = _pair(confidence, correct)
    if not sure.size:
        return ()
    edges = np.quantile(sure, np.linspace(0, 1, bins + 1)[1:-1])
    which = np.searchsorted(edges, sure, side="right")
    return tuple(
        ReliabilityPoint(float(sure[which == b].mean()), float(right[which == b].mean()), int((which == b).sum())) for b in np.unique(which)
    )


def risk_coverage(confidence: ArrayLike, correct: ArrayLike) -> RiskCoverage | None:
    """The share wrong among the surest rows as ever more of them are taken (Geifman & El-Yaniv 2017).

    Rows of equal confidence come in together, so that their order cannot matter.
    """
    sure, right = _pair(confidence, correct)
    if not sure.size:
        return None
    order = np.argsort(-sure, kind="stable")
    last = np.append(np.flatnonzero(np.diff(sure[order])), len(sure) - 1)
    coverage = (last + 1) / len(sure)
    risk = np.cumsum(1 - right[order])[last] / (last + 1)
    area = float(np.diff(coverage, prepend=0) @ risk)
    return RiskCoverage(tuple(zip(coverage.tolist(), risk.tolist(), strict=True)), area)


def bootstrap(figure: Callable[[Rows], float | None], groups: ArrayLike, n: int = 1000, seed: int = 0) -> Interval:
    """A figure and its 95% percentile interval over `n` resamples of whole groups (Efron & Tibshirani 1993).

    `figure` takes row indices; ``groups[i]`` is the question of row i. Answers to one question are alike, so resampling
    rows would promise too much. The interval is None for a single group, or when most resamples are undefined.
    """
    rows = np.arange(len(np.asarray(groups)))
    return Interval(figure(rows), *_percentiles([figure(drawn) for drawn in _resamples(groups, n, seed)]))


def paired_bootstrap(figure: Callable[[T, Rows], float | None], a: T, b: T, groups: ArrayLike, n: int = 1000, seed: int = 0) -> Difference:
    """How far ``figure(a, rows)`` lies above ``figure(b, rows)``, both engines seen on the same resampled questions."""

    def gap(rows: Rows) -> float | None:
        left, right = figure(a, rows), figure(b, rows)
        return None if left is None or right is None else left - right

    gaps = [gap(rows) for rows in _resamples(groups, n, seed)]
    low, high = _percentiles(gaps)
    share = None if low is None else _two_sided([value for value in gaps if value is not None])
    return Difference(gap(np.arange(len(np.asarray(groups)))), low, high, share)


def _resamples(groups: ArrayLike, n: int, seed: int) -> Iterator[Rows]:
    codes = np.unique(np.asarray(groups), return_inverse=True)[1]
    members = np.split(np.argsort(codes, kind="stable"), np.cumsum(np.bincount(codes))[:-1])
    draws = np.random.default_rng(seed)
    for _ in range(n if len(members) > 1 else 0):
        yield np.concatenate([members[index] for index in draws.integers(len(members), size=len(members))])


def _percentiles(values: Sequence[float | None]) -> tuple[float | None, float | None]:
    defined = [value for value in values if value is not None]
    if not defined or len(defined) < len(values) / 2:
        return None, None
    low, high = np.percentile(defined, [2.5, 97.5])
    return float(low), float(high)


def _two_sided(gaps: Sequence[float]) -> float:
    values = np.array(gaps)
    return float(min(1.0, 2 * min((values <= 0).mean(), (values >= 0).mean())))


def measure(name: str, figure: Callable[[Rows], float | None], groups: ArrayLike, n: int = 1000, seed: int = 0) -> Figure:
    """A named figure with its interval; arguments as for `bootstrap`."""
    value, low, high = bootstrap(figure, groups, n, seed)
    return Figure(name=name, value=value, low=low, high=high, n=len(np.asarray(groups)))


def score_summary(
    predicted: Sequence[float | None], gold: Sequence[float], questions: Sequence[str], scale: Scale, n: int = 1000, seed: int = 0
) -> tuple[Figure, ...]:
    """Every figure of scores on `scale`; errors are in its units, QWK, exact and adjacent agreement on its levels.

    A prediction of None is unscored: it lowers the coverage, and counts in nothing else.
    """
    _same_length(predicted, gold, questions)
    scored = np.array([value is not None for value in predicted], dtype=bool)
    groups = _codes(questions, len(gold))[scored]
    a = np.array([value for value in predicted if value is not None], dtype=np.float64)
    b = np.asarray(gold, dtype=np.float64)[scored]
    levels, gold_levels = scale.levels(a), scale.levels(b)
    figures: dict[str, Callable[[Rows], float | None]] = {
        "qwk": lambda rows: qwk(levels[rows], gold_levels[rows], 0, scale.steps),
        "pearson": lambda rows: pearson(a[rows], b[rows]),
        "spearman": lambda rows: spearman(a[rows], b[rows]),
        "within_question_r": lambda rows: within_question_r(a[rows], b[rows], groups[rows]),
        "mae": lambda rows: mae(a[rows], b[rows]),
        "rmse": lambda rows: rmse(a[rows], b[rows]),
        "exact": lambda rows: exact_agreement(levels[rows], gold_levels[rows]),
        "adjacent": lambda rows: adjacent_agreement(levels[rows], gold_levels[rows]),
        "smd": lambda rows: smd(a[rows], b[rows]),
    }
    measured = [measure(name, figure, groups, n, seed) for name, figure in figures.items()]
    coverage = measure("coverage", lambda rows: _mean(scored[rows]), questions, n, seed)
    return (*measured, coverage)


def _pair(first: ArrayLike, second: ArrayLike) -> tuple[Floats, Floats]:
    a, b = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    _same_length(a, b)
    if not (np.isfinite(a).all() and np.isfinite(b).all()):
        row = int(np.flatnonzero(~(np.isfinite(a) & np.isfinite(b)))[0])
        raise ValueError(f"row {row} holds {a[row]:g} and {b[row]:g}: leave out what could not be scored")
    return a, b


def _labels(values: ArrayLike) -> NDArray[Any]:
    """Labels as an array: of codes where they are whole numbers, which compare many times faster, else of texts."""
    array = np.asarray(values)
    return array if array.dtype.kind in "iu" else array.astype(np.str_)


def _codes(groups: ArrayLike, rows: int) -> Rows:
    codes = np.unique(np.asarray(groups), return_inverse=True)[1]
    if len(codes) != rows:
        raise ValueError(f"there are {rows} rows and {len(codes)} questions: give the question of every row")
    return codes


def _same_length(*arrays: Any) -> None:
    lengths = [len(array) for array in arrays]
    if len(set(lengths)) > 1:
        raise ValueError(f"the arrays have {' and '.join(map(str, lengths))} rows: they must run row by row")


def _mean(values: NDArray[Any]) -> float | None:
    return float(values.mean()) if values.size else None


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None
