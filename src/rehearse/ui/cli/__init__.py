"""The command line. Heavy imports live inside the commands, so that ``--help`` answers at once."""

import sys

from rehearse.ui.cli import authoring, bank, certify, check, dispute, evals, interview, sessions, speech, upkeep  # noqa: F401  each registers its commands
from rehearse.ui.cli.main import app


def run() -> None:
    """Entry point of the ``rehearse`` command."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    app()
