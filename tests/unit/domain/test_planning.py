import pytest

from rehearse.domain.planning import FOLLOW_UP_MINUTES, Loop, LoopRound, Mode, Request, plan
from rehearse.domain.question import Level, Round
from rehearse.errors import NotFoundError
from unit.builders import entry

BANK = [
    *(entry(f"trees-{level.value}", level=level) for level in Level),
    *(entry(f"nets-{level.value}", topic="nets", level=level) for level in Level),
    *(entry(f"tests-{n}", round=Round.STATISTICS, topic="testing") for n in range(6)),
]
LOOP = Loop(
    id="tiny",
    title="Tiny loop",
    description="Two rounds.",
    level=Level.MID,
    rounds=(LoopRound(round=Round.ML_THEORY, minutes=30), LoopRound(round=Round.STATISTICS, minutes=10)),
)


def request(**fields):
    return Request(**{"loop": LOOP, "level": Level.MID, **fields})


def test_an_interview_fills_the_minutes_of_each_round_and_not_more():
    planned = plan(request(), BANK)
    assert [part.round for part in planned.rounds] == [Round.ML_THEORY, Round.STATISTICS]
    assert [part.minutes for part in planned.rounds] == [30, 10]
    assert [len(part.questions) for part in planned.rounds] == [30 // (5 + FOLLOW_UP_MINUTES), 10 // (5 + FOLLOW_UP_MINUTES)]
    assert planned.minutes == 40


def test_a_shorter_day_shrinks_every_round_alike():
    planned = plan(request(minutes=20), BANK)
    assert [part.minutes for part in planned.rounds] == [15, 5]


def test_however_short_the_time_every_round_asks_something():
    assert all(part.questions for part in plan(request(minutes=1), BANK).rounds)


@pytest.mark.parametrize(("count", "shares"), [(1, [1]), (2, [2]), (3, [2, 1]), (4, [3, 1]), (8, [6, 2])])
def test_a_number_of_questions_is_shared_out_by_minutes_and_has_no_clock(count, shares):
    planned = plan(request(questions=count), BANK)
    assert [len(part.questions) for part in planned.rounds] == shares
    assert planned.minutes is None


def test_the_same_seed_plans_the_same_interview_and_another_seed_another():
    plans = [plan(request(seed=seed, questions=4), BANK).question_ids for seed in (1, 1, 2, 3, 4)]
    assert plans[0] == plans[1]
    assert len(set(plans)) > 1


def test_no_question_is_asked_twice():
    twice = LOOP.model_copy(update={"rounds": (LOOP.rounds[1], LOOP.rounds[1])})
    ids = plan(request(loop=twice, questions=6), BANK).question_ids
    assert len(ids) == len(set(ids)) == 6


def test_questions_asked_before_come_last():
    seen = frozenset({"tests-0", "tests-1", "tests-2", "tests-3"})
    stats = LOOP.model_copy(update={"rounds": (LOOP.rounds[1],)})
    for seed in range(5):
        ids = plan(request(loop=stats, questions=3, seed=seed, avoid=seen), BANK).question_ids
        assert {"tests-4", "tests-5"} == set(ids[:2])
        assert ids[2] in seen


def test_an_unseen_question_comes_before_a_seen_one_of_a_fresher_topic():
    theory = LOOP.model_copy(update={"rounds": (LOOP.rounds[0],)})
    seen = frozenset(f"trees-{level.value}" for level in Level)
    ids = plan(request(loop=theory, questions=4, avoid=seen), BANK).question_ids
    assert {q.split("-")[0] for q in ids[:3]} == {"nets"}
    assert ids[3] in seen


def test_each_topic_begins_with_the_question_nearest_in_level():
    theory = LOOP.model_copy(update={"rounds": (LOOP.rounds[0],)})
    for level in Level:
        first, second = plan(request(loop=theory, questions=2, level=level), BANK).question_ids
        assert {first, second} == {f"trees-{level.value}", f"nets-{level.value}"}


def test_a_round_keeps_to_its_topics():
    nets = LOOP.model_copy(update={"rounds": (LoopRound(round=Round.ML_THEORY, minutes=60, topics=("nets",)),)})
    assert {q.rsplit("-", 1)[0] for q in plan(request(loop=nets), BANK).question_ids} == {"nets"}


def test_a_topic_nobody_wrote_about_is_an_error_that_names_the_topics_there_are():
    empty = LOOP.model_copy(update={"rounds": (LoopRound(round=Round.ML_THEORY, minutes=60, topics=("net",)),)})
    with pytest.raises(NotFoundError) as caught:
        plan(request(loop=empty), BANK)
    assert "'net'" in str(caught.value)
    assert "Did you mean nets?" in str(caught.value)
    assert "The round has: nets, trees." in str(caught.value)


def test_a_round_without_any_question_is_an_error_too():
    coding = LOOP.model_copy(update={"rounds": (LoopRound(round=Round.CODING, minutes=60),)})
    with pytest.raises(NotFoundError, match=r"coding.*nothing yet"):
        plan(request(loop=coding), BANK)


def test_the_plan_carries_what_the_candidate_asked_for():
    planned = plan(request(level=Level.SENIOR, mode=Mode.MOCK), BANK)
    assert (planned.title, planned.level, planned.mode) == ("Tiny loop", Level.SENIOR, Mode.MOCK)
