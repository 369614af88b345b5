import pytest

from rehearse.content.yaml_file import read_record
from rehearse.domain.planning import Loop
from rehearse.errors import ContentError
from unit.content_files import line_with, write

GOOD = """\
id: quick
title: Quick practice
description: A short one.
level: mid
rounds:
  - {round: ml_theory, minutes: 8}
  - round: statistics
    minutes: 6
"""


def faults_of(path):
    with pytest.raises(ContentError) as caught:
        read_record(path, Loop)
    return caught.value.faults


def test_a_good_file_becomes_a_record(tmp_path):
    loop = read_record(write(tmp_path / "quick.yaml", GOOD), Loop)
    assert (loop.id, loop.minutes) == ("quick", 14)


def test_a_wrong_value_is_named_with_its_file_line_and_place(tmp_path):
    path = write(tmp_path / "quick.yaml", GOOD.replace("minutes: 6", "minutes: soon"))
    (fault,) = faults_of(path)
    assert fault.startswith(f"{path}:8: rounds.1.minutes: ")
    assert "(found 'soon')" in fault


def test_a_misspelt_field_is_an_error_at_its_line(tmp_path):
    path = write(tmp_path / "quick.yaml", GOOD + "lvel: senior\n")
    (fault,) = faults_of(path)
    assert fault.startswith(f"{path}:{line_with(path, 'lvel')}: lvel: ")
    assert "Extra inputs are not permitted (found 'senior')" in fault


def test_a_missing_field_is_named_at_the_line_where_it_belongs(tmp_path):
    (fault,) = faults_of(write(tmp_path / "quick.yaml", GOOD.replace("    minutes: 6\n", "")))
    assert ":7: rounds.1.minutes: Field required" in fault


def test_every_fault_of_a_file_is_told_at_once(tmp_path):
    path = write(tmp_path / "quick.yaml", GOOD.replace("level: mid", "level: guru").replace("minutes: 8", "minutes: 0"))
    faults = faults_of(path)
    assert [fault.split(": ")[1] for fault in faults] == ["level", "rounds.0.minutes"]
    assert "'junior', 'mid' or 'senior'" in faults[0]
    assert "(found 0)" in faults[1]


def test_broken_yaml_is_an_error_with_the_line_that_broke_it(tmp_path):
    path = write(tmp_path / "quick.yaml", GOOD.replace("title: Quick practice", "title: Quick: practice"))
    (fault,) = faults_of(path)
    assert fault.startswith(f"{path}:2: not valid YAML: ")
    assert "check quotes, colons and indentation" in fault


@pytest.mark.parametrize(("text", "found"), [("", "NoneType"), ("- one\n- two\n", "list"), ("just words\n", "str")])
def test_a_file_that_holds_no_fields_is_an_error(tmp_path, text, found):
    path = write(tmp_path / "quick.yaml", text)
    assert faults_of(path) == [f"{path}:1: expected a mapping of fields, found {found}"]


def test_a_file_that_is_not_there_is_an_error_and_no_traceback(tmp_path):
    (fault,) = faults_of(tmp_path / "gone.yaml")
    assert fault.startswith(f"{tmp_path / 'gone.yaml'}: cannot be read")


def test_a_file_in_another_encoding_is_an_error_that_says_what_to_do(tmp_path):
    path = tmp_path / "quick.yaml"
    path.write_bytes(GOOD.replace("Quick", "Schnelle Übung").encode("latin-1"))
    (fault,) = faults_of(path)
    assert "save it as a UTF-8 file" in fault


def test_a_forbidden_character_is_an_error(tmp_path):
    (fault,) = faults_of(write(tmp_path / "quick.yaml", GOOD.replace("Quick", "Qu\x00ick")))
    assert "not valid YAML" in fault


def test_yaml_cannot_make_python_objects(tmp_path):
    (fault,) = faults_of(write(tmp_path / "quick.yaml", "title: !!python/object/apply:os.system ['true']\n"))
    assert ":1: not valid YAML: " in fault


def test_a_very_long_value_is_shown_in_part(tmp_path):
    (fault,) = faults_of(write(tmp_path / "quick.yaml", GOOD.replace("level: mid", f"level: {'x' * 500}")))
    assert "…)" in fault
    assert len(fault) < 400


def test_a_file_may_be_reshaped_before_it_is_checked(tmp_path):
    path = write(tmp_path / "named.yaml", GOOD.replace("id: quick\n", ""))
    assert read_record(path, Loop, lambda data, file: {"id": file.stem, **data}).id == "named"
