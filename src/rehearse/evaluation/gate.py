"""Accepted figures, and the check that no change of the engine falls below them.

A baseline keeps what the engine said of every case, so that a later engine is compared on the same cases: a figure fails when it is
worse than its baseline and the 95% interval of the difference, over resampled questions, leaves out zero.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from pydantic import Field, ValidationError

from rehearse.content.yaml_file import read_text
from rehearse.domain.figure import Figure
from rehearse.domain.question import BankEntry
from rehearse.domain.record import Value
from rehearse.domain.text import content_hash, slug_of
from rehearse.domain.verdicts import Status, Verdict
from rehearse.errors import ConfigError, ContentError
from rehearse.evaluation.cases import Case, Outcome, Run
from rehearse.evaluation.compare import Change, change_of, compare
from rehearse.evaluation.tables import Paired
from rehearse.settings import baselines_folder as baselines_folder


class Mark(Value):
    """What an engine said of one case, without its evidence; `answer` is the hash of the answer."""

    answer: str
    level: int | None = None
    share: float | None = None
    coverage: float = 0.0
    items: dict[str, Status] = Field(default_factory=dict)
    said: str = ""
    error: str = ""


class Baseline(Value):
    """A run that was accepted. `keys` is the hash of all its outcomes' keys."""

    suite: str
    engine: str
    model: str = ""
    date: str
    n: int
    keys: str
    figures: tuple[Figure, ...]
    marks: dict[str, Mark]


def accept(run: Run, folder: Path) -> Path:
    """Write a run as the baseline of its suite and engine, one case a line. Raises `ConfigError`."""
    path = _path(folder, run.suite, run.engine)
    data = _baseline(run).model_dump(mode="json", exclude_defaults=True)
    marks = ",\n".join(f"  {json.dumps(name)}: {json.dumps(mark, ensure_ascii=False)}" for name, mark in data.pop("marks").items())
    head = json.dumps(data, indent=1, ensure_ascii=False).removesuffix("\n}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f'{head},\n "marks": {{\n{marks}\n }}\n}}\n', encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"The baseline cannot be written to {str(path)!r} ({error.strerror}). Run this in a checkout of yours.") from None
    return path


def _baseline(run: Run) -> Baseline:
    answers = {case.id: content_hash(case.answer) for case in run.cases}
    return Baseline(
        suite=run.suite,
        engine=run.engine,
        model=run.model,
        date=datetime.fromtimestamp(run.started, UTC).date().isoformat(),
        n=len(run.outcomes),
        keys=content_hash("".join(sorted(outcome.key for outcome in run.outcomes))),
        figures=run.figures,
        marks={outcome.case_id: _mark(outcome, answers[outcome.case_id]) for outcome in run.outcomes},
    )


def _mark(outcome: Outcome, answer: str) -> Mark:
    return Mark(
        answer=answer,
        level=outcome.level,
        share=outcome.share,
        coverage=outcome.coverage,
        items={verdict.item_id: verdict.status for verdict in outcome.verdicts},
        said=outcome.said,
        error=outcome.error,
    )


def load_baseline(folder: Path, suite: str, engine: str) -> Baseline | None:
    """The baseline of a suite and an engine; None when none was accepted yet. Raises `ContentError`."""
    path = _path(folder, suite, engine)
    if not path.exists():
        return None
    try:
        return Baseline.model_validate_json(read_text(path))
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(map(str, fault["loc"]))
        raise ContentError([f"{path}: {where}: {fault['msg']}; write it anew with `rehearse eval baseline accept {suite}`"]) from None


def _path(folder: Path, suite: str, engine: str) -> Path:
    return folder / slug_of(engine) / f"{suite}.json"


def check(run: Run, baseline: Baseline, entries: Mapping[str, BankEntry]) -> list[Paired]:
    """Every figure of the run beside its baseline, on the cases that both have. Raises `ContentError` when they share none."""
    return list(compare(_run_of(baseline, run.cases), run, entries).figures)


def failures(rows: list[Paired]) -> list[Paired]:
    """The figures that have become worse by more than their noise."""
    return [row for row in rows if change_of(row) is Change.WORSE]


def _run_of(baseline: Baseline, cases: tuple[Case, ...]) -> Run:
    """The accepted run, over those of `cases` that it had with the same answer."""
    known = [case for case in cases if case.id in baseline.marks and baseline.marks[case.id].answer == content_hash(case.answer)]
    outcomes = tuple(_outcome(case.id, baseline.marks[case.id], baseline.engine) for case in known)
    return Run(suite=baseline.suite, engine=baseline.engine, started=0, cases=tuple(known), outcomes=outcomes)


def _outcome(case_id: str, mark: Mark, engine: str) -> Outcome:
    verdicts = tuple(Verdict(item_id=item, status=status, engine=engine) for item, status in mark.items.items())
    given = {"level": mark.level, "share": mark.share, "coverage": mark.coverage, "said": mark.said, "error": mark.error}
    return Outcome(case_id=case_id, key="", engine=engine, verdicts=verdicts, **given)
