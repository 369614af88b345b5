"""Grades that were given before: the same answer twice gets the same one, on the next day too."""

import sqlite3
import threading
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from pydantic import ValidationError

from rehearse.adapters.llm.judge import LlmJudge
from rehearse.domain.evidence import Examination
from rehearse.domain.question import BankEntry
from rehearse.domain.verdicts import Status, Verdict
from rehearse.errors import StoreError
from rehearse.ports import Passage

BUSY_SECONDS = 10.0


class GradeMemory:
    """Examinations by key in one SQLite file. Several threads and processes may share it."""

    def __init__(self, path: Path) -> None:
        """Raises `StoreError` when the file cannot be used."""
        self._path = path
        self._lock = threading.Lock()
        self._run("CREATE TABLE IF NOT EXISTS grades (key TEXT PRIMARY KEY, examination TEXT NOT NULL)")

    def recall(self, key: str) -> Examination | None:
        """What was said then; None when nothing was, or an earlier version wrote it."""
        rows = self._run("SELECT examination FROM grades WHERE key = ?", key)
        try:
            return Examination.model_validate_json(rows[0][0]) if rows else None
        except ValidationError:
            return None

    def keep(self, key: str, examination: Examination) -> None:
        """Remember, in place of what was there."""
        self._run("INSERT OR REPLACE INTO grades VALUES (?, ?)", key, examination.model_dump_json())

    def _run(self, statement: str, *values: str) -> list[tuple[str, ...]]:
        try:
            with self._lock, closing(sqlite3.connect(self._path, timeout=BUSY_SECONDS)) as connection, connection:
                return connection.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            raise StoreError(
                f"Grades cannot be kept in {str(self._path)!r} ({error}). Delete the file, or set REHEARSE_CACHE=false."
            ) from error


class RememberingJudge:
    """The judge port over a model's judge and a memory. Only a grade in which every item was scored is kept."""

    def __init__(self, judge: LlmJudge, memory: GradeMemory, fresh: bool = False) -> None:
        """A `fresh` one asks the model each time, and keeps what it says then."""
        self._judge = judge
        self._memory = memory
        self._fresh = fresh
        self.engine = judge.engine

    def judge(self, entry: BankEntry, answer: str, references: Sequence[Passage] = ()) -> list[Verdict]:
        """One verdict for each item that is not numeric. Raises `EngineError` when the model fails."""
        return list(self.examine(entry, answer, references).verdicts)

    def examine(self, entry: BankEntry, answer: str, references: Sequence[Passage]) -> Examination:
        """What was said of the same answer before, at no cost, or else what the model says now."""
        key = self._judge.request_key(entry, answer, references)
        try:
            known = None if self._fresh else self._memory.recall(key)
        except StoreError:
            known = None
        if known:
            return known.model_copy(update={"effort": known.effort.remembered()})
        found = self._judge.examine(entry, answer, references)
        return self._kept(key, found) if all(verdict.status is not Status.UNSCORED for verdict in found.verdicts) else found

    def _kept(self, key: str, found: Examination) -> Examination:
        """A grade that cannot be remembered stands all the same."""
        try:
            self._memory.keep(key, found)
        except StoreError as error:
            return found.model_copy(update={"warning": str(error)})
        return found
