"""The model engine against an endpoint with fixed delays: first word, grading beside it, throughput, what a kill costs."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openai

from benchmarks.delay_server import delay_server
from benchmarks.rows import Row
from rehearse.adapters.llm.interviewer import LlmInterviewer
from rehearse.bootstrap import App, build
from rehearse.domain.events import Graded
from rehearse.domain.planning import Loop, LoopRound, Mode, Request
from rehearse.domain.question import Level, Round
from rehearse.evaluation.engines import LLM, engine_of, production
from rehearse.evaluation.runner import OutcomeLog, run_cases
from rehearse.evaluation.suites import SUITES, suite_folder
from rehearse.services.session import Interview
from rehearse.settings import Settings

FIRST, GAP, WHOLE = 0.4, 0.01, 1.0
"""Seconds to the first token, between tokens, and of a whole structured reply."""
TURNS = 30
WARM_UP = 3
ROUNDS = 8
"""Replies that each place in flight gets in a run of the evals."""
ANSWER = (
    "I would first look at how the data was split, since a random split lets rows of one customer into both parts. Then I would compare the "
    "training error with the error on held-out data over time, and look at the cases where the two differ most. If the gap is large I would "
    "make the model simpler or get more data, and I would keep one set aside that nobody looks at until the end. Case {n}."
)


class Recording:
    """The client, with the last messages that were streamed."""

    def __init__(self, app: App) -> None:
        self._chat, self.engine, self.messages = app.chat, app.chat.engine, [("", "")]

    def stream(self, messages: list[tuple[str, str]], prompt: Any) -> Iterator[str]:
        self.messages = messages
        return self._chat.stream(messages, prompt)


def model_engine(folder: Path) -> list[Row]:
    """Every figure of the model engine; `folder` has an index, or gets one."""
    with delay_server(FIRST, GAP, WHOLE) as url:
        app = build(_settings(folder, url))
        rows = [*_first_words(app, url), *_throughput(app), _killed(folder, url)]
        app.close()
    return rows


def _settings(folder: Path, url: str) -> Settings:
    return Settings(data=folder, model="m", base_url=url)


def _first_words(app: App, url: str) -> list[Row]:
    recording = Recording(app)
    app.__dict__["interviewer"] = LlmInterviewer(app.settings, recording)  # type: ignore[arg-type]
    bare = openai.OpenAI(base_url=url, api_key="none")
    ours, theirs, graded, calls = [], [], [], []
    for turn in range(TURNS + WARM_UP):
        interview = _started(app, turn)
        ours.append(_seconds(lambda i=interview, n=turn: next(_kept(i, i.answer(ANSWER.format(n=n))))))
        list(_LEFT.pop())
        theirs.append(_seconds(lambda: _first_of(bare, recording.messages)))
        graded.append(_graded_after(interview))
        calls.append(_seconds(lambda: _whole_call(bare, recording.messages)))
    ratios = [a / b for a, b in zip(ours, theirs, strict=True)][WARM_UP:]
    beside = [a / b for a, b in zip(graded, calls, strict=True)][WARM_UP:]
    return [
        Row("model: answer of 75 words → first word shown", _ms(ours[WARM_UP:]), ""),
        Row("  beside: first word of a bare call, same prompt", _ms(theirs[WARM_UP:]), ""),
        Row("  ours ÷ bare", ratios, "p50 ≤ 1.10, p95 ≤ 1.20", "×"),
        Row("  question left → graded by the model ÷ one call", beside, "p50 ≤ 1.10", "×"),
    ]


_LEFT: list[Iterator[Any]] = []
"""The rest of the words of an utterance whose first has been timed."""


def _kept(interview: Interview, words: Iterator[Any]) -> Iterator[Any]:
    _LEFT.append(words)
    return words


def _started(app: App, seed: int) -> Interview:
    """An interview of two questions, up to the first answer; the questions are warm, as they are when an answer takes its time."""
    rounds = (LoopRound(round=(Round.ML_THEORY, Round.STATISTICS, Round.MLOPS)[seed % 3], minutes=30),)
    loop = Loop(id="bench", title="Bench", description="Bench.", level=Level.MID, rounds=rounds)
    interview = app.interviews.start(Request(loop=loop, level=Level.MID, mode=Mode.MOCK, questions=2, seed=seed), "bench")
    list(interview.proceed())
    for question_id in interview.state.plan.question_ids:
        app.quick_grader.warm(app.bank.get(question_id))
    return interview


def _graded_after(interview: Interview) -> float:
    """Seconds from the word that leaves a question until the model's grade of it is saved."""
    first = interview.state.plan.question_ids[0]
    begun = time.perf_counter()
    list(interview.answer("skip"))
    interview.settle()
    grade = interview.state.grades[first]
    assert isinstance(grade, Graded)
    assert grade.engine == "llm:m"
    return time.perf_counter() - begun


def _first_of(bare: openai.OpenAI, messages: list[tuple[str, str]]) -> None:
    with bare.chat.completions.create(model="m", messages=_sent(messages), stream=True) as stream:  # type: ignore[arg-type]
        next(chunk for chunk in stream if chunk.choices and chunk.choices[0].delta.content)


def _whole_call(bare: openai.OpenAI, messages: list[tuple[str, str]]) -> None:
    bare.chat.completions.create(model="m", messages=_sent(messages))  # type: ignore[arg-type]


def _sent(messages: list[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"role": role, "content": text} for role, text in messages]


def _throughput(app: App) -> list[Row]:
    """Share of the ideal throughput of a fixed-delay endpoint, and how much faster a rerun is that finds everything graded."""
    engine, entries = engine_of(app, LLM), {entry.id: entry for entry in app.bank}
    cases = list(SUITES["answers"].cases(app, suite_folder()))
    grade = production(engine, entries)
    grade(cases[0])
    rows = []
    for at_once in (8, 32, 64):
        chosen = cases[: at_once * ROUNDS]
        log = OutcomeLog(app.settings.data / f"bench-{at_once}.jsonl", fresh=True)
        work: Callable[[], object] = lambda c=chosen, o=log, n=at_once: run_cases(c, entries, engine, grade, o, n)  # type: ignore[misc]  # noqa: E731
        passed, again = _seconds(work), _seconds(work)
        ideal = len(chosen) / at_once * WHOLE
        rows.append(Row(f"eval of {len(chosen)} answers, {at_once} in flight: share of the ideal", [ideal / passed], "≥ 0.90", "×"))
        rows.append(Row("  the same again, all of it graded before: times faster", [passed / again], "≥ 50", "×"))
    return rows


def _killed(folder: Path, url: str) -> Row:
    """A run of the command is killed in the middle and started again: cases that were lost or are there twice."""
    environment = {**os.environ, "REHEARSE_DATA": str(folder), "REHEARSE_BASE_URL": url}
    run = "from rehearse.ui.cli import run; run()"
    words = ["eval", "run", "answers", "--engine", "llm", "--model", "m", "--limit", "40", "--concurrency", "8"]
    log = folder / "evals" / "answers-llm-m.jsonl"
    log.unlink(missing_ok=True)
    process = subprocess.Popen([sys.executable, "-c", run, *words], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None and (not log.exists() or log.read_bytes().count(b"\n") < 10):
        time.sleep(0.05)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    done = subprocess.run([sys.executable, "-c", run, *words, "--json"], env=environment, capture_output=True, text=True, check=True)
    keys = [json.loads(line)["key"] for line in log.read_text().splitlines()]
    cases = len(json.loads(Path(json.loads(done.stdout)[0]["file"]).read_text())["cases"])
    return Row(f"  killed and resumed, {cases} cases: lost or doubled", [abs(cases - len(set(keys))) + len(keys) - len(set(keys))], "0", "")


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _ms(seconds: list[float]) -> list[float]:
    return [second * 1000 for second in seconds]
