"""The suites as tasks of inspect_ai, for its runner and its viewer: ``inspect eval rehearse/answers --model none``.

The same cases, the production grader and the same figures as in ``rehearse eval run``. An optional extra that nothing else imports.
"""

from functools import cache
from typing import Any

from rehearse.bootstrap import App, build
from rehearse.domain.verdicts import Status
from rehearse.errors import ConfigError, EngineError
from rehearse.evaluation.cases import Case, Outcome
from rehearse.evaluation.engines import Engine, engine_of
from rehearse.evaluation.labelled import gold_items, gold_level
from rehearse.evaluation.runner import tables_of
from rehearse.evaluation.suites import SUITES, suite_folder
from rehearse.evaluation.tables import measured
from rehearse.settings import load_settings

try:
    import anyio
    from inspect_ai import Task, task
    from inspect_ai.dataset import Sample
    from inspect_ai.scorer import Metric, SampleScore, Score, Scorer, Target, mean, metric, scorer, stderr
    from inspect_ai.solver import Generate, Solver, TaskState, solver
except ImportError:
    raise ConfigError("inspect_ai is not installed. Run: pip install 'rehearse[inspect]'") from None

QUESTION = "question_id"


@task
def answers(engine: str = "embedded") -> Task:
    """Answers labelled item by item."""
    return suite_task("answers", engine)


@task
def star(engine: str = "embedded") -> Task:
    """Stories labelled by the parts that they tell."""
    return suite_task("star", engine)


@task
def numeric(engine: str = "embedded") -> Task:
    """Answers with numbers, right and wrong."""
    return suite_task("numeric", engine)


@task
def attack(engine: str = "embedded") -> Task:
    """Answers padded, flattered and otherwise dressed up."""
    return suite_task("attack", engine)


@task
def style(engine: str = "embedded") -> Task:
    """The same content in another style."""
    return suite_task("style", engine)


@task
def meaning(engine: str = "embedded") -> Task:
    """One claim turned round, the rest as it was."""
    return suite_task("meaning", engine)


def suite_task(suite: str, engine: str) -> Task:
    """A suite graded by an engine, ``embedded`` or ``llm``; the latter is set by ``REHEARSE_MODEL``, and not by ``--model``."""
    return Task(
        name=f"{suite}-{engine}",
        dataset=[_sample(case) for case in SUITES[suite].cases(_app(), suite_folder())],
        solver=graded(engine),
        scorer=[level_error(), item_agreement(), figures(suite)],
    )


def _sample(case: Case) -> Sample:
    level = gold_level(case)
    data = case.model_dump(mode="json", exclude_defaults=True)
    return Sample(
        id=case.id, input=case.answer, target="" if level is None else f"{level:g}", metadata={QUESTION: case.question_id, "case": data}
    )


@solver
def graded(engine: str) -> Solver:
    """The production grader in place of a model's answer."""

    async def solve(state: TaskState, generate: Generate) -> TaskState:
        outcome = await anyio.to_thread.run_sync(_outcome, _case(state.metadata), engine)
        state.metadata["outcome"] = outcome.model_dump(mode="json", exclude_defaults=True)
        state.output.completion = outcome.model_dump_json(include={"level", "verdicts", "error"})
        return state

    return solve


def _outcome(case: Case, engine: str) -> Outcome:
    grading = _engine(engine)
    try:
        return SUITES["answers"].grading(_app(), grading, {entry.id: entry for entry in _app().bank})(case)
    except EngineError as error:
        return Outcome(case_id=case.id, key="", engine=grading.name, error=str(error))


@scorer(metrics=[mean(), stderr(cluster=QUESTION)])
def level_error() -> Scorer:
    """How many levels the grade is off; unscored without a level on both sides."""

    async def score(state: TaskState, target: Target) -> Score:
        right, outcome = gold_level(_case(state.metadata)), Outcome.model_validate(state.metadata["outcome"])
        if right is None or outcome.level is None:
            return Score.unscored(reason=outcome.error or "no level")
        return Score(value=abs(outcome.level - right), answer=str(outcome.level))

    return score


@scorer(metrics=[mean(), stderr(cluster=QUESTION)])
def item_agreement() -> Scorer:
    """The share of labelled items that get the right status; unscored without such an item."""

    async def score(state: TaskState, target: Target) -> Score:
        right, outcome = gold_items(_case(state.metadata)), Outcome.model_validate(state.metadata["outcome"])
        both = [(v.status, right[v.item_id]) for v in outcome.verdicts if v.item_id in right and v.status is not Status.UNSCORED]
        if not both:
            return Score.unscored(reason=outcome.error or "no labelled item")
        return Score(value=sum(said is should for said, should in both) / len(both))

    return score


def figures(suite: str) -> Scorer:
    """What was scored of each case, and over all cases the figures of the suite."""

    @scorer(name="figures", metrics=[suite_figures(suite)])
    def coverage() -> Scorer:
        async def score(state: TaskState, target: Target) -> Score:
            outcome = state.metadata["outcome"]
            return Score(value=outcome.get("coverage", 0.0), metadata={"outcome": outcome, "case": state.metadata["case"]})

        return score

    return coverage()


@metric
def suite_figures(suite: str) -> Metric:
    """The figures of ``rehearse eval run``, by name; one that is undefined is left out."""

    def compute(scores: list[SampleScore]) -> dict[str, Any]:
        known = [score.score.metadata or {} for score in scores]
        cases, outcomes = [_case(data) for data in known], [Outcome.model_validate(data["outcome"]) for data in known]
        found = measured(tables_of(SUITES[suite], cases, outcomes, {entry.id: entry for entry in _app().bank}))
        return {figure.name: figure.value for figure in found if figure.value is not None}

    return compute


def _case(metadata: dict[str, Any]) -> Case:
    return Case.model_validate(metadata["case"])


@cache
def _app() -> App:
    return build(load_settings())


@cache
def _engine(name: str) -> Engine:
    return engine_of(_app(), name)
