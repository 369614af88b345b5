"""Contesting a verdict: what may be contested, and the second look, which sees neither the first verdict nor the reason."""

from dataclasses import dataclass

from rehearse.domain.dispute import Dispute, after_disputes, already_judged, excerpt
from rehearse.domain.events import LONGEST_REASON, Graded
from rehearse.domain.interview import State, finished_questions
from rehearse.domain.question import BankEntry
from rehearse.domain.text import without_controls
from rehearse.domain.verdicts import Quote, Status, Verdict, locate
from rehearse.errors import DisputeError, NotFoundError
from rehearse.services.grader import Grader


@dataclass(frozen=True)
class Contest:
    """What a candidate contests, and why.

    `words` are their own words that show it. `claim` is the status they claim; by default the one that earns the points.
    """

    question_id: str
    item_id: str
    reason: str
    words: str = ""
    claim: Status | None = None


@dataclass(frozen=True)
class Contested:
    """A contest that can be judged. `words` are placed in the answer."""

    reason: str
    claim: Status
    words: Quote | None


def check_contest(contest: Contest, state: State, entry: BankEntry | None, engine: str) -> Contested:
    """What is to be judged again. Raises `NotFoundError` or `DisputeError` for what cannot be contested."""
    grade = _grade(contest, state)
    if entry is None:
        raise DisputeError(f"The question {contest.question_id!r} has left the bank, so nothing can be judged against its rubric.")
    verdict = _verdict(contest, after_disputes(grade, state.disputes), entry)
    if already_judged(grade, state.disputes, contest.item_id, engine):
        raise DisputeError(
            f"{engine} has already judged {contest.item_id!r} a second time, and does so once. Another engine may be asked: set REHEARSE_MODEL."
        )
    claim = contest.claim or _default_claim(entry, contest.item_id)
    if claim is verdict.status:
        raise DisputeError(f"The verdict on {contest.item_id!r} is already {claim.value!r}. Say which status you claim instead.")
    return Contested(_checked_reason(contest.reason), claim, _placed(contest, state))


def second_look(grader: Grader, entry: BankEntry, item_id: str, answer: str, words: Quote | None) -> Verdict:
    """A fresh verdict on one item, of the sentences that hold `words`, or of the whole answer. Raises `EngineError`.

    The whole key is judged and the rest put aside: an item away from its neighbours is met by much that only resembles it.
    """
    part = excerpt(answer, words) if words else Quote(start=0, end=len(answer), text=answer)
    verdict = next(v for v in grader.grade(entry, part.text).verdicts if v.item_id == item_id)
    return _moved(verdict, part.start)


def last_dispute(state: State, question_id: str, item_id: str) -> Dispute:
    """The latest dispute of an item. Raises `DisputeError` when there is none."""
    mine = [d for d in state.disputes if (d.question_id, d.item_id) == (question_id, item_id)]
    if not mine:
        raise DisputeError(f"The verdict on {item_id!r} of {question_id!r} has not been contested yet. Give a reason first.")
    return mine[-1]


def _grade(contest: Contest, state: State) -> Graded:
    question_id = contest.question_id
    if question_id not in state.plan.question_ids:
        raise NotFoundError("question", question_id, state.plan.question_ids, "The scorecard shows those of this interview.")
    if question_id not in finished_questions(state):
        raise DisputeError(
            f"{question_id!r} is not over yet, so its verdicts may still change. Contest them once the next question is asked."
        )
    grade = state.grades[question_id]
    if grade.skipped:
        raise DisputeError(f"{question_id!r} was skipped, so there is no answer to judge again.")
    return grade


def _verdict(contest: Contest, grade: Graded, entry: BankEntry) -> Verdict:
    known = [item.id for item in entry.key.items]
    if contest.item_id not in known:
        raise NotFoundError("rubric item", contest.item_id, known, f"{entry.id!r} has {', '.join(known)}.")
    verdict = next((v for v in grade.verdicts if v.item_id == contest.item_id), None)
    if verdict is None or verdict.status is Status.UNSCORED:
        raise DisputeError(f"{contest.item_id!r} has no verdict to contest: it was not scored. `rehearse regrade` judges it again.")
    return verdict


def _default_claim(entry: BankEntry, item_id: str) -> Status:
    return Status.MET if entry.key.item(item_id).points > 0 else Status.MISSING


def _checked_reason(reason: str) -> str:
    reason = without_controls(reason)
    if not reason:
        raise DisputeError("The reason is empty. Say in a sentence why the verdict is wrong.")
    if len(reason) > LONGEST_REASON:
        raise DisputeError(f"The reason has {len(reason):,} characters; the most that is taken is {LONGEST_REASON:,}. Shorten it.")
    return reason


def _placed(contest: Contest, state: State) -> Quote | None:
    if not contest.words.strip():
        return None
    quote = locate(contest.words, state.full_answer(contest.question_id))
    if quote is None:
        raise DisputeError(
            f"The words {contest.words[:80]!r} are not in your answer to {contest.question_id!r}. Copy them from it, or leave them out."
        )
    return quote


def _moved(verdict: Verdict, by: int) -> Verdict:
    """A verdict on an excerpt with its quotes placed in the whole answer."""
    quotes = {name: quote for name in ("quote", "near") if (quote := getattr(verdict, name)) is not None}
    return verdict.model_copy(
        update={name: Quote(start=quote.start + by, end=quote.end + by, text=quote.text) for name, quote in quotes.items()}
    )
