"""The command line. Heavy imports live inside the commands, so that ``--help`` answers at once."""

import sys

from rehearse.ui.cli import (  # noqa: F401  each registers its commands
    authoring,
    bank,
    better,
    certify,
    check,
    dispute,
    drafting,
    evals,
    interview,
    prompts,
    sessions,
    upkeep,
)
from rehearse.ui.cli.main import app


def run() -> None:
    """Entry point of the ``rehearse`` command."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    app()
