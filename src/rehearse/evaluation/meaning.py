"""Answers in which one claim was turned round by hand, the rest left as it was: ``evals/suites/meaning.yaml``."""

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from rehearse.bootstrap import App
from rehearse.content.yaml_file import read_record
from rehearse.domain.question import Record, Slug
from rehearse.domain.record import Value
from rehearse.domain.verdicts import Status
from rehearse.errors import ContentError
from rehearse.evaluation.bases import held_out, suite_file
from rehearse.evaluation.cases import Case

EDITED = ("strong", "good")
_Verbatim = Annotated[str, StringConstraints(strip_whitespace=False)]
_OneOrMore = Annotated[
    tuple[_Verbatim, ...], BeforeValidator(lambda given: (given,) if isinstance(given, str) else given), Field(min_length=1)
]


class EditKind(StrEnum):
    """What was done to a claim."""

    NEGATED = "negated"
    SWAPPED = "swapped"
    REVERSED = "reversed"
    RENUMBERED = "renumbered"
    DROPPED = "dropped"


class Edit(Value):
    """Words of an answer, each of which it holds exactly once, and what stands in their place; nothing does after a drop."""

    question: Slug
    base: str
    item: Slug
    edit: EditKind
    replace: _OneOrMore
    by: _OneOrMore = Field(alias="with")

    @model_validator(mode="after")
    def _texts_agree(self) -> Self:
        if len(self.replace) != len(self.by):
            raise ValueError(f"{len(self.replace)} texts to replace and {len(self.by)} to put there: write one for each")
        if (self.edit is EditKind.DROPPED) != (not any(self.by)):
            raise ValueError(f"an edit {self.edit.value!r} with {self.by!r}: a drop leaves nothing in its place, any other edit something")
        return self


class _File(Record):
    cases: tuple[Edit, ...]


def meaning_cases(app: App) -> list[Case]:
    """The answers that were edited, then the edited ones. Raises `ContentError` when an edit does not fit its answer."""
    return edited(read_edits(suite_file("meaning.yaml")), held_out(EDITED))


def read_edits(path: Path) -> tuple[Edit, ...]:
    """The edits of a file. Raises `ContentError` with every fault."""
    return read_record(path, _File).cases


def edited(edits: Sequence[Edit], answers: Iterable[Case]) -> list[Case]:
    """Bases, each once, and their variants. Raises `ContentError` with every edit whose words its base does not hold once."""
    known = {case.id: case for case in answers}
    if faults := [fault for edit in edits for fault in _faults(edit, known)]:
        raise ContentError(faults)
    used = dict.fromkeys(edit.base for edit in edits)
    return [*(known[base] for base in used), *(_variant(edit, known[edit.base].answer) for edit in edits)]


def _faults(edit: Edit, known: Mapping[str, Case]) -> list[str]:
    where = f"edit {edit.edit.value} of {edit.item} in {edit.base}"
    base = known.get(edit.base)
    if base is None:
        return [f"{where}: there is no answer {edit.base!r} of kind {' or '.join(EDITED)} among the test answers"]
    if base.question_id != edit.question:
        return [f"{where}: that answer is to {base.question_id!r}, and not to {edit.question!r}"]
    counts = [(words, base.answer.count(words)) for words in edit.replace]
    return [
        f"{where}: {words!r} is in the answer {count} times; write words that are there exactly once"
        for words, count in counts
        if count != 1
    ]


def _variant(edit: Edit, answer: str) -> Case:
    by = dict(zip(edit.replace, edit.by, strict=True))
    together = re.compile("|".join(map(re.escape, edit.replace)))
    return Case(
        id=f"{edit.base}-{edit.item}-{edit.edit.value}",
        question_id=edit.question,
        answer=together.sub(lambda match: by[match[0]], answer),
        kind=edit.edit.value,
        base=edit.base,
        target=edit.item,
        expected=Status.MISSING if edit.edit is EditKind.DROPPED else Status.CONTRADICTED,
        note=f"{edit.item} {edit.edit.value}",
    )
