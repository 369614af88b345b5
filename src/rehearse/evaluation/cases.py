"""Graded answers, what an engine said of them, and a whole run of it."""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import TypeVar

from pydantic import Field

from rehearse.domain.evidence import Effort
from rehearse.domain.figure import Figure
from rehearse.domain.record import Value
from rehearse.domain.verdicts import Status, Verdict

T = TypeVar("T")
PASSES = "labelling passes"
"""How the agreement of one labelling pass with the other is called: the labellers need not be people."""


class Label(Value):
    """One labeller's word on an answer: a level, 1–5, and the status of the items that it names."""

    labeller: str
    level: int | None = Field(default=None, ge=1, le=5)
    items: dict[str, Status] = Field(default_factory=dict)


class Case(Value):
    """An answer to grade and what is known of it.

    `gold` is the adjudicated label. A variant names the case that it was made from in `base`, the rubric item that the
    edit aims at in `target`, and the status that this item should then have in `expected`.
    """

    id: str
    question_id: str
    answer: str
    kind: str = ""
    split: str = Field(default="test", pattern="^(tune|test)$")
    labels: tuple[Label, ...] = ()
    gold: Label | None = None
    base: str = ""
    target: str = ""
    expected: Status | None = None
    note: str = ""


class Outcome(Value):
    """What an engine made of one case.

    `key` changes with whatever could change the verdicts. `share` is points of possible points, 0–1, and `coverage` the share
    of points that was scored. A case that failed has an `error` and no number. `said` is the follow-up, in suites that ask one.
    """

    case_id: str
    key: str
    engine: str
    verdicts: tuple[Verdict, ...] = ()
    level: int | None = None
    share: float | None = None
    coverage: float = 0.0
    seconds: float = 0.0
    error: str = ""
    said: str = ""
    effort: Effort = Effort()


class Run(Value):
    """One suite graded by one engine: cases, outcomes, and the figures that came of them.

    `started` is in seconds since the epoch, UTC. `rivals` holds the figures of simpler graders, `human` those of one labeller
    against the other; both carry the same names as ours.
    """

    suite: str
    engine: str
    model: str = ""
    started: float
    cases: tuple[Case, ...]
    outcomes: tuple[Outcome, ...]
    figures: tuple[Figure, ...] = ()
    rivals: dict[str, tuple[Figure, ...]] = Field(default_factory=dict)
    human: tuple[Figure, ...] = ()


def whole_questions(items: Iterable[T], limit: int | None, question: Callable[[T], str]) -> Iterator[T]:
    """The first items, about `limit` of them: none of a question that is begun is left out."""
    taken = 0
    for _, group in groupby(items, key=question):
        if limit is not None and taken >= limit:
            return
        whole = list(group)
        taken += len(whole)
        yield from whole
