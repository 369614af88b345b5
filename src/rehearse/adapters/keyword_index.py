"""Documents found by their words: BM25 over stems."""

import re
from collections.abc import Mapping, Sequence
from functools import cache, cached_property

import numpy as np
import snowballstemmer
from rank_bm25 import BM25Okapi

from rehearse.domain.words import FUNCTION_WORDS
from rehearse.ports import Document, Kind, Passage

_WORD = re.compile(r"[a-z0-9]+")
_STEMMER = snowballstemmer.stemmer("english")


class KeywordIndex:
    """A retriever in memory. `Passage.similarity` is the share of the best score found, 0 to 1."""

    def __init__(self, documents: Mapping[Kind, Sequence[Document]]) -> None:
        self._corpora = {kind: _Corpus(found) for kind, found in documents.items() if found}

    def search(self, kind: Kind, query: str, count: int) -> list[Passage]:
        """The documents that share words with the query, best first."""
        return self._corpora[kind].search(query, count) if kind in self._corpora else []


class _Corpus:
    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = documents

    @cached_property
    def _bm25(self) -> BM25Okapi:
        return BM25Okapi([stems(document.text) for document in self._documents])

    def search(self, query: str, count: int) -> list[Passage]:
        scores = np.asarray(self._bm25.get_scores(stems(query)))
        best = [int(i) for i in np.argsort(-scores, kind="stable")[:count] if scores[i] > 0]
        found = [(self._documents[i], float(scores[i] / scores[best[0]])) for i in best]
        return [Passage(id=document.id, text=document.text, similarity=share) for document, share in found]


def stems(text: str) -> list[str]:
    """The stems of a text's telling words."""
    return [_stem(word) for word in _WORD.findall(text.lower()) if word not in FUNCTION_WORDS]


@cache
def _stem(word: str) -> str:
    return str(_STEMMER.stemWord(word))
