"""What reading and matching a list of people promises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luminary.errors import InputError
from luminary.leaders.names import Known, fold, read_people


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Åse", "ase"),
        ("ÄRLA", "arla"),
        ("Öberg", "oberg"),
        ("Sørensen", "Sorensen"),
        ("Kjær", "kjaer"),
        ("Łukasz", "lukasz"),
        ("Þóra", "thora"),
        ("Guðrún", "gudrun"),
        ("Groß", "gross"),
        ("A\u030ase", "Åse"),
        ("@handle", "Handle"),
        ("  Bo \t Ek ", "Bo Ek"),
        ("Bo\x00 Ek", "Bo Ek"),
    ],
)
def test_case_and_accents_are_forgiven(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("Aase", "Åse"), ("Soerensen", "Sørensen"), ("Bo", "Boo")])
def test_spelling_is_not_forgiven(one, other):
    assert fold(one) != fold(other)


@given(st.text())
def test_folding_twice_changes_nothing_but_further_ats(text):
    assert fold(fold(text)).lstrip("@ ") == fold(text).lstrip("@ ")


def test_names_in_keys_count_as_names():
    assert Known("zulip:lab/~Bo Ek").called == {"bo ek"}
    assert Known("zulip:lab/12", ("x:/@bo_ek",)).called == {"12", "bo_ek"}


def written(folder, name, text):
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", "person\nBo Ek\nEva Lind\n"),
        ("a.csv", "\ufeffPerson,role\nBo Ek,nurse\nEva Lind,\n"),
        ("a.tsv", "role\tperson\nnurse\tBo Ek\n\tEva Lind\n"),
        ("a.csv", 'person;note\n"Bo Ek";"a;b"\n;\nEva Lind;x'),
        ("a.txt", "Bo Ek\r\n\r\nEva Lind\r\n"),
        ("a.txt", "person\nBo Ek\nEva Lind"),
        ("list", "Bo Ek\nEva Lind\n"),
        ("a.csv", "person\nBo Ek\nEva Lind\n".encode("utf-16")),
    ],
)
def test_tables_and_plain_lines_are_read(tmp_path, name, text):
    assert read_people(written(tmp_path, name, text)) == ("Bo Ek", "Eva Lind")


def test_another_column_can_be_named(tmp_path):
    file = written(tmp_path, "a.csv", "Namn,id\nBo,7\n")
    assert read_people(file, "namn") == ("Bo",)


def test_a_plain_list_keeps_commas(tmp_path):
    assert read_people(written(tmp_path, "a.txt", "Ek, Bo\nLind, Eva\n")) == ("Ek, Bo", "Lind, Eva")


@pytest.mark.parametrize("name", ["a.csv", "list"])
def test_a_table_without_the_column_says_which_it_has(tmp_path, name):
    with pytest.raises(InputError, match=r"no column 'person'; its columns are 'namn', 'roll'"):
        read_people(written(tmp_path, name, "namn,roll\nBo,x\n"))


@pytest.mark.parametrize("text", ["", "\n\n", "person\n", "person,x\n,1\n"])
def test_a_list_of_nobody_is_refused(tmp_path, text):
    with pytest.raises(InputError, match="holds nobody"):
        read_people(written(tmp_path, "a.csv", text))


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(InputError, match=r"gone\.csv.*cannot be read"):
        read_people(tmp_path / "gone.csv")
    with pytest.raises(InputError, match="cannot be read"):
        read_people(tmp_path)


def test_bytes_that_are_no_text_are_named(tmp_path):
    with pytest.raises(InputError, match="is not utf-8"):
        read_people(written(tmp_path, "a.csv", b"person\n\xc5se\n"))
