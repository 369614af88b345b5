"""Suites of edited answers: what the edit did to the grade, beside the grade of the answer that was edited."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from rehearse.domain.question import BankEntry
from rehearse.domain.scoring import score
from rehearse.domain.verdicts import Status
from rehearse.evaluation.cases import Case, Outcome
from rehearse.evaluation.tables import Row, Table, mean_of

RAISED_FROM = 0.5
"""Points above the base from which an attack has paid."""


class Pair(NamedTuple):
    """An edited answer, its outcome and that of its base; both were scored."""

    case: Case
    outcome: Outcome
    base: Outcome


def pairs(cases: Sequence[Case], outcomes: Mapping[str, Outcome]) -> list[Pair]:
    """Every variant whose base is there; those that could not be scored are left out."""
    found = [Pair(case, outcomes[case.id], outcomes[case.base]) for case in cases if case.base in outcomes]
    return [pair for pair in found if pair.outcome.level is not None and pair.base.level is not None]


def attack_tables(cases: Sequence[Case], outcomes: Mapping[str, Outcome], entries: Mapping[str, BankEntry]) -> list[Table]:
    """The share of attacks that lift the level, and that earn more than half a point."""

    def level(pair: Pair) -> bool:
        return (pair.outcome.level or 0) > (pair.base.level or 0)

    def points(pair: Pair) -> bool:
        return _points(pair.outcome, entries[pair.case.question_id]) - _points(pair.base, entries[pair.case.question_id]) > RAISED_FROM

    found = pairs(cases, outcomes)
    return [*_by_kind("level.", "raised", found, level), *_by_kind("", "raised_points", found, points)]


def _points(outcome: Outcome, entry: BankEntry) -> float:
    return score(entry, outcome.verdicts).total.points


def style_tables(cases: Sequence[Case], outcomes: Mapping[str, Outcome], entries: Mapping[str, BankEntry]) -> list[Table]:
    """The share of item verdicts that flip, and of levels that move, though only the style has changed."""
    found = pairs(cases, outcomes)
    return [*_item_tables(found), *_by_kind("level.", "moved", found, lambda pair: pair.outcome.level != pair.base.level)]


def _item_tables(found: Sequence[Pair]) -> Iterator[Table]:
    for prefix, group in _groups("item.", found):
        yield Table(prefix, tuple(row for pair in group for row in _flips(pair)), mean_of("flipped"))


def _flips(pair: Pair) -> Iterator[Row]:
    for item_id, (before, after) in both_statuses(pair.base, pair.outcome).items():
        yield Row(f"{pair.case.id}/{item_id}", pair.case.question_id, float(before is not after))


def meaning_tables(cases: Sequence[Case], outcomes: Mapping[str, Outcome], entries: Mapping[str, BankEntry]) -> list[Table]:
    """Whether an edit of the meaning moves the item that it aims at as it should, and no other."""

    def moved(pair: Pair) -> bool:
        status = both_statuses(pair.base, pair.outcome).get(pair.case.target)
        return status is not None and status[1] is pair.case.expected

    def kept(pair: Pair) -> bool:
        others = both_statuses(pair.base, pair.outcome).items()
        return all(before is after for item_id, (before, after) in others if item_id != pair.case.target)

    found = [pair for pair in pairs(cases, outcomes) if pair.case.target]
    return [
        *_by_kind("target.", "right", found, moved),
        *_by_kind("others.", "kept", found, kept),
        *_by_kind("", "both", found, lambda pair: moved(pair) and kept(pair)),
    ]


def both_statuses(before: Outcome, after: Outcome) -> dict[str, tuple[Status, Status]]:
    """The two statuses of every item that was scored on both sides."""
    first = {verdict.item_id: verdict.status for verdict in before.verdicts}
    shared = {v.item_id: (first[v.item_id], v.status) for v in after.verdicts if v.item_id in first}
    return {item_id: statuses for item_id, statuses in shared.items() if Status.UNSCORED not in statuses}


def _by_kind(prefix: str, name: str, found: Sequence[Pair], holds: Callable[[Pair], bool]) -> Iterator[Table]:
    for whole, group in _groups(prefix, found):
        yield Table(whole, tuple(Row(p.case.id, p.case.question_id, float(holds(p))) for p in group), mean_of(name))


def _groups(prefix: str, found: Iterable[Pair]) -> Iterator[tuple[str, list[Pair]]]:
    """All pairs, those of each split if there are two, and those of each kind of edit."""
    everything = list(found)
    yield prefix, everything
    names = sorted({pair.case.split for pair in everything})
    if len(names) > 1:
        yield from ((f"{name}.{prefix}", [pair for pair in everything if pair.case.split == name]) for name in names)
    for kind in sorted({pair.case.kind for pair in everything if pair.case.kind}):
        yield f"{prefix}{kind}.", [pair for pair in everything if pair.case.kind == kind]
