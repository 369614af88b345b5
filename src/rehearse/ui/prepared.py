"""A prepared candidate: the answers of a YAML file, for demos, regressions and scripts."""

from pathlib import Path

from rehearse.content.yaml_file import read_record
from rehearse.domain.interview import Stage, State
from rehearse.domain.question import Record, Text

NO_MORE = "I don't know, let's skip this one."
NO_QUESTION = "No, thank you."


class AnswerFile(Record):
    """`answers` by question id, the first for the question and the rest for its follow-ups, or simply in order.

    `ask` are the candidate's own questions at the end.
    """

    answers: dict[str, tuple[Text, ...]] | tuple[Text, ...]
    ask: tuple[Text, ...] = ()


class Prepared:
    """Says the prepared answers; skips when there is none left for a question."""

    def __init__(self, file: AnswerFile) -> None:
        self._by_question = {k: list(v) for k, v in file.answers.items()} if isinstance(file.answers, dict) else {}
        self._in_order = list(file.answers) if isinstance(file.answers, tuple) else []
        self._ask = list(file.ask)

    def next(self, state: State) -> str:
        """What the candidate says now."""
        if state.stage is Stage.TAKE_QUESTIONS:
            return self._ask.pop(0) if self._ask else NO_QUESTION
        mine = self._by_question.get(state.question_id or "", self._in_order)
        return mine.pop(0) if mine else NO_MORE


def load_answers(path: Path) -> Prepared:
    """Read an answer file. Raises `ContentError` naming line and value."""
    return Prepared(read_record(path, AnswerFile))
