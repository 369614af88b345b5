"""The direction of imports, and what importing the core loads."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "rehearse"
CORE = {"domain", "content", "ports", "errors", "services"}
MAY_IMPORT = {
    "domain": {"domain", "errors"},
    "content": {"content", "domain", "errors"},
    "services": {"services", "content", "domain", "ports", "errors"},
    "adapters": {"adapters", "content", "domain", "ports", "errors", "settings"},
    "ui": {"ui", "services", "content", "domain", "ports", "errors", "settings", "bootstrap", "evaluation"},
    "evaluation": {"evaluation", "services", "content", "domain", "ports", "errors", "settings", "bootstrap", "adapters"},
    "training": {"training", "evaluation", "content", "domain", "errors", "settings", "adapters"},
    "ports": {"domain", "errors"},
    "errors": set(),
    "settings": {"errors"},
}
HEAVY = ("gradio", "chromadb", "langchain", "langchain_core", "langchain_openai", "openai", "torch", "sentence_transformers")


def imports_of(path: Path) -> set[str]:
    """The parts of Rehearse that a module imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        names = (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [a.name for a in node.names]
            if isinstance(node, ast.Import)
            else []
        )
        found |= {name.split(".")[1] for name in names if name.startswith("rehearse.")}
    return found


@pytest.mark.parametrize("part", MAY_IMPORT)
def test_imports_go_one_way(part):
    modules = sorted((PACKAGE / part).rglob("*.py")) or [PACKAGE / f"{part}.py"]
    broken = {str(m.relative_to(PACKAGE)): wrong for m in modules if (wrong := imports_of(m) - MAY_IMPORT[part])}
    assert not broken


def test_only_bootstrap_evaluation_and_training_choose_adapters():
    users = {p.relative_to(PACKAGE).parts[0] for p in PACKAGE.rglob("*.py") if "adapters" in imports_of(p)}
    assert users <= {"adapters", "bootstrap.py", "evaluation", "training"}


def test_importing_the_core_loads_nothing_heavy():
    modules = [m for part in CORE for m in (sorted((PACKAGE / part).rglob("*.py")) or [PACKAGE / f"{part}.py"])]
    names = [".".join(m.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__") for m in modules]
    code = f"import importlib, sys\nfor name in {[*names, 'rehearse.bootstrap', 'rehearse.ui.cli.main']!r}: importlib.import_module(name)\n"
    code += f"print([heavy for heavy in {HEAVY!r} if heavy in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"
