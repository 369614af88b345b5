"""Rival graders learn from graded answers, and never from the question that they are asked about."""

import numpy as np
import pytest

from rehearse.errors import ContentError
from rehearse.evaluation.agreement import pearson
from rehearse.evaluation.rivals import (
    Graded,
    Isotonic,
    Lexical,
    cosines,
    cross_fitted,
    fit_and_predict,
    keyword_recall,
    rivals,
    word_counts,
)

FACTS = ("bagging averages trees", "samples are bootstrapped", "variance goes down", "errors decorrelate")
PADDING = "honestly that was quite a long afternoon"
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def encode(texts):
    """Counts of letters, as unit vectors."""
    counts = np.array([[text.lower().count(letter) for letter in LETTERS] for text in texts], dtype=np.float32) + 1e-6
    return counts / np.linalg.norm(counts, axis=1, keepdims=True)


def case(question_id="q0", answer=" ".join(FACTS), score01=1.0, **fields):
    given = {"question": "What is bagging?", "references": (". ".join(FACTS),), "mistakes": (), "key_points": FACTS, **fields}
    return Graded(question_id=question_id, answer=answer, score01=score01, **given)


def course(questions=12):
    """Every question has answers that state none, one … all of its own four facts, most facts in the longest."""
    cases = []
    for number in range(questions):
        facts = tuple(f"{fact} topic{number}{'xyz'[number % 3]}" for fact in FACTS)
        for known in range(5):
            answer = " ".join((PADDING, *facts[:known]))
            fields = {"references": (". ".join(facts),), "key_points": facts, "question": f"Number {number}: what is it?"}
            cases += [case(f"q{number}", answer, known / 4, **fields)] * 3
    return cases


@pytest.mark.parametrize("name", rivals(encode))
def test_every_rival_learns_what_good_answers_share(name):
    cases = course()
    scores = cross_fitted(rivals(encode)[name], cases)
    assert scores.shape == (len(cases),)
    assert scores.min() >= 0 and scores.max() <= 1
    assert pearson(scores, [c.score01 for c in cases]) > 0.8


@pytest.mark.parametrize("name", rivals(encode))
def test_every_rival_says_the_same_again(name):
    cases = course(questions=4)
    make = rivals(encode)[name]
    assert cross_fitted(make, cases).tolist() == cross_fitted(make, cases).tolist()


class Memory:
    """Knows the questions that it was fitted on."""

    def fit(self, cases):
        self.seen = {case.question_id for case in cases}

    def predict(self, cases):
        return np.array([float(case.question_id in self.seen) for case in cases])


def test_no_fold_sees_the_question_that_it_grades():
    assert not cross_fitted(Memory, course()).any()


def test_grades_of_a_question_do_not_move_its_own_scores():
    cases = course(questions=4)
    spoilt = [case if case.question_id != "q3" else Graded(**{**vars(case), "score01": 1 - case.score01}) for case in cases]
    own = [i for i, case in enumerate(cases) if case.question_id == "q3"]
    for make in rivals(encode).values():
        assert cross_fitted(make, cases)[own].tolist() == cross_fitted(make, spoilt)[own].tolist()


def test_fewer_questions_than_folds_still_work():
    assert len(cross_fitted(lambda: Isotonic(keyword_recall), course(questions=2))) == 30


def test_one_question_is_too_few():
    with pytest.raises(ContentError, match="at least two"):
        cross_fitted(Memory, course(questions=1))


def test_a_rival_tuned_on_one_half_grades_the_other():
    cases = course()
    tune, test = cases[:90], cases[90:]
    scores = fit_and_predict(lambda: Isotonic(keyword_recall), tune, test)
    assert pearson(scores, [case.score01 for case in test]) > 0.9


def test_a_question_on_both_sides_is_refused():
    with pytest.raises(ContentError, match="'q1' is both fitted on and tested on"):
        fit_and_predict(Memory, [case("q1"), case("q2")], [case("q1")])


def test_length_counts_words():
    assert word_counts([case(answer="two  words"), case(answer="")]).tolist() == [2, 0]


def test_keyword_recall_takes_stems_and_the_nearest_reference():
    asked = case(answer="It averaged the tree.", references=("Boosting fits residuals.", "Averaging trees."))
    assert keyword_recall([asked]).tolist() == [1]
    assert keyword_recall([case(answer="", references=("Averaging trees.",)), case(references=("It is.",))]).tolist() == [0, 0]


def test_cosine_is_with_the_nearest_reference():
    near, far = "averages trees", "zzz"
    assert cosines(encode)([case(answer=near, references=(far, near))]) == pytest.approx([1], abs=1e-5)
    assert cosines(encode)([case(answer=near, references=(far,))])[0] < 0.1


def test_boosting_learns_that_a_stated_mistake_costs():
    mistake = ("bias is what shrinks here",)
    wrong = [case(f"q{i}", f"{FACTS[0]} and bias is what shrinks", 0.0, mistakes=mistake) for i in range(40)]
    right = [case(f"q{i}", f"{FACTS[0]} and luck is what helps", 1.0, mistakes=mistake) for i in range(40)]
    tune, test = wrong[:30] + right[:30], [wrong[35], right[35]]
    low, high = fit_and_predict(Lexical, tune, test)
    assert low < 0.2 and high > 0.8


def test_boosting_without_key_points_reads_the_references():
    cases = [Graded(**{**vars(case), "key_points": ()}) for case in course()]
    assert pearson(cross_fitted(Lexical, cases), [case.score01 for case in cases]) > 0.8


def test_boosting_bears_keys_without_any_text():
    bare = [Graded(**{**vars(case), "key_points": (), "references": ()}) for case in course()]
    assert np.isfinite(cross_fitted(Lexical, bare)).all()
