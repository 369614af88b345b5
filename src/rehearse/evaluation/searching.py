"""The retrieval suite as cases and outcomes: a query is the answer, one over the rank of the first right document its share."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from rehearse.bootstrap import App
from rehearse.domain.question import BankEntry
from rehearse.domain.text import content_hash
from rehearse.evaluation.cases import Case, Outcome
from rehearse.evaluation.engines import Engine, Grade
from rehearse.evaluation.labelled import splits
from rehearse.evaluation.retrieval import DEPTH, SUITE, Split, check_suite, load_suite, rank, ways
from rehearse.evaluation.tables import Row, Table, mean_of, share
from rehearse.ports import Kind, Retriever

_SEPARATOR = " "
"""Between the ids of right documents, which hold no spaces."""


def query_cases(app: App, folder: Path) -> Iterator[Case]:
    """The queries; those that served to choose how we search are the split `tune`."""
    suite = load_suite(folder / SUITE.name)
    check_suite(suite, {Kind.QUESTION: [entry.id for entry in app.bank], Kind.REFERENCE: list(app.notes)})
    for case in suite.cases:
        yield Case(
            id=f"{case.kind.value}-{content_hash(case.query)[:8]}",
            question_id=case.right[0],
            answer=case.query,
            kind=case.kind.value,
            split="tune" if case.split is Split.DEV else "test",
            target=_SEPARATOR.join(case.right),
        )


def searching(app: App, engine: Engine, entries: Mapping[str, BankEntry]) -> Grade:
    """Search as the app does, whatever grades."""
    return _search_with(app.retriever)


def _search_with(retriever: Retriever) -> Callable[[Case], Outcome]:
    def search(case: Case) -> Outcome:
        place = rank(retriever, Kind(case.kind), case.answer, case.target.split(_SEPARATOR))
        return Outcome(case_id=case.id, key="", engine="search", share=1 / place if place else 0.0, coverage=1.0)

    return search


def search_tables(cases: Sequence[Case], outcomes: Mapping[str, Outcome], entries: Mapping[str, BankEntry]) -> list[Table]:
    """Recall among the first five and mean reciprocal rank, by split and kind."""
    figures = {f"recall@{DEPTH}": share(lambda said: said >= 1 / DEPTH - 1e-9), **mean_of("mrr")}
    tables = []
    for split, part in splits(cases):
        for kind in ("", *sorted({case.kind for case in part})):
            rows = tuple(Row(c.id, c.question_id, outcomes[c.id].share or 0.0) for c in part if kind in ("", c.kind))
            tables.append(Table(split + (f"{kind}." if kind else ""), rows, figures))
    return tables


def search_rivals(app: App, cases: Sequence[Case]) -> dict[str, list[Table]]:
    """The other ways of searching."""
    _, *others = ways(app).items()
    found = {name: {case.id: _search_with(retriever)(case) for case in cases} for name, retriever in others}
    return {name: search_tables(cases, outcomes, {}) for name, outcomes in found.items()}
