"""What the services need of the outside world. `bootstrap` chooses who provides it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, runtime_checkable

from rehearse.domain.better_answer import Rewrite
from rehearse.domain.brief import Brief
from rehearse.domain.drafting import DraftedItem
from rehearse.domain.events import Event
from rehearse.domain.evidence import Examination
from rehearse.domain.question import BankEntry
from rehearse.domain.record import Value
from rehearse.domain.usage import Usage
from rehearse.domain.verdicts import Verdict


@dataclass(frozen=True)
class Choice:
    """Which probe of its brief an interviewer asks, counted from 1; 0 where it named none that there is."""

    number: int


class Interviewer(Protocol):
    """Words an utterance. It gets the question and the chosen probe, never the answer key."""

    @property
    def engine(self) -> str: ...

    def speak(self, brief: Brief) -> Iterator[str | Choice]:
        """Yield the utterance in pieces, before them the probe it chose where the brief has runners-up. Raises `EngineError` when it fails."""
        ...


class LeakCheck(Protocol):
    """Says what a sentence of the interviewer gives away. It has the answer key, which the interviewer has not."""

    def __call__(self, entry: BankEntry, sentence: str, heard: str, items: Collection[str]) -> frozenset[str]:
        """Those of `items` that `sentence` states; what the candidate was `heard` saying is no secret."""
        ...


class Judge(Protocol):
    """Says of every rubric item whether the answer meets it, and by which words."""

    @property
    def engine(self) -> str: ...

    def judge(self, entry: BankEntry, answer: str, references: Sequence["Passage"]) -> list[Verdict]:
        """One verdict an item, in the key's order. Raises `EngineError` when the engine fails."""
        ...


@runtime_checkable
class Examiner(Judge, Protocol):
    """A judge that also shows signs of competencies, what its work took, and what it was warned by."""

    def examine(self, entry: BankEntry, answer: str, references: Sequence["Passage"]) -> Examination:
        """What `judge` says, with all that belongs to it. Raises `EngineError` when the engine fails."""
        ...


class Writer(Protocol):
    """Rewrites an answer in the candidate's own voice."""

    @property
    def engine(self) -> str: ...

    def rewrite(self, wanted: Rewrite) -> str:
        """The whole new answer. Raises `EngineError` when the engine fails."""
        ...


class Drafter(Protocol):
    """Helps with questions that have no answer key. Each method raises `EngineError` when the engine fails."""

    @property
    def engine(self) -> str: ...

    def items(self, question: str, notes: Sequence["Passage"]) -> list[DraftedItem]:
        """What a good answer says, out of the notes alone; the caller checks it against them."""
        ...

    def feedback(self, question: str, answer: str) -> str:
        """Words on an answer, without a score."""
        ...

    def questions(self, text: str) -> list[str]:
        """Interview questions that a job description calls for."""
        ...


class Meter(Protocol):
    """Counts what interviews take of a model, and cancels what nobody waits for."""

    def interview(self, session_id: str, before: Usage) -> AbstractContextManager[None]:
        """Count the calls inside for an interview, which had taken `before` when it was opened."""
        ...

    def spent(self, session_id: str) -> Usage:
        """All that an interview has taken."""
        ...

    def hang_up(self, session_id: str) -> None:
        """Cancel what is being said in an interview; who waits for it gets a `StoppedError`."""
        ...


class Kind(StrEnum):
    """What is embedded; each kind has a collection of its own."""

    QUESTION = "questions"
    PHRASE = "phrases"
    REFERENCE = "references"


MOST_PASSAGES = 5
"""Passages of one document."""


class Document(Value):
    """A text to embed. `id` is unique within its kind; ``name#n`` is a passage of the document ``name``."""

    id: str
    text: str


def owner_of(document_id: str) -> str:
    """The document that a passage belongs to."""
    return document_id.partition("#")[0]


class Passage(Value):
    """A document that was found, and its passage nearest to the query; `similarity` is their cosine, −1 to 1."""

    id: str
    text: str
    similarity: float


@dataclass(frozen=True)
class Synced:
    """What a sync did: how many documents were embedded, removed, and left as they were."""

    embedded: int
    removed: int
    unchanged: int

    def __add__(self, other: "Synced") -> "Synced":
        return Synced(self.embedded + other.embedded, self.removed + other.removed, self.unchanged + other.unchanged)


class VectorIndex(Protocol):
    """Holds what is embedded."""

    def sync(self, kind: Kind, documents: Iterable[Document], progress: Callable[[int, int], None]) -> Synced:
        """Make a kind hold exactly `documents`, embedding only what is new; reports (done, total)."""
        ...


class Retriever(Protocol):
    """Finds documents by meaning."""

    def search(self, kind: Kind, query: str, count: int) -> list[Passage]:
        """The nearest documents, best first; fewer than `count` when there are fewer."""
        ...


@dataclass(frozen=True)
class SessionInfo:
    """A stored interview. Times are seconds since the epoch, UTC."""

    id: str
    owner: str
    title: str
    created_at: float
    updated_at: float
    over: bool


class SessionStore(Protocol):
    """Keeps the events of every interview. Raises `StoreError` when it cannot."""

    def create(self, info: SessionInfo, first: Event) -> None: ...

    def append(self, session_id: str, sequence: int, event: Event) -> None:
        """Commit one event. Raises `ConflictError` when `sequence` is taken."""
        ...

    def events(self, session_id: str) -> list[Event]:
        """Raises `NotFoundError` for an unknown session."""
        ...

    def sessions(self, owner: str | None = None) -> list[SessionInfo]:
        """Newest first; of everyone when `owner` is None."""
        ...

    def close(self) -> None:
        """Give connections back."""
        ...
