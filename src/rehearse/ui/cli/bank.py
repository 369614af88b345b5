"""``rehearse bank list | show | search | coverage``."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from rehearse.ui.cli.main import bank_app
from rehearse.ui.cli.parts import LevelName, RoundName, application, console

if TYPE_CHECKING:
    from rehearse.domain.question import BankEntry


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
        # What was found may be a passage of the key, so only the question itself is shown.
        found = [(built.bank.get(p.id).question, round(p.similarity, 3)) for p in built.retriever.search(Kind.QUESTION, query, count)]
    if as_json:
        typer.echo(json.dumps([{"id": q.id, "text": q.text, "similarity": similarity} for q, similarity in found], indent=2))
        return
    for question, similarity in found:
        console().print(f"[bold]{question.id}[/bold] {similarity:.2f}  ", end="")
        console().print(question.text, markup=False)


@bank_app.command(epilog="Example: rehearse bank coverage --empty")
def coverage(
    empty: Annotated[bool, typer.Option("--empty", help="Only topics that no question serves.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON list.")] = False,
) -> None:
    """Show which questions serve each topic of the interview guides; fails when one has none."""
    from rich.table import Table

    from rehearse.domain.coverage import coverage

    with application() as built:
        rows = coverage(built.topic_groups, built.bank)
    unserved = [row for row in rows if not row.entry_ids]
    if as_json:
        typer.echo(json.dumps([row.model_dump() for row in (unserved if empty else rows)], indent=2))
    else:
        table = Table("guide", "topic", "questions", box=None)
        for row in unserved if empty else rows:
            table.add_row(row.group, row.topic.text, ", ".join(row.entry_ids) or "NONE")
        console().print(table)
        typer.echo(f"{len(rows) - len(unserved)} of {len(rows)} topics are served by at least one question")
    if unserved:
        raise typer.Exit(1)
