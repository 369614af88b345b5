"""``rehearse bank new`` and ``rehearse bank import``: questions of one's own."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rehearse.errors import ConfigError, ContentError
from rehearse.ui.cli.main import bank_app
from rehearse.ui.cli.parts import LevelName, RoundName, application

if TYPE_CHECKING:
    from rehearse.bootstrap import App
    from rehearse.domain.question import BankEntry

To = Annotated[Path | None, typer.Option("--to", help="The knowledge folder to write into; REHEARSE_KNOWLEDGE by default.")]


@bank_app.command("import", epilog="Example: rehearse bank import questions.md --to my-knowledge --round ml_theory")
def import_(
    file: Annotated[Path, typer.Argument(help="A Markdown or CSV list of questions and answers.")],
    to: To = None,
    round_: Annotated[RoundName, typer.Option("--round", help="The round of questions that name none.")] = "ml_theory",
    level: Annotated[LevelName, typer.Option(help="The level of questions that name none.")] = "mid",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be written, and write nothing.")] = False,
) -> None:
    """Turn a list of questions into drafts that can be practised at once."""
    from rehearse.content.question_lists import read_list

    with application() as built:
        folder = folder_of(built, to)
        drafts = _drafts(read_list(file, {"round": round_, "level": level}), taken_ids(built, folder))
        for entry in drafts:
            report(entry, None if dry_run else write(folder, entry))
        typer.echo(
            f"{len(drafts)} draft{'s' if len(drafts) > 1 else ''}{' (nothing was written)' if dry_run else ''}. {_next_step(built, folder)}"
        )


def _drafts(listed: list[Any], taken: set[str]) -> "list[BankEntry]":
    """A draft of each; all faults at once, so that nothing is half imported."""
    from rehearse.content.drafts import draft

    drafts, faults = [], []
    for question in listed:
        try:
            drafts.append(draft(question, taken))
            taken.add(drafts[-1].id)
        except ContentError as error:
            faults += error.faults
    if faults:
        raise ContentError(faults)
    return drafts


@bank_app.command(epilog="Example: rehearse bank new --to my-knowledge")
def new(to: To = None) -> None:
    """Write a question by answering prompts. It is saved after every step; stop with Ctrl-C and go on in the file."""
    from rehearse.ui.cli.wizard import ask

    with application() as built:
        folder = folder_of(built, to)
        entry, path = None, None
        try:
            for entry in ask(taken_ids(built, folder)):
                path = write(folder, entry)
        except (typer.Abort, EOFError):
            typer.echo("\nStopped." if entry else "\nStopped; nothing was written.")
        if entry and path:
            report(entry, path)
            typer.echo(_next_step(built, folder))


def folder_of(built: "App", to: Path | None) -> Path:
    """The knowledge folder to write into. Raises `ConfigError` when none is named."""
    folder = to or built.settings.knowledge
    if folder is None:
        raise ConfigError("Say where the questions go, e.g. `--to my-knowledge`, or set REHEARSE_KNOWLEDGE to a folder of yours.")
    return folder


def taken_ids(built: "App", folder: Path | None) -> set[str]:
    """Ids that a new question may not have."""
    own = folder.glob("questions/**/*.yaml") if folder else ()
    return {*(entry.id for entry in built.bank), *(path.stem for path in own)}


def write(folder: Path, entry: "BankEntry") -> Path:
    """Write an entry into its folder; returns the path. Raises `ConfigError`."""
    from rehearse.content.entry_file import write_entry

    try:
        return write_entry(folder, entry)
    except OSError as error:
        raise ConfigError(
            f"{entry.id} could not be written to {str(folder)!r} ({error.strerror}). Choose another folder with --to."
        ) from None


def report(entry: "BankEntry", path: Path | None) -> None:
    """Say what became of an entry."""
    from rehearse.domain.completeness import lacks

    missing = lacks(entry)
    state = f"a draft that lacks {len(missing)} things" if missing else "complete"
    typer.echo(f"{path or entry.id}: {len(entry.key.items)} rubric items, {state}")


def _next_step(built: "App", folder: Path) -> str:
    if built.settings.knowledge and built.settings.knowledge.resolve() == folder.resolve():
        return "`rehearse bank check` says what they lack."
    return f"Set REHEARSE_KNOWLEDGE={folder} so that Rehearse asks them; `rehearse bank check` then says what they lack."
