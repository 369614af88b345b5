"""From a recording to words: transcription, whether they can be trusted, and which terms were probably meant."""

import time
from dataclasses import dataclass

from pydantic import BaseModel

from rehearse.bootstrap import App
from rehearse.domain.audio import Clip
from rehearse.domain.delivery import SpokenAnswer
from rehearse.errors import SpeechError
from rehearse.ui.web.voice.pending import Pending

SHORTEST = 0.3
"""Seconds; in less nobody says a word."""


class Suggested(BaseModel):
    """A term that was probably meant by what was heard."""

    heard: str
    meant: str


class HeardReply(BaseModel):
    """What the page gets for a recording. Garbage is offered for correction; it has no id, so that it can never be sent unread."""

    id: str = ""
    text: str
    engine: str
    garbage: str = ""
    suggestions: list[Suggested] = []
    seconds: float


@dataclass(frozen=True)
class Ears:
    """Hears recordings of any interview."""

    app: App
    pending: Pending

    def hear(self, session_id: str, clip: Clip, lead: float | None) -> HeardReply:
        """What was said; `lead` is as in `SpokenAnswer`. Raises `SpeechError` when nothing was, or when it cannot be known."""
        if clip.seconds < SHORTEST:
            raise SpeechError("That was too short for a word. Hold the button while you speak, or click it once, speak, and click again.")
        begun = time.perf_counter()
        transcript = self.app.transcriber.transcribe(clip)
        if not transcript.text.strip():
            raise SpeechError("No words were heard. Speak a little louder or closer to the microphone, or type your answer.")
        reply = HeardReply(text=transcript.text, engine=transcript.engine, seconds=time.perf_counter() - begun)
        reply.id = self.pending.add(session_id, SpokenAnswer(transcript=transcript, lead=lead))
        return reply
