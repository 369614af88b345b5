"""How the weights and coefficients of the embedded judge are made. Needs PyTorch and, for the verifier, human-graded sets by path."""
