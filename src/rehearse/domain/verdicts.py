"""What a judge says of one rubric item, and the check that its evidence is real."""

from collections.abc import Iterable
from enum import StrEnum

from pydantic import Field

from rehearse.domain.folding import fold
from rehearse.domain.question import BankEntry
from rehearse.domain.record import Value


class Status(StrEnum):
    """Whether the answer meets a rubric item. `UNSCORED` means that grading failed, not that the answer did."""

    MET = "met"
    PARTIAL = "partial"
    MISSING = "missing"
    CONTRADICTED = "contradicted"
    UNSCORED = "unscored"


class Quote(Value):
    """The candidate's words at ``answer[start:end]``; offsets count characters."""

    start: int = Field(ge=0)
    end: int = Field(gt=0)
    text: str


class PromptRef(Value):
    """Which prompt produced a verdict; `hash` covers its whole text."""

    id: str
    version: int
    hash: str


class Verdict(Value):
    """A judge's word on one item.

    `quote` is the evidence; `near` are the candidate's words closest to an item that is not met,
    for a follow-up to tie itself to. `confidence` is the probability, 0–1, that the status is right;
    `credit` the expected share of the item's points, 0–1, where the engine gives a probability for every status.
    `reason` is the judge's own, `note` what became of the verdict in code.
    """

    item_id: str
    status: Status
    engine: str
    quote: Quote | None = None
    near: Quote | None = None
    confidence: float | None = Field(default=None, ge=0, le=1)
    credit: float | None = Field(default=None, ge=0, le=1)
    reference_ids: tuple[str, ...] = ()
    prompt: PromptRef | None = None
    reason: str = ""
    note: str = ""

    def void(self, why: str) -> "Verdict":
        """The same verdict made unscored, with the reason."""
        return self.model_copy(update={"status": Status.UNSCORED, "quote": None, "confidence": None, "credit": None, "note": why})


NEEDS_QUOTE = frozenset({Status.MET, Status.PARTIAL, Status.CONTRADICTED})


def check_evidence(verdicts: Iterable[Verdict], answer: str) -> list[Verdict]:
    """Void every verdict whose quote is missing or is not in the answer, word for word."""
    return [_checked(verdict, answer) for verdict in verdicts]


def _checked(verdict: Verdict, answer: str) -> Verdict:
    if verdict.status not in NEEDS_QUOTE:
        return verdict
    if verdict.quote is None:
        return verdict.void("the judge gave no quote")
    if not verdict.quote.text.strip() or answer[verdict.quote.start : verdict.quote.end] != verdict.quote.text:
        return verdict.void("the judge's quote is not in the answer")
    return verdict


def locate(words: str, answer: str) -> Quote | None:
    """Find `words` in `answer`, letting only case, white space, the form of quotation marks and dashes, and outer punctuation differ."""
    if (place := fold(answer).find(fold(words))) is None:
        return None
    start, end = place
    return Quote(start=start, end=end, text=answer[start:end])


def every_item(entry: BankEntry, status: Status, engine: str, note: str) -> list[Verdict]:
    """The same verdict for every item: a skipped question, or a grading that failed."""
    return [Verdict(item_id=item.id, status=status, engine=engine, note=note) for item in entry.key.items]
