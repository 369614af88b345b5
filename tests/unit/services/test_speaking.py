"""The interviewer's words are said as they come, sentence by sentence, and fall silent when the candidate wants to speak."""

import threading

import pytest
from sounding import QuietRoom

from rehearse.adapters.fakes import ToneSpeaker
from rehearse.errors import SpeechError
from rehearse.services.session import Spoken
from rehearse.services.speaking import Aloud


def utterance(text: str):
    """Words as they stream, then the whole."""
    words = text.split(" ")
    yield from (Spoken(" ".join(words[: n + 1]), complete=False) for n in range(len(words)))
    yield Spoken(text, complete=True)


class Mute:
    engine = "mute"

    def say(self, text: str, speed: float = 1.0):
        raise SpeechError("The voice broke.")


@pytest.fixture
def told():
    return []


def test_every_sentence_is_said_once_and_in_order(told):
    speaker, device = ToneSpeaker(), QuietRoom()
    with Aloud(speaker, device, 1.0, told.append) as voice:
        words = list(voice.follow(iter([*utterance("Good morning. Let us begin."), *utterance("What is `AUC`? Say why it *matters*.")])))
    assert words[-1] == Spoken("What is `AUC`? Say why it *matters*.", complete=True)
    assert speaker.said == ["Good morning.", "Let us begin.", "What is AUC?", "Say why it matters."]
    assert [clip.seconds for clip in device.played] == [pytest.approx(n / 10, abs=1e-3) for n in (2, 3, 3, 4)]
    assert told == []


def test_a_sentence_is_said_before_the_next_has_come(told):
    speaker = ToneSpeaker()
    with Aloud(speaker, QuietRoom(), 1.0, told.append) as voice:
        stream = voice.follow(utterance("Good morning. Let us begin."))
        while next(stream).text != "Good morning. Let":
            pass
        voice._making.submit(lambda: None).result(5)
        assert speaker.said == ["Good morning."]
        list(stream)


def test_hushed_it_says_nothing_of_what_waits_and_speaks_again_the_next_time(told):
    released = threading.Event()

    class Slow(QuietRoom):
        def wait(self) -> None:
            released.wait(5)

    speaker, device = ToneSpeaker(), Slow()
    with Aloud(speaker, device, 1.0, told.append) as voice:
        list(voice.follow(utterance("One. Two. Three.")))
        while not device.played:
            pass
        voice.hush()
        released.set()
        voice._playing.submit(lambda: None).result(5)
        assert (len(device.played), device.hushed) == (1, 1)
        list(voice.follow(utterance("Four.")))
    assert len(device.played) == 2


@pytest.mark.parametrize(("speaker", "device"), [(Mute(), QuietRoom()), (ToneSpeaker(), QuietRoom(broken="The voice broke."))])
def test_a_voice_that_fails_is_told_once_and_the_words_go_on(told, speaker, device):
    with Aloud(speaker, device, 1.0, told.append) as voice:
        first = list(voice.follow(utterance("One. Two. Three.")))
        second = list(voice.follow(utterance("Four. Five.")))
    assert first[-1].complete and second[-1].text == "Four. Five."
    assert told == ["The voice broke. The interviewer goes on without a voice."]


def test_when_the_interview_breaks_off_nothing_more_is_said(told):
    device = QuietRoom()
    with pytest.raises(KeyboardInterrupt), Aloud(ToneSpeaker(), device, 1.0, told.append) as voice:
        list(voice.follow(utterance("One.")))
        raise KeyboardInterrupt
    assert device.hushed == 1
