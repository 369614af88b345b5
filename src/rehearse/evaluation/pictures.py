"""Pictures of a run as SVG to stand in a page, each with its numbers as a table.

Colours are names that the page's style resolves, so that one picture serves a light and a dark page.
"""

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from rehearse.domain.figure import Figure
from rehearse.domain.verdicts import Status
from rehearse.evaluation.agreement import confusion, ece, reliability, risk_coverage

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH = 4.4
"""Inches. A phone is about that wide, so that its text is not shrunk there."""
INK, FAINT, FIRST, SECOND = "#0a0b01", "#0a0b02", "#0a0b03", "#0a0b04"
_NAMES = {INK: "currentColor", FAINT: "var(--faint)", FIRST: "var(--first)", SECOND: "var(--second)"}
_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "font.size": 9,
    "text.color": INK,
    "axes.edgecolor": FAINT,
    "axes.labelcolor": INK,
    "axes.titlecolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": INK,
    "ytick.color": INK,
    "grid.color": FAINT,
    "grid.linewidth": 0.5,
    "grid.alpha": 0.5,
    "legend.frameon": False,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
}
STATUSES = tuple(status for status in Status if status is not Status.UNSCORED)


@dataclass(frozen=True)
class Picture:
    """An SVG element, what it shows in a sentence, and the same as a table of `head` and `rows`."""

    title: str
    about: str
    svg: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def figures_picture(figures: Sequence[Figure], others: Sequence[tuple[str, Sequence[Figure]]]) -> Picture:
    """Every figure with its interval, and the same figure of others as a mark on its line."""
    by_other = [(name, {figure.name: figure.value for figure in own}) for name, own in others]

    def draw(axes: "Axes") -> None:
        for place, figure in enumerate(figures):
            if figure.low is not None and figure.high is not None:
                axes.plot([figure.low, figure.high], [place, place], color=FIRST, linewidth=2)
            axes.plot(_numeric(figure.value), place, "o", color=FIRST, label="this engine" if not place else None)
        for mark, (name, values) in zip("sD^vxP*", by_other, strict=False):
            places = [place for place, figure in enumerate(figures) if values.get(figure.name) is not None]
            axes.plot(
                [_numeric(values[figures[p].name]) for p in places], places, mark, color=SECOND, markersize=5, fillstyle="none", label=name
            )
        axes.set_yticks(range(len(figures)), [figure.name for figure in figures])
        axes.set_ylim(len(figures) - 0.5, -0.5)
        axes.grid(axis="x")
        axes.legend(loc="upper center", bbox_to_anchor=(0.3, -0.3 / _height(len(figures))), ncols=2, fontsize=8)

    rows = [(f.name, _said(f.value), _between(f), *(_said(values.get(f.name)) for _, values in by_other), str(f.n)) for f in figures]
    head = ("figure", "this engine", "95% interval", *(name for name, _ in by_other), "n")
    about = "Each figure with its 95% interval over resampled questions; open marks are other graders."
    return Picture("Figures with their intervals", about, _svg("figures", draw, _height(len(figures))), head, tuple(rows))


def confusion_picture(said: Sequence[str], right: Sequence[str]) -> Picture:
    """How often each status was given where another was right."""
    labels = [status.value for status in STATUSES]
    counts = confusion(said, right, labels)
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)

    def draw(axes: "Axes") -> None:
        for row, column in np.ndindex(*counts.shape):
            axes.add_patch(_square(column, row, shares[row, column]))
            axes.text(column, row, str(counts[row, column]), ha="center", va="center")
        axes.set_xticks(range(len(labels)), labels)
        axes.set_yticks(range(len(labels)), labels)
        axes.set(xlim=(-0.5, len(labels) - 0.5), ylim=(len(labels) - 0.5, -0.5), xlabel="the engine said", ylabel="right")

    rows = tuple((label, *map(str, row)) for label, row in zip(labels, counts.tolist(), strict=True))
    about = "Rubric items by the status that is right and the status that was given; the darker, the larger its share of the row."
    return Picture("Statuses, right and given", about, _svg("confusion", draw, 3.2), ("right ↓ given →", *labels), rows)


def reliability_picture(sure: Sequence[float], correct: Sequence[bool]) -> Picture:
    """Whether verdicts are right as often as they are sure."""
    points = reliability(sure, correct)

    def draw(axes: "Axes") -> None:
        axes.plot([0, 1], [0, 1], "--", color=FAINT)
        axes.plot([p.confidence for p in points], [p.correct for p in points], "o-", color=FIRST)
        axes.set(xlim=(0, 1), ylim=(0, 1.02), xlabel="confidence", ylabel="share right")
        axes.grid()

    about = f"Verdicts in bins of equal size. On the dashed line they are right as often as they are sure; the mean gap is {ece(sure, correct):.3f}."
    rows = tuple((f"{p.confidence:.2f}", f"{p.correct:.2f}", str(p.n)) for p in points)
    return Picture("Confidence and share right", about, _svg("reliability", draw, 3.2), ("confidence", "share right", "verdicts"), rows)


def error_picture(said: Sequence[float], right: Sequence[float]) -> Picture:
    """How far levels are off, by the level that is right."""
    bands = np.floor(np.asarray(right) + 0.5).astype(int)
    gaps = np.asarray(said, dtype=float) - np.asarray(right, dtype=float)
    rows = [(band, gaps[bands == band]) for band in sorted(set(bands.tolist()))]

    def draw(axes: "Axes") -> None:
        places = np.array([band for band, _ in rows])
        axes.axhline(0, color=FAINT)
        axes.bar(places - 0.2, [gap.mean() for _, gap in rows], 0.36, color=FIRST, label="signed")
        axes.bar(places + 0.2, [np.abs(gap).mean() for _, gap in rows], 0.36, color=SECOND, label="absolute")
        axes.set_xticks(places)
        axes.set(xlabel="right level", ylabel="mean error in levels")
        axes.legend(fontsize=8)

    table = tuple((str(band), f"{gap.mean():+.2f}", f"{np.abs(gap).mean():.2f}", str(len(gap))) for band, gap in rows)
    about = "The mean error of levels by the level that is right: signed, where above zero is too generous, and absolute."
    return Picture("Error by level", about, _svg("error", draw, 3), ("right level", "signed", "absolute", "answers"), table)


def risk_picture(sure: Sequence[float], correct: Sequence[bool]) -> Picture:
    """What is gained by keeping to the surest verdicts."""
    found = risk_coverage(sure, correct)
    points = found.points if found else ()

    def draw(axes: "Axes") -> None:
        axes.plot([coverage for coverage, _ in points], [risk for _, risk in points], color=FIRST)
        axes.set(xlim=(0, 1.02), xlabel="share of verdicts kept, the surest first", ylabel="share wrong")
        axes.set_ylim(bottom=0)
        axes.grid()

    shown = [_nearest(points, share) for share in (0.25, 0.5, 0.75, 0.9, 1.0)]
    rows = tuple((f"{coverage:.0%}", f"{risk:.3f}") for coverage, risk in dict.fromkeys(shown))
    about = "The share of wrong verdicts among the surest, as ever more of them are kept. A useful confidence rises from low to high."
    return Picture("Coverage and risk", about, _svg("risk", draw, 3), ("verdicts kept", "share wrong"), rows)


def _nearest(points: Sequence[tuple[float, float]], share: float) -> tuple[float, float]:
    return min(points, key=lambda point: abs(point[0] - share))


def _height(lines: int) -> float:
    return 1.2 + 0.24 * lines


def _square(column: int, row: int, share: float) -> Any:
    from matplotlib.patches import Rectangle

    return Rectangle((column - 0.48, row - 0.48), 0.96, 0.96, facecolor=FIRST, alpha=0.08 + 0.6 * share)


def _numeric(value: float | None) -> float:
    return float("nan") if value is None else value


def _said(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _between(figure: Figure) -> str:
    return "–" if figure.low is None or figure.high is None else f"{figure.low:.3f} to {figure.high:.3f}"


def _svg(name: str, draw: Callable[["Axes"], None], height: float) -> str:
    """One drawing as an element without size, whose ids begin with `name`."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure as Canvas

    with rc_context({**_STYLE, "svg.hashsalt": name}):
        canvas = Canvas(figsize=(WIDTH, height), layout="constrained")
        draw(canvas.subplots())
        file = io.StringIO()
        canvas.savefig(file, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return _inlined(file.getvalue(), name)


def _inlined(document: str, name: str) -> str:
    """The SVG element of a file, without metadata; colours by name, ids unique in a page."""
    svg = re.sub(r"<metadata>.*?</metadata>|<style.*?</style>", "", document[document.index("<svg") :], flags=re.DOTALL)
    svg = re.sub(r'\s(width|height)="[\d.]+pt"', "", svg, count=2)
    svg = re.sub(r'\sxmlns(:xlink)?="[^"]*"', "", svg).replace("xlink:href", "href")
    svg = re.sub(r'(\bid="|url\(#|href="#)', rf"\g<1>{name}-", svg)
    svg = re.sub(r"font: ([\w.]+ )?([\d.]+px) [^;\"]*", r"font: \1\2 system-ui, sans-serif", svg)
    for colour, by in _NAMES.items():
        svg = svg.replace(colour, by)
    return svg.replace("<svg ", '<svg aria-hidden="true" ', 1)
