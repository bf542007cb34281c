"""What would an import read? The beginning of a source, shown before anything is written.

It reads little however large the source is: names and beginnings of the first members, and one file of rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from luminary.collect.archive import Member, Source
from luminary.collect.platforms.table.fields import MEANINGS
from luminary.collect.platforms.table.mapping import SETTINGS
from luminary.collect.platforms.ties import SETTINGS as TIE_SETTINGS
from luminary.collect.platforms.ties.columns import FIELDS as TIE_FIELDS
from luminary.collect.registry import formats, named, recognise
from luminary.collect.source import Format, Glimpse, Options, RawRow, Reader, Unit
from luminary.collect.tabular import is_table, sample_of
from luminary.domain import Account, Place, Post, Tie
from luminary.errors import InputError, LuminaryError, MappingError, UnusableRowError
from luminary.i18n import say

_ROWS = 20
_MEMBERS = 2_000
_BYTES = 64_000_000
_FILE = 4_000_000
_WHOLE = 32_000_000
"""Most bytes of a Parquet file that is read whole: it names its columns at its end."""
_TEXT = 300
_FAULTS = 20
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MAPPED: Mapping[str, tuple[Mapping[str, str], Mapping[str, str]]] = {
    "table": (MEANINGS, SETTINGS),
    "ties": (TIE_FIELDS, TIE_SETTINGS),
}
_NOT_UNDERSTOOD = (UnusableRowError, ValueError, TypeError, LookupError, AttributeError, RecursionError)


@dataclass(frozen=True, slots=True)
class Choice:
    """A format that the source could be read as; `fits` when it holds files that such exports hold."""

    name: str
    title: str
    fits: bool


@dataclass(frozen=True, slots=True)
class FieldShown:
    """A field of a mapped table: what it means, and the column it is read from, None for none."""

    name: str
    meaning: str
    column: str | None


@dataclass(frozen=True, slots=True)
class SettingShown:
    """A setting of a mapped table: what it means, and its value, empty for the default."""

    name: str
    meaning: str
    value: str


@dataclass(frozen=True, slots=True)
class RowShown:
    """A row as it would be read.

    Attributes
    ----------
    file, position : str, int
        Where it stands.
    author, text, place : str
        As read; empty where there is none. Of a tie: who names whom.
    at : datetime or None
        When, in UTC.
    refused : str or None
        Why it could not be used.
    """

    file: str
    position: int
    author: str
    at: datetime | None
    text: str
    place: str
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would read.

    Attributes
    ----------
    source : str
        Name of the file or folder.
    bytes, files : int
        Its size, and how many files were looked at.
    whole : bool
        Whether these are all files.
    format, title : str or None
        The format, None when nothing recognises the source.
    saw : str
        What it was recognised by, or why it was not.
    choices : tuple of Choice
        All formats that can be forced, those that fit first.
    fields, settings : tuple
        How a mapped table is read; empty for other formats.
    columns, unused : tuple of str
        Columns of the table, and those that no field uses.
    rows : tuple of RowShown
        The first rows.
    notes, faults : tuple of str
        What was decided or left out; what stands against the import.
    ready : bool
        Whether it can be imported so.
    """

    source: str
    bytes: int
    files: int
    whole: bool
    format: str | None
    title: str | None
    saw: str
    choices: tuple[Choice, ...]
    fields: tuple[FieldShown, ...] = ()
    settings: tuple[SettingShown, ...] = ()
    columns: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    rows: tuple[RowShown, ...] = ()
    notes: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    ready: bool = False


def preview(source: Source, options: Options, format: str | None = None) -> Preview:
    """Look at a source as an import would.

    Parameters
    ----------
    source : Source
        What would be imported.
    options : Options
        Place, access, columns and settings as the user said.
    format : str, optional
        The format to read it as; recognised when not given.

    Raises
    ------
    UnknownNameError
        When no format has that name.
    """
    forced = None if format is None else named(format)
    try:
        glimpse = source.glimpse()
    except InputError as error:
        return _unread(source, str(error))
    found = _begun(source, glimpse)
    try:
        form, saw = _chosen(source, glimpse, forced)
    except InputError as error:
        return replace(found, saw=str(error), faults=(str(error),))
    found = replace(found, format=form.name, title=form.title, saw=saw)
    return _shown(found, source, _complete(source, glimpse), form, options)


def _unread(source: Source, fault: str) -> Preview:
    choices = tuple(Choice(one.name, one.title, False) for one in formats().values())
    return Preview(source.path.name, source.size(), 0, False, None, None, fault, choices, faults=(fault,))


def _begun(source: Source, glimpse: Glimpse) -> Preview:
    choices = [Choice(one.name, one.title, any(map(one.data, glimpse.names))) for one in formats().values()]
    choices.sort(key=lambda one: (not one.fits, one.title.lower()))
    files = len(glimpse.names)
    return Preview(source.path.name, source.size(), files, glimpse.whole, None, None, "", tuple(choices))


def _chosen(source: Source, glimpse: Glimpse, forced: Format | None) -> tuple[Format, str]:
    if forced is not None:
        return forced, say("read as {format}, as asked", format=forced.name)
    form, sighting = recognise(source.path.name, glimpse)
    return form, sighting.saw


def _complete(source: Source, glimpse: Glimpse) -> Glimpse:
    """Read a Parquet file whole where it is small enough: its columns stand at its end."""
    first = next((name for name in glimpse.names if is_table(name) and name in glimpse.heads), None)
    if first is None or not glimpse.heads[first].startswith(b"PAR1"):
        return glimpse
    for member in source.members():
        if member.name == first:
            data = _beginning(member, _WHOLE)
            return replace(glimpse, heads={**glimpse.heads, first: data}) if len(data) <= _WHOLE else glimpse
    return glimpse


def _shown(found: Preview, source: Source, glimpse: Glimpse, form: Format, options: Options) -> Preview:
    """Add mapping, rows and faults."""
    mapped = _MAPPED.get(form.name)
    columns, faults = _columns(glimpse, options) if mapped else ((), [])
    try:
        prepared = form.prepare(options, glimpse)
        reader_faults: list[str] = []
        rows = tuple(_rows(source, form, prepared, reader_faults))
        faults += reader_faults
        ready = True
    except (InputError, MappingError) as error:
        prepared, rows, ready = options, (), False
        faults.append(str(error))
    if mapped is not None:
        found = _with_mapping(found, mapped, columns, prepared)
    return replace(found, rows=rows, faults=tuple(dict.fromkeys(faults)), ready=ready)


def _columns(glimpse: Glimpse, options: Options) -> tuple[tuple[str, ...], list[str]]:
    """Name the columns of the first table."""
    first = next((name for name in glimpse.names if is_table(name) and name in glimpse.heads), None)
    if first is None:
        return (), []
    try:
        return sample_of(first, glimpse.heads[first], options.settings).names, []
    except (InputError, MappingError) as error:
        return (), [str(error)]


def _with_mapping(
    found: Preview,
    mapped: tuple[Mapping[str, str], Mapping[str, str]],
    columns: tuple[str, ...],
    prepared: Options,
) -> Preview:
    fields, settings = mapped
    used = set(prepared.columns.values())
    return replace(
        found,
        fields=tuple(FieldShown(name, told, prepared.columns.get(name)) for name, told in fields.items()),
        settings=tuple(
            SettingShown(name, told, prepared.settings.get(name, "")) for name, told in settings.items()
        ),
        columns=columns,
        unused=tuple(name for name in columns if name not in used),
    )


def _rows(source: Source, form: Format, options: Options, faults: list[str]) -> Iterator[RowShown]:
    """Read the first rows of the first file that holds some."""
    units, context = _material(source, form, faults)
    reader = form.reader(options, context)
    shown = 0
    for unit in units:
        for row in _some(unit, reader, faults):
            yield row
            shown += 1
            if shown == _ROWS:
                return


def _material(source: Source, form: Format, faults: list[str]) -> tuple[list[Unit], dict[str, bytes]]:
    """Gather what the reader needs first, and a few files of rows."""
    units: list[Unit] = []
    context: dict[str, bytes] = {}
    seen = 0
    for member in islice(source.members(), _MEMBERS):
        seen += member.size
        if member.refused is not None:
            if len(faults) < _FAULTS:
                faults.append(
                    say("'{file}' is left out: {why}", file=member.name[:_TEXT], why=member.refused)
                )
        elif form.context is not None and form.context(member.name):
            context[member.name] = _beginning(member, _WHOLE)
        elif form.data(member.name) and len(units) < 3:
            units += _unit(member, form)
        if seen > _BYTES or (len(units) == 3 and form.context is None):
            break
    return units, context


def _unit(member: Member, form: Format) -> list[Unit]:
    """Take the beginning of a file, cut after a whole row; a large one without such a border is left out."""
    data = _beginning(member, _FILE)
    if len(data) <= _FILE:
        return [Unit(member.name, data)]
    border = form.cut(data) if form.lines(member.name) else 0
    return [Unit(member.name, data[:border])] if border else []


def _beginning(member: Member, most: int) -> bytes:
    """Read at most one byte more than `most`."""
    try:
        with member.open() as stream:
            return stream.read(most + 1)
    except LuminaryError:
        raise
    except Exception as error:  # a broken archive breaks in as many ways as there are packers
        raise InputError.at(member.name, say("broken inside ({error})", error=error)) from error


def _some(unit: Unit, reader: Reader, faults: list[str]) -> Iterator[RowShown]:
    try:
        for row in islice(reader.rows(unit), _ROWS):
            yield _row(unit.file, row, reader)
    except InputError as error:
        faults.append(str(error))
    except RecursionError:
        faults.append(say("'{file}' is nested deeper than any export is", file=unit.file))


def _row(file: str, row: RawRow, reader: Reader) -> RowShown:
    try:
        if isinstance(row.value, UnusableRowError):
            raise row.value
        return _read(file, row.position, list(reader.records(file, row)))
    except UnusableRowError as error:
        refused = str(error)
    except _NOT_UNDERSTOOD as error:
        refused = say("the row is of an unexpected shape ({kind})", kind=type(error).__name__)
    return RowShown(file, row.position, "", None, str(row.value)[:_TEXT], "", refused)


def _read(file: str, position: int, records: list[Any]) -> RowShown:
    """Show the post of a row, or its tie, or its account."""
    names = {one.key: one.name or one.handle or one.key for one in records if isinstance(one, Account)}
    places = {one.key: one.name or one.key for one in records if isinstance(one, Place)}
    for one in records:
        if isinstance(one, Post):
            text = " ".join(part for part in (one.title, one.text) if part)[:_TEXT]
            place = places.get(one.place, one.place)
            return RowShown(file, position, names.get(one.author, one.author), _moment(one.at), text, place)
        if isinstance(one, Tie):
            at = None if one.at is None else _moment(one.at)
            return RowShown(file, position, one.source, at, f"{one.relation}: {one.target}", "")
    return RowShown(file, position, ", ".join(names.values())[:_TEXT], None, "", ", ".join(places.values()))


def _moment(micros: int) -> datetime | None:
    try:
        return (_EPOCH + timedelta(microseconds=micros)).replace(tzinfo=None)
    except OverflowError:
        return None
