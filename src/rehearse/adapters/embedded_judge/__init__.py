"""The default judge: MiniLM similarity, lexical overlap, polarity, numbers and STAR signs; deterministic."""

ENGINE = "embedded"
