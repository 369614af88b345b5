"""Which engine listens and which speaks, what is said when its library or its file is missing, and where recordings go."""

import sys

import pytest
from sounding import LoudIsVoice, tone

from rehearse.adapters.fakes import ScriptedTranscriber
from rehearse.adapters.speech.checked import CheckedTranscriber
from rehearse.adapters.speech.choice import choose_speaker, choose_transcriber, installed_engines
from rehearse.adapters.speech.endpoint import EndpointSpeaker, EndpointTranscriber
from rehearse.adapters.speech.recordings import Recordings
from rehearse.adapters.speech.terms import as_hint, as_prompt
from rehearse.errors import ConfigError, ExtraMissingError, SpeechError
from rehearse.settings import Settings, load_settings

LIBRARIES = {
    "pocketsphinx": "pocketsphinx",
    "faster-whisper": "faster_whisper",
    "espeak": "espeakng_loader",
    "piper": "piper",
    "kokoro": "kokoro_onnx",
}
EXTRAS = {"pocketsphinx": "voice", "faster-whisper": "whisper", "espeak": "espeak", "piper": "piper", "kokoro": "kokoro"}


@pytest.fixture
def nothing_installed(monkeypatch):
    """As after `pip install rehearse` without any extra."""
    for library in LIBRARIES.values():
        monkeypatch.setitem(sys.modules, library, None)
    monkeypatch.setattr("rehearse.adapters.speech.espeak._Library._started", None)


def settings(**changes) -> Settings:
    return Settings(_env_file=None, **changes)


def listener(engine, **changes):
    return choose_transcriber(settings(transcriber=engine, **changes), lambda text: None)


@pytest.mark.parametrize("engine", ["pocketsphinx", "faster-whisper"])
def test_a_missing_library_of_listening_is_one_sentence(nothing_installed, engine):
    with pytest.raises(ExtraMissingError) as caught:
        listener(engine)
    assert str(caught.value) == (
        f"{LIBRARIES[engine]} is not installed. Install it with `pip install 'rehearse[{EXTRAS[engine]}]'`, or go on typing."
    )


@pytest.mark.parametrize("engine", ["espeak", "piper", "kokoro"])
def test_a_missing_library_of_speaking_is_one_sentence(nothing_installed, engine):
    with pytest.raises(ExtraMissingError, match=rf"{LIBRARIES[engine]} is not installed.*rehearse\[{EXTRAS[engine]}\]"):
        choose_speaker(settings(speaker=engine))


def test_endpoints_need_no_library_and_take_names_from_the_settings():
    chosen = listener("endpoint", transcriber_model="whisper-large")
    assert isinstance(chosen, EndpointTranscriber) and chosen.engine == "endpoint:whisper-large"
    speaker = choose_speaker(settings(speaker="endpoint", speaker_voice="nova"))
    assert isinstance(speaker, EndpointSpeaker) and speaker.engine == "endpoint:gpt-4o-mini-tts:nova"


@pytest.mark.parametrize(
    ("speaker", "sentence"),
    [("piper", "needs a voice's .onnx file, and none is set"), ("kokoro", "needs the model's .onnx file, and none is set")],
)
def test_a_voice_by_path_that_is_not_there(monkeypatch, speaker, sentence, tmp_path):
    monkeypatch.setitem(sys.modules, LIBRARIES[speaker], type(sys)("present"))
    with pytest.raises(SpeechError, match=f"{sentence}. Set REHEARSE_SPEAKER_MODEL to its path, or set REHEARSE_SPEAKER=espeak"):
        choose_speaker(settings(speaker=speaker))
    with pytest.raises(SpeechError, match=r"voice.onnx' is not there"):
        choose_speaker(settings(speaker=speaker, speaker_model=str(tmp_path / "voice.onnx")))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TRANSCRIBER", "siri"),
        ("SPEAKER", "festival"),
        ("SPEED", "9"),
        ("SILENCE_SECONDS", "0.1"),
        ("VOICE_TIMEOUT", "0"),
        ("MOST_RECORDED_SECONDS", "1"),
        ("KEEP_AUDIO", "perhaps"),
    ],
)
def test_a_setting_that_cannot_work_is_named_with_its_value(monkeypatch, name, value):
    monkeypatch.setenv(f"REHEARSE_{name}", value)
    with pytest.raises(ConfigError, match=f"REHEARSE_{name}='{value}' cannot work"):
        load_settings()


def test_the_voice_endpoint_is_the_chat_models_unless_it_has_its_own():
    assert settings(base_url="http://one/v1").speech_url == "http://one/v1"
    own = settings(base_url="http://one/v1", voice_base_url="http://me:secret@two/v1?key=secret")
    assert (own.speech_url, own.shown_speech_url) == ("http://me:secret@two/v1?key=secret", "http://two/v1")


def test_only_what_is_there_counts_as_installed(monkeypatch):
    monkeypatch.setattr("rehearse.adapters.speech.choice.find_spec", lambda name: name in ("pocketsphinx", "piper") or None)
    assert installed_engines() == ["pocketsphinx", "piper"]


def test_recordings_are_not_kept_unless_asked_for(tmp_path):
    kept = Recordings(tmp_path / "recordings", keep=False)
    assert kept.take(tone(1), "s1", 0) is None
    assert list(tmp_path.iterdir()) == [] and kept.kept() == []


def test_a_kept_recording_is_its_owners_alone_and_a_turn_said_again_replaces_it(tmp_path):
    recordings = Recordings(tmp_path / "recordings", keep=True)
    recordings.take(tone(1), "../s1", 2)
    path = recordings.take(tone(2), "../s1", 2)
    assert path.read_bytes() == tone(2).to_wav() and recordings.kept() == [path]
    assert path.parent == tmp_path / "recordings" and path.stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_written_to(tmp_path):
    (tmp_path / "recordings").write_text("a file")
    with pytest.raises(SpeechError, match=r"could not be kept in .*unset REHEARSE_KEEP_AUDIO"):
        Recordings(tmp_path / "recordings", keep=True).take(tone(1), "s1", 0)


def checked(most: float = 60.0):
    inner = ScriptedTranscriber("it overfits")
    return inner, CheckedTranscriber(inner, LoudIsVoice, most)


@pytest.mark.parametrize(
    ("clip", "reason"),
    [
        (tone(70), r"lasts 70 s, and 60 s is the most.*REHEARSE_MOST_RECORDED_SECONDS"),
        (tone(3, 0.001), "of 3.0 s is silent. Check that the right microphone"),
        (tone(3, 0.05), "No voice was heard in the recording of 3.0 s. Check"),
        (tone(0.15), "No voice was heard"),
    ],
    ids=["too long", "silent", "noise", "a click"],
)
def test_what_holds_no_voice_never_reaches_the_engine(clip, reason):
    inner, ear = checked()
    with pytest.raises(SpeechError, match=reason):
        ear.transcribe(clip)
    assert inner.clips == []


def test_a_voice_reaches_it_with_the_terms():
    inner, ear = checked()
    assert ear.transcribe(tone(3), ("bagging",)).text == "it overfits"
    assert (ear.engine, inner.terms) == ("scripted", [("bagging",)])


def test_a_hint_has_as_many_terms_as_an_engine_reads():
    terms = [f"term {n:03}" for n in range(500)]
    assert as_prompt(terms).startswith("A machine learning interview about term 000, term 001")
    assert len(as_hint(terms)) <= 600 and as_prompt(()) == ""
