"""A chat model behind any OpenAI-compatible endpoint, through LangChain; its failures as `EngineError`."""

import threading
from collections.abc import AsyncGenerator, Iterator
from concurrent.futures import CancelledError
from contextlib import AbstractContextManager, aclosing, contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from rehearse.adapters.llm.background import Background
from rehearse.adapters.llm.breaker import Breaker
from rehearse.adapters.llm.call import Call
from rehearse.adapters.llm.capability import PROBE_MESSAGES, PROBE_NAME, PROBE_PROMPT, PROBE_SCHEMA, Capabilities, first_that_works
from rehearse.adapters.llm.failures import RejectedError, failure_of, where
from rehearse.adapters.llm.ledger import Ledger, current_interview
from rehearse.adapters.llm.retries import RejectedOptions, attempts, deadline
from rehearse.adapters.llm.structured import Messages, Method, json_in, messages_for, options_of
from rehearse.adapters.llm.thinking import Thoughts, without_thoughts
from rehearse.content.prompts import Prompt
from rehearse.domain.usage import Usage
from rehearse.errors import EndpointError, EngineError, StoppedError
from rehearse.settings import Settings

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage, AIMessageChunk

    from rehearse.adapters.llm.endpoint import Endpoint

PREFIX = "llm:"
"""What the names of such engines begin with."""
__all__ = ["PREFIX", "ChatClient", "Messages", "Method", "Reply", "engine_name"]


def engine_name(settings: Settings) -> str:
    """How verdicts and utterances of the model are signed."""
    return f"{PREFIX}{settings.model}"


@dataclass(frozen=True)
class Reply:
    """A whole reply: its text without reasoning and fences, how it was asked for, and what it took."""

    text: str
    method: Method
    usage: Usage


class ChatClient:
    """One model behind one OpenAI-compatible endpoint: what both engines send goes through here.

    Safe to use from many threads. Calls inside a `Ledger.interview` block are counted for that interview and are not made
    while the endpoint rests after a failure; other calls are what somebody waits for, and are always made.
    """

    def __init__(self, settings: Settings, ledger: Ledger | None = None, breaker: Breaker | None = None) -> None:
        self.engine = engine_name(settings)
        self.ledger = ledger or Ledger(settings.max_tokens_per_interview)
        self.breaker = breaker or Breaker()
        self._settings = settings
        self._background = Background()
        self._rejected = RejectedOptions()
        self._capabilities = Capabilities(settings.data / "capabilities.json", settings.shown_base_url, settings.model)
        self._probing, self._connecting = threading.Lock(), threading.Lock()

    def stream(self, messages: Messages, prompt: Prompt) -> Iterator[str]:
        """The reply in pieces as they come, without reasoning. Closing the iterator cancels the request. Raises `EngineError`."""
        call = Call(current_interview(), messages)
        said = False
        with self._accounted(call):
            for piece in self._words(call, _options(prompt)):
                said = said or bool(piece.strip())
                yield piece
            call.check()
            if not call.finish:
                raise EndpointError(f"{self._where} broke off in the middle.")
            if not said:
                raise EngineError(f"{self._where} said nothing.")

    def structured(
        self,
        messages: Messages,
        prompt: Prompt,
        schema: dict[str, Any],
        name: str,
        *,
        seed: int | None = None,
        temperature: float | None = None,
    ) -> Reply:
        """One reply that is asked to follow a JSON schema, in the best way that the endpoint has. The caller validates it.

        `temperature` is the prompt's unless given. Raises `EngineError` on any failure, a refusal, and an empty or cut reply.
        """
        options = _options(prompt, seed, temperature)
        method = self.method()
        try:
            return self._ask(messages, options, method, schema, name)
        except RejectedError:
            self._capabilities.forget()
            return self._ask(messages, options, self.method(), schema, name)

    def plain(self, messages: Messages, prompt: Prompt) -> Reply:
        """One whole reply in words. Raises `EngineError`."""
        call = Call(current_interview(), messages)
        return self._reply(call, without_thoughts(self._whole(call, _options(prompt)).text), Method.PLAIN)

    def method(self) -> Method:
        """How the endpoint is asked for JSON: as found earlier, else found out now by at most one small call a method."""
        with self._probing:
            if known := self._capabilities.get():
                return known
            self._admit(current_interview(), self._settings.model_timeout)
            with self.ledger.outside():
                found = first_that_works(self._probe)
            self._capabilities.put(found)
            return found

    def _probe(self, method: Method) -> str:
        return self._ask(PROBE_MESSAGES, _options(PROBE_PROMPT), method, PROBE_SCHEMA, PROBE_NAME).text

    def warm(self) -> None:
        """Load what the first call would have to wait for."""
        with self._connecting:
            self._endpoint  # noqa: B018

    def interview(self, session_id: str, before: Usage) -> AbstractContextManager[None]:
        """Count the calls inside for an interview, which had taken `before` when it was opened."""
        return self.ledger.interview(session_id, before)

    def spent(self, session_id: str) -> Usage:
        """All that an interview has taken."""
        return self.ledger.spent(session_id)

    def hang_up(self, session_id: str) -> None:
        """Cancel the streams of an interview; whoever waits for one gets a `StoppedError`. Grades are still wanted and go on."""
        self._background.cancel(session_id)

    def close(self) -> None:
        """Cancel all calls and give connections back."""
        self._background.close(self._endpoint.root_async_client.close() if "_endpoint" in vars(self) else None)

    def _ask(self, messages: Messages, options: dict[str, Any], method: Method, schema: dict[str, Any], name: str) -> Reply:
        call = Call(current_interview(), messages_for(method, messages, schema))
        message = self._whole(call, options | options_of(method, schema, name))
        return self._reply(call, json_in(message, method), method)

    def _reply(self, call: Call, text: str, method: Method) -> Reply:
        if not text.strip():
            raise EngineError(f"{self._where} sent an empty reply.")
        return Reply(text, method, self._priced(call.usage))

    def _priced(self, usage: Usage) -> Usage:
        return usage.priced(self._settings.price_in, self._settings.price_out)

    def _whole(self, call: Call, options: dict[str, Any]) -> "AIMessage":
        with self._accounted(call, patience=self._settings.model_timeout):
            message = self._background.run(self._invoked(call, options))
            call.take(message)
            call.check()
            return message

    def _words(self, call: Call, options: dict[str, Any]) -> Iterator[str]:
        thoughts = Thoughts()
        for chunk in self._background.iterate(self._chunks(call, options), call.session):
            if piece := thoughts.feed(call.take(chunk)):
                yield piece
        if rest := thoughts.end():
            yield rest

    async def _invoked(self, call: Call, options: dict[str, Any]) -> "AIMessage":
        async with deadline(call, self._settings):
            async for attempt in attempts(call, self._settings):
                with attempt, self._rejected.noted(options):
                    return await self._endpoint.ainvoke(call.messages, **self._rejected.without(options))
        raise AssertionError("the last attempt returns or raises")

    async def _chunks(self, call: Call, options: dict[str, Any]) -> "AsyncGenerator[AIMessageChunk]":
        async with deadline(call, self._settings):
            async for attempt in attempts(call, self._settings):
                with attempt, self._rejected.noted(options):
                    async with aclosing(self._stream_of(call, options)) as chunks:
                        async for chunk in chunks:
                            call.started = call.started or bool(chunk.text)
                            yield chunk

    def _stream_of(self, call: Call, options: dict[str, Any]) -> "AsyncGenerator[AIMessageChunk]":
        """LangChain's stream, which is a generator whatever its type says."""
        return cast("AsyncGenerator[AIMessageChunk]", self._endpoint.astream(call.messages, **self._rejected.without(options)))

    @contextmanager
    def _accounted(self, call: Call, patience: float = 0.0) -> Iterator[None]:
        """Let a call be made if it may, count it, and turn whatever the client raises into one sentence.

        `patience` is how many seconds it may wait for another call that tries a rested endpoint.
        """
        self._admit(call.session, patience)
        self.warm()
        try:
            yield
        except EndpointError as error:
            self.breaker.failed(str(error))
            raise
        except EngineError:
            self.breaker.succeeded()
            raise
        except CancelledError:
            self.breaker.released()
            raise StoppedError(f"{self._where} was interrupted.") from None
        except Exception as error:
            raise self._understood(error) from None
        except BaseException:
            self.breaker.released()
            raise
        else:
            self.breaker.succeeded()
        finally:
            self.ledger.add(call.session, self._priced(call.usage))

    def _admit(self, session: str | None, patience: float) -> None:
        """Raises `EngineError` when an interview has taken all it may, or the endpoint rests."""
        self.ledger.check(session)
        if session is not None and not self.breaker.admit(patience):
            raise EndpointError(f"{self.breaker.reason} {self.breaker.state}")

    def _understood(self, error: Exception) -> EngineError:
        failure = failure_of(error, self._settings)
        understood = failure.error(self._settings)
        if isinstance(understood, EndpointError):
            self.breaker.failed(str(understood), failure.after or 0.0)
        else:
            self.breaker.succeeded()
        return understood

    @property
    def _where(self) -> str:
        return where(self._settings)

    @cached_property
    def _endpoint(self) -> "Endpoint":
        from rehearse.adapters.llm.endpoint import connect

        return connect(self._settings)


def _options(prompt: Prompt, seed: int | None = None, temperature: float | None = None) -> dict[str, Any]:
    options = {"temperature": prompt.temperature if temperature is None else temperature, "max_completion_tokens": prompt.most_tokens}
    return options if seed is None else options | {"seed": seed}
