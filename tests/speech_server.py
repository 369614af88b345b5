"""A server with the speech part of the OpenAI protocol over real HTTP, made of the embedded engines; it fails as it is told to."""

import json
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from rehearse.domain.audio import read_wav
from rehearse.domain.speech import Transcript
from rehearse.ports import Speaker, Transcriber


@dataclass(frozen=True)
class Fault:
    """A reply instead of the engine's. `hang` seconds pass before it; a `cut` one breaks off in its middle; `drip` sends it slowly."""

    status: int = 200
    body: bytes = b'{"error": {"message": "scripted failure"}}'
    content_type: str = "application/json"
    hang: float = 0.0
    cut: bool = False
    drip: float = 0.0


@dataclass
class Asked:
    """A request as it came in."""

    path: str
    key: str
    fields: Mapping[str, Any] = field(default_factory=dict)


class SpeechServer:
    """Start with `with`; `fault` replaces all replies while it is set, `refuses_words` the status of a model that knows only plain JSON."""

    def __init__(self, transcriber: Transcriber, speaker: Speaker) -> None:
        self.transcriber, self.speaker = transcriber, speaker
        self.asked: list[Asked] = []
        self.fault: Fault | None = None
        self.refuses_words = 0
        self.over = threading.Event()
        self._server = _Server(self)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def __enter__(self) -> "SpeechServer":
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.over.set()
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, owner: SpeechServer) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.owner = owner


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        spoken = self.path.endswith("/audio/speech")
        fields = json.loads(body) if spoken else _form(self.headers["Content-Type"], body)
        owner = self.server.owner
        owner.asked.append(Asked(self.path, self.headers.get("Authorization", ""), fields))
        if owner.fault:
            self._fail(owner.fault)
        elif spoken:
            clip = owner.speaker.say(fields["input"], fields["speed"])
            self._send(200, "audio/wav", clip.to_wav())
        elif owner.refuses_words and fields["response_format"] != "json":
            self._send(owner.refuses_words, "application/json", b'{"error": {"message": "response_format must be json"}}')
        else:
            heard = owner.transcriber.transcribe(read_wav(fields["file"]))
            self._send(200, "application/json", json.dumps(_reply(heard, fields["response_format"])).encode())

    def _send(self, status: int, content_type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with suppress(ConnectionError):
            self.wfile.write(body)

    def _fail(self, fault: Fault) -> None:
        self.server.owner.over.wait(fault.hang)
        if fault.cut:
            self.send_response(fault.status)
            self.send_header("Content-Length", str(2 * len(fault.body)))
            self.end_headers()
            self.wfile.write(fault.body)
        elif fault.drip:
            self.send_response(fault.status)
            self.send_header("Content-Length", str(len(fault.body)))
            self.end_headers()
            self._drip(fault)
        else:
            self._send(fault.status, fault.content_type, fault.body)

    def _drip(self, fault: Fault) -> None:
        for byte in fault.body:
            if self.server.owner.over.wait(fault.drip):
                return
            with suppress(ConnectionError):
                self.wfile.write(bytes([byte]))

    def log_message(self, *args: object) -> None:
        pass


def _form(content_type: str, body: bytes) -> dict[str, Any]:
    parts = message_from_bytes(f"Content-Type: {content_type}\r\n\r\n".encode() + body).get_payload()
    fields: dict[str, Any] = {}
    for part in parts:
        name, value = part.get_param("name", header="content-disposition"), part.get_payload(decode=True)
        fields[name.removesuffix("[]")] = value if name == "file" else value.decode()
    return fields


def _reply(heard: Transcript, response_format: str) -> dict[str, Any]:
    if response_format == "json":
        return {"text": heard.text}
    words = [{"word": word.text, "start": word.start, "end": word.end} for word in heard.words]
    segment = {"id": 0, "start": 0.0, "end": heard.seconds, "text": heard.text, "avg_logprob": -0.25}
    return {
        "task": "transcribe",
        "language": "english",
        "duration": heard.seconds,
        "text": heard.text,
        "words": words,
        "segments": [segment],
    }
