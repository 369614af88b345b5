"""An interview held by speaking: the real page, a browser whose microphone plays a synthetic voice, and what comes out of it."""

import re
import shutil

import pytest

from rehearse.adapters.fakes import ScriptedTranscriber, ToneSpeaker
from rehearse.adapters.speech.resample import resampled
from rehearse.domain.audio import Clip
from voices import flite, needs_flite

pytestmark = needs_flite
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
RATE = 48_000
SENTENCE = "The model learns the noise of the training data and not the rule, so it is bad on all data that is new."
LEAD, TAIL = 0.8, 1.7
"""Seconds of silence before and after the sentence, which the microphone repeats for ever."""
SPOKEN = 9.0
"""Seconds in which the sentence is heard whole."""
CLEAR = "rms"
"""The voice that PocketSphinx is surest of: with the others its confidence is so near the limit of garbage that it falls below now and then."""
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
    said = resampled(flite(SENTENCE, CLEAR), RATE)
    path = tmp_path_factory.mktemp("microphone") / "said.wav"
    path.write_bytes(Clip(bytes(2 * int(LEAD * RATE)) + said.pcm + bytes(2 * int(TAIL * RATE)), RATE).to_wav())
    return path


@pytest.fixture(scope="module")
def chromium(chromium, microphone):
    flags = [*VOICE_FLAGS, "--use-fake-ui-for-media-stream", f"--use-file-for-fake-audio-capture={microphone}"]
    browser = chromium.browser_type.launch(executable_path=CHROMIUM, args=flags)
    yield browser
    browser.close()


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
        self.page.wait_for_function(
            "states => states.includes(document.querySelector('#rh-voice')?.dataset.state)", arg=states, timeout=30_000
        )

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
    assert len({"model", "noise", "training", "data"} & set(me.box.input_value().split())) >= 2, "what was said is in the box, to be edited"
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
    assert re.search(r"pace\t\d+ words", me.page.locator("#rh-scorecard .rh-delivery").inner_text()), "how it was said is on the scorecard"
    assert me.page.locator("#rh-scorecard svg.rh-timeline[role=img]").count() == 1
    assert me.me.hosts - {""} == {address.split("/")[2]}, "no other host was asked"
    assert not me.me.errors
    assert not list(app.settings.recordings_folder.glob("*")), "no sound is kept"


def test_push_to_talk_held_down_sends_at_once_and_terms_are_accepted_one_by_one(talker, scripted):
    heard = scripted("We use a naive base model and auc rock.", "It is a prior.")
    me = talker()
    me.start(loop="One topic: bayes", questions=1)
    me.set("Send as soon as I stop speaking")
    box = me.page.locator("#rh-talk").bounding_box()
    me.page.mouse.move(box["x"] + 10, box["y"] + 10)
    me.page.mouse.down()
    me.wait_for("listening")
    me.page.wait_for_timeout(600)
    me.page.mouse.up()
    me.wait_for("check")
    offers = me.page.locator("#rh-suggestions li")
    assert offers.count() >= 2, "terms that were probably meant hold the answer back"
    wanted = offers.filter(has_text="ROC")
    wanted.get_by_role("button", name="Yes").click()
    while offers.count():
        offers.first.get_by_role("button", name="No").click()
    assert "ROC" in me.box.input_value()
    assert "naive base" in me.box.input_value()
    assert heard.terms[0], "the recogniser is told which terms to expect"
    me.page.locator("#rh-send").click()
    me.me.wait_for_turn(3)
    me.talk()
    me.me.wait_for_turn(4)
    assert me.me.said()[1] == "It is a prior.", "sent without a click"


def test_without_hands_silence_ends_an_answer_and_a_request_for_time_does_not(talker, scripted):
    scripted("Give me a moment.", "That is naive base.", "It is the posterior.")
    me = talker()
    me.start(loop="One topic: bayes", questions=1)
    me.set("Hands-free")
    me.page.locator("#rh-silence").fill("1")
    me.wait_for("held")
    assert not me.me.said(), "a request for time is no answer"
    me.wait_for("soon")
    me.page.locator("#rh-suggestions").get_by_role("button", name="Yes").click()
    me.me.wait_for_turn(3)
    assert me.me.said()[0] == "That is naive Bayes.", "a term that was meant is chosen, and the answer goes out by itself"
    assert not me.page.locator("#rh-talk").is_visible()


def test_the_interviewer_falls_silent_when_a_key_is_pressed_or_the_candidate_speaks(talker, scripted):
    scripted("It is a prior.")
    me = talker()
    me.start(loop="One topic: bayes", questions=1)
    me.wait_for("speaking")
    me.page.keyboard.press("x")
    me.wait_for("ready")
    assert me.page.evaluate("window.cut") == 1
    me.page.locator("#rh-slower").click()
    me.page.locator("#rh-say-again").click()
    me.wait_for("speaking")
    me.set("Hands-free")
    me.page.wait_for_function("() => window.cut >= 2", timeout=15_000)
    assert me.state != "speaking", "the candidate has the floor"
    me.page.locator("#rh-mute").click()
    played = me.page.evaluate("window.played.length")
    me.me.wait_for_turn(3)
    assert me.page.evaluate("window.played.length") == played, "who is muted says nothing; the words are still there to read"


def test_what_was_misheard_is_not_sent_before_it_is_corrected(talker, scripted):
    scripted("the of a and it mostly", confidence=0.1)
    me = talker()
    me.start(loop="One topic: bayes", questions=1)
    me.set("Send as soon as I stop speaking")
    me.talk()
    me.page.locator("#rh-voice-note").get_by_text("probably not what you said").wait_for()
    assert me.box.input_value() == ""
    me.page.get_by_role("button", name="Put it in the box").click()
    me.page.locator("#rh-send").click()
    me.page.get_by_role("alert").filter(has_text="is not graded").wait_for()
    assert not me.me.said()
    me.wait_for("check")
    me.box.fill("The posterior is the prior times the likelihood.")
    me.page.locator("#rh-send").click()
    me.me.wait_for_turn(3)
    assert me.me.said() == ["The posterior is the prior times the likelihood."]


def test_a_reload_in_the_middle_keeps_the_interview_and_the_way_of_answering(talker, scripted):
    scripted("It is a prior.")
    me = talker()
    me.start(loop="One topic: bayes", questions=1)
    me.talk()
    me.wait_for("check")
    me.page.locator("#rh-send").click()
    me.me.wait_for_turn(3)
    before = me.me.heard(), me.me.said()
    me.page.reload()
    me.me.wait_for_turn(3)
    assert (me.me.heard(), me.me.said()) == before
    me.wait_for("ready")
    me.page.evaluate(LISTEN_TO_PLAYER)
    me.page.locator("#rh-say-again").click()
    me.wait_for_voice()
    me.choose("typed")
    me.me.say("And now I type.")
    assert me.me.said()[-1] == "And now I type."
    assert not me.page.locator("#rh-voice").is_visible()


@pytest.fixture
def deaf(chromium):
    """A browser whose owner has forbidden the microphone."""
    browser = chromium.browser_type.launch(executable_path=CHROMIUM, args=[*VOICE_FLAGS, "--deny-permission-prompts"])
    yield browser
    browser.close()


def test_who_denies_the_microphone_is_told_so_and_goes_on_typing(deaf, new_visitor, scripted):
    scripted("Nothing is heard.")
    me = Talker(new_visitor(deaf))
    me.start(loop="One topic: bayes", questions=1)
    me.page.locator("#rh-talk").click()
    me.page.locator("#rh-voice-note").get_by_text("does not let this page use the microphone").wait_for()
    me.set("Hands-free")
    me.page.locator("#rh-voice-note").get_by_text("You can type your answer").wait_for()
    assert me.page.locator("#rh-talk").is_visible(), "to try again"
    me.me.say("So I type: it is a prior.")
    assert me.me.said() == ["So I type: it is a prior."]
