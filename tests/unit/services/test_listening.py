"""Hands-free: an utterance comes out whole, with its first syllable, and sound does not pile up."""

import pytest
from sounding import FRAME, LoudIsVoice, pieces, tone

from rehearse.domain.turn_taking import Heard
from rehearse.errors import SpeechError
from rehearse.services.listening import Listener, next_utterance

SPEECH, SILENCE = 0.5, 0.0


def listener(silence: float = 2.0, most: float = 60.0) -> Listener:
    return Listener(LoudIsVoice(), silence, most)


def test_an_utterance_has_what_was_said_and_a_moment_before():
    started = []
    clip = next_utterance(pieces((30, SILENCE), (3, SPEECH), (5, SILENCE)), listener(), 60, lambda: started.append(True))
    assert started == [True]
    assert clip.seconds == pytest.approx(0.6 + 3 + 2, abs=0.31)
    assert clip.pcm.startswith(tone(0.4, SILENCE).pcm) and clip.loudest == pytest.approx(SPEECH, abs=0.01)


def test_what_comes_before_a_voice_is_let_go():
    ear = listener()
    for piece in pieces((600, SILENCE)):
        ear.hear(piece)
    assert ear.utterance().seconds <= 0.8


def test_a_turn_that_never_ends_is_ended_at_the_most():
    ear = listener(most=10)
    heard = [ear.hear(piece) for piece in pieces((30, SPEECH))]
    assert heard.index(Heard.ENDED) == pytest.approx(10 / FRAME, abs=2)


def test_an_utterance_that_asked_for_time_goes_on():
    ear = listener()
    stream = pieces((1, SPEECH), (2.2, SILENCE), (30, SILENCE), (2, SPEECH), (3, SILENCE))
    first = next_utterance(stream, ear, 60, lambda: None)
    ear.go_on(first)
    whole = next_utterance(stream, ear, 60, lambda: None)
    assert whole.pcm.startswith(first.pcm) and whole.seconds > 35
    assert not ear.speaking


def test_nobody_speaks():
    with pytest.raises(SpeechError, match=r"No voice was heard for 60 s.*microphone"):
        next_utterance(pieces((100, SILENCE)), listener(), 60, lambda: None)
