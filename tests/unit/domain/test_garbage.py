"""A transcript that nobody said is recognised: by how sure the engine was, and by words that nobody here uses."""

import pytest

from rehearse.domain.garbage import is_garbage
from rehearse.domain.speech import Transcript, Word

VOCABULARY = frozenset(["the", "model", "learns", "noise", "of", "training", "data", "and", "fails", "on", "new", "it", "does", "not", "a"])


def heard(text: str, words: tuple[float, ...] = (), confidence: float | None = None) -> Transcript:
    timed = tuple(Word(text=w, start=0, end=1, confidence=sure) for w, sure in zip(text.split(), words, strict=False))
    return Transcript(text=text, words=timed, engine="an ear", confidence=confidence, seconds=3)


@pytest.mark.parametrize(
    ("transcript", "garbage"),
    [
        (heard("the model learns noise", (0.9, 0.8, 0.4, 0.7)), False),
        (heard("the model learns noise", (0.3, 0.2, 0.9, 0.4)), True),
        (heard("the model learns noise", confidence=0.9), False),
        (heard("the model learns noise", confidence=0.3), True),
        (heard("the model learns noise"), False),
        (heard("wir haben das modell the data trainiert"), True),
        (heard("the model hat noise und fails"), False),
    ],
    ids=["sure words", "unsure words", "sure", "unsure", "silent about it", "mostly unknown", "a few unknown"],
)
def test_garbage(transcript, garbage):
    assert is_garbage(transcript, VOCABULARY) is garbage


def test_a_short_answer_in_unknown_words_may_be_a_name():
    assert not is_garbage(heard("XGBoost or LightGBM"), VOCABULARY)


def test_the_confidence_of_words_counts_before_that_of_the_whole():
    assert not is_garbage(heard("the model learns noise", (0.9, 0.9, 0.9, 0.9), confidence=0.1), VOCABULARY)
