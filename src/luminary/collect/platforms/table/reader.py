"""Reader and registry entry of mapped tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Dict

from luminary.collect.platforms.table.columns import Columns
from luminary.collect.platforms.table.guess import guess_mapping
from luminary.collect.platforms.table.mapping import Mapping, with_mapping
from luminary.collect.platforms.table.meaning import Meaning
from luminary.collect.source import Block, Format, Glimpse, Options, RawRow, Sighting, Unit
from luminary.collect.tabular import (
    is_table,
    may_be_cut,
    sample_of,
    table_rows,
    to_shape,
    whole_records,
)
from luminary.collect.tabular.layouts import layout_of
from luminary.domain import Record
from luminary.errors import InputError, MappingError, UnusableRowError
from luminary.i18n import say


class TableReader:
    """Reads a mapped table.

    Parameters
    ----------
    options : Options
        As `prepare` completes them. A large Parquet file shows its columns only at its end: there the
        mapping is guessed when the file is opened.
    """

    def __init__(self, options: Options) -> None:
        self._options = options
        self._shape = to_shape(options.settings)
        self._prepared = "names" in options.settings
        self._meaning = Meaning(options) if self._prepared else None
        self._by_file: dict[str, Meaning] = {}
        self._columns = Columns(self._meaning, self._shape) if self._meaning is not None else None

    def block(self, unit: Unit) -> Block | None:
        """Read a piece as columns, where its mapping and layout are plain."""
        return self._columns.block(unit) if self._columns is not None else None

    def rows(self, unit: Unit) -> Iterator[RawRow]:
        """Cut a file or piece into rows of column to value."""
        if not self._prepared and unit.file not in self._by_file:
            self._by_file[unit.file] = self._meaning_of(unit)
        return table_rows(unit, self._shape)

    def records(self, file: str, row: RawRow) -> Iterator[Record]:
        """Turn one row into records."""
        if not isinstance(row.value, dict):
            raise UnusableRowError(f'the row is "{str(row.value)[:60]}", not an object')
        return (self._meaning or self._by_file[file]).records(row.value)

    def look_again(self, file: str, rows: Sequence[Dict[str, object]]) -> None:
        """Look at the first raw rows of a file in the place of the file."""
        if not self._prepared and file not in self._by_file:
            names = list(dict.fromkeys(name for row in rows for name in row))
            self._by_file[file] = self._mapped(file, names, rows, ())

    def _meaning_of(self, unit: Unit) -> Meaning:
        """Map a file by itself."""
        sample = sample_of(unit.file, unit.data, self._options.settings)
        return self._mapped(unit.file, sample.names, sample.rows, sample.notes)

    def _mapped(
        self, file: str, names: Sequence[str], rows: Sequence[Dict[str, object]], notes: tuple[str, ...]
    ) -> Meaning:
        try:
            mapping = guess_mapping(names, rows, self._options, notes)
        except MappingError as error:
            raise InputError.at(file, str(error)) from error
        return Meaning(with_mapping(self._options, mapping))


def mapping_of(options: Options, glimpse: Glimpse) -> Mapping | None:
    """Guess the mapping of a source from its first table; None for Parquet that shows only its beginning.

    Raises
    ------
    MappingError
        When it cannot be mapped; the message lists the columns.
    InputError
        When the first table cannot be read.
    """
    file = _first(glimpse)
    if file is None:
        return None
    sample = sample_of(file, glimpse.heads[file], options.settings)
    if not sample.names and layout_of(file, glimpse.heads[file]) == "parquet":
        return None
    mapping = guess_mapping(sample.names, sample.rows, options, sample.notes)
    settings = {**mapping.settings, **sample.shape.settings()}
    return Mapping(mapping.columns, settings, mapping.unused, mapping.notes)


def prepare(options: Options, glimpse: Glimpse) -> Options:
    """Complete the options with the mapping guessed from the first table."""
    mapping = mapping_of(options, glimpse)
    return options if mapping is None else with_mapping(options, mapping)


def prepare_again(kept: Options, said: Options, rows: Sequence[Dict[str, object]]) -> Options:
    """Map a table anew from its first raw rows; what was mapped before stays where nothing else is said."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    settings = {**kept.settings, **said.settings}
    if "at" in said.columns and "time" not in said.settings:  # another column may be written otherwise
        settings.pop("time", None)
    options = Options(kept.place, kept.access, {**kept.columns, **said.columns}, settings)
    return with_mapping(options, guess_mapping(names, rows, options))


def _first(glimpse: Glimpse) -> str | None:
    return next((name for name in glimpse.names if is_table(name) and name in glimpse.heads), None)


def recognise(glimpse: Glimpse) -> Sighting | None:
    """See a table; how surely depends on what its columns can be mapped to."""
    file = _first(glimpse)
    if file is None or not all(map(is_table, glimpse.names)):
        return None
    layout = layout_of(file, glimpse.heads[file])
    what = {
        "delimited": "delimited text",
        "lines": "JSON lines",
        "list": "a JSON list",
        "parquet": "Parquet",
    }[layout]
    try:
        mapping = mapping_of(Options(), glimpse)
    except MappingError as error:
        # A delimited file is a table even if its columns are unknown; JSON can be anything.
        return Sighting(0.1, f"{what}, {error}") if layout in ("delimited", "parquet") else None
    except InputError as error:
        return Sighting(0.05, f"{what}, {error}") if layout == "delimited" else None
    if mapping is None:
        return Sighting(0.1, what)
    certainty = 0.3 if "text" in mapping.columns else 0.2
    columns = ", ".join(f"{field} <- {column}" for field, column in mapping.columns.items())
    return Sighting(certainty, f"{what}: {columns}")


def reader(options: Options, _context: Dict[str, bytes]) -> TableReader:
    """Make the reader."""
    return TableReader(options)


FORMATS = (
    Format(
        name="table",
        title=say("Mapped table (CSV, TSV, JSON lines, JSON list, Parquet)"),
        recognise=recognise,
        data=is_table,
        reader=reader,
        lines=may_be_cut,
        cut=whole_records,
        prepare=prepare,
        prepare_again=prepare_again,
    ),
)
