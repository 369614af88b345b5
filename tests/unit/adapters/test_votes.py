import threading

import pytest

from rehearse.adapters.llm.votes import Ballot, majority, poll
from rehearse.domain.evidence import Effort, Examination
from rehearse.domain.usage import Usage
from rehearse.domain.verdicts import Status, Verdict
from rehearse.errors import EngineError


def vote(*statuses, confidence=0.8):
    verdicts = tuple(Verdict(item_id=f"i{n}", status=status, engine="llm:m", confidence=confidence) for n, status in enumerate(statuses))
    return Examination(verdicts=verdicts, effort=Effort(usage=Usage(calls=1, prompt_tokens=10)))


def test_what_most_votes_say_counts_and_their_share_is_the_confidence():
    elected = majority([vote(Status.MET, Status.MISSING), vote(Status.MET, Status.MISSING), vote(Status.MISSING, Status.MISSING)])
    first, second = elected.verdicts
    assert (first.status, round(first.confidence, 2), first.note) == (Status.MET, 0.67, "2 of 3 votes")
    assert (second.status, second.confidence, second.note) == (Status.MISSING, 1.0, "")
    assert elected.effort.usage == Usage(calls=3, prompt_tokens=30)


def test_a_vote_that_was_void_on_an_item_does_not_count_there():
    elected = majority([vote(Status.UNSCORED), vote(Status.PARTIAL), vote(Status.UNSCORED)])
    assert (elected.verdicts[0].status, elected.verdicts[0].confidence) == (Status.PARTIAL, 1.0)


def test_no_status_is_made_up_where_every_vote_was_void():
    assert majority([vote(Status.UNSCORED), vote(Status.UNSCORED)]).verdicts[0].status is Status.UNSCORED


def test_a_tie_goes_to_the_surer_and_then_to_the_one_with_less_credit():
    sure, unsure = vote(Status.MET, confidence=0.9), vote(Status.MISSING, confidence=0.3)
    assert majority([unsure, sure]).verdicts[0].status is Status.MET
    assert majority([vote(Status.MET), vote(Status.MISSING)]).verdicts[0].status is Status.MISSING


def test_votes_run_at_once_with_seeds_of_their_own():
    together = threading.Barrier(3, timeout=5)

    def cast(ballot):
        together.wait()
        return Examination(verdicts=(), warning=f"{ballot.seed} {ballot.temperature(0.0)}")

    said = [found.warning for found in poll(cast, 3)]
    assert len(set(said)) == 3
    assert all(not warning.endswith(" 0.0") for warning in said), "at temperature 0 all votes would be one"


def test_a_single_vote_keeps_the_temperature_of_the_prompt():
    assert Ballot(0, 1).temperature(0.0) == 0.0


def test_a_failed_vote_is_left_out_and_only_when_all_fail_there_is_no_grade():
    def cast(ballot):
        if ballot.number < 2:
            raise EngineError(f"vote {ballot.number} failed")
        return vote(Status.MET)

    assert len(poll(cast, 3)) == 1
    with pytest.raises(EngineError, match="vote 0 failed"):
        poll(cast, 2)


def test_a_bug_is_not_taken_for_a_failed_vote():
    def cast(ballot):
        raise KeyError("bug")

    with pytest.raises(KeyError):
        poll(cast, 2)
