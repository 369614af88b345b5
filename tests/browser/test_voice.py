"""An interview held by speaking: the real page, a browser whose microphone plays a synthetic voice, and what comes out of it."""

import re

import pytest

from rehearse.adapters.fakes import ScriptedTranscriber, ToneSpeaker
from rehearse.adapters.speech.resample import resampled
from rehearse.domain.audio import Clip
from voices import OVERFITTING, flite, needs_flite

pytestmark = needs_flite
RATE = 48_000
LEAD, TAIL = 1.0, 2.5
"""Seconds of silence before and after the sentence, which the microphone repeats for ever."""
SPOKEN = 7.0
"""Seconds in which the sentence is heard once, wherever in it the microphone is opened."""
VOICE_FLAGS = ["--autoplay-policy=no-user-gesture-required", "--use-fake-device-for-media-stream", "--disable-quic", "--no-sandbox"]
LISTEN_TO_PLAYER = """() => {
  window.played = []; window.cut = 0; window.moments = [];
  document.addEventListener("rehearse:interrupted", () => window.cut++);
  for (const name of ["stopped", "audible"]) document.addEventListener(`rehearse:${name}`, () => window.moments.push([name, performance.now()]));
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function () {
    this.addEventListener("ended", () => window.played.push({ seconds: this.duration, rate: this.playbackRate }));
    return play.call(this);
  };
}"""


@pytest.fixture(scope="module")
def microphone(tmp_path_factory):
    said = resampled(flite(OVERFITTING), RATE)
    path = tmp_path_factory.mktemp("microphone") / "said.wav"
    path.write_bytes(Clip(bytes(2 * int(LEAD * RATE)) + said.pcm + bytes(2 * int(TAIL * RATE)), RATE).to_wav())
    return path


@pytest.fixture(scope="module")
def chromium(chromium, microphone):
    flags = [*VOICE_FLAGS, "--use-fake-ui-for-media-stream", f"--use-file-for-fake-audio-capture={microphone}"]
    browser = chromium.browser_type.launch(executable_path=chromium_path(), args=flags)
    yield browser
    browser.close()


def chromium_path():
    import shutil

    return shutil.which("chromium") or shutil.which("google-chrome")


@pytest.fixture
def scripted(app, monkeypatch):
    """Quick engines: a tone for a voice, and a recogniser that hears what the test says."""

    def hears(*texts, confidence=0.95):
        transcriber = ScriptedTranscriber(*texts, confidence=confidence)
        monkeypatch.setitem(app.__dict__, "transcriber", transcriber)
        monkeypatch.setitem(app.__dict__, "speaker", ToneSpeaker())
        return transcriber

    return hears


class Talker:
    """A person who speaks to the page."""

    def __init__(self, me):
        self.me, self.page = me, me.page
        self.box = self.page.locator("#rh-answer textarea")
        self.page.evaluate(LISTEN_TO_PLAYER)

    def choose(self, mode):
        self.page.locator(f"#rh-voice-{mode}").check()

    def set(self, name):
        self.page.locator("#rh-voice summary").click()
        self.page.get_by_label(name).check()

    @property
    def state(self):
        return self.page.locator("#rh-voice").get_attribute("data-state")

    def wait_for(self, *states):
        self.page.wait_for_function("states => states.includes(document.querySelector('#rh-voice')?.dataset.state)", arg=states, timeout=30_000)

    def wait_for_voice(self, sentences=1):
        """Until so many sentences have been played to their end."""
        self.page.wait_for_function("count => window.played.length >= count", arg=sentences, timeout=30_000)

    def start(self, **how):
        self.choose("spoken")
        self.me.start(**how)

    def talk(self, seconds=1.0):
        self.page.locator("#rh-talk").click()
        self.wait_for("listening")
        self.page.wait_for_timeout(1000 * seconds)
        self.page.locator("#rh-talk").click()

    def note(self):
        return self.page.locator("#rh-voice-note").inner_text()


@pytest.fixture
def talker(visit):
    return lambda **window: Talker(visit(**window))


def test_a_whole_interview_is_spoken_with_the_embedded_engines(talker, app, address):
    me = talker()
    me.start(loop="One topic: bayes", questions=1)
    me.wait_for("speaking")
    me.talk(SPOKEN)
    me.wait_for("check")
    assert {"model", "noise", "data"} <= set(me.box.input_value().split()), "what was said is in the box, to be edited"
    assert "pocketsphinx (low accuracy)" in me.page.locator("#rh-voice-state").inner_text()
    me.box.fill(me.box.input_value() + " So I would use Bayes' rule, with the prior.")
    said, played = len(me.me.heard()), me.page.evaluate("window.played.length")
    me.page.locator("#rh-send").click()
    me.me.wait_for_turn(said + 1)
    assert me.me.said()[0].endswith("with the prior.")
    me.wait_for_voice(played + 1)
    me.page.locator("#rh-end").click()
    card = me.page.locator("#rh-scorecard section").first
    card.wait_for(state="visible")
    delivery = me.page.locator("#rh-scorecard .rh-delivery")
    assert re.search(r"\d+ words a minute|words per minute", delivery.inner_text()), "how it was said is on the scorecard"
    assert delivery.locator("svg[role=img]").count() == 1
    assert me.me.hosts - {""} == {address.split("/")[2]}, "no other host was asked"
    assert not me.me.errors
    assert not list(app.settings.recordings_folder.glob("*")), "no sound is kept"
