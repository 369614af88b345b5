"""A contested verdict as an eval case: a YAML file of the person's own suite."""

from datetime import date
from itertools import count
from pathlib import Path

from rehearse.content.entry_file import yaml_text
from rehearse.domain.dispute import Dispute
from rehearse.domain.question import Slug
from rehearse.domain.record import Value
from rehearse.domain.verdicts import Status, Verdict
from rehearse.errors import StoreError


class DisputeCase(Value):
    """An answer with the status that the candidate claims for an item, and what the engines said; quotes index into `answer`."""

    question: Slug
    answer: str
    items: dict[Slug, Status]
    reason: str
    words: str = ""
    first: Verdict
    second: Verdict | None = None
    saved: date


def case_of(dispute: Dispute, answer: str, saved: date) -> DisputeCase:
    """The case that a dispute makes."""
    return DisputeCase(
        question=dispute.question_id,
        answer=answer,
        items={dispute.item_id: dispute.claim},
        reason=dispute.reason,
        words=dispute.words.text if dispute.words else "",
        first=dispute.first,
        second=dispute.second,
        saved=saved,
    )


def write_case(folder: Path, case: DisputeCase) -> Path:
    """Write a case as ``<question>-<n>.yaml``, unless it is there already. Raises `StoreError`."""
    text = yaml_text(case.model_dump(mode="json", exclude_defaults=True))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return _write(folder, case.question, text)
    except OSError as error:
        raise StoreError(
            f"The case cannot be written to {str(folder)!r} ({error.strerror}). The dispute itself is saved; free some space there, or set "
            "REHEARSE_KNOWLEDGE to a folder you can write to, and keep the case again."
        ) from error


def _write(folder: Path, question_id: str, text: str) -> Path:
    path = next(p for n in count(1) if not (p := folder / f"{question_id}-{n}.yaml").exists() or p.read_text(encoding="utf-8") == text)
    try:
        path.write_text(text, encoding="utf-8")
    except OSError:
        path.unlink(missing_ok=True)
        raise
    return path
