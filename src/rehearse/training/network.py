"""What is trained: the two upper layers of MiniLM, and a head that compares two sentence vectors."""

import copy
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional
from transformers import AutoModel

from rehearse.adapters.embeddings import weights_folder
from rehearse.training.states import FROZEN, WIDTH, Batch

HIDDEN = 192
_DROPPED = 0.1
_VECTOR, _PRODUCT, _COSINE = 6.0, 100.0, 4.0
"""Factors that bring the parts of a comparison to about the same size."""


class Network(nn.Module):
    """Vectors of texts from their token states, and what two vectors say of each other."""

    def __init__(self) -> None:
        super().__init__()
        encoder = AutoModel.from_pretrained(str(weights_folder())).encoder
        self.layers = nn.ModuleList(copy.deepcopy(encoder.layer[FROZEN:]))
        self.clause = nn.Linear(WIDTH, HIDDEN)
        self.phrasing, self.gap, self.product = (nn.Linear(WIDTH, HIDDEN, bias=False) for _ in range(3))
        self.cosines = nn.Linear(2, HIDDEN, bias=False)
        self.last = nn.Linear(HIDDEN, 3)
        self.dropout = nn.Dropout(_DROPPED)
        self.sharpness = nn.Parameter(torch.tensor(3.0))

    def encode(self, batch: Batch) -> torch.Tensor:
        """Vectors of shape (texts, 384), each of length 1."""
        states, away = batch.rows, (1 - batch.mask[:, None, None, :]) * -1e4
        for layer in self.layers:
            states = layer(states, away)
            states = states[0] if isinstance(states, tuple) else states
        weights = batch.mask[:, :, None]
        return functional.normalize((states * weights).sum(1) / weights.sum(1), dim=1)

    def compare(self, said: torch.Tensor, phrasing: torch.Tensor, plain: torch.Tensor) -> torch.Tensor:
        """Logits of shape (pairs, 3): same, other, opposite. `plain` are cosines under the untrained encoder."""
        cosines = torch.stack([(said * phrasing).sum(1), plain], 1) * _COSINE
        hidden = self.clause(said * _VECTOR) + self.phrasing(phrasing * _VECTOR) + self.gap((said - phrasing).abs() * _VECTOR)
        hidden = hidden + self.product(said * phrasing * _PRODUCT) + self.cosines(cosines)
        logits: torch.Tensor = self.last(self.dropout(functional.gelu(hidden)))
        return logits


def save(network: Network, path: Path) -> None:
    """Write the layers and the head in half precision, as `rehearse.adapters.embedded_judge.pair_head` reads them."""
    from safetensors.torch import save_file

    layers = {f"layer.{FROZEN + n}.{name}": tensor for n, layer in enumerate(network.layers) for name, tensor in layer.state_dict().items()}
    head = {
        "clause": network.clause.weight.T * _VECTOR,
        "phrasing": network.phrasing.weight.T * _VECTOR,
        "gap": network.gap.weight.T * _VECTOR,
        "product": network.product.weight.T * _PRODUCT,
        # The judge multiplies cosines itself.
        "cosines": network.cosines.weight.T,
        "bias": network.clause.bias,
        "last": network.last.weight.T,
        "last_bias": network.last.bias,
    }
    tensors = {**layers, **{f"head.{name}": tensor for name, tensor in head.items()}}
    save_file({name: tensor.detach().half().contiguous() for name, tensor in tensors.items()}, path)
