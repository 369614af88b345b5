"""Token states of texts under the frozen lower layers of MiniLM, worked out once, so that training runs only the layers above."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import AutoModel

from rehearse.adapters.embeddings import MOST_TOKENS, weights_folder

FROZEN = 4
"""Layers, of six, that training leaves as they are."""
WIDTH = 384
_BATCH_TOKENS = 4096


@dataclass(frozen=True)
class States:
    """The states of every text, one after another: text i has the rows ``starts[i]`` to ``starts[i + 1]`` of `rows`, (tokens, 384)."""

    index: dict[str, int]
    rows: NDArray[np.float16]
    starts: NDArray[np.int64]

    def batches(self, texts: Iterable[str]) -> "list[Batch]":
        """The texts, each once, in batches of like length."""
        ids = sorted({self.index[text] for text in texts}, key=self._length)
        return [self._batch(part) for part in _parts(ids, [self._length(i) for i in ids])]

    def _length(self, text_id: int) -> int:
        return int(self.starts[text_id + 1] - self.starts[text_id])

    def _batch(self, ids: Sequence[int]) -> "Batch":
        longest = max(map(self._length, ids))
        rows = torch.zeros(len(ids), longest, WIDTH)
        mask = torch.zeros(len(ids), longest)
        for row, text_id in enumerate(ids):
            states = self.rows[self.starts[text_id] : self.starts[text_id + 1]]
            rows[row, : len(states)] = torch.from_numpy(states.astype(np.float32))
            mask[row, : len(states)] = 1
        return Batch(list(ids), rows, mask)


@dataclass(frozen=True)
class Batch:
    """Token states (texts, tokens, 384) and their mask (texts, tokens), 1 where there is a token."""

    ids: list[int]
    rows: torch.Tensor
    mask: torch.Tensor


def states_of(texts: Iterable[str]) -> States:
    """Run the frozen layers over every text."""
    from tokenizers import Tokenizer

    folder = weights_folder()
    model = AutoModel.from_pretrained(str(folder)).eval()
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MOST_TOKENS // 2)
    index = {text: number for number, text in enumerate(dict.fromkeys(texts))}
    tokens = [encoding.ids for encoding in tokenizer.encode_batch(list(index))]
    starts = np.concatenate([[0], np.cumsum([len(row) for row in tokens])])
    rows = np.zeros((int(starts[-1]), WIDTH), dtype=np.float16)
    order = sorted(range(len(tokens)), key=lambda i: len(tokens[i]))
    for part in _parts(order, [len(tokens[i]) for i in order]):
        for text_id, states in zip(part, _run(model, [tokens[i] for i in part]), strict=True):
            rows[starts[text_id] : starts[text_id + 1]] = states
    return States(index, rows, starts)


def _run(model: torch.nn.Module, tokens: Sequence[Sequence[int]]) -> list[NDArray[np.float32]]:
    padded = torch.zeros(len(tokens), max(map(len, tokens)), dtype=torch.long)
    for row, ids in enumerate(tokens):
        padded[row, : len(ids)] = torch.tensor(ids)
    with torch.inference_mode():
        found = model(input_ids=padded, attention_mask=(padded != 0).long(), output_hidden_states=True).hidden_states[FROZEN].numpy()
    return [found[row, : len(ids)] for row, ids in enumerate(tokens)]


def _parts(ids: Sequence[int], lengths: Sequence[int]) -> list[list[int]]:
    """Ids, which run by rising length, cut so that no part is larger than `_BATCH_TOKENS` once padded."""
    parts: list[list[int]] = []
    for text_id, length in zip(ids, lengths, strict=True):
        if not parts or (len(parts[-1]) + 1) * length > _BATCH_TOKENS:
            parts.append([])
        parts[-1].append(text_id)
    return parts
