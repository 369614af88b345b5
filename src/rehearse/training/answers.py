"""Answers with the status of every item, to train and to calibrate on: ``evals/training`` and the suite's tune split."""

from collections.abc import Iterable
from pathlib import Path

from rehearse.domain.claims import is_claim
from rehearse.domain.question import BankEntry
from rehearse.domain.units import clauses, sentences
from rehearse.domain.verdicts import Status
from rehearse.evaluation.cases import Case, Label
from rehearse.evaluation.labelled import read_lines
from rehearse.evaluation.meaning import edited, read_edits
from rehearse.settings import content_root

TRAINING = Path("evals", "training", "answers.jsonl")
EDITS = Path("evals", "training", "edits.yaml")
SUITE = Path("evals", "suites", "answers.jsonl")


def training_answers() -> list[Case]:
    """Answers for the encoder. None of their questions is in the suite."""
    return read_lines(content_root() / TRAINING)


def suite_answers(split: str) -> list[Case]:
    """The answers of one split of the suite; only ``tune`` may be fitted on."""
    return [case for case in read_lines(content_root() / SUITE) if case.split == split]


def turned_answers() -> list[Case]:
    """Answers of either kind with one claim turned round or taken out by hand, each with the status that every item then has."""
    known = {case.id: case for case in (*suite_answers("tune"), *training_answers())}
    variants = [case for case in edited(read_edits(content_root() / EDITS), known.values()) if case.base]
    return [_relabelled(case, known[case.base]) for case in variants]


def _relabelled(variant: Case, base: Case) -> Case:
    if variant.expected is None:
        raise ValueError(f"{variant.id} does not say what becomes of its item")
    items = statuses_of(base) | {variant.target: variant.expected}
    return variant.model_copy(update={"labels": (Label(labeller="edit", level=None, items=items),)})


def questions_of(cases: Iterable[Case]) -> set[str]:
    """The ids of the questions that are answered."""
    return {case.question_id for case in cases}


def statuses_of(case: Case) -> dict[str, Status]:
    """The adjudicated status of each item, or the only label's."""
    return (case.gold or case.labels[0]).items


def units_of(entry: BankEntry, answer: str) -> list[str]:
    """The sentences and clauses of an answer that claim something."""
    whole = sentences(answer)
    texts = [unit.text for unit in whole] + [clause.text for unit in whole for clause in clauses(unit)]
    return [text for text in dict.fromkeys(texts) if is_claim(text, entry.question.text)]
