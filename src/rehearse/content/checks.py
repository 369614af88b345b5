"""Faults between content files, which no single file shows."""

from collections.abc import Mapping

from rehearse.content.bank import Bank
from rehearse.domain.note import Note
from rehearse.domain.planning import Loop


def dangling(bank: Bank, notes: Mapping[str, Note], loops: Mapping[str, Loop]) -> list[str]:
    """References to notes, siblings or topics that do not exist, one sentence each."""
    faults = [
        f"question {entry.id!r}: key.read names the note {note_id!r}, which is not in references/"
        for entry in bank
        for note_id in entry.key.read
        if note_id not in notes
    ]
    faults += [
        f"question {entry.id!r}: siblings names {other!r}, which is not in the bank"
        for entry in bank
        for other in entry.siblings
        if other not in bank
    ]
    faults += [
        f"loop {loop.id!r}: no question of round {part.round.value!r} has the topic {topic!r}"
        for loop in loops.values()
        for part in loop.rounds
        for topic in part.topics
        if not bank.select(part.round, topic)
    ]
    return faults
