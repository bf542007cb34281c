"""Counts, names of columns, borders between records."""

from __future__ import annotations

import pytest

from luminary.collect.tabular import count_of, plain, sniff, unique_names, whole_records


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("13.8M", 13_800_000),
        ("13,8 mn", 13_800_000),
        ("1,2 t", 1_200),
        ("29.0b", 29e9),
        ("1,234", 1_234),
        ("1.234.567", 1_234_567),
        ("1,234.5", 1_234.5),
        ("1 234", 1_234),
        ("13\u00a0800\u202f000", 13_800_000),
        ("348.5", 348.5),
        ("0.125", 0.125),
        ("1,234K", 1_234),
        (12.5, 12.5),
        ("0", 0),
    ],
)
def test_counts_are_read_as_people_write_them(text, count):
    assert count_of(text) == count


@pytest.mark.parametrize(
    "text", ["", None, "N/A", "N/A'", "-", "–", "#VALOR!", "#DIV/0!", "nan", float("nan")]
)
def test_a_missing_count_is_never_zero(text):
    assert count_of(text) is None


@pytest.mark.parametrize("text", ["många", "1.39%", "-5", -5, True, "12 apor", "1 2 3", "=1+1"])
def test_what_is_no_count_is_refused(text):
    with pytest.raises(ValueError, match="is no count"):
        count_of(text)


def test_names_never_collide_even_with_a_header_that_looks_numbered():
    names, notes = unique_names(["a", "a", "a_2", "", "column_4", "a\n b"])
    assert len(set(names)) == len(names)
    assert names[:3] == ("a", "a_3", "a_2")
    assert len(notes) == 2


def test_spellings_of_a_column_name_compare():
    assert plain("Svar På") == plain("svar_pa") == plain("SvarPå")


@pytest.mark.parametrize("mark", list(",;\t|"))
def test_the_delimiter_is_found_although_texts_hold_the_others(mark):
    rows = [["id", "text", "antal"], ["1", '"a, b; c | d\te"', "2"], ["2", "hej", "3"]]
    assert sniff("\n".join(mark.join(row) for row in rows)) == mark


@pytest.mark.parametrize(
    ("data", "border"),
    [
        (b"a,b\n1,2\n3", 8),
        (b'a,"b\nc"\nd', 8),
        (b'a,"b\nc', 0),
        (b'a\n1,"b\nc', 2),
        (b'5" wide\nnext', 8),
        (b'a,"say ""hi""\n"\nb', 16),
        ("a\nb\n".encode("utf-16"), 0),
        (b"no end", 0),
    ],
)
def test_a_border_stands_in_no_quotation(data, border):
    assert whole_records(data) == border
