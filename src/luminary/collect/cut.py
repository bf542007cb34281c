"""Cuts a source into pieces of about equal size, always in the same way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from luminary.collect.archive import Member, Progress, Source
from luminary.collect.chunk import Job
from luminary.collect.source import Format, Reader, Stretch, Unit
from luminary.errors import ArchiveError
from luminary.i18n import say

_MEMBERS_PER_CHUNK = 5_000


class Cut:
    """The pieces of a source.

    Parameters
    ----------
    source : Source
        What is read.
    format : Format
        Tells which members hold rows, and which of them may be cut.
    reader : Reader
        Travels with every piece.
    folder : Path
        Where the pieces are written.
    """

    def __init__(self, source: Source, format: Format, reader: Reader, folder: Path) -> None:
        self._source = source
        self._format = format
        self._reader = reader
        self._folder = folder
        self.ignored: list[str] = []
        """Members that the format does not use, in order."""

    def jobs(self, progress: Progress) -> Iterator[Job]:
        """Give the pieces one after another; memory holds one piece at a time."""
        units: list[Unit | Stretch] = []
        refused: list[tuple[str, str]] = []
        size = number = 0
        for member in self._source.members(progress):
            if member.refused is not None:
                refused.append((member.name, member.refused))
                continue
            for unit in self._units(member):
                units.append(unit)
                size += unit.size if isinstance(unit, Stretch) else len(unit.data)
                if size >= self._source.limits.chunk_bytes or len(units) >= _MEMBERS_PER_CHUNK:
                    yield Job(number, tuple(units), self._reader, self._folder, tuple(refused))
                    number, size = number + 1, 0
                    units.clear()
                    refused.clear()
        if units or refused:
            yield Job(number, tuple(units), self._reader, self._folder, tuple(refused))

    def _units(self, member: Member) -> Iterator[Unit | Stretch]:
        if not self._format.data(member.name):
            if self._format.context is None or not self._format.context(member.name):
                self.ignored.append(member.name)
            return
        if self._format.lines(member.name):
            yield from self._pieces(member) if member.path is None else self._stretches(member, member.path)
        else:
            yield Unit(member.name, self._source.read(member))

    def _stretches(self, member: Member, path: Path) -> Iterator[Stretch]:
        """Cut a plain file of lines; what is read of it here need not travel."""
        start = 0
        for piece in self._pieces(member):
            yield Stretch(piece.file, path, start, len(piece.data), piece.first)
            start += len(piece.data)

    def _pieces(self, member: Member) -> Iterator[Unit]:
        """Cut a file of lines at the borders between its rows."""
        held, first = b"", 1
        for block in self._source.blocks(member, self._source.limits.chunk_bytes):
            held += block
            border = self._format.cut(held)
            if border == 0:
                if len(held) > self._source.limits.row_bytes:
                    most = self._source.limits.row_bytes
                    raise ArchiveError.at(
                        member.name, say("one row is longer than {most} bytes", most=most), f"line {first}"
                    )
                continue
            yield Unit(member.name, held[:border] if border < len(held) else held, first)
            first += held.count(b"\n", 0, border)
            held = held[border:]
        if held:
            yield Unit(member.name, held, first)
