"""``rehearse eval list | run | compare | baseline accept | gate | external``: how well the engines grade."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from rehearse.ui.cli.main import INTERRUPTED, Group, app
from rehearse.ui.cli.parts import Votes, application, console
from rehearse.ui.cli.parts import grading as asked_anew

if TYPE_CHECKING:
    from rehearse.bootstrap import App
    from rehearse.evaluation.cases import Run
    from rehearse.evaluation.engines import Engine
    from rehearse.evaluation.runner import Options
    from rehearse.evaluation.suites import Suite

THREADS = {"embedded": 1, "llm": 4}
"""Cases at once: a model's replies are waited for, the embedded judge keeps its cores busy by itself."""

eval_app = typer.Typer(
    cls=Group, help="Measure how well the engines grade.\n\nExample: rehearse eval run answers --engine embedded", no_args_is_help=True
)
baseline_app = typer.Typer(
    cls=Group, help="Accept figures as the ones to hold.\n\nExample: rehearse eval baseline accept numeric", no_args_is_help=True
)
app.add_typer(eval_app, name="eval")
eval_app.add_typer(baseline_app, name="baseline")

EngineName = Annotated[
    Literal["embedded", "llm"] | None, typer.Option("--engine", help="Who grades: embedded by default, llm where --model is given.")
]
Model = Annotated[str | None, typer.Option(help="The chat model to grade with; REHEARSE_MODEL by default.")]
Limit = Annotated[int | None, typer.Option(min=1, help="About how many cases; no question is left half done.")]
Concurrency = Annotated[int | None, typer.Option(min=1, max=64, help="Cases at once: 1 for the embedded engine, 4 for a model by default.")]
Fresh = Annotated[bool, typer.Option("--fresh", help="Grade everything anew, also what was graded before.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Suites = Annotated[list[str] | None, typer.Argument(help="Names of suites; those of the gate by default.")]


@eval_app.command("list", epilog="Example: rehearse eval list")
def list_(as_json: AsJson = False) -> None:
    """List the suites, and what they hold."""
    from rich.table import Table

    from rehearse.evaluation.suites import SUITES

    rows = [{"suite": suite.name, "about": suite.about, "cases_in_gate": suite.quick} for suite in SUITES.values()]
    if as_json:
        typer.echo(json.dumps(rows, indent=2))
        return
    table = Table("suite", "about", "cases in the gate", box=None)
    for row in rows:
        table.add_row(*(str(value) for value in row.values()))
    console().print(table)


@eval_app.command(epilog="Example: rehearse eval run answers --engine embedded --limit 100")
def run(
    suites: Annotated[list[str], typer.Argument(help="Names of suites, `all`, or `quick` for those of the gate.")],
    engine: EngineName = None,
    model: Model = None,
    limit: Limit = None,
    concurrency: Concurrency = None,
    out: Annotated[Path | None, typer.Option(help="Folder for the file of the run; evals/runs in the data folder by default.")] = None,
    votes: Votes = None,
    fresh: Fresh = False,
    as_json: AsJson = False,
) -> None:
    """Grade a suite and print its figures. A run that is stopped goes on where it was."""
    from rehearse.evaluation.report_page import write_page
    from rehearse.evaluation.saved import runs_folder, save_run
    from rehearse.evaluation.suites import suites_named
    from rehearse.ui.cli.figures import print_run, run_data

    printed = []
    chosen = suites_named(suites)
    with evaluated(engine, model, **asked_anew(votes, fresh)) as (built, grading):
        for suite in chosen:
            result = _run(built, suite, grading, _options(grading, limit, concurrency, fresh))
            path = save_run(result, out or runs_folder(built.settings.data))
            write_page(result, {entry.id: entry for entry in built.bank}, path.with_suffix(".html"))
            printed.append({**run_data(result), "file": str(path), "page": str(path.with_suffix(".html"))})
            if not as_json:
                print_run(console(), result, path)
    if as_json:
        typer.echo(json.dumps(printed, indent=2))


@eval_app.command(epilog="Example: rehearse eval compare 20260101T120000-answers-embedded 20260102T120000-answers-embedded")
def compare(
    before: Annotated[str, typer.Argument(help="A saved run: its path, or its name in the folder of runs.")],
    after: Annotated[str, typer.Argument(help="Another run of the same suite.")],
    flips: Annotated[int, typer.Option(min=0, help="How many flipped verdicts to print.")] = 40,
    as_json: AsJson = False,
) -> None:
    """Compare two runs on the cases that both have: each figure, and each verdict that flipped."""
    from rehearse.evaluation.compare import compare as compared
    from rehearse.evaluation.saved import load_run, runs_folder
    from rehearse.ui.cli.figures import comparison_data, print_comparison

    with application() as built:
        folder = runs_folder(built.settings.data)
        found = compared(load_run(before, folder), load_run(after, folder), {entry.id: entry for entry in built.bank})
    if as_json:
        typer.echo(json.dumps(comparison_data(found), indent=2))
    else:
        print_comparison(console(), found, flips)


@baseline_app.command(epilog="Example: rehearse eval baseline accept answers numeric")
def accept(suites: Suites = None, engine: EngineName = None, model: Model = None, concurrency: Concurrency = None) -> None:
    """Run whole suites and write their figures as the baseline that the gate holds an engine to."""
    from rehearse.evaluation.gate import accept as accepted
    from rehearse.evaluation.gate import baselines_folder
    from rehearse.evaluation.suites import suites_named

    chosen = suites_named(suites or ["quick"])
    with evaluated(engine, model) as (built, grading):
        for suite in chosen:
            result = _run(built, suite, grading, _options(grading, None, concurrency, fresh=False))
            typer.echo(f"{suite.name}: {len(result.outcomes)} cases, written to {accepted(result, baselines_folder())}")


@eval_app.command(epilog="Example: rehearse eval gate numeric retrieval")
def gate(suites: Suites = None, engine: EngineName = None, model: Model = None, concurrency: Concurrency = None) -> None:
    """Fail when a figure is worse than its baseline by more than noise.

    Both engines are compared on the same cases. A figure fails when it is worse and the 95% interval of the difference, over
    resampled questions, leaves out zero.
    """
    from rehearse.evaluation.gate import baselines_folder, check, failures, load_baseline
    from rehearse.evaluation.suites import suites_named
    from rehearse.ui.cli.figures import print_checks

    failed = []
    chosen = suites_named(suites or ["quick"])
    with evaluated(engine, model) as (built, grading):
        for suite in chosen:
            baseline = load_baseline(baselines_folder(), suite.name, grading.name)
            if baseline is None:
                typer.echo(
                    f"{suite.name}: no baseline of {grading.name}; `rehearse eval baseline accept {suite.name}` writes one", err=True
                )
                continue
            result = _run(built, suite, grading, _options(grading, suite.quick or None, concurrency, fresh=False), figures=False)
            rows = check(result, baseline, {entry.id: entry for entry in built.bank})
            print_checks(console(), suite.name, baseline.date, rows)
            failed += [f"{suite.name} {row.name}" for row in failures(rows)]
    if failed:
        typer.echo(f"Worse than the baseline: {', '.join(failed)}. `rehearse eval compare` shows which verdicts flipped.", err=True)
        raise typer.Exit(1)


@eval_app.command(epilog="Example: rehearse eval external graded.jsonl --min-words 4 --steps 5")
def external(
    file: Annotated[Path, typer.Argument(help="A file of JSON lines: question, reference_answer, answer, score, max_score, score01, …")],
    engine: EngineName = None,
    model: Model = None,
    min_words: Annotated[int, typer.Option(min=1, help="Leave out answers with fewer words.")] = 4,
    limit: Limit = None,
    steps: Annotated[int, typer.Option(min=1, max=100, help="Steps of the scale that QWK is taken on.")] = 5,
    concurrency: Concurrency = None,
    as_json: AsJson = False,
) -> None:
    """Grade answers that other people have graded, against keys made of their references."""
    from rehearse.evaluation.external import Choice, run_external
    from rehearse.ui.cli.figures import GradingBar, print_external

    with evaluated(engine, model) as (built, grading), GradingBar(file.name) as bar:
        choice = Choice(min_words, limit, steps, threads(grading, concurrency))
        found = run_external(file, grading, built.embedder, built.settings.data, choice, bar)
    if as_json:
        typer.echo(found.model_dump_json(indent=2))
    else:
        print_external(console(), found)


@contextmanager
def evaluated(engine: str | None, model: str | None, **changes: object) -> "Iterator[tuple[App, Engine]]":
    """The application, its settings with `changes`, and the engine that grades. When the person stops it, says how to go on."""
    from rehearse.evaluation.engines import EMBEDDED, LLM, engine_of

    if model:
        os.environ["REHEARSE_MODEL"] = model
    with application(**changes) as built:
        try:
            yield built, engine_of(built, engine or (LLM if model else EMBEDDED))
        except KeyboardInterrupt:
            typer.echo("\nStopped. What was graded is kept; the same command goes on from there.", err=True)
            raise typer.Exit(INTERRUPTED) from None


def _run(built: "App", suite: "Suite", grading: "Engine", options: "Options", figures: bool = True) -> "Run":
    from rehearse.evaluation.runner import grade_suite, run_suite
    from rehearse.ui.cli.figures import GradingBar

    with GradingBar(suite.name) as bar:
        return (run_suite if figures else grade_suite)(built, suite, grading, options, bar)


def _options(grading: "Engine", limit: int | None, concurrency: int | None, fresh: bool) -> "Options":
    from rehearse.evaluation.runner import Options

    return Options(limit, threads(grading, concurrency), fresh)


def threads(grading: "Engine", concurrency: int | None) -> int:
    """How many cases are graded at once."""
    return concurrency or THREADS["llm" if grading.model else "embedded"]
