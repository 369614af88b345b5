"""The index as a cache: kept up to date, checked, rebuilt when damaged, never shared by two processes."""

import shutil

import pytest

from rehearse.adapters.chroma_index import open_folder
from rehearse.adapters.fakes import HashEmbedder
from rehearse.ports import Document, Kind, Synced

DOCUMENTS = [Document(id=f"d{n}", text=f"text number {n}") for n in range(40)]


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "index"


def fill(index, documents=DOCUMENTS):
    return index.sync(Kind.QUESTION, documents)


def test_only_what_changed_is_embedded_again(folder):
    embedder = HashEmbedder()
    index = open_folder(folder, embedder)
    assert fill(index) == Synced(40, 0, 0)
    embedder.encoded.clear()
    changed = [Document(id="d0", text="another text"), *DOCUMENTS[1:38]]
    assert fill(index, changed) == Synced(1, 2, 37)
    assert embedder.encoded == ["another text"]
    index.close()


def test_a_document_is_found_by_its_meaning(folder):
    index = open_folder(folder, HashEmbedder())
    fill(index)
    found = index.search(Kind.QUESTION, "text number 7", 3)
    assert found[0].id == "d7"
    assert found[0].similarity == pytest.approx(1, abs=1e-4)
    index.close()


def test_a_document_is_found_once_by_its_nearest_passage(folder):
    index = open_folder(folder, HashEmbedder())
    fill(index, [Document(id="trees#0", text="many trees"), Document(id="trees#1", text="a forest"), *DOCUMENTS])
    found = index.search(Kind.QUESTION, "a forest", 50)
    assert (found[0].id, found[0].text) == ("trees", "a forest")
    assert [passage.id for passage in found].count("trees") == 1
    index.close()


def test_a_phrasing_is_embedded_once_and_then_remembered(folder):
    embedder = HashEmbedder()
    index = open_folder(folder, embedder)
    first = index.recall(Kind.PHRASE, ["one claim", "another claim"])
    embedder.encoded.clear()
    again = index.recall(Kind.PHRASE, ["another claim", "one claim"])
    assert embedder.encoded == []
    assert all(first[text] == pytest.approx(again[text], abs=1e-6) for text in first)
    index.close()


def test_another_embedder_never_reads_foreign_vectors(folder):
    index = open_folder(folder, HashEmbedder())
    fill(index)
    index.close()
    other = HashEmbedder()
    other.fingerprint = "another-model"
    index = open_folder(folder, other)
    assert index.counts()["questions"] == 0
    assert index.drop_other_embedders()
    assert fill(index) == Synced(40, 0, 0)
    index.close()


def damage_missing(current):
    for path in current.iterdir():
        if path.is_dir():
            shutil.rmtree(path)


def damage_garbage(current):
    for path in current.rglob("*.bin"):
        path.write_bytes(b"garbage" * 50)


@pytest.mark.parametrize("damage", [damage_missing, damage_garbage])
def test_after_an_unclean_stop_a_damaged_index_is_built_again(folder, damage):
    index = open_folder(folder, HashEmbedder())
    fill(index, [Document(id=f"d{n}", text=f"text {n}") for n in range(1200)])
    index.close()
    from chromadb.api.shared_system_client import SharedSystemClient

    SharedSystemClient.clear_system_cache()
    (folder / "open").touch()
    damage(folder / "current")
    said = []
    index = open_folder(folder, HashEmbedder(), said.append)
    fill(index)
    assert index.search(Kind.QUESTION, "text number 7", 1)[0].id == "d7"
    assert index.finds_itself()
    index.close()


def test_a_second_process_works_on_a_copy_of_its_own(folder):
    owner = open_folder(folder, HashEmbedder())
    fill(owner)
    second = open_folder(folder, HashEmbedder())
    assert fill(second, DOCUMENTS[:10]).removed == 30
    assert owner.counts()["questions"] == 40
    second.close()
    owner.close()
    third = open_folder(folder, HashEmbedder())
    assert third.counts()["questions"] == 40
    third.close()


def test_stored_vectors_are_found_by_content(folder):
    from rehearse.domain.text import content_hash

    embedder = HashEmbedder()
    index = open_folder(folder, embedder)
    index.sync(Kind.PHRASE, [Document(id=content_hash(t), text=t) for t in ("one claim", "another claim")])
    vectors = index.vectors(Kind.PHRASE, ["one claim", "never seen"])
    assert list(vectors) == ["one claim"]
    assert vectors["one claim"] == pytest.approx(embedder.encode(["one claim"])[0], abs=1e-6)
    index.close()
