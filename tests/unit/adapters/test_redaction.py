"""An endpoint that repeats keys in what it says: they reach nobody, not even in part."""

import pytest

from rehearse.adapters.llm.failures import LONGEST_DETAIL, failure_of
from rehearse.adapters.redaction import HIDDEN, redacted
from rehearse.adapters.speech.endpoint_client import speech_errors
from rehearse.errors import SpeechError
from rehearse.settings import Settings

CHAT, VOICE = "topsecretofchat", "topsecretofspeech"


@pytest.fixture
def settings():
    return Settings(_env_file=None, REHEARSE_API_KEY=CHAT, voice_api_key=VOICE, voice_base_url="http://me:word@here/v1")


def test_both_keys_and_the_password_of_an_address_are_hidden(settings):
    said = redacted(f"{CHAT} and {VOICE} at http://me:word@here/v1, sk-abcdefghijk", settings)
    assert said == f"{HIDDEN} and {HIDDEN} at http://here/v1, {HIDDEN}"


def test_a_key_that_is_cut_in_two_by_the_limit_is_hidden_too(settings):
    long = "x" * (LONGEST_DETAIL - 8) + " " + CHAT
    assert CHAT[:6] not in failure_of(ValueError(long), settings).text


def test_the_same_goes_for_an_endpoint_of_speech(settings):
    with pytest.raises(SpeechError) as caught, speech_errors(settings, "m", "REHEARSE_SPEAKER=espeak"):
        raise ValueError("x" * 192 + " " + VOICE)
    assert VOICE[:6] not in str(caught.value)
