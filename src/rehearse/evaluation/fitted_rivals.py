"""What simpler graders, fitted on the same labels, make of a labelled suite."""

from collections.abc import Callable, Mapping, Sequence

from rehearse.bootstrap import App
from rehearse.domain.question import BankEntry
from rehearse.evaluation.cases import Case
from rehearse.evaluation.labelled import gold_level, level_tables
from rehearse.evaluation.rivals import Floats, Graded, Rival, cross_fitted, fit_and_predict, rivals
from rehearse.evaluation.tables import Table


def rival_tables(app: App, cases: Sequence[Case]) -> dict[str, list[Table]]:
    """Levels by each rival: learnt on the split `tune` and shown on `test`, or cross-fitted by question where there is no `tune`."""
    rated = [case for case in cases if gold_level(case) is not None]
    if len({case.question_id for case in rated}) < 2:
        return {}
    tune = [case for case in rated if case.split == "tune"]
    shown = [case for case in rated if case.split == "test"] if tune else rated
    learnt, asked = ([graded(case, app.bank.get(case.question_id)) for case in part] for part in (tune, shown))
    if not shown:
        return {}
    return {
        name: list(level_tables("test." if tune else "", shown, _levels(shown, _predicted(make, learnt, asked))))
        for name, make in rivals(app.embedder.encode).items()
    }


def _predicted(make: Callable[[], Rival], learnt: Sequence[Graded], asked: Sequence[Graded]) -> Floats:
    return fit_and_predict(make, learnt, asked) if learnt else cross_fitted(make, asked)


def _levels(cases: Sequence[Case], scores: Floats) -> Mapping[str, float]:
    return {case.id: 1 + 4 * float(score) for case, score in zip(cases, scores, strict=True)}


def graded(case: Case, entry: BankEntry) -> Graded:
    """A labelled case as the rivals read it; its score is 0 at level 1 and 1 at level 5."""
    level = gold_level(case)
    assert level is not None
    mistakes = [item for item in entry.key.items if item.points < 0]
    points = [item for item in entry.key.items if item.points > 0]
    return Graded(
        question_id=case.question_id,
        question=entry.question.text,
        references=(entry.key.reference_answer or entry.question.text,),
        mistakes=tuple(text for item in mistakes for text in item.phrasings) + tuple(text for item in points for text in item.reject),
        key_points=tuple(text for item in points for text in item.phrasings),
        answer=case.answer,
        score01=(level - 1) / 4,
    )
