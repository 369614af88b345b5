"""What a judge shows beside its verdicts: signs of a competency in the candidate's words, and what the work took."""

from pydantic import Field

from rehearse.domain.question import Competency
from rehearse.domain.record import Value
from rehearse.domain.usage import Usage
from rehearse.domain.verdicts import Quote, Verdict


class Sign(Value):
    """What the candidate showed of one competency: their words, and what a rubric's level would make of them. It earns no points."""

    competency: Competency
    quote: Quote
    observation: str


class Effort(Value):
    """What judging took and what was thrown away: `invented` of `quotes` were not in the answer, `strange_ids` were of no reference given."""

    usage: Usage = Usage()
    quotes: int = Field(default=0, ge=0)
    invented: int = Field(default=0, ge=0)
    strange_ids: int = Field(default=0, ge=0)

    def __add__(self, other: "Effort") -> "Effort":
        return Effort(
            usage=self.usage + other.usage,
            quotes=self.quotes + other.quotes,
            invented=self.invented + other.invented,
            strange_ids=self.strange_ids + other.strange_ids,
        )

    def remembered(self) -> "Effort":
        """The same findings at no cost."""
        return self.model_copy(update={"usage": Usage()})


class Examination(Value):
    """Everything that a judge says of one answer; `warning` is for the candidate."""

    verdicts: tuple[Verdict, ...]
    signs: tuple[Sign, ...] = ()
    effort: Effort = Effort()
    warning: str = ""
