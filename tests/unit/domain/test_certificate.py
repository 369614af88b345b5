"""When an engine is good enough, and when its certificate no longer counts."""

import pytest
from pydantic import ValidationError

from rehearse.domain.certificate import COVERAGE, NOTICED, QWK, RAISED, Certificate, Fitness, Identity, certified, differences, judged
from rehearse.domain.figure import Figure
from rehearse.domain.question import Round
from rehearse.domain.standing import ErrorBand, Standing, not_measured
from unit.builders import certificate, measured_at

ME = Identity(engine="llm:m", model="m", prompts={"judge": "abc"}, fingerprint="f")


@pytest.mark.parametrize(
    ("changed", "fitness", "reason"),
    [
        ({}, Fitness.FIT, ""),
        (
            {QWK: (0.95, 0.69)},
            Fitness.ROUGH,
            "the lower bound of the agreement with the labelled levels (QWK) is 0.69; at least 0.70 is needed",
        ),
        ({QWK: (0.95, 0.49)}, Fitness.UNFIT, "is 0.49; at least 0.50 is needed"),
        ({QWK: (None, None)}, Fitness.UNFIT, "is not defined; at least 0.50 is needed"),
        ({RAISED: 0.06}, Fitness.ROUGH, "the share of attacks that raise the level is 0.06; at most 0.05 is needed"),
        ({RAISED: 1.0}, Fitness.ROUGH, "at most 0.05"),
        ({NOTICED: 0.4}, Fitness.ROUGH, "the share of reversed claims that are noticed is 0.40; at least 0.50 is needed"),
        ({COVERAGE: 0.89}, Fitness.ROUGH, "at least 0.90"),
        ({COVERAGE: 0.7}, Fitness.UNFIT, "at least 0.75"),
    ],
)
def test_the_verdict_follows_from_the_figures(changed, fitness, reason):
    found, reasons = judged(measured_at(**changed))
    assert found is fitness
    assert any(reason in said for said in reasons) if reason else reasons == ()


def test_bars_that_are_just_reached_are_reached():
    assert judged(measured_at(**{QWK: (0.9, 0.7), RAISED: 0.05, NOTICED: 0.5, COVERAGE: 0.9})) == (Fitness.FIT, ())


def test_what_was_not_measured_reaches_no_bar():
    assert judged([])[0] is Fitness.UNFIT
    without_attacks = [figure for figure in measured_at() if figure.name != RAISED]
    assert judged(without_attacks) == (
        Fitness.ROUGH,
        ("the share of attacks that raise the level is not defined; at most 0.05 is needed",),
    )


def test_a_verdict_that_was_written_over_is_refused():
    bad = certified(ME, "", "2026-01-01", 90, measured_at(**{QWK: (0.4, 0.1)}))
    with pytest.raises(ValidationError, match="come to 'unfit', and it says 'fit'"):
        Certificate.model_validate({**bad.model_dump(), "fitness": "fit"})


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"engine": "embedded"}, "engine"),
        ({"model": "n"}, "model"),
        ({"prompts": {"judge": "xyz"}}, "prompt"),
        ({"fingerprint": "g"}, "code or weights"),
    ],
)
def test_a_certificate_is_void_when_what_was_measured_has_changed(change, word):
    held = certified(ME, "", "2026-01-01", 90, measured_at())
    assert differences(held, ME) == ()
    assert differences(held, ME.model_copy(update=change)) == (word,)


def test_the_error_is_that_of_the_kind_of_question():
    known = Standing(engine="embedded", certificate=certificate(technical=0.5, behavioural=0.8))
    assert known.error(Round.STATISTICS) == ErrorBand(engine="embedded", mae=0.5, n=40)
    assert known.error(Round.BEHAVIOURAL) == ErrorBand(engine="embedded", mae=0.8, n=40)
    assert Standing(engine="embedded", certificate=certificate(technical=None)).error(Round.STATISTICS) is None
    assert not_measured("embedded").error(Round.STATISTICS) is None


def test_only_an_unfit_engine_has_its_numbers_withheld():
    held = {
        fitness: Standing(engine="m", certificate=certificate(qwk)).withholds
        for fitness, qwk in (("fit", 0.8), ("rough", 0.6), ("unfit", 0.2))
    }
    assert held == {"fit": False, "rough": False, "unfit": True}
    assert not not_measured("m").withholds


def test_a_certificate_survives_its_file():
    held = certificate()
    assert Certificate.model_validate_json(held.model_dump_json()) == held
    assert held.figure("none") is None
    assert held.figure(QWK) == Figure(name=QWK, value=0.9, low=0.8, high=0.95, n=60)
