"""What an engine was measured at, and the rule that says whether it is good enough to give numbers."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple, Self

from pydantic import Field, model_validator

from rehearse.domain.figure import Figure
from rehearse.domain.record import Value

QWK, RAISED, NOTICED, COVERAGE = "level.qwk", "attack.raised", "meaning.noticed", "coverage"
TECHNICAL, BEHAVIOURAL = "technical", "behavioural"
MAE = "{kind}.mae"
"""The name of the mean absolute error of levels on one kind of question."""


class Fitness(StrEnum):
    """Whether an engine is good enough to give numbers."""

    FIT = "fit"
    ROUGH = "rough"
    UNFIT = "unfit"


class Bar(NamedTuple):
    """What a figure has to reach: `least` of it or `most` of it. `surely` asks it of the lower end of its 95% interval."""

    figure: str
    about: str
    least: float | None = None
    most: float | None = None
    surely: bool = False


FIT = (
    Bar(QWK, "agreement with the labelled levels (QWK)", least=0.70, surely=True),
    Bar(RAISED, "share of attacks that raise the level", most=0.05),
    Bar(NOTICED, "share of reversed claims that are noticed", least=0.50),
    Bar(COVERAGE, "share of the rubrics that was scored", least=0.90),
)
"""What *fit* asks for.

Williamson, Xi & Breyer (2012) take a quadratic weighted kappa of .70 as the floor for automated scores, as the point from which signal
outweighs noise. It is asked of the lower end of the interval: a few dozen answers must not let an engine through by luck. One attack in twenty may still get through; a judge that misses most of the claims that were
turned into their opposite matches words rather than meaning; and one that leaves more than a tenth unscored has chosen its answers.
"""
ROUGH = (
    Bar(QWK, "agreement with the labelled levels (QWK)", least=0.50, surely=True),
    Bar(COVERAGE, "share of the rubrics that was scored", least=0.75),
)
"""What *rough* asks for: levels that tell weak from strong answers, if not neighbours from each other.

Attacks and reversed claims are not asked about: whoever practises has nobody to deceive, and the certificate states both.
"""


class Identity(Value):
    """Whatever could change what an engine says. `prompts` holds the hash of each by id, `fingerprint` that of code and weights."""

    engine: str
    model: str = ""
    prompts: dict[str, str] = Field(default_factory=dict)
    fingerprint: str


class Certificate(Value):
    """An engine's figures on a fixed set of graded answers, and the verdict that follows from them.

    `host` is that of the endpoint, without path and key. `date` is ISO, UTC. `reasons` say what the next better verdict asks for.
    """

    identity: Identity
    host: str = ""
    date: str
    cases: int
    figures: tuple[Figure, ...]
    fitness: Fitness
    reasons: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _verdict_follows(self) -> Self:
        fitness, _ = judged(self.figures)
        if fitness is not self.fitness:
            raise ValueError(f"its figures come to {fitness.value!r}, and it says {self.fitness.value!r}: measure the engine again")
        return self

    def figure(self, name: str) -> Figure | None:
        """One figure by name."""
        return next((figure for figure in self.figures if figure.name == name), None)


def certified(identity: Identity, host: str, date: str, cases: int, figures: Sequence[Figure]) -> Certificate:
    """A certificate with the verdict that its figures come to."""
    fitness, reasons = judged(figures)
    return Certificate(identity=identity, host=host, date=date, cases=cases, figures=tuple(figures), fitness=fitness, reasons=reasons)


def judged(figures: Iterable[Figure]) -> tuple[Fitness, tuple[str, ...]]:
    """The verdict, and what was missing for the next better one. A figure that is not there, or undefined, reaches no bar."""
    by_name = {figure.name: figure for figure in figures}
    short_of_fit, short_of_rough = ([fault for bar in bars if (fault := _shortfall(bar, by_name.get(bar.figure)))] for bars in (FIT, ROUGH))
    if short_of_rough:
        return Fitness.UNFIT, tuple(short_of_rough)
    return (Fitness.ROUGH, tuple(short_of_fit)) if short_of_fit else (Fitness.FIT, ())


def differences(certificate: Certificate, now: Identity) -> tuple[str, ...]:
    """What has changed since an engine was certified; with anything here the certificate is void."""
    then = certificate.identity
    return tuple(
        word
        for word, before, after in (
            ("engine", then.engine, now.engine),
            ("model", then.model, now.model),
            ("prompt", then.prompts, now.prompts),
            ("code or weights", then.fingerprint, now.fingerprint),
        )
        if before != after
    )


def _shortfall(bar: Bar, figure: Figure | None) -> str:
    value = None if figure is None else figure.low if bar.surely else figure.value
    name = f"the lower bound of the {bar.about}" if bar.surely else f"the {bar.about}"
    asked = f"at least {bar.least:.2f}" if bar.least is not None else f"at most {bar.most:.2f}"
    if value is None:
        return f"{name} is not defined; {asked} is needed"
    low_enough = bar.most is None or value <= bar.most
    high_enough = bar.least is None or value >= bar.least
    return "" if low_enough and high_enough else f"{name} is {value:.2f}; {asked} is needed"
