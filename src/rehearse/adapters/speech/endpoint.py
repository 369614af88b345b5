"""Speech behind an OpenAI-compatible endpoint: ``/audio/transcriptions`` and ``/audio/speech``, at any base URL."""

import math
from collections.abc import Iterator, Sequence
from time import monotonic
from typing import Any

from rehearse.adapters.speech.endpoint_client import client, speech_errors
from rehearse.adapters.speech.resample import RECOGNISERS_RATE, resampled
from rehearse.adapters.speech.terms import as_prompt
from rehearse.domain.audio import Clip, read_wav
from rehearse.domain.speech import Transcript, Word
from rehearse.errors import SpeechError
from rehearse.settings import Settings

TRANSCRIBER_MODEL = "whisper-1"
SPEAKER_MODEL = "gpt-4o-mini-tts"
VOICE = "alloy"
_SLOWEST, _FASTEST = 0.25, 4.0
"""The range of `speed` in the protocol."""


class EndpointTranscriber:
    """Sends a recording as 16 kHz WAV. Words and confidence come from servers that give them (`verbose_json`)."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._model = settings.transcriber_model or TRANSCRIBER_MODEL
        self._client = client(settings)
        self._gives_words = True
        self.engine = f"endpoint:{self._model}"

    def transcribe(self, audio: Clip, terms: Sequence[str] = ()) -> Transcript:
        sound = resampled(audio) if audio.rate > RECOGNISERS_RATE else audio
        with speech_errors(self._settings, self._model, "REHEARSE_TRANSCRIBER=pocketsphinx"):
            reply = self._ask(sound.to_wav(), as_prompt(terms))
            text = getattr(reply, "text", None)
            if not isinstance(text, str):
                raise ValueError("the reply holds no text")
        return Transcript(
            text=text.strip(),
            words=tuple(_words(reply)),
            engine=self.engine,
            confidence=_confidence(reply),
            seconds=audio.seconds,
            language=getattr(reply, "language", None),
        )

    def _ask(self, wav: bytes, prompt: str) -> Any:
        """Ask for words; a model that refuses those but takes plain JSON is not asked for them again."""
        import openai

        request: dict[str, Any] = {"file": ("answer.wav", wav, "audio/wav"), "model": self._model}
        if prompt:
            request["prompt"] = prompt
        create = self._client.audio.transcriptions.create
        if self._gives_words:
            try:
                return create(**request, response_format="verbose_json", timestamp_granularities=["word", "segment"])
            except openai.BadRequestError:
                reply = create(**request, response_format="json")
                self._gives_words = False
                return reply
        return create(**request, response_format="json")


class EndpointSpeaker:
    """Asks for WAV, a sentence at a time."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._model = settings.speaker_model or SPEAKER_MODEL
        self._voice = settings.speaker_voice or VOICE
        self._client = client(settings)
        self.engine = f"endpoint:{self._model}:{self._voice}"

    def say(self, text: str, speed: float = 1.0) -> Clip:
        with speech_errors(self._settings, self._model, "REHEARSE_SPEAKER=espeak"):
            wav = self._wav(text, min(max(speed, _SLOWEST), _FASTEST))
        try:
            return read_wav(wav, f"What the speech model {self._model!r} sent")
        except SpeechError as error:
            raise SpeechError(f"{error} Choose a model that can send WAV, or set REHEARSE_SPEAKER=espeak.") from None

    def _wav(self, text: str, speed: float) -> bytes:
        """The whole reply within the time limit; the client's own limit is per piece."""
        deadline, wav = monotonic() + self._settings.voice_timeout, bytearray()
        speech = self._client.audio.speech.with_streaming_response
        with speech.create(model=self._model, voice=self._voice, input=text, response_format="wav", speed=speed) as reply:
            for piece in reply.iter_bytes():
                wav += piece
                if monotonic() > deadline:
                    raise TimeoutError
        return bytes(wav)


def _words(reply: Any) -> Iterator[Word]:
    for word in getattr(reply, "words", None) or ():
        yield Word(text=word.word.strip(), start=word.start, end=max(word.start, word.end))


def _confidence(reply: Any) -> float | None:
    """The geometric mean of the probability of a token, over the segments."""
    scores = [segment.avg_logprob for segment in getattr(reply, "segments", None) or () if segment.avg_logprob is not None]
    return min(math.exp(sum(scores) / len(scores)), 1.0) if scores else None
