"""The scorecard: everything an interview showed, by arithmetic over its verdicts."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from rehearse.domain.dispute import Dispute, after_disputes
from rehearse.domain.events import Graded
from rehearse.domain.evidence import Sign
from rehearse.domain.highlight import Segment, segments
from rehearse.domain.interview import ANSWER_SEPARATOR, State
from rehearse.domain.note import Note
from rehearse.domain.planning import Mode
from rehearse.domain.question import BankEntry, Competency, Level, Round, RubricItem, StarPart
from rehearse.domain.record import Value
from rehearse.domain.rubric import Rubric, Rubrics
from rehearse.domain.scoring import CREDIT, Score, Signal, Tally, add, merge, score, signal_of
from rehearse.domain.standing import ErrorBand, Standing, not_measured
from rehearse.domain.usage import Usage
from rehearse.domain.verdicts import NEEDS_QUOTE, Quote, Status, Verdict

K = TypeVar("K")

LEAST_COVERAGE = 0.5
"""Share of points that must be scored for a hiring signal."""
STRONG_LEVEL, WEAK_LEVEL = 4, 2
UNHEARD = "Nothing was heard for this."
_NO_TALLY = Tally(points=0, possible=0)


class ItemResult(Value):
    """One rubric item with the verdict that counts. `points` is what it earned, None when unscored."""

    number: int
    item: RubricItem
    verdict: Verdict
    points: float | None
    after_follow_up: bool
    disputes: tuple[Dispute, ...] = ()

    @property
    def is_misconception(self) -> bool:
        return self.item.points < 0


class NoteLink(Value):
    """A note to read."""

    id: str
    title: str
    body: str
    sources: tuple[str, ...]


class QuestionCard(Value):
    """The result of one question. `withheld` says that its engine is unfit: there are verdicts, and no numbers."""

    question_id: str
    round: Round
    level: Level
    text: str
    answer: str
    segments: tuple[Segment, ...]
    skipped: bool
    engine: str
    score: Score
    items: tuple[ItemResult, ...]
    misconceptions: tuple[ItemResult, ...]
    better: str
    reference_answer: str
    sources: tuple[str, ...]
    notes: tuple[NoteLink, ...]
    error: ErrorBand | None = None
    withheld: bool = False
    signs: tuple[Sign, ...] = ()


class AreaResult(Value):
    """One competency or one STAR part over the whole interview, in the words of its rubric."""

    name: str
    title: str
    tally: Tally
    anchor: str
    strong: tuple[str, ...]
    weak: tuple[str, ...]
    evidence: tuple[str, ...]


class Report(Value):
    """The scorecard of an interview. `signal` is None when too little was scored.

    `standings` say what is known of the engines behind it; where one is unfit, its numbers and those of the whole are `withheld`.
    """

    title: str
    level: Level
    mode: Mode
    over: bool
    minutes: float
    planned_questions: int
    cards: tuple[QuestionCard, ...]
    competencies: tuple[AreaResult, ...]
    star: tuple[AreaResult, ...]
    total: Tally
    coverage: float
    signal: Signal | None
    engines: tuple[str, ...]
    notices: tuple[str, ...]
    standings: tuple[Standing, ...] = ()
    withheld: bool = False
    usage: Usage = Usage()


def build_report(
    state: State,
    entries: Mapping[str, BankEntry],
    rubrics: Rubrics,
    notes: Mapping[str, Note],
    standing: Callable[[str], Standing] = not_measured,
) -> Report:
    """The scorecard up to now. `standing` says what is known of an engine."""
    # A question that has left the bank since has no rubric to be shown against.
    graded = [state.grades[question_id] for question_id in state.answered if question_id in state.grades and question_id in entries]
    standings = {grade.engine: standing(grade.engine) for grade in graded if not grade.skipped}
    cards = tuple(
        build_card(g, state.answers.get(g.question_id, ()), entries[g.question_id], notes, state.disputes, standings.get(g.engine))
        for g in graded
    )
    report = _report(state, cards, rubrics, tuple(standings.values()))
    return _without_totals(report) if any(card.withheld for card in cards) else report


def _report(state: State, cards: tuple[QuestionCard, ...], rubrics: Rubrics, standings: tuple[Standing, ...]) -> Report:
    shares = [card.score.total.share for card in cards if card.score.total.share is not None]
    coverage = sum(card.score.coverage for card in cards) / len(cards) if cards else 0.0
    return Report(
        title=state.plan.title,
        level=state.plan.level,
        mode=state.plan.mode,
        over=state.is_over,
        minutes=state.elapsed / 60,
        planned_questions=len(state.plan.question_ids),
        cards=cards,
        competencies=_competencies(cards, rubrics.competencies),
        star=_star(cards, rubrics.star),
        total=add(card.score.total for card in cards),
        coverage=coverage,
        signal=signal_of(sum(shares) / len(shares)) if shares and coverage >= LEAST_COVERAGE else None,
        engines=tuple(dict.fromkeys(card.engine for card in cards)),
        notices=tuple(turn.text for turn in state.turns if turn.speaker == "notice"),
        standings=standings,
        usage=state.usage,
    )


def _without_totals(report: Report) -> Report:
    """Sums over cards say nothing when the numbers of one are withheld."""
    return report.model_copy(update={"competencies": (), "star": (), "total": _NO_TALLY, "signal": None, "withheld": True})


def build_card(
    grade: Graded,
    answers: Sequence[str],
    entry: BankEntry,
    notes: Mapping[str, Note],
    disputes: Sequence[Dispute] = (),
    standing: Standing | None = None,
) -> QuestionCard:
    """The result of one graded question. `answers` are the answer and what was said to its follow-ups."""
    card = _card(grade, answers, entry, notes, disputes)
    if standing is None or card.skipped:
        return card
    if standing.withholds:
        return _without_numbers(card)
    return card.model_copy(update={"error": standing.error(card.round)})


def _without_numbers(card: QuestionCard) -> QuestionCard:
    """The verdicts and their words alone."""
    return card.model_copy(
        update={
            "score": Score(total=_NO_TALLY, competencies={}, star={}, coverage=card.score.coverage),
            "items": tuple(map(_numberless, card.items)),
            "misconceptions": tuple(map(_numberless, card.misconceptions)),
            "withheld": True,
        }
    )


def _numberless(result: ItemResult) -> ItemResult:
    return result.model_copy(update={"points": None, "verdict": result.verdict.model_copy(update={"confidence": None})})


def _card(grade: Graded, answers: Sequence[str], entry: BankEntry, notes: Mapping[str, Note], disputes: Sequence[Dispute]) -> QuestionCard:
    grade = after_disputes(grade, disputes)
    answer = ANSWER_SEPARATOR.join(answers)
    first = len(answers[0]) if answers else 0
    by_item = {verdict.item_id: verdict for verdict in grade.verdicts}
    by_dispute = _by_item(disputes, entry.id)
    results = [
        _item_result(number, item, by_item.get(item.id) or _changed(item), first, by_dispute.get(item.id, ()))
        for number, item in enumerate(entry.key.items, 1)
    ]
    return QuestionCard(
        question_id=entry.id,
        round=entry.question.round,
        level=entry.question.level,
        text=entry.question.text,
        answer=answer,
        segments=tuple(segments(answer, {str(r.number): r.verdict.quote for r in results if r.verdict.quote})),
        skipped=grade.skipped,
        engine=grade.engine,
        score=score(entry, grade.verdicts),
        items=tuple(result for result in results if not result.is_misconception),
        misconceptions=tuple(r for r in results if r.is_misconception and (r.verdict.status is Status.MET or r.disputes)),
        better=_better(results),
        reference_answer=entry.key.reference_answer,
        sources=entry.key.sources,
        signs=grade.signs,
        notes=tuple(_link(notes[note_id]) for note_id in _references(grade, entry) if note_id in notes),
    )


def _by_item(disputes: Sequence[Dispute], question_id: str) -> dict[str, tuple[Dispute, ...]]:
    mine = [dispute for dispute in disputes if dispute.question_id == question_id]
    return {item_id: tuple(d for d in mine if d.item_id == item_id) for item_id in {d.item_id for d in mine}}


def _references(grade: Graded, entry: BankEntry) -> list[str]:
    """Ids of the notes that the judge was given; a question that no judge saw has those of its key."""
    return list(dict.fromkeys(i for verdict in grade.verdicts for i in verdict.reference_ids)) or list(entry.key.read)


def _changed(item: RubricItem) -> Verdict:
    """The verdict on an item that the rubric did not have when the answer was graded."""
    return Verdict(item_id=item.id, status=Status.UNSCORED, engine="none", note="the rubric has changed since this was graded")


def _item_result(number: int, item: RubricItem, verdict: Verdict, first_answer_length: int, disputes: tuple[Dispute, ...]) -> ItemResult:
    scored = verdict.status is not Status.UNSCORED
    return ItemResult(
        number=number,
        item=item,
        verdict=verdict,
        points=item.points * CREDIT[verdict.status] if scored else None,
        after_follow_up=verdict.quote is not None and verdict.quote.start > first_answer_length,
        disputes=disputes,
    )


def _link(note: Note) -> NoteLink:
    return NoteLink(id=note.id, title=note.title, body=note.body, sources=note.sources)


def _better(results: list[ItemResult]) -> str:
    """The one change that would have earned most."""
    lost = [(_loss(result), result) for result in results]
    loss, worst = max(lost, key=lambda pair: pair[0])
    if loss <= 0:
        return _praise(results)
    quote = worst.verdict.quote
    if worst.is_misconception:
        right = f" Rather: {worst.item.reject[0]}" if worst.item.reject else ""
        return f"Unlearn this first: {_said(quote)}{right}"
    if worst.verdict.status is Status.CONTRADICTED:
        return f"Put this right: {_said(quote)} The key says: {worst.item.text}"
    if worst.verdict.status is Status.PARTIAL:
        return f"Go one step further here: {worst.item.text}"
    return f"Make this point too: {worst.item.text}"


def _praise(results: list[ItemResult]) -> str:
    """What to say when no point was lost, which is not the same as every point being won."""
    scored = [result.points is not None for result in results]
    if all(scored):
        return "Nothing is missing here. Next time, say it in fewer words."
    return (
        "What was scored is all there; the rest could not be scored." if any(scored) else "Nothing could be scored, so there is no advice."
    )


def _loss(result: ItemResult) -> float:
    if result.points is None:
        return 0.0
    if result.is_misconception:
        return -result.points * 1.5
    urgent = 1.25 if result.verdict.status is Status.CONTRADICTED else 1.0
    return (result.item.points - result.points) * urgent


def _said(quote: Quote | None) -> str:
    return f"you said “{quote.text}”." if quote else ""


def _competencies(cards: Sequence[QuestionCard], rubrics: Mapping[Competency, Rubric]) -> tuple[AreaResult, ...]:
    tallies = merge(card.score.competencies for card in cards)
    quotes, heard = _quotes(cards, lambda item: item.competency), _heard(cards, lambda item: item.competency)
    return tuple(
        _area(area, rubrics[area], tallies[area], quotes.get(area, []), area in heard)
        for area in Competency
        if area in tallies and tallies[area].possible
    )


def _star(cards: Sequence[QuestionCard], rubrics: Mapping[StarPart, Rubric]) -> tuple[AreaResult, ...]:
    tallies = merge(card.score.star for card in cards)
    quotes, heard = _quotes(cards, lambda item: item.part), _heard(cards, lambda item: item.part)
    return tuple(_area(part, rubrics[part], tallies[part], quotes.get(part, []), part in heard) for part in StarPart if part in tallies)


def _area(name: str, rubric: Rubric, tally: Tally, evidence: Sequence[str], heard: bool) -> AreaResult:
    level = tally.level or 1
    return AreaResult(
        name=name,
        title=rubric.title,
        tally=tally,
        anchor=rubric.levels[level - 1] if heard else UNHEARD,
        strong=rubric.strong[: level - STRONG_LEVEL + 1] if level >= STRONG_LEVEL else (),
        weak=rubric.weak[: WEAK_LEVEL - level + 1] if heard and level <= WEAK_LEVEL else (),
        evidence=tuple(dict.fromkeys(evidence))[:2],
    )


def _quotes(cards: Sequence[QuestionCard], area_of: Callable[[RubricItem], K | None]) -> dict[K, list[str]]:
    """The candidate's words behind each area, the surest first."""
    met = [r for card in cards for r in card.items if r.verdict.status is Status.MET]
    quotes: dict[K, list[str]] = {}
    for result in sorted(met, key=lambda r: -(r.verdict.confidence or 0.0)):
        area = area_of(result.item)
        if area is not None and result.verdict.quote:
            quotes.setdefault(area, []).append(result.verdict.quote.text)
    return quotes


def _heard(cards: Sequence[QuestionCard], area_of: Callable[[RubricItem], K | None]) -> set[K]:
    """The areas that the candidate said something about, right or wrong."""
    said = [r for card in cards for r in (*card.items, *card.misconceptions) if r.verdict.status in NEEDS_QUOTE]
    return {area for result in said if (area := area_of(result.item)) is not None}
