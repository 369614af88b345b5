"""All interviews: starting one, opening a stored one, listing them."""

import threading
import uuid
from collections.abc import Mapping

from rehearse.content.bank import Bank
from rehearse.domain.events import Started
from rehearse.domain.interview import finished_questions
from rehearse.domain.note import Note
from rehearse.domain.planning import Request, plan
from rehearse.domain.report import QuestionCard, Report, build_card, build_report
from rehearse.domain.rubric import Rubrics
from rehearse.errors import NotFoundError
from rehearse.ports import SessionInfo
from rehearse.services.session import Crew, Interview


class Interviews:
    """Starts and opens interviews. An interview open in this process is one object, however many look at it."""

    def __init__(self, bank: Bank, crew: Crew, rubrics: Rubrics, notes: Mapping[str, Note]) -> None:
        self._bank = bank
        self._rubrics = rubrics
        self._notes = notes
        self._crew = crew
        self._open: dict[str, Interview] = {}
        self._lock = threading.Lock()

    def start(self, request: Request, owner: str, repeat: bool = False) -> Interview:
        """Plan and store a new interview. Unless `repeat`, questions that this owner had before come last."""
        if not repeat:
            request = request.model_copy(update={"avoid": request.avoid | self._asked_before(owner)})
        started = Started(at=self._crew.clock(), plan=plan(request, list(self._bank)))
        session_id = uuid.uuid4().hex[:12]
        self._crew.store.create(SessionInfo(session_id, owner, started.plan.title, started.at, started.at, False), started)
        interview = Interview(session_id, [started], self._crew)
        with self._lock:
            self._open[session_id] = interview
        return interview

    def open(self, session_id: str, owner: str | None = None) -> Interview:
        """A stored interview, ready to go on. With `owner`, only one of theirs; else `NotFoundError`."""
        if owner is not None and session_id not in {info.id for info in self._crew.store.sessions(owner)}:
            raise NotFoundError("session", session_id, (), "Start a new interview.")
        with self._lock:
            if session_id not in self._open:
                interview = Interview(session_id, self._crew.store.events(session_id), self._crew)
                interview.resume()
                self._open[session_id] = interview
            return self._open[session_id]

    def forget(self, session_id: str) -> None:
        """Drop the live object, so that the next `open` reads the store."""
        with self._lock:
            self._open.pop(session_id, None)

    def peek(self, session_id: str) -> Interview:
        """A stored interview for reading only: nothing is recorded."""
        with self._lock:
            if session_id in self._open:
                return self._open[session_id]
        return Interview(session_id, self._crew.store.events(session_id), self._crew)

    def sessions(self, owner: str | None = None) -> list[SessionInfo]:
        """Stored interviews, the one touched last first."""
        return self._crew.store.sessions(owner)

    def report(self, interview: Interview) -> Report:
        """The scorecard up to now."""
        return build_report(interview.state, self._crew.entries, self._rubrics, self._notes)

    def finished_cards(self, interview: Interview) -> list[QuestionCard]:
        """The results of the questions that are over, in the order asked."""
        return [self.card(interview, question_id) for question_id in finished_questions(interview.state)]

    def card(self, interview: Interview, question_id: str) -> QuestionCard:
        """The result of one graded question."""
        state = interview.state
        answers = state.answers.get(question_id, ())
        return build_card(state.grades[question_id], answers, self._crew.entries[question_id], self._notes)

    def _asked_before(self, owner: str) -> frozenset[str]:
        asked: set[str] = set()
        for info in self._crew.store.sessions(owner):
            asked.update(self.peek(info.id).state.answered)
        return frozenset(asked)
