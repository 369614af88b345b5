"""What is asked and what a good answer holds: questions, answer keys, rubric items, exemplars.

One `BankEntry` is one YAML file under ``knowledge/questions``. The `Question` half may be shown
to anyone; the `AnswerKey` half goes to the judge and, after the answer, to the candidate.
"""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from rehearse.domain.arithmetic import evaluate
from rehearse.domain.record import Value


class Record(Value):
    """Base of every content record: outer white space does not count."""

    model_config = ConfigDict(str_strip_whitespace=True)


Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Text = Annotated[str, StringConstraints(min_length=1)]
Sentence = Annotated[str, StringConstraints(min_length=8)]


class Round(StrEnum):
    """A kind of interview."""

    BEHAVIOURAL = "behavioural"
    ML_THEORY = "ml_theory"
    STATISTICS = "statistics"
    CODING = "coding"
    SYSTEM_DESIGN = "system_design"
    MLOPS = "mlops"
    SCENARIO = "scenario"

    @property
    def label(self) -> str:
        return _ROUND_LABELS[self]


_ROUND_LABELS = {
    Round.BEHAVIOURAL: "Behavioural",
    Round.ML_THEORY: "ML theory",
    Round.STATISTICS: "Statistics and probability",
    Round.CODING: "Coding",
    Round.SYSTEM_DESIGN: "ML system design",
    Round.MLOPS: "Production and MLOps",
    Round.SCENARIO: "Scenario",
}


class Level(StrEnum):
    """The seniority that a question or an interview is pitched at."""

    JUNIOR = "junior"
    MID = "mid"
    SENIOR = "senior"

    @property
    def rank(self) -> int:
        return list(Level).index(self)


class Competency(StrEnum):
    """What a rubric item is evidence of."""

    MODELLING_JUDGEMENT = "modelling_judgement"
    PRODUCTION_READINESS = "production_readiness"
    EVALUATION_RIGOUR = "evaluation_rigour"
    COMMUNICATION_CLARITY = "communication_clarity"
    FUNDAMENTALS = "fundamentals"
    CODING = "coding"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


class ItemKind(StrEnum):
    """How a rubric item is looked for."""

    KEY_POINT = "key_point"
    MISCONCEPTION = "misconception"
    STAR = "star"
    NUMERIC = "numeric"
    COMMUNICATION = "communication"


class Aspect(StrEnum):
    """The side of a technical topic that a key point covers; it decides how the gap is probed."""

    DEFINITION = "definition"
    MECHANISM = "mechanism"
    TRADE_OFF = "trade_off"
    EVALUATION = "evaluation"
    FAILURE_MODE = "failure_mode"
    APPLICATION = "application"


class StarPart(StrEnum):
    """A part of a behavioural story."""

    SITUATION = "situation"
    TASK = "task"
    ACTION = "action"
    RESULT = "result"
    QUANTIFIED = "quantified"
    OWNERSHIP = "ownership"
    LEARNING = "learning"


class Stage(StrEnum):
    """A stage of an ML system design."""

    CLARIFY = "clarify"
    OBJECTIVE = "objective"
    DATA = "data"
    FEATURES = "features"
    MODEL = "model"
    EVALUATION = "evaluation"
    SERVING = "serving"
    MONITORING = "monitoring"
    ITERATION = "iteration"


MOST_ITEMS = 12
"""Rubric items of one key; more of them would make each worth next to nothing."""
OPEN_PROBE = "What else belongs to a full answer here?"
"""What is asked about an item that has no probe of its own yet."""


class Slip(Record):
    """A typical wrong result of one item: how it comes about, and what to tell the candidate who gives it."""

    formula: Text
    why: Sentence

    @property
    def value(self) -> float:
        return evaluate(self.formula)


class NumericTarget(Record):
    """The value a numeric item expects.

    `value` is in `unit` (a percentage is written 16.1 with unit ``%``), and so are the results of
    the formulas; `tolerance` is relative, 0.05 meaning within five percent of `value`.
    """

    value: float
    tolerance: float = Field(gt=0, le=1)
    unit: str = ""
    derivation: Sentence
    formula: str = Field(default="", description="arithmetic that gives `value`, checked when the file is read")
    slips: tuple[Slip, ...] = Field(default=(), description="typical wrong results, told from the right one by their value")

    def fits(self, value: float) -> bool:
        """Whether a value in `unit` is within the tolerance."""
        return abs(value - self.value) <= self.tolerance * abs(self.value) * (1 + 1e-9)

    @model_validator(mode="after")
    def _arithmetic_agrees(self) -> Self:
        if self.formula and not self.fits(result := evaluate(self.formula)):
            raise ValueError(f"formula {self.formula!r} gives {result:.6g}, and value is {self.value:g}: correct one of them")
        for slip in self.slips:
            if self.fits(slip.value):
                raise ValueError(f"slip {slip.formula!r} gives {slip.value:.6g}, which counts as the right value {self.value:g}")
        return self


class RubricItem(Record):
    """One checkable claim of an answer key.

    For a misconception, `text` and `accept` state the *wrong* claim, `reject` the right one, and
    `points` is negative: the item is ``met`` when the candidate asserts the misconception.
    """

    id: Slug
    text: Sentence
    points: int = Field(ge=-5, le=5)
    competency: Competency
    kind: ItemKind = ItemKind.KEY_POINT
    aspect: Aspect | None = None
    part: StarPart | None = None
    stage: Stage | None = None
    numeric: NumericTarget | None = None
    accept: tuple[Sentence, ...] = ()
    reject: tuple[Sentence, ...] = ()
    probe: Sentence = OPEN_PROBE
    drafted: bool = Field(
        default=False, exclude_if=lambda drafted: not drafted, description="a model wrote it from notes; nobody has read it"
    )

    @property
    def phrasings(self) -> tuple[str, ...]:
        """The claim and every accepted way of saying it."""
        return (self.text, *self.accept)

    @model_validator(mode="after")
    def _kind_has_its_field(self) -> Self:
        if self.points == 0:
            raise ValueError("points must not be 0: give the item a weight from 1 to 5, or negative for harm")
        if (self.points < 0) != (self.kind is ItemKind.MISCONCEPTION):
            raise ValueError(
                f"points {self.points} with kind {self.kind.value!r}: a misconception has negative points, every other kind positive"
            )
        needs = {ItemKind.STAR: "part", ItemKind.NUMERIC: "numeric", ItemKind.KEY_POINT: "aspect"}
        field = needs.get(self.kind)
        if field and getattr(self, field) is None:
            raise ValueError(f"kind {self.kind.value!r} needs the field {field!r}")
        return self


class Question(Record):
    """What may be said to the candidate before the answer."""

    id: Slug
    round: Round
    topic: Slug
    level: Level
    minutes: int = Field(ge=1, le=60, description="how long a good answer takes, in minutes")
    text: Sentence
    scope: Sentence
    tags: tuple[Slug, ...] = ()


class CodingCase(Record):
    """A call and what it returns, both written as Python."""

    call: Text
    returns: Text


class WrongSolution(Record):
    """A typical wrong solution and the reason it fails."""

    code: Text
    why: Sentence


class CodingTask(Record):
    """The executable half of a coding question. Complexities are in big-O notation."""

    signature: Text
    examples: tuple[CodingCase, ...] = Field(min_length=1)
    hidden_cases: tuple[CodingCase, ...] = Field(min_length=2)
    time_complexity: Text
    space_complexity: Text
    solution: Text
    wrong_solutions: tuple[WrongSolution, ...] = Field(min_length=2)


class AnswerKey(Record):
    """What a good answer holds; never shown to the interviewer port."""

    reference_answer: str = ""
    items: tuple[RubricItem, ...] = Field(min_length=1, max_length=MOST_ITEMS)
    senior_signals: tuple[Sentence, ...] = ()
    common_mistakes: tuple[Sentence, ...] = ()
    sources: tuple[Sentence, ...] = ()
    read: tuple[Slug, ...] = Field(default=(), description="ids of notes in knowledge/references")
    coding: CodingTask | None = None

    def item(self, item_id: str) -> RubricItem:
        return next(item for item in self.items if item.id == item_id)

    @property
    def possible(self) -> int:
        """The most points an answer can earn."""
        return sum(item.points for item in self.items if item.points > 0)


class Exemplar(Record):
    """An answer of our own with the items that it meets, by id."""

    text: Sentence
    met: tuple[Slug, ...] = ()
    contradicted: tuple[Slug, ...] = ()


class Exemplars(Record):
    """Answers of known quality, from best to worst: strong, paraphrase, partial, weak, wrong."""

    strong: Exemplar
    partial: Exemplar
    weak: Exemplar
    paraphrase: Exemplar | None = None
    wrong: Exemplar | None = None

    def named(self) -> dict[str, Exemplar]:
        """The exemplars that are there, by name, in falling order of quality."""
        names = ("strong", "paraphrase", "partial", "weak", "wrong")
        return {name: value for name in names if (value := getattr(self, name)) is not None}


class ReviewStatus(StrEnum):
    """Whether a second pass that did not write the entry has checked its facts; only a draft may be incomplete."""

    DRAFT = "draft"
    REVIEWED = "reviewed"


class Review(Record):
    """What became of the second pass."""

    status: ReviewStatus = ReviewStatus.DRAFT
    changed: bool = Field(default=False, description="whether the review changed the key")


class BankEntry(Record):
    """A question with its answer key and exemplars: one file of the bank.

    A draft may lack what `rehearse.domain.completeness` asks for; it can be practised all the same.
    """

    question: Question
    key: AnswerKey
    exemplars: Exemplars | None = None
    siblings: tuple[Slug, ...] = ()
    seeds: tuple[Slug, ...] = Field(default=(), description="ids of topics in knowledge/coverage.yaml that this entry serves")
    review: Review = Review()

    @property
    def id(self) -> str:
        return self.question.id

    @property
    def answers(self) -> dict[str, Exemplar]:
        """The exemplars that are there, by name, best quality first."""
        return self.exemplars.named() if self.exemplars else {}

    @model_validator(mode="after")
    def _parts_agree(self) -> Self:
        ids = [item.id for item in self.key.items]
        if doubled := sorted({i for i in ids if ids.count(i) > 1}):
            raise ValueError(f"item id {doubled[0]!r} is used twice: every item of a question needs its own id")
        for name, exemplar in self.answers.items():
            if unknown := sorted({*exemplar.met, *exemplar.contradicted} - set(ids)):
                raise ValueError(f"exemplar {name!r} names item {unknown[0]!r}, which the key does not have; it has {', '.join(ids)}")
        if self.key.coding and self.question.round is not Round.CODING:
            raise ValueError(f"key.coding is for the coding round, and this question is of round {self.question.round.value!r}")
        self._items_fit_round()
        return self

    def _items_fit_round(self) -> None:
        if self.question.round is Round.BEHAVIOURAL and not any(i.kind is ItemKind.STAR for i in self.key.items):
            raise ValueError("a behavioural question needs at least one item of kind 'star'")
