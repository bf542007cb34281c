"""Reader and registry entry of edge lists."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from luminary.collect.decode import clean
from luminary.collect.platforms.ties.columns import TieColumns, ends, tie_columns
from luminary.collect.source import Format, Glimpse, Options, RawRow, Sighting, Unit
from luminary.collect.tabular import (
    Sample,
    Shape,
    TimeReader,
    is_table,
    may_be_cut,
    plain,
    sample_of,
    table_rows,
    to_shape,
    whole_records,
)
from luminary.domain import Account, Record, Tie, account_key
from luminary.errors import InputError, MappingError, UnusableRowError
from luminary.i18n import say

_NODES = re.compile(r"(^|[^a-z])(nodes?|vertices|vertex|attributes?|noder|solmut)([^a-z]|$)")
_NODE_NAMES = {
    "id": ("id", "node", "node id", "vertex", "name", "label"),
    "name": ("name", "full name", "label", "namn", "navn", "nimi"),
    "handle": ("handle", "username", "screen name"),
    "email": ("email", "e mail", "mail", "epost", "e post", "sahkoposti"),
    "role": (
        "role",
        "title",
        "job title",
        "position",
        "roll",
        "befattning",
        "stilling",
        "rolle",
        "rooli",
        "titteli",
    ),
}
_NOBODY = frozenset(("", "na", "n/a", "nan", "none", "null", "#n/a", "-"))


class TiesReader:
    """Reads edge lists and the files of nodes beside them.

    Parameters
    ----------
    options : Options
        As `prepare` completes them.
    """

    def __init__(self, options: Options) -> None:
        self._options = options
        self._shape = to_shape(options.settings)
        self._prepared = "names" in options.settings
        self._community = options.place.replace("/", "-")
        self._relation = options.settings.get("relation") or "tie"
        self._by_file: dict[str, tuple[TieColumns, TimeReader]] = {}
        self._nodes: dict[str, dict[str, str]] = {}
        if self._prepared:
            self._columns = _complete(options, self._shape.names)

    def rows(self, unit: Unit) -> Iterator[RawRow]:
        """Cut a file or piece into rows of column to value."""
        if is_nodes(unit.file):
            return table_rows(unit, self._node_shape(unit))
        if not self._prepared or (not self._shape.names and unit.file not in self._by_file):
            self._by_file[unit.file] = self._from_file(unit)
        return table_rows(unit, self._shape)

    def records(self, file: str, row: RawRow) -> Iterator[Record]:
        """Turn one row into ties, or into an account."""
        if not isinstance(row.value, dict):
            raise UnusableRowError(f'the row is "{str(row.value)[:60]}", not an object')
        if is_nodes(file):
            return iter((self._node(row.value, self._nodes[file]),))
        columns, time = self._by_file.get(file) or self._columns
        return iter(self._ties(row.value, columns, time))

    def look_again(self, file: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Look at the first raw rows of a file in the place of the file."""
        names = list(dict.fromkeys(name for row in rows for name in row))
        if is_nodes(file):
            self._nodes[file] = _node_columns(file, names)
        elif not self._prepared or not self._shape.names:
            self._by_file[file] = self._columns_of(file, names, rows)

    def _from_file(self, unit: Unit) -> tuple[TieColumns, TimeReader]:
        sample = sample_of(unit.file, unit.data, _shape_settings(self._options))
        return self._columns_of(unit.file, sample.names, sample.rows)

    def _columns_of(
        self, file: str, names: Sequence[str], rows: Sequence[Mapping[str, Any]]
    ) -> tuple[TieColumns, TimeReader]:
        try:
            columns = tie_columns(names, rows, self._options)
        except MappingError as error:
            raise InputError.at(file, str(error)) from error
        return columns, TimeReader(columns.time, self._options.settings.get("zone") or "UTC")

    def _node_shape(self, unit: Unit) -> Shape:
        """Look at a file of nodes; it may have any columns, but one must be the id."""
        said = {name: value for name, value in _shape_settings(self._options).items() if name != "delimiter"}
        sample = sample_of(unit.file, unit.data, said)
        self._nodes[unit.file] = _node_columns(unit.file, sample.names)
        return sample.shape

    def _key(self, native: str, group: str) -> str:
        return account_key("ties", self._community, id=f"{group}.{native}" if group else native)

    def _node(self, row: Mapping[str, Any], columns: Mapping[str, str]) -> Account:
        native = native_of(row.get(columns["id"]))
        if not native:
            raise UnusableRowError(f"'{columns['id']}' is missing")
        group = self._options.settings.get("group", "")
        told = {field: native_of(row.get(column)) or None for field, column in columns.items()}
        return Account(
            self._key(native, native_of(row.get(group))),
            "ties",
            name=told.get("name"),
            handle=told.get("handle"),
            email=told.get("email"),
            role=told.get("role"),
        )

    def _ties(self, row: Mapping[str, Any], columns: TieColumns, time: TimeReader) -> list[Tie]:
        source, group = native_of(row.get(columns.source)), ""
        if not source:
            raise UnusableRowError(f"'{columns.source}' is missing")
        if columns.group and not (group := native_of(row.get(columns.group))):
            raise UnusableRowError(f"'{columns.group}' is missing")
        targets = self._named(row, columns, source)
        at = _at(row.get(columns.at), columns.at, time) if columns.at else None
        weight = _weight(row.get(columns.weight), columns.weight) if columns.weight else 1.0
        relation = native_of(row.get(columns.relation)) if columns.relation else ""
        one, kind = self._key(source, group), relation or self._relation
        return [Tie(one, self._key(target, group), kind, at, weight) for target in targets]

    def _named(self, row: Mapping[str, Any], columns: TieColumns, source: str) -> list[str]:
        """List who is named, each once; in a nomination table empty answers and oneself name nobody."""
        found = list(dict.fromkeys(native_of(row.get(column)) for column in columns.targets))
        if len(columns.targets) > 1:
            return [target for target in found if target not in ("", source)]
        if not found[0]:
            raise UnusableRowError(f"'{columns.targets[0]}' is missing")
        if found[0] == source:
            raise UnusableRowError(f'"{source[:60]}" names itself')
        return found


def _node_columns(file: str, all_names: Sequence[str]) -> dict[str, str]:
    """Find the columns of a file of nodes; one must be the id."""
    found: dict[str, str] = {}
    for field, known in _NODE_NAMES.items():
        names = {plain(name): name for name in reversed(all_names) if name not in found.values()}
        column = next((names[name] for name in known if name in names), None)
        if column is not None:
            found[field] = column
    if "id" not in found:
        seen = ", ".join(all_names[:20])
        raise InputError.at(
            file, say("a file of nodes without a column 'id'; its columns are {seen}", seen=seen)
        )
    return found


def native_of(value: object) -> str:
    """Read the id at an end of a tie; 12.0, as tables with gaps write it, is 12. Empty for "nobody"."""
    text = clean("" if value is None else str(value)).strip()
    if text.lower() in _NOBODY:
        return ""
    whole, point, rest = text.partition(".")
    return whole if point and whole.isdecimal() and not rest.strip("0") else text


def _at(value: object, column: str, time: TimeReader) -> int | None:
    return None if value is None or value == "" else time(value, column)


def _weight(value: object, column: str) -> float:
    if value is None or value == "":
        return 1.0
    try:
        weight = float(str(value).replace(",", "."))
    except ValueError as error:
        raise UnusableRowError(f"'{column}' is \"{clean(str(value))[:60]}\", which is no weight") from error
    if not math.isfinite(weight) or weight <= 0:
        raise UnusableRowError(f"'{column}' is {weight:g}; a tie needs a weight above zero")
    return weight


def is_nodes(name: str) -> bool:
    """Tell whether a file lists accounts instead of ties, by its name."""
    last = name.rpartition("/")[2].rpartition(".")[0].lower()
    return _NODES.search(last) is not None


def _lines(name: str) -> bool:
    return may_be_cut(name) and not is_nodes(name)


def _shape_settings(options: Options) -> dict[str, str]:
    return {name: options.settings[name] for name in _SHAPE if name in options.settings}


_SHAPE = ("delimiter", "encoding", "quote", "header")


def _first(glimpse: Glimpse) -> str | None:
    found = (
        name for name in glimpse.names if is_table(name) and not is_nodes(name) and name in glimpse.heads
    )
    return next(found, None)


def _sampled(glimpse: Glimpse, options: Options) -> Sample | None:
    file = _first(glimpse)
    return None if file is None else sample_of(file, glimpse.heads[file], _shape_settings(options))


def prepare(options: Options, glimpse: Glimpse) -> Options:
    """Complete the options with the columns found in the first edge list."""
    sample = _sampled(glimpse, options)
    if sample is None or not sample.names:
        return options
    found = tie_columns(sample.names, sample.rows, options)
    one = {"target": found.targets[0]} if len(found.targets) == 1 else {}
    columns = {
        "source": found.source,
        **one,
        "at": found.at,
        "weight": found.weight,
        "relation": found.relation,
    }
    settings = {"time": found.time, **options.settings, **sample.shape.settings()}
    if len(found.targets) > 1:
        settings["targets"] = ",".join(found.targets)
    return Options(options.place, options.access, {**columns, **options.columns}, settings)


def _complete(options: Options, names: tuple[str, ...]) -> tuple[TieColumns, TimeReader]:
    """Read the columns back from prepared options."""
    said, settings = options.columns, options.settings
    targets = tuple(part for part in settings.get("targets", "").split(",") if part) or (said["target"],)
    columns = TieColumns(
        said["source"],
        targets,
        said.get("at", ""),
        said.get("weight", ""),
        said.get("relation", ""),
        settings.get("group", ""),
        settings.get("time", "iso"),
    )
    return columns, TimeReader(columns.time, settings.get("zone") or "UTC")


def recognise(glimpse: Glimpse) -> Sighting | None:
    """See an edge list where two columns are clearly the ends of a tie."""
    if not glimpse.names or not all(map(is_table, glimpse.names)):
        return None
    try:
        sample = _sampled(glimpse, Options())
    except (InputError, MappingError):
        return None
    found = ends(sample.names) if sample else None
    return None if found is None else Sighting(0.25, f"ties from column '{found[0]}' to column '{found[1]}'")


def reader(options: Options, _context: Mapping[str, bytes]) -> TiesReader:
    """Make the reader."""
    return TiesReader(options)


FORMATS = (
    Format(
        name="ties",
        title=say("Ties: edge lists with or without times (CSV, TSV, JSON lines, Parquet)"),
        recognise=recognise,
        data=is_table,
        reader=reader,
        lines=_lines,
        cut=whole_records,
        prepare=prepare,
    ),
)
