"""Answers with one claim turned round, to calibrate on."""

from rehearse.content.bank import load_bank
from rehearse.domain.verdicts import Status
from rehearse.settings import content_root
from rehearse.training.answers import questions_of, statuses_of, suite_answers, training_answers, turned_answers
from rehearse.training.samples import turned_samples

BANK = load_bank([content_root() / "knowledge"])
KNOWN = {case.id: case for case in (*suite_answers("tune"), *training_answers())}


def test_only_the_claim_that_was_turned_has_another_status():
    for case in turned_answers():
        base = KNOWN[case.base]
        before, after = statuses_of(base), statuses_of(case)
        assert case.answer != base.answer
        assert {item for item in before if before[item] is not after[item]} == {case.target}, case.id
        assert before[case.target] is Status.MET
        assert after[case.target] in (Status.CONTRADICTED, Status.MISSING)


def test_no_question_that_figures_are_taken_of_is_among_them():
    assert not questions_of(turned_answers()) & questions_of(suite_answers("test"))


def test_what_was_turned_counts_more_than_what_stands_beside_it():
    case = turned_answers()[0]
    entry = BANK.get(case.question_id)

    class Found:
        row = ()

    samples = list(turned_samples([case], BANK, lambda entry, answer: [Found()] * len(entry.key.items)))
    turned = [sample for sample in samples if sample.status is statuses_of(case)[case.target] and sample.weight > 0.5]
    assert len(turned) == 1
    assert len(samples) == sum(not item.numeric and item.id in statuses_of(case) for item in entry.key.items)
    assert all(sample.weight < turned[0].weight for sample in samples if sample is not turned[0])
