"""Rewrites a candidate's answer to the next level, in their own voice."""

from rehearse.adapters.llm.client import ChatClient
from rehearse.content.prompts import fence, load_prompt
from rehearse.domain.better_answer import Rewrite
from rehearse.errors import EngineError
from rehearse.settings import Settings

PROMPT_ID = "better-answer"


class LlmWriter:
    """The writer port over a chat model."""

    def __init__(self, settings: Settings, client: ChatClient) -> None:
        self._client = client
        self._prompt = load_prompt(settings.prompts_folders, PROMPT_ID)
        self.engine = client.engine

    def rewrite(self, wanted: Rewrite) -> str:
        """The new answer and nothing else. Raises `EngineError` on a failure or an empty reply."""
        messages = self._prompt.render(wanted=wanted, answer=fence(wanted.answer, "answer"))
        text = self._client.plain(messages, self._prompt).text.strip()
        if not text:
            raise EngineError(f"{self.engine} sent no better answer.")
        return text
