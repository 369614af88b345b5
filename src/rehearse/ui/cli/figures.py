"""Figures of runs, comparisons and gates in a terminal."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TimeRemainingColumn
from rich.table import Column, Table

from rehearse.domain.certificate import Certificate
from rehearse.domain.figure import Figure
from rehearse.evaluation.cases import PASSES, Run
from rehearse.evaluation.compare import Change, Comparison, change_of
from rehearse.evaluation.effort import Price, Spent, spent
from rehearse.evaluation.external import External
from rehearse.evaluation.tables import Paired
from rehearse.ui.cli.parts import console

_STYLES = {Change.BETTER: "green", Change.WORSE: "red", Change.NOISE: "dim", Change.MOVED: "yellow"}


class GradingBar:
    """A progress bar on standard error: call it with (done, total)."""

    def __init__(self, name: str) -> None:
        columns = (*Progress.get_default_columns()[:2], MofNCompleteColumn(), TimeRemainingColumn())
        self._progress = Progress(*columns, console=console(stderr=True))
        self._task = self._progress.add_task(f"Grading {name}", total=None)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._progress.stop()

    def __call__(self, done: int, total: int) -> None:
        self._progress.update(self._task, completed=done, total=total)


def print_run(out: Console, run: Run, path: Path) -> None:
    """The figures beside those of rivals and of a second labeller, and what failed."""
    others = {**run.rivals, **({PASSES: run.human} if run.human else {})}
    out.print(_table(f"{run.suite} · {run.engine} · {len(run.cases)} cases", {run.engine: run.figures, **others}))
    if used := spent(run.outcomes):
        out.print("\n".join(spent_lines(used)), markup=False, soft_wrap=True)
    failed = [outcome for outcome in run.outcomes if outcome.error]
    if failed:
        out.print(
            f"{len(failed)} cases failed and have no grade; the same command tries them again. The first: {failed[0].error}", markup=False
        )
    out.print(f"Kept as {path}, with a page to look at: {path.with_suffix('.html')}\n", style="dim", markup=False, soft_wrap=True)


def spent_lines(used: Spent) -> list[str]:
    """What the grades took, and what of them was thrown away."""
    effort, usage = used.effort, used.effort.usage
    tokens = "none: all were remembered" if used.per_answer is None else f"{used.per_answer:,.0f}"
    asked = f"{usage.prompt_tokens:,} in and {usage.completion_tokens:,} out for {used.asked} answers in {usage.calls} calls"
    return [
        f"Tokens per graded answer: {tokens} ({asked}; {used.remembered} remembered), prompt {_prompts(used)}",
        f"Invented quotes: {effort.invented} of {effort.quotes}. References that were not given: {effort.strange_ids}.",
    ]


def price_line(price: Price) -> str:
    """What the later prompt cost or saved, and at which agreement."""
    a, b = (f"{s.per_answer:,.0f}" if s.per_answer is not None else "unknown" for s in (price.before, price.after))
    change = f" ({price.change:+.0%})" if price.change is not None else ""
    figure = price.agreement
    at = f", at {figure.name} {_number(figure.a)} → {_number(figure.b)} ({change_of(figure).value})" if figure else ""
    return f"Tokens per graded answer: {a} → {b}{change}{at}; prompt {_prompts(price.before)} → {_prompts(price.after)}"


def _prompts(used: Spent) -> str:
    return ", ".join(f"{prompt.id} version {prompt.version} ({prompt.hash})" for prompt in used.prompts)


def _spent_data(used: Spent | None) -> dict[str, Any] | None:
    return {**used.model_dump(), "tokens_per_answer": used.per_answer} if used else None


def _price_data(price: Price | None) -> dict[str, Any] | None:
    return {"before": _spent_data(price.before), "after": _spent_data(price.after), "change": price.change} if price else None


def print_certificate(out: Console, certificate: Certificate, path: Path) -> None:
    """The verdict, what was missing for a better one, and the figures."""
    identity = certificate.identity
    where = f" at {certificate.host}" if certificate.host else ""
    out.print(_table(f"{identity.engine}{where} · {certificate.cases} cases", {identity.engine: certificate.figures}))
    out.print(f"\n{identity.engine} is {certificate.fitness.value}.", style="bold", markup=False)
    for reason in certificate.reasons:
        out.print(f"  {reason[0].upper()}{reason[1:]}.", markup=False)
    out.print(f"Kept as {path}", style="dim", markup=False, soft_wrap=True)


def print_external(out: Console, found: External) -> None:
    """The figures of each grader, one column each."""
    left_out = f"left out: {found.blank} blank, {found.short} short"
    out.print(
        _table(
            f"{found.file} · {found.engine} · {found.answers} answers to {found.questions} questions ({left_out})", _aligned(found.figures)
        )
    )
    out.print("All but “as shipped” are fitted on the answers to other questions of the same file.", style="dim")


def _aligned(figures: Mapping[str, Sequence[Figure]]) -> dict[str, list[Figure]]:
    """The figures between two people under the names of those that they stand beside."""
    return {
        name: [figure.model_copy(update={"name": figure.name.removeprefix("human_")}) for figure in own]
        for name, own in figures.items()
        if own
    }


def _table(title: str, columns: Mapping[str, Sequence[Figure]]) -> Table:
    """One row a figure of the first column, with its interval; of the other columns, the value of the same figure."""
    first, *others = columns.values()
    ours, *names = columns
    headings = (Column("figure", no_wrap=True), ours, Column("95%", style="dim", no_wrap=True))
    table = Table(*headings, *names, "n", title=title, title_justify="left", box=None)
    by_name = [{figure.name: figure for figure in column} for column in others]
    for figure in first:
        beside = [_number(named[figure.name].value) if figure.name in named else "" for named in by_name]
        table.add_row(figure.name, _number(figure.value), _interval(figure), *beside, str(figure.n))
    return table


def _interval(figure: Figure) -> str:
    return "" if figure.low is None or figure.high is None else f"{figure.low:.2f}..{figure.high:.2f}"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def print_comparison(out: Console, found: Comparison, most: int) -> None:
    """Each figure of both runs, then the verdicts that flipped."""
    out.print(_paired_table("", "before", "after", found.figures))
    if found.price:
        out.print(price_line(found.price), markup=False, soft_wrap=True)
    if found.left_out:
        out.print(f"{found.left_out} cases are in one run only, or have another answer there; they are left out.", style="dim")
    out.print(f"{len(found.flips)} flips in {len({flip.case_id for flip in found.flips})} cases")
    table = Table("case", "item", "before", "after", "right", box=None)
    for flip in found.flips[:most]:
        table.add_row(flip.case_id, flip.item, flip.before, flip.after, flip.right)
    if found.flips and most:
        out.print(table)
    if len(found.flips) > most:
        out.print(f"… and {len(found.flips) - most} more; --flips {len(found.flips)} prints all", style="dim")


def print_checks(out: Console, suite: str, date: str, rows: Iterable[Paired]) -> None:
    """Each figure beside its baseline."""
    out.print(_paired_table(f"{suite}, baseline of {date}", "baseline", "now", rows))


def _paired_table(title: str, before: str, after: str, rows: Iterable[Paired]) -> Table:
    table = Table(
        Column("figure", no_wrap=True), before, after, "difference", "verdict", "n", title=title or None, title_justify="left", box=None
    )
    for row in rows:
        change = change_of(row)
        gap = row.difference
        spread = f" [dim]({gap.low:+.3f} to {gap.high:+.3f})[/]" if gap.low is not None and gap.high is not None else ""
        shown = "–" if gap.difference is None else f"{gap.difference:+.3f}{spread}"
        table.add_row(row.name, _number(row.a), _number(row.b), shown, f"[{_STYLES[change]}]{change.value}[/]", str(row.n))
    return table


def run_data(run: Run) -> dict[str, Any]:
    """A run without its cases, for JSON."""
    return {
        "suite": run.suite,
        "engine": run.engine,
        "cases": len(run.cases),
        "failed": sum(bool(outcome.error) for outcome in run.outcomes),
        "figures": _figures_data(run.figures),
        "spent": _spent_data(spent(run.outcomes)),
        "rivals": {name: _figures_data(figures) for name, figures in run.rivals.items()},
        "one_labelling_pass_against_the_other": _figures_data(run.human),
    }


def comparison_data(found: Comparison) -> dict[str, Any]:
    """A comparison for JSON."""
    return {
        "figures": [
            {"name": r.name, "before": r.a, "after": r.b, **r.difference._asdict(), "verdict": change_of(r).value, "n": r.n}
            for r in found.figures
        ],
        "flips": [vars(flip) for flip in found.flips],
        "left_out": found.left_out,
        "price": _price_data(found.price),
    }


def _figures_data(figures: Iterable[Figure]) -> dict[str, Any]:
    return {figure.name: figure.model_dump(exclude={"name"}) for figure in figures}
