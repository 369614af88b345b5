"""The suites by name: where their cases come from, and which figures are taken of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rehearse.bootstrap import App
from rehearse.domain.question import BankEntry
from rehearse.domain.text import content_hash
from rehearse.errors import ContentError, NotFoundError
from rehearse.evaluation.cases import Case, Outcome, whole_questions
from rehearse.evaluation.engines import Engine, Grade, production
from rehearse.evaluation.followups import asking, follow_up_cases, follow_up_tables
from rehearse.evaluation.labelled import labelled_tables, numeric_tables, read_lines, read_numeric, read_stories
from rehearse.evaluation.searching import query_cases, search_rivals, search_tables, searching
from rehearse.evaluation.tables import Table
from rehearse.evaluation.variants import attack_tables, meaning_tables, style_tables
from rehearse.settings import content_root

Load = Callable[[App, Path], Iterable[Case]]
Tables = Callable[[Sequence[Case], Mapping[str, Outcome], Mapping[str, BankEntry]], list[Table]]
Rivals = Callable[[App, Sequence[Case]], dict[str, list[Table]]]
Grading = Callable[[App, Engine, Mapping[str, BankEntry]], Grade]


def _production(app: App, engine: Engine, entries: Mapping[str, BankEntry]) -> Grade:
    return production(engine, entries)


def _no_rivals(app: App, cases: Sequence[Case]) -> dict[str, list[Table]]:
    return {}


def _fitted_rivals(app: App, cases: Sequence[Case]) -> dict[str, list[Table]]:
    from rehearse.evaluation.fitted_rivals import rival_tables

    return rival_tables(app, cases)


@dataclass(frozen=True)
class Suite:
    """Cases and what is measured on them.

    `load` takes the application and the folder of suite files. The gate grades about `quick` cases; 0 leaves the suite out of it.
    A suite that the user has made `is_own`, and not among all. A suite whose outcomes depend on more than case, key and engine is not `kept`: it is graded anew each time.
    """

    name: str
    about: str
    load: Load
    tables: Tables
    quick: int = 0
    rivals: Rivals = _no_rivals
    grading: Grading = _production
    asks_bank: bool = True
    kept: bool = True
    is_own: bool = False

    def cases(self, app: App, folder: Path, limit: int | None = None) -> list[Case]:
        """The cases, whole questions in an order that is neither the bank's nor anybody's choice; about `limit` of them.

        Raises `ContentError` when a file is wrong, or names a question or an item that the bank does not have.
        """
        cases = list(whole_questions(self.load(app, folder), limit, lambda case: case.question_id))
        if not cases:
            raise ContentError([f"the suite {self.name!r} has no cases in {folder}"])
        _check_ids(self.name, cases)
        if self.asks_bank:
            _check_against_bank(self.name, cases, app)
        return cases


def _check_ids(name: str, cases: Sequence[Case]) -> None:
    ids = [case.id for case in cases]
    known = set(ids)
    faults = [f"suite {name}: case id {twice!r} is used twice" for twice in sorted({i for i in known if ids.count(i) > 1})]
    faults += [
        f"suite {name}: case {case.id!r} is made from {case.base!r}, which is not there" for case in cases if case.base not in known | {""}
    ]
    if faults:
        raise ContentError(faults)


def _check_against_bank(name: str, cases: Sequence[Case], app: App) -> None:
    faults = []
    for case in cases:
        items = {item.id for item in app.bank.get(case.question_id).key.items} if case.question_id in app.bank else None
        named = {item for label in (*case.labels, *([case.gold] if case.gold else [])) for item in label.items} | ({case.target} - {""})
        if items is None:
            faults.append(f"suite {name}: case {case.id!r} names the question {case.question_id!r}, which the bank does not have")
        elif unknown := sorted(named - items):
            faults.append(
                f"suite {name}: case {case.id!r} names the item {unknown[0]!r}; {case.question_id} has {', '.join(sorted(items))}"
            )
    if faults:
        raise ContentError(faults)


def _mixed(load: Load) -> Load:
    """The same cases, question by question, in the order of a hash."""
    return lambda app, folder: sorted(load(app, folder), key=lambda case: content_hash(case.question_id))


def _attack_cases(app: App, folder: Path) -> Iterable[Case]:
    from rehearse.evaluation.attack import attack_cases

    return attack_cases(app)


def _dispute_cases(app: App, folder: Path) -> Iterable[Case]:
    from rehearse.evaluation.own import dispute_cases

    return dispute_cases(app.settings.disputes_folder)


def _style_cases(app: App, folder: Path) -> Iterable[Case]:
    from rehearse.evaluation.style import style_cases

    return style_cases(app)


def _meaning_cases(app: App, folder: Path) -> Iterable[Case]:
    from rehearse.evaluation.meaning import meaning_cases

    return meaning_cases(app)


SUITES = {
    suite.name: suite
    for suite in (
        Suite(
            "answers",
            "answers labelled item by item, by two readers who saw neither code nor grades",
            _mixed(lambda app, folder: read_lines(folder / "answers.jsonl")),
            labelled_tables,
            quick=90,
            rivals=_fitted_rivals,
        ),
        Suite(
            "star",
            "stories labelled by the parts that they tell",
            _mixed(lambda app, folder: read_stories(folder / "star.yaml", app.bank)),
            labelled_tables,
            quick=40,
            rivals=_fitted_rivals,
        ),
        Suite(
            "numeric",
            "answers with numbers as people say them, right and wrong",
            _mixed(lambda app, folder: read_numeric(folder / "numeric.yaml")),
            numeric_tables,
            quick=150,
        ),
        Suite("attack", "answers padded, flattered and otherwise dressed up", _mixed(_attack_cases), attack_tables, quick=48),
        Suite("style", "the same content in another style", _mixed(_style_cases), style_tables, quick=48),
        Suite("meaning", "one claim turned round, the rest as it was", _mixed(_meaning_cases), meaning_tables, quick=48),
        Suite(
            "follow-ups",
            "strong answers with one sentence taken out, then another",
            follow_up_cases,
            follow_up_tables,
            quick=45,
            grading=asking,
        ),
        Suite(
            "retrieval",
            "queries and the question or note that they look for",
            _mixed(query_cases),
            search_tables,
            quick=150,
            rivals=search_rivals,
            grading=searching,
            asks_bank=False,
            kept=False,
        ),
        Suite(
            "disputes",
            "verdicts that you have disputed, with the status that you claim",
            _mixed(_dispute_cases),
            labelled_tables,
            is_own=True,
        ),
    )
}


def suite_folder() -> Path:
    """Where our suite files are."""
    return content_root() / "evals" / "suites"


def suites_named(names: Sequence[str]) -> list[Suite]:
    """Suites by name; ``all`` stands for every one and ``quick`` for those that the gate takes. Raises `NotFoundError`."""
    found: dict[str, Suite] = {}
    for name in names:
        if name not in {*SUITES, "all", "quick"}:
            raise NotFoundError("suite", name, SUITES, "`rehearse eval list` shows all of them.")
        found |= {s.name: s for s in SUITES.values() if name == s.name or (name == "all" and not s.is_own) or (name == "quick" and s.quick)}
    return list(found.values())
