import json

import pytest

from rehearse.adapters.llm.judge_reply import MOST_REASON_WORDS, Asked, read_reply, reply_schema
from rehearse.domain.question import Competency
from rehearse.domain.verdicts import Status

ASKED = Asked(("what", "why"), ("trees",), (Competency.FUNDAMENTALS,))


def row(item_id, **fields):
    return {"item_id": item_id, "quote": "", "reason": "", "reference_ids": [], "status": "missing", "confidence": 70, **fields}


def reply(*rows, evidence=()):
    return json.dumps({"verdicts": rows, "evidence": evidence})


def test_a_whole_reply_has_no_faults():
    read = read_reply(reply(row("what", status="met", quote="averages"), row("why")), ASKED)
    assert {name: given.status for name, given in read.items.items()} == {"what": Status.MET, "why": Status.MISSING}
    assert read.faults == ()


def test_one_bad_item_does_not_spoil_the_others_and_is_named():
    read = read_reply(reply(row("what", status="superb"), row("why")), ASKED)
    assert list(read.items) == ["why"]
    assert "verdicts.0.status" in read.complaint
    assert "no valid verdict on item 'what'" in read.complaint


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("met, met, met", "not JSON"),
        ("[1, 2]", "no list named 'verdicts'"),
        ('{"verdicts": {"what": "met"}}', "no list named 'verdicts'"),
        ('{"verdicts": ["met", null]}', "verdicts.0"),
        (reply(row("who")), "'who' is no item of this rubric"),
        (reply(row("what", status="unscored")), "status 'unscored' is not one of met"),
        (reply(row("what", confidence=400)), "verdicts.0.confidence"),
    ],
)
def test_what_cannot_be_used_is_told(text, fault):
    read = read_reply(text, ASKED)
    assert not read.items
    assert any(fault in each for each in read.faults)


def test_a_repair_adds_what_was_missing_and_does_not_take_back_what_was_said():
    first = read_reply(reply(row("what", confidence=90)), ASKED)
    second = read_reply(reply(row("what", confidence=10), row("why")), ASKED)
    both = first.with_repair(second)
    assert [both.items[name].confidence for name in ASKED.items] == [90, 70]
    assert both.faults == ()


def test_extra_fields_and_nulls_of_a_chatty_model_do_no_harm():
    read = read_reply(reply(row("what", quote=None, reason=None, points=5), row("why")), ASKED)
    assert read.faults == ()


def test_a_long_reason_is_cut():
    read = read_reply(reply(row("what", reason="word " * 90), row("why", reason="It names no cause.")), ASKED)
    assert len(read.items["what"].short_reason.split()) == MOST_REASON_WORDS
    assert read.items["why"].short_reason == "It names no cause."


def test_evidence_is_taken_where_it_is_valid_and_costs_no_repair():
    good = {"competency": "fundamentals", "quote": "averages", "observation": "Names the mechanism."}
    read = read_reply(
        reply(row("what"), row("why"), evidence=[{"competency": "charm"}, good, {"competency": "coding", "quote": ""}]), ASKED
    )
    assert [sign.observation for sign in read.signs] == ["Names the mechanism."]
    assert read.faults == ()


def test_the_schema_names_the_ids_and_bounds_no_number():
    schema = json.dumps(reply_schema(ASKED))
    assert all(f'"enum": {json.dumps([name])}' in schema for name in ("trees", "fundamentals"))
    assert "minimum" not in schema
    assert reply_schema(Asked(("what",), (), ()))["properties"]["verdicts"]["items"]["properties"]["reference_ids"]["items"] == {
        "type": "string"
    }
