"""The rubrics: what strong and weak look like, for each competency and each part of a story."""

from collections.abc import Sequence
from pathlib import Path

from pydantic import Field

from rehearse.content.yaml_file import read_record
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


def load_rubrics(folders: Sequence[Path]) -> Rubrics:
    """Read ``rubrics/rubrics.yaml`` of the last folder that has one."""
    path = [folder / "rubrics" / "rubrics.yaml" for folder in folders if (folder / "rubrics" / "rubrics.yaml").exists()][-1]
    return read_record(path, Rubrics)
