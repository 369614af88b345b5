"""The words in which machine learning is talked about."""

from collections.abc import Iterable, Mapping

from rehearse.domain.garbage import words_of
from rehearse.domain.note import Note
from rehearse.domain.question import BankEntry


def vocabulary_of(entries: Iterable[BankEntry], notes: Mapping[str, Note]) -> frozenset[str]:
    """Every word of the bank and of the notes, lower case."""
    texts = (record.model_dump_json().replace(r"\n", " ") for record in (*entries, *notes.values()))
    return frozenset(word for text in texts for word in words_of(text))
