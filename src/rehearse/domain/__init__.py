"""Pure values and decisions: no file, clock, network or model."""
