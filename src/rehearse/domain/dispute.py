"""A contested verdict, and which of two verdicts counts."""

from collections.abc import Sequence

from rehearse.domain.events import Disputed, Graded
from rehearse.domain.record import Value
from rehearse.domain.units import sentences
from rehearse.domain.verdicts import Quote, Status, Verdict


class Dispute(Value):
    """A verdict that was contested, why, and the second one; `graded_by` is the engine of the grade it stands in."""

    question_id: str
    item_id: str
    reason: str
    claim: Status
    words: Quote | None
    graded_by: str
    first: Verdict
    asked: str
    second: Verdict | None
    failure: str

    @property
    def is_open(self) -> bool:
        """Whether a second verdict is still owed, so that it may be asked for again."""
        return self.second is None or self.second.status is Status.UNSCORED

    @property
    def overturns(self) -> bool:
        """Whether the second verdict takes the place of the first."""
        return self.second is not None and not self.is_open and self.second.status is not self.first.status


def after_disputes(grade: Graded, disputes: Sequence[Dispute]) -> Graded:
    """The grade with its overturned verdicts replaced.

    A grade that another engine gives later stands as it is, until it is contested itself.
    """
    seconds = {d.item_id: d.second for d in disputes if d.overturns and _concerns(d, grade)}
    return grade.model_copy(update={"verdicts": tuple(seconds.get(v.item_id) or v for v in grade.verdicts)})


def already_judged(grade: Graded, disputes: Sequence[Dispute], item_id: str, engine: str) -> bool:
    """Whether `engine` has given its second verdict on an item of this grade."""
    return any(_concerns(d, grade) and (d.item_id, d.asked) == (item_id, engine) and not d.is_open for d in disputes)


def contested(disputes: Sequence[Dispute], grade: Graded, event: Disputed) -> tuple[Dispute, ...]:
    """The disputes after one more, which takes the place of one on the same item that is still open."""
    first = next(v for v in after_disputes(grade, disputes).verdicts if v.item_id == event.item_id)
    given = {name: getattr(event, name) for name in ("question_id", "item_id", "reason", "claim", "words", "second", "failure")}
    others = (d for d in disputes if not (d.is_open and (d.question_id, d.item_id) == (event.question_id, event.item_id)))
    return (*others, Dispute(**given, graded_by=grade.engine, first=first, asked=event.engine))


def excerpt(answer: str, words: Quote) -> Quote:
    """The whole sentences of an answer that hold the words pointed at."""
    touched = [s for s in sentences(answer) if s.start < words.end and words.start < s.end]
    start, end = touched[0].start, touched[-1].end
    return Quote(start=start, end=end, text=answer[start:end])


def _concerns(dispute: Dispute, grade: Graded) -> bool:
    return (dispute.question_id, dispute.graded_by) == (grade.question_id, grade.engine)
