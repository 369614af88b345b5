"""Two runs side by side."""

import pytest

from rehearse.adapters.fakes import ScriptedJudge
from rehearse.domain.verdicts import Status
from rehearse.errors import ContentError
from rehearse.evaluation.compare import Change, Flip, change_of, compare
from rehearse.evaluation.runner import OutcomeLog
from unit.builders import ITEMS
from unit.evaluation.graders import ENTRIES, every_quality, graded, reader, run_of


@pytest.fixture
def run_with(tmp_path):
    def run(judge, cases=None, suite="answers"):
        cases = cases or every_quality()
        return run_of(cases, graded(cases, judge, OutcomeLog(tmp_path / "log.jsonl", fresh=True)), suite)

    return run


def generous():
    """A judge that takes everything as met, but for the misconception."""
    return ScriptedJudge(dict.fromkeys(ITEMS, Status.MET))


def test_a_run_does_not_differ_from_itself(run_with):
    found = compare(run_with(reader()), run_with(reader()), ENTRIES)
    assert {change_of(row) for row in found.figures} == {Change.NOISE}
    assert found.flips == ()


def test_a_worse_judge_is_worse_in_both_directions_of_figures(run_with):
    found = compare(run_with(reader()), run_with(generous()), ENTRIES)
    changes = {row.name: change_of(row) for row in found.figures}
    assert changes["level.qwk"] is changes["level.mae"] is changes["item.accuracy"] is Change.WORSE
    assert changes["level.smd"] is Change.MOVED
    back = {row.name: change_of(row) for row in compare(run_with(generous()), run_with(reader()), ENTRIES).figures}
    assert back["level.qwk"] is back["level.mae"] is Change.BETTER


def test_every_flip_is_named_with_what_is_right(run_with):
    flips = compare(run_with(reader()), run_with(generous()), ENTRIES).flips
    assert Flip("bagging--3", "level", "4", "5", "4") in flips
    assert Flip("bagging--3", "when", "missing", "met", "missing") in flips
    assert not any(flip.case_id == "bagging--4" for flip in flips)


def test_only_cases_with_the_same_answer_are_compared(run_with):
    cases = every_quality()
    edited = [cases[0].model_copy(update={"answer": "I would say what."}), *cases[1:6]]
    found = compare(run_with(reader()), run_with(reader(), edited), ENTRIES)
    assert {row.n for row in found.figures if row.name == "level.qwk"} == {5}
    assert found.left_out == 15


def test_labels_that_were_corrected_since_hold_for_both_runs(run_with):
    old = [case.model_copy(update={"gold": None}) for case in every_quality()]
    (row,) = (row for row in compare(run_with(reader(), old), run_with(reader()), ENTRIES).figures if row.name == "level.exact")
    assert (row.a, row.b) == (1, 1)


def test_runs_of_different_suites_cannot_be_compared(run_with):
    with pytest.raises(ContentError, match="different suites, 'answers' and 'star'"):
        compare(run_with(reader()), run_with(reader(), suite="star"), ENTRIES)


def test_runs_without_a_common_case_cannot_be_compared(run_with):
    with pytest.raises(ContentError, match="share no case"):
        compare(run_with(reader(), every_quality()[:5]), run_with(reader(), every_quality()[5:]), ENTRIES)
