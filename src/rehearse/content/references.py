"""Reference notes: ``knowledge/references/*.md``, one concept each, with a YAML head."""

from collections.abc import Sequence
from pathlib import Path

import yaml
from pydantic import ValidationError

from rehearse.domain.note import Note
from rehearse.errors import ContentError

_FENCE = "---"


def load_notes(folders: Sequence[Path]) -> dict[str, Note]:
    """Notes by id; later folders override. Raises `ContentError` with every fault."""
    notes: dict[str, Note] = {}
    faults: list[str] = []
    for path in (path for folder in folders for path in sorted((folder / "references").glob("*.md"))):
        try:
            notes[path.stem] = _load(path)
        except ContentError as error:
            faults.extend(error.faults)
    if faults:
        raise ContentError(faults)
    return notes


def _load(path: Path) -> Note:
    parts = path.read_text(encoding="utf-8").split(f"{_FENCE}\n", 2)
    if len(parts) != 3 or parts[0].strip():
        raise ContentError([f"{path}:1: a note begins with a YAML head between two lines of '---', holding title and sources"])
    try:
        return Note.model_validate({"id": path.stem, "body": parts[2], **yaml.safe_load(parts[1])})
    except yaml.YAMLError as error:
        raise ContentError([f"{path}:1: the head is not valid YAML: {error}"]) from None
    except ValidationError as error:
        raise ContentError([f"{path}: {'.'.join(map(str, d['loc']))}: {d['msg']}" for d in error.errors()]) from None
