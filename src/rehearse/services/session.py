"""One live interview: carries out what the state machine owes and records what came of it."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future, wait
from contextlib import contextmanager
from dataclasses import dataclass, field

from rehearse.domain import interview as machine
from rehearse.domain.delivery import SpokenAnswer
from rehearse.domain.dispute import Dispute
from rehearse.domain.events import Answered, Disputed, Ended, Event, Graded, Resumed, Said, Used, Warned
from rehearse.domain.intent import Intent, classify
from rehearse.domain.interview import Finish, Grade, Say
from rehearse.domain.question import BankEntry
from rehearse.domain.text import without_controls
from rehearse.domain.units import sentences
from rehearse.domain.verdicts import Quote, Status, Verdict, every_item
from rehearse.errors import AnswerError, ConflictError, EngineError, StoppedError
from rehearse.ports import Interviewer, LeakCheck, Meter, SessionStore
from rehearse.services.disputes import Contest, check_contest, second_look
from rehearse.services.grader import Grader
from rehearse.services.model_use import ModelUse, NoMeter
from rehearse.services.speech import Occasion, Utterance, authored, checked


@dataclass(frozen=True)
class Spoken:
    """The utterance so far; the last one of an utterance is `complete` and already saved."""

    text: str
    complete: bool

    @property
    def sentences(self) -> list[str]:
        """The sentences that are whole; an utterance that is not complete may end in the middle of one."""
        found = [sentence.text for sentence in sentences(self.text)]
        return found if self.complete else found[:-1]


@dataclass(frozen=True)
class Crew:
    """Who does the work. The backup interviewer and the quick grader never fail and need no network."""

    interviewer: Interviewer
    backup: Interviewer
    quick: Grader
    final: Grader
    entries: Mapping[str, BankEntry]
    store: SessionStore
    executor: Executor
    most_words: int
    second: Grader | None = None
    """Looks at contested verdicts where the final grader would only repeat what it remembers."""
    warm: Callable[[BankEntry], object] = lambda entry: None
    """Does beforehand what the first answer to a question would have to wait for."""
    leaks: LeakCheck = lambda entry, sentence, heard, items: frozenset()
    """Knows the answer key, which no interviewer does."""
    language: Callable[[str], str | None] = lambda text: None
    """Names the language of what a model says; None for English."""
    clock: Callable[[], float] = time.time
    meter: Meter = field(default_factory=NoMeter)


class Interview:
    """A live interview. One thread at a time moves it on; the store catches other processes."""

    def __init__(self, session_id: str, events: list[Event], crew: Crew) -> None:
        self.id = session_id
        self.state = machine.replay(events)
        self._sequence = len(events)
        self._crew = crew
        self._lock = threading.RLock()
        self._grading: dict[str, Future[None]] = {}
        self._model = ModelUse(session_id, crew.meter, self.state.usage)

    def resume(self) -> None:
        """Record that the interview was opened again; the time away does not count."""
        with self._lock:
            if not self.state.is_over:
                self._record(Resumed(at=self._now()))

    def answer(self, text: str, turn: int | None = None, spoken: SpokenAnswer | None = None) -> Iterator[Spoken]:
        """Take what the candidate said, save it, and speak until it is the candidate's turn again.

        `turn` is how often the candidate had spoken, as far as the caller knows; a `ConflictError` is raised when the interview
        has moved on since. `spoken` is what was heard, where the answer was said aloud. Raises `AnswerError` for an answer that
        cannot be taken.
        """
        cleaned = check_answer(text, self._crew.most_words)
        with self._lock:
            if not self.state.awaits_candidate or turn not in (None, self.state.candidate_turns):
                raise ConflictError("This interview has moved on since you began that answer. Reload to see where it is.")
            self._record(Answered(at=self._now(), text=cleaned, intent=self._intent(cleaned), spoken=spoken))
            yield from self._carry_on()

    def proceed(self) -> Iterator[Spoken]:
        """Speak until it is the candidate's turn, or the interview is over."""
        with self._lock:
            yield from self._carry_on()

    def regrade(self) -> int:
        """Judge again every answer that the final grader has not scored whole; returns how many. Blocks until done."""
        with self._lock:
            again = [q for q, grade in self.state.grades.items() if not grade.skipped and self._is_incomplete(grade)]
        for question_id in again:
            self._grade_finally(question_id, self.state.full_answer(question_id))
        return len(again)

    def dispute(self, contest: Contest) -> Dispute:
        """Have a contested verdict judged again by the final grader. Blocks until done.

        When the engine fails, the dispute is kept open and may be tried again.
        Raises `DisputeError` or `NotFoundError` for what cannot be contested.
        """
        final = self._crew.final
        with self._lock:
            entry = self._crew.entries.get(contest.question_id)
            checked = check_contest(contest, self.state, entry, final.engine)
            assert entry
            second, failure = self._look_again(entry, contest.item_id, checked.words)
            given = {"reason": checked.reason, "claim": checked.claim, "words": checked.words, "second": second, "failure": failure}
            self._record(Disputed(at=self._now(), question_id=entry.id, item_id=contest.item_id, engine=final.engine, **given))
            return self.state.disputes[-1]

    def _look_again(self, entry: BankEntry, item_id: str, words: Quote | None) -> tuple[Verdict | None, str]:
        """The second verdict, or why there is none. A model reads the whole answer; the embedded engine only what is pointed at."""
        pointed_at = words if self._crew.final.engine == self._crew.quick.engine else None
        try:
            second = self._crew.second or self._crew.final
            with self.metered():
                return second_look(second, entry, item_id, self.state.full_answer(entry.id), pointed_at), ""
        except EngineError as error:
            return None, str(error)

    @contextmanager
    def metered(self) -> Iterator[None]:
        """What the model does inside counts for this interview and against its cap, and is recorded."""
        try:
            with self._model.metered():
                yield
        finally:
            self._note_usage()

    def hang_up(self) -> None:
        """Nobody listens any more: cancel what the model is saying. It is said anew when somebody does."""
        self._model.hang_up()

    def _is_incomplete(self, grade: Graded) -> bool:
        unscored = any(verdict.status is Status.UNSCORED for verdict in grade.verdicts)
        return unscored or grade.engine != self._crew.final.engine

    def settle(self, timeout: float | None = None) -> bool:
        """Wait for grading in the background; whether all of it is done. Raises what stopped it, such as a full disk."""
        done, not_done = wait(list(self._grading.values()), timeout)
        for future in done:
            future.result()
        return not not_done

    def _intent(self, text: str) -> Intent:
        """Only a bare request is one; while taking the candidate's questions every message is their own."""
        intent = classify(text)
        asking = self.state.stage is machine.Stage.TAKE_QUESTIONS
        return Intent.ANSWER if asking and intent not in (Intent.END, Intent.SKIP) else intent

    def _carry_on(self) -> Iterator[Spoken]:
        while True:
            move = machine.next_move(self.state, self._crew.entries)
            self._grade_in_background(machine.left_by(self.state, move))
            match move:
                case Say():
                    yield from self._say(move)
                case Grade():
                    self._grade_quickly(move)
                case Finish():
                    self._record(Ended(at=self._now()))
                case _:
                    return

    def _say(self, move: Say) -> Iterator[Spoken]:
        said = Utterance("", self._crew.backup.engine)
        for said in self._words(Occasion(self.state, move, self._crew.entries, self._crew.leaks, self._crew.language)):
            yield Spoken(said.text, complete=False)
        self._record(Said(at=self._now(), cue=move.cue, question_id=move.question_id, **vars(said)))
        yield Spoken(said.text, complete=True)

    def _words(self, occasion: Occasion) -> Iterator[Utterance]:
        """The utterance as it grows, with its engine; the backup starts over when the model fails."""
        interviewer, backup = self._crew.interviewer, self._crew.backup
        try:
            spoken = authored(backup, occasion) if interviewer is backup else checked(interviewer, backup, occasion)
            yield from self._model.metered_pieces(spoken)
        except StoppedError:
            raise
        except EngineError as error:
            if told := self._model.failure(error):
                self._warn(f"{told} The interview goes on with the {backup.engine} engine.")
            yield from authored(backup, occasion)
        else:
            self._note_success()
        finally:
            self._note_usage()

    def _note_success(self) -> None:
        if self._model.recovered():
            self._warn("The model answers again, and takes the interview over. What it has not judged: `rehearse regrade` lets it.")

    def _note_usage(self) -> None:
        with self._lock:
            if taken := self._model.unrecorded():
                self._record(Used(at=self._now(), usage=taken))

    def _grade_quickly(self, move: Grade) -> None:
        entry = self._crew.entries[move.question_id]
        if move.skipped:
            engine, verdicts = "rule", tuple(every_item(entry, Status.MISSING, "rule", "skipped by the candidate"))
        else:
            grading = self._crew.quick.grade(entry, self.state.full_answer(move.question_id))
            engine, verdicts = grading.engine, grading.verdicts
        self._record(Graded(at=self._now(), question_id=move.question_id, engine=engine, verdicts=verdicts, skipped=move.skipped))
        nothing_scored = all(verdict.status is Status.UNSCORED for verdict in verdicts)
        if nothing_scored and self._crew.final.engine == engine:
            self._warn(f"This answer could not be scored: {verdicts[0].note}. It is saved; a model can judge it later (rehearse regrade).")

    def _grade_in_background(self, left: str | None) -> None:
        """Hand every finished question, and the one that is being `left`, to the final grader, once."""
        for question_id in machine.awaiting_engine(self.state, self._crew.final.engine, left):
            if question_id not in self._grading:
                answer = self.state.full_answer(question_id)
                self._grading[question_id] = self._crew.executor.submit(self._grade_finally, question_id, answer)

    def _grade_finally(self, question_id: str, answer: str) -> None:
        try:
            with self.metered():
                grading = self._crew.final.grade(self._crew.entries[question_id], answer)
        except StoppedError:
            return
        except EngineError as error:
            with self._lock:
                told = f"{self._model.failure(error)} This answer keeps the {self._crew.quick.engine} engine's grade."
                self._warn(told.strip(), question_id)
            return
        given = {"engine": grading.engine, "verdicts": grading.verdicts, "signs": grading.signs}
        with self._lock:
            self._note_success()
            self._record(Graded(at=self._now(), question_id=question_id, **given))
            if grading.warning:
                self._warn(grading.warning, question_id)

    def _now(self) -> float:
        """The time of the next event; an interview that is over does not grow longer."""
        return self.state.last_at if self.state.is_over else self._crew.clock()

    def _warn(self, text: str, question_id: str | None = None) -> None:
        self._record(Warned(at=self._now(), text=text, question_id=question_id))

    def _record(self, event: Event) -> None:
        """Save first, then believe it."""
        self._crew.store.append(self.id, self._sequence, event)
        self._sequence += 1
        self.state = machine.step(self.state, event)


def check_answer(text: str, most_words: int) -> str:
    """The answer without control characters. Raises `AnswerError` when it is empty or too long."""
    cleaned = without_controls(text)
    if not cleaned:
        raise AnswerError("The answer is empty. Write something, or say “skip” to move on.")
    if not any(character.isalnum() for character in cleaned):
        raise AnswerError(f"There are no words in {cleaned[:20]!r}. Write something, or say “skip” to move on.")
    if (words := len(cleaned.split())) > most_words:
        raise AnswerError(f"The answer has {words:,} words; the most that is taken is {most_words:,}. Shorten it and send it again.")
    return cleaned
