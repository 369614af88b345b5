"""What strong and weak look like, for each competency and each part of a story."""

from pydantic import Field

from rehearse.domain.question import Competency, Record, Sentence, StarPart, Text


class Rubric(Record):
    """Signals in the words that a scorecard uses; `levels` are behaviours at level 1 to 5."""

    title: Text
    strong: tuple[Sentence, ...] = Field(min_length=1)
    weak: tuple[Sentence, ...] = Field(min_length=1)
    levels: tuple[Sentence, ...] = Field(min_length=5, max_length=5)


class Rubrics(Record):
    """Every rubric of the interview."""

    competencies: dict[Competency, Rubric]
    star: dict[StarPart, Rubric]
