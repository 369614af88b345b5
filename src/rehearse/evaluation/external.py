"""The production grader on answers that people outside this project have graded, beside simpler graders and other people."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from rehearse.adapters.embeddings import Embedder
from rehearse.domain.figure import Figure
from rehearse.domain.question import BankEntry
from rehearse.domain.record import Value
from rehearse.domain.scoring import CREDIT
from rehearse.domain.text import content_hash, slug_of
from rehearse.domain.verdicts import Status, Verdict
from rehearse.evaluation.agreement import Scale, macro_f1, measure, score_summary
from rehearse.evaluation.cases import Case, Outcome, whole_questions
from rehearse.evaluation.engines import Engine, production
from rehearse.evaluation.external_data import ExternalRow, by_question, entry_of, graded_cases, human_agreement, read_rows
from rehearse.evaluation.rivals import Graded, Isotonic, Rival, cross_fitted, rivals
from rehearse.evaluation.runner import OutcomeLog, Progress, no_progress, run_cases

SHOWN = ("pearson", "within_question_r", "qwk", "rmse", "smd", "coverage")
CORRECT = "correct"
"""The label of a right answer in SemEval-2013 task 7; every other one is not correct (two-way)."""
RIGHT_FROM, LIKELY_FROM = 0.75, 0.5
"""The score from which an answer counts as correct: nearer to whole than to half; of a fitted chance, more likely than not."""


@dataclass(frozen=True)
class Choice:
    """The fewest words of an answer, about how many answers, the steps of the scale of QWK, and how many are graded at once."""

    min_words: int = 4
    limit: int | None = None
    steps: int = 5
    concurrency: int = 1


@dataclass(frozen=True)
class Sheet:
    """What is compared: rows, the same rows as the rivals read them, and our scores in 0–1, None where unscored."""

    rows: tuple[ExternalRow, ...]
    graded: tuple[Graded, ...]
    scores: tuple[float | None, ...]
    steps: int

    def scored(self) -> "Sheet":
        """Only the rows that have a score."""
        kept = [i for i, score in enumerate(self.scores) if score is not None]
        rows, graded, scores = ([values[i] for i in kept] for values in (self.rows, self.graded, self.scores))
        return Sheet(tuple(rows), tuple(graded), tuple(scores), self.steps)  # type: ignore[arg-type]


class External(Value):
    """Figures by grader: ours as shipped and recalibrated, each rival, and one person against another where known."""

    file: str
    engine: str
    answers: int
    questions: int
    blank: int
    short: int
    figures: dict[str, tuple[Figure, ...]]


def run_external(
    path: Path,
    engine: Engine,
    embedder: Embedder,
    data: Path,
    choice: Choice,
    progress: Progress = no_progress,
) -> External:
    """Grade a file of JSON lines against keys made of its references. Raises `ContentError` when the file is wrong."""
    read = read_rows(path, choice.min_words)
    entries = {name: entry_of(rows) for name, rows in by_question(read.rows).items()}
    cases, rows = zip(*whole_questions(_cases(read.rows), choice.limit, lambda pair: pair[0].question_id), strict=True)
    log = OutcomeLog(data / "evals" / f"external-{path.stem}-{slug_of(engine.name)}.jsonl")
    outcomes = run_cases(cases, entries, engine, production(engine, entries), log, choice.concurrency, progress)
    scores = tuple(expected_share(entries[c.question_id], o) for c, o in zip(cases, outcomes, strict=True))
    sheet = Sheet(tuple(rows), tuple(graded_cases(rows)), scores, choice.steps)
    return External(
        file=path.name,
        engine=engine.name,
        answers=len(rows),
        questions=len({case.question_id for case in cases}),
        blank=read.blank,
        short=read.short,
        figures=_figures(sheet, embedder),
    )


def _cases(rows: Sequence[ExternalRow]) -> Iterator[tuple[Case, ExternalRow]]:
    """Each row as a case, question by question in the order of a hash."""
    groups = sorted(by_question(rows).items(), key=lambda group: content_hash(group[0]))
    for question_id, members in groups:
        for number, row in enumerate(members, start=1):
            yield Case(id=f"{question_id}-{number}", question_id=question_id, answer=row.answer), row


def expected_share(entry: BankEntry, outcome: Outcome) -> float | None:
    """Expected points of possible points, 0–1, over the items that were scored; None when none was."""
    scored = [v for v in outcome.verdicts if v.status is not Status.UNSCORED]
    points = {item.id: item.points for item in entry.key.items}
    possible = sum(max(0, points[v.item_id]) for v in scored)
    return max(0.0, sum(points[v.item_id] * _credit(v) for v in scored) / possible) if possible else None


def _credit(verdict: Verdict) -> float:
    return CREDIT[verdict.status] if verdict.credit is None else verdict.credit


def _figures(sheet: Sheet, embedder: Embedder) -> dict[str, tuple[Figure, ...]]:
    """By grader. Whatever is fitted has seen no answer to the question that it grades."""
    whole = sheet.scored()
    ours = dict(zip(((case.question_id, case.answer) for case in whole.graded), whole.scores, strict=True))
    makers: dict[str, Callable[[], Rival]] = {
        "recalibrated": lambda: Isotonic(lambda cases: np.array([ours[case.question_id, case.answer] for case in cases], dtype=np.float64)),
        **rivals(embedder.encode),
    }
    right = [float(score >= RIGHT_FROM) for score in whole.scores if score is not None]
    found = {"as shipped": (*_summary(sheet, sheet.scores), *_two_way(whole, right))}
    if len({case.question_id for case in whole.graded}) > 1:
        found |= {
            name: (*_summary(whole, cross_fitted(make, whole.graded).tolist()), *_fitted_two_way(whole, make))
            for name, make in makers.items()
        }
    return {**found, "human": human_agreement(sheet.rows, sheet.steps)}


def _summary(sheet: Sheet, scores: Sequence[float | None]) -> tuple[Figure, ...]:
    gold, questions = [case.score01 for case in sheet.graded], [case.question_id for case in sheet.graded]
    figures = {figure.name: figure for figure in score_summary(scores, gold, questions, Scale(0, 1, sheet.steps))}
    return tuple(figures[name] for name in SHOWN)


def _fitted_two_way(sheet: Sheet, make: Callable[[], Rival]) -> tuple[Figure, ...]:
    """A grader fitted on who is correct, instead of on scores."""
    if not _has_labels(sheet.rows):
        return ()
    labelled = [replace(case, score01=float(row.label5 == CORRECT)) for case, row in zip(sheet.graded, sheet.rows, strict=True)]
    return _two_way(sheet, (cross_fitted(make, labelled) >= LIKELY_FROM).astype(float).tolist())


def _two_way(sheet: Sheet, right: Sequence[float]) -> tuple[Figure, ...]:
    """Correct or not, where the file has five-way labels."""
    if not _has_labels(sheet.rows):
        return ()
    said, gold = np.array(right, dtype=np.str_), np.array([float(row.label5 == CORRECT) for row in sheet.rows], dtype=np.str_)
    hits, questions = (said == gold).astype(float), [case.question_id for case in sheet.graded]
    return (
        measure("two_way_macro_f1", lambda i: macro_f1(said[i], gold[i]), questions),
        measure("two_way_accuracy", lambda i: float(hits[i].mean()), questions),
    )


def _has_labels(rows: Iterable[ExternalRow]) -> bool:
    return all(row.label5 for row in rows)
