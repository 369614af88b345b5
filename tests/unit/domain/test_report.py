from rehearse.domain.events import Graded, Warned
from rehearse.domain.interview import replay, step
from rehearse.domain.note import Note
from rehearse.domain.planning import Plan, PlannedRound
from rehearse.domain.question import Round, StarPart
from rehearse.domain.report import UNHEARD, build_card, build_report
from rehearse.domain.scoring import Signal
from rehearse.domain.verdicts import Status, every_item
from unit.builders import ITEMS, Story, entry, item, rubrics, star_item, two_round_entries, verdict, verdicts

BAGGING = entry("bagging")
NOTE = Note(id="trees", title="Trees", sources=("A book on trees",), body="Trees grow from the root.")


def graded(given, asked=BAGGING, **fields):
    return Graded(at=0, question_id=asked.id, engine="fake", verdicts=tuple(given), **fields)


def card(answers=("some words",), notes=None, asked=BAGGING, **marks):
    return build_card(graded(verdicts(asked, answers[0], **marks), asked), answers, asked, notes or {})


def report(story):
    return build_report(story.state, story.entries, rubrics(), {})


def with_grade(story, given, question_id="bagging"):
    return step(story.state, graded(given).model_copy(update={"question_id": question_id, "at": story.now}))


def test_a_finished_interview_has_a_card_for_every_question_and_a_signal():
    story = Story()
    for _ in range(4):
        story.says("It averages many trees.", after=60)
    story.says("No, thanks.")
    result = report(story)
    assert [c.question_id for c in result.cards] == list(two_round_entries())
    assert (result.over, result.minutes, result.planned_questions) == (True, 4, 4)
    assert result.signal is Signal.STRONG_YES
    assert result.total.share == 1.0
    assert result.engines == ("fake",)


def test_before_the_first_answer_there_is_no_number():
    result = report(Story())
    assert (result.cards, result.signal, result.total.share, result.coverage, result.engines) == ((), None, None, 0.0, ())
    assert not result.over


def test_an_unscored_question_is_left_out_of_the_mean_and_not_counted_as_zero():
    story = Story().says("It averages many trees.").says("Each corrects the one before.")
    story.events.append(graded(every_item(BAGGING, Status.UNSCORED, "gpt", "failed")).model_copy(update={"at": story.now}))
    result = report(story)
    first, second = result.cards
    assert first.score.level is None
    assert all(r.points is None for r in first.items)
    assert second.score.level == 5
    assert result.signal is Signal.STRONG_YES
    assert result.coverage == 0.5


def test_when_most_of_the_rubrics_went_unscored_there_is_no_signal():
    story = Story().says("It averages many trees.")
    given = [v.void("failed") if v.item_id in ("what", "why", "cost") else v for v in story.state.grades["bagging"].verdicts]
    result = build_report(with_grade(story, given), story.entries, rubrics(), {})
    assert result.coverage == 0.25
    assert result.signal is None
    assert result.cards[0].score.level == 5


def test_a_skipped_question_counts_as_nothing_said():
    result = report(Story().says("skip").says("It averages many trees."))
    skipped, answered = result.cards
    assert (skipped.skipped, skipped.answer, skipped.score.level) == (True, "", 1)
    assert not answered.skipped
    assert result.signal is Signal.MIXED


def test_a_later_grade_replaces_the_earlier_one():
    story = Story().says("It averages many trees.")
    assert report(story).total.points == 8
    lower = build_report(with_grade(story, verdicts(BAGGING, "It averages", what=Status.MISSING)), story.entries, rubrics(), {})
    assert lower.total.points == 6


def test_warnings_are_on_the_scorecard():
    story = Story()
    story.events.append(Warned(at=story.now, text="The model was silent."))
    assert report(story).notices == ("The model was silent.",)


def test_the_same_history_always_gives_the_same_scorecard():
    story = Story(marks={"bagging": {"why": Status.PARTIAL}}).says("It averages.").says("Because errors cancel.").says("skip")
    again = build_report(replay(story.events), story.entries, rubrics(), {})
    assert again.model_dump_json() == report(story).model_dump_json()


def test_each_item_shows_what_it_earned_of_what():
    points = {r.item.id: r.points for r in card(what=Status.PARTIAL, why=Status.MISSING, cost=Status.UNSCORED).items}
    assert points == {"what": 1, "why": 0, "cost": None, "when": 2}


def test_a_misconception_is_listed_only_when_it_was_asserted():
    assert card().misconceptions == ()
    assert [i.item.id for i in card().items] == list(ITEMS)
    (myth,) = card(myth=Status.MET).misconceptions
    assert (myth.item.id, myth.points, myth.number) == ("myth", -2, 5)


def test_marked_words_carry_the_number_of_their_item():
    answers = ("It averages trees. It costs memory.",)
    given = [
        verdict("what", Status.MET, answers[0], "It averages trees."),
        verdict("why", Status.MISSING),
        verdict("cost", Status.MET, answers[0], "It costs memory."),
        verdict("when", Status.MISSING),
        verdict("myth", Status.MISSING),
    ]
    shown = build_card(graded(given), answers, BAGGING, {})
    assert [(s.text, s.labels) for s in shown.segments if s.labels] == [("It averages trees.", ("1",)), ("It costs memory.", ("3",))]


def test_what_was_said_after_a_follow_up_is_marked_as_such():
    answers = ("It averages trees.", "It costs memory.")
    whole = "\n\n".join(answers)
    given = [
        verdict("what", Status.MET, whole, "It averages trees."),
        verdict("why", Status.MISSING),
        verdict("cost", Status.MET, whole, "It costs memory."),
        verdict("when", Status.MISSING),
        verdict("myth", Status.MISSING),
    ]
    shown = build_card(graded(given), answers, BAGGING, {})
    assert {r.item.id for r in shown.items if r.after_follow_up} == {"cost"}


def test_the_advice_names_the_change_that_would_have_earned_most():
    weighted = entry("weighted", [item("what", 2), item("why", 5), item("cost", 3), item("when", 2), item("myth", -4)])

    def advice(**marks):
        return card(("My own words.",), asked=weighted, **marks).better

    assert advice(what=Status.MISSING, why=Status.MISSING) == f"Make this point too: {weighted.key.item('why').text}"
    assert advice(why=Status.PARTIAL) == f"Go one step further here: {weighted.key.item('why').text}"
    assert advice(cost=Status.CONTRADICTED, what=Status.MISSING).startswith("Put this right: you said “My own words.”.")
    assert advice(myth=Status.MET, why=Status.MISSING).endswith(f"Rather: {weighted.key.item('myth').reject[0]}")
    assert advice().startswith("Nothing is missing here.")


def test_what_could_not_be_scored_is_no_advice():
    assert card(what=Status.UNSCORED).better.startswith("What was scored is all there")


def test_a_card_links_the_notes_that_the_judge_read_or_else_those_of_the_key():
    asked = entry("bagging", read=("trees", "gone"))
    assert [n.title for n in card(asked=asked, notes={"trees": NOTE}).notes] == ["Trees"]
    other = NOTE.model_copy(update={"id": "forests", "title": "Forests"})
    given = [v.model_copy(update={"reference_ids": ("forests",)}) for v in verdicts(asked)]
    shown = build_card(graded(given, asked), ("some words",), asked, {"trees": NOTE, "forests": other})
    assert [n.title for n in shown.notes] == ["Forests"]


def test_a_competency_is_told_in_the_words_of_its_rubric_with_the_candidates_own_as_evidence():
    (area,) = report(Story().says("It averages many trees.")).competencies
    assert (area.name, area.tally.level, area.anchor) == ("fundamentals", 5, "Fundamentals at level 5.")
    assert area.strong == ("Strong Fundamentals one.", "Strong Fundamentals two.")
    assert area.weak == ()
    assert area.evidence == ("It averages many trees.",)


def test_a_weak_competency_shows_weak_signals_and_a_middling_one_neither():
    weak = report(Story(marks={"bagging": dict.fromkeys(("what", "why", "cost"), Status.MISSING)}).says("It averages.")).competencies[0]
    assert weak.tally.level == 2
    assert (weak.strong, weak.weak) == ((), ("Weak Fundamentals one.",))
    middling = report(Story(marks={"bagging": dict.fromkeys(("what", "why"), Status.MISSING)}).says("It averages.")).competencies[0]
    assert (middling.tally.level, middling.strong, middling.weak) == (3, (), ())


def test_where_nothing_was_heard_the_scorecard_says_so():
    (area,) = report(Story().says("skip")).competencies
    assert (area.anchor, area.tally.level, area.evidence) == (UNHEARD, 1, ())


def test_the_parts_of_a_story_are_reported_in_the_order_of_star():
    story_entry = entry(
        "story", [star_item(p) for p in (StarPart.RESULT, StarPart.ACTION, StarPart.TASK, StarPart.SITUATION)], round=Round.BEHAVIOURAL
    )
    plan = Plan(
        title="Stories",
        level="mid",
        mode="mock",
        rounds=(PlannedRound(round=Round.BEHAVIOURAL, minutes=None, questions=("story",)),),
    )
    marks = {"story": {"result": Status.MISSING}}
    result = report(Story(plan, {"story": story_entry}, marks).says("I rewrote the pipeline."))
    assert [(a.name, a.tally.level) for a in result.star] == [("situation", 5), ("task", 5), ("action", 5), ("result", 1)]


def test_what_was_got_wrong_was_heard_all_the_same():
    wrong = Story(marks={"bagging": dict.fromkeys(ITEMS, Status.CONTRADICTED)})
    (area,) = report(wrong.says("It is the other way round.")).competencies
    assert area.anchor == "Fundamentals at level 1."
    assert area.weak
