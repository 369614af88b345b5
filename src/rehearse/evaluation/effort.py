"""What the grades of a run took of a model, and what of them was thrown away."""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import add

from rehearse.domain.evidence import Effort
from rehearse.domain.record import Value
from rehearse.domain.verdicts import PromptRef
from rehearse.evaluation.cases import Outcome
from rehearse.evaluation.tables import Paired

AGREEMENT = ("qwk", "accuracy", "macro_f1")
"""Figures that a price is held against, the most telling first."""


class Spent(Value):
    """The sum over a run's outcomes: `asked` answers cost a call, `remembered` ones none. `prompts` are those that the verdicts name."""

    effort: Effort
    asked: int
    remembered: int
    prompts: tuple[PromptRef, ...]

    @property
    def per_answer(self) -> float | None:
        """Tokens, in and out, of one graded answer; None when no model was asked."""
        return self.effort.usage.tokens / self.asked if self.asked else None


class Price(Value):
    """What a graded answer took in each of two runs, in tokens, and the agreement with the labels that came of it."""

    before: Spent
    after: Spent
    agreement: Paired | None

    @property
    def change(self) -> float | None:
        """Of the tokens per answer, relative: −0.2 is a fifth saved."""
        a, b = self.before.per_answer, self.after.per_answer
        return b / a - 1 if a and b else None


def spent(outcomes: Iterable[Outcome]) -> Spent | None:
    """None for a run that no model graded."""
    graded = [outcome for outcome in outcomes if not outcome.error]
    prompts = tuple({v.prompt.hash: v.prompt for outcome in graded for v in outcome.verdicts if v.prompt}.values())
    if not prompts:
        return None
    asked = sum(bool(outcome.effort.usage.calls) for outcome in graded)
    effort = reduce(add, (outcome.effort for outcome in graded), Effort())
    return Spent(effort=effort, asked=asked, remembered=len(graded) - asked, prompts=prompts)


def price(before: Iterable[Outcome], after: Iterable[Outcome], figures: Sequence[Paired]) -> Price | None:
    """None unless a model graded both."""
    a, b = spent(before), spent(after)
    if a is None or b is None:
        return None
    by_name = {figure.name.rpartition(".")[2]: figure for figure in reversed(figures)}
    return Price(before=a, after=b, agreement=next((by_name[name] for name in AGREEMENT if name in by_name), None))
