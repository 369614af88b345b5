"""Lists of questions that a teacher already has, in Markdown or CSV.

Markdown: every heading with something below it is a question; the paragraphs are its answer, the
bullets its points. CSV: a row is a question; the columns are the fields of `ListedQuestion`.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from pydantic import Field, ValidationError

from rehearse.content.yaml_file import read_text
from rehearse.domain.question import Level, Record, Round, Sentence, Slug
from rehearse.errors import ContentError

SEVERAL = ("points", "mistakes", "sources", "tags")
"""Fields that hold several texts, one a line or parted by ``|``."""
_FIELD = re.compile(r"^\**(round|level|topic|minutes|scope|tags|sources?)\**\s*:\**\s*(.+)$", re.IGNORECASE)
_MISTAKE = re.compile(r"^(?:not|wrong|mistake)\s*:\s*", re.IGNORECASE)


class ListedQuestion(Record):
    """What a list says of one question. A point may end in its weight: ``Averaging lowers variance (3)``."""

    question: Sentence
    answer: str = ""
    round: Round = Round.ML_THEORY
    level: Level = Level.MID
    topic: Slug = "general"
    minutes: int = Field(default=5, ge=1, le=60)
    scope: str = ""
    points: tuple[Sentence, ...] = ()
    mistakes: tuple[Sentence, ...] = ()
    sources: tuple[Sentence, ...] = ()
    tags: tuple[Slug, ...] = ()


@dataclass
class _Row:
    """One question as it stands in the file, before validation."""

    line: int
    fields: dict[str, Any] = field(default_factory=dict)

    def add(self, name: str, text: str) -> None:
        """Add a text to a field that holds several."""
        self.fields.setdefault(name, []).append(text)


def read_list(path: Path, defaults: dict[str, Any]) -> list[ListedQuestion]:
    """The questions of a file, `defaults` for fields that it lacks.

    Raises `ContentError` with every fault; a file with one is not half read.
    """
    readers = {".md": _markdown_rows, ".markdown": _markdown_rows, ".csv": _csv_rows, ".tsv": _csv_rows}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise ContentError([f"{path}: a list must be a {', '.join(sorted(readers))} file, not {path.suffix or 'one without an ending'!r}"])
    rows = list(reader(path, read_text(path)))
    if not rows:
        raise ContentError([f"{path}: no question found; write each as a heading with its answer below, or as a CSV row"])
    return _validated(path, rows, defaults)


def _validated(path: Path, rows: list[_Row], defaults: dict[str, Any]) -> list[ListedQuestion]:
    questions, faults = [], []
    for row in rows:
        try:
            questions.append(ListedQuestion.model_validate({**defaults, **row.fields}))
        except ValidationError as error:
            faults += [f"{path}:{row.line}: {d['loc'][0]}: {d['msg']} (found {d.get('input')!r})" for d in error.errors()]
    if faults:
        raise ContentError(faults)
    return questions


def _csv_rows(path: Path, text: str) -> Iterator[_Row]:
    text = text.removeprefix("\ufeff")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.DictReader(io.StringIO(text), delimiter=delimiter, strict=True)
    known = list(ListedQuestion.model_fields)
    names = [name.strip().lower() for name in reader.fieldnames or ()]
    if "question" not in names or (strange := sorted(set(names) - set(known))):
        what = f"unknown column {strange[0]!r}" if "question" in names else "no column named 'question'"
        raise ContentError([f"{path}:1: {what}; the columns may be {', '.join(known)}"])
    reader.fieldnames = names
    try:
        yield from (_csv_row(reader.line_num, row) for row in reader)
    except csv.Error as error:
        raise ContentError([f"{path}:{reader.line_num + 1}: not valid CSV: {error}; check the quotes from here on"]) from None


def _csv_row(line: int, row: dict[str, Any]) -> _Row:
    given = {name: str(value).strip() for name, value in row.items() if name and value and str(value).strip()}
    return _Row(line, {name: _several(value) if name in SEVERAL else value for name, value in given.items()})


def _several(value: str) -> list[str]:
    return [part.strip(" -*") for part in re.split(r"\n|\|", value) if part.strip(" -*")]


def _markdown_rows(path: Path, text: str) -> Iterator[_Row]:
    tokens = MarkdownIt("commonmark").parse(text)
    heads = [index for index, token in enumerate(tokens) if token.type == "heading_open"]
    deepest = max((tokens[index].tag for index in heads), default="")
    for index, following in pairwise([*heads, len(tokens)]):
        body = tokens[index + 3 : following]
        title = tokens[index + 1].content
        is_section = (tokens[index].tag == "h1" and deepest != "h1") or not (body or title.endswith("?"))
        if not is_section:
            yield _markdown_row(tokens[index], title, body)


def _markdown_row(head: Token, title: str, body: list[Token]) -> _Row:
    row = _Row(head.map[0] + 1 if head.map else 1, {"question": re.sub(r"^\d+[.)]\s*", "", title)})
    paragraphs: list[str] = []
    depth = 0
    for token in body:
        depth += {"bullet_list_open": 1, "bullet_list_close": -1}.get(token.type, 0)
        if token.type == "inline" and depth:
            _add_point(row, token.content)
        elif token.type == "inline":
            paragraphs += _without_fields(row, token.content)
        elif token.type in ("fence", "code_block"):
            paragraphs.append(token.content.rstrip())
    row.fields["answer"] = "\n\n".join(paragraphs)
    return row


def _add_point(row: _Row, content: str) -> None:
    # A field written straight below a bullet belongs, for Markdown, to the bullet.
    text = " ".join(_without_fields(row, content))
    if not text:
        return
    if _MISTAKE.match(text):
        row.add("mistakes", _MISTAKE.sub("", text))
    else:
        row.add("points", text)


def _without_fields(row: _Row, paragraph: str) -> list[str]:
    """A paragraph's text; its ``name: value`` lines go to the row."""
    kept = []
    for line in paragraph.splitlines():
        if match := _FIELD.match(line.strip()):
            name = {"source": "sources"}.get(match[1].lower(), match[1].lower())
            value = match[2].strip()
            row.fields[name] = _several(value.replace(",", "|") if name == "tags" else value) if name in SEVERAL else value
        else:
            kept.append(line.strip())
    return [" ".join(kept)] if kept else []
