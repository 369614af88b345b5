"""LangChain's chat model for an OpenAI-compatible endpoint. Importing this is slow: do it when a model is called."""

import logging
from typing import Any

import openai
from langchain_core.messages import AIMessageChunk
from langchain_core.outputs import ChatGenerationChunk
from langchain_openai import ChatOpenAI

from rehearse.settings import Settings

for _name in ("httpx2", "httpcore2", "openai"):
    logging.getLogger(_name).setLevel(logging.WARNING)  # Below that they log addresses, which may hold a key.


class Endpoint(ChatOpenAI):
    """Keeps what LangChain drops from a stream and we need: that the model refuses."""

    def _convert_chunk_to_generation_chunk(
        self, chunk: dict[str, Any], default_chunk_class: type, base_generation_info: dict[str, Any] | None
    ) -> ChatGenerationChunk | None:
        converted = super()._convert_chunk_to_generation_chunk(chunk, default_chunk_class, base_generation_info)
        delta = next((choice.get("delta") or {} for choice in chunk.get("choices") or ()), {})
        if converted and isinstance(converted.message, AIMessageChunk) and (refusal := delta.get("refusal")):
            converted.message.additional_kwargs["refusal"] = refusal
        return converted


def connect(settings: Settings) -> Endpoint:
    """A client for the endpoint of the settings. Retries and deadlines are ours, so that nothing multiplies.

    `base_url` is always explicit, so that no key goes elsewhere.
    """
    return Endpoint(
        model=settings.model,
        base_url=settings.base_url,
        api_key=settings.api_key if settings.api_key.get_secret_value() else (lambda: "none"),
        timeout=settings.model_timeout,
        max_retries=0,
        stream_usage=True,
        stream_chunk_timeout=0,
        use_responses_api=False,
        http_async_client=openai.DefaultAsyncHttpxClient(timeout=settings.model_timeout),
    )
