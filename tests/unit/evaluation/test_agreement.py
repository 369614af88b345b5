"""What the figures of agreement say, against scikit-learn, scipy and examples done by hand."""

import numpy as np
import pytest
from scipy import stats
from sklearn import metrics

from rehearse.domain.verdicts import Status
from rehearse.evaluation.agreement import (
    LEVEL_SCALE,
    ReliabilityPoint,
    Scale,
    adjacent_agreement,
    bootstrap,
    confusion,
    ece,
    exact_agreement,
    f1_of,
    macro_f1,
    mae,
    paired_bootstrap,
    pearson,
    qwk,
    reliability,
    risk_coverage,
    rmse,
    score_summary,
    smd,
    spearman,
    within_question_r,
)

pytestmark = pytest.mark.filterwarnings("error")
MET, PARTIAL, MISSING, CONTRADICTED = Status.MET, Status.PARTIAL, Status.MISSING, Status.CONTRADICTED
LABELS = [MET, PARTIAL, MISSING, CONTRADICTED]


@pytest.fixture
def levels():
    """Levels 1–5 of a fair grader, with ties."""
    draws = np.random.default_rng(1)
    gold = draws.integers(1, 6, 200)
    return np.clip(gold + draws.integers(-2, 3, 200), 1, 5), gold


@pytest.fixture
def statuses():
    draws = np.random.default_rng(2)
    gold = [LABELS[i] for i in draws.integers(0, 3, 200)]
    return [g if draws.random() < 0.6 else LABELS[draws.integers(0, 3)] for g in gold], gold


def test_qwk_is_that_of_scikit_learn(levels):
    predicted, gold = levels
    assert qwk(predicted, gold, 1, 5) == pytest.approx(metrics.cohen_kappa_score(predicted, gold, weights="quadratic", labels=range(1, 6)))


def test_qwk_of_perfect_reversed_and_constant_grading():
    assert qwk([1, 3, 5], [1, 3, 5], 1, 5) == 1
    assert qwk([5, 3, 1], [1, 3, 5], 1, 5) == -1
    assert qwk([3, 3, 3], [1, 3, 5], 1, 5) == 0


@pytest.mark.parametrize("level", [0, 6, 2.5])
def test_qwk_refuses_what_is_no_level(level):
    with pytest.raises(ValueError, match=rf"{level:g} is not a level from 1 to 5"):
        qwk([1, level], [1, 2], 1, 5)


def test_correlations_are_those_of_scipy(levels):
    predicted, gold = levels
    assert pearson(predicted, gold) == pytest.approx(stats.pearsonr(predicted, gold).statistic)
    assert spearman(predicted, gold) == pytest.approx(stats.spearmanr(predicted, gold).statistic)


def test_knowing_only_which_question_is_hard_is_no_agreement_within_questions():
    questions = ["easy"] * 4 + ["hard"] * 4
    gold = [0.8, 0.9, 0.7, 1.0, 0.1, 0.2, 0.0, 0.3]
    by_question = [0.85] * 4 + [0.15] * 4
    assert pearson(by_question, gold) > 0.9
    assert within_question_r(by_question, gold, questions) is None


def test_a_grader_with_moods_agrees_within_questions():
    questions = ["a", "a", "b", "b"]
    assert within_question_r([0.1, 0.2, 0.8, 0.9], [0.7, 0.8, 0.1, 0.2], questions) == pytest.approx(1)


def test_errors_are_in_units_of_the_scale():
    assert mae([1, 4], [3, 4]) == 1
    assert rmse([1, 4], [3, 4]) == pytest.approx(np.sqrt(2))


def test_exact_and_adjacent_levels():
    predicted, gold = [1, 2, 3, 5], [1, 3, 1, 4]
    assert exact_agreement(predicted, gold) == 0.25
    assert adjacent_agreement(predicted, gold) == 0.75


def test_a_generous_grader_has_a_positive_difference_in_gold_deviations():
    assert smd([3, 4, 5], [1, 2, 3]) == pytest.approx(2)
    assert smd([2, 2, 2], [1, 2, 6]) == pytest.approx(-1 / np.std([1, 2, 6], ddof=1))


def test_f1_and_confusion_are_those_of_scikit_learn(statuses):
    predicted, gold = statuses
    assert macro_f1(predicted, gold) == pytest.approx(metrics.f1_score(gold, predicted, average="macro"))
    assert confusion(predicted, gold, LABELS).tolist() == metrics.confusion_matrix(gold, predicted, labels=LABELS).tolist()
    assert [f1_of(predicted, gold, label) for label in LABELS[:3]] == pytest.approx(
        metrics.f1_score(gold, predicted, labels=LABELS[:3], average=None).tolist()
    )
    assert f1_of(predicted, gold, CONTRADICTED) is None


def test_codes_of_labels_give_the_figures_of_their_names(statuses):
    predicted, gold = ([LABELS.index(label) for label in side] for side in statuses)
    assert macro_f1(predicted, gold) == macro_f1(*statuses)
    assert f1_of(predicted, gold, LABELS.index(MET)) == f1_of(*statuses, MET)


def test_a_label_out_of_the_list_is_named():
    with pytest.raises(ValueError, match="'unscored' is none of the labels met, partial"):
        confusion([Status.UNSCORED], [MET], LABELS)


def test_calibration_error_by_hand():
    confidence, correct = [0.6, 0.6, 0.9, 0.9], [True, False, True, True]
    assert reliability(confidence, correct, bins=2) == (ReliabilityPoint(0.6, 0.5, 2), ReliabilityPoint(0.9, 1.0, 2))
    assert ece(confidence, correct, bins=2) == pytest.approx(0.1)


def test_bins_hold_equally_many_rows():
    points = reliability(np.random.default_rng(0).random(1000) ** 3, np.ones(1000), bins=10)
    assert [point.n for point in points] == [100] * 10


def test_rows_of_equal_confidence_may_come_in_any_order():
    confidence = np.repeat([0.2, 0.5, 0.7], 5)
    correct = np.arange(15) % 2
    turned = np.concatenate([correct[:5][::-1], correct[5:10][::-1], correct[10:][::-1]])
    assert ece(confidence, correct) == ece(confidence, turned)
    assert risk_coverage(confidence, correct) == risk_coverage(confidence, turned)


def test_risk_falls_to_nothing_among_the_surest():
    curve = risk_coverage([0.9, 0.8, 0.7, 0.6], [True, True, False, False])
    assert curve.points == ((0.25, 0), (0.5, 0), (0.75, pytest.approx(1 / 3)), (1, 0.5))
    assert curve.area == pytest.approx((0 + 0 + 1 / 3 + 1 / 2) / 4)


@pytest.mark.parametrize("figure", [pearson, spearman, smd], ids=lambda figure: figure.__name__)
@pytest.mark.parametrize(("predicted", "gold"), [([], []), ([1, 2], [1, 2]), ([1, 2, 3], [0.1, 0.1, 0.1])])
def test_too_little_to_go_by_is_none(figure, predicted, gold):
    assert figure(predicted, gold) is None


def test_constant_predictions_correlate_with_nothing():
    constant = [0.1 + 0.2, 0.3, 0.3]
    assert pearson(constant, [1, 2, 3]) is None
    assert spearman([4, 4, 4], [1, 2, 3]) is None


@pytest.mark.parametrize(
    "figure", [mae, rmse, exact_agreement, adjacent_agreement, macro_f1, ece, risk_coverage], ids=lambda figure: figure.__name__
)
def test_nothing_has_no_figure(figure):
    assert figure([], []) is None


def test_two_constant_graders_who_agree_have_no_kappa():
    assert qwk([2, 2, 2], [2, 2, 2], 1, 5) is None
    assert qwk([], [], 1, 5) is None


def test_unequal_lengths_and_numbers_that_are_none_are_refused():
    with pytest.raises(ValueError, match="2 and 1 rows"):
        mae([1, 2], [1])
    with pytest.raises(ValueError, match="row 1 holds nan and 2"):
        pearson([1, np.nan, 3], [1, 2, 3])
    with pytest.raises(ValueError, match="3 rows and 2 questions"):
        within_question_r([1, 2, 3], [1, 2, 3], ["a", "b"])


def clustered(seed, questions=30, answers=10):
    """Values around 0 whose question matters more than the answer."""
    draws = np.random.default_rng(seed)
    groups = np.repeat(np.arange(questions), answers)
    return draws.normal(0, 1, questions)[groups] + draws.normal(0, 0.5, len(groups)), groups


def coverage_of_zero(groups_of):
    hits = 0
    for seed in range(100):
        values, groups = clustered(seed)
        _, low, high = bootstrap(lambda rows, v=values: float(v[rows].mean()), groups_of(groups), n=200)
        hits += low <= 0 <= high
    return hits


def test_the_interval_covers_the_truth_when_whole_questions_are_drawn():
    assert coverage_of_zero(lambda groups: groups) >= 88


def test_drawing_single_answers_would_promise_too_much():
    assert coverage_of_zero(lambda groups: np.arange(len(groups))) < 70


def test_the_interval_is_reproducible_and_holds_the_value():
    values, groups = clustered(0)
    first, again, other = (bootstrap(lambda rows: float(values[rows].mean()), groups, n=100, seed=seed) for seed in (0, 0, 1))
    assert first == again != other
    assert first.low < first.value < first.high


def test_one_question_has_a_value_but_no_interval():
    assert bootstrap(lambda rows: float(len(rows)), ["only"] * 5) == (5, None, None)


def test_a_figure_that_most_resamples_cannot_give_has_no_interval():
    found = bootstrap(lambda rows: 1.0 if len(set(rows)) >= 5 else None, range(6))
    assert found.value == 1
    assert (found.low, found.high) == (None, None)


def test_an_engine_does_not_differ_from_itself():
    values, groups = clustered(0)
    assert paired_bootstrap(lambda engine, rows: float(engine[rows].mean()), values, values, groups, n=50) == (0, 0, 0, 1)


def test_a_small_but_steady_lead_shows_when_cases_are_shared():
    gold, groups = clustered(3)
    draws = np.random.default_rng(4)
    better, worse = gold + draws.normal(0, 0.3, len(gold)), gold + draws.normal(0, 0.6, len(gold))

    def error(engine, rows):
        return mae(engine[rows], gold[rows])

    lead = paired_bootstrap(error, better, worse, groups)
    back = paired_bootstrap(error, worse, better, groups)
    assert lead.difference < 0 and lead.high < 0 and lead.share < 0.01
    assert back == pytest.approx((-lead.difference, -lead.high, -lead.low, lead.share))


def test_a_difference_without_figures_is_none():
    assert paired_bootstrap(lambda engine, rows: None, 0, 1, ["a", "b"], n=10) == (None, None, None, None)


def test_halves_go_up_and_scores_off_the_scale_to_its_ends():
    assert Scale(0, 1, 5).levels([0, 0.1, 0.3, 0.7, 0.99, 1, 1.2, -1]).tolist() == [0, 1, 2, 4, 5, 5, 5, 0]
    assert LEVEL_SCALE.levels([1, 2.4, 5]).tolist() == [0, 1, 4]


def test_a_summary_of_scores_leaves_out_what_was_not_scored(levels):
    predicted, gold = (side.tolist() for side in levels)
    questions = [f"q{i // 10}" for i in range(200)]
    whole = {f.name: f for f in score_summary(predicted[10:], gold[10:], questions[10:], LEVEL_SCALE, n=50)}
    holes = {f.name: f for f in score_summary([None] * 10 + predicted[10:], gold, questions, LEVEL_SCALE, n=50)}
    assert holes["coverage"].value == pytest.approx(0.95)
    assert holes["coverage"].n == 200
    assert {name: f for name, f in holes.items() if name != "coverage"} == {name: f for name, f in whole.items() if name != "coverage"}
    assert holes["qwk"].value == qwk(predicted[10:], gold[10:], 1, 5)
    assert holes["qwk"].low < holes["qwk"].value < holes["qwk"].high


def test_when_nothing_was_scored_there_is_no_number():
    figures = score_summary([None, None], [1, 2], ["a", "b"], LEVEL_SCALE, n=20)
    assert {figure.name: figure.value for figure in figures if figure.value is not None} == {"coverage": 0}
