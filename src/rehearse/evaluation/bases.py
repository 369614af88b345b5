"""The answers that other suites edit: those of the answers suite that nothing is tuned on."""

from collections.abc import Collection
from pathlib import Path

from rehearse.evaluation.cases import Case
from rehearse.evaluation.labelled import read_lines
from rehearse.settings import content_root

TEST = "test"


def suite_file(name: str) -> Path:
    """Where a file of our suites is."""
    return content_root() / "evals" / "suites" / name


def held_out(kinds: Collection[str]) -> list[Case]:
    """Answers of the test questions, of the given kinds, in the order of their ids."""
    found = [case for case in read_lines(suite_file("answers.jsonl")) if case.split == TEST and case.kind in kinds]
    return sorted(found, key=lambda case: case.id)
