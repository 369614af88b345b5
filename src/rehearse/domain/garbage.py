"""Transcripts that nobody said: they are offered for correction, never graded."""

import re
from collections.abc import Collection

from rehearse.domain.speech import Transcript

LEAST_SURE = 0.5
"""Of the mean probability of a word. PocketSphinx: clear speech 0.37 to 0.80, with noise 0 to 0.46, backwards 0.23 to 0.54 (docs/voice.md)."""
LEAST_LIKELY = 0.37
"""Of the probability of a token, where an engine says nothing of its words: Whisper's own limit, a mean logarithm of -1."""
MOST_UNKNOWN = 0.5
"""Share of words that are not in the vocabulary: English 0 to 0.31, other languages 0.69 and more."""
FEWEST_WORDS = 5
"""A share of fewer words says nothing."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def words_of(text: str) -> list[str]:
    """The words of a text, lower case, without numbers."""
    return _WORD.findall(text.lower())


def is_garbage(transcript: Transcript, vocabulary: Collection[str]) -> bool:
    """Whether an engine was so unsure, or wrote so many words that are not in `vocabulary`, that the transcript is not what was said."""
    return _is_unsure(transcript) or _unknown_share(transcript.text, vocabulary) >= MOST_UNKNOWN


def _is_unsure(transcript: Transcript) -> bool:
    sure = [word.confidence for word in transcript.words if word.confidence is not None]
    if sure:
        return sum(sure) / len(sure) < LEAST_SURE
    return transcript.confidence is not None and transcript.confidence < LEAST_LIKELY


def _unknown_share(text: str, vocabulary: Collection[str]) -> float:
    words = words_of(text)
    return sum(word not in vocabulary for word in words) / len(words) if len(words) >= FEWEST_WORDS else 0.0
