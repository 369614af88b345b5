"""Answers graded by people outside this project, from a file of JSON lines: ``python -m rehearse.evaluation.external_data FILE``.

The file is named on the command line; no such data is kept here. Each question's references become an answer key,
so that the engines grade these answers as they grade any other.
"""

import hashlib
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from pydantic import ConfigDict, Field, ValidationError

from rehearse.content.yaml_file import read_text
from rehearse.domain.figure import Figure
from rehearse.domain.question import (
    AnswerKey,
    Aspect,
    BankEntry,
    Competency,
    Level,
    Question,
    Record,
    Round,
    RubricItem,
    Sentence,
    Text,
)
from rehearse.domain.units import sentences
from rehearse.errors import ContentError, RehearseError
from rehearse.evaluation.agreement import Scale, measure, pearson, qwk
from rehearse.evaluation.rivals import Graded

MOST_POINTS = 8
"""Key points of one key; the sentences of a longer reference are joined."""
SHORT_REFERENCE = 20
"""Words up to which a reference is one key point, however many sentences it has."""
SHORTEST_POINT = 4
"""Words; a shorter piece, such as a heading or a list number, goes with the piece after it."""
_MOST_FAULTS = 20
_LONGEST_SLUG = 60
_SHORTEST_SENTENCE = 8
_BULLET = re.compile(r"^[-–—*•●○]+\s*")


class ExternalRow(Record):
    """One graded answer. `score` is in 0–`max_score`, `score01` in 0–1, `graders` hold each person's score; other fields are ignored."""

    model_config = ConfigDict(extra="ignore", allow_inf_nan=False)

    dataset: Text
    question_id: Text
    question: Sentence
    reference_answer: Text
    answer: str
    score: float = Field(ge=0)
    max_score: float = Field(gt=0)
    score01: float = Field(ge=0, le=1)
    graders: tuple[float, ...] | None = None
    all_references: tuple[Text, ...] = ()
    label5: str | None = None
    split: str | None = None

    @property
    def references(self) -> tuple[str, ...]:
        """Every reference once, the main one first."""
        return tuple(dict.fromkeys((self.reference_answer, *self.all_references)))


@dataclass(frozen=True)
class ExternalData:
    """The answers of a file that can be graded, and how many were left out: blank ones, and those under the least words."""

    rows: tuple[ExternalRow, ...]
    blank: int
    short: int


def read_rows(path: Path, min_words: int = 1) -> ExternalData:
    """Read a file of JSON lines, without blank answers and those under `min_words`.

    Raises `ContentError` with file, line, field and value of the first faults, or when no answer is left.
    """
    rows, faults = [], []
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if line.strip():
            try:
                rows.append(ExternalRow.model_validate(json.loads(line)))
            except (ValidationError, json.JSONDecodeError) as error:
                faults += [f"{path}:{number}: {said}" for said in _explained(error)]
    if faults:
        rest = [f"… and {len(faults) - _MOST_FAULTS} more"] if len(faults) > _MOST_FAULTS else []
        raise ContentError(faults[:_MOST_FAULTS] + rest)
    return _gradable(path, rows, min_words)


def _explained(error: ValidationError | json.JSONDecodeError) -> Iterator[str]:
    if isinstance(error, json.JSONDecodeError):
        yield f"not valid JSON: {error.msg} at column {error.colno}; every line must be one whole object"
        return
    for detail in error.errors():
        field = ".".join(map(str, detail["loc"])) or "(whole line)"
        found = "" if isinstance(detail["input"], dict) else f" (found {_shortened(detail['input'])})"
        yield f"{field}: {detail['msg']}{found}"


def _shortened(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:60] + "…"


def _gradable(path: Path, rows: Sequence[ExternalRow], min_words: int) -> ExternalData:
    answered = [row for row in rows if row.answer]
    kept = tuple(row for row in answered if len(row.answer.split()) >= min_words)
    if not kept:
        raise ContentError([f"{path}: none of {len(rows)} answers has {min_words} word(s) or more; name another file or lower --min-words"])
    return ExternalData(kept, blank=len(rows) - len(answered), short=len(answered) - len(kept))


def by_question(rows: Iterable[ExternalRow]) -> dict[str, list[ExternalRow]]:
    """The rows of each question, by the id that its bank entry has. `ContentError` when two questions come to one id."""
    groups: dict[str, list[ExternalRow]] = {}
    for row in rows:
        groups.setdefault(slug_of(row), []).append(row)
    for slug, members in groups.items():
        if len(names := sorted({(row.dataset, row.question_id) for row in members})) > 1:
            raise ContentError([f"question ids {names[0][1]!r} and {names[1][1]!r} both become {slug!r}: rename one of them"])
    return groups


def slug_of(row: ExternalRow) -> str:
    """The id of a question's bank entry: data set and question id, in lower case and with hyphens."""
    return _slug(f"{row.dataset}-{row.question_id}")


def _slug(name: str) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    if slug and len(slug) <= _LONGEST_SLUG:
        return slug
    mark = hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{slug[: _LONGEST_SLUG - 9].strip('-')}-{mark}".strip("-")


def entry_of(rows: Sequence[ExternalRow]) -> BankEntry:
    """The bank entry of one question: its references as key points of equal weight.

    A single reference gives one item a sentence or list line; several are ways of saying the same, so they make one
    item. `ContentError` when the rows are not of one question.
    """
    texts = {(row.dataset, row.question_id, row.question) for row in rows}
    if len(texts) != 1:
        raise ContentError([f"{len(texts)} questions where one was expected: {', '.join(sorted({row.question_id for row in rows}))}"])
    references = tuple(dict.fromkeys(text for row in rows for text in row.references))
    return BankEntry(question=_question(rows[0]), key=AnswerKey(reference_answer=references[0], items=_items(references)))


def _question(row: ExternalRow) -> Question:
    return Question(
        id=slug_of(row),
        round=Round.ML_THEORY,
        topic=_slug(row.dataset),
        level=Level.JUNIOR,
        minutes=2,
        text=row.question,
        scope="As far as the reference answer of the data set goes.",
    )


def _items(references: Sequence[str]) -> tuple[RubricItem, ...]:
    if len(references) > 1:
        first, *others = map(_claim, references)
        return (_item(1, first, tuple(others)),)
    return tuple(_item(number, _claim(text)) for number, text in enumerate(points_of(references[0]), start=1))


def _item(number: int, text: str, accept: tuple[str, ...] = ()) -> RubricItem:
    return RubricItem(
        id=f"point-{number}", text=text, points=1, competency=Competency.FUNDAMENTALS, aspect=Aspect.DEFINITION, accept=accept
    )


def _claim(text: str) -> str:
    """A reference as a rubric item can hold it, even one of a single short word."""
    return text if len(text) >= _SHORTEST_SENTENCE else f"The answer is {text}"


def points_of(reference: str) -> list[str]:
    """The key points of a reference, one to `MOST_POINTS`: its sentences and list lines, short ones and surplus ones joined."""
    if len(reference.split()) <= SHORT_REFERENCE:
        return [_joined([reference])]
    pieces = _without_scraps([_BULLET.sub("", unit.text) for unit in sentences(reference)])
    groups = np.array_split(np.arange(len(pieces)), min(MOST_POINTS, len(pieces)))
    return [_joined([pieces[index] for index in group]) for group in groups]


def _without_scraps(pieces: Iterable[str]) -> list[str]:
    """Pieces of `SHORTEST_POINT` words or more: a shorter one is joined to the next, the last to the one before."""
    whole: list[str] = []
    scrap = ""
    for piece in pieces:
        scrap = f"{scrap} {piece}".strip()
        if len(scrap.split()) >= SHORTEST_POINT:
            whole.append(scrap)
            scrap = ""
    if scrap:
        whole[-1:] = [" ".join([*whole[-1:], scrap])]
    return whole


def _joined(pieces: Iterable[str]) -> str:
    return " ".join(" ".join(pieces).split())


def graded_cases(rows: Iterable[ExternalRow]) -> list[Graded]:
    """The rows as the rivals read them, question by question; every phrasing of the key is a key point."""
    return [_graded(row, entry_of(members)) for members in by_question(rows).values() for row in members]


def _graded(row: ExternalRow, entry: BankEntry) -> Graded:
    phrasings = tuple(phrasing for item in entry.key.items for phrasing in item.phrasings)
    return Graded(entry.id, row.question, row.references, (), phrasings, row.answer, row.score01)


def human_agreement(rows: Iterable[ExternalRow], steps: int) -> tuple[Figure, ...]:
    """Pearson's r and QWK, on `steps` + 1 levels, between two people, where `graders` holds both; nothing where no row does."""
    pairs = [(row, row.graders) for row in rows if row.graders and len(row.graders) == 2]
    if not pairs:
        return ()
    scores = np.array([graders for _, graders in pairs]) / np.array([[row.max_score] for row, _ in pairs])
    levels = Scale(0, 1, steps).levels(scores)
    questions = [slug_of(row) for row, _ in pairs]
    return (
        measure("human_pearson", lambda i: pearson(scores[i, 0], scores[i, 1]), questions),
        measure("human_qwk", lambda i: qwk(levels[i, 0], levels[i, 1], 0, steps), questions),
    )


def describe(
    path: Annotated[Path, typer.Argument(help="A file of JSON lines.")],
    min_words: Annotated[int, typer.Option(help="Leave out answers with fewer words.")] = 1,
    steps: Annotated[int, typer.Option(help="Steps of the scale that QWK is taken on.")] = 5,
) -> None:
    """Say what a file of graded answers holds, and how far two people agree on it."""
    data = read_rows(path, min_words)
    entries = [entry_of(rows) for rows in by_question(data.rows).values()]
    items = sum(len(entry.key.items) for entry in entries)
    print(f"{len(data.rows)} answers to {len(entries)} questions with {items} key points; left out: {data.blank} blank, {data.short} short")
    for figure in human_agreement(data.rows, steps):
        value, low, high = ("undefined" if number is None else f"{number:.3f}" for number in (figure.value, figure.low, figure.high))
        print(f"  {figure.name:14} {value}  ({low} to {high}, n = {figure.n})")


if __name__ == "__main__":
    try:
        typer.run(describe)
    except RehearseError as error:
        sys.exit(str(error))
