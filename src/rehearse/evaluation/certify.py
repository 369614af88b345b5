"""Measuring whether an engine is good enough: a fixed sample of held-out answers, of attacks on them and of reversed claims."""

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain, zip_longest
from urllib.parse import urlsplit

from rehearse.bootstrap import App
from rehearse.domain.certificate import BEHAVIOURAL, MAE, NOTICED, RAISED, TECHNICAL, Certificate, certified
from rehearse.domain.figure import Figure
from rehearse.domain.question import BankEntry
from rehearse.domain.standing import kind_of
from rehearse.domain.text import content_hash, slug_of
from rehearse.errors import EngineError
from rehearse.evaluation.bases import TEST
from rehearse.evaluation.cases import Case, Outcome
from rehearse.evaluation.engines import Engine, key_of, production
from rehearse.evaluation.labelled import gold_level, labelled_tables, level_tables
from rehearse.evaluation.runner import OutcomeLog, Progress, no_progress, run_cases
from rehearse.evaluation.suites import SUITES, suite_folder
from rehearse.evaluation.tables import Row, Table, mean_of, measured
from rehearse.evaluation.variants import attack_tables, meaning_tables

A_LEVEL = {TECHNICAL: 8, BEHAVIOURAL: 4}
"""Answers of each level in the sample: 40 technical and 20 behavioural ones."""
ATTACKS, EDITS = 20, 15
_KEPT = {"level.": ("qwk", "pearson", "mae", "exact", "adjacent", "smd"), "item.": ("accuracy", "macro_f1")}
SECONDS = 540.0
"""When a certification stops. A reply that is on its way may take until the tenth minute."""


@dataclass(frozen=True)
class Sample:
    """What is graded: labelled answers, variants of answers, and the answers that these were made from."""

    answers: tuple[Case, ...]
    attacks: tuple[Case, ...]
    edits: tuple[Case, ...]
    bases: tuple[Case, ...]

    @property
    def cases(self) -> list[Case]:
        """Every case once."""
        return list({case.id: case for case in (*self.answers, *self.bases, *self.attacks, *self.edits)}.values())


def sample_of(app: App, whole: bool = False) -> Sample:
    """The fixed sample of the shipped suites; or the `whole` of what nothing is tuned on."""
    answers, attacks, edits = (SUITES[name].cases(app, suite_folder()) for name in ("answers", "attack", "meaning"))
    held_out = [case for case in answers if case.split == TEST and gold_level(case) is not None]
    attacks = [case for case in attacks if case.split == TEST or not case.base]
    entries = {entry.id: entry for entry in app.bank}
    return sampled(held_out if whole else balanced(held_out, entries), attacks, edits, whole)


def sampled(answers: Sequence[Case], attacks: Sequence[Case], edits: Sequence[Case], whole: bool = False) -> Sample:
    """The answers, and variants of many kinds; first those made from these answers, since their bases are graded anyway."""
    known = {case.id: case for case in (*attacks, *edits, *answers)}
    ids = {case.id for case in answers}
    chosen = [_by_turns(case for case in cases if case.base in known) for cases in (attacks, edits)]
    if not whole:
        chosen = [_most_wanted(cases, ids, count) for cases, count in zip(chosen, (ATTACKS, EDITS), strict=True)]
    bases = dict.fromkeys(case.base for cases in chosen for case in cases)
    return Sample(tuple(answers), tuple(chosen[0]), tuple(chosen[1]), tuple(known[base] for base in bases if base not in ids))


def balanced(answers: Iterable[Case], entries: Mapping[str, BankEntry]) -> list[Case]:
    """As many answers of each level as of any other, technical and behavioural apart, from as many questions as there are."""
    groups: dict[tuple[str, int], list[Case]] = defaultdict(list)
    for case in sorted(answers, key=lambda case: content_hash(case.id)):
        groups[kind_of(entries[case.question_id].question.round), round(gold_level(case) or 0)].append(case)
    taken: dict[str, int] = defaultdict(int)
    return [case for (kind, _), group in sorted(groups.items()) for case in _spread(group, A_LEVEL[kind], taken)]


def _spread(group: list[Case], count: int, taken: dict[str, int]) -> Iterator[Case]:
    """`count` cases of a group, each of the question that has had fewest yet."""
    owed = list(group)
    for _ in range(min(count, len(group))):
        case = min(owed, key=lambda case: taken[case.question_id])
        owed.remove(case)
        taken[case.question_id] += 1
        yield case


def _most_wanted(cases: Sequence[Case], ids: set[str], count: int) -> list[Case]:
    """`count` of the cases, those with a base that is graded anyway first."""
    return sorted(cases, key=lambda case: case.base not in ids)[:count]


def _by_turns(cases: Iterable[Case]) -> list[Case]:
    """One case of each kind, then the next of each, in the order of a hash."""
    kinds: dict[str, list[Case]] = defaultdict(list)
    for case in sorted(cases, key=lambda case: content_hash(case.id)):
        kinds[case.kind].append(case)
    return [case for turn in zip_longest(*kinds.values()) for case in turn if case]


def certify(
    app: App,
    engine: Engine,
    sample: Sample,
    concurrency: int = 1,
    fresh: bool = False,
    seconds: float = SECONDS,
    progress: Progress = no_progress,
) -> Certificate:
    """Grade the sample and certify the engine.

    Raises `EngineError` when `seconds` have gone or a case failed: what was graded is kept, and the next call goes on from there.
    """
    entries = {entry.id: entry for entry in app.bank}
    log = OutcomeLog(app.settings.data / "evals" / f"certify-{slug_of(engine.name)}.jsonl", fresh)
    grade = production(engine, entries)
    try:
        outcomes = run_cases(sample.cases, entries, engine, grade, log, concurrency, _within(seconds, progress))
    except TimeoutError:
        raise EngineError(f"{seconds / 60:g} min have gone. {_missing(sample, entries, engine, log)}") from None
    if failed := next((outcome.error for outcome in outcomes if outcome.error), ""):
        raise EngineError(f"{failed} {_missing(sample, entries, engine, log)}")
    figures = figures_of(sample, {outcome.case_id: outcome for outcome in outcomes}, entries)
    host = urlsplit(app.settings.base_url).hostname or ""
    today = datetime.now(UTC).date().isoformat()
    return certified(app.identity(engine.name), host if engine.model else "", today, len(sample.cases), figures)


def _within(seconds: float, progress: Progress) -> Progress:
    """Progress that raises `TimeoutError` when a case ends after `seconds`, and it was not the last."""
    end = time.monotonic() + seconds

    def reported(done: int, total: int) -> None:
        progress(done, total)
        if time.monotonic() >= end and done < total:
            raise TimeoutError

    return reported


def _missing(sample: Sample, entries: Mapping[str, BankEntry], engine: Engine, log: OutcomeLog) -> str:
    graded = {outcome.key for outcome in log.read().values() if not outcome.error}
    parts = {"answers": sample.answers, "attacks": sample.attacks, "edited answers": sample.edits, "answers that were edited": sample.bases}
    owed = {name: sum(key_of(case, entries.get(case.question_id), engine) not in graded for case in cases) for name, cases in parts.items()}
    said = ", ".join(f"{count} of {len(parts[name])} {name}" for name, count in owed.items() if count)
    return f"No certificate is given: {said} are still to be graded. What was graded is kept; the same command goes on from there."


def figures_of(sample: Sample, outcomes: Mapping[str, Outcome], entries: Mapping[str, BankEntry]) -> tuple[Figure, ...]:
    """The figures of a certificate."""
    return measured(chain(_answer_tables(sample.answers, outcomes, entries), _variant_tables(sample, outcomes, entries)))


def _answer_tables(answers: Sequence[Case], outcomes: Mapping[str, Outcome], entries: Mapping[str, BankEntry]) -> Iterator[Table]:
    """Agreement of levels and of items, the error by kind of question, and how much was scored."""
    for table in labelled_tables(answers, outcomes, entries):
        if table.prefix in _KEPT:
            yield replace(table, figures={name: table.figures[name] for name in _KEPT[table.prefix] if name in table.figures})
    levels = {case.id: outcomes[case.id].level for case in answers}
    for kind in (TECHNICAL, BEHAVIOURAL):
        of_kind = [case for case in answers if kind_of(entries[case.question_id].question.round) == kind]
        table = next(level_tables("", of_kind, levels))
        yield replace(table, prefix="", figures={MAE.format(kind=kind): table.figures["mae"]})
    yield Table("", tuple(Row(case.id, case.question_id, outcomes[case.id].coverage) for case in answers), mean_of("coverage"))


def _variant_tables(sample: Sample, outcomes: Mapping[str, Outcome], entries: Mapping[str, BankEntry]) -> Iterator[Table]:
    raised = next(iter(attack_tables(sample.attacks, outcomes, entries)))
    noticed = next(iter(meaning_tables(sample.edits, outcomes, entries)))
    yield replace(raised, prefix="", figures=mean_of(RAISED))
    yield replace(noticed, prefix="", figures=mean_of(NOTICED))
