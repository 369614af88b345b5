"""What a run took of a model."""

from rehearse.evaluation.effort import price, spent
from rehearse.evaluation.runner import OutcomeLog
from unit.evaluation.graders import Failing, Paid, every_quality, graded, reader


def outcomes(judge, tmp_path):
    return graded(every_quality()[:4], judge, OutcomeLog(tmp_path / "log.jsonl", fresh=True))


def test_a_remembered_answer_costs_nothing_and_does_not_make_the_others_look_cheaper(tmp_path):
    half = outcomes(Paid(900), tmp_path)[:2] + outcomes(Paid(900, remembers=True), tmp_path)[2:]
    used = spent(half)
    assert (used.asked, used.remembered, used.per_answer) == (2, 2, 900)
    assert (used.effort.quotes, used.effort.invented) == (8, 4)


def test_where_everything_was_remembered_there_is_no_price_of_an_answer(tmp_path):
    assert spent(outcomes(Paid(900, remembers=True), tmp_path)).per_answer is None


def test_an_engine_without_a_prompt_took_nothing(tmp_path):
    assert spent(outcomes(reader(), tmp_path)) is None
    assert price(outcomes(reader(), tmp_path), outcomes(Paid(900), tmp_path), []) is None


def test_what_failed_is_not_among_the_graded(tmp_path):
    assert spent(outcomes(Failing("I"), tmp_path)) is None


def test_the_effort_of_a_run_survives_its_file(tmp_path):
    log = OutcomeLog(tmp_path / "log.jsonl", fresh=True)
    kept = graded(every_quality()[:2], Paid(700), log)
    assert {outcome.effort for outcome in log.read().values()} == {outcome.effort for outcome in kept}
    assert graded(every_quality()[:2], Paid(20), log)[0].effort.usage.tokens == 700
