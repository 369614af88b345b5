"""An interviewer whose words come from a chat model. What to ask was decided before it is called."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from rehearse.adapters.llm.client import ChatClient, Messages
from rehearse.content.prompts import fence, load_prompt
from rehearse.domain.brief import Brief, Line
from rehearse.domain.history import condensed
from rehearse.domain.question import Round
from rehearse.errors import EngineError
from rehearse.ports import Choice
from rehearse.settings import Settings

PROMPT_ID = "interviewer"
LONGEST_UTTERANCE = 1500
"""Characters; a model that runs on is cut off as having failed."""
_INVENTING = frozenset({Round.SYSTEM_DESIGN, Round.SCENARIO, Round.MLOPS})
"""Rounds whose scenarios leave numbers open, which the interviewer may make up."""
_MARKER = re.compile(r"\s*\[\s*(?P<number>[^\]\n]{0,8})\]\s*")
_BEGINNING_OF_ONE = re.compile(r"\s*(?:\[[^\]\n]{0,9})?")


class LlmInterviewer:
    """The interviewer port over a chat model; streams."""

    def __init__(self, settings: Settings, client: ChatClient | None = None) -> None:
        self._settings = settings
        self._client = client or ChatClient(settings)
        self._prompt = load_prompt(settings.prompts_folders, PROMPT_ID)
        self.engine = self._client.engine

    def speak(self, brief: Brief) -> Iterator[str | Choice]:
        """Stream one utterance. Raises `EngineError` on a failure, a refusal, or an utterance without end."""
        words = self._bounded(self._client.stream(self._messages(brief), self._prompt))
        yield from _with_choice(words) if brief.runners_up else words

    def _messages(self, brief: Brief) -> Messages:
        """What is sent: as much of the transcript as the model's context has room for."""
        values = _values(brief)
        bare = self._prompt.render(**values, transcript="")
        room = self._settings.context_tokens - self._prompt.most_tokens - sum(_tokens(text) for _, text in bare)
        lines = condensed(brief.transcript, room, lambda text: _tokens(_fenced(Line(speaker="candidate", text=text))))
        return self._prompt.render(**values, transcript="\n".join(map(_fenced, lines)) or "(nothing yet)")

    def _bounded(self, words: Iterator[str]) -> Iterator[str]:
        length = 0
        for piece in words:
            length += len(piece)
            if length > LONGEST_UTTERANCE:
                raise EngineError(f"The model {self._settings.model!r} did not come to an end.")
            yield piece


def _values(brief: Brief) -> dict[str, Any]:
    """The prompt's variables but for the transcript, as plain texts."""
    question = brief.question
    return {
        "cue": brief.cue.value,
        "persona": brief.persona.value,
        "title": brief.title,
        "level": brief.level.value,
        "facts": brief.facts,
        "question": question.text if question else "",
        "scope": question.scope if question else "",
        "new_round": brief.new_round.label if brief.new_round else "",
        "invents": question is not None and question.round in _INVENTING,
        "probes": [probe for probe in (brief.probe, *brief.runners_up) if probe],
        "hook": fence(brief.hook, "candidate_words") if brief.hook else "",
    }


def _with_choice(words: Iterator[str]) -> Iterator[str | Choice]:
    """Take the marker off the beginning of an utterance: its `Choice` comes first, then the words."""
    begun = ""
    for piece in words:
        begun += piece
        if marker := _MARKER.match(begun):
            number = marker["number"].strip()
            yield Choice(int(number) if number.isdecimal() else 0)
            yield from _not_empty(chain([begun[marker.end() :]], words))
            return
        if not _BEGINNING_OF_ONE.fullmatch(begun):
            break
    yield from _not_empty(chain([begun], words))


def _not_empty(pieces: Iterable[str]) -> Iterator[str]:
    return (piece for piece in pieces if piece)


def _fenced(line: Line) -> str:
    return fence(line.text, line.speaker)


def _tokens(text: str) -> int:
    """About how many tokens a text takes, without a tokenizer to download."""
    from langchain_core.messages.utils import count_tokens_approximately

    return count_tokens_approximately([("user", text)])
