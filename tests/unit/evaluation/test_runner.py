"""A run that is stopped, fails in places, or grades side by side; and judges that know nothing."""

import random

import pytest

from rehearse.adapters.fakes import ScriptedJudge
from rehearse.domain.verdicts import Status
from rehearse.errors import ContentError
from rehearse.evaluation.labelled import labelled_tables
from rehearse.evaluation.runner import OutcomeLog
from rehearse.evaluation.tables import measured
from unit.builders import ITEMS
from unit.evaluation.graders import ENTRIES, Failing, every_quality, graded, reader


@pytest.fixture
def path(tmp_path):
    return tmp_path / "evals" / "answers-scripted.jsonl"


def test_a_run_goes_on_where_it_was_killed_in_the_middle_of_a_line(path):
    cases = every_quality()
    whole = graded(cases, reader(), OutcomeLog(path))
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(lines[:7]) + lines[7][:30])
    judge = reader()
    again = graded(cases, judge, OutcomeLog(path))
    assert len(judge.answers) == 13
    assert [(o.case_id, o.level) for o in again] == [(o.case_id, o.level) for o in whole]
    assert len(OutcomeLog(path).read()) == 20


def test_a_run_that_the_person_stops_keeps_what_was_graded(path):
    def stop(done, total):
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        graded(every_quality(), reader(), OutcomeLog(path), progress=stop)
    assert len(OutcomeLog(path).read()) == 3


def test_a_changed_answer_is_graded_again_and_a_changed_label_is_not(path):
    cases = every_quality()
    graded(cases, reader(), OutcomeLog(path))
    changed = [cases[0].model_copy(update={"answer": "Something else."}), cases[1].model_copy(update={"gold": None}), *cases[2:]]
    judge = reader()
    graded(changed, judge, OutcomeLog(path))
    assert judge.answers == ["Something else."]


def test_a_case_that_fails_has_no_number_and_is_tried_again(path):
    cases = every_quality()
    failed = [o for o in graded(cases, Failing("when"), OutcomeLog(path)) if o.error]
    assert [(o.level, o.share, o.verdicts, o.error) for o in failed] == [(None, None, (), "The model cannot be reached.")] * 4
    judge = reader()
    assert not any(o.error for o in graded(cases, judge, OutcomeLog(path)))
    assert len(judge.answers) == 4


def test_what_failed_counts_in_the_coverage_alone(path):
    cases = every_quality()
    outcomes = {o.case_id: o for o in graded(cases, Failing("when"), OutcomeLog(path))}
    figures = {f.name: f for f in measured(labelled_tables(cases, outcomes, ENTRIES))}
    assert figures["level.qwk"].n == 16
    assert figures["level.exact"].value == 1


def test_side_by_side_gives_the_same_outcomes(tmp_path):
    cases = every_quality()
    alone, many = (graded(cases, reader(), OutcomeLog(tmp_path / f"{n}.jsonl"), concurrency=n) for n in (1, 8))
    assert [o.model_copy(update={"seconds": 0}) for o in alone] == [o.model_copy(update={"seconds": 0}) for o in many]


def test_a_line_of_another_version_is_named(path):
    log = OutcomeLog(path)
    path.write_text('{"case": 1}\n')
    with pytest.raises(ContentError, match=r"answers-scripted\.jsonl:1: not an outcome of this version; start anew with --fresh"):
        log.read()
    assert OutcomeLog(path, fresh=True).read() == {}


def _qwk_of(judge, path):
    cases = [
        case.model_copy(update={"id": f"{case.id}-{n}", "answer": f"{n} {case.answer}"}) for case in every_quality() for n in range(10)
    ]
    outcomes = {o.case_id: o for o in graded(cases, judge, OutcomeLog(path))}
    return next(f.value for f in measured(labelled_tables(cases, outcomes, ENTRIES)) if f.name == "level.qwk")


def test_a_judge_that_reads_agrees(path):
    assert _qwk_of(reader(), path) == 1


def test_a_judge_that_draws_lots_does_not_agree(path):
    draws = random.Random(0)
    lots = ScriptedJudge(lambda answer: {item: draws.choice([Status.MET, Status.MISSING]) for item in ITEMS})
    assert abs(_qwk_of(lots, path)) < 0.15


def test_a_judge_that_always_says_the_same_does_not_agree(path):
    assert _qwk_of(ScriptedJudge(dict.fromkeys(ITEMS[:2], Status.MET)), path) == 0
