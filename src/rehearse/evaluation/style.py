"""The same content in another style: by code (typing, talk, speech recognition, spelling) and by hand (``evals/suites/style.yaml``)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from random import Random

from rehearse.bootstrap import App
from rehearse.content.bank import Bank
from rehearse.content.yaml_file import read_record
from rehearse.domain.question import Record, Round, Sentence
from rehearse.domain.text import content_hash
from rehearse.errors import ContentError
from rehearse.evaluation.bases import held_out, suite_file
from rehearse.evaluation.cases import Case
from rehearse.evaluation.restyle import RESTYLES, Restyle
from rehearse.evaluation.speech import as_heard

RESTYLED = ("strong", "good", "middling")
CASES_A_KIND = 36
STYLES: Mapping[str, Restyle] = {**RESTYLES, "speech": as_heard}
_CODE_SAFE = frozenset({"reordered", "expanded", "contracted", "spelling"})
"""Kinds that leave code readable; the others would break it."""
ABOUT = {
    "bare": "lower case, no punctuation",
    "typos": "typing errors",
    "fillers": "fillers as in talk",
    "reordered": "the later sentences first",
    "expanded": "contractions written out",
    "contracted": "written with contractions",
    "spelling": "American spelling for British, or the other way round",
    "speech": "as a speech recogniser writes it",
    "paraphrase": "the same claims in other words",
    "non-native": "the same claims in English that is not yet fluent",
}


class Rewording(Record):
    """An answer, by id, said again in two ways."""

    base: str
    paraphrase: Sentence
    non_native: Sentence


class _File(Record):
    cases: tuple[Rewording, ...]


def style_cases(app: App) -> list[Case]:
    """The answers, then their variants. Raises `ContentError` when a rewording is of no known answer."""
    return restyled(held_out(RESTYLED), read_rewordings(suite_file("style.yaml")), app.bank)


def read_rewordings(path: Path) -> tuple[Rewording, ...]:
    """The rewordings of a file. Raises `ContentError` with every fault."""
    return read_record(path, _File).cases


def restyled(answers: Sequence[Case], rewordings: Iterable[Rewording], bank: Bank) -> list[Case]:
    """Bases that have variants, each once, then the variants."""
    made = [*_by_code(answers, bank), *_by_hand({case.id: case for case in answers}, rewordings)]
    used = {case.base for case in made}
    return [*(case for case in answers if case.id in used), *made]


def _by_code(answers: Sequence[Case], bank: Bank) -> Iterator[Case]:
    """Of each kind up to `CASES_A_KIND`, in the order of a hash, so that each kind meets other answers."""
    for kind, restyle in STYLES.items():
        fitting = [case for case in answers if kind in _CODE_SAFE or bank.get(case.question_id).question.round is not Round.CODING]
        shuffled = sorted(fitting, key=lambda case: content_hash(kind + case.id))
        found = ((base, restyle(base.answer, Random(kind + base.id))) for base in shuffled)
        changed = [(base, text) for base, text in found if text and text != base.answer]
        yield from (_variant(base, kind, text) for base, text in changed[:CASES_A_KIND])


def _by_hand(answers: Mapping[str, Case], rewordings: Iterable[Rewording]) -> Iterator[Case]:
    for rewording in rewordings:
        if rewording.base not in answers:
            raise ContentError(
                [f"a rewording of {rewording.base!r}: there is no such answer among the test answers of {', '.join(RESTYLED)}"]
            )
        yield _variant(answers[rewording.base], "paraphrase", rewording.paraphrase)
        yield _variant(answers[rewording.base], "non-native", rewording.non_native)


def _variant(base: Case, kind: str, text: str) -> Case:
    return Case(id=f"{base.id}-{kind}", question_id=base.question_id, answer=text, kind=kind, base=base.id, note=ABOUT[kind])
