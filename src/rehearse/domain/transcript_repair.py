"""Terms that a recogniser broke or took for other words ("ex gee boost", "pre cision re call"), found again by their sound.

Every repair is a suggestion; the transcript stays as it was heard until the candidate accepts one.
"""

import math
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from rehearse.domain.lexicon import Lexicon, Term, plain
from rehearse.domain.phonetics import Sounds, coarse, distance
from rehearse.domain.record import Value
from rehearse.domain.words import FUNCTION_WORDS

_TOKEN = re.compile(r"[^\s,.;:!?()]+(?:[.,]\d+)?")
_MOST_WORDS = 8
_WORTH_A_LOOK = 0.6
"""Coarse likeness from which the sounds are compared in full."""
_SHORT = 5
"""Sounds below which a term is short: ordinary words are near it."""
LIKELY, SHORT_AND_LIKELY, UNLIKELY, SHORT_AND_UNLIKELY = 0.8, 0.88, 0.9, 1.0
"""Least likeness of a term of the question, and of any other; all chosen on the `tune` sentences of the speech suite."""
_LONGER_TERM, _LOOSE_END = 0.9, 0.85
"""Least likeness of a term that takes in another, which was heard right, and of one that takes in a word such as "is" at an end."""
_ROUNDING = 1e-9
_PLURAL = "Z"
_WITH_PLURAL = re.compile(r".*[a-zA-Z](?<![sxyzhSXZH])")


class Suggestion(Value):
    """``text[start:end]``, which reads `heard`, is probably `suggested`. `confidence` is how alike they sound, 0 to 1."""

    start: int
    end: int
    heard: str
    suggested: str
    confidence: float


@dataclass(frozen=True)
class _Candidate:
    """A way to say a term, or its plural, and its sounds."""

    written: str
    term: Term
    sounds: str
    is_plural: bool = False


@dataclass(frozen=True)
class _Window:
    """Words in a row, and the terms among them that are right."""

    words: tuple[str, ...]
    start: int
    end: int
    heard: str
    right: tuple[Term, ...]

    @cached_property
    def is_glue(self) -> bool:
        """Whether no word of it carries a meaning."""
        return all(word.lower() in FUNCTION_WORDS for word in self.words)

    @cached_property
    def has_loose_end(self) -> bool:
        """Whether it begins or ends with a word that carries no meaning; a letter may be the letter's name."""
        return any(len(word) > 1 and word.lower() in FUNCTION_WORDS for word in (self.words[0], self.words[-1]))


class Repairer:
    """Finds terms of a lexicon in transcripts. Building it takes a fraction of a second; it may be shared.

    `phrases` are words, and two words in a row, in lower case, that make sense as they are.
    """

    def __init__(self, lexicon: Lexicon, sounds: Sounds, phrases: Collection[tuple[str, ...]] = ()) -> None:
        self._lexicon = lexicon
        self._sounds = sounds
        self._phrases = phrases

    def suggest(self, text: str, likely: Collection[Term] = ()) -> list[Suggestion]:
        """Repairs of a transcript from left to right, none over another. `likely` are terms of the question."""
        found = [s for window in self._windows(text) if (s := self._best(window, frozenset(likely)))]
        found.sort(key=lambda pair: -pair[0])
        chosen: list[Suggestion] = []
        for _, suggestion in found:
            if all(suggestion.end <= other.start or suggestion.start >= other.end for other in chosen):
                chosen.append(suggestion)
        return sorted(chosen, key=lambda s: s.start)

    def _windows(self, text: str) -> Iterator[_Window]:
        """Runs of words that neither lie within a term that is right nor cut one."""
        words = list(_TOKEN.finditer(text))
        right = list(self._lexicon.found_in(" ".join(word[0] for word in words)))
        for first in range(len(words)):
            for last in range(first + 1, min(len(words), first + _MOST_WORDS) + 1):
                touched = [place for place in right if place.first < last and place.last > first]
                if all(first <= p.first and p.last <= last and last - first > p.last - p.first for p in touched):
                    start, end = words[first].start(), words[last - 1].end()
                    tokens = tuple(word[0] for word in words[first:last])
                    yield _Window(tokens, start, end, text[start:end], tuple(place.term for place in touched))

    def _best(self, window: _Window, likely: Collection[Term]) -> tuple[float, Suggestion] | None:
        """The likeliest term for a window, and how much of it is accounted for."""
        sounds = self._sounds.of(window.heard)
        if not sounds or len(sounds) > self._longest:
            return None
        near = process.extract(
            coarse(sounds), self._coarse, scorer=Levenshtein.normalized_similarity, score_cutoff=_WORTH_A_LOOK, limit=None
        )
        fits = [(likeness, c) for _, _, i in near if (likeness := self._likeness(window, sounds, c := self._candidates[i], likely))]
        if not fits:
            return None
        likeness, best = max(fits, key=lambda fit: (fit[0], fit[1].term in likely, fit[1].written))
        suggestion = Suggestion(
            start=window.start, end=window.end, heard=window.heard, suggested=best.written, confidence=round(likeness, 3)
        )
        return likeness * len(best.sounds), suggestion

    def _likeness(self, window: _Window, sounds: str, candidate: _Candidate, likely: Collection[Term]) -> float | None:
        """How alike a window and a term sound, 0 to 1; None where that is not enough to suggest it."""
        is_likely = candidate.term in likely
        if not self._is_possible(window, candidate, is_likely):
            return None
        least = 1.0 if len(window.words) > 1 and self._makes_sense(window) else _least(window, candidate, is_likely)
        most = (1 - least) * len(candidate.sounds) + _ROUNDING
        apart = distance(sounds, candidate.sounds, most)
        return None if math.isinf(apart) else 1 - apart / len(candidate.sounds)

    def _is_possible(self, window: _Window, candidate: _Candidate, is_likely: bool) -> bool:
        """Whether a window could be a term, whatever it sounds like."""
        if _divided(window.heard) == _divided(candidate.written):
            return False
        if candidate.is_plural and not window.heard.lower().endswith("s"):
            return False
        if window.right and not _takes_in(candidate.term, window.right):
            return False
        if len(window.words) == 1:
            return is_likely and (window.heard.lower(),) not in self._phrases
        return is_likely or not self._could_be_meant(window, candidate)

    def _makes_sense(self, window: _Window) -> bool:
        """Whether the words are used like that, so that only a term of the very same sound can have been meant."""
        return all(pair in self._phrases for pair in pairwise(word.lower() for word in window.words))

    def _could_be_meant(self, window: _Window, candidate: _Candidate) -> bool:
        """Whether the words make sense as they are: "drop out", "and for"."""
        is_joined = plain(window.heard) == plain(candidate.written)
        return window.is_glue or (is_joined and all(len(word) > 1 and self._sounds.knows(word) for word in window.words))

    @cached_property
    def _candidates(self) -> list[_Candidate]:
        return list(_candidates(self._lexicon.terms, self._sounds))

    @cached_property
    def _coarse(self) -> list[str]:
        return [coarse(candidate.sounds) for candidate in self._candidates]

    @cached_property
    def _longest(self) -> int:
        return max(len(candidate.sounds) for candidate in self._candidates) + 3


def _candidates(terms: Iterable[Term], sounds: Sounds) -> Iterator[_Candidate]:
    for term, form in ((each, form) for each in terms for form in each.forms):
        said = sounds.of(form)
        yield _Candidate(term.text, term, said)
        if _WITH_PLURAL.fullmatch(term.text):
            yield _Candidate(f"{term.text}s", term, said + _PLURAL, is_plural=True)


def _least(window: _Window, candidate: _Candidate, is_likely: bool) -> float:
    """The likeness from which a term is suggested."""
    likely, unlikely = (SHORT_AND_LIKELY, SHORT_AND_UNLIKELY) if len(candidate.sounds) < _SHORT else (LIKELY, UNLIKELY)
    least = likely if is_likely else unlikely
    return max(least, _LONGER_TERM if window.right else 0, _LOOSE_END if window.has_loose_end else 0)


def _divided(text: str) -> list[str]:
    """The words of a text, whether hyphens or spaces stand between them."""
    return text.lower().replace("-", " ").split()


def _takes_in(term: Term, right: Iterable[Term]) -> bool:
    """Whether a term holds each of those that were heard right, and more."""
    return all(plain(other.text) in plain(term.text) and other != term for other in right)


def repaired(text: str, accepted: Sequence[Suggestion]) -> str:
    """The text with the accepted suggestions in it."""
    for suggestion in sorted(accepted, key=lambda s: -s.start):
        text = text[: suggestion.start] + suggestion.suggested + text[suggestion.end :]
    return text
