"""Interview loops: ``knowledge/loops/*.yaml``, and loops made of one round or one topic."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rehearse.content.bank import Bank
from rehearse.content.yaml_file import read_record
from rehearse.domain.planning import FOLLOW_UP_MINUTES, Loop, LoopRound
from rehearse.domain.question import BankEntry, Level, Round
from rehearse.errors import ContentError, NotFoundError

ONE_ROUND_MINUTES = 45


def load_loops(folders: Sequence[Path]) -> dict[str, Loop]:
    """Loops by id; later folders override. Raises `ContentError` with every fault."""
    loops: dict[str, Loop] = {}
    faults: list[str] = []
    for path in (path for folder in folders for path in sorted((folder / "loops").glob("*.yaml"))):
        try:
            loops[path.stem] = read_record(path, Loop, _with_id)
        except ContentError as error:
            faults.extend(error.faults)
    if faults:
        raise ContentError(faults)
    return loops


def find_loop(name: str, loops: Mapping[str, Loop], bank: Bank) -> Loop:
    """A loop by its id, or a loop of one round, one topic or one question by that name."""
    if name in loops:
        return loops[name]
    if name in set(Round):
        return round_loop(Round(name))
    if name in bank.topics:
        return topic_loop(name, bank)
    if name in bank:
        return question_loop(bank.get(name))
    known = [*loops, *Round, *bank.topics, *(entry.id for entry in bank)]
    raise NotFoundError("loop, round, topic or question", name, known, f"Loops: {', '.join(loops)}. Rounds: {', '.join(Round)}.")


def round_loop(round_: Round) -> Loop:
    """A loop of one round."""
    part = LoopRound(round=round_, minutes=ONE_ROUND_MINUTES)
    return Loop(id=round_.value.replace("_", "-"), title=round_.label, description=f"Only {round_.label}.", level=Level.MID, rounds=(part,))


def topic_loop(topic: str, bank: Bank) -> Loop:
    """A loop of every round that has questions on one topic."""
    rounds = dict.fromkeys(entry.question.round for entry in bank.select(topic=topic))
    parts = tuple(LoopRound(round=round_, minutes=ONE_ROUND_MINUTES, topics=(topic,)) for round_ in rounds)
    return Loop(
        id=topic, title=topic.replace("-", " ").capitalize(), description=f"Only questions on {topic}.", level=Level.MID, rounds=parts
    )


def question_loop(entry: BankEntry) -> Loop:
    """A loop that asks one question."""
    part = LoopRound(round=entry.question.round, minutes=entry.question.minutes + FOLLOW_UP_MINUTES, questions=(entry.id,))
    title = entry.id.replace("-", " ").capitalize()
    return Loop(id=entry.id, title=title, description="One question.", level=entry.question.level, rounds=(part,))


def _with_id(data: dict[str, Any], path: Path) -> dict[str, Any]:
    return {"id": path.stem, **data}
