"""A reference note: one concept that answers are checked and explained with."""

from pydantic import Field

from rehearse.domain.question import Record, Sentence, Slug, Text


class Note(Record):
    """One note. `body` is Markdown with LaTeX formulas between dollar signs."""

    id: Slug
    title: Text
    sources: tuple[Sentence, ...] = Field(min_length=1)
    body: Sentence
