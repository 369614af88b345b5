import numpy as np
import pytest
from builders import item

from rehearse.adapters.embedded_judge import calibration
from rehearse.adapters.embedded_judge.calibration import CLASSES, Chances, Model, family_of, load_models
from rehearse.adapters.embedded_judge.features import NAMES
from rehearse.domain.verdicts import Status

EVEN = dict.fromkeys(CLASSES, 1.0)


def chances(met, partial, missing, contradicted, least=0.0, lean=EVEN):
    return Chances(dict(zip(CLASSES, (met, partial, missing, contradicted), strict=True)), least, lean)


def test_the_likeliest_status_is_chosen_with_its_probability_as_confidence():
    found = chances(0.2, 0.1, 0.6, 0.1)
    assert (found.status, found.confidence) == (Status.MISSING, 0.6)


def test_a_rare_status_may_be_leaned_to_but_its_confidence_stays_honest():
    found = chances(0.45, 0.35, 0.1, 0.1, lean={**EVEN, Status.PARTIAL: 1.5})
    assert (found.status, found.confidence) == (Status.PARTIAL, 0.35)


def test_the_credit_is_what_the_answer_can_be_expected_to_earn():
    assert chances(0.5, 0.3, 0.1, 0.1).credit == pytest.approx(0.65)


def test_below_the_threshold_the_judge_is_not_sure():
    assert not chances(0.4, 0.3, 0.2, 0.1, least=0.41).is_sure
    assert chances(0.41, 0.3, 0.2, 0.09, least=0.41).is_sure


def test_a_model_turns_features_into_probabilities():
    model = Model(np.array([[2.0], [0.0], [0.0], [-2.0]]), np.zeros(4), 0.0, EVEN)
    high, low = model.chances(np.array([3.0])), model.chances(np.array([-3.0]))
    assert (high.status, low.status) == (Status.MET, Status.CONTRADICTED)
    assert sum(high.by_status.values()) == pytest.approx(1, abs=1e-3)


def test_every_family_that_ships_was_fitted_on_the_features_that_are_measured():
    assert {len(model.weights[0]) for model in load_models().values()} == {len(NAMES)}


def test_coefficients_of_other_features_are_refused(tmp_path):
    path = tmp_path / "coefficients.json"
    path.write_text('{"features": ["length"], "models": {}}')
    with pytest.raises(ValueError, match=r"length.*run python -m rehearse\.training\.fit_judge"):
        load_models(path)


def test_an_item_of_which_no_wrong_phrasing_is_known_is_judged_by_the_model_for_bare_claims():
    assert family_of(item("what", reject=())) == calibration.BARE
    assert family_of(item("what", reject=("it never does that",))) == calibration.CLAIM
