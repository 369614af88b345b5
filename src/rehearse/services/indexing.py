"""What of the bank and the notes goes into the index."""

from collections.abc import Callable, Iterable, Mapping

from rehearse.content.bank import Bank
from rehearse.domain.note import Note
from rehearse.domain.question import BankEntry
from rehearse.domain.text import content_hash
from rehearse.ports import Document, Kind, Synced, VectorIndex

Progress = Callable[[Kind, int, int], None]


def build_index(index: VectorIndex, bank: Bank, notes: Mapping[str, Note], progress: Progress) -> Synced:
    """Bring every collection up to date; only new and changed texts are embedded."""
    total = Synced(0, 0, 0)
    for kind, documents in documents_of(bank, notes).items():
        total += index.sync(kind, documents, lambda done, of, kind=kind: progress(kind, done, of))  # type: ignore[misc]
    return total


def documents_of(bank: Bank, notes: Mapping[str, Note]) -> dict[Kind, list[Document]]:
    """Every document to embed. Phrasings have their content hash as id, so that a text is embedded once."""
    phrases = dict.fromkeys(text for entry in bank for text in _phrases(entry))
    return {
        Kind.QUESTION: [Document(id=entry.id, text=entry.question.text) for entry in bank],
        Kind.PHRASE: [Document(id=content_hash(text), text=text) for text in phrases],
        Kind.REFERENCE: [Document(id=note.id, text=f"{note.title}\n{note.body}") for note in notes.values()],
    }


def _phrases(entry: BankEntry) -> Iterable[str]:
    for item in entry.key.items:
        yield from item.phrasings
        yield from item.reject
