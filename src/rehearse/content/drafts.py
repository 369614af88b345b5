"""Drafts: bank entries made of what a list says, lacking only what the list lacks."""

import re
from collections.abc import Container

from rehearse.content.question_lists import ListedQuestion
from rehearse.domain.question import (
    MOST_ITEMS,
    AnswerKey,
    Aspect,
    BankEntry,
    Competency,
    ItemKind,
    Question,
    Round,
    RubricItem,
    StarPart,
)
from rehearse.domain.units import sentences
from rehearse.domain.words import FUNCTION_WORDS
from rehearse.errors import ContentError

ID_WORDS = 5
FEWEST_CLAIM_WORDS = 4
USUAL_POINTS = 2
MISTAKE_POINTS = -1
ANY_SCOPE = "Answer as you would in an interview, and say why."
_WEIGHT = re.compile(r"\s*\((\d)(?:\s*points?)?\)\s*$")
_COMPETENCY = {
    Round.BEHAVIOURAL: Competency.COMMUNICATION_CLARITY,
    Round.ML_THEORY: Competency.FUNDAMENTALS,
    Round.STATISTICS: Competency.FUNDAMENTALS,
    Round.CODING: Competency.CODING,
    Round.SYSTEM_DESIGN: Competency.MODELLING_JUDGEMENT,
    Round.MLOPS: Competency.PRODUCTION_READINESS,
    Round.SCENARIO: Competency.MODELLING_JUDGEMENT,
}
_STORY: dict[StarPart, tuple[int, str, str]] = {
    StarPart.SITUATION: (1, "Sets the scene: when and where it was, and what was at stake.", "Where was that, and what was going on?"),
    StarPart.TASK: (1, "Says what the candidate in person had to achieve.", "What was your own part in it supposed to be?"),
    StarPart.ACTION: (3, "Tells step by step what the candidate did.", "What did you do, step by step?"),
    StarPart.RESULT: (3, "Says how it ended.", "How did it end?"),
    StarPart.QUANTIFIED: (2, "Backs the result with a number.", "How would you show me the size of that?"),
    StarPart.LEARNING: (2, "Says what the candidate does differently since.", "What has changed in how you work?"),
}


def draft(listed: ListedQuestion, taken: Container[str] = ()) -> BankEntry:
    """An entry that can be practised now. Raises `ContentError` when there is nothing to grade by."""
    items = _story_items() if listed.round is Round.BEHAVIOURAL else _claims(listed)
    if not items:
        raise ContentError([f"{listed.question!r} has no answer and no points, so nothing could be graded; add at least one sentence"])
    mistakes = [_item(f"mistake-{n}", text, MISTAKE_POINTS, listed.round) for n, text in enumerate(listed.mistakes, 1)]
    question = Question(
        id=_free_id(listed.question, taken),
        text=listed.question,
        scope=listed.scope or ANY_SCOPE,
        **{name: getattr(listed, name) for name in ("round", "topic", "level", "minutes", "tags")},
    )
    return BankEntry(
        question=question,
        key=AnswerKey(
            reference_answer=listed.answer,
            items=(*items, *mistakes),
            common_mistakes=listed.mistakes,
            sources=listed.sources,
        ),
    )


def _claims(listed: ListedQuestion) -> list[RubricItem]:
    """The points of the list, or else each sentence of its answer."""
    room = MOST_ITEMS - len(listed.mistakes)
    if len(listed.points) > room:
        total = len(listed.points) + len(listed.mistakes)
        raise ContentError([f"{listed.question!r} has {total} points and mistakes; one key holds {MOST_ITEMS}, so make it two questions"])
    texts = listed.points or tuple(unit.text for unit in sentences(listed.answer) if len(unit.words) >= FEWEST_CLAIM_WORDS)[:room]
    items = []
    for number, text in enumerate(texts, 1):
        weight = _WEIGHT.search(text)
        claim = _WEIGHT.sub("", text)
        items.append(_item(f"point-{number}", claim, int(weight[1]) if weight else USUAL_POINTS, listed.round))
    return items


def _item(item_id: str, text: str, points: int, round_: Round) -> RubricItem:
    wrong = points < 0
    return RubricItem(
        id=item_id,
        text=text,
        points=points,
        competency=_COMPETENCY[round_],
        kind=ItemKind.MISCONCEPTION if wrong else ItemKind.KEY_POINT,
        aspect=None if wrong else Aspect.MECHANISM,
    )


def _story_items() -> list[RubricItem]:
    """A story is graded by its parts, whatever it is about."""
    return [
        RubricItem(
            id=part.value, text=text, points=points, competency=Competency.COMMUNICATION_CLARITY, kind=ItemKind.STAR, part=part, probe=probe
        )
        for part, (points, text, probe) in _STORY.items()
    ]


def _free_id(text: str, taken: Container[str]) -> str:
    words = re.findall(r"[a-z0-9]+", text.lower().replace("'", ""))
    telling = [word for word in words if word not in FUNCTION_WORDS] or words or ["question"]
    base = "-".join(telling[:ID_WORDS])[:50].strip("-")
    numbered = (f"{base}-{number}" for number in range(2, 10_000))
    return base if base not in taken else next(name for name in numbered if name not in taken)
