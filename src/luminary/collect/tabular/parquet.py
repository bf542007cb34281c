"""Tables in Parquet, read in batches; values as JSON knows them, so that raw rows can be kept."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from luminary.collect.decode import clean
from luminary.collect.source import RawRow, Unit
from luminary.collect.tabular.headers import unique_names
from luminary.errors import InputError
from luminary.i18n import say

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

_BATCH = 5_000
_SIMPLE = (str, int, float, bool, type(None))
_START = datetime(1970, 1, 1)


def parquet_names(
    data: bytes, most: int
) -> tuple[tuple[str, ...], tuple[dict[str, Any], ...], tuple[str, ...]]:
    """Give columns, first rows and notes of a Parquet file; nothing when only its beginning is given.

    The columns of a Parquet file are written at its end.
    """
    try:
        file = _opened(data, "")
    except InputError:
        return (), (), ()
    names, notes = unique_names(file.schema_arrow.names)
    rows: list[dict[str, Any]] = []
    for batch in file.iter_batches(batch_size=most):
        rows.extend(_as_rows(batch, names))
        break
    return names, tuple(rows), notes


def parquet_rows(unit: Unit) -> Iterator[RawRow]:
    """Read a Parquet file row by row.

    Raises
    ------
    InputError
        When it is broken.
    """
    import pyarrow as pa

    file = _opened(unit.data, unit.file)
    names = unique_names(file.schema_arrow.names)[0]
    position = 0
    try:
        for batch in file.iter_batches(batch_size=_BATCH):
            for row in _as_rows(batch, names):
                position += 1
                yield RawRow(position, row)
    except (pa.ArrowException, OSError) as error:
        raise InputError.at(
            unit.file, say("a broken Parquet file ({error})", error=error), f"row {position + 1}"
        ) from error


def _opened(data: bytes, name: str) -> ParquetFile:
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

    try:
        return ParquetFile(io.BytesIO(data))
    except (pa.ArrowException, OSError) as error:
        raise InputError.at(name, say("no readable Parquet file ({error})", error=error)) from error


def _as_rows(batch: pa.RecordBatch, names: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    columns = [_values(column) for column in batch.columns]
    for values in zip(*columns, strict=True):
        yield dict(zip(names, values, strict=True))


def _values(column: pa.Array) -> list[Any]:
    """Give the values of a column as JSON knows them; times as ISO text."""
    import pyarrow as pa

    if pa.types.is_timestamp(column.type):
        zone = "+00:00" if column.type.tz else ""
        micros = column.cast(pa.timestamp("us"), safe=False).cast(pa.int64()).to_pylist()
        return [None if value is None else _iso(value) + zone for value in micros]
    values: list[Any] = column.to_pylist()
    if all(isinstance(value, _SIMPLE) for value in values):
        return values
    return [_simple(value) for value in values]


def _iso(micros: int) -> str:
    try:
        return (_START + timedelta(microseconds=micros)).isoformat()
    except OverflowError:
        return str(micros)


def _simple(value: object) -> Any:
    if isinstance(value, _SIMPLE):
        return value
    if isinstance(value, bytes):
        return clean(value.decode(errors="replace"))
    if isinstance(value, list | tuple):
        return [_simple(one) for one in value]
    if isinstance(value, dict):
        return {str(name): _simple(one) for name, one in value.items()}
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC).isoformat()
    return str(value)
