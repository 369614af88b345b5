"""A baseline is accepted, and an engine is held to it."""

import pytest

from rehearse.adapters.fakes import ScriptedJudge
from rehearse.domain.figure import Figure
from rehearse.domain.verdicts import Status
from rehearse.errors import ConfigError, ContentError
from rehearse.evaluation.gate import accept, check, failures, load_baseline
from rehearse.evaluation.runner import OutcomeLog
from unit.evaluation.graders import ENTRIES, every_quality, graded, reader, run_of

FIGURE = Figure(name="level.qwk", value=1, low=0.9, high=1, n=20)


@pytest.fixture
def run_with(tmp_path):
    def run(judge, cases=None):
        cases = cases or every_quality()
        return run_of(cases, graded(cases, judge, OutcomeLog(tmp_path / "log.jsonl", fresh=True)))

    return run


@pytest.fixture
def baseline(tmp_path, run_with):
    accept(run_with(reader()).model_copy(update={"figures": (FIGURE,)}), tmp_path)
    return load_baseline(tmp_path, "answers", "scripted")


class OneSlip(ScriptedJudge):
    """Misses one point of one answer to one question."""

    def judge(self, entry, answer, references=()):
        seen = reader().judge(entry, answer, references)
        return ScriptedJudge().judge(entry, answer)[:1] + seen[1:] if entry.id == "bagging" and "cost" not in answer else seen


def test_a_baseline_says_what_was_accepted(baseline):
    assert (baseline.suite, baseline.engine, baseline.date, baseline.n) == ("answers", "scripted", "2027-01-15", 20)
    assert baseline.figures == (FIGURE,)
    assert baseline.marks["bagging--1"].items == {"what": Status.MET, **dict.fromkeys(("why", "cost", "when", "myth"), Status.MISSING)}


def test_the_same_engine_passes(baseline, run_with):
    rows = check(run_with(reader()), baseline, ENTRIES)
    assert {row.difference.difference for row in rows} == {0}
    assert not failures(rows)


def test_an_engine_that_sees_nothing_fails(baseline, run_with):
    worse = {row.name for row in failures(check(run_with(ScriptedJudge()), baseline, ENTRIES))}
    assert {"level.qwk", "level.mae", "item.macro_f1"} <= worse


def test_a_slip_in_the_answers_to_one_question_is_noise(baseline, run_with):
    rows = check(run_with(OneSlip()), baseline, ENTRIES)
    assert next(row.b for row in rows if row.name == "item.accuracy") < 1
    assert not failures(rows)


def test_a_part_of_the_suite_is_held_to_the_same_part_of_the_baseline(baseline, run_with):
    rows = check(run_with(reader(), every_quality()[:10]), baseline, ENTRIES)
    assert next((row.n, row.a, row.b) for row in rows if row.name == "level.exact") == (10, 1, 1)


def test_an_answer_that_was_edited_since_is_not_compared(baseline, run_with):
    cases = every_quality()
    edited = [cases[0].model_copy(update={"answer": "I would say what, why and cost."}), *cases[1:]]
    assert next(row.n for row in check(run_with(reader(), edited), baseline, ENTRIES) if row.name == "level.exact") == 19


def test_there_is_no_baseline_before_one_is_accepted(tmp_path):
    assert load_baseline(tmp_path, "answers", "llm:small") is None


def test_a_baseline_of_another_version_is_named(tmp_path, baseline):
    (tmp_path / "scripted" / "answers.json").write_text('{"suite": "answers"}')
    with pytest.raises(
        ContentError, match=r"answers\.json: engine: Field required; write it anew with `rehearse eval baseline accept answers`"
    ):
        load_baseline(tmp_path, "answers", "scripted")


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path, run_with):
    (tmp_path / "scripted").write_text("a file where the folder should be")
    with pytest.raises(ConfigError, match="The baseline cannot be written"):
        accept(run_with(reader()), tmp_path)
