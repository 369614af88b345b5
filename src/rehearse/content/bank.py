"""The question bank: every BankEntry of one or more knowledge folders."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from rehearse.content.yaml_file import read_record
from rehearse.domain.completeness import lacks
from rehearse.domain.question import BankEntry, Level, ReviewStatus, Round
from rehearse.errors import ContentError, NotFoundError


class Bank:
    """Validated entries by id, in file order."""

    def __init__(self, entries: Iterable[BankEntry]) -> None:
        self._entries = {entry.id: entry for entry in entries}

    def __iter__(self) -> Iterator[BankEntry]:
        return iter(self._entries.values())

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, entry_id: object) -> bool:
        return entry_id in self._entries

    def get(self, entry_id: str) -> BankEntry:
        """The entry with that id; raises `NotFoundError` naming the closest ids."""
        try:
            return self._entries[entry_id]
        except KeyError:
            raise NotFoundError("question", entry_id, self._entries, "`rehearse bank list` shows them all.") from None

    def select(self, round_: Round | None = None, topic: str | None = None, level: Level | None = None) -> list[BankEntry]:
        """Entries that fit every filter given."""
        wanted = {"round": round_, "topic": topic, "level": level}
        return [entry for entry in self if all(value is None or getattr(entry.question, field) == value for field, value in wanted.items())]

    def siblings(self, entry_id: str) -> list[str]:
        """Entries that test the same point differently, whichever of the two names the other."""
        named = self.get(entry_id).siblings
        naming = [entry.id for entry in self if entry_id in entry.siblings]
        return list(dict.fromkeys([*(other for other in named if other in self), *naming]))

    @property
    def topics(self) -> list[str]:
        return sorted({entry.question.topic for entry in self})


def load_bank(folders: Sequence[Path]) -> Bank:
    """Read ``questions/**/*.yaml`` of each knowledge folder; later folders override earlier ones by id.

    Raises `ContentError` holding every fault of every file, two files with one id in one folder
    included.
    """
    entries: dict[str, BankEntry] = {}
    faults: list[str] = []
    for folder in folders:
        entries.update(_load_folder(folder, faults))
    if faults:
        raise ContentError(faults)
    return Bank(entries.values())


def _load_folder(folder: Path, faults: list[str]) -> dict[str, BankEntry]:
    found: dict[str, tuple[Path, BankEntry]] = {}
    for path in sorted((folder / "questions").rglob("*.yaml")):
        try:
            entry = load_entry(path)
        except ContentError as error:
            faults.extend(error.faults)
            continue
        if entry.id in found:
            faults.append(f"{path}: id {entry.id!r} is already used by {found[entry.id][0]}; give one of them another id")
        found[entry.id] = (path, entry)
    return {entry_id: entry for entry_id, (_, entry) in found.items()}


def load_entry(path: Path) -> BankEntry:
    """Read one question file. The file may leave out ``question.id``: it is the file's name.

    Raises `ContentError`, also when the file calls itself reviewed and is not complete.
    """
    entry = read_record(path, BankEntry, _with_id)
    if entry.review.status is ReviewStatus.REVIEWED and (missing := lacks(entry)):
        raise ContentError([f"{path}: marked as reviewed, but {part}; add it, or set review.status to draft" for part in missing])
    return entry


def _with_id(data: dict[str, Any], path: Path) -> dict[str, Any]:
    question = data.get("question")
    if not isinstance(question, dict):
        return data
    return {**data, "question": {"id": path.stem, **question}}
