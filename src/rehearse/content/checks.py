"""Faults between content files, which no single file shows."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

from rehearse.content.bank import Bank
from rehearse.domain.coverage import TopicGroup
from rehearse.domain.note import Note
from rehearse.domain.planning import Loop
from rehearse.domain.question import BankEntry


def dangling(bank: Bank, notes: Mapping[str, Note], loops: Mapping[str, Loop], groups: Sequence[TopicGroup]) -> list[str]:
    """References to notes, siblings, seeds, topics or questions that do not exist, one sentence each."""
    seeds = [topic.id for group in groups for topic in group.topics]
    faults = [fault for entry in bank for fault in _entry_faults(entry, bank, notes, seeds)]
    return [*faults, *(fault for loop in loops.values() for fault in _loop_faults(loop, bank))]


def _entry_faults(entry: BankEntry, bank: Bank, notes: Mapping[str, Note], seeds: Sequence[str]) -> Iterator[str]:
    for field, names, known, where in (
        ("key.read", entry.key.read, list(notes), "not a note in references/"),
        ("siblings", entry.siblings, [other.id for other in bank], "not in the bank"),
        ("seeds", entry.seeds, seeds, "not a topic in coverage.yaml"),
    ):
        for name in names:
            if name not in known:
                yield f"question {entry.id!r}: {field} names {name!r}, which is {where}{_meant(name, known)}"
    if entry.id in entry.siblings:
        yield f"question {entry.id!r}: siblings names the question itself; name others that test the same point"


def _loop_faults(loop: Loop, bank: Bank) -> Iterator[str]:
    for part in loop.rounds:
        for topic in part.topics:
            if not bank.select(part.round, topic):
                yield f"loop {loop.id!r}: no question of round {part.round.value!r} has the topic {topic!r}"
        for question_id in part.questions:
            if question_id not in bank:
                yield f"loop {loop.id!r}: asks {question_id!r}, which is not in the bank"


def _meant(name: str, known: Sequence[str]) -> str:
    close = get_close_matches(name, known, n=1)
    return f"; did you mean {close[0]!r}?" if close else ""
