"""Whatever goes wrong with a model: the interview goes on, nothing is lost, and nothing that failed has scored."""

import json
import socket

import pytest

from llm_interview import ANSWER, QUICK, hold, room
from rehearse.adapters.llm.breaker import Breaker
from rehearse.domain.events import Answered, Ended, Graded, Said, Warned
from scripted_server import Answer, ScriptedServer

TIMEOUT = 1.5
WORDS = "Tell me more about that, please."
TWO_SENTENCES = "Thanks for coming in today. What would you like to begin with?"


def grade_of(body, status="missing", quote=""):
    """A grade of everything that the request asks about."""
    schema = body["response_format"]["json_schema"]["schema"]
    ids = schema["properties"]["verdicts"]["items"]["properties"]["item_id"]["enum"]
    rows = [{"item_id": item, "status": status, "quote": quote, "confidence": 80} for item in ids]
    return json.dumps({"verdicts": rows})


def works(body):
    return Answer(WORDS) if body.get("stream") else Answer(grade_of(body, "met", "the variance falls"))


def closed_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def check(interview, says):
    """The interview is whole, in the embedded engine's words and grades, and says why."""
    events = interview._crew.store.events("s1")
    assert any(isinstance(event, Ended) for event in events)
    assert next(event.text for event in events if isinstance(event, Answered)) == ANSWER
    assert {event.engine for event in events if isinstance(event, Said)} == {"embedded"}
    assert {event.engine for event in events if isinstance(event, Graded)} <= {QUICK, "rule"}
    warned = [event.text for event in events if isinstance(event, Warned)]
    assert any(says in text for text in warned), warned
    assert not any("Traceback" in text or "Error(" in text for text in warned)


NO_SERVER = {
    "connection refused": (lambda: f"http://127.0.0.1:{closed_port()}/v1", "cannot be reached"),
    "DNS failure": (lambda: "http://nowhere.invalid/v1", "host name that cannot be found"),
}


@pytest.mark.parametrize("case", NO_SERVER)
def test_an_endpoint_that_is_not_there(case, tmp_path):
    url, says = NO_SERVER[case]
    with room(url(), tmp_path, timeout=15) as made:
        check(hold(made.start()), says)


def test_an_endpoint_without_the_tls_it_should_have(tmp_path):
    with ScriptedServer(works) as server, room(server.url.replace("http:", "https:"), tmp_path, timeout=2) as made:
        check(hold(made.start()), "no TLS connection that can be trusted")


FAILURES = {
    "401": (Answer(status=401), "does not accept the key. Set REHEARSE_API_KEY"),
    "403": (Answer(status=403), "does not allow this key"),
    "404": (Answer(status=404), "Check REHEARSE_MODEL"),
    "429": (Answer(status=429), "takes no more requests for now"),
    "429 for longer than the budget": (Answer(status=429, headers={"Retry-After": "60"}), "takes no more requests for now"),
    "500": (Answer(status=500), "failed (500"),
    "503": (Answer(status=503), "failed (503"),
    "400": (Answer(status=400), "rejected the request"),
    "hang before the first byte": (Answer(WORDS, delay=30), f"did not answer within {TIMEOUT:g} s"),
    "empty choices": (Answer(WORDS, choices=False, finish=None), "broke off in the middle"),
    "content filter": (Answer("I", finish="content_filter"), "content filter"),
    "cut off at the greatest length": (Answer("So, you", finish="length"), "greatest length"),
    "refusal": (Answer("", refusal="I will not."), "refused: I will not."),
    "reasoning only": (Answer("", reasoning="Hm, the gap is"), "said nothing"),
    "reasoning only, between tags": (Answer("<think>Hm, the gap is"), "said nothing"),
    "wrong content type": (Answer(raw=b"<html>Sign in</html>", content_type="text/html"), "is not a chat reply"),
    "invalid UTF-8": (
        Answer(raw=b'data: {"choices": [{"delta": {"content": "\xff\xfe\n\n', content_type="text/event-stream"),
        "is not a chat reply",
    ),
    "an error in the stream": (
        Answer(raw=b'data: {"error": {"message": "out of memory"}}\n\n', content_type="text/event-stream"),
        "out of memory",
    ),
    "nothing at all": (Answer(raw=b""), "is not a chat reply"),
    "100k-token reply": (Answer("word " * 100_000), "did not come to an end"),
}


def patience(case):
    """Seconds; a slow machine must not make another failure look like a hang."""
    return TIMEOUT if case.startswith("hang") else 4 * TIMEOUT


@pytest.mark.parametrize("case", FAILURES)
def test_an_interview_goes_on_without_the_model(case, tmp_path):
    answer, says = FAILURES[case]
    with ScriptedServer(lambda body: answer) as server, room(server.url, tmp_path, patience(case)) as made:
        check(hold(made.start()), says)


@pytest.mark.parametrize("case", FAILURES)
def test_a_judge_that_fails_alone_has_scored_nothing(case, tmp_path):
    def reply(body):
        return Answer(WORDS) if body.get("stream") else FAILURES[case][0]

    with ScriptedServer(reply) as server, room(server.url, tmp_path, patience(case)) as made:
        interview = hold(made.start())
        assert any(not request.get("stream") for request in server.requests), "the judge was asked"
    assert {grade.engine for grade in interview.state.grades.values()} <= {QUICK, "rule"}
    told = [turn.text for turn in interview.state.turns if turn.speaker == "notice"]
    assert sum("This answer keeps the quick engine's grade." in text for text in told) == 1
    assert not told[0].startswith("This answer"), "it begins with the reason, which the interviewer may have met first"


STREAMS = {
    "stall in mid-stream": Answer(TWO_SENTENCES, stall=7),
    "trickle": Answer(f"{TWO_SENTENCES} " * 20, gap=0.05),
    "cut stream": Answer(TWO_SENTENCES, cut=7),
    "endless stream": Answer(WORDS, endless=True),
    "endless slow stream": Answer(WORDS, endless=True, gap=0.02),
}


@pytest.mark.parametrize("case", STREAMS)
def test_words_that_stop_half_way_are_said_anew_by_the_embedded_engine(case, tmp_path):
    with ScriptedServer(lambda body: STREAMS[case]) as server, room(server.url, tmp_path, TIMEOUT) as made:
        interview = made.start()
        first = list(interview.proceed())
        assert any(spoken.text.startswith(("Thanks", "Tell me")) for spoken in first), "the candidate saw the model's first sentence"
        check(hold(interview), "goes on with the embedded engine")


GRADES = {
    "truncated JSON": lambda body: Answer(grade_of(body)[:-20]),
    "wrong schema": lambda body: Answer('{"score": 5}'),
    "a status that does not exist": lambda body: Answer(grade_of(body, "superb")),
    "another language": lambda body: Answer(grade_of(body, "erfüllt")),
    "words instead": lambda body: Answer("I would say that was quite good."),
    "another language in words": lambda body: Answer("Das war eine gute Antwort."),
}


@pytest.mark.parametrize("case", GRADES)
def test_a_grade_that_cannot_be_read_is_no_grade(case, tmp_path):
    def reply(body):
        return Answer(WORDS) if body.get("stream") else GRADES[case](body)

    with ScriptedServer(reply) as server, room(server.url, tmp_path, TIMEOUT * 2) as made:
        interview = hold(made.start())
        assert {grade.engine for grade in interview.state.grades.values()} <= {QUICK, "rule"}
        warned = [turn.text for turn in interview.state.turns if turn.speaker == "notice"]
    assert len(warned) == 1
    assert "This answer keeps the quick engine's grade." in warned[0]


def test_where_nothing_fails_words_and_grade_are_the_models(tmp_path):
    with ScriptedServer(works) as server, room(server.url, tmp_path) as made:
        interview = hold(made.start())
        said = {event.engine for event in made.store.events("s1") if isinstance(event, Said)}
    assert said == {"llm:m"}
    assert interview.state.grades["bagging"].engine == "llm:m"
    assert not [turn for turn in interview.state.turns if turn.speaker == "notice"]


def test_a_short_limit_of_requests_is_waited_for(tmp_path):
    replies = [Answer(status=429, headers={"Retry-After": "0.2"}), Answer(status=503)]
    with ScriptedServer(lambda body: replies.pop(0) if replies else works(body)) as server, room(server.url, tmp_path) as made:
        spoken = list(made.start().proceed())
    assert spoken[0].text == WORDS
    assert len(server.requests) >= 3


def test_nothing_is_tried_again_after_the_first_word(tmp_path):
    with ScriptedServer(lambda body: Answer(TWO_SENTENCES, cut=7)) as server, room(server.url, tmp_path) as made:
        next(made.start().proceed())
        list(made.open().proceed())
    assert len(server.requests) == 2, "one for each time that it was begun"


def test_a_dead_endpoint_costs_one_failure_and_is_said_once(tmp_path):
    with ScriptedServer(lambda body: Answer(status=401)) as server, room(server.url, tmp_path) as made:
        interview = hold(made.start())
        warned = [turn.text for turn in interview.state.turns if turn.speaker == "notice" and "goes on with" in turn.text]
    assert len(server.requests) == 1, "everything else found it resting"
    assert len(warned) == 1


def test_an_endpoint_that_comes_back_takes_over_by_itself_and_this_is_said_once(tmp_path):
    class Clock:
        now = 0.0

        def __call__(self):
            return self.now

    clock, alive = Clock(), []
    with (
        ScriptedServer(lambda body: works(body) if alive else Answer(status=401)) as server,
        room(server.url, tmp_path, breaker=Breaker(clock)) as made,
    ):
        interview = made.start()
        list(interview.proceed())
        alive.append(True)
        clock.now += 1
        list(interview.answer("could you repeat the question?"))
        assert len(server.requests) == 1, "it still rests"
        clock.now += 60
        hold(interview)
        said = [event.engine for event in made.store.events("s1") if isinstance(event, Said)]
        warned = [turn.text for turn in interview.state.turns if turn.speaker == "notice"]
    assert said[0] == "embedded"
    assert said[-1] == "llm:m"
    assert sum("answers again" in text for text in warned) == 1
