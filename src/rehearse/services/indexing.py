"""What of the bank and the notes goes into the index."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from rehearse.content.bank import Bank
from rehearse.domain.note import Note
from rehearse.domain.text import content_hash
from rehearse.ports import Document, Kind, Synced, VectorIndex

Progress = Callable[[Kind, int, int], None]


SEARCHED = (Kind.QUESTION, Kind.REFERENCE)
"""What is searched, and so must be there at the start; phrasings are embedded when their question is asked."""


def build_index(index: VectorIndex, bank: Bank, notes: Mapping[str, Note], progress: Progress, kinds: Sequence[Kind] = SEARCHED) -> Synced:
    """Bring the collections of `kinds` up to date; only new and changed texts are embedded."""
    documents = documents_of(bank, notes)
    total = Synced(0, 0, 0)
    for kind in kinds:
        total += index.sync(kind, documents[kind], partial(progress, kind))
    return total


def documents_of(bank: Bank, notes: Mapping[str, Note]) -> dict[Kind, list[Document]]:
    """Every document to embed. Phrasings have their content hash as id, so that a text is embedded once."""
    return {
        Kind.QUESTION: [Document(id=entry.id, text=entry.question.text) for entry in bank],
        Kind.PHRASE: [Document(id=content_hash(text), text=text) for text in phrases_of(bank)],
        Kind.REFERENCE: [Document(id=note.id, text=f"{note.title}\n{note.body}") for note in notes.values()],
    }


def phrases_of(bank: Bank) -> list[str]:
    """Every accepted and rejected phrasing of the bank, each text once."""
    items = [item for entry in bank for item in entry.key.items]
    return list(dict.fromkeys(text for item in items for text in (*item.phrasings, *item.reject)))
