"""Suites of answers that people have labelled: reading them, and how far an engine agrees."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pydantic import ValidationError

from rehearse.content.bank import Bank
from rehearse.content.yaml_file import read_record, read_text
from rehearse.domain.question import BankEntry, ItemKind, Record, Sentence, Slug
from rehearse.domain.scoring import score
from rehearse.domain.text import content_hash
from rehearse.domain.verdicts import Status, Verdict
from rehearse.errors import ContentError
from rehearse.evaluation.cases import Case, Label, Outcome
from rehearse.evaluation.judged import judged
from rehearse.evaluation.tables import ACCURACY, CALIBRATION, LEVEL_FIGURES, MACRO_F1, STATUS_FIGURES, Row, Table, share

AUTHORS = "authors"
"""Who labels a suite that names nobody."""
LOW, HIGH = 2.5, 3.5
"""Between levels 2 and 3, and between 3 and 4."""


class _StoryCase(Record):
    question: Slug
    answer: Sentence
    items: dict[Slug, Status]
    why: str = ""


class _StoryFile(Record):
    cases: tuple[_StoryCase, ...]


class _NumericCase(Record):
    question: Slug
    item: Slug
    answer: Sentence
    status: Status
    slip: str = ""
    why: str = ""


class _NumericFile(Record):
    cases: tuple[_NumericCase, ...]


def read_lines(path: Path) -> list[Case]:
    """Cases from a file of JSON lines. Raises `ContentError` with file, line, field and value."""
    cases, faults = [], []
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if line.strip():
            try:
                cases.append(Case.model_validate(json.loads(line)))
            except json.JSONDecodeError as error:
                faults.append(f"{path}:{number}: not valid JSON: {error.msg} at column {error.colno}")
            except ValidationError as error:
                faults += [
                    f"{path}:{number}: {'.'.join(map(str, d['loc']))}: {d['msg']} (found {d['input']!r:.60})" for d in error.errors()
                ]
    if faults:
        raise ContentError(faults)
    return cases


def read_stories(path: Path, bank: Bank) -> list[Case]:
    """Answers to behavioural questions with the status of every item; their level is what these statuses come to.

    Raises `ContentError` for a faulty file and `NotFoundError` for a question that the bank does not have.
    """
    return [_story(case, bank.get(case.question)) for case in read_record(path, _StoryFile).cases]


def _story(case: _StoryCase, entry: BankEntry) -> Case:
    verdicts = [Verdict(item_id=item, status=status, engine=AUTHORS) for item, status in case.items.items()]
    return Case(
        id=f"{case.question}-{content_hash(case.answer)[:8]}",
        question_id=case.question,
        answer=case.answer,
        gold=Label(labeller=AUTHORS, level=score(entry, verdicts).level, items=case.items),
        note=case.why,
    )


def read_numeric(path: Path) -> list[Case]:
    """Answers with the status of one numeric item each; a case's kind is its slip, its target the item."""
    return [_numeric(case) for case in read_record(path, _NumericFile).cases]


def _numeric(case: _NumericCase) -> Case:
    return Case(
        id=f"{case.item}-{content_hash(case.question + case.answer)[:8]}",
        question_id=case.question,
        answer=case.answer,
        kind=case.slip,
        gold=Label(labeller=AUTHORS, items={case.item: case.status}),
        target=case.item,
        expected=case.status,
        note=case.why,
    )


def gold_level(case: Case) -> float | None:
    """The adjudicated level, else the mean of the labellers' levels."""
    if case.gold and case.gold.level is not None:
        return case.gold.level
    levels = [label.level for label in case.labels if label.level is not None]
    return sum(levels) / len(levels) if levels else None


def gold_items(case: Case) -> dict[str, Status]:
    """The adjudicated statuses; of an item without one, the labellers' where they are of one mind."""
    named = {item: {label.items[item] for label in case.labels if item in label.items} for label in case.labels for item in label.items}
    agreed = {item: min(statuses) for item, statuses in named.items() if len(statuses) == 1}
    return {**agreed, **(case.gold.items if case.gold else {})}


def labelled_tables(cases: Sequence[Case], outcomes: Mapping[str, Outcome], entries: Mapping[str, BankEntry]) -> list[Table]:
    """Agreement of levels and of items, overall and by split; of items by kind too."""
    levels = {case.id: outcomes[case.id].level for case in cases}
    return [table for split, part in splits(cases) for table in _of_split(split, part, levels, outcomes, entries)]


def splits(cases: Sequence[Case]) -> Iterator[tuple[str, list[Case]]]:
    """All cases under no name; if there are two splits, then each under its prefix."""
    yield "", list(cases)
    names = sorted({case.split for case in cases})
    if len(names) > 1:
        yield from ((f"{name}.", [case for case in cases if case.split == name]) for name in names)


def _of_split(
    split: str,
    cases: Sequence[Case],
    levels: Mapping[str, int | None],
    outcomes: Mapping[str, Outcome],
    entries: Mapping[str, BankEntry],
) -> Iterator[Table]:
    yield from level_tables(split, cases, levels)
    kinds = _item_rows(cases, outcomes, entries)
    yield Table(f"{split}item.", tuple(row for rows in kinds.values() for row in rows), STATUS_FIGURES)
    yield Table(f"{split}item.", tuple(_sure_rows(cases, outcomes)), CALIBRATION)
    if len(kinds) > 1:
        yield from (Table(f"{split}item.{kind.value}.", rows, MACRO_F1) for kind, rows in kinds.items())


def level_tables(split: str, cases: Sequence[Case], levels: Mapping[str, float | None]) -> Iterator[Table]:
    """Agreement of levels, whoever gave them; whether wrong answers come out low, and plainly worded good ones high."""
    rows = {case.id: _level_row(case, levels.get(case.id)) for case in cases}
    wrong = [case.id for case in cases if case.kind == "wrong"]
    plain = [case.id for case in cases if case.kind == "plain" and (gold_level(case) or 0) > HIGH]
    yield Table(f"{split}level.", tuple(row for row in rows.values() if row), LEVEL_FIGURES)
    yield Table(f"{split}level.", _existing(rows, wrong), {"wrong_low": share(lambda said: said < LOW)})
    yield Table(f"{split}level.", _existing(rows, plain), {"plain_high": share(lambda said: said > HIGH)})


def _level_row(case: Case, level: float | None) -> Row | None:
    gold = gold_level(case)
    return None if level is None or gold is None else Row(case.id, case.question_id, level, gold)


def _existing(rows: Mapping[str, Row | None], ids: Sequence[str]) -> tuple[Row, ...]:
    return tuple(row for case_id in ids if (row := rows[case_id]))


def _item_rows(cases: Sequence[Case], outcomes: Mapping[str, Outcome], entries: Mapping[str, BankEntry]) -> dict[ItemKind, tuple[Row, ...]]:
    """Statuses, given and right, by the kind of their item, in the order of the kinds."""
    rows: dict[ItemKind, list[Row]] = {}
    for each in judged(cases, outcomes, gold_items):
        row = Row(each.key, each.case.question_id, each.verdict.status.value, each.right.value)
        rows.setdefault(kind_of(each.case, each.verdict.item_id, entries), []).append(row)
    return {kind: tuple(rows[kind]) for kind in ItemKind if kind in rows}


def _sure_rows(cases: Sequence[Case], outcomes: Mapping[str, Outcome]) -> Iterator[Row]:
    """How sure every verdict is, beside whether it is right."""
    for each in judged(cases, outcomes, gold_items):
        if each.verdict.confidence is not None:
            yield Row(each.key, each.case.question_id, each.verdict.confidence, float(each.is_right))


def kind_of(case: Case, item_id: str, entries: Mapping[str, BankEntry]) -> ItemKind:
    """The kind of the rubric item that a label names."""
    return entries[case.question_id].key.item(item_id).kind


def human_tables(cases: Sequence[Case]) -> list[Table]:
    """The second labeller of each case beside the first, in the figures that engines get."""
    return [table for split, part in splits([case for case in cases if len(case.labels) > 1]) for table in _human(split, part)]


def _human(split: str, cases: Sequence[Case]) -> Iterator[Table]:
    levels = [(case, case.labels[1].level, case.labels[0].level) for case in cases]
    rows = tuple(Row(case.id, case.question_id, a, b) for case, a, b in levels if a is not None and b is not None)
    yield Table(f"{split}level.", rows, LEVEL_FIGURES)
    yield Table(f"{split}item.", tuple(row for case in cases for row in _human_items(case)), STATUS_FIGURES)


def _human_items(case: Case) -> Iterator[Row]:
    first, second = case.labels[:2]
    for item_id in first.items.keys() & second.items.keys():
        yield Row(f"{case.id}/{item_id}", case.question_id, second.items[item_id].value, first.items[item_id].value)


def numeric_tables(cases: Sequence[Case], outcomes: Mapping[str, Outcome], entries: Mapping[str, BankEntry]) -> list[Table]:
    """Accuracy overall, by what the status should be, and by what went wrong."""
    rows = {case.id: row for case in cases for row in [_target_row(case, outcomes[case.id])] if row}
    groups = {"": list(cases)}
    for case in cases:
        groups.setdefault(f"{case.expected}.", []).append(case)
        if case.kind:
            groups.setdefault(f"slip.{case.kind}.", []).append(case)
    tables = [Table(name, tuple(rows[c.id] for c in group if c.id in rows), ACCURACY) for name, group in groups.items()]
    return [*tables, Table("", tuple(rows.values()), MACRO_F1)]


def _target_row(case: Case, outcome: Outcome) -> Row | None:
    status = next((v.status for v in outcome.verdicts if v.item_id == case.target), Status.UNSCORED)
    if status is Status.UNSCORED or case.expected is None:
        return None
    return Row(case.id, case.question_id, status.value, case.expected.value)
