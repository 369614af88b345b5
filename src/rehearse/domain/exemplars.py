"""Whether an entry's exemplar answers grade in the order of their quality."""

from collections.abc import Callable, Iterable, Mapping

from rehearse.domain.question import BankEntry
from rehearse.domain.record import Value
from rehearse.domain.scoring import Tally, score
from rehearse.domain.verdicts import Verdict

GOOD_LEVEL = 4


class ExemplarGrades(Value):
    """The points of each exemplar of one entry, by name, best quality first."""

    entry_id: str
    tallies: dict[str, Tally]

    @property
    def in_order(self) -> bool:
        """Whether strong > partial > weak holds, with the strong one at level 4 or 5."""
        strong, partial, weak = (self._share(name) for name in ("strong", "partial", "weak"))
        return strong > partial > weak and (self.tallies["strong"].level or 0) >= GOOD_LEVEL

    @property
    def in_full_order(self) -> bool:
        """Whether strong ≥ paraphrase > partial > weak ≥ wrong holds in points, as far as these are there."""
        return self._full_order(self._share)

    @property
    def in_level_order(self) -> bool:
        """The same, where answers of one level count as equal: "≥" is between levels, ">" between points."""
        return self._full_order(lambda name: self.tallies[name].level or 0)

    def _full_order(self, worth: Callable[[str], float]) -> bool:
        paraphrase = "paraphrase" if "paraphrase" in self.tallies else "strong"
        wrong = "wrong" if "wrong" in self.tallies else "weak"
        above = self._share(paraphrase) > self._share("partial")
        return self.in_order and above and worth("strong") >= worth(paraphrase) and worth("weak") >= worth(wrong)

    def _share(self, name: str) -> float:
        return self.tallies[name].share or 0.0


def grade_exemplars(entry: BankEntry, judge: Callable[[BankEntry, str], Iterable[Verdict]]) -> ExemplarGrades:
    """Grade every exemplar of an entry."""
    named: Mapping[str, str] = {name: exemplar.text for name, exemplar in entry.answers.items()}
    return ExemplarGrades(entry_id=entry.id, tallies={name: score(entry, judge(entry, text)).total for name, text in named.items()})
