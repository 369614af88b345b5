"""Answers that people outside this project have graded, as training pairs; the files are named by the person who trains."""

import random
from collections.abc import Iterable, Sequence
from pathlib import Path

from rehearse.evaluation.external_data import ExternalRow, read_rows
from rehearse.training.pairs import OPPOSITE, OTHER, SAME, Target, TextPair

_BY_LABEL: dict[str, Target] = {
    "correct": SAME,
    "partially_correct_incomplete": (0.5, 0.5, 0.0),
    "contradictory": OPPOSITE,
    "irrelevant": OTHER,
    "non_domain": OTHER,
}
UNSEEN_SPLIT = "UQ"
"""The split of SemEval-2013 task 7 whose questions are never trained on."""
_HELD_OUT_OF = 4
_SEED = 5
_MOST_ANSWERS = 40
_FULL = 0.99


def target_of(row: ExternalRow) -> Target:
    """What a grade says: its five-way label where there is one, else its score as the chance of `SAME`."""
    return _BY_LABEL[row.label5] if row.label5 in _BY_LABEL else (row.score01, 1 - row.score01, 0.0)


def training_rows(paths: Iterable[Path]) -> dict[str, list[ExternalRow]]:
    """The rows to train on, by question: a quarter of the questions of each file, and the split `UNSEEN_SPLIT`, are held out."""
    found: dict[str, list[ExternalRow]] = {}
    for path in paths:
        rows = read_rows(path).rows
        held = held_out(rows)
        for row in rows:
            if row.question_id not in held and row.split != UNSEEN_SPLIT:
                found.setdefault(f"{row.dataset}:{row.question_id}", []).append(row)
    return found


def held_out(rows: Sequence[ExternalRow]) -> set[str]:
    """The ids of a quarter of the questions; none where the file has a split of unseen questions of its own."""
    if any(row.split == UNSEEN_SPLIT for row in rows):
        return set()
    ids = sorted({row.question_id for row in rows})
    random.Random(_SEED).shuffle(ids)
    return set(ids[: len(ids) // _HELD_OUT_OF])


def outside_pairs(rows: Sequence[ExternalRow], draw: random.Random) -> list[TextPair]:
    """Answers to one question beside a reference, and beside another answer that got full marks."""
    chosen = draw.sample(rows, min(_MOST_ANSWERS, len(rows)))
    full = [row for row in chosen if row.score01 >= _FULL]
    pairs = [TextPair(said=row.answer, phrasing=draw.choice(row.references), target=target_of(row)) for row in chosen]
    for row in chosen:
        if others := [other for other in full if other is not row]:
            pairs.append(TextPair(said=row.answer, phrasing=draw.choice(others).answer, target=target_of(row)))
    return pairs
