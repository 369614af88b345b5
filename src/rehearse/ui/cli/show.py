"""Scorecards and turns in a terminal."""

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from rehearse.domain.delivery import Delivery
from rehearse.domain.interview import Speaker, State, Turn
from rehearse.domain.report import AreaResult, ItemResult, QuestionCard, Report
from rehearse.domain.verdicts import Status
from rehearse.ui.badge import badge_line, error_note, level_text
from rehearse.ui.delivery import figure, filler_words, target_words
from rehearse.ui.reports import STATUS_MARKS, dispute_line, usage_line, verdict_word

STYLES = {
    Status.MET: "green",
    Status.PARTIAL: "yellow",
    Status.MISSING: "dim",
    Status.CONTRADICTED: "red",
    Status.UNSCORED: "magenta",
}
BADGES = {"fit": "green", "rough": "yellow", "unfit": "red", "not measured": "dim"}


def turn(line: Turn) -> Text:
    """One line of the transcript."""
    style = {Speaker.INTERVIEWER: "bold cyan", Speaker.CANDIDATE: "bold", Speaker.NOTICE: "bold yellow"}[line.speaker]
    return Text.assemble((f"{line.speaker.value.capitalize()}: ", style), line.text)


def clock(state: State) -> str:
    """Where the interview is, for a status line."""
    left = state.seconds_left
    spent = f"{_minutes(state.elapsed)} gone" + (f", {_minutes(max(0, left))} left" if left is not None else "")
    return f"question {state.question_number} of {len(state.plan.question_ids)} · {spent}"


def _minutes(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def print_report(console: Console, report: Report) -> None:
    """The whole scorecard."""
    signal = report.signal.value.upper() if report.signal else "no signal"
    points = "numbers hidden" if report.withheld else f"{report.total.points:g} of {report.total.possible:g} points"
    console.rule(f"Scorecard{'' if report.over else ' so far'}: {report.title}")
    console.print(
        f"[bold]{signal}[/bold] · {points} · "
        f"{len(report.cards)} of {report.planned_questions} questions · {report.minutes:.0f} min · judged by {', '.join(report.engines) or 'nobody yet'}"
    )
    console.print(f"{report.coverage:.0%} of the rubrics scored.", style="dim")
    if line := usage_line(report.usage):
        console.print(line, style="dim")
    for standing in report.standings:
        console.print(f"{standing.engine}: {badge_line(standing)}", style=BADGES[standing.word], markup=False)
    for areas, heading in ((report.competencies, "Competencies"), (report.star, "STAR parts")):
        if areas:
            console.print(_areas(areas, heading))
    if report.delivery:
        console.print(_delivery(report.delivery))
    for card in report.cards:
        console.print(card_panel(card))


def card_panel(card: QuestionCard) -> Panel:
    """One question's result."""
    points = "points hidden" if card.withheld else f"{card.score.total.points:g} of {card.score.total.possible:g} points"
    note = f" ({note})" if (note := error_note(card)) else ""
    parts: list[RenderableType] = [
        Text(card.text, style="bold"),
        Text(f"{level_text(card)} · {points} · judged by {card.engine}{note}"),
        _items(card),
    ]
    for sign in card.signs:
        quote = " ".join(sign.quote.text.split())
        parts.append(Text.assemble((f"{sign.competency.label}: ", "bold"), sign.observation, (f" “{quote}”", "italic")))
    parts.append(Text.assemble(("One thing to do better. ", "bold"), card.better))
    if card.notes:
        parts.append(Text("Read: " + ", ".join(note.title for note in card.notes), style="dim"))
    return Panel(Group(*parts), title=card.question_id, title_align="left")


def _items(card: QuestionCard) -> Table:
    table = Table(box=None, padding=(0, 1), show_header=False)
    for result in (*card.items, *card.misconceptions):
        table.add_row(_verdict(result), _points(result), _claim(result))
    return table


def _verdict(result: ItemResult) -> Text:
    status = result.verdict.status
    if result.is_misconception and status is Status.MET:
        return Text("✗ misconception", style="red")
    return Text(f"{STATUS_MARKS[status]} {verdict_word(result, status)}", style=STYLES[status])


def _points(result: ItemResult) -> str:
    return "–" if result.points is None else f"{result.points:g}/{result.item.points}"


def _claim(result: ItemResult) -> Text:
    quote = f"\n“{' '.join(result.verdict.quote.text.split())}”" if result.verdict.quote else ""
    note = "".join(f"\n{text}" for text in (result.verdict.reason, result.verdict.note) if text)
    disputes = "".join(f"\n{dispute_line(result, dispute)}" for dispute in result.disputes)
    drafted = " (drafted)" if result.item.drafted else ""
    return Text.assemble(result.item.text, (drafted, "magenta"), (quote, "italic"), (note, "dim"), (disputes, "bold"))


def _delivery(delivery: Delivery) -> Table:
    table = Table(title="Delivery, which is in no score", title_justify="left", box=None, padding=(0, 1), show_header=False)
    for measure in delivery.measures:
        style = {None: "", True: "green", False: "yellow"}[measure.is_met]
        table.add_row(
            measure.name.capitalize(), Text(figure(measure), style=style), target_words(measure), Text(measure.advice, style="dim")
        )
    table.add_row("Fillers heard", "", "", Text(filler_words(delivery), style="dim"))
    return table


def _areas(areas: tuple[AreaResult, ...], heading: str) -> Table:
    table = Table(title=heading, title_justify="left", box=None, padding=(0, 1), show_header=False)
    for area in areas:
        level = area.tally.level
        bar = "█" * (level or 0) + "░" * (5 - (level or 0))
        said = " ".join((*area.strong, *area.weak)) or area.anchor
        table.add_row(area.title, bar, str(level or "–"), Text(said if level else "not scored", style="dim"))
    return table
