"""The user's own suite: answers whose verdicts they have disputed, with the status that they claim."""

from pathlib import Path

from rehearse.content.dispute_case import DisputeCase
from rehearse.content.yaml_file import read_record
from rehearse.errors import ContentError
from rehearse.evaluation.cases import Case, Label

CANDIDATE = "candidate"


def dispute_cases(folder: Path) -> list[Case]:
    """A case of each file in `folder`. Raises `ContentError` when there is none, or one is faulty."""
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise ContentError([f"no disputed verdict is kept in {folder}; `rehearse dispute … --save` keeps one"])
    return [_case(path.stem, read_record(path, DisputeCase)) for path in files]


def _case(name: str, kept: DisputeCase) -> Case:
    """A case of which one item is labelled, by the candidate."""
    return Case(
        id=name,
        question_id=kept.question,
        answer=kept.answer,
        gold=Label(labeller=CANDIDATE, items=kept.items),
        note=kept.reason,
    )
