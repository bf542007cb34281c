"""Numbers and times as people of the country write them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luminary.i18n import LANGUAGES, formats

_DAY = date(2026, 5, 1)
_NOW = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)


def _spaces(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("language", "written"),
    [("en", "-12,345.5"), ("sv", "−12 345,5"), ("nb", "−12 345,5"), ("da", "-12.345,5"), ("fi", "−12 345,5")],
)
def test_figures(language: str, written: str) -> None:
    assert _spaces(formats.number(-12345.5, language)) == written
    assert _spaces(formats.decimal(-12345.49, language)) == written


def test_thousands_never_break_over_a_line() -> None:
    assert all(" " not in formats.number(1234567, language) for language in LANGUAGES)


@given(st.floats(), st.sampled_from(sorted(LANGUAGES)))
def test_every_figure_can_be_written(value: float, language: str) -> None:
    assert formats.number(value, language)
    assert formats.decimal(value, language)
    assert formats.percent(value, language)


@pytest.mark.parametrize(
    ("language", "short", "long", "month"),
    [
        ("en", "01/05/2026", "Friday, 1 May 2026", "May 2026"),
        ("sv", "2026-05-01", "fredag 1 maj 2026", "maj 2026"),
        ("nb", "01.05.2026", "fredag 1. mai 2026", "mai 2026"),
        ("da", "01.05.2026", "fredag den 1. maj 2026", "maj 2026"),
        ("fi", "1.5.2026", "perjantai 1. toukokuuta 2026", "toukokuu 2026"),
    ],
)
def test_days_and_months(language: str, short: str, long: str, month: str) -> None:
    assert formats.day(_DAY, language, "short") == short
    assert formats.day(_DAY, language, "full") == long
    assert formats.month(_DAY, language) == month


def test_a_moment_is_shown_in_the_zone_asked_for_summer_time_and_all() -> None:
    assert formats.moment(_NOW, "en") == "1 May 2026, 12:00"
    assert formats.moment(_NOW, "en", "Europe/Stockholm") == "1 May 2026, 14:00"
    assert formats.moment(_NOW.replace(month=1), "fi", "Europe/Helsinki") == "1.1.2026 14.00"
    assert formats.moment(_NOW.replace(tzinfo=None), "en") == "1 May 2026, 12:00"


@pytest.mark.parametrize(
    ("language", "past", "coming"),
    [
        ("en", "3 minutes ago", "in 2 days"),
        ("sv", "för 3 minuter sedan", "om 2 dagar"),
        ("nb", "for 3 minutter siden", "om 2 døgn"),
        ("da", "for 3 minutter siden", "om 2 dage"),
        ("fi", "3 minuuttia sitten", "2 päivän päästä"),
    ],
)
def test_how_long_ago(language: str, past: str, coming: str) -> None:
    assert formats.ago(_NOW - timedelta(minutes=3), language, _NOW) == past
    assert formats.ago(_NOW + timedelta(days=2), language, _NOW) == coming


def test_a_span_is_told_in_its_largest_whole_unit() -> None:
    assert formats.duration(59, "en") == "59 seconds"
    assert formats.duration(timedelta(hours=23), "en") == "23 hours"
    assert formats.duration(timedelta(days=400), "en") == "13 months"


@pytest.mark.parametrize(
    ("language", "written"),
    [("en", "1.2 MB"), ("sv", "1,2 MB"), ("nb", "1,2 MB"), ("da", "1,2 MB"), ("fi", "1,2 Mt")],
)
def test_sizes(language: str, written: str) -> None:
    assert _spaces(formats.size(1_234_567, language)) == written
    assert _spaces(formats.size(999, "en")) == "999 byte"
    assert _spaces(formats.size(5 * 10**15, "en")) == "5,000 TB"


def test_the_two_last_of_a_list_have_a_word_between_them() -> None:
    assert [formats.listing(["a", "b", "c"], one, "or") for one in LANGUAGES] == [
        "a, b eller c", "a, b eller c", "a, b eller c", "a, b tai c", "a, b or c",
    ]  # fmt: skip
    assert formats.listing(["a", "b"], "sv", " · ") == "a · b"
    assert formats.listing([], "sv") == ""
