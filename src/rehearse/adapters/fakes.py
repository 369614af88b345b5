"""Scripted stand-ins for every port. They record what they were asked, so that a test or a demo can look."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from rehearse.adapters.embeddings import DIMENSION, Vectors
from rehearse.domain.better_answer import Rewrite
from rehearse.domain.brief import Brief
from rehearse.domain.drafting import DraftedItem
from rehearse.domain.events import Ended, Event
from rehearse.domain.question import BankEntry
from rehearse.domain.verdicts import NEEDS_QUOTE, Quote, Status, Verdict
from rehearse.errors import ConflictError, NotFoundError
from rehearse.ports import Kind, Passage, SessionInfo


class ScriptedInterviewer:
    """Says what `script` makes of each brief, a word at a time."""

    def __init__(self, script: Callable[[Brief], str] = lambda brief: f"[{brief.cue.value}]", engine: str = "scripted") -> None:
        self.engine = engine
        self.briefs: list[Brief] = []
        self._script = script

    def speak(self, brief: Brief) -> Iterator[str]:
        self.briefs.append(brief)
        for index, word in enumerate(self._script(brief).split(" ")):
            yield word if index == 0 else f" {word}"


class ScriptedJudge:
    """Gives the status that `statuses` names for an item, else missing; its evidence is the whole answer."""

    def __init__(
        self, statuses: Mapping[str, Status] | Callable[[str], Mapping[str, Status]] | None = None, engine: str = "scripted"
    ) -> None:
        self.engine = engine
        self.answers: list[str] = []
        self._statuses = statuses or {}

    def judge(self, entry: BankEntry, answer: str, references: Sequence[Passage] = ()) -> list[Verdict]:
        self.answers.append(answer)
        statuses = self._statuses(answer) if callable(self._statuses) else self._statuses
        return [self._verdict(item.id, statuses.get(item.id, Status.MISSING), answer) for item in entry.key.items]

    def _verdict(self, item_id: str, status: Status, answer: str) -> Verdict:
        quote = Quote(start=0, end=len(answer), text=answer) if status in NEEDS_QUOTE else None
        return Verdict(item_id=item_id, status=status, engine=self.engine, quote=quote, confidence=1.0)


class ScriptedWriter:
    """Gives its texts one after the other."""

    engine = "scripted"

    def __init__(self, *texts: str) -> None:
        self.asked: list[Rewrite] = []
        self._texts = list(texts)

    def rewrite(self, wanted: Rewrite) -> str:
        self.asked.append(wanted)
        return self._texts.pop(0)


class ScriptedDrafter:
    """Drafts what it was given, whatever the question."""

    engine = "scripted"

    def __init__(self, items: Sequence[DraftedItem], feedback: str = "", questions: Sequence[str] = ()) -> None:
        self.asked: list[str] = []
        self._items, self._feedback, self._questions = list(items), feedback, list(questions)

    def items(self, question: str, notes: Sequence[Passage]) -> list[DraftedItem]:
        self.asked.append(question)
        return self._items

    def feedback(self, question: str, answer: str) -> str:
        self.asked.append(question)
        return self._feedback

    def questions(self, text: str) -> list[str]:
        self.asked.append(text)
        return self._questions


class NoNotes:
    """A retriever that finds nothing."""

    def search(self, kind: Kind, query: str, count: int) -> list[Passage]:
        return []


class MemoryStore:
    """The session store port in a dictionary."""

    def __init__(self) -> None:
        self._infos: dict[str, SessionInfo] = {}
        self._events: dict[str, list[Event]] = {}

    def create(self, info: SessionInfo, first: Event) -> None:
        self._infos[info.id] = info
        self._events[info.id] = [first]

    def append(self, session_id: str, sequence: int, event: Event) -> None:
        if sequence != len(self._events[session_id]):
            raise ConflictError("This interview has moved on in another window.")
        self._events[session_id].append(event)

    def events(self, session_id: str) -> list[Event]:
        if session_id not in self._events:
            raise NotFoundError("session", session_id, self._events, "")
        return list(self._events[session_id])

    def sessions(self, owner: str | None = None) -> list[SessionInfo]:
        return [self._listed(info) for info in self._infos.values() if owner in (None, info.owner)]

    def close(self) -> None:
        """Nothing to give back."""

    def _listed(self, info: SessionInfo) -> SessionInfo:
        last = self._events[info.id][-1]
        return SessionInfo(info.id, info.owner, info.title, info.created_at, last.at, isinstance(last, Ended))


class HashEmbedder:
    """Unit vectors made from the hash of a text: the same text is near itself, and to nothing else."""

    fingerprint = "hash-embedder"

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.encoded.extend(texts)
        rows = [np.random.default_rng(int(hashlib.sha256(t.encode()).hexdigest()[:8], 16)).standard_normal(DIMENSION) for t in texts]
        vectors = np.array(rows, dtype=np.float32).reshape(-1, DIMENSION)
        unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit
