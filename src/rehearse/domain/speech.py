"""What was heard."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from rehearse.domain.record import Value

SILENCE = 0.25
"""Seconds between two words from which they are a silence; shorter gaps are part of speaking (de Jong and Bosker 2013)."""
LONG_SILENCE = 0.5
"""Seconds between two words that are written as a full stop; a shorter silence is written as a comma."""


class Word(Value):
    """A word that was heard. `start` and `end` are seconds from the beginning of the recording; `confidence` is 0 to 1."""

    text: str
    start: float
    end: float
    confidence: float | None = None


class Transcript(Value):
    """What an engine heard in a recording of `seconds`. `words` is empty where the engine gives no times; `confidence` is 0 to 1."""

    text: str
    words: tuple[Word, ...] = ()
    engine: str
    confidence: float | None = None
    seconds: float
    language: str | None = None


def transcript_of(words: Iterable[Word], engine: str, seconds: float, language: str | None) -> Transcript:
    """The transcript of words that each have a confidence; its own is their mean."""
    heard = tuple(words)
    sure = sum(word.confidence or 0.0 for word in heard) / len(heard) if heard else 0.0
    text = " ".join(word.text for word in heard)
    return Transcript(text=text, words=heard, engine=engine, confidence=sure, seconds=seconds, language=language)


def punctuated(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words with marks where their speaker paused, for engines that write none: what is read as one long clause is graded as one.

    The last word ends in a full stop.
    """
    marks = [_mark(following.start - word.end) for word, following in pairwise(words)] + ["."]
    return tuple(word.model_copy(update={"text": word.text + mark}) for word, mark in zip(words, marks[: len(words)], strict=True))


def _mark(pause: float) -> str:
    if pause >= LONG_SILENCE:
        return "."
    return "," if pause >= SILENCE else ""
