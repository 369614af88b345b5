"""Terms of the trade, and how they are said."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from rehearse.domain.question import BankEntry
from rehearse.domain.record import Value
from rehearse.domain.spoken_numbers import spoken

_PART = re.compile(r"\d+(?:\.\d+)?|[A-Z]+(?![a-z])|[A-Z]?[a-z']+")
_TOKEN = re.compile(r"\S+")
_SAID = {"@": " at ", "++": " plus plus", "+": " plus ", "/": " ", "&": " and "}


MOST_LIKELY = 60
"""Terms that a recogniser is told of: Whisper reads no more than some two hundred tokens."""


class Term(Value):
    """A term as it is written, and its spoken forms in lower-case words; a single letter is the letter's name."""

    text: str
    forms: tuple[str, ...]


class Place(Value):
    """A term at words `first` up to, and without, `last` of a text."""

    term: Term
    first: int
    last: int


class Lexicon:
    """Terms by what is left of them without case, marks and the difference between British and American spelling."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self.terms = tuple(terms)
        self._by_plain = {plain(term.text): term for term in self.terms}
        self._lengths = sorted({len(_TOKEN.findall(term.text)) for term in self.terms}, reverse=True)

    def __contains__(self, text: str) -> bool:
        return plain(text) in self._by_plain

    def __getitem__(self, text: str) -> Term:
        return self._by_plain[plain(text)]

    def found_in(self, text: str, by_case: bool = False) -> Iterator[Place]:
        """The terms that a text holds, the longest at each place; a plural counts. `by_case` minds capitals: "it" is then not IT."""
        tokens = _TOKEN.findall(text)
        first = 0
        while first < len(tokens):
            places = (self._at(tokens, first, length, by_case) for length in self._lengths)
            place = next(filter(None, places), None)
            if place:
                yield place
            first = place.last if place else first + 1

    def terms_of(self, entry: BankEntry) -> tuple[Term, ...]:
        """The terms of a question and its key, the most frequent first."""
        counts = Counter(place.term for text in texts_of(entry) for place in self.found_in(text, by_case=True))
        return tuple(sorted(counts, key=lambda term: (-counts[term], term.text)))

    def likely(self, entry: BankEntry, most: int = MOST_LIKELY) -> tuple[str, ...]:
        """The terms to expect in an answer, for recognisers that can be biased: the question's own first, then the curated ones."""
        own = self.terms_of(entry)
        return tuple(dict.fromkeys(term.text for term in (*own, *self.terms)))[:most]

    def _at(self, tokens: list[str], first: int, length: int, by_case: bool) -> Place | None:
        heard = "".join(tokens[first : first + length])
        term = self._by_plain.get(plain(heard)) or self._by_plain.get(plain(heard).removesuffix("s"))
        if term is None or first + length > len(tokens) or len(_TOKEN.findall(term.text)) != length:
            return None
        is_meant = not by_case or _capitals(term.text) <= _capitals(heard)
        return Place(term=term, first=first, last=first + length) if is_meant else None


def texts_of(entry: BankEntry) -> list[str]:
    """The texts of a question and its key."""
    key = entry.key
    return [entry.question.text, key.reference_answer, *key.senior_signals, *(p for item in key.items for p in item.phrasings)]


def _capitals(text: str) -> set[str]:
    return {letter for letter in text if letter.isupper()}


def plain(text: str) -> str:
    """Letters and digits in lower case, British and American spelling alike."""
    return re.sub(r"[^a-z0-9+@]", "", text.lower()).replace("z", "s")


def said(text: str) -> str:
    """A term as it is said: acronyms letter by letter, numbers in words, names at their capitals."""
    for mark, words in _SAID.items():
        text = text.replace(mark, words)
    return " ".join(word for part in _PART.findall(text) for word in _said(part).split())


def _said(part: str) -> str:
    if part[0].isdigit():
        return spoken(part)
    return " ".join(part.lower()) if part.isupper() else part.lower()
