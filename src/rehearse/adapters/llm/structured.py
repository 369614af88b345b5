"""The ways to get JSON out of a chat model, and how each is asked for and read."""

import json
import re
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from rehearse.adapters.llm.thinking import without_thoughts

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage

Messages = list[tuple[str, str]]
"""(role, text), as `Prompt.render` gives them."""
_FENCE = re.compile(r"\A```[a-zA-Z]*\s*\n(.*?)\n?```\s*\Z", re.DOTALL)

_MOST_STARTS = 100
"""Places where an object is looked for, so that a reply of braces does not take for ever."""


class Method(StrEnum):
    """From the one that binds the model most to the one that every model has."""

    JSON_SCHEMA = "json_schema"
    TOOLS = "tool calling"
    JSON = "JSON mode"
    PLAIN = "plain text"


def options_of(method: Method, schema: dict[str, Any], name: str) -> dict[str, Any]:
    """What the request says beside the messages. The schema stays a dict, so that a malformed reply can be seen and mended."""
    match method:
        case Method.JSON_SCHEMA:
            return {"response_format": {"type": "json_schema", "json_schema": {"name": name, "strict": True, "schema": schema}}}
        case Method.TOOLS:
            function = {"name": name, "description": "Send the result.", "parameters": schema, "strict": True}
            chosen = {"type": "function", "function": {"name": name}}
            return {"tools": [{"type": "function", "function": function}], "tool_choice": chosen}
        case Method.JSON:
            return {"response_format": {"type": "json_object"}}
        case Method.PLAIN:
            return {}


def messages_for(method: Method, messages: Messages, schema: dict[str, Any]) -> Messages:
    """The messages; where nothing else shows the model the schema, they do."""
    if method in (Method.JSON_SCHEMA, Method.TOOLS):
        return messages
    told = f"Reply with one JSON object and nothing else. It follows this JSON schema:\n{json.dumps(schema, ensure_ascii=False)}"
    first, *rest = messages
    return [(first[0], f"{first[1]}\n\n{told}"), *rest] if first[0] == "system" else [("system", told), *messages]


def json_in(message: "AIMessage", method: Method) -> str:
    """The JSON text of a reply as it was sent, without reasoning, fences and words around it. Broken JSON stays as it is."""
    if method is Method.TOOLS and message.tool_calls:
        return json.dumps(message.tool_calls[0]["args"], ensure_ascii=False)
    if method is Method.TOOLS and message.invalid_tool_calls:
        return message.invalid_tool_calls[0]["args"] or ""
    text = without_thoughts(message.text)
    fenced = _FENCE.match(text)
    text = fenced[1].strip() if fenced else text
    return text if text.startswith("{") else find_object(text)


def find_object(text: str) -> str:
    """The longest JSON object in a text; the text itself when there is none."""
    decoder, found, at = json.JSONDecoder(), "", text.find("{")
    for _ in range(_MOST_STARTS):
        if at < 0:
            break
        try:
            _, end = decoder.raw_decode(text, at)
        except (json.JSONDecodeError, RecursionError):
            end = at + 1
        else:
            found = max(found, text[at:end], key=len)
        at = text.find("{", end)
    return found or text
