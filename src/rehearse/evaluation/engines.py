"""The engines as the app runs them, and what could change their verdicts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rehearse.adapters.identity import PACKAGE, hash_of, sources_of
from rehearse.bootstrap import App
from rehearse.content.prompts import load_prompt
from rehearse.domain.question import BankEntry
from rehearse.domain.scoring import score
from rehearse.domain.text import content_hash
from rehearse.errors import ConfigError
from rehearse.evaluation.cases import Case, Outcome
from rehearse.ports import Interviewer
from rehearse.services.grader import Grader

EMBEDDED, LLM = "embedded", "llm"
Grade = Callable[[Case], Outcome]
"""Makes an outcome of a case, without key and time. Raises `EngineError` when the engine fails."""


@dataclass(frozen=True)
class Engine:
    """A grader and an interviewer; `fingerprint` changes with whatever but the case could change what they say."""

    grader: Grader
    interviewer: Interviewer
    fingerprint: str
    model: str = ""

    @property
    def name(self) -> str:
        return self.grader.engine


def engine_of(app: App, name: str) -> Engine:
    """The production grader of an engine, `EMBEDDED` or `LLM`. Raises `ConfigError` when there is no model."""
    if name == EMBEDDED:
        weights = str(getattr(app.embedded_judge, "fingerprint", ""))
        return Engine(app.quick_grader, app.embedded_interviewer, content_hash(weights + _source_hash(EMBEDDED)))
    if not app.settings.model:
        raise ConfigError("No model is set. Name one with --model or REHEARSE_MODEL, or use --engine embedded.")
    from rehearse.adapters.llm.judge import PROMPT_ID

    prompt = load_prompt(app.settings.prompts_folders, PROMPT_ID).ref.hash
    return Engine(
        app.final_grader,
        app.interviewer,
        content_hash(prompt + f"{app.settings.votes}" + _source_hash(app.final_grader.engine)),
        app.settings.model,
    )


def _source_hash(engine: str) -> str:
    """Of the code that decides verdicts and follow-ups, so that no outcome outlives a change of it."""
    return hash_of(sources_of(engine) | set((PACKAGE / "domain").glob("*.py")))


def key_of(case: Case, entry: BankEntry | None, engine: Engine) -> str:
    """The key of an outcome: case, answer key and engine. Labels do not matter to it."""
    asked = entry.model_dump_json(exclude={"exemplars", "siblings", "seeds", "review"}) if entry else ""
    return content_hash("\n".join((case.id, case.question_id, case.answer, asked, engine.name, engine.fingerprint)))


def production(engine: Engine, entries: Mapping[str, BankEntry]) -> Grade:
    """Grading as the app does it."""

    def grade(case: Case) -> Outcome:
        entry = entries[case.question_id]
        grading = engine.grader.grade(entry, case.answer)
        scored = score(entry, grading.verdicts)
        return Outcome(
            case_id=case.id,
            key="",
            engine=grading.engine,
            verdicts=grading.verdicts,
            level=scored.level,
            share=scored.total.share,
            coverage=scored.coverage,
            effort=grading.effort,
        )

    return grade
