import pytest

from rehearse.domain.brief import LONGEST_HOOK, brief_for
from rehearse.domain.events import Cue, Graded
from rehearse.domain.interview import Say, step
from rehearse.domain.question import Round
from rehearse.domain.verdicts import Status
from unit.builders import Story, entry, two_round_entries, two_round_plan, verdict

GAPS = {"what": Status.MISSING, "why": Status.CONTRADICTED, "cost": Status.PARTIAL, "myth": Status.MET}


def secrets(asked):
    """Every text of an entry that the interviewer must not know."""
    yield asked.key.reference_answer
    yield from (*asked.key.senior_signals, *asked.key.common_mistakes, *asked.key.sources)
    yield from (exemplar.text for exemplar in asked.exemplars.named().values())
    for item in asked.key.items:
        yield from (item.text, *item.accept, *item.reject)


def played_out():
    story = Story(two_round_plan(minutes=10), marks=dict.fromkeys(two_round_entries(), GAPS))
    for said in (
        "Can you repeat that?",
        "What do you mean?",
        "Let me think.",
        "skip",
        *["My own guess at it."] * 9,
        "Who is on the team?",
        "No.",
    ):
        story.says(said, after=5)
    assert story.state.is_over
    return story


def probe_brief(said, status=Status.MISSING, item_id="what", **evidence):
    """The brief of a probe at an item that was judged with `evidence`."""
    story = Story().says(said)
    given = verdict(item_id, status).model_copy(update=evidence)
    state = step(story.state, Graded(at=story.now, question_id="bagging", engine="fake", verdicts=(given,)))
    return brief_for(state, Say(Cue.PROBE, "bagging", item_id), story.entries)


def test_no_brief_of_a_whole_interview_holds_a_word_of_the_answer_key():
    story = played_out()
    assert {brief.cue for brief in story.briefs} == set(Cue)
    for brief in story.briefs:
        sent = brief.model_dump_json()
        for asked in story.entries.values():
            for secret in secrets(asked):
                assert secret not in sent


def test_only_the_chosen_probe_and_two_runners_up_leave_the_key():
    story = played_out()
    probes = {item.probe for asked in story.entries.values() for item in asked.key.items}
    said = set()
    for brief in story.briefs:
        assert len(brief.runners_up) <= 2
        assert brief.probe not in brief.runners_up
        said |= {brief.probe, *brief.runners_up} - {None}
        sent = brief.model_dump_json()
        assert all(probe not in sent for probe in probes - said)
    assert said


def test_a_probe_is_tied_to_the_words_it_is_about():
    evidence = verdict("what", Status.PARTIAL, "It averages many trees, I think.", "averages many trees,")
    brief = probe_brief("It averages many trees, I think.", Status.PARTIAL, quote=evidence.quote)
    assert (brief.hook, brief.gap) == ("averages many trees", Status.PARTIAL)
    assert brief.probe == entry("bagging").key.item("what").probe


def test_a_point_that_was_not_made_is_tied_to_the_nearest_words():
    near = verdict("what", Status.PARTIAL, "It averages many trees, I think.", "many trees").quote
    assert probe_brief("It averages many trees, I think.", near=near).hook == "many trees"
    assert probe_brief("It averages many trees, I think.").hook is None


def test_long_words_of_the_candidates_are_cut_short():
    said = " ".join(f"word{n}" for n in range(40))
    hook = probe_brief(said, Status.PARTIAL, quote=verdict("what", Status.PARTIAL, said).quote).hook
    assert hook == " ".join(f"word{n}" for n in range(LONGEST_HOOK)) + "…"


def test_an_asserted_misconception_is_probed_as_a_contradiction():
    assert probe_brief("It lowers bias.", Status.MET, "myth").gap is Status.CONTRADICTED


def test_a_new_round_is_announced_with_its_first_question_only():
    story = Story().says("skip").says("skip").says("skip")
    opened = [brief.new_round for brief in story.briefs if brief.cue is Cue.QUESTION]
    assert opened == [Round.ML_THEORY, None, Round.STATISTICS, None]


@pytest.mark.parametrize(("after", "minutes"), [(0, 20), (29, 20), (600, 10), (1190, 0), (5000, 0)])
def test_the_minutes_left_are_counted_for_the_interviewer_and_never_below_zero(after, minutes):
    story = Story(two_round_plan(minutes=10)).says("skip", after=after)
    assert story.briefs[-1].minutes_left == minutes


def test_without_a_time_limit_there_are_no_minutes_to_tell():
    assert {brief.minutes_left for brief in Story(two_round_plan(minutes=None)).says("skip").briefs} == {None}


def test_the_interviewer_knows_that_the_last_question_was_skipped():
    story = Story().says("I don't know, let's skip this one.").says("It corrects the errors of the trees before.")
    assert [brief.skipped for brief in story.briefs] == [False, False, True, False]


def test_the_transcript_holds_both_voices_but_no_notice_of_the_programs():
    story = Story().is_warned("The model is silent.").says("It averages <b>trees</b>.")
    lines = story.briefs[-1].transcript
    assert [line.speaker for line in lines] == ["interviewer", "interviewer", "candidate"]
    assert lines[-1].text == "It averages <b>trees</b>."
