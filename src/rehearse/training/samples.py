"""Feature rows with labels, to calibrate the judge on."""

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

from rehearse.adapters.embedded_judge.calibration import BARE, family_of
from rehearse.adapters.embedded_judge.features import Evidence, Floats, find_evidence
from rehearse.adapters.embedded_judge.pair_head import PairHead
from rehearse.adapters.embedded_judge.reading import Encoders, read
from rehearse.content.bank import Bank
from rehearse.domain.question import BankEntry, Round
from rehearse.domain.units import Unit, overlaps, sentences
from rehearse.domain.verdicts import Status
from rehearse.evaluation.cases import Case
from rehearse.evaluation.external_data import ExternalRow, by_question, entry_of
from rehearse.evaluation.perturb import CONTRADICTING
from rehearse.evaluation.style import STYLES
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
_POOR = ("weak", "wrong", "middling", "rambling")
"""Kinds of answers that padding must not lift."""
_PER_QUESTION = 12
"""Human-graded answers of one question."""
EDITS_AN_ANSWER = 2
_EDITED = {Status.CONTRADICTED: 0.2, Status.MISSING: 0.95}
"""How much edited claims count: code's denials are often clumsy, what it takes out is surely gone."""
_TURNED, _UNTURNED = 0.6, 0.2
"""How much a claim that was turned round by hand counts, and each of the claims beside it, which stayed."""
_HASTY = {kind: STYLES[kind] for kind in ("bare", "typos", "fillers", "speech")}
_DROPPED = 0.5
"""How often the claim is also taken out."""
_SEED = 11


@dataclass(frozen=True)
class Sample:
    """The features of one item beside one answer, the status it has, the question, and how much the sample counts."""

    family: str
    question: str
    row: Floats
    status: Status
    weight: float


Measure = Callable[[BankEntry, str], list[Evidence]]
"""The evidence for every item of an entry; nothing for an answer without a claim."""


def measure_with(encoders: Encoders, head: PairHead) -> Measure:
    """Features as the judge takes them."""

    def measure(entry: BankEntry, answer: str) -> list[Evidence]:
        reading = read(entry, answer, encoders)
        return find_evidence(entry.key.items, reading, encoders, head) if reading.units else []

    return measure


def case_samples(cases: Iterable[Case], bank: Bank, measure: Measure, weight: float) -> Iterator[Sample]:
    """Labelled answers, judged by the whole key and by its claims alone, as a teacher's draft or a data set would have them."""
    for case in cases:
        entry = bank.get(case.question_id)
        yield from _samples(entry, case.answer, statuses_of(case), measure, weight)
        yield from _samples(_bare(entry), case.answer, statuses_of(case), measure, weight, only_bare=True)


def edited_samples(cases: Iterable[Case], bank: Bank, measure: Measure) -> Iterator[Sample]:
    """Right claims turned wrong, or taken out, in answers that are otherwise as they were: only the item they made has changed.

    Without these the judge learns that an answer is right or wrong as a whole.
    """
    draw = random.Random(_SEED)
    for case in cases:
        entry = bank.get(case.question_id)
        statuses = statuses_of(case)
        right = [
            (item, found)
            for item, found in zip(entry.key.items, measure(entry, case.answer), strict=False)
            if statuses.get(item.id) is Status.MET and item.points > 0 and not item.numeric
        ]
        for item, found in draw.sample(right, min(EDITS_AN_ANSWER, len(right))):
            for status, answer in _edits(case.answer, found.unit, draw):
                yield from _samples(entry, answer, {item.id: status}, measure, _EDITED[status])


def _edits(answer: str, unit: Unit, draw: random.Random) -> Iterator[tuple[Status, str]]:
    """The answer with one claim contradicted, by an edit that applies, and without the sentences that made it."""
    edits = list(CONTRADICTING.values())
    draw.shuffle(edits)
    if edited := next((text for edit in edits if (text := edit(unit.text))), None):
        yield Status.CONTRADICTED, answer[: unit.start] + edited + answer[unit.end :]
    if draw.random() < _DROPPED:
        yield Status.MISSING, " ".join(sentence.text for sentence in sentences(answer) if not overlaps(sentence, unit))


def turned_samples(cases: Iterable[Case], bank: Bank, measure: Measure) -> Iterator[Sample]:
    """Answers with one claim turned round by hand; what stands beside it stays as it was."""
    for case in cases:
        statuses = statuses_of(case)
        beside = {item_id: status for item_id, status in statuses.items() if item_id != case.target}
        entry = bank.get(case.question_id)
        yield from _samples(entry, case.answer, {case.target: statuses[case.target]}, measure, _TURNED)
        yield from _samples(entry, case.answer, beside, measure, _UNTURNED)


def restyled_samples(cases: Sequence[Case], bank: Bank, measure: Measure, weight: float) -> Iterator[Sample]:
    """Answers typed in haste, or spoken and written down by a machine: they say what they said. No code, which that would break."""
    spoken = [case for case in cases if bank.get(case.question_id).question.round is not Round.CODING]
    for case, (kind, restyle) in zip(spoken, cycle(_HASTY.items()), strict=False):
        if text := restyle(case.answer, random.Random(kind + case.id)):
            yield from _samples(bank.get(case.question_id), text, statuses_of(case), measure, weight)


def off_topic_samples(entries: Sequence[BankEntry], measure: Measure, weight: float) -> Iterator[Sample]:
    """Small talk, and the strong answer to another question: nothing of it meets anything."""
    for index, entry in enumerate(entries):
        for text in (*SMALL_TALK, entries[index - 1].answers["strong"].text):
            yield from _samples(entry, text, {item.id: Status.MISSING for item in entry.key.items}, measure, weight)


def padded_samples(cases: Sequence[Case], bank: Bank, measure: Measure, weight: float) -> Iterator[Sample]:
    """Poor answers with a strong answer to another question after them, or small talk: they are as poor as before."""
    draw = random.Random(_SEED)
    strong = [case for case in cases if case.kind == "strong"]
    for case in cases:
        if case.kind in _POOR:
            other = draw.choice([each for each in strong if each.question_id != case.question_id])
            padding = draw.choice((other.answer, draw.choice(SMALL_TALK)))
            yield from _samples(bank.get(case.question_id), f"{case.answer} {padding}", statuses_of(case), measure, weight)


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
    evidence = measure(entry, answer)
    for item, found in zip(entry.key.items, evidence, strict=bool(evidence)):
        if item.id in statuses and not item.numeric:
            family = family_of(item)
            if not only_bare or family == BARE:
                yield Sample(family, entry.id, found.row, statuses[item.id], weight)


def _bare(entry: BankEntry) -> BankEntry:
    """The entry with nothing but the claims of its key."""
    items = tuple(item.model_copy(update={"accept": (), "reject": ()}) for item in entry.key.items)
    return entry.model_copy(update={"key": entry.key.model_copy(update={"items": items})})
