"""An endpoint that fails is left alone, and tried again by itself."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from rehearse.adapters.llm.breaker import Breaker


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def breaker(clock):
    return Breaker(clock, first=10, longest=30)


def test_while_calls_succeed_all_are_let_through(breaker):
    assert breaker.admit()
    breaker.succeeded()
    assert breaker.admit() and breaker.admit()


def test_after_a_failure_none_is_until_the_rest_is_over(breaker, clock):
    breaker.failed("it is dead")
    assert not breaker.admit()
    assert (breaker.reason, breaker.resting) == ("it is dead", 10)
    clock.now += 9.9
    assert not breaker.admit()
    clock.now += 0.1
    assert breaker.admit()


def test_one_call_alone_is_the_trial_and_its_success_closes_it(breaker, clock):
    breaker.failed("x")
    clock.now += 10
    assert [breaker.admit() for _ in range(3)] == [True, False, False]
    breaker.succeeded()
    assert breaker.admit() and breaker.admit()


def test_each_failed_trial_doubles_the_rest_up_to_the_longest(breaker, clock):
    rests = []
    for _ in range(4):
        breaker.failed("x")
        rests.append(breaker.resting)
        clock.now += breaker.resting
        assert breaker.admit()
    assert rests == [10, 20, 30, 30]


def test_calls_that_failed_together_count_once(breaker):
    for _ in range(5):
        breaker.failed("x")
    assert breaker.resting == 10


def test_it_rests_at_least_as_long_as_the_endpoint_asks(breaker):
    breaker.failed("too many requests", at_least=25)
    assert breaker.resting == 25


def test_a_trial_that_was_given_up_leaves_the_place_to_another(breaker, clock):
    breaker.failed("x")
    clock.now += 10
    assert breaker.admit()
    breaker.released()
    assert breaker.admit()


def test_who_has_patience_waits_for_the_trial_of_another_call(breaker, clock):
    breaker.failed("x")
    clock.now += 10
    assert breaker.admit()
    assert not breaker.admit()
    assert "tried again" in breaker.state
    with ThreadPoolExecutor(1) as pool:
        patient = pool.submit(breaker.admit, 30.0)
        breaker.succeeded()
        assert patient.result(5)
