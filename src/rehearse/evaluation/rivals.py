"""Simple graders that ours has to beat, each fitted on human grades and judged on questions it has not seen.

Length alone, keyword recall, sentence similarity, and boosted lexical features. They read the answer key as plain
text, so that they run on any graded set.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer
from sklearn.isotonic import IsotonicRegression
from sklearn.model_selection import GroupKFold

from rehearse.adapters.embeddings import Vectors
from rehearse.adapters.keyword_index import stems
from rehearse.errors import ContentError

Floats = NDArray[np.float64]
Encode = Callable[[Sequence[str]], Vectors]
FOLDS = 10


@dataclass(frozen=True)
class Graded:
    """An answer with a human's grade `score01`, in 0–1, and the key that it was graded by."""

    question_id: str
    question: str
    references: tuple[str, ...]
    mistakes: tuple[str, ...]
    key_points: tuple[str, ...]
    answer: str
    score01: float


class Rival(Protocol):
    """Learns from graded answers, then grades: one score in 0–1 a case."""

    def fit(self, cases: Sequence[Graded]) -> None: ...

    def predict(self, cases: Sequence[Graded]) -> Floats: ...


class Isotonic:
    """One number an answer, turned into a score by a rising step function fitted on the grades."""

    def __init__(self, measure: Callable[[Sequence[Graded]], Floats]) -> None:
        self._measure = measure
        self._steps = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip")

    def fit(self, cases: Sequence[Graded]) -> None:
        self._steps.fit(self._measure(cases), _grades(cases))

    def predict(self, cases: Sequence[Graded]) -> Floats:
        scores: Floats = self._steps.predict(self._measure(cases))
        return scores


class Lexical:
    """Gradient boosting on lexical features: a recipe of the short-answer literature, without embeddings.

    For the key points, mean, max and min of the idf-weighted share of stems found and of the cosine of character
    n-grams; the same for the nearest mistake; how far the answer echoes the question; its length. Inverse document
    frequencies come from the answers fitted on, and a stem not met there counts as the rarest. The trees are small, since
    large ones learn the questions that they are fitted on.
    """

    def __init__(self) -> None:
        self._idf = TfidfTransformer(norm=None)
        self._trees = HistGradientBoostingRegressor(
            learning_rate=0.05, max_iter=100, max_leaf_nodes=8, early_stopping=False, random_state=0
        )

    def fit(self, cases: Sequence[Graded]) -> None:
        self._idf.fit(_WORDS.transform([case.answer for case in cases]))
        self._trees.fit(self._features(cases), _grades(cases))

    def predict(self, cases: Sequence[Graded]) -> Floats:
        scores: Floats = np.clip(self._trees.predict(self._features(cases)), 0, 1)
        return scores

    def _features(self, cases: Sequence[Graded]) -> Floats:
        points = [case.key_points or case.references for case in cases]
        nearest_mistake = self._similarities(cases, [case.mistakes for case in cases])[:, [1, 4]]
        echo = [_share_found(stems(case.answer), stems(case.question)) for case in cases]
        return np.column_stack([self._similarities(cases, points), nearest_mistake, echo, word_counts(cases)])

    def _similarities(self, cases: Sequence[Graded], texts: Sequence[tuple[str, ...]]) -> Floats:
        """Mean, max and min of overlap, then of n-gram cosine, with the texts of each case; 0 where a case has none."""
        owner = np.repeat(np.arange(len(cases)), [len(group) for group in texts])
        every = [text for group in texts for text in group]
        if not every:
            return np.zeros((len(cases), 6))
        answers = [case.answer for case in cases]
        weights = self._idf.transform(_WORDS.transform(every))
        found = _row_sums(weights.multiply(_WORDS.transform(answers)[owner]))
        overlap = found / np.maximum(_row_sums(weights), 1e-9)
        cosine = _row_sums(_CHARACTERS.transform(every).multiply(_CHARACTERS.transform(answers)[owner]))
        ends = np.cumsum([len(group) for group in texts])[:-1]
        return np.column_stack([_spread(np.split(overlap, ends)), _spread(np.split(cosine, ends))])


_WORDS = HashingVectorizer(analyzer=stems, norm=None, alternate_sign=False, binary=True)
_CHARACTERS = HashingVectorizer(analyzer="char_wb", ngram_range=(3, 5), alternate_sign=False)
"""Hashed, so that the words of a question that was held out count too."""


def word_counts(cases: Sequence[Graded]) -> Floats:
    """The words of each answer."""
    return np.array([len(case.answer.split()) for case in cases], dtype=np.float64)


def keyword_recall(cases: Sequence[Graded]) -> Floats:
    """The share of a reference's stemmed content words that the answer holds, 0–1, of the reference that it is nearest to."""
    return np.array([_best(_share_found(stems(text), stems(case.answer)) for text in case.references) for case in cases])


def cosines(encode: Encode) -> Callable[[Sequence[Graded]], Floats]:
    """The cosine of each answer with its nearest reference, for an `encode` that gives unit vectors."""

    def measure(cases: Sequence[Graded]) -> Floats:
        answers = encode([case.answer for case in cases])
        return np.array([_best(encode(case.references) @ answer) for case, answer in zip(cases, answers, strict=True)])

    return measure


def rivals(encode: Encode) -> Mapping[str, Callable[[], Rival]]:
    """A maker of each rival, by name. `encode` is best a caching one, since every fold asks for the same texts."""
    return {
        "length": lambda: Isotonic(word_counts),
        "keyword recall": lambda: Isotonic(keyword_recall),
        "MiniLM cosine": lambda: Isotonic(cosines(encode)),
        "lexical boosting": Lexical,
    }


def fit_and_predict(make: Callable[[], Rival], tune: Sequence[Graded], test: Sequence[Graded]) -> Floats:
    """Scores of `test`, shape (cases,), by a rival fitted on `tune`. `ContentError` when they share a question."""
    if shared := sorted({case.question_id for case in tune} & {case.question_id for case in test}):
        raise ContentError([f"question {shared[0]!r} is both fitted on and tested on: move all its answers to one side"])
    rival = make()
    rival.fit(tune)
    return rival.predict(test)


def cross_fitted(make: Callable[[], Rival], cases: Sequence[Graded], folds: int = FOLDS) -> Floats:
    """Scores of all cases, shape (cases,), each by a rival that saw no answer to that question.

    Whole questions go to one of `folds` folds, or fewer when there are fewer questions. `ContentError` below two questions.
    """
    questions = [case.question_id for case in cases]
    if len(set(questions)) < 2:
        raise ContentError([f"{len(set(questions))} graded question(s): a rival needs at least two, one to learn from and one to grade"])
    scores = np.zeros(len(cases))
    for tune, test in GroupKFold(min(folds, len(set(questions)))).split(questions, groups=questions):
        scores[test] = fit_and_predict(make, [cases[i] for i in tune], [cases[i] for i in test])
    return scores


def _grades(cases: Sequence[Graded]) -> Floats:
    return np.array([case.score01 for case in cases])


def _share_found(words: Sequence[str], others: Sequence[str]) -> float:
    wanted = set(words)
    return len(wanted & set(others)) / len(wanted) if wanted else 0.0


def _best(values: Iterable[float]) -> float:
    return max(map(float, values), default=0.0)


def _row_sums(matrix: Any) -> Floats:
    return np.asarray(matrix.sum(axis=1), dtype=np.float64).ravel()


def _spread(groups: Sequence[Floats]) -> Floats:
    return np.array([(g.mean(), g.max(), g.min()) if g.size else (0.0,) * 3 for g in groups])
