"""An endpoint of speech with fixed delays: the same transcript for every recording, a tone for every sentence."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from rehearse.adapters.fakes import ToneSpeaker


@contextmanager
def speech_delays(heard: str, transcription: float, speech: float) -> Iterator[str]:
    """Its base URL; delays are in seconds."""
    words = [{"word": word, "start": i / 3, "end": (i + 1) / 3} for i, word in enumerate(heard.split())]
    transcript = json.dumps({"text": heard, "words": words, "segments": [{"avg_logprob": -0.1}]}).encode()
    tone = ToneSpeaker().say("one two three").to_wav()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            says = self.path.endswith("/audio/speech")
            time.sleep(speech if says else transcription)
            body = tone if says else transcript
            self.send_response(200)
            self.send_header("Content-Type", "audio/wav" if says else "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 64

    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    finally:
        server.shutdown()
        server.server_close()
