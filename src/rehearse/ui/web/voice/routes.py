"""The routes by which the page's scripts speak and listen; mounted on the page's own server."""

import json
import time
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles

from rehearse.domain.audio import read_wav
from rehearse.errors import RehearseError, SpeechError
from rehearse.ui.web.voice.hearing import Ears
from rehearse.ui.web.voice.listening import RATE, ListeningSocket
from rehearse.ui.web.voice.mouth import Mouth
from rehearse.ui.web.voice.seal import Seal

ASSETS = Path(__file__).parent / "assets"
ROOM_HEADER = "X-Rehearse-Room"
BYTES_PER_SECOND = RATE * 2
"""Of a recording that a page sends."""
MOST_HEADER = 1000
"""Bytes of a WAV that are not sound."""
LONGEST_WAIT = 3600.0
"""Seconds; whoever comes back later than that has been away."""
MOST_JSON = 20_000
"""Bytes of a request that is not a recording."""


class VoiceRoutes:
    """Speaks sentences and hears recordings over HTTP. Sound stays in memory; a page reaches its own interview only."""

    def __init__(self, seal: Seal, ears: Ears, mouth: Mouth) -> None:
        self._seal = seal
        self._ears = ears
        self._mouth = mouth

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/voice/hear", self._hear, methods=["POST"]),
            Route("/voice/say", self._say, methods=["POST"]),
            WebSocketRoute("/voice/listen", ListeningSocket(self._seal, self._ears).serve),
            Mount("/voice/assets", StaticFiles(directory=ASSETS)),
        ]

    async def _hear(self, request: Request) -> Response:
        """A WAV in, what was said in it out."""
        try:
            session_id = self._seal.session_of(request.headers.get(ROOM_HEADER, ""))
            most = self._ears.app.settings.most_recorded_seconds
            body = await _bounded(request, int(most * BYTES_PER_SECOND) + MOST_HEADER, f"{most:g} seconds of speech")
            clip = await run_in_threadpool(read_wav, body)
            reply = await run_in_threadpool(self._ears.hear, session_id, clip, _seconds(request.query_params.get("waited")))
        except RehearseError as error:
            return _refused(error)
        return JSONResponse(reply.model_dump(), headers=_timing("transcribe", reply.seconds))

    async def _say(self, request: Request) -> Response:
        """A sentence of the interviewer in, a WAV out."""
        try:
            session_id = self._seal.session_of(request.headers.get(ROOM_HEADER, ""))
            sentence_id, text = _sentence(await _bounded(request, MOST_JSON, "a sentence"))
            self._seal.check_sentence(session_id, sentence_id, text)
            self._ears.warm()
            begun = time.perf_counter()
            wav = await run_in_threadpool(self._mouth.say, text)
        except RehearseError as error:
            return _refused(error)
        return Response(wav, media_type="audio/wav", headers=_timing("synthesise", time.perf_counter() - begun))


async def _bounded(request: Request, most: int, what: str) -> bytes:
    """The body of at most `most` bytes. A larger one is read to its end, or the browser would not hear why it is refused, and not kept."""
    body, size = bytearray(), 0
    async for chunk in request.stream():
        size += len(chunk)
        if size <= most:
            body += chunk
    if size > most:
        raise SpeechError(f"That is {size / 1e6:.1f} MB; the most for {what} is {most / 1e6:.1f} MB. Say it in parts, or type it.")
    return bytes(body)


def _sentence(body: bytes) -> tuple[str, str]:
    try:
        wanted: Any = json.loads(body)
        return str(wanted["id"]), str(wanted["text"])
    except (ValueError, KeyError, TypeError):
        raise SpeechError("A sentence to say needs `id` and `text` in JSON.") from None


def _seconds(given: str | None) -> float | None:
    """The waiting time that the page measured; what cannot be one is not known."""
    try:
        seconds = float(given or "nan")
    except ValueError:
        return None
    return seconds if 0 <= seconds < LONGEST_WAIT else None


def _refused(error: RehearseError) -> Response:
    return JSONResponse({"error": str(error)}, status_code=422)


def _timing(name: str, seconds: float) -> dict[str, str]:
    """What the server needed, where a browser's tools show it."""
    return {"Server-Timing": f"{name};dur={seconds * 1000:.1f}", "Cache-Control": "no-store"}
