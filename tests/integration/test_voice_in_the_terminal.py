"""`rehearse interview --voice`, `transcribe` and `speak`, through the real engines; the sound card is one of ALSA's, made of files."""

import json
import sys
from contextlib import contextmanager
from ctypes.util import find_library

import numpy as np
import pytest
from sounding import LoudIsVoice, QuietRoom, pieces
from typer.testing import CliRunner

from rehearse.adapters.fakes import MemoryStore, ScriptedTranscriber, ToneSpeaker
from rehearse.adapters.speech.recordings import Recordings
from rehearse.adapters.speech.resample import resampled
from rehearse.domain.audio import Clip, read_wav
from rehearse.domain.events import Answered
from rehearse.services.hearing import Hearing
from rehearse.ui.cli import app as commands
from voices import OVERFITTING, flite, needs_flite

CARD_RATE = 44_100
CARD = """</usr/share/alsa/alsa.conf>
pcm.!default {{
  type plug
  slave {{
    pcm {{ type file, slave.pcm {{ type null }}, file "{played}", infile "{heard}", format "raw" }}
    channels 1, rate {rate}, format S16_LE
  }}
}}
"""
INTERVIEW = ["interview", "--loop", "overfitting", "--questions", "1", "--mode", "mock", "--seed", "1", "--voice"]
END = "let's end the interview\n\n"
PARTS = ("sound_device", "speaker", "transcriber", "hearing", "recordings", "store", "interviews")
needs_card = pytest.mark.skipif(
    not (sys.platform == "linux" and find_library("portaudio")), reason="PortAudio is not installed: sudo apt-get install libportaudio2"
)


@pytest.fixture
def rehearse(app, make_interviews, monkeypatch):
    """Runs a command in this process, on the one application of the tests; the interviewer and the judge are scripted."""

    @contextmanager
    def application(**changes):
        yield app

    for module in ("interview", "speech"):
        monkeypatch.setattr(f"rehearse.ui.cli.{module}.application", application)
    for part in PARTS:
        vars(app).pop(part, None)
    vars(app)["store"] = MemoryStore()
    vars(app)["interviews"] = make_interviews(store=app.store)
    yield lambda *words, stdin="": CliRunner().invoke(commands, words, input=stdin)
    for part in PARTS:
        vars(app).pop(part, None)


@pytest.fixture
def talk(app, rehearse, monkeypatch):
    """An interview in a quiet room: each recording is made of loud and quiet seconds, and is heard as the next of the texts."""

    def hold(*texts, stdin, sounds=((1.0, 0.0), (2.0, 0.5), (3.0, 0.0)), sure=0.9, **parts):
        room = QuietRoom(*pieces(*sounds))
        ear = ScriptedTranscriber(*texts, confidence=sure)
        parts = {
            "sound_device": room,
            "speaker": ToneSpeaker(),
            "transcriber": ear,
            "hearing": Hearing(lambda: ear, lambda: app.vocabulary, lambda: app.terms),
        } | parts
        monkeypatch.setattr(app, "voice_detector", LoudIsVoice)
        for name, part in parts.items():
            vars(app)[name] = part
        return room, rehearse(*INTERVIEW, stdin=stdin)

    return hold


def answers(app):
    """What the candidate said in the last interview."""
    last = app.interviews.sessions()[0].id
    return [event for event in app.store.events(last) if isinstance(event, Answered)]


def test_an_answer_is_spoken_confirmed_and_sent_with_its_delivery(app, talk):
    room, run = talk("it learns the noise by heart", stdin="\n\n" + END)
    assert run.exit_code == 0, run.output
    assert "You said: it learns the noise by heart" in run.output and "Scorecard" in run.output
    first = answers(app)[0]
    assert first.text == "it learns the noise by heart" and first.spoken.transcript.engine == "scripted"
    assert 0 <= first.spoken.lead < 60
    assert room.played and not room.open and room.hushed
    assert app.speaker.said


def test_typing_goes_at_any_moment_and_a_spoken_answer_can_be_corrected(app, talk):
    _, run = talk("it learns the noise by hard", stdin="\nIt learns the noise by heart.\n\n" + "Typed this time.\n\n" + END)
    assert run.exit_code == 0, run.output
    corrected, typed = answers(app)[:2]
    assert corrected.text.strip() == "It learns the noise by heart."
    assert corrected.spoken.transcript.text == "it learns the noise by hard"
    assert (typed.text.strip(), typed.spoken) == ("Typed this time.", None)


def test_terms_that_were_misheard_are_offered(app, talk):
    _, run = talk("overfishing to the training data", stdin="\na\n" + END)
    assert "'overfishing': did you mean 'overfitting'?" in run.output
    assert answers(app)[0].text == "overfitting to the training data"
    assert answers(app)[0].spoken.transcript.text == "overfishing to the training data"


def test_garbage_is_not_sent(app, talk):
    _, run = talk("the noise the of by a", sure=0.2, stdin="\n" + END)
    assert "This is probably not what you said" in run.output
    assert [answer.text.strip() for answer in answers(app)] == ["let's end the interview"]


def test_a_request_for_time_keeps_the_turn(app, talk):
    sounds = ((2.0, 0.5), (10.0, 0.0), (2.0, 0.5), (3.0, 0.0))
    _, run = talk("give me a moment", "give me a moment it learns the noise", sounds=sounds, stdin="\n\n" + END)
    assert "Take your time." in run.output
    assert answers(app)[0].text == "give me a moment it learns the noise"


def test_silence_is_said_and_can_be_typed_over(app, talk):
    _, run = talk("never heard", sounds=((70.0, 0.0),), stdin="\n" + END)
    assert "No voice was heard for 60 s." in run.output and run.exit_code == 0


def test_a_recording_is_kept_only_if_asked_for(app, talk, tmp_path):
    talk("it learns the noise", stdin="\n\n" + END)
    assert not app.recordings.kept()
    recordings = Recordings(tmp_path / "recordings", keep=True)
    talk("it learns the noise", stdin="\n\n" + END, recordings=recordings)
    assert [read_wav(path.read_bytes()).seconds for path in recordings.kept()] == [pytest.approx(4.7, abs=0.6)]


@pytest.mark.parametrize("library", [None, OSError("PortAudio library not found")], ids=["no sounddevice", "no PortAudio"])
def test_without_a_sound_device_it_goes_on_typed(app, rehearse, monkeypatch, library):
    monkeypatch.setitem(sys.modules, "sounddevice", None)
    if library:

        def missing(*names):
            raise library

        monkeypatch.setattr("rehearse.adapters.speech.sound_device.load", missing)
    run = rehearse(*INTERVIEW, stdin="It learns the noise by heart.\n\n" + END)
    assert run.exit_code == 0, run.output
    assert " ".join(run.output.split()).count("The interview is typed.") == 1
    assert answers(app)[0].text.strip() == "It learns the noise by heart."


@pytest.mark.parametrize("with_it", [["--json"], ["--answers", "a.yaml"]])
def test_voice_is_for_a_person(rehearse, with_it):
    run = rehearse(*INTERVIEW, *with_it)
    assert run.exit_code == 1 and "--voice is for a person" in run.output


@needs_flite
@needs_card
def test_a_whole_answer_through_a_sound_card(app, rehearse, monkeypatch, tmp_path):
    sounddevice = pytest.importorskip("sounddevice")
    speech = resampled(flite(OVERFITTING), CARD_RATE)
    (tmp_path / "heard.raw").write_bytes(bytes(2 * CARD_RATE) + speech.pcm + bytes(2 * CARD_RATE * 20))
    (tmp_path / "card.conf").write_text(CARD.format(played=tmp_path / "played.raw", heard=tmp_path / "heard.raw", rate=CARD_RATE))
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(tmp_path / "card.conf"))
    sounddevice._terminate()
    sounddevice._initialize()
    run = rehearse(*INTERVIEW, stdin="\n\n" + END)
    assert run.exit_code == 0, run.output
    first = answers(app)[0]
    assert "the model learns the noise of the training" in first.text
    assert first.spoken.transcript.engine == "pocketsphinx (low accuracy)"
    played = Clip((tmp_path / "played.raw").read_bytes(), CARD_RATE)
    assert played.loudest > 0.1


@needs_flite
def test_a_file_is_written_down(rehearse, tmp_path):
    path = tmp_path / "answer.wav"
    stereo = np.repeat(np.frombuffer(resampled(flite(OVERFITTING), CARD_RATE).pcm, "<i2"), 2)
    path.write_bytes(Clip(stereo.tobytes(), CARD_RATE).to_wav().replace(b"\x01\x00\x01\x00", b"\x01\x00\x02\x00", 1))
    run = rehearse("transcribe", str(path))
    assert run.exit_code == 0, run.output
    assert "the model learns the noise" in run.stdout
    assert "heard by pocketsphinx (low accuracy) in" in run.stderr and "Confidence 0." in run.stderr
    heard = json.loads(rehearse("transcribe", str(path), "--json").stdout)
    assert heard["words"][0]["end"] > heard["words"][0]["start"] > 0.5
    assert path.exists()


@needs_flite
def test_garbage_is_marked(rehearse, tmp_path):
    samples = np.frombuffer(flite(OVERFITTING).pcm, "<i2")[::-1]
    (tmp_path / "back.wav").write_bytes(Clip(samples.tobytes(), 16_000).to_wav())
    assert "Warning: this is probably not what was said." in rehearse("transcribe", str(tmp_path / "back.wav")).stderr


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (None, "cannot be read (No such file"),
        (b"", "is empty"),
        (b"ID3\x04", "is not a WAV file that can be read"),
        (Clip(bytes(64_000), 16_000).to_wav(), "The recording of 2.0 s is silent"),
        (Clip(np.random.default_rng(1).integers(-3000, 3000, 32_000, "<i2").tobytes(), 16_000).to_wav(), "No voice was heard"),
    ],
    ids=["missing", "empty", "mp3", "silent", "noise"],
)
def test_a_file_that_holds_no_answer(rehearse, tmp_path, data, reason):
    path = tmp_path / "answer.wav"
    if data is not None:
        path.write_bytes(data)
    run = rehearse("transcribe", str(path))
    assert run.exit_code == 1 and run.stdout == ""
    assert run.stderr.startswith("Error: ") and reason in run.stderr and "Traceback" not in run.stderr


def test_a_text_is_spoken_into_a_file(rehearse, tmp_path):
    path = tmp_path / "question.wav"
    run = rehearse("speak", "What is overfitting?", "-o", str(path))
    assert run.exit_code == 0, run.output
    assert "spoken by espeak:en-us" in run.stdout
    usual = read_wav(path.read_bytes())
    rehearse("speak", "What is overfitting?", "-o", str(path), "--speed", "0.5")
    assert read_wav(path.read_bytes()).seconds > 1.5 * usual.seconds > 0.5


@pytest.mark.parametrize(
    ("words", "reason"), [(["  ", "-o", "q.wav"], "nothing to say"), (["Hi.", "-o", "no/such/q.wav"], "cannot be written")]
)
def test_what_cannot_be_spoken(rehearse, monkeypatch, tmp_path, words, reason):
    monkeypatch.chdir(tmp_path)
    run = rehearse("speak", *words)
    assert run.exit_code == 1 and reason in run.stderr
