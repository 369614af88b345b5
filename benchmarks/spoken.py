"""Texts spoken by synthetic voices and written down by the configured recogniser; each transcript is kept in the data folder."""

import subprocess
import tempfile
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from rehearse.adapters.speech.choice import choose_transcriber
from rehearse.adapters.speech.espeak import EspeakSpeaker
from rehearse.domain.audio import Clip, read_wav
from rehearse.domain.speech import Transcript
from rehearse.domain.text import content_hash, slug_of
from rehearse.domain.units import sentences
from rehearse.ports import Transcriber
from rehearse.settings import Settings

VOICES = ("flite slt", "flite rms", "flite kal", "espeak en-us")
"""A woman and two men of Debian's flite, which recognisers understand well, and the embedded interviewer's own voice, which they do not."""


class Ear:
    """Hears what a voice says. The engine is loaded when the first text that nobody has heard yet is spoken."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._folder = settings.data / "evals" / "speech" / slug_of(f"{settings.transcriber} {settings.transcriber_model}")

    def hear(self, text: str, voice: str, terms: Sequence[str] = (), pause: float = 0.0) -> Transcript:
        """What is heard of a text; with a `pause`, its speaker is silent for so many seconds after every sentence."""
        told = (text, voice, *terms, *([f"pause {pause:g}"] if pause else []))
        file = self._folder / f"{content_hash(chr(10).join(told))}.json"
        if not file.exists():
            said = [say(unit.text, voice) for unit in sentences(text)] if pause else [say(text, voice)]
            heard = self._engine.transcribe(_joined(said, pause), terms)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(heard.model_dump_json(), encoding="utf-8")
        return Transcript.model_validate_json(file.read_text(encoding="utf-8"))

    @cached_property
    def _engine(self) -> Transcriber:
        return choose_transcriber(self._settings, print)


def _joined(clips: Sequence[Clip], pause: float) -> Clip:
    rate = clips[0].rate
    return Clip(bytes(2 * int(pause * rate)).join(clip.pcm for clip in clips), rate)


def say(text: str, voice: str) -> Clip:
    """A text in one of the `VOICES`."""
    engine, _, name = voice.partition(" ")
    if engine == "espeak":
        return EspeakSpeaker(name).say(text)
    with tempfile.TemporaryDirectory() as folder:
        wav = Path(folder, "said.wav")
        subprocess.run(["flite", "-voice", name, "-o", str(wav), "-t", text], check=True)
        return read_wav(wav.read_bytes())
