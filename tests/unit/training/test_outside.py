import random

import pytest

from rehearse.domain.verdicts import Status
from rehearse.evaluation.external_data import ExternalRow
from rehearse.training.outside import held_out, outside_pairs, target_of
from rehearse.training.samples import _statuses


def row(question="q1", score=1.0, **more):
    given = {"dataset": "d", "question_id": question, "question": "What is inertia?", "reference_answer": "Bodies keep their motion."}
    return ExternalRow(**given, answer=f"It keeps on moving, {score}.", score=score, max_score=1.0, score01=score, **more)


def test_a_label_says_more_than_a_score():
    assert target_of(row(score=0.0, label5="contradictory")) == (0.0, 0.0, 1.0)
    assert target_of(row(score=0.0, label5="irrelevant")) == (0.0, 1.0, 0.0)
    assert target_of(row(score=0.25)) == (0.25, 0.75, 0.0)


def test_a_quarter_of_the_questions_is_held_out_the_same_one_each_time():
    rows = [row(f"q{n}") for n in range(8)]
    assert len(held_out(rows)) == 2
    assert held_out(rows) == held_out(rows[::-1])


def test_a_file_with_a_split_of_unseen_questions_holds_out_those_instead():
    assert held_out([row("q1", split="train"), row("q2", split="UQ")]) == set()


def test_an_answer_is_set_beside_a_reference_and_beside_another_full_answer():
    rows = [row(score=1.0), row(score=0.5), row(score=0.0)]
    pairs = outside_pairs(rows, random.Random(0))
    assert {pair.phrasing for pair in pairs} == {rows[0].reference_answer, rows[0].answer}
    assert all(pair.said != pair.phrasing for pair in pairs)


@pytest.mark.parametrize(("score", "expected"), [(1.0, Status.MET), (0.5, Status.PARTIAL), (0.0, Status.MISSING)])
def test_a_score_counts_as_the_status_that_earns_it(score, expected):
    chances = _statuses(row(score=score))
    assert max(chances, key=chances.get) is expected
    assert sum(chances.values()) == pytest.approx(1)


def test_a_score_between_is_shared_between_two_statuses():
    chances = _statuses(row(score=0.75))
    assert chances[Status.MET] == chances[Status.PARTIAL] == 0.5
