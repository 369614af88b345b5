"""``rehearse bank check``: every fault of the content files, and whether the keys grade in order."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from rehearse.errors import ContentError
from rehearse.ui.cli.main import bank_app
from rehearse.ui.cli.parts import application, console

if TYPE_CHECKING:
    from rehearse.bootstrap import App
    from rehearse.domain.exemplars import ExemplarGrades
    from rehearse.domain.question import BankEntry


@bank_app.command(epilog="Example: rehearse bank check --grade")
def check(
    questions: Annotated[list[str] | None, typer.Argument(help="Ids of questions to look at; all by default.")] = None,
    grade: Annotated[bool, typer.Option("--grade", help="Grade every entry's exemplar answers as well.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the table of grades as JSON.")] = False,
) -> None:
    """Validate the content files; with --grade, check that better exemplar answers score higher."""
    with application() as built:
        _check_files(built)
        chosen = [built.bank.get(question_id) for question_id in questions] if questions else list(built.bank)
        _say_reviews(chosen, quiet=as_json)
        _check_duplicates(built, {entry.id for entry in chosen})
        results = _grades(built, chosen) if grade else []
    if grade:
        _print_grades(results, as_json)
        _fail_if_broken(results)


def _check_files(built: "App") -> None:
    from rehearse.content.checks import dangling

    if faults := dangling(built.bank, built.notes, built.loops, built.topic_groups):
        raise ContentError(faults)
    built.rubrics  # noqa: B018  reading it validates it
    typer.echo(f"{len(built.bank)} questions, {len(built.notes)} notes, {len(built.loops)} loops: all files are valid", err=True)


def _say_reviews(entries: "list[BankEntry]", quiet: bool) -> None:
    """How many entries a second reader has checked, and what the drafts lack."""
    from rehearse.domain.completeness import lacks
    from rehearse.domain.question import ReviewStatus

    reviewed = [entry for entry in entries if entry.review.status is ReviewStatus.REVIEWED]
    changed = sum(entry.review.changed for entry in reviewed)
    share = f", which changed the key of {changed} ({changed / len(reviewed):.0%})" if reviewed else ""
    typer.echo(f"{len(reviewed)} of {len(entries)} have been through a second, independent reading{share}", err=quiet)
    for entry in entries:
        for missing in lacks(entry):
            typer.echo(f"  draft {entry.id}: {missing}", err=quiet)


def _check_duplicates(built: "App", ids: set[str]) -> None:
    from rehearse.services.duplicates import near_duplicates

    pairs = [pair for pair in near_duplicates(built.bank, built.retriever) if {pair.first, pair.second} & ids]
    if pairs:
        raise ContentError(
            [
                f"questions {pair.first!r} and {pair.second!r} ask nearly the same (cosine {pair.similarity:.2f}): "
                "change one, or name it under the other's siblings if both are wanted"
                for pair in pairs
            ]
        )


def _grades(built: "App", entries: "list[BankEntry]") -> "list[ExemplarGrades]":
    from rehearse.domain.exemplars import grade_exemplars

    grader = built.quick_grader
    return [grade_exemplars(entry, lambda e, text: grader.grade(e, text).verdicts) for entry in entries if entry.exemplars]


def _print_grades(results: "list[ExemplarGrades]", as_json: bool) -> None:
    """The points of every exemplar, and how many entries are in order."""
    if as_json:
        typer.echo(json.dumps([r.model_dump() for r in results], indent=2))
        return
    from rich.table import Table

    names = ("strong", "paraphrase", "partial", "weak", "wrong")
    table = Table("question", *names, "order", box=None)
    for result in results:
        cells = [f"{result.tallies[name].share or 0:.2f}" if name in result.tallies else "" for name in names]
        table.add_row(result.entry_id, *cells, _order(result))
    console().print(table)
    for label, held in (
        ("strong > partial > weak, strong at level 4 or 5", [r.in_order for r in results]),
        ("strong ≥ paraphrase > partial > weak ≥ wrong, where one level counts as equal", [r.in_level_order for r in results]),
        ("the same to the point", [r.in_full_order for r in results]),
    ):
        typer.echo(f"{label}: {sum(held)} of {len(held)} ({sum(held) / max(1, len(held)):.1%})")
    typer.echo(
        "The exemplars were written, and the judge fitted on them, by us: this shows that keys and judge fit, not how well it grades you."
    )


def _order(result: "ExemplarGrades") -> str:
    if result.in_full_order:
        return "full"
    return "by level" if result.in_level_order else "ok" if result.in_order else "BROKEN"


def _fail_if_broken(results: "list[ExemplarGrades]") -> None:
    if broken := [r.entry_id for r in results if not r.in_order]:
        raise ContentError(
            [f"{entry_id}: the exemplars do not grade strong > partial > weak, strong at level 4 or 5" for entry_id in broken]
        )
