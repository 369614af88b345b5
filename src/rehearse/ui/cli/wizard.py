"""The questions that ``rehearse bank new`` asks a teacher."""

import re
from collections.abc import Callable, Collection, Iterator
from typing import Any, TypeVar

import typer
from pydantic import ValidationError

from rehearse.content.drafts import draft
from rehearse.content.question_lists import ListedQuestion
from rehearse.domain.question import AnswerKey, BankEntry, Exemplar, Exemplars, Level, Round, RubricItem

MOST_MINUTES = 60
RecordT = TypeVar("RecordT", AnswerKey, RubricItem)


def ask(taken: Collection[str]) -> Iterator[BankEntry]:
    """Yield the entry again after every step, each time with more in it."""
    entry = draft(_first_step(), taken)
    yield entry
    if entry.question.round is not Round.BEHAVIOURAL:
        for index in range(len(entry.key.items)):
            entry = _with_key(entry, items=_replaced(entry.key.items, index, _item(entry.key.items[index])))
            yield entry
    entry = _with_key(
        entry,
        senior_signals=_lines("What does a senior candidate add? One a line"),
        common_mistakes=(*entry.key.common_mistakes, *_lines("Which other mistakes are common? One a line")),
        sources=_lines("Sources (author, year, title), one a line"),
    )
    yield entry
    if exemplars := _exemplars(entry):
        yield entry.model_copy(update={"exemplars": exemplars})


def _first_step() -> ListedQuestion:
    text = _asked("The question, as you would say it aloud")
    given: dict[str, Any] = {
        "question": text,
        "scope": typer.prompt("What a good answer covers, without giving it away", default="", show_default=False),
        "round": typer.prompt("Round", default=Round.ML_THEORY.value, value_proc=_one_of([r.value for r in Round])),
        "level": typer.prompt("Level", default=Level.MID.value, value_proc=_one_of([level.value for level in Level])),
        "topic": typer.prompt("Topic, lower case with dashes", default="general", value_proc=_slug),
        "minutes": typer.prompt(
            "Minutes for a good answer",
            default="5",
            value_proc=_one_of([str(n) for n in range(1, MOST_MINUTES + 1)], f"1 to {MOST_MINUTES}"),
        ),
        "answer": " ".join(_lines("A good answer, spoken, 120 to 250 words. End with an empty line")),
    }
    if given["round"] == Round.BEHAVIOURAL.value:
        return ListedQuestion(**given)
    points: list[str] = []
    while not points:
        points = _lines("The points that you grade, one claim a line; end a line with (3) to give it three points")
    return ListedQuestion(**given, points=tuple(points), mistakes=tuple(_lines("Wrong claims that cost a point, one a line")))


def _item(item: RubricItem) -> RubricItem:
    typer.echo(f"\n{item.points:+d}  {item.text}")
    update: dict[str, Any] = {
        "accept": tuple(_lines("Four or more ways in which candidates really say it, one a line")),
        "reject": tuple(_lines("Two or more ways of saying it wrongly, one a line")),
    }
    if probe := typer.prompt("What do you ask when it is missing, without giving it away", default="", show_default=False):
        update["probe"] = probe
    return _updated(item, update)


def _exemplars(entry: BankEntry) -> Exemplars | None:
    """A strong, a partial and a weak answer, or none at all."""
    typer.echo("\nThree sample answers show that the key grades in order. An empty line skips them.")
    ids = [item.id for item in entry.key.items]
    found: dict[str, Exemplar] = {}
    for name in ("strong", "partial", "weak"):
        text = " ".join(_lines(f"A {name} answer"))
        if not text:
            return None
        typer.echo("Items: " + ", ".join(f"{number} {item.text}" for number, item in enumerate(entry.key.items, 1)))
        met = typer.prompt("Numbers of the items that it meets, e.g. 1,3", default="", show_default=False, value_proc=_numbers(len(ids)))
        found[name] = Exemplar(text=text, met=tuple(ids[number - 1] for number in met))
    return Exemplars(**found)


def _asked(label: str) -> str:
    text = ""
    while len(text) < 8:
        text = str(typer.prompt(label)).strip()
    return text


def _lines(label: str) -> list[str]:
    """Lines until an empty one."""
    typer.echo(f"{label} (an empty line ends):")
    lines: list[str] = []
    while line := str(typer.prompt("", default="", show_default=False, prompt_suffix="> ")).strip():
        lines.append(line)
    return lines


def _one_of(names: Collection[str], shown: str = "") -> Callable[[Any], str]:
    def read(text: Any) -> str:
        if str(text).strip() not in names:
            raise typer.BadParameter(f"{text!r} cannot be used; choose {shown or ', '.join(names)}")
        return str(text).strip()

    return read


def _slug(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text):
        raise typer.BadParameter(f"{text!r} is not lower-case words joined by dashes, such as model-selection")
    return text


def _numbers(most: int) -> Callable[[Any], list[int]]:
    def read(text: Any) -> list[int]:
        parts = [part for part in str(text).replace(" ", ",").split(",") if part]
        if wrong := next((part for part in parts if not (part.isdigit() and 1 <= int(part) <= most)), None):
            raise typer.BadParameter(f"{wrong!r} is not a number from 1 to {most}")
        return [int(part) for part in parts]

    return read


def _updated(record: RecordT, update: dict[str, Any]) -> RecordT:
    """A record with other fields, validated; what cannot work is said and left out."""
    try:
        return type(record).model_validate({**record.model_dump(), **update})
    except ValidationError as error:
        for detail in error.errors():
            typer.echo(f"Left out: {'.'.join(map(str, detail['loc']))}: {detail['msg']} (found {detail.get('input')!r})", err=True)
        wrong = {str(detail["loc"][0]) for detail in error.errors()}
        return _updated(record, {name: value for name, value in update.items() if name not in wrong})


def _with_key(entry: BankEntry, **update: Any) -> BankEntry:
    key: AnswerKey = _updated(entry.key, update)
    return entry.model_copy(update={"key": key})


def _replaced(items: tuple[RubricItem, ...], index: int, item: RubricItem) -> tuple[RubricItem, ...]:
    return (*items[:index], item, *items[index + 1 :])
