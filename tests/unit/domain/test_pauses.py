"""Pauses in speech, written as marks."""

from rehearse.domain.speech import Word, punctuated
from rehearse.domain.units import sentences


def heard(*words):
    """Words given as (text, start, end)."""
    return [Word(text=text, start=start, end=end, confidence=0.9) for text, start, end in words]


def test_a_short_pause_is_a_comma_a_long_one_and_the_end_are_full_stops():
    said = heard(
        ("it", 0, 0.2),
        ("overfits", 0.2, 0.8),
        ("so", 1.1, 1.2),
        ("stop", 1.2, 1.6),
        ("early", 1.6, 2.0),
        ("then", 2.9, 3.1),
        ("test", 3.1, 3.5),
    )
    text = " ".join(word.text for word in punctuated(said))
    assert text == "it overfits, so stop early. then test."
    assert [unit.text for unit in sentences(text)] == ["it overfits, so stop early.", "then test."]


def test_marks_change_nothing_else():
    said = heard(("precision", 0, 0.6), ("recall", 2.0, 2.5))
    assert [word.model_copy(update={"text": word.text.rstrip(".")}) for word in punctuated(said)] == said


def test_where_nothing_was_heard_there_is_nothing_to_mark():
    assert punctuated([]) == ()
