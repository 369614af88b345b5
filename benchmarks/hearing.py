"""What the embedded recogniser makes of synthetic voices, and of what is no speech: word errors, time, and what is refused or doubted.

    python -m benchmarks.hearing accuracy --sentences 30
    python -m benchmarks.hearing doubts --sentences 10

The voices are Debian's flite (`apt-get install flite`) and eSpeak NG.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import jiwer
import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.spoken import say
from rehearse.adapters.speech.resample import clip_of, floats, resampled
from rehearse.bootstrap import App, build
from rehearse.domain.audio import Clip
from rehearse.domain.garbage import is_garbage, words_of
from rehearse.errors import SpeechError
from rehearse.evaluation.speech_suite import load_speech_suite
from rehearse.evaluation.suites import suite_folder
from rehearse.settings import Settings

VOICES = ("flite slt", "flite rms", "flite kal", "flite awb", "espeak en-us", "espeak en")
CLEAR = VOICES[:2]
RATE = 16_000
FOREIGN = {
    "de": "Wir haben das Modell mit den Daten aus dem letzten Jahr trainiert und danach geprüft.",
    "fr": "Nous avons entraîné le modèle avec les données de l'année dernière puis nous l'avons testé.",
    "es": "Entrenamos el modelo con los datos del año pasado y después lo probamos con cuidado.",
    "it": "Abbiamo addestrato il modello con i dati dell'anno scorso e poi lo abbiamo provato.",
}


@dataclass
class Outcome:
    """What became of recordings of one kind."""

    kind: str
    refused: int = 0
    doubted: int = 0
    taken: int = 0
    sure: list[float] = field(default_factory=list)

    def cells(self) -> list[str]:
        figures = f"{min(self.sure):.2f} – {max(self.sure):.2f}" if self.sure else "–"
        return [self.kind, *map(str, (self.refused, self.doubted, self.taken)), figures]


def accuracy(app: App, sentences: Sequence[tuple[str, str]]) -> Table:
    """Word error rate by voice, and seconds of one processor for a second of sound."""
    table = Table("voice", "sentences", "word error rate", "median confidence", "real-time factor")
    for voice in VOICES:
        written, heard, sure, sound, taken = [], [], [], 0.0, 0.0
        for right, spoken in sentences:
            clip = say(spoken, voice)
            begun = time.process_time()
            transcript = app.transcriber.transcribe(clip)
            taken, sound = taken + time.process_time() - begun, sound + clip.seconds
            written.append(" ".join(words_of(right)))
            heard.append(" ".join(words_of(transcript.text)))
            sure.append(transcript.confidence or 0.0)
        rate = jiwer.wer(written, heard)
        table.add_row(voice, str(len(sentences)), f"{rate:.2f}", f"{statistics.median(sure):.2f}", f"{taken / sound:.2f}")
    return table


def doubts(app: App, sentences: Sequence[tuple[str, str]]) -> Table:
    """What is refused as no voice, doubted as garbage, or taken."""
    table = Table("recording", "refused", "doubted", "taken", "confidence")
    for kind, clips in recordings([spoken for _, spoken in sentences]).items():
        table.add_row(*judged(app, kind, clips).cells())
    return table


def judged(app: App, kind: str, clips: Sequence[Clip]) -> Outcome:
    outcome = Outcome(kind)
    for clip in clips:
        try:
            transcript = app.transcriber.transcribe(clip)
        except SpeechError:
            outcome.refused += 1
            continue
        outcome.sure.append(transcript.confidence or 0.0)
        garbage = not transcript.text or is_garbage(transcript, app.vocabulary)
        outcome.doubted += garbage
        outcome.taken += not garbage
    return outcome


def recordings(texts: Sequence[str]) -> dict[str, list[Clip]]:
    """Clips by what they are."""
    random = np.random.default_rng(1)
    clear = [resampled(say(text, voice)) for text in texts for voice in CLEAR]
    kinds: dict[str, list[Clip]] = {"speech": clear}
    for decibels in (20, 10, 0, -5):
        kinds[f"speech, {decibels} dB above white noise"] = [noisy(clip, decibels, random) for clip in clear]
    kinds["speech, backwards"] = [changed(clip, lambda wave: wave[::-1]) for clip in clear]
    kinds["two voices at once"] = [mixed(one, other) for one, other in pairwise(clear)]
    kinds["another language"] = [say(text, f"espeak {language}") for language, text in FOREIGN.items()]
    kinds["white noise"] = [clip_of(0.1 * random.standard_normal(4 * RATE), RATE) for _ in texts]
    kinds["hum"] = [clip_of(0.2 * np.sin(2 * np.pi * pitch * np.arange(4 * RATE) / RATE), RATE) for pitch in (50, 120, 440)]
    kinds["silence"] = [Clip(bytes(8 * RATE), RATE)]
    return kinds


def changed(clip: Clip, change: Callable[[np.ndarray], np.ndarray]) -> Clip:
    return clip_of(change(floats(clip)), clip.rate)


def noisy(clip: Clip, decibels: float, random: np.random.Generator) -> Clip:
    wave = floats(clip)
    noise = random.standard_normal(len(wave)) * np.sqrt(np.mean(wave**2) / 10 ** (decibels / 10))
    return clip_of((wave + noise) / 2, clip.rate)


def mixed(one: Clip, other: Clip) -> Clip:
    first, second = floats(one), floats(other)
    length = min(len(first), len(second))
    return clip_of((first[:length] + second[:length]) / 2, one.rate)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("measure", choices=MEASURES)
    parser.add_argument("--sentences", type=int, default=10)
    wanted = parser.parse_args()
    suite = load_speech_suite(suite_folder())
    sentences = [(sentence.written, sentence.said) for sentence in (*suite.test, *suite.ordinary)][: wanted.sentences]
    with tempfile.TemporaryDirectory() as folder:
        app = build(Settings(_env_file=None, data=Path(folder)))
        Console(width=140).print(MEASURES[wanted.measure](app, sentences))


MEASURES = {"accuracy": accuracy, "doubts": doubts}


if __name__ == "__main__":
    main()
