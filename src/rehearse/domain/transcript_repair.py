"""Terms that a recogniser broke or took for other words ("ex gee boost", "pre cision re call"), found again by their sound.

Every repair is a suggestion; the transcript stays as it was heard until the candidate accepts one.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from rehearse.domain.lexicon import Lexicon, Term, plain
from rehearse.domain.phonetics import Sounds, coarse, distance
from rehearse.domain.record import Value

_TOKEN = re.compile(r"[^\s,.;:!?()]+(?:[.,]\d+)?")
_MOST_WORDS = 8
_WORTH_A_LOOK = 0.6
"""Coarse likeness from which the sounds are compared in full."""
_SHORT = 5
"""Sounds below which a term must sound exactly like what was heard."""
LIKELY, UNLIKELY = 0.8, 0.9
"""Least likeness of a term of the question, and of any other."""
_PLURAL = "Z"


class Suggestion(Value):
    """``text[start:end]``, which reads `heard`, is probably `suggested`. `confidence` is how alike they sound, 0 to 1."""

    start: int
    end: int
    heard: str
    suggested: str
    confidence: float


@dataclass(frozen=True)
class _Candidate:
    """A way to say a term: its sounds, and whether it could be an ordinary word as well."""

    written: str
    term: Term
    sounds: str
    is_one_word: bool


@dataclass(frozen=True)
class _Window:
    """Words in a row, from `first` up to, and without, `last`."""

    first: int
    last: int
    start: int
    end: int
    heard: str


class Repairer:
    """Finds terms of a lexicon in transcripts. Building it takes a fraction of a second; it may be shared."""

    def __init__(self, lexicon: Lexicon, sounds: Sounds) -> None:
        self._lexicon = lexicon
        self._sounds = sounds

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
        """Runs of words that are not within a term already written right."""
        words = list(_TOKEN.finditer(text))
        right = [(place.first, place.last) for place in self._lexicon.found_in(" ".join(word[0] for word in words))]
        for first in range(len(words)):
            for last in range(first + 1, min(len(words), first + _MOST_WORDS) + 1):
                if not any(begin <= first and last <= end for begin, end in right):
                    start, end = words[first].start(), words[last - 1].end()
                    yield _Window(first, last, start, end, text[start:end])

    def _best(self, window: _Window, likely: Collection[Term]) -> tuple[float, Suggestion] | None:
        """The likeliest term for a window, and how much of it is accounted for."""
        sounds = self._sounds.of(window.heard)
        if not sounds or len(sounds) > self._longest:
            return None
        near = process.extract(coarse(sounds), self._coarse, scorer=Levenshtein.normalized_similarity, score_cutoff=_WORTH_A_LOOK, limit=None)
        fits = [(likeness, c) for _, _, i in near if (likeness := self._likeness(window, sounds, c := self._candidates[i], likely))]
        if not fits:
            return None
        likeness, best = max(fits, key=lambda fit: (fit[0], fit[1].term in likely, fit[1].written))
        if plain(best.written) == plain(window.heard) and " " not in window.heard:
            return None
        suggestion = Suggestion(
            start=window.start, end=window.end, heard=window.heard, suggested=best.written, confidence=round(likeness, 3)
        )
        return likeness * len(best.sounds), suggestion

    def _likeness(self, window: _Window, sounds: str, candidate: _Candidate, likely: Collection[Term]) -> float | None:
        """How alike a window and a term sound, 0 to 1; None where that is not enough to suggest it."""
        likeness = 1 - distance(sounds, candidate.sounds) / len(candidate.sounds)
        is_likely = candidate.term in likely
        least = 1.0 if len(candidate.sounds) < _SHORT else LIKELY if is_likely else UNLIKELY
        is_ordinary = window.last - window.first == 1 and not is_likely
        return likeness if likeness >= least - 1e-9 and not is_ordinary else None

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
    for term in terms:
        for form in term.forms:
            said = sounds.of(form)
            yield _Candidate(term.text, term, said, " " not in form)
            if not term.text.endswith("s"):
                yield _Candidate(f"{term.text}s", term, said + _PLURAL, " " not in form)


def repaired(text: str, accepted: Sequence[Suggestion]) -> str:
    """The text with the accepted suggestions in it."""
    for suggestion in sorted(accepted, key=lambda s: -s.start):
        text = text[: suggestion.start] + suggestion.suggested + text[suggestion.end :]
    return text
