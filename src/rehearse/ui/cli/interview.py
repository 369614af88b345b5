"""``rehearse interview``, ``resume`` and ``grade``."""

import secrets
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rehearse.errors import AnswerError, ConfigError
from rehearse.ui.cli.main import app
from rehearse.ui.cli.parts import OWNER, Fresh, LevelName, ModeName, PersonaName, Votes, application, console, grading

if TYPE_CHECKING:
    from rich.console import Console

    from rehearse.bootstrap import App
    from rehearse.domain.question import BankEntry
    from rehearse.domain.report import QuestionCard
    from rehearse.services.session import Interview
    from rehearse.ui.prepared import Prepared


@app.command(epilog="Example: rehearse interview --loop ml-engineer-mid --level mid --mode mock")
def interview(
    loop: Annotated[str, typer.Option(help="A loop, a round or a topic; see `rehearse bank list --loops`.")] = "quick-practice",
    level: Annotated[LevelName | None, typer.Option(help="Seniority; the loop's own by default.")] = None,
    questions: Annotated[int | None, typer.Option(min=1, max=50, help="Length in questions.")] = None,
    minutes: Annotated[int | None, typer.Option(min=1, max=480, help="Length in minutes.")] = None,
    mode: Annotated[ModeName, typer.Option(help="Feedback after each question, or only at the end.")] = "practice",
    persona: Annotated[PersonaName | None, typer.Option(help="How the interviewer speaks; REHEARSE_PERSONA, or warm, by default.")] = None,
    answers: Annotated[Path | None, typer.Option(help="Play a prepared candidate's answers from this YAML file.")] = None,
    seed: Annotated[int | None, typer.Option(help="Choose the same questions again.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print only the scorecard, as JSON.")] = False,
) -> None:
    """Take an interview in the terminal."""
    from rehearse.domain.planning import Mode, Persona, Request
    from rehearse.domain.question import Level
    from rehearse.ui.prepared import load_answers

    if questions and minutes:
        raise ConfigError("Give the length with --questions or with --minutes, not with both.")
    prepared = load_answers(answers) if answers else None
    with application() as built:
        chosen = built.loop(loop)
        request = Request(
            loop=chosen,
            level=Level(level) if level else chosen.level,
            mode=Mode(mode),
            persona=Persona(persona or built.settings.persona),
            questions=questions,
            minutes=minutes,
            seed=secrets.randbelow(2**31) if seed is None else seed,
        )
        live = built.interviews.start(request, OWNER, repeat=seed is not None)
        _hold(built, live, prepared, quiet=as_json)


@app.command(epilog="Example: rehearse resume            (the last one that is not over)")
def resume(session: Annotated[str | None, typer.Argument(help="A session id; the last open one by default.")] = None) -> None:
    """Go on with an interview at the same turn."""
    from rehearse.errors import NotFoundError

    with application() as built:
        open_ones = [info.id for info in built.interviews.sessions() if not info.over]
        if session is None and not open_ones:
            raise NotFoundError("open session", "", (), "All interviews are over; start one with `rehearse interview`.")
        live = built.interviews.open(session or open_ones[0])
        out = console()
        from rehearse.ui.cli import show

        for turn in live.state.turns:
            out.print(show.turn(turn))
        _hold(built, live, None, quiet=False)


@app.command(epilog="Example: echo 'It memorises noise.' | rehearse grade overfitting --answer -")
def grade(
    question_id: Annotated[str, typer.Argument(help="A question's id; see `rehearse bank list`.")],
    answer: Annotated[str, typer.Option(help="A text file, or - for standard input.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the verdicts and the score as JSON.")] = False,
    votes: Votes = None,
    fresh: Fresh = False,
) -> None:
    """Grade one answer against its rubric."""
    from rehearse.domain.verdicts import Status
    from rehearse.errors import EngineError
    from rehearse.services.session import check_answer
    from rehearse.ui.cli import show

    with application(**grading(votes, fresh)) as built:
        entry = built.bank.get(question_id)
        card = graded_card(built, entry, check_answer(read_text(answer), built.settings.most_words))
    if as_json:
        typer.echo(card.model_dump_json(indent=2))
    else:
        console().print(show.card_panel(card))
    if all(result.verdict.status is Status.UNSCORED for result in card.items):
        raise EngineError(f"Nothing could be scored: {card.items[0].verdict.note}.")


def graded_card(built: "App", entry: "BankEntry", answer: str) -> "QuestionCard":
    """The result of one answer; a warning goes to standard error."""
    from rehearse.domain.events import Graded
    from rehearse.domain.report import build_card

    found = built.grader.grade(entry, answer)
    if found.warning:
        typer.echo(f"Warning: {found.warning}", err=True)
    graded = Graded(at=0, question_id=entry.id, engine=found.engine, verdicts=found.verdicts, signs=found.signs)
    return build_card(graded, (answer,), entry, built.notes, standing=built.standing(found.engine))


def _hold(built: "App", live: "Interview", prepared: "Prepared | None", quiet: bool) -> None:
    """Talk until the interview is over, then show the scorecard."""
    from rehearse.domain.interview import Speaker, Turn
    from rehearse.ui.cli import show

    out = console(stderr=quiet)
    typer.echo(f"Session {live.id}. Ctrl-C stops it; `rehearse resume {live.id}` goes on.", err=True)
    graded = len(live.state.answered)
    _speak(out, live, live.proceed(), quiet)
    while not live.state.is_over:
        if not quiet:
            out.print(show.clock(live.state), style="dim")
        text = prepared.next(live.state) if prepared else _ask(out)
        if prepared and not quiet:
            out.print(show.turn(Turn(Speaker.CANDIDATE, text)))
        graded = _take(built, out, live, text, graded, quiet)
    live.settle()
    report = built.interviews.report(live.state)
    if quiet:
        typer.echo(report.model_dump_json(indent=2))
    else:
        show.print_report(out, report)


def _take(built: "App", out: "Console", live: "Interview", text: str, graded: int, quiet: bool) -> int:
    """Send one message; show feedback on a question that is over. Returns how many are."""
    from rehearse.domain.planning import Mode
    from rehearse.ui.cli import show

    try:
        _speak(out, live, live.answer(text), quiet)
    except AnswerError as error:
        out.print(str(error), style="yellow")
        return graded
    live.settle()
    cards = built.interviews.finished_cards(live.state)
    if live.state.plan.mode is Mode.PRACTICE and not quiet and not live.state.is_over:
        for card in cards[graded:]:
            out.print(show.card_panel(card))
    return len(cards)


def _speak(out: "Console", live: "Interview", words: Iterator[Any], quiet: bool) -> None:
    """Print what the interviewer says as it comes."""
    shown, notices = "", len(live.state.turns)
    for spoken in words:
        if quiet:
            continue
        if not shown:
            out.print("[bold cyan]Interviewer:[/bold cyan] ", end="")
        out.print(spoken.text[len(shown) :] if spoken.text.startswith(shown) else f"\n{spoken.text}", end="", markup=False)
        shown = spoken.text
        if spoken.complete:
            out.print()
            shown = ""
    for turn in live.state.turns[notices:]:
        if turn.speaker == "notice" and not quiet:
            out.print(turn.text, style="yellow", markup=False)


def _ask(out: "Console") -> str:
    """Read an answer up to an empty line; inside ``` fences empty lines belong to it."""
    out.print("Your answer, then an empty line (or: skip, repeat, clarify):", style="dim")
    lines: list[str] = []
    for line in sys.stdin:
        fenced = sum(part.strip().startswith("```") for part in lines) % 2 == 1
        if not line.strip() and not fenced:
            return "".join(lines)
        lines.append(line)
    if lines:
        return "".join(lines)
    raise KeyboardInterrupt


def read_text(source: str) -> str:
    """The text of a file, or of standard input for ``-``."""
    if source == "-":
        return sys.stdin.read()
    try:
        return Path(source).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise AnswerError(
            f"The answer file {source!r} cannot be read ({error}). Give a UTF-8 text file, or - for standard input."
        ) from None
