"""JSON is found in what a model says around it."""

import time

import pytest

from rehearse.adapters.llm.structured import Method, find_object, messages_for

SCHEMA = {"type": "object", "properties": {"shade": {"type": "string"}}}


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ('Here it is: {"a": {"b": 1}} Good luck!', '{"a": {"b": 1}}'),
        ('Use {braces} like {"a": 1}', '{"a": 1}'),
        ('{"a": 1} or rather {"a": 1, "b": 2}', '{"a": 1, "b": 2}'),
        ('{"a": "a } in a string"}', '{"a": "a } in a string"}'),
        ('{"a": 1', '{"a": 1'),
        ("no JSON at all", "no JSON at all"),
    ],
)
def test_the_object_is_found_and_broken_json_stays_for_the_repair(said, found):
    assert find_object(said) == found


@pytest.mark.parametrize("junk", ["{" * 100_000, '{"a":' * 20_000, "{}" * 50_000])
def test_junk_does_not_take_for_ever(junk):
    began = time.monotonic()
    find_object(junk)
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("method", [Method.JSON, Method.PLAIN])
def test_a_model_that_is_not_bound_to_the_schema_is_told_it(method):
    told = messages_for(method, [("system", "Judge."), ("user", "This.")], SCHEMA)
    assert [role for role, _ in told] == ["system", "user"]
    assert '"shade"' in told[0][1]


@pytest.mark.parametrize("method", [Method.JSON_SCHEMA, Method.TOOLS])
def test_a_model_that_is_bound_to_it_is_not(method):
    messages = [("system", "Judge."), ("user", "This.")]
    assert messages_for(method, messages, SCHEMA) == messages
