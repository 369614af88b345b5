"""What the page's server says to recordings, sentences and streams, without a browser and without a speech engine."""

from types import SimpleNamespace

import numpy as np
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from rehearse.adapters.fakes import ScriptedTranscriber, ToneSpeaker
from rehearse.adapters.speech.checked import CheckedTranscriber
from rehearse.adapters.speech.recordings import Recordings
from rehearse.domain.audio import Clip, read_wav
from rehearse.errors import ExtraMissingError, SpeechError
from rehearse.services.hearing import Hearing
from rehearse.settings import Settings
from rehearse.ui.web.voice.bar import controls_html, switch_html
from rehearse.ui.web.voice.hearing import Ears
from rehearse.ui.web.voice.mouth import Mouth
from rehearse.ui.web.voice.pending import Pending
from rehearse.ui.web.voice.routes import VoiceRoutes
from rehearse.ui.web.voice.seal import Seal
from rehearse.ui.web.voice.voice import Voice

RATE = 16_000
SEAL = Seal("a secret")
ROOM = {"X-Rehearse-Room": SEAL.room("one")}
HEARD = "it is the prior times the likelihood"


def loud(seconds):
    return Clip((8000 * np.sin(np.arange(int(seconds * RATE)) / 7)).astype("<i2").tobytes(), RATE)


def quiet(seconds):
    return Clip(bytes(2 * int(seconds * RATE)), RATE)


class LoudIsVoice:
    """A detector that takes every loud half second for a voice."""

    frame_seconds = 0.5

    def probabilities(self, piece):
        frame = int(RATE * self.frame_seconds) * 2
        return [float(Clip(piece.pcm[at : at + frame], RATE).loudest > 0.1) for at in range(0, len(piece.pcm), frame)]


def page(folder, *texts, confidence=0.95, speaker=None, **settings):
    """A server for one interview that is at its beginning, and what it keeps."""
    given = Settings(_env_file=None, data=folder, most_recorded_seconds=20, **settings)
    transcriber = CheckedTranscriber(ScriptedTranscriber(*(texts or [HEARD]), confidence=confidence), LoudIsVoice, 20)
    state = SimpleNamespace(question_id=None, candidate_turns=0)
    terms = SimpleNamespace(expected=lambda entry: (), suggestions=lambda entry, text: [])
    app = SimpleNamespace(
        settings=given,
        hearing=Hearing(lambda: transcriber, lambda: frozenset(HEARD.split()), lambda: terms),
        interviews=SimpleNamespace(open=lambda session_id: SimpleNamespace(state=state)),
        recordings=Recordings(folder / "recordings", given.keep_audio),
        speaker=speaker or ToneSpeaker(),
        voice_detector=LoudIsVoice,
        missing_speech_extras=[],
    )
    pending = Pending()
    routes = VoiceRoutes(SEAL, Ears(app, pending), Mouth(app)).routes()
    return TestClient(Starlette(routes=routes)), pending


@pytest.fixture
def client(tmp_path):
    return page(tmp_path)[0]


def test_a_recording_is_written_down_and_its_times_go_with_the_answer_that_is_made_of_it(tmp_path):
    client, pending = page(tmp_path)
    replies = [client.post("/voice/hear?waited=1.5", content=loud(2).to_wav(), headers=ROOM).json() for _ in range(2)]
    assert [reply["text"] for reply in replies] == [HEARD, HEARD]
    ids = [reply["id"] for reply in replies]
    spoken = pending.answer("one", ids, "what became of it")
    assert (spoken.lead, spoken.transcript.seconds) == (1.5, 4.0), "two recordings, one answer"
    assert spoken.transcript.words[-1].end == pytest.approx(4.0)
    assert pending.answer("another interview", ids, HEARD) is None
    assert not list(tmp_path.glob("recordings/*")), "the sound is gone"


def test_a_recording_is_kept_only_where_the_person_wants_that(tmp_path):
    client, _ = page(tmp_path, keep_audio=True)
    client.post("/voice/hear", content=loud(2).to_wav(), headers=ROOM)
    assert [read_wav(file.read_bytes()).seconds for file in tmp_path.glob("recordings/*")] == [2.0]
    assert str(tmp_path / "recordings") in controls_html(Settings(_env_file=None, data=tmp_path, keep_audio=True))
    assert "No recording is kept" in controls_html(Settings(_env_file=None, data=tmp_path))


def test_garbage_must_be_corrected_before_it_is_taken(tmp_path):
    client, pending = page(tmp_path, "the of a", confidence=0.1)
    reply = client.post("/voice/hear", content=loud(2).to_wav(), headers=ROOM).json()
    assert "probably not what you said" in reply["garbage"]
    with pytest.raises(SpeechError, match="Correct it, or clear the box"):
        pending.answer("one", [reply["id"]], "and the of a too")
    assert pending.answer("one", [reply["id"]], "It is the prior.") is None, "it says nothing of how somebody spoke"


@pytest.mark.parametrize(
    ("sound", "said"),
    [
        (quiet(3).to_wav(), "is silent"),
        (Clip((30 * np.ones(RATE)).astype("<i2").tobytes(), RATE).to_wav(), "silent"),
        (loud(0.1).to_wav(), "too short for a word"),
        (loud(2).to_wav()[:30], "not a WAV file"),
        (b"", "is empty"),
        (b"hello", "not a WAV file"),
        (bytes(50_000_000), "50.0 MB; the most for 20 seconds of speech is 0.6 MB"),
    ],
)
def test_what_cannot_be_heard_is_refused_with_the_reason(client, sound, said):
    reply = client.post("/voice/hear", content=sound, headers=ROOM)
    assert reply.status_code == 422
    assert said in reply.json()["error"]


def test_noise_without_a_voice_is_told_from_a_voice(tmp_path):
    client, _ = page(tmp_path)
    noise = Clip((500 * np.random.default_rng(0).standard_normal(2 * RATE)).astype("<i2").tobytes(), RATE)
    assert "No voice was heard" in client.post("/voice/hear", content=noise.to_wav(), headers=ROOM).json()["error"]


@pytest.mark.parametrize("room", ["", "one", "one.0123", SEAL.room("two").replace("two", "one"), "é.ü"])
def test_nobody_speaks_in_an_interview_of_others(client, room):
    reply = client.post("/voice/hear", content=loud(2).to_wav(), headers={"X-Rehearse-Room": room.encode()})
    assert reply.status_code == 422
    assert "Reload it" in reply.json()["error"]


def test_a_sentence_of_the_interviewer_is_said_once_and_no_other_text_is(tmp_path):
    speaker = ToneSpeaker()
    client, _ = page(tmp_path, speaker=speaker)
    sentence = {"id": SEAL.sentence("one", "0.0.0", "What is `overfitting`?"), "text": "What is `overfitting`?"}
    replies = [client.post("/voice/say", json=sentence, headers=ROOM) for _ in range(2)]
    assert all(read_wav(reply.content).seconds > 0 for reply in replies)
    assert speaker.said == ["What is overfitting?"], "the second time it is remembered, and marks are not read out"
    for other in ({**sentence, "text": "Anything."}, {"id": "x"}, {"id": "0-é", "text": "x"}, [], {**sentence, "text": "x" * 30_000}):
        assert client.post("/voice/say", json=other, headers=ROOM).status_code == 422
    assert len(speaker.said) == 1


def test_a_voice_that_is_not_installed_is_said_in_words(tmp_path):
    class Missing:
        def say(self, text, speed):
            raise ExtraMissingError("espeakng_loader is not installed. Install it with `pip install 'rehearse[espeak]'`.")

    client, _ = page(tmp_path, speaker=Missing())
    sentence = {"id": SEAL.sentence("one", "0.0.0", "Hello."), "text": "Hello."}
    assert "rehearse[espeak]" in client.post("/voice/say", json=sentence, headers=ROOM).json()["error"]


def stream(socket, clip):
    """Send a clip in pieces of half a second."""
    for at in range(0, len(clip.pcm), RATE):
        socket.send_bytes(clip.pcm[at : at + RATE])


def test_without_hands_a_turn_ends_by_silence_and_never_by_a_request_for_time(tmp_path):
    client, _ = page(tmp_path, "give me a moment", HEARD)
    with client.websocket_connect("/voice/listen") as socket:
        socket.send_json({"room": SEAL.room("one"), "silence": 1.0})
        stream(socket, loud(2))
        assert socket.receive_json() == {"event": "started"}
        stream(socket, quiet(1))
        assert [socket.receive_json()["event"] for _ in range(2)] == ["ended", "held"]
        stream(socket, quiet(5))
        stream(socket, loud(2))
        stream(socket, quiet(1))
        assert socket.receive_json()["event"] == "ended"
        heard = socket.receive_json()
    assert (heard["event"], heard["reply"]["text"]) == ("heard", HEARD)


@pytest.mark.parametrize("hello", ['{"room": "one.0"}', '{"room": "one.00", "silence": 2}', "[]", "hello"])
def test_a_stream_of_nobodys_is_refused(client, hello):
    with client.websocket_connect("/voice/listen") as socket:
        socket.send_text(hello)
        assert socket.receive_json()["event"] == "refused"
        with pytest.raises(WebSocketDisconnect):
            socket.receive_json()


def test_a_piece_that_is_too_large_ends_the_stream(client):
    with client.websocket_connect("/voice/listen") as socket:
        socket.send_json({"room": SEAL.room("one"), "silence": 1.0})
        socket.send_bytes(bytes(100_000))
        assert "not 100000" in socket.receive_json()["error"]


def test_what_is_not_installed_disables_the_switch_and_says_what_to_install(tmp_path):
    (tmp_path / "data").mkdir()
    app = SimpleNamespace(settings=Settings(_env_file=None, data=tmp_path / "data"), missing_speech_extras=["espeak", "voice"])
    html = switch_html(Voice(app).missing)
    assert 'value="spoken" disabled' in html
    assert "pip install &#x27;rehearse[espeak,voice]&#x27;" in html
    assert "disabled" not in switch_html(Voice(SimpleNamespace(settings=app.settings, missing_speech_extras=[])).missing)


def test_a_page_may_say_anything_of_its_recordings(tmp_path):
    voice = Voice(SimpleNamespace(settings=Settings(_env_file=None, data=tmp_path), missing_speech_extras=[]))
    assert [voice.heard("one", given, "text") for given in ("", "[]", "{}", "nonsense", '["x", 3, null]', "7")] == [None] * 6
