from pathlib import Path

from rehearse.content.schema import schema_text

STORED = Path(__file__).parents[3] / "knowledge" / "schema" / "question.schema.json"


def test_the_stored_schema_is_the_one_that_the_code_makes():
    assert STORED.read_text(encoding="utf-8") == schema_text(), "run `make schema`"
