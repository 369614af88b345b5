"""Speech behind an OpenAI-compatible endpoint: ``/audio/transcriptions`` and ``/audio/speech``, at any base URL."""

import math
from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel

from rehearse.adapters.speech.endpoint_client import client, speech_errors, whole
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
        return Transcript(
            text=reply.text.strip(),
            words=reply.timed,
            engine=self.engine,
            confidence=reply.confidence,
            seconds=audio.seconds,
            language=reply.language,
        )

    def _ask(self, wav: bytes, prompt: str) -> "_Reply":
        """Ask for words; a model that refuses those but takes plain JSON is not asked for them again."""
        import openai

        request: dict[str, Any] = {"file": ("answer.wav", wav, "audio/wav"), "model": self._model}
        if prompt:
            request["prompt"] = prompt
        if self._gives_words:
            try:
                return self._sent(**request, response_format="verbose_json", timestamp_granularities=["word", "segment"])
            except (openai.BadRequestError, openai.UnprocessableEntityError):
                reply = self._sent(**request, response_format="json")
                self._gives_words = False
                return reply
        return self._sent(**request, response_format="json")

    def _sent(self, **request: Any) -> "_Reply":
        with self._client.audio.transcriptions.with_streaming_response.create(**request) as reply:
            return _Reply.model_validate_json(whole(reply.iter_bytes(), self._settings.voice_timeout))


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
        speech = self._client.audio.speech.with_streaming_response
        with speech.create(model=self._model, voice=self._voice, input=text, response_format="wav", speed=speed) as reply:
            return whole(reply.iter_bytes(), self._settings.voice_timeout)


class _Timed(BaseModel):
    word: str
    start: float
    end: float


class _Segment(BaseModel):
    avg_logprob: float | None = None


class _Reply(BaseModel):
    """What is used of a transcription; `words` and `segments` are in those of the format `verbose_json`."""

    text: str
    language: str | None = None
    words: list[_Timed] | None = None
    segments: list[_Segment] | None = None

    @property
    def confidence(self) -> float | None:
        """The geometric mean of the probability of a token, over the segments."""
        scores = [segment.avg_logprob for segment in self.segments or () if segment.avg_logprob is not None]
        return min(math.exp(sum(scores) / len(scores)), 1.0) if scores else None

    @property
    def timed(self) -> tuple[Word, ...]:
        return tuple(Word(text=word.word.strip(), start=word.start, end=max(word.start, word.end)) for word in self.words or ())
