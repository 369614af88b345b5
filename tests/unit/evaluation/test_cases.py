"""Cases and outcomes as records."""

import pytest
from pydantic import ValidationError

from rehearse.domain.figure import Figure
from rehearse.domain.verdicts import Status
from rehearse.evaluation.cases import Case, Label, Run, whole_questions
from rehearse.evaluation.engines import key_of
from rehearse.evaluation.runner import OutcomeLog
from unit.builders import entry, item
from unit.evaluation.graders import ENTRIES, engine, every_quality, graded, labelled, reader, run_of


def test_a_run_survives_its_file(tmp_path):
    cases = [labelled(["what"], labels=(Label(labeller="b", level=2, items={"what": Status.PARTIAL}),), kind="weak", split="tune")]
    figure = Figure(name="level.qwk", value=0.5, low=None, high=None, n=1)
    run = run_of(cases, graded(cases, reader(), OutcomeLog(tmp_path / "log.jsonl")))
    run = run.model_copy(update={"figures": (figure,), "rivals": {"length": (figure,)}})
    assert Run.model_validate_json(run.model_dump_json(exclude_defaults=True)) == run


@pytest.mark.parametrize(
    "field", [{"split": "dev"}, {"labels": [{"labeller": "a", "level": 6}]}, {"gold": {"labeller": "a", "items": {"what": "good"}}}]
)
def test_a_case_with_a_value_that_there_is_not_is_refused(field):
    with pytest.raises(ValidationError):
        Case.model_validate({"id": "c1", "question_id": "bagging", "answer": "It averages.", **field})


def test_an_outcome_holds_for_one_answer_one_key_and_one_engine():
    case, asked, judge = labelled(["what"]), ENTRIES["bagging"], reader()
    key = key_of(case, asked, engine(judge))
    assert key == key_of(case.model_copy(update={"gold": None, "kind": "strong"}), asked, engine(judge))
    others = [
        key_of(case.model_copy(update={"answer": "Another answer."}), asked, engine(judge)),
        key_of(case, entry("bagging", [item("what", 3)]), engine(judge)),
        key_of(case, asked, engine(judge, fingerprint="v2")),
    ]
    assert len({key, *others}) == 4


def test_a_limit_leaves_no_question_half_done():
    cases = every_quality()
    taken = list(whole_questions(cases, 7, lambda case: case.question_id))
    assert [case.question_id for case in taken] == ["bagging"] * 5 + ["boosting"] * 5
    assert list(whole_questions(cases, None, lambda case: case.question_id)) == cases
