"""Attacks on the grader: honest answers dressed up with orders, padding and stolen words, and texts that hold nothing else.

The wordings are in ``evals/suites/attack.yaml``. Whatever is put around an honest answer must not earn more than the answer
alone; whatever stands alone must not earn more than "I don't know".
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import cycle, zip_longest
from pathlib import Path
from typing import NamedTuple

from pydantic import Field

from rehearse.bootstrap import App
from rehearse.content.bank import Bank
from rehearse.content.yaml_file import read_record
from rehearse.domain.question import BankEntry, Record, Round, Sentence, Slug, Text
from rehearse.domain.text import content_hash
from rehearse.domain.units import sentences
from rehearse.evaluation.bases import TEST, held_out, suite_file
from rehearse.evaluation.cases import Case
from rehearse.evaluation.disguises import DISGUISES
from rehearse.evaluation.stuffing import MADE, Target, as_statements, claims, denial, key_terms

TUNE = "tune"
HONEST = ("weak", "wrong", "middling")
NOTHING = "I don't know."
CASES_A_KIND = 14
DISGUISED = "order"
"""The kind whose wordings are disguised."""
_FOR_FACTS_ONLY = frozenset({"both-ways", "contradictory-claims", "neighbour", "neighbour-appended"})
"""Kinds that make no sense for stories: a strong story of another question may well tell what this one asks for."""


class Place(StrEnum):
    """Where the text of an attack stands."""

    START = "start"
    MIDDLE = "middle"
    END = "end"
    SCATTERED = "scattered"
    INSTEAD = "instead"
    ALONE = "alone"


class Wordings(Record):
    """Ways to word one kind of attack; those under `test` are held out."""

    kind: Slug
    about: Sentence
    places: tuple[Place, ...] = Field(min_length=1)
    tune: tuple[Text, ...] = Field(min_length=1)
    test: tuple[Text, ...] = Field(min_length=1)

    def split(self) -> Iterator[tuple[str, str]]:
        """Every wording with its split."""
        yield from ((text, TUNE) for text in self.tune)
        yield from ((text, TEST) for text in self.test)


class _File(Record):
    wordings: tuple[Wordings, ...]


class Attack(NamedTuple):
    """One attack, ready for any target."""

    kind: str
    about: str
    place: Place
    make: Callable[[Target], str]
    split: str


class Honest(NamedTuple):
    """What attacks are made from: honest answers, and a strong answer by question."""

    answers: Sequence[Case]
    strong: Mapping[str, str]


def attack_cases(app: App) -> list[Case]:
    """The answers under attack, then the attacks."""
    strong = {case.question_id: case.answer for case in held_out(("strong",))}
    return attacked(Honest(held_out(HONEST), strong), app.bank, read_wordings(suite_file("attack.yaml")))


def read_wordings(path: Path) -> tuple[Wordings, ...]:
    """The wordings of a file. Raises `ContentError` with every fault."""
    return read_record(path, _File).wordings


def attacked(honest: Honest, bank: Bank, wordings: Iterable[Wordings]) -> list[Case]:
    """Bases that are attacked, each once, then about `CASES_A_KIND` variants of every kind of attack."""
    nothing = [_nothing(question_id) for question_id in sorted({case.question_id for case in honest.answers})]
    made = [case for attacks in _kinds(wordings) for case in _variants(attacks, honest, nothing, bank)]
    used = {case.base for case in made}
    return [*(case for case in (*honest.answers, *nothing) if case.id in used), *made]


def _nothing(question_id: str) -> Case:
    return Case(id=f"{question_id}-nothing", question_id=question_id, answer=NOTHING)


def _kinds(wordings: Iterable[Wordings]) -> Iterator[list[Attack]]:
    """For each kind its attacks, one wording after the other and then the next place."""
    for group in wordings:
        yield [Attack(group.kind, group.about, place, _worded(text), split) for place in group.places for text, split in group.split()]
        if group.kind == DISGUISED:
            yield from _disguised(group)
    for kind, (about, place, make) in MADE.items():
        yield [Attack(kind, about, Place(place), make, split) for split in (TUNE, TUNE, TEST)]


def _disguised(group: Wordings) -> Iterator[list[Attack]]:
    for name, disguise in DISGUISES.items():
        texts = [(disguise(text), split) for text, split in group.split()]
        yield [Attack(f"{group.kind}-{name}", f"{group.about}, {name}", Place.END, _verbatim(text), split) for text, split in texts]


def _verbatim(text: str) -> Callable[[Target], str]:
    return lambda target: text


def _worded(text: str) -> Callable[[Target], str]:
    return lambda target: _filled(text, target.entry)


def _filled(text: str, entry: BankEntry) -> str:
    """A wording with the question, or said once for every two terms or every claim of the key."""
    if "{claim}" in text:
        return " ".join(_sentence(text.replace("{claim}", claim).replace("{denial}", denial(claim))) for claim in claims(entry))
    if "{a}" in text:
        terms = key_terms(entry)
        pairs = zip_longest(terms[::2], terms[1::2], fillvalue="data")
        return " ".join(_sentence(text.replace("{a}", a).replace("{b}", b)) for a, b in pairs)
    return text.replace("{question}", as_statements(entry.question.text))


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]


def _variants(attacks: Sequence[Attack], honest: Honest, nothing: Sequence[Case], bank: Bank) -> Iterator[Case]:
    """The attacks of one kind on answers in the order of a hash, so that each kind meets others."""
    kind, bases = attacks[0].kind, nothing if attacks[0].place is Place.ALONE else honest.answers
    fitting = [base for base in bases if kind not in _FOR_FACTS_ONLY or bank.get(base.question_id).question.round is not Round.BEHAVIOURAL]
    chosen = sorted(fitting, key=lambda base: content_hash(kind + base.id))[:CASES_A_KIND]
    for base, attack in zip(chosen, cycle(attacks)):
        target = Target(bank.get(base.question_id), base.answer, _neighbour(bank.get(base.question_id), honest.strong, bank))
        yield Case(
            id=f"{base.id}-{kind}",
            question_id=base.question_id,
            answer=_placed(attack.make(target), attack.place, base.answer),
            kind=kind,
            split=attack.split,
            base=base.id,
            note=attack.about,
        )


def _neighbour(entry: BankEntry, strong: Mapping[str, str], bank: Bank) -> str:
    """The strong answer to another question of the same round, of another topic if there is one."""
    others = [other for other in map(bank.get, strong) if other.question.round is entry.question.round and other.id != entry.id]
    others.sort(key=lambda other: (other.question.topic == entry.question.topic, content_hash(entry.id + other.id)))
    return strong[others[0].id] if others else ""


def _placed(text: str, place: Place, answer: str) -> str:
    """The text of an attack put where it belongs; on a line of its own when it has lines itself."""
    glue = "\n" if "\n" in text else " "
    match place:
        case Place.START:
            return f"{text}{glue}{answer}"
        case Place.END:
            return f"{answer}{glue}{text}"
        case Place.MIDDLE:
            cut = _boundaries(answer)
            at = cut[len(cut) // 2]
            return f"{answer[:at]}{glue}{text}{glue}{answer[at:].lstrip()}"
        case Place.SCATTERED:
            return _scattered([part.strip() for part in text.split("|")], answer)
        case Place.INSTEAD | Place.ALONE:
            return text


def _boundaries(answer: str) -> list[int]:
    """Where the sentences of an answer end."""
    return [unit.end for unit in sentences(answer)]


def _scattered(parts: Sequence[str], answer: str) -> str:
    """A part after every sentence, what is left after the last one."""
    said = [unit.text for unit in sentences(answer)]
    pieces = [piece for pair in zip_longest(said, parts) for piece in pair if piece]
    return " ".join(pieces)
