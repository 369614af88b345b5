"""The spoken side of an interview in the terminal: it says the interviewer's words and hears answers; typing always works."""

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rehearse.domain.delivery import SpokenAnswer
from rehearse.domain.transcript_repair import repaired
from rehearse.domain.turn_taking import asks_for_time
from rehearse.errors import SpeechError
from rehearse.services.hearing import DOUBTFUL, Understood
from rehearse.services.listening import Listener, next_utterance
from rehearse.services.speaking import Aloud
from rehearse.ui.cli import typed
from rehearse.ui.cli.typed import Answer

if TYPE_CHECKING:
    from rich.console import Console

    from rehearse.bootstrap import App
    from rehearse.domain.audio import Clip
    from rehearse.services.session import Interview, Spoken

PATIENCE = 60.0
"""Seconds without a voice after which the microphone is closed."""


class Voice:
    """One terminal's. Raises `SpeechError` when a part of it cannot be used here."""

    def __init__(self, built: "App", out: "Console") -> None:
        self._device = built.sound_device
        self._aloud = Aloud(built.speaker, self._device, built.settings.speed, self._tell)
        built.transcriber  # noqa: B018  what is missing is said now and not after the first answer
        built.voice_detector()
        self._built = built
        self._out = out

    def follow(self, words: Iterator["Spoken"]) -> Iterator["Spoken"]:
        """Pass the interviewer's words on, and say them."""
        return self._aloud.follow(words)

    def ask(self, live: "Interview") -> Answer:
        """The next answer, spoken or typed. Whatever is pressed makes the interviewer fall silent."""
        while True:
            self._note("Press Enter and speak, or type your answer and an empty line (or: skip, repeat, clarify):")
            first = typed.line()
            self._aloud.hush()
            if first.strip():
                return Answer(typed.answer(first))
            try:
                answer = self._hear(live)
            except SpeechError as error:
                self._tell(str(error))
                continue
            if answer:
                return answer

    def _hear(self, live: "Interview") -> Answer | None:
        """An answer that was heard and confirmed; None when it is to be said again."""
        silence = self._built.settings.silence_seconds
        self._note(f"Listening; {silence:g} s of silence end your answer.")
        listener = Listener(self._built.voice_detector(), silence, self._built.settings.most_recorded_seconds)
        with self._device.microphone() as pieces:
            clip, heard = self._turn(live, pieces, listener)
        lead = max(0.0, time.monotonic() - self._aloud.silent_since - clip.seconds)
        self._built.recordings.take(clip, live.id, live.state.candidate_turns)
        return self._confirmed(heard, SpokenAnswer(transcript=heard.transcript, lead=lead))

    def _turn(self, live: "Interview", pieces: Iterator["Clip"], listener: Listener) -> tuple["Clip", Understood]:
        """What was said up to a silence; a request for time does not end it."""
        entry = self._built.bank.get(live.state.question_id) if live.state.question_id else None
        while True:
            clip = next_utterance(pieces, listener, PATIENCE, lambda: self._note("I hear you."))
            heard = self._built.hearing.hear(clip, entry)
            if not asks_for_time(heard.transcript.text):
                return clip, heard
            self._note("Take your time.")
            listener.go_on(clip)

    def _confirmed(self, heard: Understood, spoken: SpokenAnswer) -> Answer | None:
        text = heard.transcript.text
        self._out.print(f"You said: {text}", markup=False)
        if heard.garbage:
            self._tell(DOUBTFUL)
            return None
        for suggestion in heard.suggestions:
            self._out.print(f"  {suggestion.heard!r}: did you mean {suggestion.suggested!r}?", markup=False)
        terms = "a sends it with these terms, " if heard.suggestions else ""
        self._note(f"Enter sends it, {terms}r hears you again; or type what you meant, and an empty line:")
        match (first := typed.line()).strip():
            case "":
                return Answer(text, spoken)
            case "r":
                return None
            case "a" if heard.suggestions:
                return Answer(repaired(text, heard.suggestions), spoken)
            case _:
                return Answer(typed.answer(first), spoken)

    def _note(self, text: str) -> None:
        self._out.print(text, style="dim", markup=False)

    def _tell(self, text: str) -> None:
        self._out.print(text, style="yellow", markup=False)

    def __enter__(self) -> "Voice":
        self._aloud.__enter__()
        return self

    def __exit__(self, *raised: object) -> None:
        self._aloud.__exit__(*raised)
