"""Which gap of an answer is worth a follow-up. Code decides this; models only word it."""

from collections.abc import Collection, Iterable

from rehearse.domain.question import BankEntry, RubricItem
from rehearse.domain.scoring import score
from rehearse.domain.verdicts import Status, Verdict

MOST_PROBES = 2
MOST_CHOICES = 3
"""Probes that an interviewer may choose from: the gap and two runners-up."""
STRONG_SHARE = 0.95
"""From this share of points on, no follow-up is needed."""
GOOD_SHARE = 0.65
"""From this share of points on, one follow-up is enough."""
SECONDS_FOR_A_PROBE = 60.0
DOUBTFUL = 0.05
"""The share of an item's points that must be in doubt for a point that counts as made to be probed."""

_WORTH = {Status.CONTRADICTED: 1.25, Status.MISSING: 1.0, Status.PARTIAL: 0.6, Status.UNSCORED: 0.4}


def rank_gaps(entry: BankEntry, verdicts: Iterable[Verdict], probed: Collection[str]) -> list[RubricItem]:
    """Items worth probing, most valuable first; those in `probed` were asked about already."""
    by_item = {verdict.item_id: verdict for verdict in verdicts}
    worth = {item.id: _worth(item, by_item[item.id]) for item in entry.key.items if item.id in by_item and item.id not in probed}
    return sorted((item for item in entry.key.items if worth.get(item.id, 0) > 0), key=lambda item: -worth[item.id])


def choose_gap(entry: BankEntry, verdicts: Iterable[Verdict], probed: Collection[str], seconds_left: float | None) -> RubricItem | None:
    """The item to probe now, or None to move on: a strong answer, enough probes, or no time."""
    verdicts = list(verdicts)
    if len(probed) >= _probes_allowed(entry, verdicts):
        return None
    if seconds_left is not None and seconds_left < SECONDS_FOR_A_PROBE:
        return None
    return next(iter(rank_gaps(entry, verdicts, probed)), None)


def choices(entry: BankEntry, verdicts: Iterable[Verdict], probed: Collection[str], first: str) -> list[RubricItem]:
    """The gap that was chosen, and the runners-up that an interviewer may ask about instead; no probe twice."""
    gaps = sorted(rank_gaps(entry, verdicts, probed), key=lambda item: item.id != first)
    distinct = {item.probe: item for item in reversed([entry.key.item(first), *gaps])}
    return list(reversed(distinct.values()))[:MOST_CHOICES]


def _worth(item: RubricItem, verdict: Verdict) -> float:
    """The points that a probe may bring: by the expected credit where the engine gives one, so that the least certain point comes first."""
    if item.points < 0:
        return -item.points * _WORTH[Status.CONTRADICTED] if verdict.status is Status.MET else 0.0
    if verdict.credit is None:
        return item.points * _WORTH.get(verdict.status, 0.0)
    lost = 1 - verdict.credit
    if verdict.status is Status.MET and lost < DOUBTFUL:
        return 0.0
    return item.points * lost * (_WORTH[Status.CONTRADICTED] if verdict.status is Status.CONTRADICTED else 1.0)


def _share(entry: BankEntry, verdicts: list[Verdict]) -> float | None:
    """The share of points, expected where the engine is unsure; None when nothing was scored."""
    share = score(entry, verdicts).total.share
    if share is None or any(verdict.credit is None for verdict in verdicts if verdict.status in (Status.MET, Status.PARTIAL)):
        return share
    points = {item.id: max(0, item.points) for item in entry.key.items}
    expected = sum(points[verdict.item_id] * (verdict.credit or 0.0) for verdict in verdicts)
    return min(share, expected / entry.key.possible)


def _probes_allowed(entry: BankEntry, verdicts: list[Verdict]) -> int:
    share = _share(entry, verdicts)
    if share is None or share >= STRONG_SHARE:
        return 0
    return 1 if share >= GOOD_SHARE else MOST_PROBES
