"""Speech behind an endpoint, over real HTTP: a server that the embedded engines answer for, and every way in which it can fail."""

import socket

import pytest

from rehearse.adapters.speech.endpoint import EndpointSpeaker, EndpointTranscriber
from rehearse.adapters.speech.espeak import EspeakSpeaker
from rehearse.adapters.speech.pocketsphinx import PocketsphinxTranscriber
from rehearse.domain.audio import Clip
from rehearse.errors import SpeechError
from rehearse.settings import Settings
from speech_server import Fault, SpeechServer

KEY = "sk-voice-4711"
SENTENCE = "the model learns from the data"
STATUSES = [
    (401, "refuses the key (status 401). Check REHEARSE_VOICE_API_KEY"),
    (403, "refuses the key (status 403). Check REHEARSE_VOICE_API_KEY"),
    (404, "is not there (status 404). Check REHEARSE_VOICE_BASE_URL and the model's name"),
    (429, "takes no more requests for now (status 429). Wait a little and try again"),
    (500, "failed: Error code: 500"),
]
RUBBISH = [
    Fault(body=b"<html>Welcome to the proxy</html>", content_type="text/html"),
    Fault(body=b"RIFF what is this", content_type="audio/wav"),
    Fault(body=b'{"tex', content_type="application/json"),
    Fault(body=b"", content_type="application/json"),
    Fault(body=b'{"words": 3}'),
    Fault(body=b"[]"),
    Fault(body=b"\xff\xfe\x00", content_type="text/plain"),
]


@pytest.fixture(scope="module")
def server():
    with SpeechServer(PocketsphinxTranscriber(), EspeakSpeaker()) as running:
        yield running


@pytest.fixture(autouse=True)
def works_again(server):
    server.fault, server.refuses_words = None, 0
    server.asked.clear()


@pytest.fixture
def settings(server):
    return Settings(_env_file=None, voice_base_url=server.url, voice_api_key=KEY, REHEARSE_API_KEY="sk-chat-0815", voice_timeout=0.5)


@pytest.fixture
def patient(settings):
    return settings.model_copy(update={"voice_timeout": 30.0})


@pytest.fixture
def clip():
    return EspeakSpeaker().say(SENTENCE)


def fails(attempt, *parts):
    """The sentence of a failure, which has these parts and no key in it, nor in what caused it."""
    with pytest.raises(SpeechError) as caught:
        attempt()
    text = str(caught.value)
    assert all(part in text for part in parts), text
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    assert KEY not in text and "sk-chat" not in text
    return text


def test_words_come_with_their_times_and_the_confidence_of_the_segments(server, patient, clip):
    heard = EndpointTranscriber(patient).transcribe(clip, ("overfitting", "bagging"))
    assert heard.text and [word.text for word in heard.words] == heard.text.split()
    assert heard.words[0].start < heard.words[-1].end <= clip.seconds + 0.1
    assert heard.confidence == pytest.approx(0.7788, abs=1e-3)
    assert (heard.engine, heard.seconds) == ("endpoint:whisper-1", clip.seconds)
    asked = server.asked[0]
    assert (asked.path, asked.key) == ("/v1/audio/transcriptions", f"Bearer {KEY}")
    assert asked.fields["prompt"] == "A machine learning interview about overfitting, bagging."


@pytest.mark.parametrize("status", [400, 422])
def test_a_model_that_gives_no_words_is_asked_for_plain_json_from_then_on(server, patient, clip, status):
    server.refuses_words = status
    transcriber = EndpointTranscriber(patient)
    heard = transcriber.transcribe(clip)
    assert heard.text and heard.words == () and heard.confidence is None
    transcriber.transcribe(clip)
    assert [asked.fields["response_format"] for asked in server.asked] == ["verbose_json", "json", "json"]


def test_a_recording_of_a_high_rate_is_sent_smaller(server, patient, clip):
    EndpointTranscriber(patient).transcribe(Clip(bytes(2 * 48_000), 48_000))
    assert len(server.asked[0].fields["file"]) == pytest.approx(2 * 16_000, rel=0.02)


def test_a_sentence_is_said_at_the_speed_that_is_asked_for(server, patient):
    speaker = EndpointSpeaker(patient)
    usual, fast = speaker.say(SENTENCE), speaker.say(SENTENCE, speed=1.6)
    assert usual.loudest > 0.1 and usual.seconds > 1.2 * fast.seconds
    assert [asked.fields["voice"] for asked in server.asked] == ["alloy", "alloy"]
    assert server.asked[0].fields["response_format"] == "wav"


def test_the_chat_models_endpoint_gets_the_chat_models_key(server, settings, clip):
    shared = settings.model_copy(update={"voice_base_url": "", "base_url": server.url, "voice_timeout": 30.0})
    EndpointTranscriber(shared).transcribe(clip)
    assert server.asked[0].key == "Bearer sk-chat-0815"


@pytest.mark.parametrize(("status", "sentence"), STATUSES)
def test_a_status_is_said_with_the_next_step(server, settings, clip, status, sentence):
    body = f'{{"error": {{"message": "Incorrect API key provided: {KEY}"}}}}'.encode()
    server.fault = Fault(status=status, body=body)
    fails(lambda: EndpointTranscriber(settings).transcribe(clip), "'whisper-1'", server.url, sentence, "REHEARSE_TRANSCRIBER=pocketsphinx")
    fails(lambda: EndpointSpeaker(settings).say(SENTENCE), "'gpt-4o-mini-tts'", server.url, sentence, "REHEARSE_SPEAKER=espeak")
    assert len(server.asked) == 2


@pytest.mark.parametrize("fault", RUBBISH, ids=lambda fault: repr(fault.body[:8]))
def test_rubbish_is_neither_words_nor_sound(server, settings, clip, fault):
    server.fault = fault
    fails(lambda: EndpointTranscriber(settings).transcribe(clip), "REHEARSE_TRANSCRIBER=pocketsphinx")
    fails(lambda: EndpointSpeaker(settings).say(SENTENCE), "REHEARSE_SPEAKER=espeak")


@pytest.mark.parametrize("fault", [Fault(hang=20), Fault(drip=0.1, body=bytes(200))], ids=["hangs", "drips"])
def test_waiting_ends(server, settings, clip, fault):
    server.fault = fault
    fails(lambda: EndpointTranscriber(settings).transcribe(clip), "did not answer within 0.5 s", "REHEARSE_VOICE_TIMEOUT")
    fails(lambda: EndpointSpeaker(settings).say(SENTENCE), "did not answer within 0.5 s", "REHEARSE_VOICE_TIMEOUT")


def test_a_reply_that_breaks_off_is_not_taken_for_whole(server, settings, clip):
    server.fault = Fault(cut=True, body=clip.to_wav())
    fails(lambda: EndpointSpeaker(settings).say(SENTENCE), "REHEARSE_SPEAKER=espeak")
    server.fault = Fault(cut=True, body=b'{"text": "half"}')
    fails(lambda: EndpointTranscriber(settings).transcribe(clip), "REHEARSE_TRANSCRIBER=pocketsphinx")


def test_nobody_there_and_a_password_in_the_url(settings, clip):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nobody = f"http://me:secret@127.0.0.1:{free.getsockname()[1]}/v1?key=secret"
    away = settings.model_copy(update={"voice_base_url": nobody})
    for attempt in (lambda: EndpointTranscriber(away).transcribe(clip), lambda: EndpointSpeaker(away).say(SENTENCE)):
        assert "secret" not in fails(attempt, "cannot be reached. Check REHEARSE_VOICE_BASE_URL")


def test_after_a_failure_the_next_recording_is_heard(server, patient, clip):
    transcriber = EndpointTranscriber(patient)
    server.fault = Fault(status=500)
    fails(lambda: transcriber.transcribe(clip), "500")
    server.fault = None
    assert transcriber.transcribe(clip).words
