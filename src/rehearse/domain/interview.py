"""The interview as a pure state machine.

`step` folds one event into the state; `next_move` says what is owed next. The session service
carries the move out, records what came of it as an event, and asks again. Nothing here reads a
clock, a file or a model, so a resumed interview is ``reduce(step, events)`` and goes on at the
same turn.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import reduce
from itertools import accumulate

from rehearse.domain.delivery import SpokenAnswer
from rehearse.domain.dispute import Dispute, contested
from rehearse.domain.events import Answered, Cue, Disputed, Ended, Event, Graded, Resumed, Said, Started, Used, Warned
from rehearse.domain.followup import choose_gap
from rehearse.domain.intent import Intent, has_no_question
from rehearse.domain.planning import Plan, PlannedRound
from rehearse.domain.question import BankEntry
from rehearse.domain.usage import Usage

MOST_CANDIDATE_QUESTIONS = 3
ANSWER_SEPARATOR = "\n\n"


class Stage(StrEnum):
    """What the interview is waiting for, or owes."""

    GREET = "greet"
    ASK = "ask"
    LISTEN = "listen"
    GRADE = "grade"
    DECIDE = "decide"
    RESPOND = "respond"
    TAKE_QUESTIONS = "take_questions"
    REPLY = "reply"
    CLOSE = "close"
    FINISH = "finish"
    DONE = "done"


class Speaker(StrEnum):
    """Whose line of the transcript it is; a notice is the program's own."""

    INTERVIEWER = "interviewer"
    CANDIDATE = "candidate"
    NOTICE = "notice"


@dataclass(frozen=True)
class Turn:
    """One utterance of the transcript; a notice is the program's own word."""

    speaker: Speaker
    text: str
    cue: Cue | None = None
    question_id: str | None = None
    item_id: str | None = None


@dataclass(frozen=True)
class State:
    """An interview up to now. Times are in seconds of active interview; `spoken` holds answers that were said aloud, by label."""

    plan: Plan
    stage: Stage = Stage.GREET
    elapsed: float = 0.0
    last_at: float = 0.0
    question_id: str | None = None
    respond_with: Cue | None = None
    probed: tuple[str, ...] = ()
    candidate_questions: int = 0
    turns: tuple[Turn, ...] = ()
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    spoken: Mapping[str, SpokenAnswer] = field(default_factory=dict)
    grades: Mapping[str, Graded] = field(default_factory=dict)
    gave_up: frozenset[str] = frozenset()
    disputes: tuple[Dispute, ...] = ()
    facts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    usage: Usage = field(default_factory=Usage)

    @property
    def is_over(self) -> bool:
        return self.stage is Stage.DONE

    @property
    def awaits_candidate(self) -> bool:
        return self.stage in (Stage.LISTEN, Stage.TAKE_QUESTIONS)

    @property
    def question_number(self) -> int:
        """The number of the current question, from 1; 0 before the first."""
        return self.plan.question_ids.index(self.question_id) + 1 if self.question_id else 0

    @property
    def candidate_turns(self) -> int:
        """How often the candidate has spoken."""
        return sum(turn.speaker is Speaker.CANDIDATE for turn in self.turns)

    @property
    def seconds_left(self) -> float | None:
        """Seconds until the whole interview is over; None without a time limit."""
        return None if self.plan.minutes is None else self.plan.minutes * 60 - self.elapsed

    @property
    def answered(self) -> tuple[str, ...]:
        """Ids of questions with an answer or a skip, in the order asked."""
        return tuple(q for q in self.plan.question_ids if q in self.answers or q in self.grades)

    def full_answer(self, question_id: str) -> str:
        """Everything the candidate said to one question; quotes index into this text."""
        return ANSWER_SEPARATOR.join(self.answers.get(question_id, ()))


@dataclass(frozen=True)
class Say:
    """Say something. `item_id` is the gap that a probe aims at."""

    cue: Cue
    question_id: str | None = None
    item_id: str | None = None


@dataclass(frozen=True)
class Grade:
    """Judge everything said to this question."""

    question_id: str
    skipped: bool = False


@dataclass(frozen=True)
class Finish:
    """Record the end."""


@dataclass(frozen=True)
class Wait:
    """Nothing is owed: the candidate's turn, or the interview is over."""


Move = Say | Grade | Finish | Wait


def replay(events: Iterable[Event]) -> State:
    """The state after `events`, the first of which is `Started`."""
    first, *rest = events
    if not isinstance(first, Started):
        raise ValueError(f"an interview begins with 'started', not {first.type!r}")
    return reduce(step, rest, State(plan=first.plan, last_at=first.at))


def step(state: State, event: Event) -> State:
    """The state after one more event."""
    state = _tick(state, event)
    match event:
        case Said():
            return _after_said(state, event)
        case Answered():
            return _after_answered(state, event)
        case Graded():
            return _after_graded(state, event)
        case Disputed():
            return replace(state, disputes=contested(state.disputes, state.grades[event.question_id], event))
        case Warned():
            gave_up = state.gave_up | ({event.question_id} if event.question_id else set())
            return replace(state, gave_up=frozenset(gave_up), turns=(*state.turns, Turn(Speaker.NOTICE, event.text)))
        case Used():
            return replace(state, usage=state.usage + event.usage)
        case Ended():
            return replace(state, stage=Stage.DONE)
        case _:
            return state


def next_move(state: State, entries: Mapping[str, BankEntry]) -> Move:
    """What is owed now. `entries` holds at least the planned questions."""
    match state.stage:
        case Stage.GREET:
            return Say(Cue.OPENING)
        case Stage.ASK:
            return Say(Cue.QUESTION, state.plan.question_ids[0])
        case Stage.GRADE:
            assert state.question_id
            return Grade(state.question_id, skipped=state.question_id not in state.answers)
        case Stage.RESPOND:
            assert state.respond_with
            return Say(state.respond_with, state.question_id)
        case Stage.DECIDE:
            return _follow_up(state, entries) or _move_on(state)
        case Stage.REPLY:
            return Say(Cue.REPLY)
        case Stage.CLOSE:
            return Say(Cue.CLOSING)
        case Stage.FINISH:
            return Finish()
        case _:
            return Wait()


def round_of(state: State, question_id: str) -> PlannedRound:
    """The planned round that a question belongs to."""
    return next(part for part in state.plan.rounds if question_id in part.questions)


def finished_questions(state: State) -> list[str]:
    """Graded questions that will get no further follow-up, in the order asked."""
    over = state.stage in _AFTER_QUESTIONS
    return [q for q in state.plan.question_ids if q in state.grades and (over or q != state.question_id)]


def left_by(state: State, move: Move) -> str | None:
    """The question that a move leaves behind, before a word of it is said."""
    leaves = isinstance(move, Say) and move.cue in (Cue.QUESTION, Cue.INVITE, Cue.CLOSING)
    return state.question_id if leaves and state.question_id in state.grades else None


def awaiting_engine(state: State, engine: str, left: str | None = None) -> list[str]:
    """Finished questions, and the one that is being `left`, that `engine` has neither graded nor failed to grade."""
    return [
        question_id
        for question_id in dict.fromkeys([*finished_questions(state), *([left] if left else [])])
        if state.grades[question_id].engine != engine and not state.grades[question_id].skipped and question_id not in state.gave_up
    ]


_AFTER_QUESTIONS = frozenset({Stage.TAKE_QUESTIONS, Stage.REPLY, Stage.CLOSE, Stage.FINISH, Stage.DONE})
_RESPONSES = {Intent.REPEAT: Cue.REPEAT, Intent.CLARIFY: Cue.CLARIFY, Intent.THINK: Cue.THINK}


def _tick(state: State, event: Event) -> State:
    passed = 0.0 if isinstance(event, Resumed) else max(0.0, event.at - state.last_at)
    return replace(state, elapsed=state.elapsed + passed, last_at=event.at)


def _after_said(state: State, said: Said) -> State:
    turn = Turn(Speaker.INTERVIEWER, said.text, said.cue, said.question_id, said.item_id)
    state = replace(state, turns=(*state.turns, turn), respond_with=None)
    if said.facts and said.question_id:
        known = state.facts.get(said.question_id, ())
        state = replace(state, facts={**state.facts, said.question_id: (*known, *said.facts)})
    match said.cue:
        case Cue.OPENING:
            return replace(state, stage=Stage.ASK)
        case Cue.QUESTION:
            return replace(state, stage=Stage.LISTEN, question_id=said.question_id, probed=())
        case Cue.PROBE:
            return replace(state, stage=Stage.LISTEN, probed=(*state.probed, said.item_id or ""))
        case Cue.INVITE:
            return replace(state, stage=Stage.TAKE_QUESTIONS)
        case Cue.REPLY:
            enough = state.candidate_questions >= MOST_CANDIDATE_QUESTIONS
            return replace(state, stage=Stage.CLOSE if enough else Stage.TAKE_QUESTIONS)
        case Cue.CLOSING:
            return replace(state, stage=Stage.FINISH)
        case _:
            return replace(state, stage=Stage.LISTEN)


def _after_answered(state: State, answered: Answered) -> State:
    turn = Turn(Speaker.CANDIDATE, answered.text, question_id=state.question_id)
    state = replace(state, turns=(*state.turns, turn))
    if state.stage is Stage.TAKE_QUESTIONS:
        return _after_candidate_question(state, answered)
    if answered.intent is Intent.END:
        return replace(state, stage=Stage.CLOSE)
    if answered.intent in _RESPONSES:
        return replace(state, stage=Stage.RESPOND, respond_with=_RESPONSES[answered.intent])
    question_id = state.question_id
    assert question_id
    if answered.intent is Intent.SKIP:
        done = question_id in state.grades
        return replace(state, stage=Stage.DECIDE if done else Stage.GRADE, probed=(*state.probed, *_GIVEN_UP))
    answers = {**state.answers, question_id: (*state.answers.get(question_id, ()), answered.text)}
    return replace(state, stage=Stage.GRADE, answers=answers, spoken=_with_spoken(state, answered.spoken))


def _with_spoken(state: State, spoken: SpokenAnswer | None) -> Mapping[str, SpokenAnswer]:
    """What was spoken, by a label that says to which question, and whether to a follow-up of it."""
    if spoken is None:
        return state.spoken
    follow_ups = len(state.answers.get(state.question_id or "", ()))
    return {**state.spoken, f"Q{state.question_number}" + (f" follow-up {follow_ups}" if follow_ups else ""): spoken}


_GIVEN_UP = ("", "")
"""Fills the probe allowance, so that a skipped question gets no follow-up."""


def _after_candidate_question(state: State, answered: Answered) -> State:
    if answered.intent in (Intent.END, Intent.SKIP) or has_no_question(answered.text):
        return replace(state, stage=Stage.CLOSE)
    return replace(state, stage=Stage.REPLY, candidate_questions=state.candidate_questions + 1)


def _after_graded(state: State, graded: Graded) -> State:
    grades = {**state.grades, graded.question_id: graded}
    is_current = state.stage is Stage.GRADE and graded.question_id == state.question_id
    stage = Stage.DECIDE if is_current else state.stage
    return replace(state, stage=stage, grades=grades)


def _follow_up(state: State, entries: Mapping[str, BankEntry]) -> Say | None:
    assert state.question_id
    gap = choose_gap(entries[state.question_id], state.grades[state.question_id].verdicts, state.probed, _round_seconds_left(state))
    return Say(Cue.PROBE, state.question_id, gap.id) if gap else None


def _move_on(state: State) -> Say:
    """The next question whose round still has time, or the invitation to ask questions."""
    assert state.question_id
    order = state.plan.question_ids
    for question_id in order[order.index(state.question_id) + 1 :]:
        left = _round_seconds_left(state, question_id)
        if left is None or left > 0:
            return Say(Cue.QUESTION, question_id)
    return Say(Cue.INVITE)


def _round_seconds_left(state: State, question_id: str | None = None) -> float | None:
    """Seconds until the end of a question's round: rounds end at fixed times from the start."""
    current = round_of(state, question_id or state.question_id or "")
    if current.minutes is None:
        return None
    ends = dict(zip(map(id, state.plan.rounds), accumulate(part.minutes or 0 for part in state.plan.rounds), strict=True))
    return ends[id(current)] * 60 - state.elapsed
