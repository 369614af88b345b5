"""Libraries of an extra that may not be installed."""

from importlib import import_module
from typing import Any

from rehearse.errors import ExtraMissingError


def load(module: str, extra: str) -> Any:
    """A library; raises `ExtraMissingError` with the command that installs it."""
    try:
        return import_module(module)
    except ImportError as error:
        missing = error.name if error.name else str(error)
        raise ExtraMissingError(
            f"{missing} is not installed. Install it with `pip install 'rehearse[{extra}]'`, or go on typing."
        ) from None
