"""The engine of one machine. Always in memory: a shared database file would lock out the web app."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow as pa

from luminary.errors import StoreError
from luminary.store.engine import Row, Value, identifier, literal


@contextmanager
def connection_aside(memory: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a database of its own for a library that writes its own SQL (splink), within a memory limit."""
    with TemporaryDirectory(prefix="luminary-") as spill, duckdb.connect(":memory:") as connection:
        connection.execute(f"SET memory_limit = {literal(memory)}")
        connection.execute(f"SET temp_directory = {literal(spill)}")
        connection.execute("SET enable_progress_bar = false")
        yield connection


class DuckDBEngine:
    """DuckDB over Parquet files.

    Parameters
    ----------
    spill : Path
        Folder for what does not fit into memory.
    memory : str, default "1GB"
        Memory limit, as DuckDB writes it.
    """

    def __init__(self, spill: Path, memory: str = "1GB") -> None:
        spill.parent.mkdir(parents=True, exist_ok=True)  # DuckDB makes the last folder only
        self._connection = duckdb.connect(":memory:")
        self._connection.execute(f"SET memory_limit = {literal(memory)}")
        self._connection.execute(f"SET temp_directory = {literal(str(spill))}")
        self._connection.execute("SET preserve_insertion_order = false")
        self._connection.execute("SET enable_progress_bar = false")
        self._connection.execute("SET TimeZone = 'UTC'")

    def _run(self, sql: str, values: Sequence[Value] = ()) -> duckdb.DuckDBPyConnection:
        """Run one statement; a refusal carries the SQL."""
        try:
            return self._connection.execute(sql, list(values))
        except duckdb.Error as error:
            raise StoreError(f"{error}\nin the statement:\n{sql}") from error

    def read(self, name: str, files: Sequence[Path], schema: pa.Schema, *, located: bool = False) -> None:
        """Name a relation that reads Parquet files, if asked for with file and place of every row."""
        if not files:
            place = [pa.field("in_file", pa.string()), pa.field("in_row", pa.int64())] if located else []
            self.give(name, pa.schema([*schema, *place]).empty_table())
            return
        listed = ", ".join(literal(str(file)) for file in files)
        columns = ", ".join(identifier(column) for column in schema.names)
        columns += ", filename AS in_file, file_row_number AS in_row" if located else ""
        self.drop(name)
        self._run(
            f"CREATE VIEW {identifier(name)} AS SELECT {columns} FROM "
            f"read_parquet([{listed}], union_by_name = true, hive_partitioning = true, "
            f"hive_types_autocast = false, filename = {str(located).lower()}, "
            f"file_row_number = {str(located).lower()})"
        )

    def give(self, name: str, rows: pa.Table) -> None:
        """Name a relation made of rows in memory."""
        self.drop(name)
        self._connection.register("_given", rows)
        self._run(f"CREATE TABLE {identifier(name)} AS SELECT * FROM _given")
        self._connection.unregister("_given")

    def materialise(self, name: str, sql: str, values: Sequence[Value] = ()) -> None:
        """Compute a relation once and keep it."""
        self.drop(name)
        self._run(f"CREATE TABLE {identifier(name)} AS {sql}", values)

    def write(self, sql: str, file: Path, values: Sequence[Value] = ()) -> int:
        """Write the result of a query as one Parquet file; gives the number of rows."""
        done = self._run(
            f"COPY ({sql}) TO {literal(str(file))} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)",
            values,
        )
        counted = done.fetchone()
        return int(counted[0]) if counted else 0

    def scalar(self, sql: str, values: Sequence[Value] = ()) -> object:
        """Give the single value of a query."""
        row = self._run(sql, values).fetchone()
        return row[0] if row else None

    def rows(self, sql: str, values: Sequence[Value] = ()) -> list[Row]:
        """Give all rows of a query as tuples."""
        return self._run(sql, values).fetchall()

    def arrow(self, sql: str, values: Sequence[Value] = ()) -> pa.Table:
        """Give all rows of a query as an Arrow table."""
        try:
            return self._connection.sql(sql, params=list(values)).to_arrow_table()
        except duckdb.Error as error:
            raise StoreError(f"{error}\nin the statement:\n{sql}") from error

    def drop(self, name: str) -> None:
        """Forget a relation, whether it is a view or a table."""
        kind = self.scalar("SELECT table_type FROM information_schema.tables WHERE table_name = ?", [name])
        if kind is not None:
            self._run(f"DROP {'VIEW' if kind == 'VIEW' else 'TABLE'} {identifier(name)}")

    def close(self) -> None:
        """Give back memory and temporary files."""
        self._connection.close()
