"""Arithmetic from verdicts to points, levels and the hiring signal; the same for every engine."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

from rehearse.domain.question import BankEntry, Competency, RubricItem, StarPart
from rehearse.domain.record import Value
from rehearse.domain.verdicts import Status, Verdict

K = TypeVar("K")

CREDIT = {Status.MET: 1.0, Status.PARTIAL: 0.5, Status.MISSING: 0.0, Status.CONTRADICTED: 0.0}
LEVEL_FLOORS = (0.0, 0.2, 0.4, 0.6, 0.8)
"""The smallest share of points of each level, 1 to 5."""


class Tally(Value):
    """Points earned of points possible, over the items that were scored."""

    points: float
    possible: float

    @property
    def share(self) -> float | None:
        """Share of possible points, 0–1; None when nothing was scored."""
        return max(0.0, self.points) / self.possible if self.possible else None

    @property
    def level(self) -> int | None:
        """1–5; None when nothing was scored."""
        return None if self.share is None else level_of(self.share)


class Score(Value):
    """The result of one question. `coverage` is the share of possible points that were scored."""

    total: Tally
    competencies: dict[Competency, Tally]
    star: dict[StarPart, Tally]
    coverage: float

    @property
    def level(self) -> int | None:
        return self.total.level


class Signal(StrEnum):
    """The hiring signal of an interview."""

    STRONG_NO = "strong no"
    NO = "no"
    MIXED = "mixed"
    YES = "yes"
    STRONG_YES = "strong yes"


SIGNAL_FLOORS = ((0.8, Signal.STRONG_YES), (0.6, Signal.YES), (0.45, Signal.MIXED), (0.25, Signal.NO), (0.0, Signal.STRONG_NO))
"""The smallest mean share of points of each signal."""


def level_of(share: float) -> int:
    """The level, 1–5, of a share of points."""
    return sum(share >= floor - 1e-9 for floor in LEVEL_FLOORS)


def signal_of(share: float) -> Signal:
    """The hiring signal of a mean share of points."""
    return next(signal for floor, signal in SIGNAL_FLOORS if share >= floor - 1e-9)


def score(entry: BankEntry, verdicts: Iterable[Verdict]) -> Score:
    """Score one answer. An item without a verdict counts as unscored."""
    by_item = {verdict.item_id: verdict for verdict in verdicts}
    scored = [
        (item, by_item[item.id].status) for item in entry.key.items if item.id in by_item and by_item[item.id].status is not Status.UNSCORED
    ]
    possible = sum(item.points for item, _ in scored if item.points > 0)
    return Score(
        total=_tally(scored),
        competencies=_by(scored, lambda item: item.competency),
        star=_by(scored, lambda item: item.part),
        coverage=possible / entry.key.possible,
    )


def add(tallies: Iterable[Tally]) -> Tally:
    """The sum of tallies."""
    items = list(tallies)
    return Tally(points=sum(t.points for t in items), possible=sum(t.possible for t in items))


def merge(tallies: Iterable[Mapping[K, Tally]]) -> dict[K, Tally]:
    """Sum tallies key by key."""
    everything = list(tallies)
    keys = dict.fromkeys(key for mapping in everything for key in mapping)
    return {key: add(mapping[key] for mapping in everything if key in mapping) for key in keys}


def _tally(scored: Sequence[tuple[RubricItem, Status]]) -> Tally:
    return Tally(
        points=sum(item.points * CREDIT[status] for item, status in scored),
        possible=sum(item.points for item, _ in scored if item.points > 0),
    )


def _by(scored: Sequence[tuple[RubricItem, Status]], key: Callable[[RubricItem], K | None]) -> dict[K, Tally]:
    groups: dict[K, list[tuple[RubricItem, Status]]] = {}
    for item, status in scored:
        if (group := key(item)) is not None:
            groups.setdefault(group, []).append((item, status))
    return {group: _tally(members) for group, members in groups.items()}
