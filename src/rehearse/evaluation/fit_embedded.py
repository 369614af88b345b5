"""Fit the embedded judge's coefficients on the bank's own phrasings and exemplars.

Run ``python -m rehearse.evaluation.fit_embedded``. It prints figures with whole questions left out
and writes the coefficients fitted on everything. The labels are ours (the exemplars' ``met`` and
``contradicted`` lists), so these figures say how well the judge agrees with the bank's authors,
not with human graders.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import classification_report
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from rehearse.adapters.embedded_judge.calibration import CLASSES, FAMILIES, PATH, family_of
from rehearse.adapters.embedded_judge.features import NAMES, find_evidence, read
from rehearse.adapters.embeddings import CachingEmbedder, Embedder, load_embedder
from rehearse.content.bank import load_bank
from rehearse.domain.question import BankEntry, RubricItem
from rehearse.domain.units import overlaps, sentences
from rehearse.domain.verdicts import Status
from rehearse.settings import load_settings

FOLDS = 10
STRENGTH = 0.3
"""Inverse regularisation of the logistic regression."""
PHRASE_WEIGHT = 0.1
"""How much a lone phrasing counts beside an item of a whole exemplar."""
PARAPHRASE_WEIGHT = 0.8
"""How much an item counts of a paraphrase, whose words are chosen to be far from the key's."""
DROPPED_WEIGHT = 0.6
"""How much an item counts whose sentence was taken out of a strong answer."""
CLEARLY_OWN = 0.05
"""Cosine by which a sentence must be nearer to its item than to any other, to be taken out for it."""
OFF_TOPIC_WEIGHT = 0.3
"""How much an item counts when the answer belongs to another question, or to none."""
SMALL_TALK = (
    "Last summer we drove to the coast with two friends. It rained for three days, so we stayed in, played cards and cooked. On the "
    "fourth day I went swimming and lost my keys, which my sister found in the sand an hour later.",
    "I am a hard worker and a good listener. I like people and I am always on time. My colleagues say that I am friendly, and I think "
    "that I would fit into your company very well because I learn quickly.",
    "Our football team won the league in May. I scored twice in the last match and the crowd went wild. We trained four times a week, "
    "and the coach told us that it was the best season of his life.",
)


@dataclass(frozen=True)
class Sample:
    """One (item, answer) pair: its features, its label, its question and its weight."""

    family: str
    question: str
    label: Status
    row: NDArray[np.float64]
    weight: float


def samples(entries: Sequence[BankEntry], embedder: Embedder) -> Iterator[Sample]:
    """Every labelled pair of the bank."""
    for index, entry in enumerate(entries):
        yield from _exemplar_samples(entry, embedder)
        yield from _phrase_samples(entry, embedder)
        yield from _dropped_samples(entry, embedder)
        neighbours = (entries[index - 1], entries[(index + 1) % len(entries)])
        for text in (*SMALL_TALK, *(other.answers["strong"].text for other in neighbours)):
            yield from _samples(entry, text, (), (), OFF_TOPIC_WEIGHT, embedder)


def _exemplar_samples(entry: BankEntry, embedder: Embedder) -> Iterator[Sample]:
    for name, exemplar in entry.answers.items():
        weight = PARAPHRASE_WEIGHT if name == "paraphrase" else 1.0
        yield from _samples(entry, exemplar.text, exemplar.met, exemplar.contradicted, weight, embedder)


def _samples(
    entry: BankEntry, answer: str, met: Sequence[str], contradicted: Sequence[str], weight: float, embedder: Embedder
) -> Iterator[Sample]:
    reading = read(entry, answer, embedder)
    if not reading.units:
        return
    for item, evidence in zip(entry.key.items, find_evidence(entry.key.items, reading, embedder), strict=True):
        yield Sample(family_of(item.kind), entry.id, _label(item, met, contradicted), evidence.row, weight)


def _dropped_samples(entry: BankEntry, embedder: Embedder) -> Iterator[Sample]:
    """Each strong answer without the sentence that best makes one point: that point is now missing."""
    for exemplar in (entry.answers[name] for name in ("strong", "paraphrase") if name in entry.answers):
        reading = read(entry, exemplar.text, embedder)
        if not reading.units:
            continue
        for index, evidence in enumerate(find_evidence(entry.key.items, reading, embedder)):
            item = entry.key.items[index]
            if item.id not in exemplar.met or evidence.row[NAMES.index("own")] < CLEARLY_OWN:
                continue
            rest = " ".join(s.text for s in sentences(exemplar.text) if not overlaps(s, evidence.unit))
            left = read(entry, rest, embedder)
            if left.units:
                row = find_evidence(entry.key.items, left, embedder)[index].row
                yield Sample(family_of(item.kind), entry.id, Status.MISSING, row, DROPPED_WEIGHT)


def _phrase_samples(entry: BankEntry, embedder: Embedder) -> Iterator[Sample]:
    """Each phrasing as a one-line answer, its own item seen without it."""
    for index, item in enumerate(entry.key.items):
        for label, texts in ((Status.MET, item.accept), (_reject_label(item), item.reject)):
            for text in texts:
                items = [*entry.key.items[:index], _without(item, text), *entry.key.items[index + 1 :]]
                reading = read(entry, text, embedder)
                if reading.units:
                    row = find_evidence(items, reading, embedder)[index].row
                    yield Sample(family_of(item.kind), entry.id, label, row, PHRASE_WEIGHT)


def _label(item: RubricItem, met: Sequence[str], contradicted: Sequence[str]) -> Status:
    if item.id in met:
        return Status.MET
    return Status.CONTRADICTED if item.id in contradicted else Status.MISSING


def _reject_label(item: RubricItem) -> Status:
    """Rejecting a misconception is right, so the misconception is missing."""
    return Status.CONTRADICTED if item.points > 0 else Status.MISSING


def _without(item: RubricItem, text: str) -> RubricItem:
    keep = {"accept": tuple(a for a in item.accept if a != text), "reject": tuple(r for r in item.reject if r != text)}
    return item.model_copy(update=keep)


def fit(rows: list[Sample]) -> tuple[dict[str, list[object]], str]:
    """Coefficients for raw features, and the report with whole questions left out."""
    x = np.array([sample.row for sample in rows])
    y = np.array([CLASSES.index(sample.label) for sample in rows])
    weights = np.array([sample.weight for sample in rows])
    model = make_pipeline(StandardScaler(), LogisticRegression(C=STRENGTH, max_iter=2000))
    folds = GroupKFold(min(FOLDS, len({s.question for s in rows})))
    guessed = cross_val_predict(
        model, x, y, groups=[s.question for s in rows], cv=folds, params={"logisticregression__sample_weight": weights}
    )
    whole = weights == 1.0
    report = classification_report(
        y[whole], guessed[whole], labels=range(len(CLASSES)), target_names=[c.value for c in CLASSES], zero_division=0
    )
    model.fit(x, y, logisticregression__sample_weight=weights)
    return _raw_coefficients(model[0], model[1]), report


def _raw_coefficients(scaler: StandardScaler, regression: LogisticRegression) -> dict[str, list[object]]:
    """Undo the scaling; a class that the data lacks gets an intercept that never wins."""
    weights = np.zeros((len(CLASSES), len(NAMES)))
    intercepts = np.full(len(CLASSES), -20.0)
    scaled, offsets = regression.coef_ / scaler.scale_, regression.intercept_ - regression.coef_ @ (scaler.mean_ / scaler.scale_)
    if len(regression.classes_) == 2:
        scaled, offsets = np.vstack([-scaled / 2, scaled / 2]), np.concatenate([-offsets / 2, offsets / 2])
    weights[regression.classes_], intercepts[regression.classes_] = scaled, offsets
    return {"weights": np.round(weights, 5).tolist(), "intercepts": np.round(intercepts, 5).tolist()}


def main(path: Path = PATH) -> None:
    """Fit every family, print its figures, write the coefficients."""
    settings = load_settings()
    embedder = CachingEmbedder(load_embedder(settings.data / "models", settings.threads), size=10**6)
    bank = list(load_bank(settings.knowledge_folders))
    rows = list(samples(bank, embedder))
    models = {}
    for family in FAMILIES:
        models[family], report = fit([sample for sample in rows if sample.family == family])
        print(f"{family}: exemplar items, whole questions left out ({len(bank)} questions)\n{report}")
    stored = {"features": NAMES, "fitted_on": f"{len(bank)} questions of our own bank", "models": models}
    path.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
