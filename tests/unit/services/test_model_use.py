"""What the candidate is told of a model that fails and comes back, and what it took."""

from contextlib import contextmanager

import pytest

from rehearse.domain.usage import Usage
from rehearse.errors import EndpointError, EngineError
from rehearse.services.model_use import ModelUse

ONE = Usage(calls=1, prompt_tokens=10, completion_tokens=2)


class CountingMeter:
    def __init__(self):
        self.total, self.inside = Usage(), 0

    @contextmanager
    def interview(self, session_id, before):
        self.inside += 1
        yield
        self.inside -= 1

    def spent(self, session_id):
        return self.total

    def hang_up(self, session_id):
        pass


@pytest.fixture
def meter():
    return CountingMeter()


@pytest.fixture
def use(meter):
    return ModelUse("s1", meter, Usage())


def test_an_endpoint_that_is_down_is_told_of_once_and_so_is_its_return(use):
    assert use.failure(EndpointError("It is dead.")) == "It is dead."
    assert use.failure(EndpointError("It rests.")) == ""
    assert [use.recovered(), use.recovered()] == [True, False]
    assert use.failure(EndpointError("Dead again.")) == "Dead again."


def test_a_reply_that_failed_is_told_of_once_in_a_row_and_nothing_has_to_return(use):
    assert use.failure(EngineError("It refused.")) == "It refused."
    assert use.failure(EngineError("It refused.")) == ""
    assert not use.recovered()
    assert use.failure(EngineError("It refused.")) == "It refused."


def test_only_what_is_new_is_recorded(use, meter):
    assert use.unrecorded() is None
    meter.total = ONE + ONE
    assert use.unrecorded() == ONE + ONE
    assert use.unrecorded() is None
    meter.total += ONE
    assert use.unrecorded() == ONE


def test_pieces_are_made_inside_the_meter_and_taken_outside_of_it(use, meter):
    def pieces():
        for _ in range(3):
            yield meter.inside

    assert [(piece, meter.inside) for piece in use.metered_pieces(pieces())] == [(1, 0)] * 3
