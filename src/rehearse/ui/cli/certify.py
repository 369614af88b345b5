"""``rehearse eval certify``: is this engine good enough to give numbers?"""

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from rehearse.ui.cli.evals import AsJson, Concurrency, Fresh, Model, eval_app, evaluated, threads
from rehearse.ui.cli.parts import console

if TYPE_CHECKING:
    from rehearse.bootstrap import App

Name = Literal["embedded", "llm"]
EngineName = Annotated[Name | None, typer.Option("--engine", help="Who grades: the configured engine by default.")]
Ship = Annotated[bool, typer.Option("--ship", help="For maintainers: grade all that is held out, and write what we ship.")]


@eval_app.command(epilog="Example: rehearse eval certify --model gpt-5-mini")
def certify(
    engine: EngineName = None,
    model: Model = None,
    concurrency: Concurrency = None,
    fresh: Fresh = False,
    ship: Ship = False,
    as_json: AsJson = False,
) -> None:
    """Say whether an engine is good enough: fit, rough or unfit.

    About a hundred answers are graded in at most ten minutes: held-out answers of every level, attacks on them, and answers in which
    a claim was turned into its opposite. The certificate holds until the engine, its model, its prompt or its code changes.
    """
    from rehearse.content.certificates import write_certificate
    from rehearse.evaluation.certify import SECONDS, sample_of
    from rehearse.evaluation.certify import certify as certified
    from rehearse.ui.cli.figures import GradingBar, print_certificate

    with evaluated(engine or _configured(model), model) as (built, grading), GradingBar("the sample") as bar:
        sample = sample_of(built, whole=ship)
        certificate = certified(built, grading, sample, threads(grading, concurrency), fresh, math.inf if ship else SECONDS, bar)
        path = _path(built, grading.name, ship)
        write_certificate(certificate, path)
    if as_json:
        typer.echo(certificate.model_dump_json(indent=2))
    else:
        print_certificate(console(), certificate, path)


def _configured(model: str | None) -> Name:
    """The engine that the app would use."""
    from rehearse.settings import load_settings

    return "llm" if model or load_settings().model else "embedded"


def _path(built: "App", engine: str, ship: bool) -> Path:
    from rehearse.content.certificates import own_path, shipped_path
    from rehearse.settings import baselines_folder

    return shipped_path(baselines_folder(), engine) if ship else own_path(built.settings.certificates_folder, engine)
