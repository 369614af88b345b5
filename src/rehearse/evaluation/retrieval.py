"""How well questions and notes are found: ``python -m rehearse.evaluation.retrieval``.

Every way of searching answers the same queries of ``evals/suites/retrieval.yaml`` in one run. The
queries were written by us. Those of the split ``dev`` served to choose passages and weights; those of
``test`` were written afterwards by somebody who had seen neither the code nor its results.
"""

import sys
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path

from pydantic import Field

from rehearse.bootstrap import App, build
from rehearse.content.yaml_file import read_record
from rehearse.domain.question import Record, Sentence, Slug
from rehearse.domain.record import Value
from rehearse.errors import ContentError, RehearseError
from rehearse.ports import Kind, Retriever
from rehearse.settings import content_root, load_settings

SUITE = Path("evals", "suites", "retrieval.yaml")
DEPTH = 5


class Split(StrEnum):
    """Whether a query has served to choose how we search."""

    DEV = "dev"
    TEST = "test"


class Case(Record):
    """A query, what it looks for, and the ids that would be right."""

    query: Sentence
    split: Split
    kind: Kind
    right: tuple[Slug, ...] = Field(min_length=1)


class Suite(Record):
    """Queries to find questions and notes with."""

    cases: tuple[Case, ...] = Field(min_length=1)


class Found(Value):
    """How one way of searching did. `recall` is the share of queries with a right document among the first five,
    `mrr` the mean of one over the rank of the first right one, 0 when it is not among the first fifty."""

    recall: float
    mrr: float
    missed: tuple[str, ...]


def load_suite(path: Path) -> Suite:
    """Read a suite. Raises `ContentError` with every fault."""
    return read_record(path, Suite)


def check_suite(suite: Suite, ids: Mapping[Kind, Sequence[str]]) -> None:
    """Raise `ContentError` when a case names a document that there is not."""
    faults = [f"{c.query!r} names {name!r}, which is no {c.kind.value}" for c in suite.cases for name in c.right if name not in ids[c.kind]]
    if faults:
        raise ContentError(faults)


def measure(retriever: Retriever, cases: Sequence[Case], depth: int = DEPTH) -> Found:
    """Run every query."""
    ranks = [rank(retriever, case.kind, case.query, case.right) for case in cases]
    return Found(
        recall=sum(place is not None and place <= depth for place in ranks) / len(ranks),
        mrr=sum(1 / place for place in ranks if place) / len(ranks),
        missed=tuple(case.query for case, place in zip(cases, ranks, strict=True) if place is None or place > depth),
    )


def rank(retriever: Retriever, kind: Kind, query: str, right: Sequence[str]) -> int | None:
    """The rank, from 1, of the first right document; None when it is not among the first fifty."""
    ids = [passage.id for passage in retriever.search(kind, query, 50)]
    return min((ids.index(name) + 1 for name in right if name in ids), default=None)


def ways(app: App) -> dict[str, Retriever]:
    """Every way of searching that is compared; the first is the one that runs."""
    return {"hybrid (runs)": app.retriever, "dense only": app.index, "BM25 only": app.keywords}


def _compare(app: App, label: str, cases: Sequence[Case]) -> None:
    if not cases:
        return
    print(f"{label}: {len(cases)} queries")
    for name, retriever in ways(app).items():
        found = measure(retriever, cases)
        print(f"  {name:16} recall@{DEPTH} {found.recall:.3f}   MRR {found.mrr:.3f}")
        if "--missed" in sys.argv:
            print("".join(f"      missed: {query}\n" for query in found.missed), end="")


def main() -> None:
    """Print a table for questions, notes and both."""
    app = build(load_settings(), say=lambda text: print(text, file=sys.stderr))
    try:
        suite = load_suite(content_root() / SUITE)
        check_suite(suite, {Kind.QUESTION: [entry.id for entry in app.bank], Kind.REFERENCE: list(app.notes)})
        for split in Split:
            of_split = [case for case in suite.cases if case.split is split]
            for label, kinds in (("questions", [Kind.QUESTION]), ("notes", [Kind.REFERENCE]), ("both", [Kind.QUESTION, Kind.REFERENCE])):
                _compare(app, f"{split.value}, {label}", [case for case in of_split if case.kind in kinds])
    finally:
        app.close()


if __name__ == "__main__":
    try:
        main()
    except RehearseError as error:
        sys.exit(str(error))
