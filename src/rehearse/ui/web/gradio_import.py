"""Importing Gradio in half the time."""

import importlib
import inspect
from types import ModuleType
from typing import Any
from unittest import mock


def import_gradio() -> ModuleType:
    """Import Gradio without its rewriting of type stubs.

    At every import Gradio parses the source of its eighty components and rewrites ``.pyi`` files beside
    them, for editors only; that is half of its import time. It leaves out classes that have no
    file, so for the time of the import its classes have none.
    """
    getfile = inspect.getfile

    def no_gradio_file(object_: Any) -> str:
        if inspect.isclass(object_) and object_.__module__.startswith("gradio."):
            raise OSError("no type stubs")
        return getfile(object_)

    with mock.patch.object(inspect, "getfile", no_gradio_file):
        return importlib.import_module("gradio")
