"""An OpenAI-compatible server over real HTTP that says what it is told to, and records what it was asked."""

import json
import select
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = Callable[[dict[str, Any]], "Answer"]
METHODS = ("json_schema", "tools", "json_object", "plain")
PROBED = '{"shade": "teal", "count": 3}'
"""What follows the schema of the capability probe."""


@dataclass
class Answer:
    """What the server sends: a text, or a failure.

    `delay` and `gap` are seconds before the first byte and between the chunks of a stream; `stall` is after how many words it
    falls silent, `cut` after how many the connection breaks. `raw` replaces the whole body, `error` the message of a failure.
    """

    text: str = ""
    status: int = 200
    delay: float = 0.0
    raw: bytes | None = None
    refusal: str | None = None
    finish: str | None = "stop"
    reasoning: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str | None = None
    error: str = "scripted failure"
    gap: float = 0.0
    stall: int | None = None
    cut: int | None = None
    endless: bool = False
    choices: bool = True
    usage: tuple[int, int] | None = (1, 1)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, script: "ScriptedServer") -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.script = script


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.script.keys.append(self.headers.get("Authorization", ""))
        answer = self.server.script.answer(body)
        try:
            self._wait(answer.delay)
            self._send(body, answer)
        except (BrokenPipeError, ConnectionResetError):
            self.server.script.hung_up.release()

    def _wait(self, seconds: float) -> None:
        """Sleep, but notice when the client goes away or the test is over."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0 and not self.server.script.stopped.is_set():
            if select.select([self.connection], [], [], min(left, 0.05))[0]:
                raise ConnectionResetError

    def _send(self, body: dict[str, Any], answer: Answer) -> None:
        stream = bool(body.get("stream")) and answer.status == 200 and answer.raw is None
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type or ("text/event-stream" if stream else "application/json"))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if stream:
            self._stream(answer)
        else:
            self.wfile.write(_whole(body, answer))

    def _stream(self, answer: Answer) -> None:
        for count, chunk in enumerate(_chunks(answer)):
            if answer.cut == count:
                return
            if answer.stall == count:
                self._wait(60)
            self._wait(answer.gap)
            self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
            self.wfile.flush()
        self.wfile.write(b"data: [DONE]\n\n")

    def log_message(self, *args: object) -> None:
        pass


class ScriptedServer:
    """Start with `with`; `url` is its base URL, `requests` what came in, `hung_up` how many requests the client gave up.

    The capability probe is answered as an endpoint would that supports `methods`, or by `probe`, and is kept apart in `probes`.
    """

    def __init__(self, reply: Reply, methods: tuple[str, ...] = METHODS, probe: Reply | None = None) -> None:
        self.requests: list[dict[str, Any]] = []
        self.probes: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.hung_up = threading.Semaphore(0)
        self.stopped = threading.Event()
        self.methods = methods
        self._reply = reply
        self._probe = probe or self._as_supported
        self._server = _Server(self)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def answer(self, body: dict[str, Any]) -> Answer:
        """What is sent in reply to a request."""
        if "capability_probe" in json.dumps(body) or "Choose a colour" in json.dumps(body):
            self.probes.append(body)
            return self._probe(body)
        self.requests.append(body)
        return self._reply(body)

    def _as_supported(self, body: dict[str, Any]) -> Answer:
        method = method_of(body)
        return Answer(PROBED) if method in self.methods else Answer(status=400, error=f"{method} is not supported")

    def __enter__(self) -> "ScriptedServer":
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.stopped.set()
        self._server.shutdown()
        self._server.server_close()


def method_of(body: dict[str, Any]) -> str:
    """In which of `METHODS` a request asks for JSON."""
    if "tools" in body:
        return "tools"
    kind = body.get("response_format", {}).get("type", "plain")
    return str(kind)


def _whole(body: dict[str, Any], answer: Answer) -> bytes:
    if answer.raw is not None:
        return answer.raw
    if answer.status != 200:
        return json.dumps({"error": {"message": answer.error, "type": "server_error"}}).encode()
    message: dict[str, Any] = {"role": "assistant", "content": answer.text, "refusal": answer.refusal}
    if answer.reasoning:
        message["reasoning_content"] = answer.reasoning
    if "tools" in body:
        function = {"name": body["tools"][0]["function"]["name"], "arguments": answer.text}
        message |= {"content": None, "tool_calls": [{"id": "call", "type": "function", "function": function}]}
    return json.dumps(_completion(answer, {"message": message, "finish_reason": answer.finish})).encode()


def _chunks(answer: Answer) -> Iterator[dict[str, Any]]:
    for word in answer.reasoning.split():
        yield _delta(answer, {"reasoning_content": f"{word} "})
    for word in answer.text.split(" "):
        yield _delta(answer, {"role": "assistant", "content": f"{word} "})
    while answer.endless:
        yield _delta(answer, {"content": "on and "})
    if answer.refusal:
        yield _delta(answer, {"refusal": answer.refusal})
    yield _delta(answer, {}, answer.finish)
    if answer.usage:
        yield _completion(answer, None) | {"object": "chat.completion.chunk"}


def _delta(answer: Answer, delta: dict[str, Any], finish: str | None = None) -> dict[str, Any]:
    chunk = _completion(answer, {"delta": delta, "finish_reason": finish}) | {"object": "chat.completion.chunk"}
    return chunk | {"usage": None}


def _completion(answer: Answer, choice: dict[str, Any] | None) -> dict[str, Any]:
    prompt, completion = answer.usage or (0, 0)
    usage = {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}
    choices = [{"index": 0, **choice}] if choice and answer.choices else []
    base = {"id": "c", "object": "chat.completion", "created": 0, "model": "m", "choices": choices}
    return base | ({"usage": usage} if answer.usage else {})
