"""Content files as a contributor would write them."""

from pathlib import Path

import yaml

from rehearse.domain.question import BankEntry
from unit.builders import entry


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def entry_yaml(asked: BankEntry | None = None) -> str:
    """A question file, without the id that its name gives it."""
    data = (asked or entry()).model_dump(mode="json", exclude_defaults=True)
    del data["question"]["id"]
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=1000)


def write_entry(folder: Path, asked: BankEntry, name: str | None = None) -> Path:
    return write(folder / "questions" / asked.question.round.value / f"{name or asked.id}.yaml", entry_yaml(asked))


def line_with(path: Path, text: str) -> int:
    """The number of the first line that holds `text`."""
    return next(n for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if text in line)
