"""A chat model behind any OpenAI-compatible endpoint, through LangChain; its failures as `EngineError`."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from json import JSONDecodeError
from typing import TYPE_CHECKING, Any

from rehearse.content.prompts import Prompt
from rehearse.errors import EngineError
from rehearse.settings import Settings

if TYPE_CHECKING:
    from langchain_openai import ChatOpenAI

PREFIX = "llm:"
"""What the names of such engines begin with."""
RETRIES = 1
"""Inside the client, for rate limits and broken connections; the fallback to the embedded engine is outside."""


def engine_name(settings: Settings) -> str:
    """How verdicts and utterances of the model are signed."""
    return f"{PREFIX}{settings.model}"


Messages = list[tuple[str, str]]
"""(role, text), as a prompt renders them."""


class ChatClient:
    """One model behind one OpenAI-compatible endpoint."""

    def __init__(self, settings: Settings) -> None:
        self.engine = engine_name(settings)
        self._settings = settings

    def stream(self, messages: Messages, prompt: Prompt) -> Iterator[str]:
        """The reply in pieces. Raises `EngineError`."""
        deadline = time.monotonic() + self._settings.model_timeout
        with model_errors(self._settings):
            for chunk in chat_model(self._settings, prompt).stream(messages):
                if refusal := chunk.additional_kwargs.get("refusal"):
                    raise EngineError(f"The model {self._settings.model!r} refused to speak: {str(refusal)[:120]}")
                if time.monotonic() > deadline:
                    raise TimeoutError
                if piece := text_of(chunk.content):
                    yield piece


def chat_model(settings: Settings, prompt: Prompt) -> "ChatOpenAI":
    """A client with the prompt's options. `base_url` is always explicit, so that no key goes elsewhere."""
    from langchain_openai import ChatOpenAI

    return ChatOpenAI(
        model=settings.model,
        base_url=settings.base_url,
        api_key=settings.api_key if settings.api_key.get_secret_value() else (lambda: "none"),
        temperature=prompt.temperature,
        max_completion_tokens=prompt.most_tokens,
        timeout=settings.model_timeout,
        max_retries=RETRIES,
    )


@contextmanager
def model_errors(settings: Settings) -> Iterator[None]:
    """Turn whatever the client raises into one sentence."""
    import openai
    from langchain_core.exceptions import LangChainException

    where = f"The model {settings.model!r} at {settings.base_url}"
    try:
        yield
    except EngineError:
        raise
    except (openai.APITimeoutError, TimeoutError) as error:
        raise EngineError(f"{where} did not answer within {settings.model_timeout:g} s.") from error
    except openai.APIConnectionError as error:
        raise EngineError(f"{where} cannot be reached. Check REHEARSE_BASE_URL.") from error
    except (openai.OpenAIError, LangChainException, JSONDecodeError, ValueError) as error:
        raise EngineError(f"{where} failed: {_first_line(error)}") from error


def text_of(content: str | list[Any]) -> str:
    """The text of a message, whose content may be a list of blocks."""
    if isinstance(content, str):
        return content
    return "".join(block if isinstance(block, str) else block.get("text", "") for block in content)


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
