"""The socket of hands-free listening: a page's microphone on one end, a `Listener` on the other."""

import json
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.websockets import WebSocket, WebSocketDisconnect

from rehearse.domain.audio import Clip
from rehearse.domain.turn_taking import Heard, asks_for_time
from rehearse.errors import RehearseError, SpeechError
from rehearse.services.listening import Listener
from rehearse.ui.web.voice.hearing import Ears, HeardReply
from rehearse.ui.web.voice.seal import Seal

SHORTEST_SILENCE, LONGEST_SILENCE = 0.5, 30.0
"""Seconds of silence that may end a turn."""
RATE = 16_000
MOST_BYTES = 2 * RATE
"""Of one piece of the stream: a second."""


class PageEar:
    """What one page hears: turns, and how long the candidate thought before each."""

    def __init__(self, session_id: str, ears: Ears, listener: Listener) -> None:
        self._session_id = session_id
        self._ears = ears
        self._listener = listener
        self._since_ready = 0.0

    def ready(self) -> None:
        """The interviewer has finished: from now on the candidate is thinking."""
        self._since_ready = 0.0

    def feed(self, pcm: bytes) -> Heard | None:
        """Take a piece of the stream; whether with it a turn has begun or ended."""
        if len(pcm) % 2 or not 0 < len(pcm) <= MOST_BYTES:
            raise SpeechError(f"A piece of the stream has an even number of bytes, up to {MOST_BYTES}, not {len(pcm)}.")
        piece = Clip(pcm, RATE)
        self._since_ready += piece.seconds
        return self._listener.hear(piece)

    def turn(self) -> HeardReply | None:
        """What was said in the turn that has ended; None when it asked for time, so that the same turn goes on.

        Raises `SpeechError` when no word was heard in it.
        """
        clip = self._listener.utterance()
        reply = self._ears.hear(self._session_id, clip, max(0.0, self._since_ready - clip.seconds))
        if not asks_for_time(reply.text):
            return reply
        self._listener.go_on(clip)
        return None


class ListeningSocket:
    """Tells a page when its candidate begins to speak, when a turn is over, and what was said in it."""

    def __init__(self, seal: Seal, ears: Ears) -> None:
        self._seal = seal
        self._ears = ears

    async def serve(self, socket: WebSocket) -> None:
        """Until the page goes away."""
        await socket.accept()
        try:
            await self._listen(socket, await self._greeted(socket))
        except WebSocketDisconnect:
            return
        except RehearseError as error:
            await socket.send_json({"event": "refused", "error": str(error)})
            await socket.close()

    async def _greeted(self, socket: WebSocket) -> PageEar:
        """The first message says which interview it is and how long a silence ends a turn."""
        try:
            hello: Any = json.loads(await socket.receive_text())
            room, silence = str(hello["room"]), float(hello["silence"])
        except (ValueError, KeyError, TypeError):
            raise SpeechError("The first message must be JSON with `room` and `silence`.") from None
        session_id = self._seal.session_of(room)
        detector = await run_in_threadpool(self._ears.app.voice_detector)
        silence = min(max(silence, SHORTEST_SILENCE), LONGEST_SILENCE)
        return PageEar(session_id, self._ears, Listener(detector, silence, self._ears.app.settings.most_recorded_seconds))

    async def _listen(self, socket: WebSocket, ear: PageEar) -> None:
        while (message := await socket.receive())["type"] != "websocket.disconnect":
            if message.get("bytes") is None:
                ear.ready()
                continue
            change = await run_in_threadpool(ear.feed, message["bytes"])
            if change is not None:
                await socket.send_json({"event": change.value})
            if change is Heard.ENDED:
                await socket.send_json(await run_in_threadpool(_heard, ear))


def _heard(ear: PageEar) -> dict[str, Any]:
    try:
        reply = ear.turn()
    except SpeechError as error:
        return {"event": "nothing", "error": str(error)}
    return {"event": "heard", "reply": reply.model_dump()} if reply else {"event": "held"}
