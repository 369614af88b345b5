"""Everything embedded, in Chroma: questions, key phrasings, references.

The index is a cache of the bank. It has one owner, held by a file lock; after opening, documents
must find themselves, in a child process after an unclean stop, or it is rebuilt beside the old one
and swapped in. A collection is named after the embedder's fingerprint, so another embedder never
reads vectors that are not its own.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from filelock import FileLock, Timeout

from rehearse.adapters.embeddings import DIMENSION, Embedder, Vectors
from rehearse.domain.text import content_hash
from rehearse.errors import RehearseError, SearchIndexError
from rehearse.ports import MOST_PASSAGES, Document, Kind, Passage, Synced, owner_of

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

PROBES = 20
"""How many documents of each collection must find themselves."""
BATCH = 256
_SPACE = {"hnsw": {"space": "cosine", "ef_construction": 200, "max_neighbors": 32, "ef_search": 100}}
Progress = Callable[[int, int], None]


class ChromaIndex:
    """The retriever port, and the store of every vector."""

    def __init__(
        self, client: "ClientAPI", embedder: Embedder, release: Callable[[], object] = lambda: None, mark: Path | None = None
    ) -> None:
        self._client = client
        self._embedder = embedder
        self._release = release
        self._mark = mark

    def sync(self, kind: Kind, documents: Iterable[Document], progress: Progress = lambda done, total: None) -> Synced:
        """Make the collection hold exactly `documents`; only new and changed texts are embedded."""
        with _index_errors(kind.value):
            return self._sync(self._collection(kind), {document.id: document for document in documents}, progress)

    def _sync(self, collection: "Collection", wanted: dict[str, Document], progress: Progress) -> Synced:
        stored = _stored_hashes(collection)
        changed = [d for d in wanted.values() if stored.get(d.id) != content_hash(d.text)]
        gone = [known for known in stored if known not in wanted]
        for start in range(0, len(changed), BATCH):
            self._upsert(collection, changed[start : start + BATCH])
            progress(min(start + BATCH, len(changed)), len(changed))
        if gone:
            collection.delete(ids=gone)
        return Synced(len(changed), len(gone), len(wanted) - len(changed))

    def search(self, kind: Kind, query: str, count: int) -> list[Passage]:
        """The nearest documents of a kind, best first, each by its nearest passage."""
        collection = self._collection(kind)
        vector = self._embedder.encode([query])
        found = collection.query(query_embeddings=vector, n_results=max(1, count * MOST_PASSAGES), include=["documents", "distances"])
        ids, texts, distances = found["ids"][0], (found["documents"] or [[]])[0], (found["distances"] or [[]])[0]
        nearest: dict[str, Passage] = {}
        for i, text, distance in zip(ids, texts, distances, strict=True):
            nearest.setdefault(owner_of(i), Passage(id=owner_of(i), text=text, similarity=1 - distance))
        return list(nearest.values())[:count]

    def vectors(self, kind: Kind, texts: Sequence[str]) -> dict[str, Vectors]:
        """Stored vectors of texts that were indexed by content hash, by text; unknown texts are left out."""
        if not texts:
            return {}
        by_id = {content_hash(text): text for text in texts}
        found = self._collection(kind).get(ids=list(by_id), include=["embeddings"])
        stored = found["embeddings"]
        return {by_id[i]: np.asarray(v, dtype=np.float32) for i, v in zip(found["ids"], stored if stored is not None else [], strict=True)}

    def recall(self, kind: Kind, texts: Sequence[str]) -> dict[str, Vectors]:
        """Vectors by text, indexed by content hash; texts that are not stored yet are embedded and stored."""
        found = self.vectors(kind, texts)
        if missing := [text for text in texts if text not in found]:
            found |= dict(zip(missing, self._embedder.encode(missing), strict=True))
            # Only a cache: a full disk must not stop a grading.
            with suppress(Exception):
                self._upsert(self._collection(kind), [Document(id=content_hash(text), text=text) for text in missing])
        return found

    def counts(self) -> dict[str, int]:
        """Documents of each kind."""
        return {kind.value: self._collection(kind).count() for kind in Kind}

    def finds_itself(self) -> bool:
        """Whether a sample of the documents of each collection is its own nearest neighbour."""
        return all(_finds_itself(self._collection(kind)) for kind in Kind)

    def close(self) -> None:
        """Record a clean stop and let another process own the index."""
        if self._mark:
            self._mark.unlink(missing_ok=True)
        self._release()

    def _upsert(self, collection: "Collection", documents: list[Document]) -> None:
        collection.upsert(
            ids=[d.id for d in documents],
            embeddings=self._embedder.encode([d.text for d in documents]),
            documents=[d.text for d in documents],
            metadatas=[{"hash": content_hash(d.text)} for d in documents],
        )

    def _collection(self, kind: Kind) -> "Collection":
        name = f"{kind.value}-{self._embedder.fingerprint}"
        metadata = {"model": self._embedder.fingerprint, "dimension": DIMENSION}
        # Without embedding_function=None Chroma would download a model of its own.
        return self._client.get_or_create_collection(name, configuration=_SPACE, metadata=metadata, embedding_function=None)  # type: ignore[arg-type]

    def drop_other_embedders(self) -> list[str]:
        """Delete collections of other embedders and return their names."""
        others = [c.name for c in self._client.list_collections() if not c.name.endswith(self._embedder.fingerprint)]
        for name in others:
            self._client.delete_collection(name)
        return others


def open_server(url: str, embedder: Embedder) -> ChromaIndex:
    """An index on a Chroma server, which several processes may share."""
    import chromadb
    from chromadb.config import Settings

    host, _, port = url.removeprefix("http://").removeprefix("https://").rstrip("/").partition(":")
    try:
        client = chromadb.HttpClient(host, int(port or 8000), ssl=url.startswith("https"), settings=Settings(anonymized_telemetry=False))
    except Exception as error:
        raise SearchIndexError(f"The Chroma server {url!r} does not answer ({error}). Start it, or unset REHEARSE_CHROMA_URL.") from error
    return ChromaIndex(client, embedder)


def open_folder(folder: Path, embedder: Embedder, say: Callable[[str], None] = lambda text: None) -> ChromaIndex:
    """Own the index in `folder`; a damaged one is moved away, to be filled again by `sync`.

    Two processes on one Chroma folder lose data without an error, so a second one gets a copy of its own.
    """
    with _index_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / "owner.lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            return _open_copy(folder / "current", embedder)
        mark, current = folder / "open", folder / "current"
        if mark.exists() and current.exists() and not _survives_in_child(current, embedder):
            say("The search index was damaged by an unclean stop; building it again.")
            _retire(current)
        mark.touch()
        index = ChromaIndex(_client(current), embedder, lock.release, mark)
        if not _safely(index.finds_itself):
            say("The search index does not find its own documents; building it again.")
            _retire(current)
            index = ChromaIndex(_client(current), embedder, lock.release, mark)
        return index


def _open_copy(current: Path, embedder: Embedder) -> ChromaIndex:
    """A private copy of an index that another process owns; an inconsistent copy is left for `sync` to fill."""
    place = tempfile.TemporaryDirectory(prefix="rehearse-index-", ignore_cleanup_errors=True)
    copy = Path(place.name) / "current"
    shutil.copytree(current, copy)
    if not _survives_in_child(copy, embedder):
        shutil.rmtree(copy)
    return ChromaIndex(_client(copy), embedder, place.cleanup)


@contextmanager
def _index_errors(where: object) -> Iterator[None]:
    """Chroma fails in many ways, a full disk among them; each becomes one sentence."""
    try:
        yield
    except RehearseError:
        raise
    except Exception as error:
        raise SearchIndexError(
            f"The search index in {str(where)!r} failed ({error}). Check the disk; the index is only a cache and may be deleted."
        ) from error


def _client(folder: Path) -> "ClientAPI":
    import chromadb
    from chromadb.config import Settings

    folder.mkdir(parents=True, exist_ok=True)
    return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))


def _retire(folder: Path) -> None:
    """Swap a damaged index for an empty place; Chroma caches clients by path, so that cache goes too."""
    from chromadb.api.shared_system_client import SharedSystemClient

    aside = folder.with_name(f"damaged-{os.getpid()}")
    shutil.rmtree(aside, ignore_errors=True)
    folder.rename(aside)
    shutil.rmtree(aside, ignore_errors=True)
    SharedSystemClient.clear_system_cache()


def _survives_in_child(folder: Path, embedder: Embedder) -> bool:
    """Self-test in a child process: garbage in an HNSW file crashes whoever opens it."""
    code = "import sys; from rehearse.adapters.chroma_index import self_test; sys.exit(not self_test(*sys.argv[1:]))"
    child = subprocess.run([sys.executable, "-c", code, str(folder), embedder.fingerprint], capture_output=True, timeout=120)
    return child.returncode == 0


def self_test(folder: str, fingerprint: str) -> bool:
    """Whether every collection of that embedder finds its own documents."""
    client = _client(Path(folder))
    ours = [c.name for c in client.list_collections() if c.name.endswith(fingerprint)]
    return all(_finds_itself(client.get_collection(name, embedding_function=None)) for name in ours)


def _finds_itself(collection: "Collection") -> bool:
    count = collection.count()
    sample = collection.get(limit=PROBES, offset=max(0, count // 2 - PROBES // 2), include=["embeddings"])
    if not sample["ids"]:
        return count == 0
    found: Any = collection.query(query_embeddings=np.asarray(sample["embeddings"]), n_results=1, include=["distances"])
    # Two documents with one text tie, so the distance decides and not the id.
    return all(distances and distances[0] < 1e-3 for distances in found["distances"])


def _stored_hashes(collection: "Collection") -> dict[str, str]:
    stored = collection.get(include=["metadatas"])
    return {i: str(metadata["hash"]) for i, metadata in zip(stored["ids"], stored["metadatas"] or [], strict=True)}


def _safely(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception:
        # Chroma answers damage with many kinds of error; each means "rebuild".
        return False
