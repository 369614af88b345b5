"""Run every benchmark, or the parts that are named, and print one table: ``python -m benchmarks [PART …]``.

Goals are for two cores, warm.
"""

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.answers import answer_of
from benchmarks.conversation import chromium, conversation
from benchmarks.model_evals import model_killed, model_throughput, model_tokens
from benchmarks.model_words import model_words
from benchmarks.rows import Row, timed
from rehearse.bootstrap import App, build
from rehearse.domain.planning import Loop, LoopRound, Mode, Request
from rehearse.domain.question import Level, Round
from rehearse.services.interviews import Interviews
from rehearse.settings import Settings

ANSWERS = 60
EIGHT = 8
"""Rubric items of a question."""
RUNS = 7
CLI = [sys.executable, "-c", "from rehearse.ui.cli import run; run()"]


def first_word(app: App) -> list[Row]:
    """Answer submitted until the first word of what the interviewer says next; beside the bare embedding of the same sentences."""
    followed, bare = [], []
    with ThreadPoolExecutor(1) as executor:
        crew = replace(app.crew, executor=executor)
        interviews = Interviews(app.bank, app.store, app.rubrics, app.notes, lambda: crew)
        for index in range(ANSWERS):
            rounds = (LoopRound(round=list(Round)[index % len(Round)], minutes=30),)
            loop = Loop(id="bench", title="Bench", description="Bench.", level=Level.MID, rounds=rounds)
            interview = interviews.start(Request(loop=loop, level=Level.MID, mode=Mode.MOCK, questions=1, seed=index), "bench")
            list(interview.proceed())
            executor.submit(int).result()  # What was asked is ready: people take longer to answer than the queue does.
            text = answer_of(app, index)
            begun = time.perf_counter()
            words = interview.answer(text)
            next(words)
            followed.append((time.perf_counter() - begun) * 1000)
            list(words)
            sentences = [part + "." for part in f"{text} (again)".split(".") if part.strip()]
            bare += timed(lambda sentences=sentences: app.bare_embedder.encode(sentences), 1)  # type: ignore[misc]
    return [
        Row("answer of 200 words → first word of the follow-up", followed[5:], "p50 ≤ 100, p95 ≤ 250"),
        Row("  beside: embedding the same sentences, nothing else", bare[5:], ""),
    ]


def judge_alone(app: App) -> list[Row]:
    """The embedded judge on 200-word answers to questions of eight items, phrasings known, no vector of the answer remembered."""
    eight = [entry for entry in app.bank if len(entry.key.items) == EIGHT]
    for entry in eight:
        app.quick_grader.warm(entry)
    texts = [answer_of(app, 10_000 + index) for index in range(ANSWERS)]
    chosen = [eight[index % len(eight)] for index in range(ANSWERS)]
    times = [timed(lambda e=e, t=t: app.embedded_judge.judge(e, t, ()), 1)[0] for e, t in zip(chosen, texts, strict=True)]  # type: ignore[misc]
    return [Row("the judge alone: 200 words, eight items", times[5:], "p50 ≤ 150")]


def command_line(environment: dict[str, str]) -> list[Row]:
    run = lambda *words: subprocess.run([*words], env=environment, capture_output=True, check=True)  # noqa: E731
    return [
        Row("rehearse --help", timed(lambda: run(*CLI, "--help"), RUNS), "≤ 500"),
        Row("  beside: starting Python", timed(lambda: run(sys.executable, "-c", "pass"), RUNS), ""),
    ]


def reindex(app: App) -> list[Row]:
    """Bringing an index up to date in which nothing has changed, in a warm process; and the whole command."""
    from rehearse.services.indexing import build_index

    index = app.index
    return [
        Row(
            "re-index, nothing changed",
            timed(lambda: build_index(index, app.bank, app.notes, lambda kind, done, total: None), RUNS),
            "≤ 1000",
        )
    ]


def page(environment: dict[str, str]) -> list[Row]:
    """From the start of the process until the page answers, and until it can be used in a browser."""
    served, usable = [], []
    for _ in range(RUNS):
        begun = time.perf_counter()
        process = subprocess.Popen([*CLI, "serve", "--port", "7977"], env=environment, stdout=subprocess.PIPE, text=True)
        assert process.stdout
        process.stdout.readline()
        urllib.request.urlopen("http://127.0.0.1:7977/").read()
        served.append((time.perf_counter() - begun) * 1000)
        if seconds := _usable(begun):
            usable.append(seconds * 1000)
        process.kill()
        process.wait()
    rows = [
        Row("rehearse serve → the page answers", served, ""),
        Row("  beside: importing gradio", timed(lambda: subprocess.run([sys.executable, "-c", "import gradio"], check=True), RUNS), ""),
    ]
    return [Row("rehearse serve → the page is usable in a browser", usable, "≤ 3000"), *rows] if usable else rows


def _usable(begun: float) -> float | None:
    """Seconds until Start can be pressed in an open Chromium; None without one."""
    if _BROWSER is None:
        return None
    opened = _BROWSER.new_context().new_page()
    opened.goto("http://127.0.0.1:7977/")
    opened.wait_for_selector("#rh-start")
    passed = time.perf_counter() - begun
    opened.close()
    return passed


def _browser():  # type: ignore[no-untyped-def]
    if not (found := chromium()):
        return None
    from playwright.sync_api import sync_playwright

    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    return sync_playwright().start().chromium.launch(executable_path=found, args=flags)


_BROWSER = None


def _engine(folder: Path) -> list[Row]:
    app = build(Settings(data=folder))
    rows = [*first_word(app), *judge_alone(app), *reindex(app)]
    app.close()
    return rows


def _command(folder: Path) -> list[Row]:
    return command_line({**os.environ, "REHEARSE_DATA": str(folder)})


def _page(folder: Path) -> list[Row]:
    global _BROWSER
    _BROWSER = _browser()
    rows = page({**os.environ, "REHEARSE_DATA": str(folder)})
    if _BROWSER:
        _BROWSER.close()
    return rows


PARTS: dict[str, Callable[[Path], list[Row]]] = {
    "engine": _engine,
    "command": _command,
    "page": _page,
    "model-words": model_words,
    "model-throughput": model_throughput,
    "model-killed": model_killed,
    "model-tokens": model_tokens,
    "voice": conversation,
}
"""The page needs the index that the engine leaves, so it comes after it."""


def chosen(names: list[str]) -> list[str]:
    """The parts that are named, whole or by what they begin with; all where none is."""
    if unknown := [name for name in names if not any(part.startswith(name) for part in PARTS)]:
        sys.exit(f"There is no part {unknown[0]!r}; choose from {', '.join(PARTS)}.")
    return [part for part in PARTS if not names or part.startswith(tuple(names))]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        rows = [row for name in chosen(sys.argv[1:]) for row in PARTS[name](Path(folder))]
    busy = f", load {os.getloadavg()[0]:.1f}"
    table = Table("what", "p50", "p95", "unit", "runs", "goal", title=f"Rehearse on {os.cpu_count()} cores{busy}")
    for row in rows:
        table.add_row(*row.cells())
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
