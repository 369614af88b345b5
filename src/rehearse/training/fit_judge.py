"""Calibrate the embedded judge: ``python -m rehearse.training.fit_judge mohler.jsonl scientsbank.jsonl dtgrade.jsonl``.

It is fitted on the tune split of the answers suite, on answers that the verifier was trained on (which count less, since it knows
them), and, for keys without wrong phrasings, on human-graded sets named by path. The figures it prints are with whole questions
left out. Run it again after every change of features or weights.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import classification_report, f1_score, log_loss
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from rehearse.adapters.embedded_judge.calibration import CLASSES, FAMILIES, PATH
from rehearse.adapters.embedded_judge.features import NAMES, Floats
from rehearse.adapters.embedded_judge.pair_head import WEIGHTS, load_head
from rehearse.adapters.embedded_judge.reading import Encoders
from rehearse.adapters.embeddings import CachingEmbedder, load_embedder
from rehearse.content.bank import load_bank
from rehearse.evaluation.agreement import ece
from rehearse.settings import load_settings
from rehearse.training.answers import questions_of, suite_answers, training_answers, turned_answers
from rehearse.training.samples import (
    Sample,
    case_samples,
    edited_samples,
    measure_with,
    off_topic_samples,
    outside_samples,
    padded_samples,
    restyled_samples,
    turned_samples,
)

FOLDS = 8
STRENGTHS = (0.02, 0.1)
"""Inverse regularisations of the logistic regression that are tried: families with few samples need more of it."""
KNOWN_WEIGHT, OFF_TOPIC_WEIGHT, PADDED_WEIGHT, RESTYLED_WEIGHT, OUTSIDE_WEIGHT = 0.7, 0.1, 0.3, 0.7, 0.9
"""How much samples count beside those of the tune split, which count 1."""
MOST_UNSCORED = 0.04
"""The share of verdicts that may be too unsure to score."""
_TEXTS = 10**6
"""More than there are to remember the vectors of."""
LEANS = tuple(product((1.0,), np.arange(1.0, 2.1, 0.25).tolist(), (1.0,), (1.0, 1.25, 1.5)))
"""Weights of the statuses that are tried, in the order of `CLASSES`: "met" and "missing" are never rare, and more than twice
as much would call every doubt "partial"."""


@dataclass(frozen=True)
class Rows:
    """The samples of one family as arrays; `judged` marks those that figures are taken of."""

    x: Floats
    y: NDArray[np.intp]
    weights: Floats
    questions: NDArray[np.str_]
    judged: NDArray[np.bool_]


def rows_of(samples: Sequence[Sample]) -> Rows:
    """Samples of weight 1 are those of answers that nothing was trained on."""
    weights = np.array([sample.weight for sample in samples])
    return Rows(
        np.array([sample.row for sample in samples]),
        np.array([CLASSES.index(sample.status) for sample in samples]),
        weights,
        np.array([sample.question for sample in samples]),
        weights == 1.0,
    )


def fit(rows: Rows) -> tuple[dict[str, list[object]], str]:
    """Coefficients for raw features, lean and threshold; and the report with whole questions left out."""
    true = rows.y[rows.judged]
    by_strength = {strength: _held_out(rows, strength)[rows.judged] for strength in STRENGTHS}
    strength, chances = min(by_strength.items(), key=lambda pair: log_loss(true, pair[1], labels=range(len(CLASSES))))
    lean = max(LEANS, key=lambda weights: _worth(true, (chances * weights).argmax(1)))
    chosen = (chances * lean).argmax(1)
    confidence = chances[np.arange(len(chosen)), chosen]
    model = _regression(strength).fit(rows.x, rows.y, logisticregression__sample_weight=rows.weights)
    stored = {**_raw_coefficients(model), "lean": list(lean), "least": [round(float(np.quantile(confidence, MOST_UNSCORED)), 3)]}
    report = classification_report(true, chosen, labels=range(len(CLASSES)), target_names=[c.value for c in CLASSES], zero_division=0)
    return stored, f"{report}calibration error {ece(confidence, (chosen == true).astype(float)):.3f}, lean {lean}, strength {strength}"


def _worth(true: NDArray[np.intp], chosen: NDArray[np.intp]) -> float:
    """Macro-F1 and the share right, added: with the first alone, a status that hardly occurs would cost the others too much."""
    share: float = np.mean(chosen == true)
    return share + float(f1_score(true, chosen, average="macro", labels=range(len(CLASSES)), zero_division=0))


def _regression(strength: float) -> Pipeline:
    return make_pipeline(StandardScaler(), LogisticRegression(C=strength, max_iter=1000))


def _held_out(rows: Rows, strength: float) -> Floats:
    """The chances of every sample by a model that has not seen its question."""
    chances = np.zeros((len(rows.y), len(CLASSES)))
    for known, new in GroupKFold(FOLDS).split(rows.x, rows.y, rows.questions):
        model = _regression(strength).fit(rows.x[known], rows.y[known], logisticregression__sample_weight=rows.weights[known])
        chances[np.ix_(new, model[-1].classes_)] = model.predict_proba(rows.x[new])
    return chances


def _raw_coefficients(model: Pipeline) -> dict[str, list[object]]:
    """Undo the scaling; a status that the data lacks gets an intercept that never wins."""
    scaler, regression = model[0], model[-1]
    weights, intercepts = np.zeros((len(CLASSES), len(NAMES))), np.full(len(CLASSES), -20.0)
    scale = np.where(scaler.scale_ > 0, scaler.scale_, 1.0)
    weights[regression.classes_] = regression.coef_ / scale
    intercepts[regression.classes_] = regression.intercept_ - (regression.coef_ / scale) @ scaler.mean_
    return {"weights": np.round(weights, 5).tolist(), "intercepts": np.round(intercepts, 5).tolist()}


def gather(outside: Sequence[Path]) -> Iterator[Sample]:
    """Every sample."""
    settings = load_settings()
    bank = load_bank(settings.knowledge_folders)
    folder = settings.models_folder
    plain = CachingEmbedder(load_embedder(folder, settings.threads), size=_TEXTS)
    encoders = Encoders(plain, load_embedder(folder, settings.threads, WEIGHTS), _TEXTS)
    measure = measure_with(encoders, load_head())
    barred = questions_of(suite_answers("test"))
    yield from case_samples(suite_answers("tune"), bank, measure, 1.0)
    yield from case_samples(training_answers(), bank, measure, KNOWN_WEIGHT)
    yield from edited_samples([*suite_answers("tune"), *training_answers()], bank, measure)
    yield from turned_samples(turned_answers(), bank, measure)
    yield from off_topic_samples(
        [entry for entry in bank if entry.id not in barred and "strong" in entry.answers], measure, OFF_TOPIC_WEIGHT
    )
    yield from padded_samples(suite_answers("tune"), bank, measure, PADDED_WEIGHT)
    yield from restyled_samples(suite_answers("tune"), bank, measure, RESTYLED_WEIGHT)
    yield from outside_samples(outside, measure, OUTSIDE_WEIGHT)


def main(
    outside: Annotated[
        list[Path], typer.Argument(help="Files of human-graded answers, in the format that `rehearse eval external` reads.")
    ],
    out: Annotated[Path, typer.Option(help="Where the coefficients go.")] = PATH,
) -> None:
    """Fit every family, print its figures, write the coefficients."""
    samples = list(gather(outside))
    models = {}
    for family in FAMILIES:
        models[family], report = fit(rows_of([sample for sample in samples if sample.family == family]))
        print(f"{family}: whole questions left out\n{report}\n")
    out.write_text(json.dumps({"features": NAMES, "models": models}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
