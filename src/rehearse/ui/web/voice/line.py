"""What the page is to say aloud: the interviewer's sentences since the candidate spoke last, as soon as each is whole."""

import json
from collections.abc import Iterator
from html import escape
from typing import NamedTuple

from rehearse.domain.interview import Speaker, State
from rehearse.services.session import Interview, Spoken
from rehearse.ui.web.voice.seal import Seal


class Sentence(NamedTuple):
    """A sentence and its signed id, which also says its place: turn, utterance, number."""

    id: str
    text: str


class Line:
    """The sentences of one turn of the interviewer, while it is being said and afterwards."""

    def __init__(self, seal: Seal, interview: Interview) -> None:
        self._seal = seal
        self._session_id = interview.id
        self._turn = interview.state.candidate_turns
        self._said = _said_since_answer(interview.state)
        self._told = ""

    def follow(self, words: Iterator[Spoken], answered: bool) -> Iterator[Spoken]:
        """Pass the words on, and take note of them; `answered` when they reply to an answer that is taken with the first."""
        if answered:
            self._turn, self._said = self._turn + 1, []
        before = self._said
        for spoken in words:
            self._said = [*before, spoken]
            before = self._said if spoken.complete else before
            yield spoken

    @property
    def sentences(self) -> list[Sentence]:
        """All whole sentences up to now."""
        return [self._signed(u, n, text) for u, spoken in enumerate(self._said) for n, text in enumerate(spoken.sentences)]

    def html(self, live: bool) -> str:
        """For the page's script; without `live` they were said before this page was opened, and are only there to be repeated."""
        lines = json.dumps([sentence._asdict() for sentence in self.sentences])
        room = self._seal.room(self._session_id)
        return f'<div data-room="{room}" data-turn="{self._turn}" data-live="{int(live)}" data-sentences="{escape(lines)}"></div>'

    def news(self) -> str | None:
        """The page's html while it is being said; None when it is as it was the last time."""
        html = self.html(live=True)
        if html == self._told:
            return None
        self._told = html
        return html

    def _signed(self, utterance: int, number: int, text: str) -> Sentence:
        return Sentence(self._seal.sentence(self._session_id, f"{self._turn}.{utterance}.{number}", text), text)


def _said_since_answer(state: State) -> list[Spoken]:
    said: list[Spoken] = []
    for turn in state.turns:
        if turn.speaker is Speaker.CANDIDATE:
            said = []
        elif turn.speaker is Speaker.INTERVIEWER:
            said.append(Spoken(turn.text, complete=True))
    return said
