"""Piper: a voice from an ``.onnx`` file with its ``.onnx.json`` beside it. Piper is under the GPL 3: an extra of its own."""

from pathlib import Path
from threading import Lock

from rehearse.adapters.speech.model_file import existing, model_fault
from rehearse.adapters.speech.optional import load
from rehearse.domain.audio import Clip


class PiperSpeaker:
    """Says a sentence with one voice."""

    def __init__(self, model: str) -> None:
        library = load("piper", "piper")
        path = existing(model, "piper", "a voice's .onnx file")
        config = existing(f"{model}.json", "piper", "the .onnx.json file of the voice, beside it")
        self._options = library.SynthesisConfig
        with model_fault(path):
            self._voice = library.PiperVoice.load(path, config)
        self._lock = Lock()
        self.engine = f"piper:{path.stem}"

    def say(self, text: str, speed: float = 1.0) -> Clip:
        with self._lock, model_fault(Path(self.engine)):
            spoken = [chunk.audio_int16_bytes for chunk in self._voice.synthesize(text, self._options(length_scale=1 / speed))]
        return Clip(b"".join(spoken), self._voice.config.sample_rate)
