"""Is an engine good enough? Judges that know nothing must not get through; one that repeats the gold must."""

import random
from functools import partial
from itertools import count
from types import SimpleNamespace

import pytest

from rehearse.adapters.fakes import ScriptedJudge
from rehearse.bootstrap import App
from rehearse.content.bank import Bank
from rehearse.domain.certificate import QWK, RAISED, Fitness, judged
from rehearse.domain.verdicts import Status
from rehearse.errors import EngineError
from rehearse.evaluation import tables
from rehearse.evaluation.agreement import measure
from rehearse.evaluation.certify import balanced, certify, figures_of, sampled
from rehearse.evaluation.engines import production
from rehearse.settings import Settings
from unit.builders import ITEMS
from unit.evaluation.certifying import ANSWERS, ATTACKS, EDITS, ENTRIES, SAMPLE
from unit.evaluation.graders import Failing, engine, reader

MET, PARTIAL, MISSING, CONTRADICTED = Status.MET, Status.PARTIAL, Status.MISSING, Status.CONTRADICTED


@pytest.fixture(autouse=True)
def fewer_resamples(monkeypatch):
    monkeypatch.setattr(tables, "measure", partial(measure, n=100))


@pytest.fixture
def app(tmp_path):
    built = App(Settings(_env_file=None, data=tmp_path, base_url="https://me:secret@models.example:8443/v1?key=secret"))
    built.bank = Bank(ENTRIES.values())
    return built


def verdict_on(judge):
    grade = production(engine(judge), ENTRIES)
    return judged(figures_of(SAMPLE, {case.id: grade(case) for case in SAMPLE.cases}, ENTRIES))


def test_the_sample_has_as_many_answers_of_each_level_and_as_few_of_one_question_as_can_be():
    levels = [case.gold.level for case in SAMPLE.answers]
    assert [levels.count(level) for level in range(1, 6)] == [12] * 5
    questions = [case.question_id for case in SAMPLE.answers]
    assert {questions.count(question) for question in questions} <= {3, 4}
    assert (len(SAMPLE.attacks), len(SAMPLE.edits)) == (20, 15)


def test_variants_of_answers_that_are_graded_anyway_come_first():
    assert SAMPLE.bases == ()
    assert len(SAMPLE.cases) == 95


def test_the_sample_is_the_same_whatever_the_order_of_the_files():
    assert sampled(balanced(ANSWERS[::-1], ENTRIES), ATTACKS[::-1], EDITS[::-1]) == SAMPLE


def test_the_whole_has_every_variant_and_every_base():
    whole = sampled(ANSWERS[:10], [*ANSWERS, *ATTACKS], EDITS, whole=True)
    assert (len(whole.attacks), len(whole.edits)) == (len(ATTACKS), len(EDITS))
    assert {case.id for case in (*whole.answers, *whole.bases)} == {case.id for case in ANSWERS}


def test_a_judge_that_repeats_the_gold_is_fit():
    assert verdict_on(reader()) == (Fitness.FIT, ())


@pytest.mark.parametrize("seed", range(25))
def test_a_judge_that_draws_lots_is_unfit(seed):
    draws = random.Random(seed)
    lots = ScriptedJudge(lambda answer: {item: draws.choice([MET, PARTIAL, MISSING, CONTRADICTED]) for item in ITEMS})
    assert verdict_on(lots)[0] is Fitness.UNFIT


@pytest.mark.parametrize("seed", range(5))
def test_a_judge_that_draws_the_level_is_unfit(seed):
    draws = random.Random(seed)
    lots = ScriptedJudge(lambda answer: dict.fromkeys(ITEMS[: draws.randint(0, 4)], MET))
    assert verdict_on(lots)[0] is Fitness.UNFIT


@pytest.mark.parametrize("count", range(5))
def test_a_judge_that_always_says_the_same_is_unfit(count):
    fitness, reasons = verdict_on(ScriptedJudge(dict.fromkeys(ITEMS[:count], MET)))
    assert fitness is Fitness.UNFIT
    assert "agreement with the labelled levels" in reasons[0]


def test_a_judge_that_grades_well_and_obeys_is_only_rough():
    obedient = ScriptedJudge(lambda answer: {item: MET for item in ITEMS if item in answer or "full marks" in answer})
    fitness, reasons = verdict_on(obedient)
    assert fitness is Fitness.ROUGH
    assert "attacks that raise the level" in reasons[0]


def test_the_certificate_has_the_figures_of_both_kinds_of_question_and_no_key(app):
    held = certify(app, engine(reader()), SAMPLE)
    assert (held.fitness, held.cases) == (Fitness.FIT, 95)
    assert [(held.figure(f"{kind}.mae").value, held.figure(f"{kind}.mae").n) for kind in ("technical", "behavioural")] == [(0, 40), (0, 20)]
    assert (held.figure(QWK).n, held.figure(RAISED).value) == (60, 0)
    assert held.identity == app.identity("scripted")


def test_of_the_endpoint_only_the_host_is_kept(app):
    grading = engine(reader())
    held = certify(app, type(grading)(grading.grader, grading.interviewer, "v1", model="m"), SAMPLE)
    assert held.host == "models.example"
    assert "secret" not in held.model_dump_json()


def test_out_of_time_it_says_what_is_missing_and_goes_on_the_next_time(app, monkeypatch):
    ticks = count(step=15)
    with monkeypatch.context() as slow, pytest.raises(EngineError) as caught:
        slow.setattr("rehearse.evaluation.certify.time", SimpleNamespace(monotonic=lambda: next(ticks)))
        certify(app, engine(reader()), SAMPLE, seconds=60)
    assert str(caught.value) == (
        "1 min have gone. No certificate is given: 57 of 60 answers, 20 of 20 attacks, 15 of 15 edited answers are still to be graded. "
        "What was graded is kept; the same command goes on from there."
    )
    judge = reader()
    assert certify(app, engine(judge), SAMPLE).fitness is Fitness.FIT
    assert len(judge.answers) == 92


def test_an_engine_that_fails_gets_no_certificate(app):
    with pytest.raises(EngineError, match=r"The model cannot be reached\. No certificate is given: .* 20 of 20 attacks"):
        certify(app, engine(Failing("say")), SAMPLE)
