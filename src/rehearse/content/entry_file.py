"""A bank entry as the YAML file that a person goes on editing."""

from pathlib import Path
from typing import Any

import yaml

from rehearse.content.schema import schema_text
from rehearse.domain.question import BankEntry

WIDTH = 110
SCHEMA = Path("schema", "question.schema.json")
_HEADER = "# yaml-language-server: $schema=../../schema/question.schema.json\n"


def entry_path(folder: Path, entry: BankEntry) -> Path:
    """Where an entry lies in a knowledge folder."""
    return folder / "questions" / entry.question.round.value / f"{entry.id}.yaml"


def write_entry(folder: Path, entry: BankEntry) -> Path:
    """Write an entry, and beside it the schema that gives editors completion. Raises `OSError`."""
    path = entry_path(folder, entry)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(entry_text(entry), encoding="utf-8")
    (folder / SCHEMA).parent.mkdir(exist_ok=True)
    (folder / SCHEMA).write_text(schema_text(), encoding="utf-8")
    return path


def entry_text(entry: BankEntry) -> str:
    """An entry as YAML: fields in the schema's order, long texts folded, defaults left out."""
    data = entry.model_dump(mode="json", exclude_defaults=True)
    del data["question"]["id"]
    data["review"] = entry.review.model_dump(mode="json")
    return _HEADER + yaml_text(data)


def yaml_text(data: dict[str, Any]) -> str:
    """YAML as a person writes it: fields in the given order, long texts folded."""
    return yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=WIDTH)


class _Dumper(yaml.SafeDumper):
    """Folds long texts, so that they stay readable and diff by line."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:
        return super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text.strip() else ">" if len(text) > WIDTH else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style)


_Dumper.add_representer(str, _text)
