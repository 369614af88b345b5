from datetime import date

import pytest

from rehearse.content.dispute_case import DisputeCase, write_case
from rehearse.domain.verdicts import Status, Verdict
from rehearse.errors import ContentError
from rehearse.evaluation.own import dispute_cases
from rehearse.evaluation.suites import suites_named


def kept(**more):
    first = Verdict(item_id="why", status=Status.MISSING, engine="embedded")
    given = {"question": "bagging", "answer": "Errors cancel.", "items": {"why": Status.MET}, "reason": "I said it.", "first": first}
    return DisputeCase(**{**given, "saved": date(2026, 1, 2), **more})


def test_a_disputed_verdict_becomes_a_case_with_the_claimed_status(tmp_path):
    write_case(tmp_path, kept())
    write_case(tmp_path, kept(answer="They average out."))
    cases = dispute_cases(tmp_path)
    assert [case.id for case in cases] == ["bagging-1", "bagging-2"]
    assert cases[0].gold.items == {"why": Status.MET}
    assert cases[0].note == "I said it."


def test_without_a_dispute_the_way_to_one_is_named(tmp_path):
    with pytest.raises(ContentError, match=r"rehearse dispute … --save"):
        dispute_cases(tmp_path)


def test_all_suites_are_those_that_ship(tmp_path):
    assert "disputes" not in {suite.name for suite in suites_named(["all"])}
    assert [suite.name for suite in suites_named(["disputes"])] == ["disputes"]
