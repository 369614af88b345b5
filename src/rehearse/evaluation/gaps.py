"""Does the follow-up aim at what is missing? Run ``python -m rehearse.evaluation.gaps``.

Each strong exemplar is graded again without the sentence that earned one item; the follow-up should then
aim at that item. The exemplars are ours and the judge was fitted on them, so the figure is no promise for
questions it has not seen.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rehearse.bootstrap import App, build
from rehearse.domain.followup import choose_gap
from rehearse.domain.question import BankEntry, RubricItem
from rehearse.domain.units import Unit, overlaps, sentences
from rehearse.domain.verdicts import Quote, Status, Verdict
from rehearse.settings import load_settings


@dataclass(frozen=True)
class Outcome:
    """What became of one item whose sentence was taken out."""

    entry_id: str
    item_id: str
    noticed: bool
    probed: bool


def outcomes(app: App, entries: Iterable[BankEntry]) -> Iterator[Outcome]:
    """Every item that one sentence of a strong exemplar earns."""
    for entry in entries:
        if entry.exemplars is None:
            continue
        text = entry.exemplars.strong.text
        for verdict in app.quick_grader.grade(entry, text).verdicts:
            item = entry.key.item(verdict.item_id)
            if item.points > 0 and verdict.status is Status.MET and verdict.quote:
                rest = without(text, verdict.quote)
                if rest:
                    yield _outcome(app, entry, item, rest)


def _outcome(app: App, entry: BankEntry, item: RubricItem, answer: str) -> Outcome:
    verdicts = app.quick_grader.grade(entry, answer).verdicts
    status = next(verdict.status for verdict in verdicts if verdict.item_id == item.id)
    return Outcome(entry.id, item.id, status is not Status.MET, _probe(entry, verdicts) == item.id)


def _probe(entry: BankEntry, verdicts: tuple[Verdict, ...]) -> str | None:
    gap = choose_gap(entry, verdicts, (), None)
    return gap.id if gap else None


def without(text: str, quote: Quote) -> str | None:
    """The text without the sentence of a quote; None when the quote takes more than one."""
    where = Unit(quote.start, quote.end, quote.text)
    kept = [sentence.text for sentence in sentences(text) if not overlaps(sentence, where)]
    return " ".join(kept) if len(sentences(text)) - len(kept) == 1 else None


def main() -> None:
    """Print the shares."""
    app = build(load_settings(), print)
    found = list(outcomes(app, app.bank))
    app.close()
    noticed, probed = sum(o.noticed for o in found), sum(o.probed for o in found)
    print(f"{len(found)} items of {len({o.entry_id for o in found})} strong exemplars, each taken out once:")
    print(f"  the judge no longer counts it as met   {noticed / len(found):.0%}")
    print(f"  the follow-up aims at exactly that gap {probed / len(found):.0%}")


if __name__ == "__main__":
    main()
