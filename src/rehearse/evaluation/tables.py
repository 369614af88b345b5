"""Rows of what an engine said and what is right, and the figures taken over them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rehearse.domain.figure import Figure
from rehearse.domain.verdicts import Status
from rehearse.evaluation.agreement import (
    LEVEL_SCALE,
    Difference,
    Rows,
    adjacent_agreement,
    ece,
    exact_agreement,
    f1_of,
    macro_f1,
    mae,
    measure,
    paired_bootstrap,
    pearson,
    qwk,
    rmse,
    smd,
    spearman,
    within_question_r,
)

Column = NDArray[Any]
_CODES = {status.value: code for code, status in enumerate(Status)}
"""Statuses in columns of figures: a bootstrap over texts takes minutes."""
Formula = Callable[[Column, Column, Rows], float | None]
"""A figure of (said, right, questions), all of shape (rows,)."""


class Row(NamedTuple):
    """One comparison: `said` by the engine beside what is `right`, both numbers or both statuses."""

    key: str
    question: str
    said: float | str
    right: float | str = 0.0


@dataclass(frozen=True)
class Table:
    """Rows and the figures that are taken over them; a figure's whole name is ``prefix + name``."""

    prefix: str
    rows: tuple[Row, ...]
    figures: Mapping[str, Formula]


def _mean(said: Column, right: Column, questions: Rows) -> float | None:
    return float(said.mean()) if said.size else None


def _accuracy(said: Column, right: Column, questions: Rows) -> float | None:
    return float((said == right).mean()) if said.size else None


def _kappa(said: Column, right: Column, questions: Rows) -> float | None:
    """Unweighted kappa, 1 perfect and 0 chance (Cohen 1960)."""
    if not said.size:
        return None
    chance = sum(float((said == label).mean() * (right == label).mean()) for label in _CODES.values())
    return float(((said == right).mean() - chance) / (1 - chance)) if chance < 1 else None


def _f1(status: Status) -> Formula:
    return lambda said, right, questions: f1_of(said, right, _CODES[status.value])


def share(holds: Callable[[Column], NDArray[np.bool_]]) -> Formula:
    """The share of rows whose `said` fulfils a condition, 0–1."""
    return lambda said, right, questions: float(holds(said).mean()) if said.size else None


LEVEL_FIGURES: Mapping[str, Formula] = {
    "qwk": lambda said, right, _: qwk(LEVEL_SCALE.levels(said), LEVEL_SCALE.levels(right), 0, LEVEL_SCALE.steps),
    "pearson": lambda said, right, _: pearson(said, right),
    "spearman": lambda said, right, _: spearman(said, right),
    "within_question_r": within_question_r,
    "mae": lambda said, right, _: mae(said, right),
    "rmse": lambda said, right, _: rmse(said, right),
    "exact": lambda said, right, _: exact_agreement(LEVEL_SCALE.levels(said), LEVEL_SCALE.levels(right)),
    "adjacent": lambda said, right, _: adjacent_agreement(LEVEL_SCALE.levels(said), LEVEL_SCALE.levels(right)),
    "smd": lambda said, right, _: smd(said, right),
}
CALIBRATION: Mapping[str, Formula] = {"ece": lambda said, right, _: ece(said, right)}
"""Of confidences beside whether the verdict was right, 1 or 0."""
ACCURACY: Mapping[str, Formula] = {"accuracy": _accuracy}
MACRO_F1: Mapping[str, Formula] = {"macro_f1": lambda said, right, _: macro_f1(said, right)}
STATUS_FIGURES: Mapping[str, Formula] = {
    **ACCURACY,
    **MACRO_F1,
    "kappa": _kappa,
    **{f"f1_{status.value}": _f1(status) for status in Status if status is not Status.UNSCORED},
}
LOWER_IS_BETTER = frozenset({"mae", "rmse", "ece", "raised", "raised_points", "flipped", "moved", "leaked"})
NO_DIRECTION = frozenset({"smd"})
"""Figures of which neither more nor less is better."""


def mean_of(name: str) -> Mapping[str, Formula]:
    """One figure: the mean of what was said."""
    return {name: _mean}


def direction(figure: str) -> int:
    """1 when more is better, −1 when less is, 0 when neither."""
    name = figure.rpartition(".")[2]
    return 0 if name in NO_DIRECTION else -1 if name in LOWER_IS_BETTER else 1


def measured(tables: Iterable[Table]) -> tuple[Figure, ...]:
    """The figures of all tables that have rows, with intervals clustered by question."""
    return tuple(figure for table in tables if table.rows for figure in _measured(table))


def _measured(table: Table) -> list[Figure]:
    said, right, questions = _columns(table.rows)
    return [measure(table.prefix + name, _over(formula, said, right, questions), questions) for name, formula in table.figures.items()]


def _over(formula: Formula, said: Column, right: Column, questions: Rows) -> Callable[[Rows], float | None]:
    return lambda i: formula(said[i], right[i], questions[i])


class Paired(NamedTuple):
    """One figure of two engines over the `n` rows that both have; `difference` is b above a."""

    name: str
    a: float | None
    b: float | None
    difference: Difference
    n: int


_NO_DIFFERENCE = Difference(0.0, 0.0, 0.0, 1.0)


def paired(a: Sequence[Table], b: Sequence[Table]) -> list[Paired]:
    """Each figure of the tables that both sides have, over the rows that both have. What is right is taken from `b`."""
    others = {(table.prefix, *table.figures): table for table in a}
    return [row for table in b if (other := others.get((table.prefix, *table.figures))) for row in _paired(other, table)]


def _paired(a: Table, b: Table) -> list[Paired]:
    before = {row.key: row for row in a.rows}
    common = [row for row in b.rows if row.key in before]
    if not common:
        return []
    said, right, questions = _columns(common)
    earlier, _, _ = _columns([before[row.key] for row in common])
    return [
        _difference(b.prefix + name, _of_side(formula, right, questions), earlier, said, questions) for name, formula in b.figures.items()
    ]


def _of_side(formula: Formula, right: Column, questions: Rows) -> Callable[[Column, Rows], float | None]:
    return lambda said, i: formula(said[i], right[i], questions[i])


def _difference(name: str, figure: Callable[[Column, Rows], float | None], a: Column, b: Column, questions: Rows) -> Paired:
    everything = np.arange(len(questions))
    value = figure(b, everything)
    if np.array_equal(a, b):
        return Paired(name, value, value, _NO_DIFFERENCE, len(everything))
    return Paired(name, figure(a, everything), value, paired_bootstrap(figure, b, a, questions), len(everything))


def _columns(rows: Sequence[Row]) -> tuple[Column, Column, Rows]:
    questions = np.unique([row.question for row in rows], return_inverse=True)[1]
    return _column([row.said for row in rows]), _column([row.right for row in rows]), questions


def _column(values: Sequence[float | str]) -> Column:
    """Numbers as they are, statuses as their codes."""
    return np.array([_CODES[value] if isinstance(value, str) else value for value in values])
