"""How long a candidate waits for the interviewer's voice: end of speech → first audible word, in the real page and a real browser.

It is set beside what cannot be avoided, each part measured alone on the same recordings: transcription (or the endpoint's fixed delay),
the first sentence of the reply, and its sound. With several interviews at once, all stop speaking in the same moment and the recogniser
shares the processors. It needs Debian's chromium and flite (`apt-get install chromium flite`).
"""

import os
import shutil
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.rows import Row
from benchmarks.speech_delays import speech_delays
from benchmarks.spoken import say
from rehearse.adapters.speech.resample import resampled
from rehearse.bootstrap import App, build
from rehearse.domain.audio import Clip
from rehearse.domain.planning import Mode, Request
from rehearse.domain.speech import Transcript
from rehearse.domain.units import sentences
from rehearse.ports import Speaker, Transcriber
from rehearse.settings import Settings

ANSWER = "The model learns the noise of the training data and not the rule, so it is bad on all data that is new."
RATE = 48_000
SPOKEN = 6.5
"""Seconds for which the button is pressed."""
TRANSCRIPTION, SPEECH = 0.8, 0.4
"""Seconds that the endpoint takes for a recording, and for a sentence."""
GOAL = 1.25
TURNS = {1: 8, 8: 2}
"""Spoken answers of each candidate, by how many there are at once."""
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--autoplay-policy=no-user-gesture-required", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
]  # fmt: skip
MOMENTS = """() => {
  window.moments = { stopped: Infinity, audible: null };
  document.addEventListener("rehearse:stopped", () => { window.moments = { stopped: performance.now(), audible: null }; });
  document.addEventListener("rehearse:audible", () => window.moments.audible ??= performance.now());
}"""


@dataclass
class Heard:
    """A transcriber that remembers the recordings."""

    inner: Transcriber
    clips: list[Clip] = field(default_factory=list)

    @property
    def engine(self) -> str:
        return self.inner.engine

    def transcribe(self, audio: Clip, terms: Sequence[str] = ()) -> Transcript:
        self.clips.append(audio)
        return self.inner.transcribe(audio, terms)


@dataclass
class Said:
    """A speaker that remembers the sentences."""

    inner: Speaker
    texts: list[str] = field(default_factory=list)

    @property
    def engine(self) -> str:
        return self.inner.engine

    def say(self, text: str, speed: float = 1.0) -> Clip:
        self.texts.append(text)
        return self.inner.say(text, speed)


class Candidate:
    """One page in which somebody speaks."""

    def __init__(self, browser: Any, address: str, topic: str = "Quick practice") -> None:
        self.page = browser.new_context(viewport={"width": 1000, "height": 860}).new_page()
        self.page.goto(address)
        self.page.wait_for_selector("#rh-start", state="visible", timeout=120_000)
        self.page.locator("#rh-loop input").click()
        self.page.get_by_role("option").filter(has_text=topic).first.click()
        self.page.locator("#rh-voice-spoken").check()
        self.page.locator("#rh-start").click()
        self.wait_for("ready", "check", "speaking")
        self.hush()

    def send_at_once(self) -> None:
        self.page.locator("#rh-voice summary").click()
        for name in ("#rh-at-once", "#rh-take-terms"):
            self.page.locator(name).check()
        self.page.evaluate(MOMENTS)

    def press(self) -> None:
        self.page.locator("#rh-talk").click()
        self.wait_for("listening")

    def stop(self) -> None:
        self.page.locator("#rh-talk").click()

    def waited(self) -> float | None:
        """Seconds from the end of speech to the first sound of the reply, which is then cut short; None when the answer was misheard."""
        over = "() => window.moments.audible > window.moments.stopped || document.querySelector('#rh-voice-note').innerText"
        self.page.wait_for_function(over, timeout=120_000, polling=100)
        moments = self.page.evaluate("window.moments")
        if moments["audible"] is None:
            return None
        self.hush()
        return float(moments["audible"] - moments["stopped"]) / 1000

    def hush(self) -> None:
        self.page.wait_for_function("() => !document.querySelector('#rh-send').disabled", timeout=120_000, polling=100)
        self.page.keyboard.press("x")
        self.wait_for("ready", "check")
        self.page.wait_for_timeout(500)

    def wait_for(self, *states: str) -> None:
        script = "states => states.includes(document.querySelector('#rh-voice')?.dataset.state)"
        self.page.wait_for_function(script, arg=states, timeout=120_000, polling=100)


class Conversation:
    """A server with one pair of engines, and what its candidates wait for."""

    def __init__(self, app: App, address: str, fixed: bool) -> None:
        self._app, self._address, self._fixed = app, address, fixed
        self._heard, self._said = Heard(app.transcriber), Said(app.speaker)
        app.__dict__["transcriber"], app.__dict__["speaker"] = self._heard, self._said

    def measure(self, name: str, browser: Any, at_once: int, turns: int) -> list[Row]:
        candidates = [Candidate(browser, self._address) for _ in range(at_once)]
        for candidate in candidates:
            candidate.send_at_once()
        self._turn(candidates)
        self._heard.clips.clear()
        waited = [1000 * seconds for _ in range(turns) for seconds in self._turn(candidates)]
        for candidate in candidates:
            candidate.page.context.close()
        alone = 1000 * self._unavoidable(at_once)
        understood = f"{len(waited)} of {at_once * turns} understood"
        return [
            Row(f"voice, {name}, {at_once} at once: end of speech → first audible word", waited, understood),
            Row("  beside: its parts one after the other", [alone], ""),
            Row("  ratio", [each / alone for each in waited], f"p50 ≤ {GOAL}", "×"),
        ]

    def _turn(self, candidates: list[Candidate]) -> list[float]:
        """What those waited who were understood."""
        for candidate in candidates:
            candidate.press()
        candidates[0].page.wait_for_timeout(1000 * SPOKEN)
        for candidate in candidates:
            candidate.stop()
        return [waited for candidate in candidates if (waited := candidate.waited()) is not None]

    def _unavoidable(self, at_once: int) -> float:
        """The parts one after the other, each alone; the recogniser of this machine has only its processors."""
        clips, texts = self._heard.clips[:5], self._said.texts[-5:]
        if self._fixed:
            return TRANSCRIPTION + _median([self._first_sentence(ANSWER, seed) for seed in range(5)]) + SPEECH
        heard: list[Transcript] = []
        transcription = _median([_timed(lambda c=clip: heard.append(self._heard.inner.transcribe(c))) for clip in clips])  # type: ignore[misc]
        speech = _median([_timed(lambda t=text: self._said.inner.say(t)) for text in texts])  # type: ignore[misc]
        reply = _median([self._first_sentence(transcript.text, seed) for seed, transcript in enumerate(heard)])
        return transcription * max(1.0, at_once / (os.cpu_count() or 1)) + reply + speech

    def _first_sentence(self, text: str, seed: int) -> float:
        """Answer sent until the first sentence of the reply is whole, without a page; the question is warm, as it is in the page."""
        loop = self._app.loop("quick-practice")
        interview = self._app.interviews.start(Request(loop=loop, level=loop.level, mode=Mode.PRACTICE, questions=1, seed=seed), "bench")
        list(interview.proceed())
        self._app.quick_grader.warm(self._app.bank.get(interview.state.plan.question_ids[0]))
        words = interview.answer(text)
        passed = _timed(lambda: next(w for w in words if w.complete or len(sentences(w.text)) > 1))
        list(words)
        return passed


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _median(values: list[float]) -> float:
    return statistics.median(values)


@contextmanager
def served(folder: Path, **settings: Any) -> Iterator[tuple[App, str]]:
    """The application and its address, warm."""
    from rehearse.ui.web.serve import start
    from rehearse.ui.web.warmup import Warmup

    app = build(Settings(_env_file=None, data=folder, **settings))  # type: ignore[call-arg]
    warmup = Warmup(app)
    address = start(app, warmup, "127.0.0.1", 0)
    warmup.start()
    warmup.wait()
    app.hearing.warm()
    yield app, address
    app.close()


@contextmanager
def browser_that_hears(text: str, folder: Path) -> Iterator[Any]:
    """Chromium whose microphone says a text again and again."""
    from playwright.sync_api import sync_playwright

    said = resampled(say(text, "flite rms"), RATE)
    file = folder / "microphone.wav"
    file.write_bytes(Clip(bytes(RATE) + said.pcm + bytes(RATE), RATE).to_wav())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=[*FLAGS, f"--use-file-for-fake-audio-capture={file}"])
        yield browser
        browser.close()


def chromium() -> str | None:
    """Where a browser is that can be driven."""
    return shutil.which("chromium") or shutil.which("google-chrome")


def conversation(folder: Path) -> list[Row]:
    """Both kinds of engines, one interview and several at once."""
    if missing := [name for name, found in (("chromium", chromium()), ("flite", shutil.which("flite"))) if not found]:
        print(f"voice: not measured, without {' and '.join(missing)}", file=sys.stderr)
        return []
    rows: list[Row] = []
    with browser_that_hears(ANSWER, folder) as browser, speech_delays(ANSWER, TRANSCRIPTION, SPEECH) as url:
        endpoint = {"transcriber": "endpoint", "speaker": "endpoint", "voice_base_url": url}
        named = f"endpoint ({TRANSCRIPTION:g} s a recording, {SPEECH:g} s a sentence)"
        for name, settings in (("embedded", {}), (named, endpoint)):
            with served(folder, **settings) as (app, address):
                measured = Conversation(app, address, fixed=bool(settings))
                for at_once, turns in TURNS.items():
                    rows += measured.measure(name, browser, at_once, turns)
    return rows
