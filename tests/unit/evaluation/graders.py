"""Engines made of fakes, and cases to grade, for the tests of the evaluation."""

from collections.abc import Callable, Sequence

from rehearse.adapters.fakes import NoNotes, ScriptedInterviewer, ScriptedJudge
from rehearse.domain.evidence import Effort, Examination
from rehearse.domain.question import BankEntry
from rehearse.domain.usage import Usage
from rehearse.domain.verdicts import PromptRef, Status, Verdict
from rehearse.errors import EngineError
from rehearse.evaluation.cases import Case, Label, Outcome, Run
from rehearse.evaluation.engines import Engine, production
from rehearse.evaluation.runner import OutcomeLog, run_cases
from rehearse.ports import Judge, Passage
from rehearse.services.grader import Grader
from unit.builders import ITEMS, entry

MET, MISSING = Status.MET, Status.MISSING
ENTRIES = {name: entry(name) for name in ("bagging", "boosting", "stacking", "pruning")}


def engine(judge: Judge, fingerprint: str = "v1") -> Engine:
    return Engine(Grader(judge, NoNotes(), {}), ScriptedInterviewer(), fingerprint)


def reader() -> ScriptedJudge:
    """A judge that takes an item as met when the answer names it."""
    return ScriptedJudge(lambda answer: {item: MET for item in (*ITEMS, "myth") if item in answer})


class Failing:
    """A judge that cannot be reached for answers that hold a word."""

    engine = "scripted"

    def __init__(self, word: str) -> None:
        self.word = word

    def judge(self, entry: BankEntry, answer: str, references: Sequence[Passage] = ()) -> list[Verdict]:
        if self.word in answer:
            raise EngineError("The model cannot be reached.")
        return reader().judge(entry, answer, references)


def labelled(items: Sequence[str], question: str = "bagging", name: str = "", **fields: object) -> Case:
    """An answer that names items, labelled as making exactly these."""
    gold = Label(labeller="a", level=1 + len(items), items={item: MET if item in items else MISSING for item in (*ITEMS, "myth")})
    answer = f"I would say {name}: {' '.join(items)}."
    return Case(**{"id": f"{question}-{name}-{len(items)}", "question_id": question, "answer": answer, "gold": gold, **fields})


def every_quality() -> list[Case]:
    """Twenty answers: to each of four questions, one of each level."""
    return [labelled(ITEMS[:count], question) for question in ENTRIES for count in range(5)]


def graded(cases: Sequence[Case], judge: Judge, log: OutcomeLog, by: Callable[..., Engine] = engine, **options: int) -> list[Outcome]:
    grading = by(judge)
    return run_cases(cases, ENTRIES, grading, production(grading, ENTRIES), log, **options)


def run_of(cases: Sequence[Case], outcomes: Sequence[Outcome], suite: str = "answers") -> Run:
    return Run(suite=suite, engine="scripted", started=1_800_000_000, cases=tuple(cases), outcomes=tuple(outcomes))


class Paid:
    """A model's judge: the reader's verdicts, at a price in tokens; one of its two quotes an answer is its own."""

    engine = "scripted"

    def __init__(self, tokens: int, version: int = 1, remembers: bool = False) -> None:
        self.prompt = PromptRef(id="judge", version=version, hash=f"hash{version}")
        self.usage = Usage() if remembers else Usage(calls=1, prompt_tokens=tokens - 10, completion_tokens=10)

    def judge(self, entry: BankEntry, answer: str, references: Sequence[Passage] = ()) -> list[Verdict]:
        return [verdict.model_copy(update={"prompt": self.prompt}) for verdict in reader().judge(entry, answer, references)]

    def examine(self, entry: BankEntry, answer: str, references: Sequence[Passage]) -> Examination:
        effort = Effort(usage=self.usage, quotes=2, invented=1, strange_ids=1)
        return Examination(verdicts=tuple(self.judge(entry, answer, references)), effort=effort)
