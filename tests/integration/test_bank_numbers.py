"""Every number of the bank is worked out by its formula, and its slips are told apart."""

import pytest

from rehearse.content.bank import load_bank
from rehearse.domain.arithmetic import evaluate
from rehearse.domain.numbers import NumericMatch, read
from rehearse.domain.question import RubricItem
from rehearse.domain.slips import Fault
from rehearse.settings import content_root

ITEMS = [
    pytest.param(item, f"{entry.question.text} {entry.question.scope}", id=f"{entry.id}:{item.id}")
    for entry in load_bank([content_root() / "knowledge"])
    for item in entry.key.items
    if item.numeric
]


def target_of(item: RubricItem):
    assert item.numeric
    return item.numeric


@pytest.mark.parametrize(("item", "asked"), ITEMS)
def test_the_formula_gives_the_value(item, asked):
    target = target_of(item)
    assert target.formula
    assert evaluate(target.formula) == pytest.approx(target.value, rel=min(target.tolerance, 0.02))


@pytest.mark.parametrize(("item", "asked"), ITEMS)
def test_a_slip_is_recognised_by_its_value(item, asked):
    target = target_of(item)
    assert 1 <= len(target.slips) <= 4
    for slip in target.slips:
        reading = read(f"I work it out and so it comes to {slip.value:.6g} {target.unit}.", target, asked)
        assert (reading.status, reading.fault, reading.slip) == (NumericMatch.WRONG, Fault.OWN, slip.why)


@pytest.mark.parametrize(("item", "asked"), ITEMS)
def test_the_claim_of_the_item_gives_the_right_number(item, asked):
    assert read(item.text, target_of(item), asked).status is NumericMatch.RIGHT


def test_nearly_all_accepted_phrasings_give_the_right_number_and_no_rejected_one_in_twenty_does():
    cases = [(item.values[0], item.values[1]) for item in ITEMS]
    accepted = [read(words, item.numeric, asked).status for item, asked in cases for words in item.accept]
    rejected = [read(words, item.numeric, asked).status for item, asked in cases for words in item.reject]
    assert accepted.count(NumericMatch.RIGHT) >= 0.95 * len(accepted)
    assert rejected.count(NumericMatch.RIGHT) <= 0.05 * len(rejected)
