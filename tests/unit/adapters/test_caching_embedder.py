"""What is known for good never makes room for what came last."""

import numpy as np

from rehearse.adapters.embeddings import CachingEmbedder


class Counting:
    fingerprint = "counting"

    def __init__(self):
        self.texts = []

    def encode(self, texts):
        self.texts += texts
        return np.ones((len(texts), 384), dtype=np.float32)


def test_what_the_index_knows_is_not_missing_and_stays():
    bare = Counting()
    known = {"a phrasing": np.zeros(384, dtype=np.float32)}
    cache = CachingEmbedder(bare, lambda texts: {text: known[text] for text in texts if text in known}, size=1)
    assert cache.missing(["a phrasing", "said", "said"]) == ["said"]
    cache.remember({"said": np.ones(384, dtype=np.float32), "said last": np.ones(384, dtype=np.float32)})
    assert cache.missing(["a phrasing", "said", "said last"]) == ["said"]
    assert not cache.encode(["a phrasing"]).any()
    assert not bare.texts
