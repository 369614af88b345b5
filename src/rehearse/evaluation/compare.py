"""Two runs of one suite, side by side."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from rehearse.domain.question import BankEntry
from rehearse.domain.verdicts import Status
from rehearse.errors import ContentError
from rehearse.evaluation.cases import Case, Outcome, Run
from rehearse.evaluation.effort import Price, price
from rehearse.evaluation.labelled import gold_items, gold_level
from rehearse.evaluation.runner import tables_of
from rehearse.evaluation.suites import suites_named
from rehearse.evaluation.tables import Paired, direction, paired

LEVEL = "level"


class Change(StrEnum):
    """What a difference between two runs amounts to."""

    BETTER = "better"
    WORSE = "worse"
    NOISE = "within noise"
    MOVED = "moved"


@dataclass(frozen=True)
class Flip:
    """A level or an item's status that the two runs do not share, and what is right, if that is known."""

    case_id: str
    item: str
    before: str
    after: str
    right: str


@dataclass(frozen=True)
class Comparison:
    """Figures over the cases that both runs have with the same answer, and each flip among them; `left_out` others.

    `price` is there when a model graded both.
    """

    figures: tuple[Paired, ...]
    flips: tuple[Flip, ...]
    left_out: int
    price: Price | None = None


def compare(before: Run, after: Run, entries: Mapping[str, BankEntry]) -> Comparison:
    """Raises `ContentError` when the runs are of different suites or share no case."""
    if before.suite != after.suite:
        raise ContentError([f"the runs are of different suites, {before.suite!r} and {after.suite!r}: compare two of one suite"])
    answers = {case.id: case.answer for case in before.cases}
    shared = [case for case in after.cases if answers.get(case.id) == case.answer]
    if not shared:
        raise ContentError([f"the two runs of {after.suite!r} share no case: run both on the same suite file"])
    suite = suites_named([after.suite])[0]
    a, b = (tables_of(suite, shared, run.outcomes, entries) for run in (before, after))
    flips = tuple(_flips(shared, before.outcomes, after.outcomes))
    ids, figures = {case.id for case in shared}, tuple(paired(a, b))
    earlier, later = ([outcome for outcome in run.outcomes if outcome.case_id in ids] for run in (before, after))
    left_out = len({c.id for c in (*before.cases, *after.cases)}) - len(shared)
    return Comparison(figures, flips, left_out, price(earlier, later, figures))


def change_of(row: Paired) -> Change:
    """A difference counts when its 95% interval, over resampled questions, leaves out zero."""
    low, high = row.difference.low, row.difference.high
    if low is None or high is None or low <= 0 <= high:
        return Change.NOISE
    sense = direction(row.name) * (1 if low > 0 else -1)
    return {1: Change.BETTER, -1: Change.WORSE, 0: Change.MOVED}[sense]


def _flips(cases: list[Case], before: tuple[Outcome, ...], after: tuple[Outcome, ...]) -> Iterator[Flip]:
    a, b = ({outcome.case_id: outcome for outcome in outcomes} for outcomes in (before, after))
    for case in cases:
        if case.id in a and case.id in b:
            yield from _case_flips(case, _said(a[case.id]), _said(b[case.id]))


def _said(outcome: Outcome) -> dict[str, str]:
    level = "failed" if outcome.error else str(outcome.level or "none")
    return {LEVEL: level, **{verdict.item_id: verdict.status.value for verdict in outcome.verdicts}}


def _case_flips(case: Case, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Flip]:
    level = gold_level(case)
    right = {LEVEL: f"{level:g}" if level else "", **{item: status.value for item, status in gold_items(case).items()}}
    for name in dict.fromkeys((*before, *after)):
        a, b = before.get(name, Status.UNSCORED.value), after.get(name, Status.UNSCORED.value)
        if a != b:
            yield Flip(case.id, name, a, b, right.get(name, ""))
