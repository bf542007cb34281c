"""Numbers, days, moments, spans of time and sizes, as each language writes them (Unicode CLDR).

Babel is loaded when the first of them is called. English is written the British way.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from babel import Locale

Length = Literal["short", "medium", "long", "full"]
_MOST = 1e15
"""Above, and for what is no number, decimals mean nothing."""
_REMEMBERED = 20_000
"""Written figures that are remembered: a table of people writes the same small numbers again and again."""
_UNITS = ("byte", "kilobyte", "megabyte", "gigabyte", "terabyte")


@cache
def locale(language: str) -> Locale:
    """Give the rules by which a language writes."""
    from babel import Locale

    return Locale.parse("en_GB" if language == "en" else language)


@lru_cache(_REMEMBERED, typed=True)
def number(value: float, language: str) -> str:
    """Write a number with all its digits, thousands kept apart.

    Examples
    --------
    >>> number(12345, "en"), number(12345, "da"), number(0.25, "fi")
    ('12,345', '12.345', '0,25')
    """
    from babel.numbers import format_decimal

    if not abs(value) < _MOST:
        return f"{value:,}"
    written = format_decimal(value, locale=locale(language), decimal_quantization=False)
    return _with_minus(written, language)


@cache
def _signs(language: str) -> dict[int, str]:
    """Give what a language writes for the comma, the point and the minus of Python's figures."""
    signs = locale(language).number_symbols["latn"]
    return str.maketrans({",": signs["group"], ".": signs["decimal"], "-": signs["minusSign"]})


@lru_cache(_REMEMBERED, typed=True)
def decimal(value: float, language: str, digits: int = 1) -> str:
    """Write a figure with so many decimals; a half goes to the even neighbour.

    Examples
    --------
    >>> decimal(1234.56, "en"), decimal(1234.5, "da", 0)
    ('1,234.6', '1.234')
    """
    if not abs(value) < _MOST:
        return number(value, language)
    written = f"{Decimal(str(value)):,.{digits}f}"
    return (written if float(written.replace(",", "")) else written.lstrip("-")).translate(_signs(language))


def short(value: float, language: str) -> str:
    """Write a figure with what the eye can use of it: three digits, whole numbers above ten.

    Examples
    --------
    >>> short(21.2, "en"), short(3.25, "sv"), short(0.123, "en")
    ('21', '3,2', '0.12')
    """
    size = abs(value)
    return decimal(value, language, 0 if size >= 9.95 or value == int(value) else 1 if size >= 0.95 else 2)


def percent(value: float, language: str, digits: int = 0) -> str:
    """Write a part of one in per cent.

    Examples
    --------
    >>> percent(0.125, "en", 1), percent(0.125, "sv", 1) == "12,5\N{NO-BREAK SPACE}%"
    ('12.5%', True)
    """
    from babel.numbers import format_percent

    if not abs(value) < _MOST:
        return number(value * 100, language) + "%"
    where = locale(language)
    pattern = where.percent_formats[None].pattern
    if digits:
        pattern = pattern.replace("#,##0", "#,##0." + "0" * digits)
    return _with_minus(format_percent(value, format=pattern, locale=where), language)


def _with_minus(written: str, language: str) -> str:
    """Put the language's own minus sign before a figure below zero."""
    from babel.numbers import get_minus_sign_symbol

    return get_minus_sign_symbol(locale(language)) + written[1:] if written.startswith("-") else written


def day(when: date, language: str, length: Length = "medium") -> str:
    """Write a day.

    Parameters
    ----------
    when : date
        The day; of a moment, its day as it stands.
    language : str
        Language to write in.
    length : str, default "medium"
        "short" in figures, "medium", "long" with the month in full, "full" with the weekday too.

    Examples
    --------
    >>> first = date(2026, 1, 31)
    >>> day(first, "en"), day(first, "nb", "long"), day(first, "fi", "short")
    ('31 Jan 2026', '31. januar 2026', '31.1.2026')
    """
    from babel.dates import format_date

    return format_date(when, length, locale(language))


def moment(when: datetime, language: str, zone: str = "UTC", length: Length = "medium") -> str:
    """Write a moment to the minute, in a time zone; a moment without one is UTC.

    Examples
    --------
    >>> moment(datetime(2026, 1, 31, 23, 5, tzinfo=UTC), "en", "Europe/Oslo")
    '1 Feb 2026, 00:05'
    """
    from babel.dates import format_date, format_time

    there = _there(when, zone)
    where = locale(language)
    shown = format_date(there, length, where), format_time(there, "short", locale=where)
    return f"{shown[0]}{' ' if language == 'fi' else ', '}{shown[1]}"


def _there(when: datetime, zone: str) -> datetime:
    aware = when if when.tzinfo else when.replace(tzinfo=UTC)
    return aware.astimezone(UTC if zone == "UTC" else ZoneInfo(zone))


def month(when: date, language: str, *, short: bool = False) -> str:
    """Write a month with its year.

    Examples
    --------
    >>> month(date(2026, 1, 31), "sv"), month(date(2026, 1, 31), "en", short=True)
    ('januari 2026', 'Jan 2026')
    """
    from babel.dates import format_skeleton

    return format_skeleton("yMMM" if short else "yMMMM", when, locale=locale(language))


def duration(span: timedelta | float, language: str) -> str:
    """Write how long something takes, in its largest unit; a number is seconds.

    Examples
    --------
    >>> duration(180, "en"), duration(timedelta(days=2), "da")
    ('3 minutes', '2 dage')
    """
    from babel.dates import format_timedelta

    return format_timedelta(_span(span), threshold=1.2, locale=locale(language))


def ago(when: datetime, language: str, now: datetime | None = None) -> str:
    """Write how long ago a moment was, or how soon it comes.

    Examples
    --------
    >>> now = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)
    >>> ago(now - timedelta(minutes=3), "en", now), ago(now + timedelta(hours=2), "sv", now)
    ('3 minutes ago', 'om 2 timmar')
    """
    from babel.dates import format_timedelta

    span = _there(when, "UTC") - _there(now or datetime.now(UTC), "UTC")
    return format_timedelta(span, threshold=1.2, add_direction=True, locale=locale(language))


def _span(span: timedelta | float) -> timedelta:
    return span if isinstance(span, timedelta) else timedelta(seconds=span)


def size(octets: int, language: str) -> str:
    """Write the size of a file.

    Examples
    --------
    >>> size(1_234_567, "en"), size(950, "en")
    ('1.2 MB', '950 byte')
    """
    from babel.units import format_unit

    step = min(len(_UNITS) - 1, max(0, (len(str(abs(octets))) - 1) // 3))
    value = octets / 1000**step
    shown = round(value, 1) if step and value < 100 else round(value)
    return format_unit(shown, f"digital-{_UNITS[step]}", "short", locale=locale(language))


def listing(items: Sequence[str], language: str, joined: str = "and") -> str:
    """Write several things in a row, the last two with "and" or "or"; another text stands between all.

    Examples
    --------
    >>> listing(["a", "b", "c"], "en"), listing(["a", "b", "c"], "fi"), listing(["a", "b"], "sv", "or")
    ('a, b and c', 'a, b ja c', 'a eller b')
    """
    from babel.lists import format_list

    if joined not in ("and", "or"):
        return joined.join(items)
    return format_list(items, "standard" if joined == "and" else "or", locale(language))
