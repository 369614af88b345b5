"""The command line. Heavy imports live inside the commands, so that ``--help`` answers at once."""

from rehearse.ui.cli.main import run

__all__ = ["run"]
