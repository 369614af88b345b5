"""What training makes smaller: three losses, each over the texts of one question."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch.nn import functional

from rehearse.domain.question import AnswerKey, RubricItem
from rehearse.domain.verdicts import Status
from rehearse.training.network import Network
from rehearse.training.pairs import TextPair
from rehearse.training.states import States

SAME, OPPOSITE = 0, 2
_SHARPEST = 50.0
_NEVER = -1e4
_MET = {Status.MET: 1.0, Status.PARTIAL: 0.5, Status.MISSING: 0.0, Status.CONTRADICTED: 0.0}
_AGAINST = {Status.MET: 0.0, Status.PARTIAL: 0.1, Status.MISSING: 0.0, Status.CONTRADICTED: 1.0}
_AGAINST_WEIGHT = 0.7
_LIKELIEST, _LIKELIEST_WRONG = 3, 2
"""Units of an answer that are compared with an item: those nearest to right phrasings, and to wrong ones."""
_KEPT = 0.7
"""The share of an item's accepted phrasings that a step uses, so that keys with few of them are learnt too."""


@dataclass(frozen=True)
class Encoded:
    """Vectors of texts under training, and under the untrained encoder; both by the row that `row` gives."""

    row: dict[str, int]
    trained: torch.Tensor
    plain: torch.Tensor

    def pick(self, texts: Sequence[str]) -> torch.Tensor:
        return torch.tensor([self.row[text] for text in texts])


def encode(network: Network, plain: torch.Tensor, states: States, texts: Sequence[str]) -> Encoded:
    """Encode the texts of one step. `plain` is (all texts, 384) in the order of `states`."""
    batches = states.batches(texts)
    ids = [text_id for batch in batches for text_id in batch.ids]
    place = {text_id: row for row, text_id in enumerate(ids)}
    trained = torch.cat([network.encode(batch) for batch in batches])
    return Encoded({text: place[states.index[text]] for text in texts}, trained, plain[torch.tensor(ids)])


def pair_loss(network: Network, encoded: Encoded, pairs: Sequence[TextPair]) -> torch.Tensor:
    """Cross-entropy of what the head says of each pair, weighted."""
    said, phrasing = encoded.pick([pair.said for pair in pairs]), encoded.pick([pair.phrasing for pair in pairs])
    cosines = (encoded.plain[said] * encoded.plain[phrasing]).sum(1)
    logits = network.compare(encoded.trained[said], encoded.trained[phrasing], cosines)
    losses = -(torch.tensor([pair.target for pair in pairs]) * logits.log_softmax(1)).sum(1)
    return (losses * torch.tensor([pair.weight for pair in pairs])).mean()


def contrastive_loss(network: Network, encoded: Encoded, key: AnswerKey) -> torch.Tensor:
    """Accepted phrasings of an item attract each other; its rejected ones and those of other items are pushed away (Khosla et al. 2020)."""
    labelled = [
        (text, n, right) for n, item in enumerate(key.items) for right, texts in ((1, item.phrasings), (0, item.reject)) for text in texts
    ]
    vectors = encoded.trained[encoded.pick([text for text, _, _ in labelled])]
    items, right = torch.tensor([n for _, n, _ in labelled]), torch.tensor([flag for _, _, flag in labelled]).bool()
    itself = torch.eye(len(vectors), dtype=torch.bool)
    cosines = (vectors @ vectors.T * network.sharpness.exp().clamp(max=_SHARPEST)).masked_fill(itself, _NEVER)
    partners = (items[:, None] == items[None]) & right[:, None] & right[None] & ~itself
    losses = -(cosines.log_softmax(1) * partners).sum(1) / partners.sum(1).clamp(min=1)
    return losses[partners.any(1)].mean()


def answer_loss(
    network: Network, encoded: Encoded, units: Sequence[str], items: Sequence[RubricItem], statuses: dict[str, Status], draw: random.Random
) -> torch.Tensor:
    """The loss of an answer: that of its items, over those that words decide."""
    losses = [
        item_loss(network, encoded, units, item, statuses[item.id], draw) for item in items if item.id in statuses and not item.numeric
    ]
    return torch.stack(losses).mean()


def item_loss(
    network: Network, encoded: Encoded, units: Sequence[str], item: RubricItem, status: Status, draw: random.Random
) -> torch.Tensor:
    """How far the likeliest unit of an answer is from what the answer's label says of an item."""
    accept = [item.text, *draw.sample(item.accept, max(1, int(len(item.accept) * _KEPT)) if item.accept else 0)]
    chances, right = _chances(network, encoded, units, accept, item.reject)
    same = _top(chances[:, :right, SAME]).max()
    against = _top(chances[:, :right, OPPOSITE])
    if item.reject:
        against = torch.maximum(against, chances[:, right:, SAME].max(1).values)
    wrong = functional.binary_cross_entropy(against.max(), torch.tensor(_AGAINST[status]))
    return functional.binary_cross_entropy(same, torch.tensor(_MET[status])) + _AGAINST_WEIGHT * wrong


def _chances(
    network: Network, encoded: Encoded, units: Sequence[str], accept: Sequence[str], reject: Sequence[str]
) -> tuple[torch.Tensor, int]:
    """Probabilities (candidate units, phrasings, 3) and how many of the phrasings are right ones."""
    said, phrasings = encoded.pick(units), encoded.pick([*accept, *reject])
    near = (encoded.trained[said] @ encoded.trained[phrasings].T).detach()
    likeliest = near[:, : len(accept)].max(1).values.topk(min(_LIKELIEST, len(units))).indices
    wrong = (near[:, len(accept) :] if reject else near).max(1).values.topk(min(_LIKELIEST_WRONG, len(units))).indices
    chosen = said[torch.unique(torch.cat([likeliest, wrong]))]
    left, right = chosen.repeat_interleave(len(phrasings)), phrasings.repeat(len(chosen))
    cosines = (encoded.plain[left] * encoded.plain[right]).sum(1)
    logits = network.compare(encoded.trained[left], encoded.trained[right], cosines)
    return logits.softmax(1).view(len(chosen), len(phrasings), 3), len(accept)


def _top(chances: torch.Tensor) -> torch.Tensor:
    """The mean of the two highest of each row."""
    return chances.topk(min(2, chances.shape[1]), 1).values.mean(1)
