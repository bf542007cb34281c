"""Reader of logs of channels.

A log states the clock, often to the minute only, and the day between the lines or in the file's name. Lines
of the same time are kept in order by a microsecond each. A message has no id: its key is made of its channel,
its time, and what was said, so that a log that has grown brings only its new lines.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from luminary.collect.decode import clean, moment, required, text_of
from luminary.collect.platforms.irc.lines import LogLine, channel_in, day_of, line_of
from luminary.collect.services import looks_like_service
from luminary.collect.source import Options, RawRow, Unit
from luminary.domain import (
    Account,
    Place,
    Post,
    Record,
    Reference,
    ReferenceKind,
    account_key,
    place_key,
    post_key,
)
from luminary.errors import InputError, UnusableRowError
from luminary.i18n import say

IRC = "irc"
_DATED = re.compile(r"(?<!\d)((?:19|20)\d\d)([-_./]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")
_ENDING = re.compile(r"[-_. ]*\d{4}[-_.]?\d\d[-_.]?\d\d.*$|\.(?:log|txt|irclog|weechatlog)$", re.IGNORECASE)
_HALF_A_DAY = 12 * 60


class Said(NamedTuple):
    """A line of a log with the day it belongs to."""

    text: str
    read: LogLine | None
    day: date | None


class IrcReader:
    """Reads what was said in channels.

    Parameters
    ----------
    options : Options
        `place` names the network, the channel (``#hygiene``) or both (``libera#hygiene``), where the files'
        names do not.
    """

    known = frozenset(("line", "day", "nth", "to", "channel"))

    def __init__(self, options: Options) -> None:
        network, mark, channel = options.place.partition("#")
        self._network = network.rstrip("/")
        self._channel = mark + channel
        self._access = options.access

    def rows(self, unit: Unit) -> Iterator[RawRow]:
        """Cut a log into lines, each with its day and its place among those of the same time.

        Notices have no reader; they are kept as rows and give no records.
        """
        lines = list(_lines(unit))
        channel = channel_of(unit.file) or self._channel or next(filter(None, map(channel_in, lines)), "")
        if not channel:
            raise InputError.at(
                unit.file,
                say("its name tells no channel; private talks are never read; name it with --place #NAME"),
            )
        said = list(_dated(lines, unit.file))
        if not any(one.read and one.read.nick for one in said):
            raise InputError.at(unit.file, say("nobody says anything in it, as in a log of IRC"))
        nicks = {one.read.nick.casefold() for one in said if one.read}
        nth: dict[tuple[object, ...], int] = {}
        for position, one in enumerate(said, 1):
            if not one.text.strip():
                continue
            if one.read is None:
                yield RawRow(position, UnusableRowError("no line of an IRC log", one.text))
                continue
            row: dict[str, Any] = {"channel": channel, "line": one.text}
            if one.read.nick:
                time = (one.day, one.read.clock)
                nth[time] = nth.get(time, -1) + 1
                row |= {"day": one.day.isoformat() if one.day else None, "nth": nth[time]}
                row["to"] = addressed(one.read, nicks)
            yield RawRow(position, row)

    def records(self, file: str, row: RawRow) -> Iterator[Record]:
        """Turn a line into records: who said it, where, and whom it addresses by name."""
        line = line_of(required(row.value, "line"))
        if line is None or line.is_notice:
            return
        channel, at = required(row.value, "channel"), _moment(line, row.value)
        place = Place(
            place_key(IRC, self._network, channel.lower()), IRC, self._network, channel, self._access
        )
        author, text = self._account(line.nick), clean(line.text).strip()
        mark = hashlib.sha256(f"{line.nick.lower()}\n{text}".encode(errors="replace")).hexdigest()[:12]
        key = post_key(IRC, self._network, f"{channel.lower()}/{at}-{mark}")
        yield author
        yield place
        yield Post(key, author.key, at, text, place.key)
        if to := row.value.get("to"):
            named = self._account(to)
            yield named
            yield Reference(ReferenceKind.MENTION, author.key, at, key, target=named.key)

    def _account(self, nick: str) -> Account:
        nick = clean(nick)
        kind = "service" if looks_like_service(nick) else "unknown"
        return Account(account_key(IRC, self._network, handle=nick), IRC, nick, nick, kind=kind)


def addressed(line: LogLine, nicks: set[str]) -> str | None:
    """Give whom a line addresses: somebody else who speaks in the log, at its beginning, with , or : after.

    Examples
    --------
    >>> addressed(LogLine(nick="bo", text="Astrid: oil helps"), {"astrid", "bo"})
    'astrid'
    """
    first = line.text.partition(" ")[0]
    name = first[:-1].lstrip("@").casefold() if first.endswith((",", ":")) else ""
    return name if name in nicks and name != line.nick.casefold() else None


def channel_of(file: str) -> str:
    """Read the channel out of the name of a file or of its folder; empty where it has none.

    Examples
    --------
    >>> channel_of("libera/#hygiene/2024-05-02.log"), channel_of("irc.libera.#hygiene.weechatlog")
    ('#hygiene', '#hygiene')
    >>> channel_of("astrid.log")
    ''
    """
    for part in reversed(file.replace("%23", "#").split("/")):
        if "#" in part:
            name, before = part[part.index("#") :], ""
            while name != before:
                name, before = _ENDING.sub("", name), name
            return name if name.strip("#") else ""
    return ""


def day_in(file: str) -> date | None:
    """Read the day out of the name of a file and its folders."""
    found = _DATED.search(file)
    try:
        return date(int(found[1]), int(found[3]), int(found[4])) if found else None
    except ValueError:
        return None


def _lines(unit: Unit) -> Iterator[str]:
    """Cut a file into lines. Each is UTF-8 or, as programs of the 1990s sent it, Windows-1252."""
    if unit.data.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield from text_of(unit.data, unit.file).splitlines()
        return
    for line in unit.data.removeprefix(b"\xef\xbb\xbf").split(b"\n"):
        try:
            yield line.decode().rstrip("\r")
        except UnicodeDecodeError:
            yield line.decode("cp1252", errors="replace").rstrip("\r")


def _dated(lines: list[str], file: str) -> Iterator[Said]:
    """Give each line its day: its own, that noted before it, that of the file's name; past midnight the next.

    Raises
    ------
    InputError
        When nothing tells the day of the first line that was said.
    """
    day, before = day_in(file), None
    for text in lines:
        if (noted := day_of(text)) is not None:
            day, before = noted, None
            yield Said(text, LogLine(is_notice=True), day)
            continue
        read = line_of(text)
        if read is not None and read.clock is not None:
            minutes = read.clock[0] * 60 + read.clock[1]
            if read.day is not None:
                day = _own_day(read.day, day)
            elif day is not None and before is not None and before - minutes > _HALF_A_DAY:
                day += timedelta(days=1)
            if day is None and read.nick:
                raise InputError.at(
                    file, say("nothing tells its day; name the file by it, such as #NAME-2024-05-02.log")
                )
            before = minutes
        yield Said(text, read, day)


def _own_day(stated: str, known: date | None) -> date | None:
    """Read the day of a line; one without a year lies in the year known, or the next once that has ended."""
    try:
        if not stated.startswith("--"):
            return date.fromisoformat(stated)
        if known is None:
            return None
        day = date.fromisoformat(f"{known.year}{stated[1:]}")
        return day if (known - day).days < 180 else date.fromisoformat(f"{known.year + 1}{stated[1:]}")
    except ValueError:
        return known


def _moment(line: LogLine, row: Mapping[str, Any]) -> int:
    """Give the time of a line, UTC where it states no zone; lines of the same time follow one another."""
    hour, minute, second = line.clock or (0, 0, 0)
    stated = f"{required(row, 'day')}T{hour:02d}:{minute:02d}:{second:02d}{line.zone}"
    nth = row.get("nth")
    return moment(stated, "day") + (nth if type(nth) is int else 0)
