"""A tiny bank, a two-round plan, and an interview that is played without an engine."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from rehearse.domain.brief import Brief, brief_for
from rehearse.domain.certificate import COVERAGE, NOTICED, QWK, RAISED, Certificate, Identity, certified
from rehearse.domain.delivery import SpokenAnswer
from rehearse.domain.events import Answered, Cue, Ended, Event, Graded, Resumed, Said, Started, Warned
from rehearse.domain.figure import Figure
from rehearse.domain.intent import classify
from rehearse.domain.interview import Finish, Grade, Move, Say, State, next_move, replay
from rehearse.domain.planning import Mode, Plan, PlannedRound
from rehearse.domain.question import (
    AnswerKey,
    Aspect,
    BankEntry,
    Competency,
    Exemplar,
    Exemplars,
    ItemKind,
    Level,
    NumericTarget,
    Question,
    Round,
    RubricItem,
    StarPart,
)
from rehearse.domain.rubric import Rubric, Rubrics
from rehearse.domain.verdicts import Quote, Status, Verdict, every_item

EMBEDDED = Identity(engine="embedded", fingerprint="these weights")
ITEMS = ("what", "why", "cost", "when")
"""The four key points of every entry, two points each; "myth" is its misconception."""


def item(item_id: str, points: int = 2, **fields: Any) -> RubricItem:
    about = fields.pop("about", "anything")
    kind = fields.pop("kind", ItemKind.KEY_POINT if points > 0 else ItemKind.MISCONCEPTION)
    given = {
        "text": f"Secret claim {item_id} of {about}.",
        "competency": Competency.FUNDAMENTALS,
        "aspect": Aspect.MECHANISM,
        "accept": tuple(f"accepted wording {n} for {item_id} of {about}" for n in range(4)),
        "reject": tuple(f"rejected wording {n} for {item_id} of {about}" for n in range(2)),
        "probe": f"Could you say more on the {item_id} of {about}?",
    }
    return RubricItem(id=item_id, points=points, kind=kind, **{**given, **fields})


def numeric_target(value: float, unit: str = "", tolerance: float = 0.05) -> NumericTarget:
    return NumericTarget(value=value, tolerance=tolerance, unit=unit, derivation="worked out elsewhere")


def star_item(part: StarPart, points: int = 2) -> RubricItem:
    return item(part.value, points, kind=ItemKind.STAR, part=part, competency=Competency.COMMUNICATION_CLARITY)


def entry(entry_id: str = "bagging", items: Iterable[RubricItem] | None = None, read: tuple[str, ...] = (), **question: Any) -> BankEntry:
    default = [*(item(name, about=entry_id) for name in ITEMS), item("myth", -2, about=entry_id)]
    asked = {
        "round": Round.ML_THEORY,
        "topic": "trees",
        "level": Level.MID,
        "minutes": 5,
        "text": f"What do you know about {entry_id}?",
        "scope": f"Take {entry_id} in its textbook form.",
    }
    return BankEntry(
        question=Question(id=entry_id, **{**asked, **question}),
        key=AnswerKey(
            reference_answer=f"Reference answer on {entry_id}. " * 10,
            items=tuple(default if items is None else items),
            senior_signals=(f"Senior signal for {entry_id}.",),
            common_mistakes=(f"Common mistake about {entry_id}.",),
            sources=(f"Source book on {entry_id}.",),
            read=read,
        ),
        exemplars=Exemplars(
            strong=Exemplar(text=f"Strong exemplar on {entry_id}."),
            partial=Exemplar(text=f"Partial exemplar on {entry_id}."),
            weak=Exemplar(text=f"Weak exemplar on {entry_id}."),
        ),
    )


def two_round_entries() -> dict[str, BankEntry]:
    return {
        "bagging": entry("bagging"),
        "boosting": entry("boosting"),
        "p-values": entry("p-values", round=Round.STATISTICS, topic="testing"),
        "bayes": entry("bayes", round=Round.STATISTICS, topic="testing"),
    }


def two_round_plan(minutes: float | None = 10, mode: Mode = Mode.PRACTICE) -> Plan:
    """Theory, then statistics, two questions each; `minutes` for each round."""
    rounds = (
        PlannedRound(round=Round.ML_THEORY, minutes=minutes, questions=("bagging", "boosting")),
        PlannedRound(round=Round.STATISTICS, minutes=minutes, questions=("p-values", "bayes")),
    )
    return Plan(title="Tiny loop", level=Level.MID, mode=mode, rounds=rounds)


def quote(answer: str, words: str | None = None) -> Quote:
    words = answer if words is None else words
    start = answer.index(words)
    return Quote(start=start, end=start + len(words), text=words)


def verdict(item_id: str, status: Status, answer: str = "", words: str | None = None, **fields: Any) -> Verdict:
    """A verdict that quotes `words` of `answer`, or the whole of it."""
    evidence = quote(answer, words) if answer and status not in (Status.MISSING, Status.UNSCORED) else None
    return Verdict(item_id=item_id, status=status, engine="fake", quote=evidence, **fields)


def verdicts(asked: BankEntry, answer: str = "some words", **statuses: Status) -> tuple[Verdict, ...]:
    """Every key point met and no misconception, but for `statuses` by item id."""
    usual = {i.id: Status.MET if i.points > 0 else Status.MISSING for i in asked.key.items}
    return tuple(verdict(item_id, statuses.get(item_id, status), answer) for item_id, status in usual.items())


def rubrics() -> Rubrics:
    def rubric(title: str) -> Rubric:
        return Rubric(
            title=title,
            strong=(f"Strong {title} one.", f"Strong {title} two."),
            weak=(f"Weak {title} one.", f"Weak {title} two."),
            levels=tuple(f"{title} at level {level}." for level in range(1, 6)),
        )

    return Rubrics(
        competencies={area: rubric(area.label) for area in Competency}, star={part: rubric(part.value.capitalize()) for part in StarPart}
    )


def plain_words(brief: Brief) -> str:
    """What the most laconic interviewer would say."""
    asked = brief.question.text if brief.question else ""
    return brief.probe or (asked if brief.cue in (Cue.QUESTION, Cue.REPEAT) else brief.cue.value)


class Story:
    """An interview that plays itself up to the candidate's turn. `marks` are statuses by question and item."""

    def __init__(
        self,
        plan: Plan | None = None,
        entries: Mapping[str, BankEntry] | None = None,
        marks: Mapping[str, Mapping[str, Status]] | None = None,
        speak: Callable[[Brief], str] = plain_words,
    ) -> None:
        self.entries = dict(entries or two_round_entries())
        self.marks = dict(marks or {})
        self.now = 1000.0
        self.briefs: list[Brief] = []
        self.events: list[Event] = [Started(at=self.now, plan=plan or two_round_plan())]
        self._speak = speak
        self._go_on()

    @property
    def state(self) -> State:
        return replay(self.events)

    @property
    def owed(self) -> Move:
        return next_move(self.state, self.entries)

    @property
    def heard(self) -> str:
        """The interviewer's last words."""
        return next(event.text for event in reversed(self.events) if isinstance(event, Said))

    @property
    def asked(self) -> list[str]:
        return [event.question_id or "" for event in self.events if isinstance(event, Said) and event.cue is Cue.QUESTION]

    @property
    def probes(self) -> list[tuple[str, str]]:
        """Follow-ups so far as (question, item)."""
        return [(e.question_id or "", e.item_id or "") for e in self.events if isinstance(e, Said) and e.cue is Cue.PROBE]

    def says(self, text: str, after: float = 0.0, spoken: SpokenAnswer | None = None) -> "Story":
        """The candidate says `text`, `after` seconds of thought."""
        self.now += after
        self.events.append(Answered(at=self.now, text=text, intent=classify(text), spoken=spoken))
        self._go_on()
        return self

    def comes_back(self, after: float) -> "Story":
        """The program was closed and is opened again `after` seconds."""
        self.now += after
        self.events.append(Resumed(at=self.now))
        return self

    def is_warned(self, text: str, question_id: str | None = None) -> "Story":
        self.events.append(Warned(at=self.now, text=text, question_id=question_id))
        return self

    def _go_on(self) -> None:
        while True:
            move = self.owed
            match move:
                case Say():
                    brief = brief_for(self.state, move, self.entries)
                    self.briefs.append(brief)
                    said = Said(at=self.now, cue=move.cue, text=self._speak(brief), question_id=move.question_id, item_id=move.item_id)
                    self.events.append(said)
                case Grade():
                    self.events.append(self._graded(move))
                case Finish():
                    self.events.append(Ended(at=self.now))
                case _:
                    return

    def _graded(self, move: Grade) -> Graded:
        asked = self.entries[move.question_id]
        if move.skipped:
            given = tuple(every_item(asked, Status.MISSING, "rule", "skipped by the candidate"))
        else:
            given = verdicts(asked, self.state.full_answer(move.question_id), **self.marks.get(move.question_id, {}))
        return Graded(at=self.now, question_id=move.question_id, engine=given[0].engine, verdicts=given, skipped=move.skipped)


def measured_at(**figures: float | tuple[float | None, float | None] | None) -> list[Figure]:
    """The figures of a good engine but for `figures`; a pair is a value and its lower bound."""
    usual = {QWK: (0.9, 0.8), RAISED: 0.0, NOTICED: 0.9, COVERAGE: 1.0}
    given = {name: value if isinstance(value, tuple) else (value, value) for name, value in {**usual, **figures}.items()}
    return [Figure(name=n, value=value, low=low, high=0.95, n=60 if n == QWK else 40) for n, (value, low) in given.items()]


def certificate(
    qwk: float = 0.8, technical: float | None = 0.5, behavioural: float | None = 0.8, identity: Identity = EMBEDDED
) -> Certificate:
    """A certificate whose levels agree with human ones by at least `qwk`."""
    figures = measured_at(**{QWK: (0.9, qwk), "technical.mae": technical, "behavioural.mae": behavioural})
    return certified(identity, "", "2026-11-29", 95, figures)
