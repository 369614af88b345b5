import pytest

from rehearse.domain.delivery import FILLERS, PACE, SpanKind, measure
from rehearse.domain.events import EVENT, Answered
from rehearse.domain.report import build_report
from unit.builders import Story, rubrics
from unit.speaking import spoken

CALM = " ".join(["the model averages many trees so their errors cancel"] * 5)


def figures(*answers):
    found = measure({f"Q{number}": answer for number, answer in enumerate(answers, 1)})
    return {each.name: each for each in found.measures}


def scorecard(story):
    return build_report(story.state, story.entries, rubrics(), {})


def test_a_calm_answer_meets_every_target():
    measured = figures(spoken(CALM))
    assert measured["pace"].value == pytest.approx(45 / (45 * 0.4 - 0.1) * 60)
    assert measured["speaking time"].value == pytest.approx(45 * 0.4 - 0.1)
    assert measured["time to first word"].value == 1.0
    assert all(each.is_met in (True, None) for each in measured.values())


def test_silences_are_left_out_of_speaking_time_but_slow_the_pace_down():
    calm, halting = figures(spoken(CALM)), figures(spoken(CALM.replace("trees", "trees (3.0)")))
    assert halting["pace"].value < PACE.low < calm["pace"].value
    # Each silence takes the place of one short gap that counted as speaking.
    assert halting["speaking time"].value == pytest.approx(calm["speaking time"].value - 5 * 0.1)
    assert "Slow" in halting["pace"].advice


def test_long_pauses_are_counted_and_the_longest_is_named():
    pauses = figures(spoken(CALM + " (2.5) and (1.9) then (4.0) we stop"))["long pauses"]
    assert "2 of 2 s or more, the longest 4.0 s" in pauses.advice
    assert pauses.is_met is False


def test_um_after_um_is_too_many_fillers():
    measured = figures(spoken(CALM.replace("so", "um so")))["fillers"]
    assert measured.value == pytest.approx(100 * 5 / 50)
    assert not FILLERS.holds(measured.value)
    assert "um" in measured.advice


def test_the_first_word_is_timed_from_the_interviewers_last_sound():
    assert figures(spoken(CALM, lead=4.0), spoken(CALM, lead=9.0), spoken(CALM, lead=8.0))["time to first word"].value == 8.0
    unknown = figures(spoken(CALM, lead=None))["time to first word"]
    assert (unknown.value, unknown.is_met) == (None, None)


def test_a_few_words_make_no_rates():
    measured = figures(spoken("um yes"))
    assert [measured[name].value for name in ("pace", "fillers", "hedges")] == [None, None, None]
    assert "Too little" in measured["pace"].advice


def test_an_engine_without_times_still_gives_pace_and_fillers():
    measured = figures(spoken(CALM + " you know", timed=False))
    assert measured["pace"].value == pytest.approx(47 / (47 * 0.4 - 0.1) * 60)
    assert measured["fillers"].value > 0
    assert [measured[name].value for name in ("speaking time", "long pauses", "time to first word")] == [None, None, None]


def test_silence_is_no_delivery():
    assert measure({}) is None
    assert measure({"Q1": spoken("")}) is None


def test_the_timeline_has_every_second_once():
    track = measure({"Q1": spoken("we (1.0) trained (2.5) um a model", lead=2.0)}).tracks[0]
    kinds = [span.kind for span in track.spans]
    assert kinds == [SpanKind.WAIT, SpanKind.SPEECH, SpanKind.SPEECH, SpanKind.PAUSE, SpanKind.SPEECH, SpanKind.FILLER]
    assert (track.spans[0].end, track.spans[-1].text) == (2.0, "um")
    assert track.seconds == track.spans[4].end
    assert track.spans[3].seconds == pytest.approx(2.5)


def test_the_score_is_the_same_spoken_or_typed():
    text = "It averages many trees."
    typed, aloud = scorecard(Story().says(text)), scorecard(Story().says(text, spoken=spoken("um um um " + CALM)))
    assert aloud.delivery is not None
    assert typed.delivery is None
    assert aloud.model_copy(update={"delivery": None}) == typed


def test_answers_and_follow_ups_are_told_apart_and_requests_are_no_answers():
    story = Story().says("Could you repeat that?", spoken=spoken("could you repeat that"))
    story.says("It averages.", spoken=spoken(CALM)).says("Errors cancel.", spoken=spoken(CALM))
    assert [track.label for track in scorecard(story).delivery.tracks] == ["Q1", "Q2"]


def test_an_interview_of_before_delivery_was_measured_still_replays():
    old = EVENT.validate_json('{"at": 1.0, "type": "answered", "text": "It averages.", "intent": "answer"}')
    assert isinstance(old, Answered)
    assert old.spoken is None


def test_what_was_heard_is_kept_beside_what_the_candidate_made_of_it():
    heard = Answered(at=1.0, text="XGBoost is fast.", intent="answer", spoken=spoken("ex gee boost is fast"))
    again = EVENT.validate_json(heard.model_dump_json())
    assert (again.text, again.spoken.transcript.text) == ("XGBoost is fast.", "ex gee boost is fast")
