"""All interviews: starting one, opening a stored one, listing them."""

import threading
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property

from rehearse.content.bank import Bank
from rehearse.domain.dispute import Dispute
from rehearse.domain.events import Graded, Started
from rehearse.domain.interview import State, finished_questions, replay
from rehearse.domain.note import Note
from rehearse.domain.planning import Request, plan
from rehearse.domain.question import BankEntry
from rehearse.domain.report import QuestionCard, Report, build_card, build_report
from rehearse.domain.rubric import Rubrics
from rehearse.domain.standing import Standing, not_measured
from rehearse.errors import ConflictError, NotFoundError
from rehearse.ports import SessionInfo, SessionStore
from rehearse.services.disputes import Contest
from rehearse.services.session import Crew, Interview


class Interviews:
    """Starts and opens interviews. An interview open in this process is one object, however many look at it."""

    def __init__(
        self,
        bank: Bank,
        store: SessionStore,
        rubrics: Rubrics,
        notes: Mapping[str, Note],
        make_crew: Callable[[], Crew],
        standing: Callable[[str], Standing] = not_measured,
    ) -> None:
        self._bank = bank
        self._store = store
        self._entries = {entry.id: entry for entry in bank}
        self._rubrics = rubrics
        self._notes = notes
        self._make_crew = make_crew
        self._standing = standing
        self._open: dict[str, Interview] = {}
        self._lock = threading.Lock()

    def start(self, request: Request, owner: str, repeat: bool = False) -> Interview:
        """Plan and store a new interview. Unless `repeat`, questions that this owner had before come last."""
        if not repeat:
            request = request.model_copy(update={"avoid": request.avoid | self._asked_before(owner)})
        started = Started(at=self._crew.clock(), plan=plan(request, list(self._bank)))
        session_id = uuid.uuid4().hex[:12]
        self._store.create(SessionInfo(session_id, owner, started.plan.title, started.at, started.at, False), started)
        interview = Interview(session_id, [started], self._crew)
        with self._lock:
            self._open[session_id] = interview
        self._warm(interview.state)
        return interview

    def open(self, session_id: str, owner: str | None = None) -> Interview:
        """A stored interview, ready to go on. With `owner`, only one of theirs; else `NotFoundError`."""
        self._check_owner(session_id, owner)
        with self._lock:
            if session_id not in self._open:
                interview = Interview(session_id, self._store.events(session_id), self._crew)
                self._check_questions(interview.state)
                interview.resume()
                self._open[session_id] = interview
                self._warm(interview.state)
            return self._open[session_id]

    def _check_owner(self, session_id: str, owner: str | None) -> None:
        if owner is not None and session_id not in {info.id for info in self._store.sessions(owner)}:
            raise NotFoundError("session", session_id, (), "Choose one of yours, or start a new interview.")

    def _warm(self, state: State) -> None:
        """Do in the background what the first answer to each question would have to wait for."""
        for question_id in () if state.is_over else state.plan.question_ids:
            self._crew.executor.submit(self._crew.warm, self._entries[question_id])

    def _check_questions(self, state: State) -> None:
        gone = [question_id for question_id in state.plan.question_ids if question_id not in self._entries]
        if gone and not state.is_over:
            raise NotFoundError("question", gone[0], self._entries, "This interview asks it; put it back to go on.")

    def forget(self, session_id: str) -> None:
        """Drop the live object, so that the next `open` reads the store."""
        with self._lock:
            self._open.pop(session_id, None)

    def hang_up(self, session_id: str) -> None:
        """Nobody listens to an interview any more; see `Interview.hang_up`."""
        with self._lock:
            interview = self._open.get(session_id)
        if interview:
            interview.hang_up()

    def dispute(self, session_id: str, contest: Contest, owner: str | None = None) -> Dispute:
        """Have a contested verdict of an interview judged again; see `Interview.dispute`."""
        try:
            return self.open(session_id, owner).dispute(contest)
        except ConflictError:
            self.forget(session_id)
            raise

    @contextmanager
    def metered(self, session_id: str, owner: str | None = None) -> Iterator[None]:
        """What the model does inside counts for an interview; see `Interview.metered`."""
        with self.open(session_id, owner).metered():
            yield

    def peek(self, session_id: str, owner: str | None = None) -> State:
        """The state of a stored interview, for reading only; no engine is loaded and nothing is recorded."""
        self._check_owner(session_id, owner)
        return replay(self._store.events(session_id))

    def sessions(self, owner: str | None = None) -> list[SessionInfo]:
        """Stored interviews, the one touched last first."""
        return self._store.sessions(owner)

    def report(self, state: State) -> Report:
        """The scorecard up to now."""
        return build_report(state, self._entries, self._rubrics, self._notes, self._standing)

    def finished_cards(self, state: State) -> list[QuestionCard]:
        """The results of the questions that are over, in the order asked."""
        return [
            build_card(grade, state.answers.get(grade.question_id, ()), entry, self._notes, state.disputes, self._standing(grade.engine))
            for grade, entry in self._finished(state)
        ]

    def _finished(self, state: State) -> list[tuple[Graded, BankEntry]]:
        ids = (question_id for question_id in finished_questions(state) if question_id in self._entries)
        return [(state.grades[question_id], self._entries[question_id]) for question_id in ids]

    @cached_property
    def _crew(self) -> Crew:
        """Those who do the work; made for the first interview that is held."""
        return self._make_crew()

    def _asked_before(self, owner: str) -> frozenset[str]:
        asked: set[str] = set()
        for info in self._store.sessions(owner):
            asked.update(self.peek(info.id).answered)
        return frozenset(asked)
