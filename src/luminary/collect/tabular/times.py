"""How a column writes times: decided once over a sample, then read strictly in that one way.

==============  =====================================================================================
``iso``         2025-03-01, 2025-03-01T08:00:00+01:00, 20250301, 2025/3/1 8.05
``dmy``         01.03.2025 08:05, 1/3/2025, 1.3.2025 kl. 8.05, 01.03.25
``mdy``         3/1/2025 8:05 AM
``mail``        Sat, 01 Mar 2025 08:05:00 +0100, Sat Mar 01 08:05:00 +0000 2025 (old X exports)
``seconds`` ..  epoch figures, told apart by their size: ``seconds``, ``milliseconds``, ``microseconds``,
                ``nanoseconds``
==============  =====================================================================================

A time without a zone of its own is in the zone that the user names (UTC unless said otherwise). A clock time
that occurs twice in autumn is taken as the first of the two.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from luminary.collect.decode import clean, plausible
from luminary.errors import MappingError, UnusableRowError
from luminary.i18n import Listing, say

EPOCHS = {"seconds": 1_000_000.0, "milliseconds": 1_000.0, "microseconds": 1.0, "nanoseconds": 0.001}
KINDS = ("iso", "dmy", "mdy", "mail", *EPOCHS)
_SIZES = (
    ("seconds", 3e7, 1e11),
    ("milliseconds", 1e11, 1e14),
    ("microseconds", 1e14, 1e17),
    ("nanoseconds", 1e17, 1e20),
)
_FIGURE = re.compile(r"[+-]?\d+(\.\d+)?([eE][+]?\d+)?")
_COMPACT = re.compile(r"(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")
_FORM = re.compile(
    r"(\d{1,4})([./-])(\d{1,2})\2(\d{4}|\d{1,2})\.?"
    r"(?:[\sT,]+(?:kl\.?|klo)?\s*(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?(?:\s*([AaPp])\.?[Mm]\.?)?)?"
    r"\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?",
)
_MAIL = re.compile(r"(?:[A-Z][a-z]{2},?\s+)?(?:\d{1,2}\s+[A-Z][a-z]{2}|[A-Z][a-z]{2}\s+\d{1,2})\s+\d.*")
_OLD_X = re.compile(r"([A-Z][a-z]{2}) ([A-Z][a-z]{2}) (\d{1,2}) (\d\d:\d\d:\d\d) ([+-]\d{4}) (\d{4})")


def time_kind(values: Iterable[object], column: str, date_order: str = "") -> str:
    """Decide how a column writes times.

    Parameters
    ----------
    values : iterable
        A sample of the column; empty cells do not count.
    column : str
        Its name, for messages.
    date_order : {"", "dmy", "mdy"}, default ""
        What the user says about dates such as 03/04/2025.

    Returns
    -------
    str
        One of `KINDS`: what most of the sample is. The others are rejected row by row.

    Raises
    ------
    MappingError
        When most of the sample is no time, or when day and month can be either way round.

    Examples
    --------
    >>> time_kind(["13.03.2025 08:00", "01.04.2025 09:30"], "Datum")
    'dmy'
    >>> time_kind([1740816000123], "ts")
    'milliseconds'
    """
    if date_order not in ("", "dmy", "mdy"):
        raise MappingError(
            say(
                "date_order is '{date_order}'; it can be dmy (day first) or mdy (month first)",
                date_order=date_order,
            )
        )
    shown = [value for value in values if value not in (None, "")]
    if not shown:
        raise MappingError(
            say(
                "'{column}' is empty in all rows looked at; say which column holds the time: --column "
                "at=NAME",
                column=column,
            )
        )
    kind, votes = Counter(_kind(value) for value in shown).most_common(1)[0]
    if kind == "none" or votes * 2 < len(shown):
        seen = clean(str(next(value for value in shown if kind != "none" or _kind(value) == "none")))[:60]
        raise MappingError(
            say(
                "'{column}' holds \"{seen}\" and the like, which is no time; "
                "say which column does: --column at=NAME",
                column=column,
                seen=seen,
            )
        )
    return _order(shown, column, date_order) if kind == "numeric" else kind


def _kind(value: object) -> str:
    if isinstance(value, datetime | date):
        return "iso"
    text = str(value).strip()
    if _COMPACT.fullmatch(text):
        return "iso"
    if _FIGURE.fullmatch(text):
        size = abs(float(text))
        return next((name for name, low, high in _SIZES if low <= size < high), "none")
    if _is_iso(text):
        return "iso"
    if form := _FORM.fullmatch(text):
        return "iso" if len(form[1]) == 4 else "numeric"
    return "mail" if _MAIL.fullmatch(text) else "none"


def _is_iso(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _order(values: list[object], column: str, date_order: str) -> str:
    """Tell whether day or month stands first."""
    if date_order:
        return date_order
    forms = [form for value in values if (form := _FORM.fullmatch(str(value).strip()))]
    day_first = sum(int(form[1]) > 12 for form in forms)
    month_first = sum(int(form[3]) > 12 for form in forms)
    if day_first and not month_first:
        return "dmy"
    if month_first and not day_first:
        return "mdy"
    if not month_first and all(form[2] == "." for form in forms):
        return "dmy"  # with points, the day stands first wherever such dates are written
    why = "days and months either way round" if day_first else "dates that can be read either way round"
    raise MappingError(
        say(
            "'{column}' holds {why} (\"{forms}\"); "
            "say what comes first: --setting date_order=dmy or date_order=mdy",
            column=column,
            why=why,
            forms=forms[0][0],
        )
    )


def zone_of(name: str) -> tzinfo:
    """Find a time zone by its name ("Europe/Helsinki").

    Raises
    ------
    MappingError
        When there is no such zone.
    """
    if name.upper() in ("UTC", "Z", ""):
        return UTC
    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError) as error:
        raise MappingError(
            say("zone is '{name}', which is no known time zone; write it as Europe/Helsinki", name=name)
        ) from error


class TimeReader:
    """Reads the times of one column in the way decided by `time_kind`; gives microseconds since 1970, UTC.

    Parameters
    ----------
    kind : str
        One of `KINDS`.
    zone : str, default "UTC"
        Zone of times that name none.

    Raises
    ------
    MappingError
        When there is no such kind or zone.

    Examples
    --------
    >>> TimeReader("dmy", "Europe/Stockholm")("01.03.2025 09:00", "Datum") == 1740816000 * 10**6
    True
    """

    def __init__(self, kind: str, zone: str = "UTC") -> None:
        if kind not in KINDS:
            raise MappingError(
                say("time is '{kind}'; it can be {listed}", kind=kind, listed=Listing(KINDS, ", "))
            )
        self.kind = kind
        self.zone = zone_of(zone)
        self._read: Callable[[str], datetime]
        self._read = {"dmy": self._day_first, "mdy": self._month_first, "mail": _mail}.get(kind, self._iso)

    def __call__(self, value: object, column: str) -> int:
        """Read one cell.

        Raises
        ------
        UnusableRowError
            When it is no time of this kind, or one that stands for "no time".
        """
        try:
            if isinstance(value, datetime):
                return self._micros(value, column, value)
            text = str(value).strip()
            if self.kind in EPOCHS:
                return plausible(_epoch(text, self.kind), column, value)
            return self._micros(self._read(text), column, value)
        except (ValueError, OverflowError) as error:
            what = f"no time in {self.kind}" if self.kind in EPOCHS else "no date"
            raise UnusableRowError(f"'{column}' is \"{clean(str(value))[:60]}\", which is {what}") from error

    def _micros(self, read: datetime, column: str, value: object) -> int:
        if read.tzinfo is None:
            read = read.replace(tzinfo=self.zone)
        return plausible(round(read.timestamp() * 1e6), column, value)

    def _iso(self, text: str) -> datetime:
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            form = _form(text)
            return _built(form, form[1], form[3], form[4])

    def _day_first(self, text: str) -> datetime:
        form = _form(text)
        return _built(form, _year(form), form[3], form[1])

    def _month_first(self, text: str) -> datetime:
        form = _form(text)
        return _built(form, _year(form), form[1], form[3])


def _form(text: str) -> re.Match[str]:
    form = _FORM.fullmatch(text)
    if form is None:
        raise ValueError("not a date in figures")
    return form


def _year(form: re.Match[str]) -> str:
    """Give the year of a date that ends with it; two figures only after points, and of this century."""
    if len(form[4]) == 4:
        return form[4]
    if form[2] != "." or len(form[4]) != 2:
        raise ValueError("a year of two figures")
    return f"20{form[4]}"


def _built(form: re.Match[str], year: str, month: str, day: str) -> datetime:
    if len(year) != 4:
        raise ValueError("a year of two figures")
    hour = int(form[5] or 0)
    if form[8]:
        if not 1 <= hour <= 12:
            raise ValueError("no hour of a twelve-hour clock")
        hour = hour % 12 + (12 if form[8] in "Pp" else 0)
    return datetime(
        int(year), int(month), int(day), hour, int(form[6] or 0), int(form[7] or 0), tzinfo=_offset(form[9])
    )


def _offset(text: str | None) -> tzinfo | None:
    if not text:
        return None
    if text in ("Z", "UTC", "GMT"):
        return UTC
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))


def _mail(text: str) -> datetime:
    """Read the date of a mail or of an old X export; the names of months are English in both."""
    if old := _OLD_X.fullmatch(text):
        text = f"{old[1]}, {old[3]} {old[2]} {old[6]} {old[4]} {old[5]}"
    try:
        return parsedate_to_datetime(text)
    except (TypeError, IndexError) as error:
        raise ValueError("no date of a mail") from error


def _epoch(text: str, kind: str) -> int:
    """Read an epoch figure; whole ones exactly, without a detour over floating point."""
    if text.isdecimal():
        whole = int(text)
        return whole // 1000 if kind == "nanoseconds" else whole * int(EPOCHS[kind])
    if not _FIGURE.fullmatch(text):
        raise ValueError("no figure")
    return round(float(text) * EPOCHS[kind])
