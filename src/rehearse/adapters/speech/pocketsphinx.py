"""PocketSphinx with the model of its wheel: the embedded recogniser. It needs no download, and it mishears a lot."""

import re
from collections.abc import Iterable, Sequence
from threading import Lock
from typing import Any

from rehearse.adapters.speech.optional import load
from rehearse.adapters.speech.resample import RECOGNISERS_RATE, resampled
from rehearse.domain.audio import Clip
from rehearse.domain.speech import Transcript, Word, punctuated, transcript_of

ENGINE = "pocketsphinx (low accuracy)"
_FRAMES_A_SECOND = 100
_NO_WORD = re.compile(r"<.*>|\[.*\]")
_VARIANT = re.compile(r"\(\d+\)$")


class PocketsphinxTranscriber:
    """English only; a decoder hears one recording at a time. `terms` cannot bias it."""

    engine = ENGINE

    def __init__(self) -> None:
        sphinx = load("pocketsphinx", "voice")
        # Narrower beams: a fifth less time, and no more errors on the test voices.
        self._decoder = sphinx.Decoder(samprate=RECOGNISERS_RATE, cmn="batch", maxhmmpf=3000, maxwpf=5, loglevel="FATAL")
        self._lock = Lock()

    def transcribe(self, audio: Clip, terms: Sequence[str] = ()) -> Transcript:
        sound = resampled(audio)
        with self._lock:
            self._decoder.reinit_feat()  # Or what is heard would depend on the recordings before, batch normalisation or not.
            self._decoder.start_utt()
            self._decoder.process_raw(sound.pcm, full_utt=True)
            self._decoder.end_utt()
            words = punctuated(tuple(_words(self._decoder.seg() or ())))
        return transcript_of(words, self.engine, audio.seconds, "en")


def _words(segments: Iterable[Any]) -> Iterable[Word]:
    """Words with their posterior probabilities; fillers such as ``<sil>`` and ``[NOISE]`` are left out."""
    for segment in segments:
        if not _NO_WORD.fullmatch(segment.word):
            start, end = segment.start_frame / _FRAMES_A_SECOND, (segment.end_frame + 1) / _FRAMES_A_SECOND
            yield Word(text=_VARIANT.sub("", segment.word), start=start, end=end, confidence=min(max(segment.prob, 0.0), 1.0))
