"""How JSON is got out of an endpoint, what is counted, what is cancelled, and what is never written down."""

import json
import logging
import os
import signal
import threading
import time

import pytest

from llm_interview import hold, room
from rehearse.adapters.llm.client import ChatClient, Method
from rehearse.adapters.llm.retries import MOST_ATTEMPTS
from rehearse.content.prompts import Options, Prompt
from rehearse.domain.events import Said, Used
from rehearse.domain.usage import Usage
from rehearse.errors import EndpointError, EngineError, StoppedError
from rehearse.settings import Settings
from rehearse.ui.reports import render, usage_line
from scripted_server import METHODS, PROBED, Answer, ScriptedServer, method_of

PROMPT = Prompt(id="p", version=1, system="s", user="u", options=Options(temperature=0.3, most_tokens=50))
MESSAGES = [("system", "Judge."), ("user", "This.")]
SCHEMA = {"type": "object", "properties": {"level": {"type": "integer"}}, "required": ["level"], "additionalProperties": False}
ORDER = dict(zip(Method, METHODS, strict=True))
KEY = "sk-secret-1234567890abcdef"


@pytest.fixture
def client_of(tmp_path):
    made = []

    def make(server, **settings):
        made.append(
            ChatClient(Settings(_env_file=None, **{"model": "m", "base_url": server.url, "data": tmp_path, "model_timeout": 3, **settings}))
        )
        return made[-1]

    yield make
    for client in made:
        client.close()


@pytest.mark.parametrize("method", Method)
def test_json_is_got_in_the_best_way_that_the_endpoint_has(method, client_of):
    supported = METHODS[METHODS.index(ORDER[method]) :]
    said = {Method.PLAIN: 'Gladly: {"level": 3}'}.get(method, '{"level": 3}')
    with ScriptedServer(lambda body: Answer(said, usage=(7, 5)), supported) as server:
        reply = client_of(server).structured(MESSAGES, PROMPT, SCHEMA, "level", seed=4)
    assert (json.loads(reply.text), reply.method) == ({"level": 3}, method)
    assert (reply.usage.prompt_tokens, reply.usage.completion_tokens) == (7, 5)
    sent = server.requests[0]
    assert method_of(sent) == ORDER[method]
    assert (sent["seed"], sent["temperature"], sent["max_completion_tokens"]) == (4, 0.3, 50)
    assert ("JSON schema" in sent["messages"][0]["content"]) == (method in (Method.JSON, Method.PLAIN))


def test_an_endpoint_is_tried_out_once_and_that_is_kept_over_restarts(client_of):
    with ScriptedServer(lambda body: Answer('{"level": 3}'), ("tools",)) as server:
        for _ in range(2):
            assert client_of(server).structured(MESSAGES, PROMPT, SCHEMA, "level").method is Method.TOOLS
    assert len(server.probes) == 2, "json_schema, which failed, and tools"


def test_another_model_at_the_same_endpoint_is_tried_out_for_itself(client_of):
    with ScriptedServer(lambda body: Answer('{"level": 3}')) as server:
        client_of(server).method()
        client_of(server, model="other").method()
    assert [probe["model"] for probe in server.probes] == ["m", "other"]


def test_a_method_that_the_endpoint_has_lost_is_looked_for_again(client_of):
    def reply(body):
        return Answer('{"level": 3}') if method_of(body) in server.methods else Answer(status=400)

    with ScriptedServer(reply) as server:
        client = client_of(server)
        assert client.structured(MESSAGES, PROMPT, SCHEMA, "level").method is Method.JSON_SCHEMA
        server.methods = ("json_object",)
        assert client.structured(MESSAGES, PROMPT, SCHEMA, "level").method is Method.JSON
        server.methods = ()
        with pytest.raises(EngineError, match="in none of the ways tried"):
            client.structured(MESSAGES, PROMPT, SCHEMA, "level")


@pytest.mark.parametrize("status", [500, 501])
def test_an_endpoint_that_breaks_on_a_method_is_asked_for_the_next_one(status, client_of):
    def breaks(body):
        return Answer(PROBED if method_of(body) == "tools" else "", status=200 if method_of(body) == "tools" else status)

    with ScriptedServer(lambda body: Answer('{"level": 3}', usage=(9, 1)), probe=breaks) as server:
        client = client_of(server)
        with client.interview("s1", Usage()):
            assert client.structured(MESSAGES, PROMPT, SCHEMA, "level").method is Method.TOOLS
        assert client.breaker.resting == 0
        assert client.spent("s1") == Usage(calls=1, prompt_tokens=9, completion_tokens=1), "the interview does not pay for the trying out"
    assert [method_of(probe) for probe in server.probes] == ["json_schema"] * MOST_ATTEMPTS + ["tools"]


@pytest.mark.parametrize(("status", "tried"), [(500, METHODS), (503, METHODS[:1]), (401, METHODS[:1])])
def test_an_endpoint_that_is_down_is_not_said_to_follow_no_schema(status, tried, client_of):
    with ScriptedServer(lambda body: Answer("{}"), probe=lambda body: Answer(status=status)) as server:
        client = client_of(server)
        with client.interview("s1", Usage()), pytest.raises(EndpointError, match=str(status)):
            client.method()
        assert client.breaker.resting > 0
    assert list(dict.fromkeys(map(method_of, server.probes))) == list(tried)


def test_an_endpoint_that_rests_is_not_tried_out(client_of):
    with ScriptedServer(lambda body: Answer("{}")) as server:
        client = client_of(server)
        client.breaker.failed("It is down.")
        with client.interview("s1", Usage()), pytest.raises(EndpointError, match="It is down"):
            client.structured(MESSAGES, PROMPT, SCHEMA, "level")
    assert not server.probes


def test_an_option_that_the_model_does_not_take_is_left_out_from_then_on(client_of):
    def reply(body):
        unsupported = "Unsupported value: 'temperature' does not support 0.3 with this model."
        return Answer(status=400, error=unsupported) if "temperature" in body else Answer("Hello there.")

    with ScriptedServer(reply) as server:
        client = client_of(server)
        assert client.plain(MESSAGES, PROMPT).text == "Hello there."
        assert "".join(client.stream(MESSAGES, PROMPT)).strip() == "Hello there."
    assert len(server.requests) == 3


def test_reasoning_is_left_out_of_streams_and_replies(client_of):
    answer = Answer("<think>The gap is b. </think> Why so?", reasoning="Hm, hm")
    with ScriptedServer(lambda body: answer) as server:
        client = client_of(server)
        assert "".join(client.stream(MESSAGES, PROMPT)).strip() == "Why so?"
        assert client.plain(MESSAGES, PROMPT).text == "Why so?"


def test_a_stream_that_nobody_takes_any_more_is_cancelled(client_of):
    with ScriptedServer(lambda body: Answer("on ", endless=True, gap=0.02)) as server:
        words = client_of(server).stream(MESSAGES, PROMPT)
        next(words)
        words.close()
        assert server.hung_up.acquire(timeout=5), "the server sees the connection close"


@pytest.mark.parametrize("answer", [Answer("never", delay=30), Answer("one two three four", stall=2)])
def test_closing_the_page_cancels_what_is_being_said_and_loses_nothing(answer, tmp_path):
    with ScriptedServer(lambda body: answer) as server, room(server.url, tmp_path, timeout=20) as made:
        interview = made.start()
        raised = []

        def listen():
            with pytest.raises(StoppedError) as error:
                list(interview.proceed())
            raised.append(error)

        page = threading.Thread(target=listen)
        page.start()
        _until(lambda: server.requests)
        interview.hang_up()
        page.join(5)
        assert raised
        assert server.hung_up.acquire(timeout=5), "the server sees the connection close"
        assert not [event for event in made.store.events("s1") if isinstance(event, Said)]
        answer.delay, answer.stall = 0, None
        assert list(interview.proceed())[-1].complete, "opened again, it is said anew"


@pytest.fixture
def interruptible():
    """Ctrl-C raises `KeyboardInterrupt`, also where whoever runs the tests lets it be ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_ctrl_c_cancels_what_is_being_said_and_the_interview_can_go_on(tmp_path, interruptible):
    answer = Answer("never", delay=30)

    def interrupted_soon(body):
        if answer.delay:
            threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()
        return answer

    with ScriptedServer(interrupted_soon) as server, room(server.url, tmp_path, timeout=20) as made:
        interview = made.start()
        with pytest.raises(KeyboardInterrupt):
            list(interview.proceed())
        assert server.hung_up.acquire(timeout=5), "the server sees the connection close"
        answer.delay = 0
        assert list(made.open().proceed())[-1].complete


def test_leaving_the_program_cancels_a_running_grade(client_of):
    with ScriptedServer(lambda body: Answer("{}", delay=30)) as server:
        client = client_of(server, model_timeout=20)
        threading.Timer(0.5, client.close).start()
        began = time.monotonic()
        with pytest.raises(StoppedError):
            client.plain(MESSAGES, PROMPT)
        assert time.monotonic() - began < 5
        assert server.hung_up.acquire(timeout=5)


def test_what_the_model_took_is_on_the_scorecard_and_survives_a_restart(tmp_path):
    def reply(body):
        return Answer("And why is that?", usage=(100, 7))

    with ScriptedServer(reply) as server, room(server.url, tmp_path) as made:
        interview = made.start()
        list(interview.proceed())
        used = [event.usage for event in made.store.events("s1") if isinstance(event, Used)]
        assert (interview.state.usage.calls, interview.state.usage.tokens) == (2, 214), "the greeting and the question"
        again = made.open()
    assert len(used) == 2
    assert again.state.usage == interview.state.usage
    assert usage_line(again.state.usage) == "The model took 2 calls, 200 tokens in and 14 out."


def test_what_an_interview_costs_is_said_where_prices_are_set(client_of):
    with ScriptedServer(lambda body: Answer('{"level": 3}', usage=(10_000, 500))) as server:
        client = client_of(server, price_in=0.15, price_out=0.6)
        with client.interview("s1", Usage()):
            client.structured(MESSAGES, PROMPT, SCHEMA, "level")
    assert usage_line(client.spent("s1")) == "The model took 1 call, 10,000 tokens in and 500 out; at the prices set, about 0.0018."


def test_an_endpoint_that_does_not_count_is_estimated(client_of):
    with ScriptedServer(lambda body: Answer("word " * 40, usage=None)) as server:
        client = client_of(server)
        with client.interview("s1", Usage()):
            words = client.stream(MESSAGES, PROMPT)
            assert list(words)
    spent = client.spent("s1")
    assert spent.calls == 1
    assert 30 < spent.completion_tokens < 80
    assert spent.prompt_tokens > 0


def test_an_interview_that_has_taken_all_it_may_goes_on_without_the_model(tmp_path):
    with (
        ScriptedServer(lambda body: Answer("And why is that?", usage=(100, 7))) as server,
        room(server.url, tmp_path, max_tokens_per_interview=150) as made,
    ):
        interview = hold(made.start())
        engines = [event.engine for event in made.store.events("s1") if isinstance(event, Said)]
    assert engines[:2] == ["llm:m", "llm:m"], "what has begun is not broken off"
    assert set(engines[2:]) == {"embedded"}
    assert len(server.requests) == 2
    warned = [turn.text for turn in interview.state.turns if turn.speaker == "notice"]
    assert any("REHEARSE_MAX_TOKENS_PER_INTERVIEW=150" in text for text in warned)


@pytest.mark.parametrize("status", [401, 400, 429, 500])
def test_a_key_that_the_endpoint_echoes_is_written_nowhere(status, tmp_path, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    echo = f"Incorrect API key provided: {KEY}. Or was it Bearer sk-other-9876543210?"
    with (
        ScriptedServer(lambda body: Answer(status=status, error=echo)) as server,
        room(server.url.replace("://", f"://user:{KEY}@"), tmp_path, timeout=1, api_key=KEY) as made,
    ):
        interview = hold(made.start())
        logging.getLogger("rehearse").exception("shown as a traceback")
    assert any(KEY in key or "Basic" in key for key in server.keys), "the endpoint did get it"
    from rehearse.domain.report import build_report
    from unit.builders import rubrics

    report = build_report(interview.state, made.entries, rubrics(), {})
    written = [render(report, form) for form in ("md", "html", "json")] + [caplog.text, *capfd.readouterr()]
    written += [path.read_bytes().decode("latin-1") for path in tmp_path.rglob("*") if path.is_file()]
    assert any("goes on with" in text for text in written), "the failure was told"
    for text in written:
        assert KEY not in text
        assert "sk-other" not in text


def _until(true):
    end = time.monotonic() + 5
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)
