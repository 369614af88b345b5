"""What several commands need: the built application, a console, progress."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

    from rehearse.bootstrap import App
    from rehearse.ports import Kind

LevelName = Literal["junior", "mid", "senior"]
RoundName = Literal["behavioural", "ml_theory", "statistics", "coding", "system_design", "mlops", "scenario"]
ModeName = Literal["practice", "mock"]
PersonaName = Literal["warm", "neutral", "sceptical", "rushed"]
WIDTH = 160
"""Columns where there is no terminal to ask."""
Votes = Annotated[int | None, typer.Option(min=1, max=25, help="Times the model is asked for each grade; REHEARSE_VOTES by default.")]
Fresh = Annotated[bool, typer.Option("--fresh", help="Ask the model anew, also about answers that it graded before.")]
OWNER = "local"
"""Whose interviews those of the terminal are."""


def console(stderr: bool = False) -> Console:
    """A Rich console; without a terminal it writes plain text, wide enough for a table of figures."""
    import shutil

    from rich.console import Console

    return Console(stderr=stderr, highlight=False, soft_wrap=False, width=shutil.get_terminal_size((WIDTH, 40)).columns)


@contextmanager
def application(**changes: object) -> Iterator[App]:
    """The application, with notices and indexing progress on standard error; closed at the end. `changes` are to its settings."""
    from rehearse.bootstrap import build
    from rehearse.settings import load_settings

    app = build(load_settings().model_copy(update=changes), say=lambda text: typer.echo(text, err=True), progress=IndexingBar())
    try:
        yield app
    finally:
        app.close()


class IndexingBar:
    """Shows a progress bar on standard error while texts of one kind are embedded."""

    def __init__(self) -> None:
        self._progress: Progress | None = None

    def __call__(self, kind: Kind, done: int, total: int) -> None:
        if self._progress is None:
            from rich.progress import Progress

            self._progress = Progress(console=console(stderr=True))
            self._progress.start()
            self._progress.add_task(f"Embedding {kind.value}", total=total)
        self._progress.update(self._progress.task_ids[0], completed=done)
        if done >= total:
            self._progress.stop()
            self._progress = None


def grading(votes: int | None, fresh: bool) -> dict[str, object]:
    """The changes to the settings that ``--votes`` and ``--fresh`` ask for."""
    changes: dict[str, object] = {"votes": votes} if votes else {}
    return changes | ({"cache": False} if fresh else {})
