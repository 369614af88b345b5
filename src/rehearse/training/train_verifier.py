"""Train the verifier: ``python -m rehearse.training.train_verifier mohler.jsonl scientsbank.jsonl dtgrade.jsonl``.

Three phases, each over questions in random order: first the phrasings of the bank and the human-graded sets, then labelled
answers with them, then also answers with one claim turned round by hand. Questions of the answers suite, of either split, are
never trained on. ``docs/verifier.md`` is the model card.
"""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated, NamedTuple

import torch
import typer

from rehearse.adapters.embedded_judge.pair_head import WEIGHTS
from rehearse.content.bank import load_bank
from rehearse.domain.question import BankEntry
from rehearse.domain.verdicts import Status
from rehearse.evaluation.cases import Case
from rehearse.evaluation.external_data import ExternalRow
from rehearse.settings import load_settings
from rehearse.training.answers import questions_of, statuses_of, suite_answers, training_answers, turned_answers, units_of
from rehearse.training.network import Network, save
from rehearse.training.objectives import answer_loss, contrastive_loss, encode, item_loss, pair_loss
from rehearse.training.outside import outside_pairs, training_rows
from rehearse.training.pairs import bank_pairs, turned_pairs
from rehearse.training.states import States, states_of

CONTRAST = 0.3
"""Weight of the contrastive loss beside the pair loss."""
ANSWERS_A_STEP = 4
SEED = 0


@dataclass(frozen=True)
class Phase:
    """Passes over the data, learning rates of encoder and head, pairs of a question a step, the share of the human-graded
    questions that a pass takes, whether answers are learnt from, and how often a pass takes those with a claim turned round."""

    epochs: int
    encoder_rate: float
    head_rate: float
    pairs: int
    outside_share: float
    with_answers: bool
    turned: int = 0


PHASES = (
    Phase(3, 2e-4, 1e-3, 700, 1.0, False),
    Phase(2, 1.2e-4, 5e-4, 350, 0.5, True),
    Phase(2, 1.2e-4, 5e-4, 150, 0.15, True, turned=2),
)


class Turned(NamedTuple):
    """An answer, and the same with one claim turned round or taken out."""

    base: Case
    case: Case


@dataclass(frozen=True)
class Data:
    """What is learnt from, by question: bank entries, human-graded rows, labelled answers, answers with one claim turned round."""

    entries: Mapping[str, BankEntry]
    outside: Mapping[str, Sequence[ExternalRow]]
    answers: Mapping[str, Sequence[Case]]
    turned: Mapping[str, Sequence[Turned]]

    def texts(self) -> Iterator[str]:
        """Every text that a step may need."""
        for entry in self.entries.values():
            for pair in bank_pairs(entry):
                yield from (pair.said, pair.phrasing)
            yield from _key_texts(entry)
        for rows in self.outside.values():
            yield from (text for row in rows for text in (row.answer, *row.references))
        for question_id, cases in self.answers.items():
            every = [*cases, *(turned.case for turned in self.turned.get(question_id, ()))]
            yield from (unit for case in every for unit in units_of(self.entries[question_id], case.answer))


def _key_texts(entry: BankEntry) -> list[str]:
    """Every right and wrong phrasing of an answer key."""
    return [text for item in entry.key.items for text in (*item.phrasings, *item.reject)]


class Trainer:
    """A network, what it learns from, and one step for each kind of question."""

    def __init__(self, data: Data) -> None:
        self._data = data
        self._states: States = states_of(data.texts())
        self._draw = random.Random(SEED)
        self.network = Network()
        self._plain = self._untrained()

    def _untrained(self) -> torch.Tensor:
        vectors = torch.zeros(len(self._states.index), 384)
        self.network.eval()
        with torch.inference_mode():
            for batch in self._states.batches(self._states.index):
                vectors[torch.tensor(batch.ids)] = self.network.encode(batch)
        return vectors.clone()

    def run(self, phase: Phase, report: Callable[[str], None]) -> None:
        """Carry out a phase; the learning rate falls to nothing."""
        steps = [step for _ in range(phase.epochs) for step in self._epoch(phase)]
        head = [p for name, p in self.network.named_parameters() if not name.startswith("layers.")]
        groups = [{"params": self.network.layers.parameters(), "lr": phase.encoder_rate}, {"params": head, "lr": phase.head_rate}]
        optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
        rate = torch.optim.lr_scheduler.OneCycleLR(
            optimizer, [phase.encoder_rate, phase.head_rate], total_steps=len(steps) + 1, pct_start=0.06, anneal_strategy="linear"
        )
        self.network.train()
        for number, step in enumerate(steps, start=1):
            loss = step()
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
            optimizer.step()
            rate.step()
            if number % 50 == 0:
                report(f"step {number} of {len(steps)}: loss {loss.item():.3f}")

    def _epoch(self, phase: Phase) -> list[Callable[[], torch.Tensor]]:
        outside = self._draw.sample(list(self._data.outside.values()), round(len(self._data.outside) * phase.outside_share))
        answered = [self._data.entries[name] for name in self._data.answers] if phase.with_answers else []
        steps = [partial(self._bank_step, entry, phase.pairs) for entry in self._data.entries.values()]
        steps += [partial(self._outside_step, rows) for rows in outside]
        steps += [partial(self._answer_step, entry) for entry in answered]
        steps += [partial(self._turned_step, self._data.entries[name]) for name in self._data.turned for _ in range(phase.turned)]
        self._draw.shuffle(steps)
        return [*steps]

    def _bank_step(self, entry: BankEntry, most: int) -> torch.Tensor:
        every = bank_pairs(entry)
        pairs = self._draw.sample(every, min(most, len(every)))
        key = _key_texts(entry)
        encoded = encode(self.network, self._plain, self._states, [*key, *(text for p in pairs for text in (p.said, p.phrasing))])
        return pair_loss(self.network, encoded, pairs) + CONTRAST * contrastive_loss(self.network, encoded, entry.key)

    def _outside_step(self, rows: Sequence[ExternalRow]) -> torch.Tensor:
        pairs = outside_pairs(rows, self._draw)
        encoded = encode(self.network, self._plain, self._states, [text for p in pairs for text in (p.said, p.phrasing)])
        return pair_loss(self.network, encoded, pairs)

    def _answer_step(self, entry: BankEntry) -> torch.Tensor:
        cases = self._data.answers[entry.id]
        chosen = [(case, units_of(entry, case.answer)) for case in self._draw.sample(cases, min(ANSWERS_A_STEP, len(cases)))]
        key = _key_texts(entry)
        encoded = encode(self.network, self._plain, self._states, [*key, *(unit for _, units in chosen for unit in units)])
        losses = [
            answer_loss(self.network, encoded, units, entry.key.items, statuses_of(case), self._draw) for case, units in chosen if units
        ]
        return torch.stack(losses).mean()

    def _turned_step(self, entry: BankEntry) -> torch.Tensor:
        """Whole answers, the claims that were turned round once more, and what was said there before and after."""
        cut = {case.id: units_of(entry, case.answer) for pair in self._data.turned[entry.id] for case in pair}
        turned = [pair for pair in self._data.turned[entry.id] if cut[pair.base.id] and cut[pair.case.id]]
        key = _key_texts(entry)
        pairs = [
            text_pair
            for base, case in turned
            if case.expected is Status.CONTRADICTED
            for text_pair in turned_pairs(entry.key.item(case.target), cut[base.id], cut[case.id], self._draw)
        ]
        texts = [*key, *(unit for units in cut.values() for unit in units), *(text for p in pairs for text in (p.said, p.phrasing))]
        encoded = encode(self.network, self._plain, self._states, texts)
        answers = {case.id: case for pair in turned for case in pair}.values()
        whole = [answer_loss(self.network, encoded, cut[c.id], entry.key.items, statuses_of(c), self._draw) for c in answers]
        alone = [
            item_loss(self.network, encoded, cut[c.id], entry.key.item(c.target), statuses_of(c)[c.target], self._draw) for _, c in turned
        ]
        return torch.stack(whole).mean() + torch.stack(alone).mean() + (pair_loss(self.network, encoded, pairs) if pairs else 0.0)


def gather(outside: Sequence[Path]) -> Data:
    """Everything that may be learnt from."""
    barred = questions_of([*suite_answers("tune"), *suite_answers("test")])
    entries = {entry.id: entry for entry in load_bank(load_settings().knowledge_folders) if entry.id not in barred}
    answers: dict[str, list[Case]] = {}
    for case in training_answers():
        answers.setdefault(case.question_id, []).append(case)
    bases = {case.id: case for cases in answers.values() for case in cases}
    turned: dict[str, list[Turned]] = {}
    for case in turned_answers():
        if case.base in bases:
            turned.setdefault(case.question_id, []).append(Turned(bases[case.base], case))
    return Data(entries, training_rows(outside), answers, turned)


def train(
    outside: Annotated[
        list[Path], typer.Argument(help="Files of human-graded answers, in the format that `rehearse eval external` reads.")
    ],
    out: Annotated[Path, typer.Option(help="Where the weights go.")] = WEIGHTS,
    threads: Annotated[int, typer.Option(help="Cores to use.")] = 2,
) -> None:
    """Train all phases and write the weights. Hours on two cores; run `rehearse.training.fit_judge` afterwards."""
    torch.manual_seed(SEED)
    torch.set_num_threads(threads)
    trainer = Trainer(gather(outside))
    for phase in PHASES:
        trainer.run(phase, lambda line: print(line, flush=True))
        save(trainer.network, out)


if __name__ == "__main__":
    typer.run(train)
