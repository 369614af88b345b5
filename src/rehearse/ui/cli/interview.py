"""``rehearse interview``, ``resume`` and ``grade``."""

import secrets
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rehearse.errors import AnswerError, ConfigError, SpeechError
from rehearse.ui.cli.main import app
from rehearse.ui.cli.parts import OWNER, Fresh, LevelName, ModeName, PersonaName, Votes, application, console, grading

if TYPE_CHECKING:
    from rich.console import Console

    from rehearse.bootstrap import App
    from rehearse.domain.question import BankEntry
    from rehearse.domain.report import QuestionCard
    from rehearse.services.session import Interview
    from rehearse.ui.cli.typed import Answer
    from rehearse.ui.cli.voice import Voice
    from rehearse.ui.prepared import Prepared

Spoken = Annotated[bool, typer.Option("--voice", help="Speak, and hear the interviewer; without a sound device it goes on typed.")]


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
    voice: Spoken = False,
) -> None:
    """Take an interview in the terminal."""
    from rehearse.domain.planning import Mode, Persona, Request
    from rehearse.domain.question import Level
    from rehearse.ui.prepared import load_answers

    if questions and minutes:
        raise ConfigError("Give the length with --questions or with --minutes, not with both.")
    if voice and (answers or as_json):
        raise ConfigError("--voice is for a person who speaks and listens. Leave out --answers and --json, or --voice.")
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
        _hold(built, live, prepared, quiet=as_json, spoken=voice)


@app.command(epilog="Example: rehearse resume            (the last one that is not over)")
def resume(
    session: Annotated[str | None, typer.Argument(help="A session id; the last open one by default.")] = None, voice: Spoken = False
) -> None:
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
        _hold(built, live, None, quiet=False, spoken=voice)


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


def _hold(built: "App", live: "Interview", prepared: "Prepared | None", quiet: bool, spoken: bool) -> None:
    """Talk until the interview is over, then show the scorecard."""
    from rehearse.ui.cli import show

    out = console(stderr=quiet)
    typer.echo(f"Session {live.id}. Ctrl-C stops it; `rehearse resume {live.id}` goes on.", err=True)
    voice = _voice(built, out) if spoken else None
    with voice or nullcontext():
        _talk(built, out, live, prepared, quiet, voice)
    live.settle()
    report = built.interviews.report(live.state)
    if quiet:
        typer.echo(report.model_dump_json(indent=2))
    else:
        show.print_report(out, report)


def _voice(built: "App", out: "Console") -> "Voice | None":
    """The spoken side, or None after saying why there is none."""
    from rehearse.ui.cli.voice import Voice

    try:
        return Voice(built, out)
    except SpeechError as error:
        out.print(f"{error} The interview is typed.", style="yellow", markup=False)
        return None


def _talk(built: "App", out: "Console", live: "Interview", prepared: "Prepared | None", quiet: bool, voice: "Voice | None") -> None:
    from rehearse.domain.interview import Speaker, Turn
    from rehearse.ui.cli import show

    graded = len(live.state.answered)
    _speak(out, live, live.proceed(), quiet, voice)
    while not live.state.is_over:
        if not quiet:
            out.print(show.clock(live.state), style="dim")
        answer = _next_answer(out, live, prepared, voice)
        if prepared and not quiet:
            out.print(show.turn(Turn(Speaker.CANDIDATE, answer.text)))
        graded = _take(built, out, live, answer, graded, quiet, voice)


def _next_answer(out: "Console", live: "Interview", prepared: "Prepared | None", voice: "Voice | None") -> "Answer":
    from rehearse.ui.cli import typed
    from rehearse.ui.cli.typed import Answer

    if prepared:
        return Answer(prepared.next(live.state))
    if voice:
        return voice.ask(live)
    out.print("Your answer, then an empty line (or: skip, repeat, clarify):", style="dim")
    return Answer(typed.answer())


def _take(built: "App", out: "Console", live: "Interview", answer: "Answer", graded: int, quiet: bool, voice: "Voice | None") -> int:
    """Send one message; show feedback on a question that is over. Returns how many are."""
    from rehearse.domain.planning import Mode
    from rehearse.ui.cli import show

    try:
        _speak(out, live, live.answer(answer.text, spoken=answer.spoken), quiet, voice)
    except AnswerError as error:
        out.print(str(error), style="yellow")
        return graded
    live.settle()
    cards = built.interviews.finished_cards(live.state)
    if live.state.plan.mode is Mode.PRACTICE and not quiet and not live.state.is_over:
        for card in cards[graded:]:
            out.print(show.card_panel(card))
    return len(cards)


def _speak(out: "Console", live: "Interview", words: Iterator[Any], quiet: bool, voice: "Voice | None") -> None:
    """Print what the interviewer says as it comes, and say it."""
    shown, notices = "", len(live.state.turns)
    for spoken in voice.follow(words) if voice else words:
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
