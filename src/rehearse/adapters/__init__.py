"""Everything outside: embeddings, Chroma, SQL, models."""
