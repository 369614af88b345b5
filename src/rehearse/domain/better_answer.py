"""The next level up of an answer: what it would have to say in addition, by arithmetic over the verdicts."""

from collections.abc import Iterator

from rehearse.domain.question import BankEntry, Exemplar, ItemKind
from rehearse.domain.record import Value
from rehearse.domain.report import ItemResult, QuestionCard
from rehearse.domain.scoring import LEVEL_FLOORS, Tally, score
from rehearse.domain.verdicts import Status, Verdict

TOP = len(LEVEL_FLOORS)


class Step(Value):
    """From one level to the next: points to `add`, and wrong ones to put `right`."""

    level: int
    target: int
    add: tuple[ItemResult, ...]
    right: tuple[ItemResult, ...]


class Rewrite(Value):
    """What a writer is asked for. `facts` are all it may say beyond the candidate's own words, `numbers` all the numbers it may give.

    `refused` are numbers of its own that an earlier try gave.
    """

    question: str
    answer: str
    step: Step
    facts: tuple[str, ...]
    numbers: tuple[str, ...]
    refused: tuple[str, ...] = ()


class BetterAnswer(Value):
    """An answer at the next level, or one of the bank's; without either, `note` says why there is none."""

    level: int | None = None
    text: str = ""
    engine: str = ""
    added: tuple[str, ...] = ()
    exemplar: str = ""
    note: str = ""


def next_step(card: QuestionCard) -> Step | None:
    """What takes an answer one level up with the fewest points; None at the top, and where nothing was scored.

    A numeric item is not among them: its number may not be put into the candidate's mouth.
    """
    level = card.score.level
    if level is None or level >= TOP:
        return None
    wrong = tuple(r for r in (*card.misconceptions, *card.items) if _is_wrong(r))
    total = card.score.total
    points = total.points - sum(r.points or 0.0 for r in wrong if r.is_misconception)
    add: list[ItemResult] = []
    for result in sorted(_open(card), key=lambda r: -(r.item.points - (r.points or 0.0))):
        if _level(points, total.possible) > level:
            break
        add.append(result)
        points += result.item.points - (result.points or 0.0)
    return Step(level=level, target=level + 1, add=tuple(add), right=wrong) if add or wrong else None


def _level(points: float, possible: float) -> int:
    return Tally(points=points, possible=possible).level or 0


def _is_wrong(result: ItemResult) -> bool:
    status = result.verdict.status
    return result.item.kind is not ItemKind.NUMERIC and status is (Status.MET if result.is_misconception else Status.CONTRADICTED)


def _open(card: QuestionCard) -> Iterator[ItemResult]:
    """Scored key points that are not met whole, those said wrongly among them."""
    return (r for r in card.items if r.points is not None and r.points < r.item.points and r.item.kind is not ItemKind.NUMERIC)


def stronger_exemplar(entry: BankEntry, level: int | None) -> Exemplar | None:
    """The exemplar of the bank that is nearest above a level."""
    levels = {name: _level_of(entry, exemplar) for name, exemplar in entry.answers.items()}
    above = {name: found for name, found in levels.items() if found > (level or 0)}
    return entry.answers[min(above, key=lambda name: above[name])] if above else None


def _level_of(entry: BankEntry, exemplar: Exemplar) -> int:
    statuses = {**dict.fromkeys(exemplar.met, Status.MET), **dict.fromkeys(exemplar.contradicted, Status.CONTRADICTED)}
    verdicts = [Verdict(item_id=i.id, status=statuses.get(i.id, Status.MISSING), engine="key") for i in entry.key.items]
    return score(entry, verdicts).level or 0
