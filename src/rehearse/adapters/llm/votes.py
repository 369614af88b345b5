"""Self-consistency: the same question to the model several times, and what most of its answers say (Wang et al. 2023)."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from functools import reduce
from operator import add

from rehearse.domain.evidence import Effort, Examination
from rehearse.domain.verdicts import Status, Verdict
from rehearse.errors import EngineError, StoppedError

FIRST_SEED = 20_240
VOTE_TEMPERATURE = 0.7
"""Of each vote where there are several; at 0 they would all be the same."""


@dataclass(frozen=True)
class Ballot:
    """Vote `number` of `of`."""

    number: int
    of: int

    @property
    def seed(self) -> int:
        return FIRST_SEED + self.number

    def temperature(self, usual: float) -> float:
        """The prompt's own where there is one vote."""
        return usual if self.of == 1 else max(usual, VOTE_TEMPERATURE)


def poll(vote: Callable[[Ballot], Examination], votes: int) -> list[Examination]:
    """All votes at once, in order; one that fails is left out. Raises the first `EngineError` when all fail."""
    if votes == 1:
        return [vote(Ballot(0, 1))]
    with ThreadPoolExecutor(votes, thread_name_prefix="vote") as pool:
        futures = [pool.submit(copy_context().run, vote, Ballot(number, votes)) for number in range(votes)]
    failures = [error for future in futures if (error := future.exception())]
    if fatal := next((error for error in failures if isinstance(error, StoppedError) or not isinstance(error, EngineError)), None):
        raise fatal
    if len(failures) == votes:
        raise failures[0]
    return [future.result() for future in futures if not future.exception()]


def majority(votes: Sequence[Examination]) -> Examination:
    """Per item what most votes say, with the share of them as its confidence; the signs of the first vote that has any."""
    if len(votes) == 1:
        return votes[0]
    effort = reduce(add, (vote.effort for vote in votes), Effort())
    signs = next((vote.signs for vote in votes if vote.signs), ())
    return Examination(verdicts=tuple(map(_elected, *(vote.verdicts for vote in votes))), signs=signs, effort=effort)


def _elected(*verdicts: Verdict) -> Verdict:
    """The surest of the verdicts with the commonest status. Of two as common the surer wins, then the one with less credit."""
    scored = [verdict for verdict in verdicts if verdict.status is not Status.UNSCORED]
    if not scored:
        return verdicts[0]
    statuses = list(Status)
    by_status = {status: [v for v in scored if v.status is status] for status in {v.status for v in scored}}
    winner = max(by_status, key=lambda s: (len(by_status[s]), sum(v.confidence or 0 for v in by_status[s]), statuses.index(s)))
    best = max(by_status[winner], key=lambda verdict: verdict.confidence or 0)
    share = len(by_status[winner]) / len(scored)
    return best.model_copy(
        update={"confidence": share, "note": f"{len(by_status[winner])} of {len(scored)} votes" if share < 1 else best.note}
    )
