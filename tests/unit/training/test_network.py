"""The numpy head that serves gives what the trained network gives."""

import numpy as np
import torch

from rehearse.adapters.embedded_judge.pair_head import load_head
from rehearse.adapters.embeddings import TorchEmbedder, weights_folder
from rehearse.training.network import Network, save
from rehearse.training.objectives import encode
from rehearse.training.states import states_of

TEXTS = ["It memorises the noise.", "The model learns the training data by heart.", "Use a smaller learning rate, if it diverges."]


def test_what_is_saved_serves_as_it_was_trained(tmp_path):
    torch.manual_seed(1)
    network = Network().eval()
    states = states_of(TEXTS)
    with torch.no_grad():
        for parameter in network.layers.parameters():
            parameter += 0.01 * torch.randn_like(parameter)
        encoded = encode(network, torch.zeros(len(TEXTS), 384), states, TEXTS)
        vectors = encoded.trained[encoded.pick(TEXTS)]
        expected = network.compare(vectors[:2], vectors[1:], torch.zeros(2)).softmax(1).numpy()
    path = tmp_path / "verifier.safetensors"
    save(network, path)
    served = TorchEmbedder(weights_folder(), 2, path).encode(TEXTS)
    assert np.abs(served - vectors.numpy()).max() < 0.01
    chances = load_head(path)(served[:2], served[1:], np.zeros(2, dtype=np.float32))
    assert np.abs(chances - expected).max() < 0.01
    assert np.allclose(chances.sum(axis=1), 1)
