"""The words in which machine learning is talked about."""

from collections.abc import Iterable, Mapping
from itertools import pairwise

from rehearse.domain.garbage import words_of
from rehearse.domain.lexicon import texts_of
from rehearse.domain.note import Note
from rehearse.domain.question import BankEntry


def vocabulary_of(entries: Iterable[BankEntry], notes: Mapping[str, Note]) -> frozenset[str]:
    """Every word of the bank and of the notes, lower case."""
    texts = (record.model_dump_json().replace(r"\n", " ") for record in (*entries, *notes.values()))
    return frozenset(word for text in texts for word in words_of(text))


def collocations_of(entries: Iterable[BankEntry], notes: Mapping[str, Note]) -> frozenset[tuple[str, ...]]:
    """Every word, and every two words in a row, of questions, keys and notes, lower case; answers are left out."""
    texts = [*(text for entry in entries for text in texts_of(entry)), *(note.body for note in notes.values())]
    lines = [words_of(text) for text in texts]
    return frozenset(phrase for words in lines for phrase in (*((word,) for word in words), *pairwise(words)))
