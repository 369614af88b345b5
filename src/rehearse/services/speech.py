"""One utterance of an interviewer, checked sentence by sentence before it is shown."""

import re
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property

from rehearse.domain.brief import Brief, brief_for, probes_for
from rehearse.domain.events import Aim, Cue
from rehearse.domain.facts import contradicted, facts_in
from rehearse.domain.interview import Say, Speaker, State
from rehearse.domain.manners import judges, repeats, tells_time
from rehearse.domain.question import BankEntry
from rehearse.domain.units import sentences
from rehearse.domain.verdicts import Status
from rehearse.errors import EngineError
from rehearse.ports import Choice, Interviewer, LeakCheck

_END = re.compile(r"[.!?…][\"”’)\]]*\s+|\n+")
_ABOUT_A_QUESTION = frozenset({Cue.QUESTION, Cue.PROBE, Cue.REPEAT, Cue.CLARIFY, Cue.THINK})
_ASKING = frozenset({Cue.QUESTION, Cue.PROBE})
_ANSWERED = frozenset({Status.MET, Status.PARTIAL})


@dataclass(frozen=True)
class Utterance:
    """What is being said, as far as it is known: by which engine, aimed at which item, and what was kept back."""

    text: str
    engine: str
    item_id: str | None = None
    aim: Aim = Aim.CODE
    facts: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()


@dataclass(frozen=True)
class Objection:
    """Why a sentence is not shown; `instead` is what is said in its place.

    A `final` one ends what the model may say; after one that is `anew`, what it has said before is not kept either.
    """

    why: str
    instead: str = ""
    final: bool = False
    anew: bool = False


@dataclass(frozen=True)
class Occasion:
    """What an utterance is for, with everything that it is checked against."""

    state: State
    move: Say
    entries: Mapping[str, BankEntry]
    leaks: LeakCheck
    language: Callable[[str], str | None] = lambda text: None
    """The name of the language of a text; None for English, and where it cannot be told."""

    @cached_property
    def brief(self) -> Brief:
        return brief_for(self.state, self.move, self.entries)

    @cached_property
    def items(self) -> list[str]:
        """The items that may be probed, in the order of the brief."""
        return [item.id for item in probes_for(self.state, self.move, self.entries)]

    def aimed_at(self, index: int) -> "Occasion":
        """The same occasion with another of its probes."""
        return self if index == 0 else replace(self, move=replace(self.move, item_id=self.items[index]))

    def objection(self, sentence: str, before: str = "") -> Objection | None:
        """What is wrong with a sentence that follows what was said `before`, if anything. What our authors wrote is never wrong."""
        if sentence in self._authored:
            return None
        if (spoken := self.language(f"{before} {sentence}")) and spoken != self._language:
            return Objection(f"is in {spoken}", final=True, anew=True)
        if gone := self._given_away(sentence):
            return Objection(f"gives away {', '.join(sorted(gone))}", final=True)
        asks = "?" in sentence
        if judges(sentence):
            return Objection("judges the answer", final=asks)
        if tells_time(sentence):
            return Objection("tells the time", final=asks)
        if self.move.cue is not Cue.REPEAT and repeats(sentence, self._said_before):
            return Objection("was said before", final=asks)
        if fact := contradicted(sentence, self.brief.facts):
            return Objection("changes a fact of the scenario", instead=f"As I said: {fact}")
        return None

    @cached_property
    def _authored(self) -> frozenset[str]:
        question = self.brief.question
        texts = (self.brief.probe, *self.brief.runners_up, *((question.text, question.scope) if question else ()))
        return frozenset(unit.text for text in texts if text for unit in sentences(text))

    @cached_property
    def _language(self) -> str | None:
        """Of the questions, and so of the interview."""
        return self.language(" ".join(self.entries[name].question.text for name in self.state.plan.question_ids))

    @cached_property
    def _said_before(self) -> list[str]:
        lines = (line.text for line in self.brief.transcript if line.speaker == Speaker.INTERVIEWER)
        return [unit.text for line in lines for unit in sentences(line)]

    @cached_property
    def _entry(self) -> BankEntry | None:
        return self.entries.get(self.move.question_id or "") if self.move.cue in _ABOUT_A_QUESTION else None

    @cached_property
    def _open_items(self) -> frozenset[str]:
        """Items that were neither answered nor asked about."""
        if self._entry is None:
            return frozenset()
        asked_now = self.move.question_id == self.state.question_id
        grade = self.state.grades.get(self._entry.id)
        answered = {verdict.item_id for verdict in grade.verdicts if verdict.status in _ANSWERED} if grade else set()
        return frozenset(item.id for item in self._entry.key.items) - answered - (set(self.state.probed) if asked_now else set())

    def _given_away(self, sentence: str) -> frozenset[str]:
        if self._entry is None or not self._open_items:
            return frozenset()
        return self.leaks(self._entry, sentence, self.state.full_answer(self._entry.id), self._open_items)


def authored(backup: Interviewer, occasion: Occasion) -> Iterator[Utterance]:
    """The utterance in our authors' words."""
    text = ""
    for piece in backup.speak(occasion.brief):
        text += piece if isinstance(piece, str) else ""
        yield Utterance(text, backup.engine, occasion.move.item_id)


def checked(interviewer: Interviewer, backup: Interviewer, occasion: Occasion) -> Iterator[Utterance]:
    """The utterance of a model as it grows by whole sentences. What is wrong is kept back, and our authors' words end it.

    Raises `EngineError` when the model fails or says nothing.
    """
    yield from _Speech(interviewer, backup, occasion).spoken()


class _Speech:
    def __init__(self, interviewer: Interviewer, backup: Interviewer, occasion: Occasion) -> None:
        self._interviewer, self._backup, self._occasion = interviewer, backup, occasion
        self.now = Utterance("", interviewer.engine, occasion.move.item_id)

    def spoken(self) -> Iterator[Utterance]:
        clock, opening = self._occasion.brief.clock, self._occasion.move.cue is Cue.OPENING
        if clock and not opening:
            yield self._add(clock)
        before = self.now.text
        finished = yield from self._by_the_model()
        silent = self.now.text == before
        if silent and finished and not self.now.withheld:
            raise EngineError(f"The {self._interviewer.engine} engine said nothing.")
        if silent or not finished or self._nothing_asked:
            yield from self._by_our_authors()
        if clock and opening:
            yield self._add(clock)
        if self._occasion.move.cue is Cue.CLARIFY:
            self.now = replace(self.now, facts=facts_in(unit.text for unit in sentences(self.now.text)))
            yield self.now

    @property
    def _nothing_asked(self) -> bool:
        """Whether the question was in a sentence that was kept back."""
        return bool(self.now.withheld) and self._occasion.move.cue in _ASKING and "?" not in self.now.text

    def _by_the_model(self) -> Generator[Utterance, None, bool]:
        """Whether the model was let to finish."""
        pieces = iter(self._interviewer.speak(self._occasion.brief))
        words, begun = self._aimed(pieces), self.now.text
        try:
            for sentence in sentences_of(words):
                if objection := self._occasion.objection(sentence, self.now.text):
                    kept = begun if objection.anew else self.now.text
                    self.now = replace(self.now, text=kept, withheld=(*self.now.withheld, objection.why))
                    if objection.final:
                        return False
                    sentence = objection.instead
                if sentence:
                    yield self._add(sentence)
        except _NoSuchProbe:
            return False
        finally:
            _close(pieces)
        return True

    def _aimed(self, pieces: Iterable[str | Choice]) -> Iterator[str]:
        """The words, once it is known which probe they ask."""
        for piece in pieces:
            if isinstance(piece, str):
                yield piece
            elif 1 <= piece.number <= len(self._occasion.items):
                self._occasion = self._occasion.aimed_at(piece.number - 1)
                self.now = replace(self.now, item_id=self._occasion.move.item_id, aim=Aim.NAMED)
            else:
                self.now = replace(self.now, aim=Aim.INVALID)
                raise _NoSuchProbe

    def _by_our_authors(self) -> Iterator[Utterance]:
        """What is missing, in our authors' words; nothing when the question has been asked already."""
        brief = self._occasion.brief
        if "?" in self.now.text and self._occasion.move.cue in _ASKING:
            return
        if self._occasion.move.cue is Cue.QUESTION and self.now.text and brief.question:
            yield self._add(brief.question.text)
            return
        *_, whole = authored(self._backup, self._occasion)
        yield self._add(whole.text)

    def _add(self, sentence: str) -> Utterance:
        self.now = replace(self.now, text=f"{self.now.text} {sentence}".strip())
        return self.now


class _NoSuchProbe(Exception):  # noqa: N818  a way out of a loop, and no error
    """The interviewer named a probe that was not offered."""


def sentences_of(pieces: Iterable[str]) -> Iterator[str]:
    """The sentences of a stream, each as soon as it is whole."""
    begun = ""
    for piece in pieces:
        begun += piece
        while end := _END.search(begun):
            sentence, begun = begun[: end.end()].strip(), begun[end.end() :]
            if sentence:
                yield sentence
    if begun.strip():
        yield begun.strip()


def _close(pieces: Iterator[str | Choice]) -> None:
    """End a stream that is not read to its end, so that its request is cancelled."""
    with suppress(AttributeError):
        pieces.close()  # type: ignore[attr-defined]
