"""Who has the floor: thinking pauses do not end a turn, silence does, and a cough does not begin one."""

import pytest

from rehearse.domain.turn_taking import Floor, Heard, asks_for_time, hear, hold

FRAME = 0.1


def listen(*stretches: tuple[float, float], silence: float = 2.0, floor: Floor | None = None):
    """What happens, and after how many seconds; a stretch is seconds and the probability of a voice in them."""
    floor, now, happened = floor or Floor(), 0.0, []
    for seconds, probability in stretches:
        for _ in range(round(seconds / FRAME)):
            now += FRAME
            floor, heard = hear(floor, probability, FRAME, silence)
            happened += [(heard, pytest.approx(now, abs=0.11))] if heard else []
    return happened


def test_a_turn_begins_soon_after_the_voice_and_ends_with_the_silence():
    assert listen((1, 0.0), (3, 0.9), (4, 0.0)) == [(Heard.STARTED, 1.2), (Heard.ENDED, 6.0)]


def test_a_pause_for_thought_does_not_end_it():
    assert listen((1, 0.9), (1.8, 0.0), (1, 0.9), (1.8, 0.1), (1, 0.9), (1, 0.0)) == [(Heard.STARTED, 0.2)]


def test_the_silence_can_be_longer():
    assert listen((1, 0.9), (4.9, 0.0), silence=5.0) == [(Heard.STARTED, 0.2)]
    assert listen((1, 0.9), (5.2, 0.0), silence=5.0)[-1] == (Heard.ENDED, 6.0)


def test_a_cough_does_not_take_the_floor():
    assert listen((0.1, 1.0), (1, 0.0), (0.1, 1.0), (3, 0.0)) == []


def test_a_cough_in_the_silence_does_not_put_off_its_end():
    assert listen((1, 0.9), (1, 0.0), (0.1, 0.9), (1.2, 0.0))[-1] == (Heard.ENDED, 3.0)


def test_a_voice_that_drops_is_still_a_voice():
    assert listen((0.5, 0.9), (3, 0.4), (1, 0.0)) == [(Heard.STARTED, 0.2)]
    assert listen((3, 0.4)) == []


def test_after_a_request_for_time_only_more_speech_ends_the_turn():
    assert listen((60, 0.0), floor=hold()) == []
    assert listen((20, 0.0), (1, 0.9), (3, 0.0), floor=hold()) == [(Heard.ENDED, 23.0)]


@pytest.mark.parametrize(
    "text",
    [
        "Give me a moment.",
        "okay so let me think",
        "It would overfit, um, hold on",
        "let me think about that for a second",
        "could I have a minute please",
        "bear with me",
    ],
)
def test_words_that_ask_for_time(text):
    assert asks_for_time(text)


@pytest.mark.parametrize(
    "text",
    [
        "we hold on to the best checkpoint",
        "I think it is variance",
        "momentum gives the optimiser a moment of inertia",
        "",
        "every second we log a metric",
    ],
)
def test_words_that_do_not(text):
    assert not asks_for_time(text)
