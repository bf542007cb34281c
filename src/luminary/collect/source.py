"""The port through which every platform's export comes in.

A platform is one folder in `luminary.collect.platforms` that lists its `FORMATS`. A format says how it is
recognised, which members of a source hold its rows, and gives a `Reader` that does two things: cut a file
into raw rows, and turn one raw row into records. Everything else (archives, hostile files, raw rows,
rejects, duplicates, atomic landing, several processes) is done once, for all formats, in this package.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from luminary.domain import Access, Record
from luminary.errors import ArchiveError
from luminary.i18n import say

if TYPE_CHECKING:
    import pyarrow as pa


class Unit(NamedTuple):
    """A file, or a piece of a large one cut between rows."""

    file: str
    """Name of the member within its source, with ``/`` between folders."""
    data: bytes
    first: int = 1
    """Position of its first row."""


class Stretch(NamedTuple):
    """A piece of a plain file, named by where it stands: who reads it takes it from there."""

    file: str
    path: Path
    start: int
    size: int
    first: int = 1
    """Position of its first row."""

    def unit(self) -> Unit:
        """Read the piece.

        Raises
        ------
        ArchiveError
            When the file cannot be read any more, or has become shorter.
        """
        try:
            with self.path.open("rb") as stream:
                stream.seek(self.start)
                data = stream.read(self.size)
        except OSError as error:
            raise ArchiveError.at(self.file, say("cannot be read any more ({error})", error=error)) from error
        if len(data) < self.size:
            raise ArchiveError.at(self.file, say("became shorter while it was read"))
        return Unit(self.file, data, self.first)


class RawRow(NamedTuple):
    """One row of a source as decoded, before any meaning is read from it."""

    position: int
    """Line, or place in the file's list, from 1."""
    value: Any
    """What JSON or CSV gave: a dict for nearly all formats."""
    told: bytes | None = None
    """The row as the source wrote it, in UTF-8, where that is JSON text: then it is kept so."""


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of a piece, the plain ones understood as columns, with the same result as row by row.

    Parameters
    ----------
    rows : int
        How many there are.
    tables : mapping of str to pa.Table
        What the plain ones mean: columns of declared tables, with `row` as the place in the block, from 0.
        An account or place may stand in it several times.
    odd : tuple of (int, RawRow)
        Place and raw row of the others: they go to `Reader.records`.
    """

    rows: int
    tables: Mapping[str, pa.Table]
    odd: tuple[tuple[int, RawRow], ...]


@dataclass(frozen=True, slots=True)
class Options:
    """What the user said about a source.

    Parameters
    ----------
    place : str, default ""
        Names the community of an export (a Slack team, a Zulip organisation), or the place of a table
        that has no column for it.
    access : Access or None
        Open or closed, where the source itself does not tell.
    columns : mapping of str to str
        For mapped tables: field to column.
    settings : mapping of str to str
        For mapped tables: encoding, delimiter, time zone, platform.
    """

    place: str = ""
    access: Access | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)


class Reader(Protocol):
    """Reads one source. It travels to other processes, so it must be picklable.

    A reader may have an attribute ``known`` (a frozenset of the names of all fields it knows): fields of
    rows that are not among them are counted and told after the import. It may have a method ``block`` (a unit
    into a `Block`, or None where it has to be read row by row): then it must give what rows and records give.
    """

    def rows(self, unit: Unit) -> Iterable[RawRow]:
        """Cut a file into raw rows.

        Raises
        ------
        InputError
            When the file as a whole cannot be read: it is listed among the rejects with the reason.
            An `UnusableRowError` placed in `RawRow.value` rejects one row and lets the rest through.
        """

    def records(self, file: str, row: RawRow) -> Iterator[Record]:
        """Turn one raw row into records.

        Raises
        ------
        UnusableRowError
            When the row cannot be used: it is listed among the rejects with the reason.
        """


@dataclass(frozen=True, slots=True)
class Glimpse:
    """The beginning of a source: enough to recognise its format.

    Parameters
    ----------
    names : tuple of str
        Names of the first members (all of them for folders and zip archives).
    heads : mapping of str to bytes
        First 64 kB of the first members.
    whole : bool
        Whether `names` lists every member.
    """

    names: tuple[str, ...]
    heads: Mapping[str, bytes]
    whole: bool


class Sighting(NamedTuple):
    """What a format saw that makes it believe the source is its own."""

    certainty: float
    """0 to 1; the highest wins."""
    saw: str
    """In words, for the user."""


def _never(_name: str) -> bool:
    return False


def _as_given(options: Options, _glimpse: Glimpse) -> Options:
    return options


def _lists(_file: str, rows: Sequence[Any]) -> bytes:
    return json.dumps(list(rows)).encode()


def _as_said(kept: Options, said: Options, _rows: Sequence[Any]) -> Options:
    columns, settings = {**kept.columns, **said.columns}, {**kept.settings, **said.settings}
    return Options(kept.place, kept.access, columns, settings)


def _after_last_newline(data: bytes) -> int:
    return data.rfind(b"\n") + 1


@dataclass(frozen=True, slots=True)
class Format:
    """One export format of a platform.

    Parameters
    ----------
    name : str
        As the user writes it after ``--as`` ("zulip-archive").
    title : str
        As the user reads it ("Zulip public archive").
    recognise : callable
        Looks at a glimpse; None when it is not this format.
    data : callable
        Whether a member holds rows of this format; all others are reported as not used.
    reader : callable
        Makes the reader from the options and the context members.
    context : callable or None
        Members to read first and hand to `reader` (user and channel lists); None when it needs none,
        which spares a pass over a packed archive.
    lines : callable
        Members that may be cut between rows when they are large; the others are read whole.
    cut : callable
        Gives the position after the last whole row of a block; 0 when it holds none.
    prepare : callable
        Completes the options from the beginning of the source (header, delimiter, guessed columns) before
        the reader is made, so that every process reads alike.
    written : callable
        Writes the raw rows of a context member as the member stood, for reading a batch again; a JSON list
        where a format says nothing.
    prepare_again : callable
        Makes the options of a batch that is read again otherwise: from those kept, from what is said now, and
        from its first raw rows.
    again : bool
        Whether raw rows are all that is needed to read a batch again.
    """

    name: str
    title: str
    recognise: Callable[[Glimpse], Sighting | None]
    data: Callable[[str], bool]
    reader: Callable[[Options, Mapping[str, bytes]], Reader]
    context: Callable[[str], bool] | None = None
    lines: Callable[[str], bool] = _never
    cut: Callable[[bytes], int] = _after_last_newline
    prepare: Callable[[Options, Glimpse], Options] = _as_given
    written: Callable[[str, Sequence[Any]], bytes] = _lists
    prepare_again: Callable[[Options, Options, Sequence[Any]], Options] = _as_said
    again: bool = True
