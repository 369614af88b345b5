"""An interview whose interviewer and judge are a model behind an endpoint, over a bank of two questions; SQLite keeps it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rehearse.adapters.embedded_interviewer import EmbeddedInterviewer
from rehearse.adapters.fakes import NoNotes, ScriptedJudge
from rehearse.adapters.llm.breaker import Breaker
from rehearse.adapters.llm.client import ChatClient
from rehearse.adapters.llm.interviewer import LlmInterviewer
from rehearse.adapters.llm.judge import LlmJudge
from rehearse.adapters.sql_store import SqlStore
from rehearse.domain.events import Started
from rehearse.domain.planning import Plan, PlannedRound
from rehearse.domain.question import BankEntry, Level, Round
from rehearse.ports import SessionInfo
from rehearse.services.grader import Grader
from rehearse.services.session import Crew, Interview
from rehearse.settings import Settings
from unit.builders import entry

ANSWER = "It averages many trees, so the variance falls."
QUICK = "quick"
"""The engine that stands in for the embedded judge."""


class Room:
    """Where the interview is held; `entries`, `client` and `store` are at hand for a look."""

    def __init__(self, settings: Settings, breaker: Breaker | None = None) -> None:
        self.settings = settings
        self.entries: dict[str, BankEntry] = {"bagging": entry("bagging"), "boosting": entry("boosting")}
        self.client = ChatClient(settings, breaker=breaker)
        self.store = SqlStore(settings.store_url)
        self.executor = ThreadPoolExecutor(2)
        self.crew = Crew(
            interviewer=LlmInterviewer(settings, self.client),
            backup=EmbeddedInterviewer(),
            quick=Grader(ScriptedJudge(engine=QUICK), NoNotes(), {}),
            final=Grader(LlmJudge(settings, self.client), NoNotes(), {}),
            entries=self.entries,
            store=self.store,
            executor=self.executor,
            most_words=500,
            meter=self.client,
        )

    def start(self) -> Interview:
        rounds = (PlannedRound(round=Round.ML_THEORY, minutes=30, questions=tuple(self.entries)),)
        started = Started(at=1000.0, plan=Plan(title="Two", level=Level.MID, mode="mock", rounds=rounds))
        self.store.create(SessionInfo("s1", "me", "Two", 1000.0, 1000.0, False), started)
        return Interview("s1", [started], self.crew)

    def open(self) -> Interview:
        return Interview("s1", self.store.events("s1"), self.crew)


@contextmanager
def room(base_url: str, data: Path, timeout: float = 5.0, breaker: Breaker | None = None, **settings: Any) -> Iterator[Room]:
    """A room for an endpoint; calls that are still running are cancelled at the end."""
    made = Room(Settings(_env_file=None, model="m", base_url=base_url, data=data, model_timeout=timeout, **settings), breaker)
    yield made
    made.client.close()
    made.executor.shutdown()
    made.store.close()


def hold(interview: Interview) -> Interview:
    """Answer the first question, skip the rest, and end it."""
    list(interview.proceed())
    list(interview.answer(ANSWER))
    while not interview.state.is_over:
        list(interview.answer("skip" if interview.state.stage == "listen" else "No, thanks."))
    assert interview.settle(30)
    return interview
