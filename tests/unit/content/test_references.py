import pytest

from rehearse.content.references import load_notes
from rehearse.errors import ContentError
from unit.content_files import write

NOTE = "---\ntitle: Bayes' theorem\nsources:\n  - Bayes 1763, An essay\n---\nIt turns a probability round: $P(H)$.\n"


def notes(folder, **files):
    for name, text in files.items():
        write(folder / "references" / f"{name.replace('_', '-')}.md", text)
    return load_notes([folder])


def faults_of(folder, **files):
    with pytest.raises(ContentError) as caught:
        notes(folder, **files)
    return caught.value.faults


def test_a_note_is_called_by_its_file_and_keeps_its_formulas(tmp_path):
    note = notes(tmp_path, bayes_theorem=NOTE)["bayes-theorem"]
    assert (note.id, note.title, note.sources) == ("bayes-theorem", "Bayes' theorem", ("Bayes 1763, An essay",))
    assert note.body == "It turns a probability round: $P(H)$."


def test_a_line_of_dashes_in_the_body_belongs_to_the_body(tmp_path):
    note = notes(tmp_path, bayes=NOTE + "\n---\n\nAfter the line.\n")["bayes"]
    assert note.body.endswith("---\n\nAfter the line.")


def test_a_note_of_your_own_overrides_ours(tmp_path):
    notes(tmp_path / "ours", bayes=NOTE)
    notes(tmp_path / "yours", bayes=NOTE.replace("Bayes' theorem", "My Bayes"))
    assert load_notes([tmp_path / "ours", tmp_path / "yours"])["bayes"].title == "My Bayes"


@pytest.mark.parametrize("text", ["", "No head at all, only a body.", "words first\n" + NOTE, "---\ntitle: never closed\n"])
def test_a_note_without_a_head_is_an_error_that_says_what_a_head_is(tmp_path, text):
    (fault,) = faults_of(tmp_path, bayes=text)
    assert fault.startswith(f"{tmp_path / 'references' / 'bayes.md'}:1: a note begins with a YAML head")


def test_a_head_that_is_not_yaml_is_an_error(tmp_path):
    (fault,) = faults_of(tmp_path, bayes=NOTE.replace("title: Bayes", "title: [Bayes"))
    assert "not valid YAML" in fault


def test_every_fault_of_every_note_is_told_at_once(tmp_path):
    faults = faults_of(
        tmp_path, one=NOTE.replace("title:", "titel:"), two=NOTE.replace("It turns a probability round: $P(H)$.", "Short."), three=NOTE
    )
    told = "\n".join(faults)
    assert f"{tmp_path / 'references' / 'one.md'}: title: Field required" in told
    assert f"{tmp_path / 'references' / 'one.md'}: titel: Extra inputs" in told
    assert f"{tmp_path / 'references' / 'two.md'}: body: " in told
    assert "three.md" not in told
