"""``rehearse bank list | show | search | check``."""

import json
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from rehearse.ui.cli.main import bank_app
from rehearse.ui.cli.parts import LevelName, application, console

if TYPE_CHECKING:
    from rehearse.domain.exemplars import ExemplarGrades
    from rehearse.domain.question import BankEntry

RoundName = Literal["behavioural", "ml_theory", "statistics", "coding", "system_design", "mlops", "scenario"]


@bank_app.command("list", epilog="Example: rehearse bank list --round ml_theory --level mid")
def list_(
    round_: Annotated[RoundName | None, typer.Option("--round", help="Only this round.")] = None,
    topic: Annotated[str | None, typer.Option(help="Only this topic.")] = None,
    level: Annotated[LevelName | None, typer.Option(help="Only this level.")] = None,
    loops: Annotated[bool, typer.Option("--loops", help="List the interview loops instead.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON list.")] = False,
) -> None:
    """List questions, or interview loops."""
    from rich.table import Table

    from rehearse.domain.question import Level, Round

    with application() as built:
        if loops:
            table = Table("loop", "title", "minutes", "rounds", box=None)
            for loop in built.loops.values():
                table.add_row(loop.id, loop.title, str(loop.minutes), ", ".join(f"{r.round.value} {r.minutes}" for r in loop.rounds))
            console().print(table)
            return
        found = built.bank.select(Round(round_) if round_ else None, topic, Level(level) if level else None)
        if topic and not found:
            built.loop(topic)  # names the topics that come close
    if as_json:
        typer.echo(json.dumps([entry.question.model_dump(mode="json") for entry in found], indent=2))
        return
    table = Table("id", "round", "topic", "level", "min", box=None)
    for entry in found:
        q = entry.question
        table.add_row(q.id, q.round.value, q.topic, q.level.value, str(q.minutes))
    console().print(table)
    typer.echo(f"{len(found)} questions")


@bank_app.command(epilog="Example: rehearse bank show bias-variance --key")
def show(
    question_id: Annotated[str, typer.Argument(help="A question's id.")],
    key: Annotated[bool, typer.Option("--key", help="Show the answer key as well.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show one question; its key only when asked."""
    with application() as built:
        entry = built.bank.get(question_id)
    if as_json:
        typer.echo((entry if key else entry.question).model_dump_json(indent=2))
        return
    out = console()
    out.print(f"{entry.id} · {entry.question.round.label} · {entry.question.topic} · {entry.question.level.value}", style="bold")
    out.print(entry.question.text, markup=False)
    if key:
        _print_key(entry)
    else:
        out.print("The answer key is shown with --key.", style="dim")


def _print_key(entry: "BankEntry") -> None:
    out = console()
    out.print("\nRubric", style="bold")
    for item in entry.key.items:
        out.print(f"  {item.points:+d}  {item.text}", markup=False)
    out.print("\nReference answer", style="bold")
    out.print(entry.key.reference_answer, markup=False)
    out.print("Sources: " + "; ".join(entry.key.sources), style="dim", markup=False)


@bank_app.command(epilog='Example: rehearse bank search "why do ensembles reduce variance" --count 5')
def search(
    query: Annotated[str, typer.Argument(help="What to look for, in your own words.")],
    count: Annotated[int, typer.Option(min=1, max=50, help="How many to show.")] = 5,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON list.")] = False,
) -> None:
    """Search questions by meaning."""
    from rehearse.ports import Kind

    with application() as built:
        found = built.index.search(Kind.QUESTION, query, count)
    if as_json:
        typer.echo(json.dumps([passage.model_dump() for passage in found], indent=2))
        return
    for passage in found:
        console().print(f"[bold]{passage.id}[/bold] {passage.similarity:.2f}  ", end="")
        console().print(passage.text, markup=False)


@bank_app.command(epilog="Example: rehearse bank check --grade")
def check(
    grade: Annotated[bool, typer.Option("--grade/--no-grade", help="Grade every entry's exemplar answers as well.")] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Print the table of grades as JSON.")] = False,
) -> None:
    """Validate every content file, and check that strong exemplars outscore partial ones, and these weak ones."""
    from rehearse.content.checks import dangling
    from rehearse.domain.exemplars import grade_exemplars
    from rehearse.errors import ContentError

    with application() as built:
        faults = dangling(built.bank, built.notes, built.loops)
        built.rubrics  # noqa: B018  reading it validates it
        if faults:
            raise ContentError(faults)
        typer.echo(f"{len(built.bank)} questions, {len(built.notes)} notes, {len(built.loops)} loops: all files are valid", err=as_json)
        if not grade:
            return
        grader = built.quick_grader
        results = [grade_exemplars(entry, lambda e, text: grader.grade(e, text).verdicts) for entry in built.bank]
    _print_grades(results, as_json)
    if broken := [r.entry_id for r in results if not r.in_order]:
        raise ContentError(
            [f"{entry_id}: the exemplars do not grade strong > partial > weak, strong at level 4 or 5" for entry_id in broken]
        )


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
        table.add_row(result.entry_id, *cells, "full" if result.in_full_order else "ok" if result.in_order else "BROKEN")
    console().print(table)
    ordered, full = sum(r.in_order for r in results), sum(r.in_full_order for r in results)
    typer.echo(
        f"strong > partial > weak: {ordered} of {len(results)} entries; "
        f"strong ≥ paraphrase > partial > weak ≥ wrong: {full} of {len(results)} (exemplars written, and the judge fitted on them, by us)"
    )
