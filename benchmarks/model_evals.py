"""The model engine over a suite: throughput, a rerun, a kill, and what the last version of the judge's prompt cost."""

import json
import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

from langchain_core.messages.utils import count_tokens_approximately

from benchmarks.delay_server import delay_server, least
from benchmarks.rows import Row, timed
from rehearse.adapters.llm.client import Method, Reply
from rehearse.adapters.llm.judge import LlmJudge
from rehearse.bootstrap import App, build
from rehearse.domain.usage import Usage
from rehearse.evaluation.cases import Case
from rehearse.evaluation.engines import LLM, Engine, engine_of, production
from rehearse.evaluation.runner import OutcomeLog, run_cases
from rehearse.evaluation.suites import SUITES, suite_folder
from rehearse.settings import Settings

REPLY = 4.0
"""Seconds that a grade takes: as many as 400 tokens at 100 a second."""
ROUNDS = 4
"""Replies that each place in flight gets."""
RERUNS = 3
KILLED_AFTER, KILLED_OF = 10, 40
PRICED = 100
"""Answers whose prompts are counted."""
BEFORE = Path(__file__).parent / "judge-v1"
"""A folder with the judge's prompt as it was before its last version."""


def model_throughput(folder: Path) -> list[Row]:
    """Share of the ideal throughput at several concurrencies, the processor's time in it, and a rerun that finds everything graded."""
    with delay_server(REPLY, 0, REPLY) as url:
        app = build(Settings(data=folder, model="m", base_url=url, cache=False))
        engine, cases = engine_of(app, LLM), _answers(app)
        production(engine, {entry.id: entry for entry in app.bank})(cases[0])
        rows = [row for at_once in (8, 32, 64) for row in _in_flight(app, engine, cases, at_once)]
        app.close()
    return rows


def _in_flight(app: App, engine: Engine, cases: list[Case], at_once: int) -> list[Row]:
    chosen, entries = cases[: at_once * ROUNDS], {entry.id: entry for entry in app.bank}
    log = OutcomeLog(app.settings.data / f"bench-{at_once}.jsonl", fresh=True)
    used = time.process_time()
    run = partial(run_cases, chosen, entries, engine, production(engine, entries), log, at_once)
    (passed,) = timed(run, 1)
    used = (time.process_time() - used) * 1000 / len(chosen)
    again = timed(run, RERUNS)
    assert not any(outcome.error for outcome in log.read().values()), "every case is graded"
    return [
        Row(f"evals, grade in {REPLY:g} s, {at_once} in flight: share of the ideal", [ROUNDS * REPLY * 1000 / passed], "≥ 0.90", "×"),
        Row("  processor time of a graded answer", [used], ""),
        Row("  the same again: times faster", [passed / each for each in again], "≥ 50", "×"),
    ]


def model_killed(folder: Path) -> list[Row]:
    """A run of the command is killed in the middle and started again: cases that were lost or are there twice."""
    with delay_server(1, 0, 1) as url:
        return [_killed(folder, {**os.environ, "REHEARSE_DATA": str(folder), "REHEARSE_BASE_URL": url})]


def _killed(folder: Path, environment: dict[str, str]) -> Row:
    run = [sys.executable, "-c", "from rehearse.ui.cli import run; run()"]
    run += ["eval", "run", "answers", "--engine", "llm", "--model", "m", "--limit", str(KILLED_OF), "--concurrency", "8"]
    log = folder / "evals" / "answers-llm-m.jsonl"
    log.unlink(missing_ok=True)
    process = subprocess.Popen(run, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None and (not log.exists() or log.read_bytes().count(b"\n") < KILLED_AFTER):
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    before = log.read_bytes().count(b"\n")
    done = subprocess.run([*run, "--json"], env=environment, capture_output=True, text=True, check=True)
    cases = len(json.loads(Path(json.loads(done.stdout)[0]["file"]).read_text())["cases"])
    keys = [json.loads(line)["key"] for line in log.read_text().splitlines()]
    wrong = abs(cases - len(set(keys))) + len(keys) - len(set(keys))
    return Row(f"evals: kill -9 after {before} of {cases} cases, resumed: lost or doubled", [wrong], "0", "cases")


class CountingClient:
    """Sends nothing: notes the tokens that would be sent, and gives the least reply."""

    engine = "llm:m"

    def __init__(self) -> None:
        self.sent: list[float] = []

    def structured(self, messages: Any, prompt: Any, schema: dict[str, Any], name: str, **options: Any) -> Reply:
        self.sent.append(count_tokens_approximately([*messages, ("user", json.dumps(schema))]))
        return Reply(json.dumps(least(schema)), Method.JSON_SCHEMA, Usage())


def model_tokens(folder: Path) -> list[Row]:
    """What is sent for the same answers by the prompt as it is and as it was, at about four letters a token.

    What a model replies, and how well it agrees with the labels, takes a model: ``rehearse eval run`` and ``eval compare``.
    """
    app = build(Settings(data=folder, model="m"))
    now, before = _sent(app, None), _sent(app, BEFORE)
    app.close()
    return [
        Row("judge: tokens sent for an answer, schema included", now, "", "tokens"),
        Row("  by its prompt before the last version", before, "", "tokens"),
        Row("  the last version ÷ the one before", [a / b for a, b in zip(now, before, strict=True)], "", "×"),
    ]


def _sent(app: App, prompts: Path | None) -> list[float]:
    client = CountingClient()
    judge = LlmJudge(app.settings.model_copy(update={"prompts": prompts}), client, app.rubrics.competencies)  # type: ignore[arg-type]
    for case in _answers(app)[:PRICED]:
        entry = app.bank.get(case.question_id)
        judge.examine(entry, case.answer, app.quick_grader.references(entry))
    return client.sent


def _answers(app: App) -> list[Case]:
    return list(SUITES["answers"].cases(app, suite_folder()))
