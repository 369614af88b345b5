"""What a thinking model thinks is not what it says."""

import pytest

from rehearse.adapters.llm.thinking import Thoughts, without_thoughts
from rehearse.errors import EngineError

SAID = "<think>The gap is <b>. 1 < 2.</think>How would you notice?"


def heard(*pieces):
    thoughts = Thoughts()
    return "".join(thoughts.feed(piece) for piece in pieces) + thoughts.end()


@pytest.mark.parametrize("size", range(1, len(SAID) + 1))
def test_reasoning_is_dropped_wherever_its_tags_are_cut(size):
    assert heard(*(SAID[at : at + size] for at in range(0, len(SAID), size))) == "How would you notice?"


def test_reasoning_that_is_never_closed_is_dropped_too():
    assert heard("<thinking>", "and so on, and on") == ""


def test_what_only_looks_like_a_tag_is_said():
    assert heard("if a <", " b then <thi", "s> holds", " <") == "if a < b then <this> holds <"


def test_words_come_at_once_when_nothing_is_to_be_waited_for():
    assert Thoughts().feed("Hello, ") == "Hello, "


def test_reasoning_that_nothing_announced_is_a_failure():
    with pytest.raises(EngineError, match="reasoning aloud"):
        heard("I must ask about b.</think>How would you notice?")


@pytest.mark.parametrize(
    ("reply", "left"),
    [
        ('<think>maybe {"a": 1}</think>\n{"a": 2}', '{"a": 2}'),
        ('maybe {"a": 1}</think>{"a": 2}', '{"a": 2}'),
        ("<think>never closed", ""),
        ('{"quote": "I wrote <think>x</think> there"}', '{"quote": "I wrote <think>x</think> there"}'),
        ("just words", "just words"),
    ],
)
def test_a_whole_reply_loses_the_reasoning_before_it(reply, left):
    assert without_thoughts(reply) == left
