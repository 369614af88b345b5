"""What of the bank and the notes goes into the index."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from rehearse.content.bank import Bank
from rehearse.domain.note import Note
from rehearse.domain.question import BankEntry
from rehearse.domain.text import content_hash
from rehearse.ports import Document, Kind, Synced, VectorIndex

Progress = Callable[[Kind, int, int], None]


_GOOD = ("strong", "partial")
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
        Kind.QUESTION: [document for entry in bank for document in _passages(entry.id, _question_texts(entry))],
        Kind.PHRASE: [Document(id=content_hash(text), text=text) for text in phrases_of(bank)],
        Kind.REFERENCE: [
            document for note in notes.values() for document in _passages(note.id, (note.title, f"{note.title}\n{note.body}"))
        ],
    }


def keywords_of(bank: Bank, notes: Mapping[str, Note]) -> dict[Kind, list[Document]]:
    """The words that questions and notes are found by: of a question also its tags, phrasings and good answers."""
    return {
        Kind.QUESTION: [Document(id=entry.id, text="\n".join([*_question_texts(entry), *_more_words(entry)])) for entry in bank],
        Kind.REFERENCE: [Document(id=note.id, text=f"{note.title}\n{note.body}") for note in notes.values()],
    }


def _more_words(entry: BankEntry) -> list[str]:
    phrasings = [text for item in entry.key.items if item.points > 0 for text in item.accept]
    answers = [exemplar.text for name, exemplar in entry.answers.items() if name in _GOOD]
    return [entry.question.scope, " ".join(entry.question.tags), *phrasings, *answers]


def _passages(name: str, texts: Sequence[str]) -> list[Document]:
    return [Document(id=f"{name}#{number}", text=text) for number, text in enumerate(dict.fromkeys(texts)) if text.strip()]


def _question_texts(entry: BankEntry) -> list[str]:
    """What a question is found by in meaning: its words, its name, its claims, its answer, and that in plain words."""
    claims = " ".join(item.text for item in entry.key.items if item.points > 0)
    plain = entry.answers["paraphrase"].text if "paraphrase" in entry.answers else ""
    return [entry.question.text, entry.id.replace("-", " "), claims, entry.key.reference_answer, plain]


def phrases_of(bank: Bank) -> list[str]:
    """Every accepted and rejected phrasing of the bank, each text once."""
    items = [item for entry in bank for item in entry.key.items]
    return list(dict.fromkeys(text for item in items for text in (*item.phrasings, *item.reject)))
