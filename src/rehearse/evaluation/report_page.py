"""A run as one HTML page: figures, pictures, the worst cases, and what moved where an answer was edited.

The page stands alone: no script, and nothing from another host. What candidates said is data, and is escaped.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from rehearse.domain.figure import Figure
from rehearse.domain.highlight import Segment, segments
from rehearse.domain.question import BankEntry
from rehearse.domain.verdicts import Status, Verdict
from rehearse.errors import ConfigError
from rehearse.evaluation.cases import PASSES, Case, Outcome, Run
from rehearse.evaluation.judged import Judged, judged
from rehearse.evaluation.labelled import gold_items, gold_level
from rehearse.evaluation.pictures import (
    Picture,
    confusion_picture,
    error_picture,
    figures_picture,
    reliability_picture,
    risk_picture,
)
from rehearse.evaluation.variants import both_statuses

WORST, MOVED = 8, 24
"""How many cases a page shows."""
PICTURED = 14
"""Figures in the picture; the table has all."""
_NOT_ON_THE_SCALE = ("mae", "smd")
_TEST = "test."


@dataclass(frozen=True)
class ItemRow:
    """One rubric item of a case as it is shown: `right` and `before` are empty where nothing is known."""

    id: str
    text: str
    right: str
    before: str
    said: str
    confidence: float | None
    differs: bool


@dataclass(frozen=True)
class Side:
    """An answer with its quotes marked, and the level that it was given."""

    title: str
    level: str
    answer: tuple[Segment, ...]


@dataclass(frozen=True)
class Shown:
    """One case on the page: its sides, one or two, and its items."""

    name: str
    question: str
    why: str
    sides: tuple[Side, ...]
    items: tuple[ItemRow, ...]


def write_page(run: Run, entries: Mapping[str, BankEntry], path: Path) -> None:
    """Write the page of a run. Raises `ConfigError` when the file cannot be written."""
    try:
        path.write_text(page(run, entries), encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"The page cannot be written to {str(path)!r} ({error.strerror}). Choose another folder with --out.") from None


def page(run: Run, entries: Mapping[str, BankEntry]) -> str:
    """The page of a run; a question that is not among `entries` is shown by its id."""
    outcomes = {outcome.case_id: outcome for outcome in run.outcomes}
    scored = list(judged(run.cases, outcomes, _right))
    return (
        _environment()
        .get_template("run.html")
        .render(
            run=run,
            when=datetime.fromtimestamp(run.started, UTC).strftime("%d %B %Y, %H:%M UTC"),
            failed=[outcome for outcome in run.outcomes if outcome.error],
            first=_of_split(run),
            rest=[figure for figure in run.figures if figure not in _of_split(run)],
            columns=_columns(run),
            pictures=list(_pictures(run, scored, outcomes)),
            levels_off=[_shown(case, outcomes[case.id], entries, why) for case, why in _levels_off(run.cases, outcomes)],
            confident=[_shown(j.case, outcomes[j.case.id], entries, why, {j.verdict.item_id}) for j, why in _confidently_wrong(scored)],
            moved=[_moved(case, base, outcomes, entries, why) for case, base, why in _pairs(run.cases, outcomes)],
        )
    )


def _columns(run: Run) -> list[tuple[str, dict[str, Figure]]]:
    """Whose figures stand beside ours, with their figures by name."""
    ours = {figure.name for figure in run.figures}
    others = [(name, {figure.name: figure for figure in figures}) for name, figures in (*run.rivals.items(), (PASSES, run.human))]
    return [(name, figures) for name, figures in others if ours & figures.keys()]


def _pictures(run: Run, scored: Sequence[Judged], outcomes: Mapping[str, Outcome]) -> Iterator[Picture]:
    if shown := _pictured(run):
        yield figures_picture(shown, [(name, tuple(figures.values())) for name, figures in _columns(run)])
    if scored:
        yield confusion_picture([j.verdict.status.value for j in scored], [j.right.value for j in scored])
    if sure := [(j.verdict.confidence, j.is_right) for j in scored if j.verdict.confidence is not None]:
        confidences, correct = zip(*sure, strict=True)
        yield reliability_picture(confidences, correct)
        yield risk_picture(confidences, correct)
    if levels := [(level, right) for level, right, _ in _levels(run.cases, outcomes)]:
        yield error_picture(*zip(*levels, strict=True))


def _of_split(run: Run) -> list[Figure]:
    """The figures over all cases, or over the test cases where the run has both splits."""
    split = _TEST if any(figure.name.startswith(_TEST) for figure in run.figures) else ""
    return [figure for figure in run.figures if figure.name.startswith(split)]


def _pictured(run: Run) -> list[Figure]:
    """Figures on a scale up to 1, without those of each kind of case."""
    kinds = {f"{case.kind}." for case in run.cases if case.kind}
    return [
        figure
        for figure in _of_split(run)
        if figure.value is not None
        and figure.name.rpartition(".")[2] not in _NOT_ON_THE_SCALE
        and not any(kind in figure.name for kind in kinds)
    ][:PICTURED]


def _right(case: Case) -> dict[str, Status]:
    """The statuses that are known to be right, the one that an edit should bring about among them."""
    return gold_items(case) | ({case.target: case.expected} if case.target and case.expected else {})


def _levels(cases: Iterable[Case], outcomes: Mapping[str, Outcome]) -> Iterator[tuple[int, float, Case]]:
    for case in cases:
        right, outcome = gold_level(case), outcomes.get(case.id)
        if right is not None and outcome is not None and outcome.level is not None:
            yield outcome.level, right, case


def _levels_off(cases: Iterable[Case], outcomes: Mapping[str, Outcome]) -> list[tuple[Case, str]]:
    """The cases whose level is furthest off."""
    off = sorted(((abs(level - right), level, right, case) for level, right, case in _levels(cases, outcomes)), key=lambda row: -row[0])
    return [(case, f"level {level}, right {right:g}") for gap, level, right, case in off[:WORST] if gap]


def _confidently_wrong(judged: Iterable[Judged]) -> list[tuple[Judged, str]]:
    wrong = [(j.verdict.confidence, j) for j in judged if not j.is_right and j.verdict.confidence is not None]
    surest = sorted(wrong, key=lambda pair: -pair[0])[:WORST]
    return [(j, f"said {j.verdict.status.value} with confidence {sure:.2f}, right is {j.right.value}") for sure, j in surest]


def _pairs(cases: Sequence[Case], outcomes: Mapping[str, Outcome]) -> list[tuple[Case, Case, str]]:
    """Edited answers beside their bases: first those where the edit went unnoticed, then those that moved."""
    known = {case.id: case for case in cases}
    found = [
        (not unnoticed, case, known[case.base], "; ".join(said))
        for case in cases
        if case.base in known and {case.id, case.base} <= outcomes.keys()
        for unnoticed, said in [_change(case, outcomes[case.base], outcomes[case.id])]
        if said
    ]
    return [(case, base, why) for _, case, base, why in sorted(found, key=lambda row: row[0])[:MOVED]]


def _change(case: Case, before: Outcome, after: Outcome) -> tuple[bool, list[str]]:
    """Whether an edit that should have moved an item did not, and all that is worth saying of a pair."""
    statuses = both_statuses(before, after)
    missed = case.target in statuses and case.expected is not None and statuses[case.target][1] is not case.expected
    said = [f"{case.target} should be {case.expected}"] if missed else []
    if before.level != after.level:
        said.append(f"level {before.level or 'none'} became {after.level or 'none'}")
    said += [f"{item} went from {a.value} to {b.value}" for item, (a, b) in statuses.items() if a is not b]
    return missed, said


def _shown(case: Case, outcome: Outcome, entries: Mapping[str, BankEntry], why: str, only: set[str] | None = None) -> Shown:
    right = _right(case)
    rows = tuple(_row(v, entries.get(case.question_id), right.get(v.item_id)) for v in outcome.verdicts if not only or v.item_id in only)
    return Shown(case.id, _question(case, entries), why, (_side("The answer", case, outcome, only),), rows)


def _moved(case: Case, base: Case, outcomes: Mapping[str, Outcome], entries: Mapping[str, BankEntry], why: str) -> Shown:
    """A pair: what differs is marked in the quotes of both."""
    before, after = outcomes[base.id], outcomes[case.id]
    statuses = both_statuses(before, after)
    only = {item for item, (a, b) in statuses.items() if a is not b} | ({case.target} & statuses.keys())
    entry = entries.get(case.question_id)
    right = _right(case)
    rows = tuple(_row(v, entry, right.get(v.item_id), statuses[v.item_id][0]) for v in after.verdicts if v.item_id in only)
    sides = _side("As it was", base, before, only), _side(f"Edited: {case.note or case.kind}", case, after, only)
    return Shown(case.id, _question(case, entries), why, sides, rows)


def _row(verdict: Verdict, entry: BankEntry | None, right: Status | None, before: Status | None = None) -> ItemRow:
    text = next((item.text for item in entry.key.items if item.id == verdict.item_id), "") if entry else ""
    differs = right is not None and right is not verdict.status
    return ItemRow(verdict.item_id, text, _word(right), _word(before), verdict.status.value, verdict.confidence, differs)


def _word(status: Status | None) -> str:
    return status.value if status else ""


def _side(title: str, case: Case, outcome: Outcome, only: set[str] | None) -> Side:
    quotes = {v.item_id: v.quote for v in outcome.verdicts if v.quote and (only is None or v.item_id in only)}
    return Side(title, "failed" if outcome.error else str(outcome.level or "none"), tuple(segments(case.answer, quotes)))


def _question(case: Case, entries: Mapping[str, BankEntry]) -> str:
    entry = entries.get(case.question_id)
    return entry.question.text if entry else case.question_id


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("rehearse.evaluation"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["number"] = lambda value: "–" if value is None else f"{value:.3f}"
    return environment
