import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luminary.domain.safe import cell, lines, one_line
from luminary.report.rows import csv_text, json_text


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b[2J\x1b[1;1Hgone", "gone"),
        ("\x1b]0;title\x07name", "name"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9b31mred", "red"),
        ("a\u202eb\u2066c", "abc"),
        ("a\r\nb\tc", "a b c"),
        ("nul\x00", "nul\N{REPLACEMENT CHARACTER}"),
        ("half \ud800", "half \N{REPLACEMENT CHARACTER}"),
        ("Åsa Øvergård 👩‍⚕️", "Åsa Øvergård 👩‍⚕️"),
    ],
)
def test_nothing_steers_the_terminal(hostile, shown):
    assert one_line(hostile) == shown


@given(st.text())
def test_one_line_is_printable_or_a_joiner(text):
    assert all(sign.isprintable() or sign == "\u200d" or ord(sign) >= 0xA0 for sign in one_line(text))
    assert "\n" not in one_line(text)


@given(st.text(alphabet=st.sampled_from("=+-@\t\r\n |a1\x00\u202e"), max_size=8))
def test_no_cell_begins_like_a_formula(text):
    shown = cell(text)
    assert not shown.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n", "|"))
    assert lines(text).lstrip(" ") in shown


@given(st.dictionaries(st.text(), st.text() | st.floats() | st.none() | st.lists(st.integers())))
def test_json_is_valid_for_every_value_and_holds_no_control_characters(record):
    text = json_text([record]).encode("utf-8", "backslashreplace").decode()
    assert all(sign == "\n" or sign.isprintable() or ord(sign) >= 0xA0 for sign in text)
    assert set(json.loads(text)[0]) == set(record)


def test_numbers_below_zero_stay_numbers_in_csv():
    rows = list(csv.reader(io.StringIO(csv_text([{"a": -1.5, "b": "-1.5"}]))))
    assert rows == [["a", "b"], ["-1.5", "'-1.5"]]
