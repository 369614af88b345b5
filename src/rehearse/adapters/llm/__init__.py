"""Engines behind an OpenAI-compatible endpoint: the client, the interviewer, the judge."""
