"""The grader chain: prompt, retrieved references, one structured call, validation, one repair."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rehearse.adapters.llm.client import ChatClient, Messages, Reply
from rehearse.adapters.llm.judge_reply import Asked, ItemReply, JudgeReply, read_reply, reply_schema
from rehearse.adapters.llm.votes import Ballot, majority, poll
from rehearse.content.prompts import fence, load_prompt
from rehearse.domain.evidence import Effort, Examination, Sign
from rehearse.domain.question import BankEntry, Competency
from rehearse.domain.rubric import Rubric
from rehearse.domain.text import content_hash
from rehearse.domain.verdicts import NEEDS_QUOTE, Quote, Status, Verdict, locate
from rehearse.errors import EngineError, StoppedError
from rehearse.ports import Passage
from rehearse.settings import Settings

PROMPT_ID = "judge"


@dataclass(frozen=True)
class Case:
    """One answer as it is put to the model."""

    answer: str
    asked: Asked
    messages: Messages

    @property
    def schema(self) -> dict[str, Any]:
        return reply_schema(self.asked)


class LlmJudge:
    """The judge port over a chat model. Items that it leaves out or misquotes come out unscored; numeric ones it is not asked about."""

    def __init__(self, settings: Settings, client: ChatClient | None = None, rubrics: Mapping[Competency, Rubric] | None = None) -> None:
        self._settings = settings
        self._client = client or ChatClient(settings)
        self._rubrics = rubrics or {}
        self._prompt = load_prompt(settings.prompts_folders, PROMPT_ID)
        self.engine = self._client.engine

    def judge(self, entry: BankEntry, answer: str, references: Sequence[Passage] = ()) -> list[Verdict]:
        """One verdict for each item that is not numeric. Raises `EngineError` on a failure or a second malformed reply."""
        return list(self.examine(entry, answer, references).verdicts)

    def examine(self, entry: BankEntry, answer: str, references: Sequence[Passage]) -> Examination:
        """The verdicts with the signs of competencies and what they took, after as many votes as the settings ask for."""
        case = self._case(entry, answer, references)
        if not case.asked.items:
            return Examination(verdicts=())
        return majority(poll(lambda ballot: self._vote(case, ballot), self._settings.votes))

    def request_key(self, entry: BankEntry, answer: str, references: Sequence[Passage]) -> str:
        """Changes with whatever could change the grade: model, endpoint, prompt, everything that is sent, votes."""
        case = self._case(entry, answer, references)
        settings = self._settings
        sent = [settings.model, settings.base_url, self._prompt.ref.hash, settings.votes, case.messages, case.schema]
        return content_hash(json.dumps(sent, ensure_ascii=False))

    def _case(self, entry: BankEntry, answer: str, references: Sequence[Passage]) -> Case:
        items = [item for item in entry.key.items if not item.numeric]
        competencies = dict.fromkeys(item.competency for item in items if item.competency in self._rubrics)
        messages = self._prompt.render(
            round=entry.question.round.label,
            level=entry.question.level.value,
            question=entry.question.text,
            reference_answer=entry.key.reference_answer,
            references=references,
            items=items,
            rubrics={competency: self._rubrics[competency] for competency in competencies},
            answer=fence(answer, "answer"),
        )
        asked = Asked(tuple(item.id for item in items), tuple(passage.id for passage in references), tuple(competencies))
        return Case(answer, asked, messages)

    def _vote(self, case: Case, ballot: Ballot) -> Examination:
        first = self._call(case, case.messages, ballot)
        reply, effort = read_reply(first.text, case.asked), Effort(usage=first.usage)
        if reply.faults:
            reply, repair = self._repaired(case, ballot, first, reply)
            effort += repair
        if not reply.items:
            raise EngineError(f"The model {self._settings.model!r} twice sent a grade that cannot be read ({reply.complaint}).")
        return self._examination(case, reply, effort)

    def _call(self, case: Case, messages: Messages, ballot: Ballot) -> Reply:
        return self._client.structured(
            messages, self._prompt, case.schema, PROMPT_ID, seed=ballot.seed, temperature=ballot.temperature(self._prompt.temperature)
        )

    def _repaired(self, case: Case, ballot: Ballot, first: Reply, reply: JudgeReply) -> tuple[JudgeReply, Effort]:
        """The reply after the model was told, once, what is wrong with it. What was usable before stays, also when that fails."""
        complaint = f"That was not valid: {reply.complaint}. Send the whole JSON again."
        messages = [*case.messages, ("assistant", first.text or "(nothing)"), ("user", complaint)]
        try:
            second = self._call(case, messages, ballot)
        except EngineError as error:
            if not reply.items or isinstance(error, StoppedError):
                raise
            return reply, Effort()
        return reply.with_repair(read_reply(second.text, case.asked)), Effort(usage=second.usage)

    def _examination(self, case: Case, reply: JudgeReply, effort: Effort) -> Examination:
        places = {name: locate(given.quote, case.answer) for name, given in reply.items.items() if given.status in NEEDS_QUOTE}
        verdicts = tuple(self._verdict(case, reply.items.get(item_id), item_id, places.get(item_id)) for item_id in case.asked.items)
        quoted = [place for name, place in places.items() if reply.items[name].quote.strip()]
        signs = [(sign, locate(sign.quote, case.answer)) for sign in reply.signs]
        found = Effort(
            quotes=len(quoted) + len(signs),
            invented=sum(place is None for place in (*quoted, *(place for _, place in signs))),
            strange_ids=sum(name not in case.asked.references for given in reply.items.values() for name in given.reference_ids),
        )
        shown = (Sign(competency=s.competency, quote=place, observation=s.observation) for s, place in signs if place)
        return Examination(verdicts=verdicts, signs=tuple(shown), effort=effort + found)

    def _verdict(self, case: Case, given: ItemReply | None, item_id: str, quote: Quote | None) -> Verdict:
        """`quote` is where the reply's words stand in the answer, if they do."""
        base = Verdict(item_id=item_id, status=Status.UNSCORED, engine=self.engine, prompt=self._prompt.ref)
        if given is None:
            return base.void("the model twice sent no valid verdict on this item")
        if given.status in NEEDS_QUOTE and quote is None:
            return base.void(_no_quote(given.quote))
        return base.model_copy(update=_findings(given, quote, case.asked.references))


def _findings(given: ItemReply, quote: Quote | None, references: Sequence[str]) -> dict[str, Any]:
    known = tuple(dict.fromkeys(name for name in given.reference_ids if name in references))
    return {
        "status": given.status,
        "quote": quote,
        "confidence": given.confidence / 100,
        "reference_ids": known,
        "reason": given.short_reason,
    }


def _no_quote(quote: str) -> str:
    return f"the judge's quote is not in the answer: {quote[:80]!r}" if quote.strip() else "the judge gave no quote"
