"""A sentence stays an English text everywhere, and remembers enough to be said in another language."""

import json
import pickle
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from luminary.i18n import Listing, Message, Rounded, Share, say, say_count, together

_TELLING = [
    say("plain"),
    say("{rows} rows from {file}", rows=1200, file="posts {0}.csv"),
    say_count("{n} person on {day}", "{n} people on {day}", 2, day=date(2026, 1, 31)),
    say("at {moment}", moment=datetime(2026, 1, 31, 12, 5, tzinfo=UTC)),
    say("{share} of {names}", share=Share(0.125, 1), names=Listing(["Åse", say("nobody")], "or")),
    say("about {figure}", figure=Rounded(12.345)),
    together([say("Done."), say("{n} rows", n=3)]),
]


@pytest.mark.parametrize("told", _TELLING, ids=str)
def test_a_sentence_survives_pickle_and_json_with_all_it_remembers(told: Message) -> None:
    for again in (
        pickle.loads(pickle.dumps(told)),
        Message.from_record(json.loads(json.dumps(told.as_record()))),
    ):
        assert isinstance(again, Message)
        assert (again, again.template, again.many, again.values) == (
            told, told.template, told.many, told.values,
        )  # fmt: skip


def test_a_bare_text_kept_in_a_table_becomes_a_sentence_as_it_stands() -> None:
    assert Message.from_record("{x} of 100 % {") == "{x} of 100 % {"


def test_english_forms_are_those_of_the_command_line() -> None:
    assert say("{a} {b} {c}", a=1200, b=0.25, c=date(2026, 1, 31)) == "1,200 0.25 2026-01-31"
    assert say("{a} and {b}", a=True, b=None) == "True and None"
    assert say_count("{n} row", "{n} rows", 1) == "1 row"
    assert say_count("{n} row", "{n} rows", 0) == "0 rows"


_LISTS = [
    ([], ""),
    (["a"], "a"),
    (["a", "b"], "a and b"),
    (["a", "b", "c"], "a, b and c"),
]


@pytest.mark.parametrize(("items", "written"), _LISTS)
def test_a_listing_puts_the_word_before_the_last(items: list[str], written: str) -> None:
    assert say("{names}", names=Listing(items)) == written


@given(st.text())
def test_a_value_is_never_read_as_a_template(value: str) -> None:
    assert say("'{value}' {n}", value=value, n=1) == f"'{value}' 1"
    assert say("{names}", names=Listing([value, value])) == f"{value} and {value}"


def test_a_template_reaches_no_further_than_the_names_of_its_values() -> None:
    hostile = Message.from_record(
        {"template": "{x.__class__} {x[0]} {x!r} {x:>9999999999} {0} {x}", "values": {"x": "y"}, "many": None}
    )
    assert hostile == "{x.__class__} {x[0]} {x!r} {x:>9999999999} {0} y"


def test_doubled_braces_are_braces() -> None:
    assert say("{{{x}}}", x=1) == "{1}"


def test_a_value_that_the_template_names_must_be_given() -> None:
    with pytest.raises(KeyError, match="who"):
        say("{who} wrote {n}", n=3)


@pytest.mark.parametrize(
    ("value", "kept"), [(np.int64(1200), 1200), (np.float64(0.5), 0.5), (("a", 1), "('a', 1)")]
)
def test_values_are_kept_as_plain_types(value: Any, kept: object) -> None:
    (found,) = say("{value}", value=value).values.values()
    assert (type(found), found) == (type(kept), kept)


def test_a_sentence_is_a_text_in_comparison_and_in_sets() -> None:
    told = say("{n} rows", n=3)
    assert told == "3 rows"
    assert {told, "3 rows"} == {"3 rows"}
    assert type(str(told)) is str
    assert f"{told}!" == "3 rows!"
