"""Verdicts beside the statuses that are right."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from rehearse.domain.verdicts import Status, Verdict
from rehearse.evaluation.cases import Case, Outcome


class Judged(NamedTuple):
    """A verdict beside the status that is right."""

    case: Case
    verdict: Verdict
    right: Status

    @property
    def is_right(self) -> bool:
        return self.verdict.status is self.right

    @property
    def key(self) -> str:
        return f"{self.case.id}/{self.verdict.item_id}"


def judged(cases: Iterable[Case], outcomes: Mapping[str, Outcome], right_of: Callable[[Case], Mapping[str, Status]]) -> Iterator[Judged]:
    """Every scored verdict on an item of which `right_of` the case knows the status; a case without an outcome has none."""
    for case in cases:
        right = right_of(case)
        for verdict in outcomes[case.id].verdicts if case.id in outcomes else ():
            if verdict.item_id in right and verdict.status is not Status.UNSCORED:
                yield Judged(case, verdict, right[verdict.item_id])
