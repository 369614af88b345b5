"""Which questions an interview asks, in which order, in how many minutes."""

import random
from collections.abc import Sequence
from enum import StrEnum

from pydantic import Field

from rehearse.domain.question import BankEntry, Level, Record, Round, Slug, Text
from rehearse.domain.record import Value
from rehearse.errors import NotFoundError

FOLLOW_UP_MINUTES = 2
"""Minutes that follow-ups add to a question, on average."""


class Mode(StrEnum):
    """Practice shows feedback after each question, mock only at the end."""

    PRACTICE = "practice"
    MOCK = "mock"


class Persona(StrEnum):
    """How the interviewer speaks. It changes the words, never what is asked or how it is graded."""

    WARM = "warm"
    NEUTRAL = "neutral"
    SCEPTICAL = "sceptical"
    RUSHED = "rushed"


class LoopRound(Record):
    """One round of a loop; no topics means any. With `questions`, it asks exactly these."""

    round: Round
    minutes: int = Field(ge=1, le=180)
    topics: tuple[Slug, ...] = ()
    questions: tuple[Slug, ...] = ()


class Loop(Record):
    """The rounds of one interview day."""

    id: Slug
    title: Text
    description: Text
    level: Level
    rounds: tuple[LoopRound, ...] = Field(min_length=1)

    @property
    def minutes(self) -> int:
        return sum(part.minutes for part in self.rounds)


class Request(Value):
    """What the candidate asked for.

    Length is `questions`, or `minutes` for the whole interview, or neither: the loop's own
    minutes. `seed` makes the choice repeatable; `avoid` are ids asked before.
    """

    loop: Loop
    level: Level
    mode: Mode = Mode.PRACTICE
    persona: Persona = Persona.WARM
    questions: int | None = Field(default=None, ge=1, le=50)
    minutes: int | None = Field(default=None, ge=1, le=480)
    seed: int = 0
    avoid: frozenset[str] = frozenset()


class PlannedRound(Value):
    """One round with its questions. `minutes` is None when the length was given in questions."""

    round: Round
    minutes: float | None
    questions: tuple[Slug, ...]


class Plan(Value):
    """A whole interview, decided before it starts."""

    title: str
    level: Level
    mode: Mode
    rounds: tuple[PlannedRound, ...]
    persona: Persona = Persona.WARM

    @property
    def question_ids(self) -> tuple[str, ...]:
        return tuple(question for part in self.rounds for question in part.questions)

    @property
    def minutes(self) -> float | None:
        """Minutes for the whole interview; None when its length is in questions."""
        parts = [part.minutes for part in self.rounds if part.minutes is not None]
        return sum(parts) if parts else None


def plan(request: Request, entries: Sequence[BankEntry]) -> Plan:
    """Choose questions for every round. Raises `NotFoundError` when a round would be empty."""
    rng = random.Random(request.seed)
    counts = _question_counts(request)
    used: set[str] = set()
    rounds = []
    for part, count in zip(request.loop.rounds, counts, strict=True):
        if count == 0:
            continue
        minutes = None if request.questions else part.minutes * _stretch(request)
        chosen = _named(part, entries) or _choose(_candidates(part, entries, request, used, rng), count, minutes)
        if not chosen:
            raise _nothing_to_ask(part, entries)
        used.update(entry.id for entry in chosen)
        rounds.append(PlannedRound(round=part.round, minutes=minutes, questions=tuple(entry.id for entry in chosen)))
    return Plan(title=request.loop.title, level=request.level, mode=request.mode, rounds=tuple(rounds), persona=request.persona)


def _named(part: LoopRound, entries: Sequence[BankEntry]) -> list[BankEntry]:
    by_id = {entry.id: entry for entry in entries}
    return [by_id[question_id] for question_id in part.questions if question_id in by_id]


def _stretch(request: Request) -> float:
    return (request.minutes or request.loop.minutes) / request.loop.minutes


def _question_counts(request: Request) -> list[int | None]:
    """Questions per round, shared out by minutes; None means as many as the minutes hold."""
    if request.questions is None:
        return [None for _ in request.loop.rounds]
    shares = [request.questions * part.minutes / request.loop.minutes for part in request.loop.rounds]
    counts = [int(share) for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda i: counts[i] - shares[i])
    for index in by_remainder[: request.questions - sum(counts)]:
        counts[index] += 1
    return list(counts)


def _candidates(part: LoopRound, entries: Sequence[BankEntry], request: Request, used: set[str], rng: random.Random) -> list[BankEntry]:
    """Entries of the round: unseen first, then nearest in level, topics interleaved."""
    fitting = [e for e in entries if e.question.round is part.round and e.id not in used and _topic_fits(part, e)]
    rng.shuffle(fitting)
    turn_of_topic: dict[str, int] = {}

    def rank(entry: BankEntry) -> tuple[bool, int]:
        return entry.id in request.avoid, abs(entry.question.level.rank - request.level.rank)

    ranked = []
    for entry in sorted(fitting, key=rank):
        turn = turn_of_topic[entry.question.topic] = turn_of_topic.get(entry.question.topic, -1) + 1
        ranked.append((entry.id in request.avoid, turn, rank(entry), entry))
    return [entry for *_, entry in sorted(ranked, key=lambda row: row[:3])]


def _topic_fits(part: LoopRound, entry: BankEntry) -> bool:
    return not part.topics or entry.question.topic in part.topics


def _choose(candidates: list[BankEntry], count: int | None, minutes: float | None) -> list[BankEntry]:
    if count is not None:
        return candidates[:count]
    chosen: list[BankEntry] = []
    spent = 0
    for entry in candidates:
        cost = entry.question.minutes + FOLLOW_UP_MINUTES
        if chosen and minutes is not None and spent + cost > minutes:
            break
        chosen.append(entry)
        spent += cost
    return chosen


def _nothing_to_ask(part: LoopRound, entries: Sequence[BankEntry]) -> NotFoundError:
    known = sorted({e.question.topic for e in entries if e.question.round is part.round})
    wanted = ", ".join(part.topics) or part.round.value
    return NotFoundError(
        "question in round " + part.round.value + " on topic", wanted, known, f"The round has: {', '.join(known) or 'nothing yet'}."
    )
