"""An OpenAI-compatible server in a process of its own that takes a fixed time: ``python -m benchmarks.delay_server FIRST GAP WHOLE``.

A streamed reply begins after FIRST seconds and goes on with a word every GAP seconds; any other reply takes WHOLE seconds and
is the least that fits the JSON schema of the request. It prints its base URL.
"""

import asyncio
import itertools
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

WORDS = "[1] Thanks. And how would you go about that, if you had to say it step by step?"


class Delays:
    """Serves with fixed delays, in seconds."""

    def __init__(self, first: float, gap: float, whole: float) -> None:
        self._first, self._gap, self._whole = first, gap, whole

    async def serve(self) -> None:
        server = await asyncio.start_server(self._client, "127.0.0.1", 0, backlog=256)
        print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1", flush=True)
        await server.serve_forever()

    async def _client(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                length = next((int(line[15:]) for line in head.decode().splitlines() if line.lower().startswith("content-length:")), 0)
                body = json.loads(await reader.readexactly(length)) if length else {}
                await self._reply(body, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _reply(self, body: dict[str, Any], writer: asyncio.StreamWriter) -> None:
        if body.get("stream"):
            await self._stream(writer)
        else:
            await asyncio.sleep(self._whole)
            message = {"role": "assistant", "content": json.dumps(least(_schema(body)))}
            _send(writer, json.dumps(_completion({"message": message, "finish_reason": "stop"})))
        await writer.drain()

    async def _stream(self, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
        await asyncio.sleep(self._first)
        chunks = [({"role": "assistant", "content": f"{word} "}, None) for word in WORDS.split()]
        for delta, finish in itertools.chain(chunks, [({}, "stop")]):
            _chunk(writer, f"data: {json.dumps(_completion({'delta': delta, 'finish_reason': finish}, 'chat.completion.chunk'))}\n\n")
            await writer.drain()
            await asyncio.sleep(self._gap)
        _chunk(writer, "data: [DONE]\n\n")
        writer.write(b"0\r\n\r\n")


def _completion(choice: dict[str, Any], kind: str = "chat.completion") -> dict[str, Any]:
    usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
    return {"id": "c", "object": kind, "created": 0, "model": "m", "choices": [{"index": 0, **choice}], "usage": usage}


def _send(writer: asyncio.StreamWriter, text: str) -> None:
    raw = text.encode()
    writer.write(f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(raw)}\r\n\r\n".encode() + raw)


def _chunk(writer: asyncio.StreamWriter, text: str) -> None:
    raw = text.encode()
    writer.write(f"{len(raw):x}\r\n".encode() + raw + b"\r\n")


def _schema(body: dict[str, Any]) -> dict[str, Any]:
    schema: dict[str, Any] = body.get("response_format", {}).get("json_schema", {}).get("schema", {"type": "string"})
    return schema


def least(schema: dict[str, Any]) -> Any:
    """The smallest value of a schema; an array of things with an id has one of each, and a status is missing where it can be."""
    if options := schema.get("enum"):
        return "missing" if "missing" in options else options[0]
    match schema.get("type"):
        case "object":
            return {name: least(part) for name, part in schema.get("properties", {}).items()}
        case "array":
            ids = schema["items"].get("properties", {}).get("item_id", {}).get("enum")
            return [{**least(schema["items"]), "item_id": item} for item in ids] if ids else []
        case "integer" | "number":
            return schema.get("minimum", 0)
        case "boolean":
            return False
        case _:
            return ""


@contextmanager
def delay_server(first: float, gap: float, whole: float) -> Iterator[str]:
    """A server in a process of its own; its base URL."""
    command = [sys.executable, "-m", "benchmarks.delay_server", *map(str, (first, gap, whole))]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    try:
        yield process.stdout.readline().strip()
    finally:
        process.kill()
        process.wait()


if __name__ == "__main__":
    asyncio.run(Delays(*map(float, sys.argv[1:])).serve())
