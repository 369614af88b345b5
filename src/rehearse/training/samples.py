"""Feature rows with labels, to calibrate the judge on."""

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rehearse.adapters.embedded_judge.calibration import family_of
from rehearse.adapters.embedded_judge.features import Floats, find_evidence
from rehearse.adapters.embedded_judge.pair_head import PairHead
from rehearse.adapters.embedded_judge.reading import Encoders, read
from rehearse.content.bank import Bank
from rehearse.domain.question import BankEntry
from rehearse.domain.verdicts import Status
from rehearse.evaluation.cases import Case
from rehearse.evaluation.external_data import ExternalRow, by_question, entry_of
from rehearse.training.answers import statuses_of
from rehearse.training.outside import target_of, training_rows

SMALL_TALK = (
    "Last summer we drove to the coast with two friends. It rained for three days, so we stayed in, played cards and cooked. On the "
    "fourth day I went swimming and lost my keys, which my sister found in the sand an hour later.",
    "I am a hard worker and a good listener. I like people and I am always on time. My colleagues say that I am friendly, and I think "
    "that I would fit into your company very well because I learn quickly.",
    "Our football team won the league in May. I scored twice in the last match and the crowd went wild. We trained four times a week, "
    "and the coach told us that it was the best season of his life.",
)
_PER_QUESTION = 25
_SEED = 11


@dataclass(frozen=True)
class Sample:
    """The features of one item beside one answer, the status it has, the question, and how much the sample counts."""

    family: str
    question: str
    row: Floats
    status: Status
    weight: float


Measure = Callable[[BankEntry, str], list[Floats] | None]
"""The feature row of every item of an entry, or None for an answer without a claim."""


def measure_with(encoders: Encoders, head: PairHead) -> Measure:
    """Features as the judge takes them."""

    def measure(entry: BankEntry, answer: str) -> list[Floats] | None:
        reading = read(entry, answer, encoders)
        return [found.row for found in find_evidence(entry.key.items, reading, encoders, head)] if reading.units else None

    return measure


def case_samples(cases: Iterable[Case], bank: Bank, measure: Measure, weight: float) -> Iterator[Sample]:
    """Labelled answers, judged by the whole key and by its claims alone, as a teacher's draft or a data set would have them."""
    for case in cases:
        entry = bank.get(case.question_id)
        yield from _samples(entry, case.answer, statuses_of(case), measure, weight)
        yield from _samples(_bare(entry), case.answer, statuses_of(case), measure, weight, only_bare=True)


def off_topic_samples(entries: Sequence[BankEntry], measure: Measure, weight: float) -> Iterator[Sample]:
    """Small talk, and the strong answer to another question: nothing of it meets anything."""
    for index, entry in enumerate(entries):
        for text in (*SMALL_TALK, entries[index - 1].answers["strong"].text):
            yield from _samples(entry, text, {item.id: Status.MISSING for item in entry.key.items}, measure, weight)


def outside_samples(paths: Iterable[Path], measure: Measure, weight: float) -> Iterator[Sample]:
    """Human-graded answers beside keys made of their references; a score between the ends counts in parts."""
    draw = random.Random(_SEED)
    for rows in training_rows(paths).values():
        entries = {name: entry_of(members) for name, members in by_question(rows).items()}
        for row in draw.sample(rows, min(_PER_QUESTION, len(rows))):
            yield from _outside(next(iter(entries.values())), row, measure, weight)


def _outside(entry: BankEntry, row: ExternalRow, measure: Measure, weight: float) -> Iterator[Sample]:
    for status, chance in _statuses(row).items():
        if chance:
            statuses = {item.id: status for item in entry.key.items}
            yield from _samples(entry, row.answer, statuses, measure, weight * chance / len(entry.key.items))


def _statuses(row: ExternalRow) -> dict[Status, float]:
    """A five-way label, or a score s as "met" with the chance 2s − 1 above a half and "partial" with what is left, likewise below."""
    same, other, opposite = target_of(row)
    if opposite:
        return {Status.CONTRADICTED: opposite}
    partial = 1 - abs(same - other)
    return {Status.MET: same - partial / 2, Status.PARTIAL: partial, Status.MISSING: other - partial / 2}


def _samples(
    entry: BankEntry, answer: str, statuses: dict[str, Status], measure: Measure, weight: float, only_bare: bool = False
) -> Iterator[Sample]:
    rows = measure(entry, answer)
    for item, row in zip(entry.key.items, rows or [], strict=bool(rows)):
        if item.id in statuses and not item.numeric:
            family = family_of(item)
            if not only_bare or family == "bare":
                yield Sample(family, entry.id, row, statuses[item.id], weight)


def _bare(entry: BankEntry) -> BankEntry:
    """The entry with nothing but the claims of its key."""
    items = tuple(item.model_copy(update={"accept": (), "reject": ()}) for item in entry.key.items)
    return entry.model_copy(update={"key": entry.key.model_copy(update={"items": items})})
