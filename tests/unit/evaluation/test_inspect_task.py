"""The tasks of inspect_ai are an extra: without it they say what to install, and nothing else needs it."""

import importlib
import sys
from pathlib import Path

import pytest

import rehearse
from rehearse.errors import ConfigError


def test_a_missing_extra_names_the_command_that_installs_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "inspect_ai", None)
    monkeypatch.delitem(sys.modules, "rehearse.evaluation.inspect_task", raising=False)
    with pytest.raises(ConfigError, match=r"inspect_ai is not installed\. Run: pip install 'rehearse\[inspect\]'"):
        importlib.import_module("rehearse.evaluation.inspect_task")


def test_nothing_else_imports_it():
    package = Path(rehearse.__file__).parent
    users = [path.name for path in package.rglob("*.py") if "inspect_task" in path.read_text() or "inspect_ai" in path.read_text()]
    assert users == ["inspect_task.py"]
