"""An OpenAI-compatible server over real HTTP that says what it is told to, and records what it was asked."""

import contextlib
import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = Callable[[dict[str, Any]], "Answer"]


class Answer:
    """What the server sends: a text, or a failure."""

    def __init__(self, text: str = "", status: int = 200, delay: float = 0.0, raw: bytes | None = None, refusal: str | None = None) -> None:
        self.text, self.status, self.delay, self.raw, self.refusal = text, status, delay, raw, refusal


class ScriptedServer:
    """Start with `with`; `url` is its base URL, `requests` what came in."""

    def __init__(self, reply: Reply) -> None:
        self.requests: list[dict[str, Any]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                outer.requests.append(body)
                answer = reply(body)
                time.sleep(answer.delay)
                with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                    self._send(body, answer)

            def _send(self, body: dict[str, Any], answer: Answer) -> None:
                self.send_response(answer.status)
                stream = bool(body.get("stream")) and answer.status == 200 and answer.raw is None
                self.send_header("Content-Type", "text/event-stream" if stream else "application/json")
                self.end_headers()
                if answer.raw is not None:
                    self.wfile.write(answer.raw)
                elif answer.status != 200:
                    self.wfile.write(json.dumps({"error": {"message": "scripted failure", "type": "server_error"}}).encode())
                elif stream:
                    self._stream(answer)
                else:
                    message = {"role": "assistant", "content": answer.text, "refusal": answer.refusal}
                    self.wfile.write(json.dumps(_completion({"message": message, "finish_reason": "stop"})).encode())

            def _stream(self, answer: Answer) -> None:
                for word in answer.text.split(" "):
                    delta = {"role": "assistant", "content": word + " "}
                    chunk = _completion({"delta": delta, "finish_reason": None}) | {"object": "chat.completion.chunk"}
                    self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
                    self.wfile.flush()
                self.wfile.write(b"data: [DONE]\n\n")

            def log_message(self, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def __enter__(self) -> "ScriptedServer":
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def _completion(choice: dict[str, Any]) -> dict[str, Any]:
    usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
    return {"id": "c", "object": "chat.completion", "created": 0, "model": "m", "choices": [{"index": 0, **choice}], "usage": usage}
