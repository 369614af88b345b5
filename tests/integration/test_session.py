"""A whole interview over fakes: what the candidate says, what happens, and what survives a crash."""

import pytest

from rehearse.adapters.embedded_interviewer import EmbeddedInterviewer
from rehearse.adapters.fakes import MemoryStore, NoNotes, ScriptedInterviewer, ScriptedJudge
from rehearse.domain.events import Cue, Graded, Resumed, Said
from rehearse.domain.evidence import Examination
from rehearse.domain.verdicts import Status
from rehearse.errors import AnswerError, ConflictError, EndpointError, EngineError, StoreError
from rehearse.ports import SessionInfo
from rehearse.services.disputes import Contest
from rehearse.services.grader import Grader
from rehearse.services.session import Interview

SAYS = ["could you repeat the question?", "My first answer.", "More on that.", "And more.", "skip", "What is the team like?", "No, thanks."]


def talk(interview, says=SAYS):
    """Say each line in turn; return everything the interviewer said."""
    list(interview.proceed())
    for line in says:
        if interview.state.is_over:
            break
        list(interview.answer(line))
    return [turn.text for turn in interview.state.turns]


def grader_of(judge):
    return Grader(judge, NoNotes(), {})


def test_an_interview_goes_from_the_greeting_to_the_end(make_interviews, request_two):
    interviewer = ScriptedInterviewer()
    interview = make_interviews(interviewer=interviewer).start(request_two, "me")
    talk(interview)
    assert interview.state.is_over
    assert [brief.cue for brief in interviewer.briefs] == [
        Cue.OPENING, Cue.QUESTION, Cue.REPEAT, Cue.PROBE, Cue.PROBE, Cue.QUESTION, Cue.INVITE, Cue.REPLY, Cue.CLOSING,
    ]  # fmt: skip


def test_everything_said_to_a_question_is_graded_together(make_interviews, request_two):
    judge = ScriptedJudge()
    interview = make_interviews(quick=grader_of(judge)).start(request_two, "me")
    talk(interview)
    assert judge.answers == ["My first answer.", "My first answer.\n\nMore on that.", "My first answer.\n\nMore on that.\n\nAnd more."]


def test_killed_after_any_event_it_goes_on_with_the_same_words(make_interviews, request_two):
    store = MemoryStore()
    interviews = make_interviews(interviewer=EmbeddedInterviewer(), store=store)
    interview = interviews.start(request_two, "me")
    whole = talk(interview)
    events = store.events(interview.id)
    for alive in range(1, len(events) + 1):
        copy = MemoryStore()
        copy.create(SessionInfo(interview.id, "me", "", 0, 0, False), events[0])
        for sequence, event in enumerate(events[1:alive], 1):
            copy.append(interview.id, sequence, event)
        again = make_interviews(interviewer=EmbeddedInterviewer(), store=copy).open(interview.id, "me")
        said = sum(turn.speaker == "candidate" for turn in again.state.turns)
        assert talk(again, SAYS[said:]) == whole


def test_the_time_between_a_crash_and_the_resume_does_not_count(make_interviews, request_two):
    store = MemoryStore()
    interviews = make_interviews(store=store)
    interview = interviews.start(request_two, "me")
    list(interview.proceed())
    before = interview.state.elapsed
    later = make_interviews(store=store, clock=lambda: 9_000_000.0)
    again = later.open(interview.id)
    assert isinstance(store.events(interview.id)[-1], Resumed)
    assert again.state.elapsed == before


def test_two_windows_cannot_answer_the_same_turn(make_interviews, request_two):
    store = MemoryStore()
    interviews = make_interviews(store=store)
    one = interviews.start(request_two, "me")
    list(one.proceed())
    other = Interview(one.id, store.events(one.id), interviews._crew)
    list(one.answer("Mine came first."))
    with pytest.raises(ConflictError, match="another window"):
        list(other.answer("Mine came second."))
    with pytest.raises(ConflictError, match="moved on"):
        list(one.answer("I had seen less than is there now.", turn=0))


def test_a_notice_in_the_meantime_is_no_conflict(make_interviews, request_two):
    interview = make_interviews().start(request_two, "me")
    list(interview.proceed())
    interview._warn("The model is slow today.")
    list(interview.answer("My answer.", turn=0))
    assert interview.state.candidate_turns == 1


def test_an_empty_answer_is_asked_for_again_and_a_book_is_refused(make_interviews, request_two):
    interview = make_interviews().start(request_two, "me")
    list(interview.proceed())
    turns = len(interview.state.turns)
    for bad, words in (("  \n\t ", "empty"), ("\x00\x07", "empty"), ("word " * 50_000, "50,000 words")):
        with pytest.raises(AnswerError, match=words):
            list(interview.answer(bad))
    assert len(interview.state.turns) == turns
    assert interview.state.awaits_candidate


def test_when_nothing_can_be_saved_the_interview_does_not_move(make_interviews, request_two):
    class FullDisk(MemoryStore):
        full = False

        def append(self, session_id, sequence, event):
            if self.full:
                raise StoreError("The disk is full.")
            super().append(session_id, sequence, event)

    store = FullDisk()
    interview = make_interviews(store=store).start(request_two, "me")
    list(interview.proceed())
    before = interview.state
    store.full = True
    with pytest.raises(StoreError):
        list(interview.answer("An answer that I took ten minutes to write."))
    assert interview.state == before
    store.full = False
    list(interview.answer("An answer that I took ten minutes to write."))
    assert len(interview.state.turns) > len(before.turns)


def test_a_dead_interviewer_model_is_replaced_and_that_is_said_once(make_interviews, request_two):
    class Dead(ScriptedInterviewer):
        def speak(self, brief):
            self.briefs.append(brief)
            raise EndpointError("The model 'm' cannot be reached.")
            yield ""

    dead = Dead()
    interview = make_interviews(interviewer=dead).start(request_two, "me")
    talk(interview)
    assert interview.state.is_over
    notices = [turn.text for turn in interview.state.turns if turn.speaker == "notice"]
    assert notices == ["The model 'm' cannot be reached. The interview goes on with the embedded engine."]
    assert len(dead.briefs) > 1


def test_the_models_verdicts_replace_the_quick_ones_once_a_question_is_over(make_interviews, request_two):
    store = MemoryStore()
    final = ScriptedJudge(lambda answer: {}, engine="llm:m")
    interview = make_interviews(store=store, final=grader_of(final)).start(request_two, "me")
    talk(interview)
    assert interview.settle(10)
    graded = [event for event in store.events(interview.id) if isinstance(event, Graded) and not event.skipped]
    assert [event.engine for event in graded].count("llm:m") == 1
    assert interview.state.grades[graded[0].question_id].engine == "llm:m"
    assert final.answers == ["My first answer.\n\nMore on that.\n\nAnd more."]


def test_a_failing_model_judge_leaves_the_quick_grade_and_says_so(make_interviews, request_two):
    class Broken(ScriptedJudge):
        def judge(self, entry, answer, references=()):
            raise EngineError("The model 'm' did not answer within 1 s.")

    interview = make_interviews(final=grader_of(Broken(engine="llm:m"))).start(request_two, "me")
    talk(interview)
    interview.settle(10)
    assert {grade.engine for grade in interview.state.grades.values()} == {"scripted", "rule"}
    assert any("keeps the scripted engine's grade" in turn.text for turn in interview.state.turns)


def test_an_answer_that_cannot_be_read_is_said_to_be_unscored(make_interviews, request_two, app):
    unscored = {item.id: Status.UNSCORED for entry in app.bank for item in entry.key.items}
    interviews = make_interviews(quick=grader_of(ScriptedJudge(unscored)))
    interview = interviews.start(request_two, "me")
    talk(interview, ["Das ist Deutsch.", "skip", "no"])
    assert any("could not be scored" in turn.text for turn in interview.state.turns)
    report = interviews.report(interview.state)
    assert report.cards[0].score.level is None
    assert report.total.possible == report.cards[1].score.total.possible, "what was not scored is in no sum"


def test_what_a_model_failed_to_grade_can_be_graded_later(make_interviews, request_two):
    class Recovering(ScriptedJudge):
        well = False

        def judge(self, entry, answer, references=()):
            if not self.well:
                raise EngineError("The model 'm' is down.")
            return super().judge(entry, answer, references)

    judge = Recovering(engine="llm:m")
    interview = make_interviews(final=grader_of(judge)).start(request_two, "me")
    talk(interview)
    interview.settle(10)
    judge.well = True
    assert interview.regrade() == 1
    assert {grade.engine for grade in interview.state.grades.values()} == {"llm:m", "rule"}
    assert interview.state.is_over
    assert interview.regrade() == 0


def test_a_strong_answer_gets_no_follow_up(make_interviews, request_two, app):
    everything = {item.id: Status.MET for entry in app.bank for item in entry.key.items if item.points > 0}
    interview = make_interviews(quick=grader_of(ScriptedJudge(everything))).start(request_two, "me")
    talk(interview, ["Everything.", "Everything again."])
    assert not [turn for turn in interview.state.turns if turn.cue is Cue.PROBE]


def test_questions_asked_before_come_last(make_interviews, request_two):
    interviews = make_interviews()
    first = interviews.start(request_two, "me")
    talk(first)
    second = interviews.start(request_two, "me")
    assert not set(first.state.plan.question_ids) & set(second.state.plan.question_ids)
    assert interviews.start(request_two, "somebody else").state.plan == first.state.plan


def test_a_question_that_has_left_the_bank_is_named(make_interviews, request_two, app):
    from rehearse.content.bank import Bank
    from rehearse.errors import NotFoundError
    from rehearse.services.interviews import Interviews

    store = MemoryStore()
    first = make_interviews(store=store)
    begun = first.start(request_two, "me")
    talk(begun, SAYS[:3])
    gone = begun.state.plan.question_ids[0]
    smaller = Bank(entry for entry in app.bank if entry.id != gone)
    later = Interviews(smaller, store, app.rubrics, app.notes, lambda: first._crew)
    with pytest.raises(NotFoundError, match=gone):
        later.open(begun.id)
    assert later.report(later.peek(begun.id)).cards == ()


def test_somebody_elses_interview_cannot_be_opened(make_interviews, request_two):
    from rehearse.errors import NotFoundError

    interviews = make_interviews()
    mine = interviews.start(request_two, "me")
    with pytest.raises(NotFoundError):
        interviews.open(mine.id, "you")


def test_an_utterance_is_saved_whole(make_interviews, request_two):
    store = MemoryStore()
    interview = make_interviews(store=store).start(request_two, "me")
    spoken = list(interview.proceed())
    said = [event.text for event in store.events(interview.id) if isinstance(event, Said)]
    assert [words.text for words in spoken if words.complete] == said


def test_a_second_clarification_is_left_to_the_candidate(make_interviews, request_two):
    interview = make_interviews(interviewer=EmbeddedInterviewer()).start(request_two, "me")
    talk(interview, ["Can you clarify the question?", "How many users are there?"])
    first, second = [turn.text for turn in interview.state.turns if turn.cue is Cue.CLARIFY]
    assert first.startswith("Sure.")
    assert "Make an assumption" in second


def test_a_message_without_words_is_asked_for_again(make_interviews, request_two):
    interview = make_interviews().start(request_two, "me")
    list(interview.proceed())
    with pytest.raises(AnswerError, match="no words"):
        list(interview.answer("😂😂😂 …"))


def test_a_withheld_grade_is_recorded_and_said_with_its_reason(make_interviews, request_two):
    class Withholding(ScriptedJudge):
        def examine(self, entry, answer, references):
            verdicts = tuple(verdict.void("withheld") for verdict in self.judge(entry, answer, references))
            return Examination(verdicts=verdicts, warning="Its grade is withheld.")

    interview = make_interviews(final=grader_of(Withholding(engine="llm:m"))).start(request_two, "me")
    talk(interview)
    interview.settle(5)
    first = interview.state.answered[0]
    assert {verdict.status for verdict in interview.state.grades[first].verdicts} == {Status.UNSCORED}
    assert any(turn.text == "Its grade is withheld." for turn in interview.state.turns)


def test_a_contested_verdict_is_not_judged_from_memory(make_interviews, request_two):
    """The judge that looks a second time is one that remembers nothing."""
    final = ScriptedJudge(engine="llm:m")
    interviews = make_interviews(final=grader_of(final), second=grader_of(lenient := Lenient(engine="llm:m")))
    interview = interviews.start(request_two, "me")
    talk(interview)
    interview.settle(5)
    question = interview.state.answered[0]
    item = next(i for i in interview._crew.entries[question].key.items if i.points > 0)
    looked = len(final.answers)
    dispute = interview.dispute(Contest(question, item.id, "I said so."))
    assert dispute.second.status is Status.MET
    assert (len(final.answers), len(lenient.answers)) == (looked, 1)


class Lenient(ScriptedJudge):
    """Finds every point."""

    def judge(self, entry, answer, references=()):
        self._statuses = dict.fromkeys((item.id for item in entry.key.items), Status.MET)
        return super().judge(entry, answer, references)
