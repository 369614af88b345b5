"""A candidate asks how their own answer would sound one level up."""

import pytest

from rehearse.adapters.fakes import ScriptedWriter
from rehearse.domain.better_answer import next_step, stronger_exemplar
from rehearse.domain.events import Graded
from rehearse.domain.question import Exemplar, Exemplars, ItemKind
from rehearse.domain.report import build_card
from rehearse.domain.verdicts import Status
from rehearse.ports import Passage
from rehearse.services.better_answers import BetterAnswers
from unit.builders import entry, item, numeric_target, verdicts

ANSWER = "Bagging averages trees, and in our case the error fell from 12 percent to nine."
MISSING, MET = Status.MISSING, Status.MET
LOW = {"why": MISSING, "cost": MISSING, "when": MISSING}


def card(asked=None, answer=ANSWER, skipped=False, **statuses):
    asked = asked or entry()
    marks = verdicts(asked, answer, **statuses) if answer else verdicts(asked, **statuses)
    return build_card(Graded(at=0.0, question_id=asked.id, engine="fake", verdicts=marks, skipped=skipped), [answer], asked, {})


def better(writer, on=None, asked=None):
    return BetterAnswers(writer, lambda entry: [Passage(id="trees", text="A note on trees.", similarity=0.9)]).of(
        on or card(**LOW), asked or entry()
    )


def test_the_rewrite_adds_the_fewest_points_that_reach_the_next_level():
    writer = ScriptedWriter("Bagging averages trees, so the error fell from twelve percent to 9 percent, because their errors cancel.")
    found = better(writer)
    (wanted,) = writer.asked
    assert (wanted.step.level, wanted.step.target) == (2, 3)
    assert [result.item.id for result in wanted.step.add] == ["why"]
    assert "A note on trees." in wanted.facts
    assert wanted.numbers == ("12 percent", "9")
    assert (found.level, found.added, found.note) == (3, (entry().key.item("why").text,), "")
    assert found.text.startswith("Bagging averages trees")


def test_a_number_that_the_candidate_did_not_say_is_refused_once_and_named():
    writer = ScriptedWriter("It fell to five percent.", "It fell from 12 percent to nine.")
    assert better(writer).text == "It fell from 12 percent to nine."
    assert writer.asked[1].refused == ("5 percent",)


def test_after_two_such_tries_there_is_none_and_the_bank_helps_out():
    found = better(ScriptedWriter("It fell to five percent.", "It was twice as good, since errors cancel."))
    assert found.text == ""
    assert "twice put a number into it that you did not say (twice)" in found.note


@pytest.mark.parametrize("reply", ["{}", "Sure!", "..."])
def test_what_is_no_answer_is_not_passed_off_as_a_better_one(reply):
    found = better(ScriptedWriter(reply))
    assert (found.text, found.added) == ("", ())
    assert "is not one" in found.note


def test_without_a_model_it_says_so_and_shows_the_nearest_stronger_exemplar():
    exemplars = Exemplars(
        strong=Exemplar(text="All four points of it.", met=("what", "why", "cost", "when")),
        partial=Exemplar(text="Two points of it.", met=("what", "why")),
        weak=Exemplar(text="None of them, really."),
    )
    asked = entry().model_copy(update={"exemplars": exemplars})
    found = better(None, asked=asked)
    assert "needs a model; set REHEARSE_MODEL" in found.note
    assert (found.text, found.exemplar) == ("", "Two points of it.")
    assert stronger_exemplar(asked, 4).text == "All four points of it."


@pytest.mark.parametrize(
    ("on", "says"),
    [
        (card(), "at the highest level already"),
        (card(skipped=True, **LOW), "gave no answer"),
        (card(answer="", **dict.fromkeys(("what", "why", "cost", "when"), MISSING)), "gave no answer"),
        (card(**dict.fromkeys(("what", "why", "cost", "when", "myth"), Status.UNSCORED)), "could not be scored"),
        (card(**LOW).model_copy(update={"withheld": True}), "not good enough"),
    ],
)
def test_where_there_is_nothing_to_rewrite_the_model_is_not_asked(on, says):
    writer = ScriptedWriter()
    assert says in better(writer, on).note
    assert writer.asked == []


def test_a_misconception_is_put_right_before_anything_is_added():
    step = next_step(card(what=MET, why=MISSING, cost=MISSING, when=MISSING, myth=MET))
    assert [result.item.id for result in step.right] == ["myth"]
    assert (step.level, step.target) == (1, 2)
    assert step.add == (), "without the misconception it is at the next level"


def test_a_number_of_the_key_is_never_put_into_the_candidates_mouth():
    asked = entry(items=[item("what"), item("size", 4, kind=ItemKind.NUMERIC, numeric=numeric_target(16)), item("why")])
    on = card(asked, size=MISSING, why=MISSING)
    assert [result.item.id for result in next_step(on).add] == ["why"]
    only_number = card(asked, size=MISSING)
    assert "Work it out" in better(ScriptedWriter(), only_number, asked).note
