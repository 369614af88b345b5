"""Our own attacks, styles and edits fit our own answers and our own bank."""

import pytest

from rehearse.bootstrap import App
from rehearse.evaluation.attack import attack_cases
from rehearse.evaluation.meaning import meaning_cases
from rehearse.evaluation.style import style_cases


@pytest.fixture(scope="module", params=[attack_cases, style_cases, meaning_cases], ids=["attack", "style", "meaning"])
def suite(request, app: App):
    return request.param(app)


def variants(suite):
    return [case for case in suite if case.base]


def test_there_are_many_variants_of_many_questions(suite):
    assert 200 <= len(variants(suite)) <= 900
    assert len({case.question_id for case in variants(suite)}) >= 50


def test_no_variant_is_the_answer_that_it_was_made_from(suite):
    by_id = {case.id: case.answer for case in suite}
    assert len(by_id) == len(suite)
    assert not [case.id for case in variants(suite) if case.answer == by_id[case.base]]


def test_what_a_variant_aims_at_is_in_the_key(suite, app: App):
    for case in variants(suite):
        assert case.target in {"", *(item.id for item in app.bank.get(case.question_id).key.items)}


def test_a_third_of_the_attacks_is_held_out(app: App):
    attacks = variants(attack_cases(app))
    assert 0.25 <= sum(case.split == "test" for case in attacks) / len(attacks) <= 0.4
