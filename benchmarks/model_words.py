"""The model engine in an interview, beside bare calls of the same endpoint: the first word, and grading in the background."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import openai

from benchmarks.answers import answer_of
from benchmarks.delay_server import delay_server
from benchmarks.rows import Row, timed
from rehearse.adapters.llm.interviewer import LlmInterviewer
from rehearse.bootstrap import App, build
from rehearse.domain.events import Graded
from rehearse.domain.planning import Loop, LoopRound, Mode, Request
from rehearse.domain.question import BankEntry, Level, Round
from rehearse.services.grader import Grading
from rehearse.services.interviews import Interviews
from rehearse.services.session import Interview
from rehearse.settings import Settings

FIRST, GAP, WHOLE = 0.4, 0.01, 1.0
"""Seconds to the first token, between tokens, and of a whole structured reply."""
TURNS, WARM_UP, WORDS = 30, 3, 75
ROUNDS = (Round.ML_THEORY, Round.STATISTICS, Round.MLOPS)


class RecordingClient:
    """The client, with the last messages that were streamed."""

    def __init__(self, app: App) -> None:
        self._chat, self.engine, self.messages = app.chat, app.chat.engine, [("", "")]

    def stream(self, messages: list[tuple[str, str]], prompt: Any) -> Iterator[str]:
        self.messages = messages
        return self._chat.stream(messages, prompt)


class TimedGrader:
    """The embedded engine, with the milliseconds that it took for each answer, by the clock and of the processor."""

    def __init__(self, app: App) -> None:
        self._grader, self.engine = app.quick_grader, app.quick_grader.engine
        self.times: list[float] = []
        self.processor: list[float] = []

    def grade(self, entry: BankEntry, answer: str) -> Grading:
        begun, used = time.perf_counter(), time.process_time()
        grading = self._grader.grade(entry, answer)
        self.processor.append((time.process_time() - used) * 1000)
        self.times.append((time.perf_counter() - begun) * 1000)
        return grading


class BareCalls:
    """The endpoint through the client that its makers give, with nothing of ours."""

    def __init__(self, url: str) -> None:
        self._client = openai.OpenAI(base_url=url, api_key="none")

    def first_word(self, messages: list[tuple[str, str]]) -> None:
        with self._client.chat.completions.create(model="m", messages=_sent(messages), stream=True) as stream:
            next(chunk for chunk in stream if chunk.choices and chunk.choices[0].delta.content)

    def whole(self, messages: list[tuple[str, str]]) -> None:
        self._client.chat.completions.create(model="m", messages=_sent(messages))


def _sent(messages: list[tuple[str, str]]) -> Any:
    return [{"role": role, "content": text} for role, text in messages]


def model_words(folder: Path) -> list[Row]:
    """Turn by turn, ours and the bare call one after the other, so that both meet the same machine."""
    with delay_server(FIRST, GAP, WHOLE) as url:
        app = build(Settings(data=folder, model="m", base_url=url))
        rows = _rows(app, BareCalls(url))
        app.close()
    return rows


def _rows(app: App, bare: BareCalls) -> list[Row]:
    client, quick = RecordingClient(app), TimedGrader(app)
    interviewer = LlmInterviewer(app.settings, client)  # type: ignore[arg-type]
    crew = replace(app.crew, interviewer=interviewer, quick=quick, warm=lambda entry: None)  # type: ignore[arg-type]
    interviews = Interviews(app.bank, app.store, app.rubrics, app.notes, lambda: crew)
    ours, theirs, picked, used, graded, calls = [], [], [], [], [], []
    for turn in range(TURNS + WARM_UP):
        interview = _started(app, interviews, turn)
        words = interview.answer(answer_of(app, turn, WORDS))
        ours += timed(lambda words=words: next(words), 1)  # type: ignore[misc]
        list(words)
        picked.append(quick.times[-1])
        used.append(quick.processor[-1])
        theirs += timed(lambda: bare.first_word(client.messages), 1)
        graded += timed(lambda interview=interview: _leave(interview), 1)  # type: ignore[misc]
        calls += timed(lambda: bare.whole(client.messages), 1)
    measured = [times[WARM_UP:] for times in (ours, theirs, picked, used, graded, calls)]
    return _table(*measured)


def _table(
    ours: list[float], theirs: list[float], picked: list[float], used: list[float], graded: list[float], calls: list[float]
) -> list[Row]:
    first = f"first token after {FIRST * 1000:.0f} ms"
    return [
        Row(f"model, {first}: answer of {WORDS} words → first word", ours, ""),
        Row("  of it: the embedded engine picks the gap", picked, ""),
        Row("  processor time of that", used, ""),
        Row("  beside: first word of a bare call, same prompt", theirs, ""),
        Row("  ours ÷ bare", _ratios(ours, theirs), "p50 ≤ 1.10, p95 ≤ 1.20", "×"),
        Row("  the same without the embedded engine", _ratios([a - b for a, b in zip(ours, picked, strict=True)], theirs), "", "×"),
        Row(f"model, reply in {WHOLE:g} s: question left → grade saved", graded, ""),
        Row("  ÷ one bare call", _ratios(graded, calls), "p50 ≤ 1.10", "×"),
    ]


def _ratios(ours: list[float], theirs: list[float]) -> list[float]:
    return [a / b for a, b in zip(ours, theirs, strict=True)]


def _started(app: App, interviews: Interviews, seed: int) -> Interview:
    """An interview of two questions up to the first answer; the questions are warm, as they are by the time an answer is given."""
    loop = Loop(
        id="bench",
        title="Bench",
        description="Bench.",
        level=Level.MID,
        rounds=(LoopRound(round=ROUNDS[seed % len(ROUNDS)], minutes=30),),
    )
    interview = interviews.start(Request(loop=loop, level=Level.MID, mode=Mode.MOCK, questions=2, seed=seed), "bench")
    for question_id in interview.state.plan.question_ids:
        app.quick_grader.warm(app.bank.get(question_id))
    list(interview.proceed())
    return interview


def _leave(interview: Interview) -> None:
    """Skip on to the next question, and wait until the model's grade of the first is saved."""
    list(interview.answer("skip"))
    interview.settle()
    grade = interview.state.grades[interview.state.plan.question_ids[0]]
    assert isinstance(grade, Graded)
    assert grade.engine == "llm:m", grade.engine
