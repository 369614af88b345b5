"""Interviews over fakes, with the real bank."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from rehearse.adapters.fakes import MemoryStore, NoNotes, ScriptedInterviewer, ScriptedJudge
from rehearse.bootstrap import App
from rehearse.domain.planning import Loop, LoopRound, Mode, Request
from rehearse.domain.question import Level, Round
from rehearse.services.grader import Grader
from rehearse.services.interviews import Interviews
from rehearse.services.session import Crew


@pytest.fixture
def request_two() -> Request:
    loop = Loop(
        id="two",
        title="Two questions",
        description="For tests.",
        level=Level.MID,
        rounds=(LoopRound(round=Round.ML_THEORY, minutes=30), LoopRound(round=Round.STATISTICS, minutes=30)),
    )
    return Request(loop=loop, level=Level.MID, mode=Mode.MOCK, questions=2, seed=1)


class Ticker:
    """A clock that goes on by ten seconds at each look."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        self.now += 10.0
        return self.now


@pytest.fixture
def make_interviews(app: App) -> Iterator[Callable[..., Interviews]]:
    """Interviews over fakes, with the real bank; keyword arguments replace parts of the crew."""
    executor = ThreadPoolExecutor(2)

    def make(**parts: Any) -> Interviews:
        grader = Grader(ScriptedJudge(), NoNotes(), {})
        entries: Mapping[str, Any] = {entry.id: entry for entry in app.bank}
        default = {
            "interviewer": ScriptedInterviewer(),
            "backup": app.embedded_interviewer,
            "quick": grader,
            "final": parts.get("quick", grader),
            "entries": entries,
            "store": MemoryStore(),
            "executor": executor,
            "most_words": 200,
            "clock": Ticker(),
        }
        crew = Crew(**{**default, **parts})
        return Interviews(app.bank, crew.store, app.rubrics, app.notes, lambda: crew)

    yield make
    executor.shutdown()
