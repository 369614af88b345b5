"""An interviewer whose words come from a chat model. What to ask was decided before it is called."""

import time
from collections.abc import Iterator

from rehearse.adapters.llm.client import chat_model, engine_name, model_errors, text_of
from rehearse.content.prompts import fence, load_prompt
from rehearse.domain.brief import Brief
from rehearse.domain.events import Cue
from rehearse.errors import EngineError
from rehearse.settings import Settings

PROMPT_ID = "interviewer"
LINES_REMEMBERED = 12
LONGEST_UTTERANCE = 1500
"""Characters; a model that runs on is cut off as having failed."""

_TASKS = {
    Cue.OPENING: "Greet the candidate, say who you are, what this interview is, how long it takes, and that they may ask you to repeat or clarify. Do not ask a question yet.",
    Cue.QUESTION: "Acknowledge the last answer in a few neutral words if there was one, lead over if a new round begins, then ask the question.",
    Cue.PROBE: "Ask the one follow-up.",
    Cue.REPEAT: "Ask your last question again, a little more simply.",
    Cue.CLARIFY: "Clarify the question without giving away what a good answer holds.",
    Cue.THINK: "Tell the candidate to take their time.",
    Cue.INVITE: "Thank the candidate for the last answer, say that you have asked everything, and invite their questions.",
    Cue.REPLY: "Reply briefly to the candidate's question as a practice interviewer who cannot speak for a company, and ask whether there is another one.",
    Cue.CLOSING: "Thank the candidate and close the interview. The scorecard is ready.",
}


class LlmInterviewer:
    """The interviewer port over a chat model; streams."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._prompt = load_prompt(settings.prompts_folders, PROMPT_ID)
        self.engine = engine_name(settings)

    def speak(self, brief: Brief) -> Iterator[str]:
        """Stream one utterance. Raises `EngineError` on a failure, a refusal, or an utterance without end."""
        messages = self._prompt.render(
            brief=brief, task=_task(brief), transcript=_transcript(brief), hook=fence(brief.hook or "", "candidate_words")
        )
        deadline = time.monotonic() + self._settings.model_timeout
        length = 0
        with model_errors(self._settings):
            for chunk in chat_model(self._settings, self._prompt).stream(messages):
                if refusal := chunk.additional_kwargs.get("refusal"):
                    raise EngineError(f"The model {self._settings.model!r} refused to speak: {str(refusal)[:120]}")
                piece = text_of(chunk.content)
                length += len(piece)
                if time.monotonic() > deadline:
                    raise TimeoutError
                if length > LONGEST_UTTERANCE:
                    raise EngineError(f"The model {self._settings.model!r} did not come to an end.")
                if piece:
                    yield piece


def _task(brief: Brief) -> str:
    lead = f" A new round begins: {brief.new_round.label}." if brief.new_round else ""
    return _TASKS[brief.cue] + lead


def _transcript(brief: Brief) -> str:
    lines = brief.transcript[-LINES_REMEMBERED:]
    return "\n".join(fence(line.text, line.speaker) for line in lines) or "(nothing yet)"
