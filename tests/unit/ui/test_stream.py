import threading
from itertools import pairwise

import pytest

from rehearse.errors import EngineError
from rehearse.services.session import Spoken
from rehearse.ui.web.stream import paced, pump

AT_ONCE = 1e9


def spoken(*texts):
    """An utterance that grows text by text and is then complete."""
    yield from (Spoken(text, complete=False) for text in texts)
    yield Spoken(texts[-1], complete=True)


def shown(*utterances):
    return list(paced((s for utterance in utterances for s in utterance), AT_ONCE))


def test_an_utterance_appears_word_by_word_and_ends_complete():
    assert [s.text for s in shown(spoken("One two  three"))] == ["One", "One two", "One two ", "One two  three", "One two  three"]
    assert [s.complete for s in shown(spoken("One two"))] == [False, False, True]


def test_what_is_shown_only_grows_and_ends_as_it_was_said():
    texts = [s.text for s in shown(spoken("Tell", "Tell me", "Tell me about the trees, please"))]
    assert all(later.startswith(earlier) for earlier, later in pairwise(texts))
    assert texts[-1] == "Tell me about the trees, please"


def test_a_text_that_was_shown_already_is_not_shown_again():
    texts = [s.text for s in shown(spoken("Tell me", "Tell me more"))]
    assert texts == ["Tell", "Tell me", "Tell me more", "Tell me more"]


def test_the_next_utterance_begins_anew():
    texts = [s.text for s in shown(spoken("Thank you."), spoken("Thank you. Next one."))]
    assert texts == [
        "Thank",
        "Thank you.",
        "Thank you.",
        "Thank",
        "Thank you.",
        "Thank you. Next",
        "Thank you. Next one.",
        "Thank you. Next one.",
    ]


def test_when_the_backup_starts_over_so_does_the_page():
    texts = [s.text for s in shown([Spoken("I was going", complete=False)], spoken("Let's go on."))]
    assert texts == ["I", "I was", "I was going", "Let's", "Let's go", "Let's go on.", "Let's go on."]


def test_nothing_said_is_nothing_shown():
    assert shown() == []


def test_the_pump_passes_on_everything_in_order():
    assert list(pump(spoken("a", "a b", "a b c"))) == list(spoken("a", "a b", "a b c"))


def test_a_failure_reaches_the_page_after_the_words_before_it():
    def failing():
        yield Spoken("Hello", complete=False)
        raise EngineError("The model went away.")

    heard = []
    with pytest.raises(EngineError, match="went away"):
        heard.extend(s.text for s in pump(failing()))
    words = pump(failing())
    assert next(words).text == "Hello"
    with pytest.raises(EngineError):
        next(words)


def test_a_page_that_is_closed_in_the_middle_loses_nothing():
    page_closed, saved = threading.Event(), threading.Event()

    def saying():
        yield Spoken("Hello", complete=False)
        assert page_closed.wait(5)
        yield Spoken("Hello there", complete=True)
        saved.set()

    words = pump(saying())
    assert next(words).text == "Hello"
    words.close()
    page_closed.set()
    assert saved.wait(5)
