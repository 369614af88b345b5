"""The JSON schema of question files, for completion in editors; ``make schema`` writes it."""

import json

from rehearse.domain.question import BankEntry


def schema_text() -> str:
    """The schema as it is stored. A file may leave out ``question.id``: it is the file's name."""
    schema = BankEntry.model_json_schema()
    question = schema["$defs"]["Question"]
    question["required"] = [field for field in question["required"] if field != "id"]
    return json.dumps(schema, indent=1) + "\n"
