"""Runs a suite with the production grader; every outcome is kept as it comes, so that a run goes on where it was stopped."""

import json
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from rehearse.bootstrap import App
from rehearse.domain.question import BankEntry
from rehearse.domain.text import slug_of
from rehearse.errors import ContentError, EngineError
from rehearse.evaluation.cases import Case, Outcome, Run
from rehearse.evaluation.engines import Engine, Grade, key_of
from rehearse.evaluation.labelled import human_tables
from rehearse.evaluation.suites import Suite, suite_folder
from rehearse.evaluation.tables import Row, Table, mean_of, measured

Progress = Callable[[int, int], None]
"""Called with (done, total)."""


def no_progress(done: int, total: int) -> None:
    """Say nothing."""


class OutcomeLog:
    """A file of JSON lines, one an outcome. A last line that was torn off in the middle is forgotten."""

    def __init__(self, path: Path, fresh: bool = False) -> None:
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        if fresh:
            path.unlink(missing_ok=True)
        path.touch()

    def read(self) -> dict[str, Outcome]:
        """The outcomes by key, later ones first in force. Raises `ContentError` for a line that cannot be read."""
        raw = self._path.read_bytes()
        whole = raw[: raw.rfind(b"\n") + 1]
        if len(whole) < len(raw):
            self._path.write_bytes(whole)
        outcomes = [self._parsed(number, line) for number, line in enumerate(whole.splitlines(), start=1)]
        return {outcome.key: outcome for outcome in outcomes}

    def append(self, outcome: Outcome) -> None:
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(outcome.model_dump(mode="json", exclude_defaults=True), ensure_ascii=False) + "\n")

    def _parsed(self, number: int, line: bytes) -> Outcome:
        try:
            return Outcome.model_validate_json(line)
        except ValidationError:
            raise ContentError([f"{self._path}:{number}: not an outcome of this version; start anew with --fresh"]) from None


def run_cases(
    cases: Sequence[Case],
    entries: Mapping[str, BankEntry],
    engine: Engine,
    grade: Grade,
    log: OutcomeLog,
    concurrency: int = 1,
    progress: Progress = no_progress,
) -> list[Outcome]:
    """The outcome of every case, in their order. Those in the log are not graded again, unless they failed."""
    keys = {case.id: key_of(case, entries.get(case.question_id), engine) for case in cases}
    found = {key: outcome for key, outcome in log.read().items() if not outcome.error}
    owed = [case for case in cases if keys[case.id] not in found]
    progress(len(cases) - len(owed), len(cases))
    with ThreadPoolExecutor(concurrency, thread_name_prefix="eval") as pool:
        futures = [pool.submit(_outcome, case, keys[case.id], engine, grade) for case in owed]
        try:
            for done, future in enumerate(as_completed(futures), start=len(cases) - len(owed) + 1):
                outcome = future.result()
                log.append(outcome)
                found[outcome.key] = outcome
                progress(done, len(cases))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return [found[keys[case.id]] for case in cases]


def _outcome(case: Case, key: str, engine: Engine, grade: Grade) -> Outcome:
    begun = time.perf_counter()
    try:
        outcome = grade(case)
    except EngineError as error:
        outcome = Outcome(case_id=case.id, key=key, engine=engine.name, error=str(error))
    return outcome.model_copy(update={"key": key, "seconds": round(time.perf_counter() - begun, 4)})


@dataclass(frozen=True)
class Options:
    """How a suite is run: about how many cases, how many at once, and whether outcomes of earlier runs are forgotten."""

    limit: int | None = None
    concurrency: int = 1
    fresh: bool = False


def grade_suite(app: App, suite: Suite, engine: Engine, options: Options, progress: Progress = no_progress) -> Run:
    """Grade the cases of a suite, without taking figures; outcomes are kept in the data folder."""
    started = time.time()
    entries = {entry.id: entry for entry in app.bank}
    cases = suite.cases(app, suite_folder(), options.limit)
    log = OutcomeLog(app.settings.data / "evals" / f"{suite.name}-{slug_of(engine.name)}.jsonl", options.fresh or not suite.kept)
    outcomes = run_cases(cases, entries, engine, suite.grading(app, engine, entries), log, options.concurrency, progress)
    return Run(suite=suite.name, engine=engine.name, model=engine.model, started=started, cases=tuple(cases), outcomes=tuple(outcomes))


def run_suite(app: App, suite: Suite, engine: Engine, options: Options, progress: Progress = no_progress) -> Run:
    """Grade the cases of a suite, and take its figures, those of its rivals, and those between two labellers."""
    run = grade_suite(app, suite, engine, options, progress)
    figures = {
        "figures": measured(tables_of(suite, run.cases, run.outcomes, {entry.id: entry for entry in app.bank})),
        "rivals": {name: measured(tables) for name, tables in suite.rivals(app, run.cases).items()},
        "human": measured(human_tables(run.cases)),
    }
    return run.model_copy(update=figures)


def tables_of(suite: Suite, cases: Sequence[Case], outcomes: Iterable[Outcome], entries: Mapping[str, BankEntry]) -> list[Table]:
    """The suite's own tables over the cases that have an outcome, and how much of them was scored."""
    by_case = {outcome.case_id: outcome for outcome in outcomes}
    there = [case for case in cases if case.id in by_case]
    coverage = tuple(Row(case.id, case.question_id, by_case[case.id].coverage) for case in there)
    return [*suite.tables(there, by_case, entries), Table("", coverage, mean_of("coverage"))]
