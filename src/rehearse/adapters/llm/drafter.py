"""Drafts rubric items, feedback and questions where there is no answer key."""

import json
from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from rehearse.adapters.llm.client import ChatClient, Messages
from rehearse.adapters.llm.json_schema import INTEGER, TEXT, list_of, one_of, record
from rehearse.content.prompts import Prompt, fence, load_prompt
from rehearse.domain.drafting import MOST_DRAFTED, DraftedItem
from rehearse.errors import EngineError
from rehearse.ports import Passage
from rehearse.settings import Settings

ITEMS, FEEDBACK, QUESTIONS = "draft-items", "feedback", "draft-questions"
MOST_QUESTIONS = 8
SHORTEST_QUESTION = 12
"""Characters."""


class LlmDrafter:
    """The drafter port over a chat model."""

    def __init__(self, settings: Settings, client: ChatClient) -> None:
        self._settings = settings
        self._client = client
        self.engine = client.engine

    def items(self, question: str, notes: Sequence[Passage]) -> list[DraftedItem]:
        """The valid items of one structured reply; those that are malformed are left out."""
        prompt = self._prompt(ITEMS)
        messages = prompt.render(question=fence(question, "question"), notes=notes, most=MOST_DRAFTED)
        fields = {"text": TEXT, "points": INTEGER, "note_id": one_of(note.id for note in notes), "quote": TEXT, "probe": TEXT}
        rows = self._rows(messages, prompt, ITEMS, record(fields))
        return [item for row in rows if (item := _item(row))]

    def feedback(self, question: str, answer: str) -> str:
        """A few sentences."""
        prompt = self._prompt(FEEDBACK)
        text = self._client.plain(prompt.render(question=fence(question, "question"), answer=fence(answer, "answer")), prompt).text.strip()
        if not text:
            raise EngineError(f"{self.engine} sent no feedback.")
        return text

    def questions(self, text: str) -> list[str]:
        """At most `MOST_QUESTIONS`, in the model's order. Raises `EngineError` when there is none among what it sent."""
        prompt = self._prompt(QUESTIONS)
        rows = self._rows(prompt.render(job=fence(text, "job"), most=MOST_QUESTIONS), prompt, QUESTIONS, TEXT)
        asked = [row.strip() for row in rows if isinstance(row, str) and len(row.strip()) >= SHORTEST_QUESTION]
        if not asked:
            raise EngineError(f"{self.engine} found no question in the job description.")
        return list(dict.fromkeys(asked))[:MOST_QUESTIONS]

    def _prompt(self, prompt_id: str) -> Prompt:
        return load_prompt(self._settings.prompts_folders, prompt_id)

    def _rows(self, messages: Messages, prompt: Prompt, name: str, row: dict[str, Any]) -> list[Any]:
        """The list named `rows` of one structured reply. Raises `EngineError` when there is none."""
        text = self._client.structured(messages, prompt, record({"rows": list_of(row)}), name).text
        try:
            rows = json.loads(text)["rows"]
        except (ValueError, KeyError, TypeError):
            rows = None
        if not isinstance(rows, list):
            raise EngineError(f"{self.engine} sent a draft that cannot be read: {text[:80]!r}. Try again, or use another model.")
        return rows


def _item(row: Any) -> DraftedItem | None:
    try:
        return DraftedItem.model_validate(row)
    except ValidationError:
        return None
