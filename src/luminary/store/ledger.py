"""The ledger: small tables of decisions, in SQLite for one machine or PostgreSQL for a team."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from luminary.errors import StoreError, WorkspaceError
from luminary.store.schema import ledger_metadata
from luminary.store.tables import table

HEAD = "0003"
"""The newest migration; `tests/store` proves that it is."""
_AT_ONCE = 500
"""Values that one statement is asked for."""


class Ledger:
    """Rows of the declared ledger tables.

    Parameters
    ----------
    url : str
        Address of the database as SQLAlchemy writes it (``sqlite:///ledger.sqlite``).
    backups : Path, optional
        Folder in which an older ledger is kept as it is before its schema is changed.

    Raises
    ------
    WorkspaceError
        When the database is of a newer version than this program.
    """

    def __init__(self, url: str, backups: Path | None = None) -> None:
        self._backups = backups
        self._engine = sa.create_engine(url)
        if self._engine.dialect.name == "sqlite":
            sa.event.listen(self._engine, "connect", _prepare_sqlite)
        self._tables = ledger_metadata().tables
        self._current = threading.local()
        self._remembered: dict[object, list[Mapping[str, Any]]] | None = None
        self._migrate()

    @staticmethod
    def now() -> datetime:
        """Give the time now, in UTC, without zone, as the ledger keeps it."""
        return datetime.now(UTC).replace(tzinfo=None)

    def rows(self, name: str, /, **equals: object) -> list[Mapping[str, Any]]:
        """List the rows of a table whose columns equal the given values, ordered by its key."""
        if self._remembered is None:
            return self._rows(name, equals)
        asked = (name, tuple(sorted(equals.items())))
        if asked not in self._remembered:
            self._remembered[asked] = self._rows(name, equals)
        return [dict(row) for row in self._remembered[asked]]

    def _rows(self, name: str, equals: Mapping[str, object]) -> list[Mapping[str, Any]]:
        one = self._tables[name]
        query = sa.select(one).order_by(*(one.c[column] for column in table(name).key))
        return self._fetch(query.where(*_equal(one, equals)))

    @contextmanager
    def remembering(self) -> Iterator[None]:
        """Read the same rows only once within the block, until something is written through this ledger.

        For the length of one answer to one reader: what others write meanwhile is seen by the next answer.
        """
        self._remembered = {}
        try:
            yield
        finally:
            self._remembered = None

    def _fetch(self, query: sa.Select[Any]) -> list[Mapping[str, Any]]:
        """Read rows, inside the transaction of this thread where there is one."""
        open_one: sa.Connection | None = getattr(self._current, "connection", None)
        try:
            if open_one is not None:
                return [dict(row) for row in open_one.execute(query).mappings()]
            with self._engine.connect() as connection:
                return [dict(row) for row in connection.execute(query).mappings()]
        except sa.exc.DBAPIError as error:
            raise StoreError(
                f"the ledger cannot be read: {error.orig}\nin the statement:\n{query}"
            ) from error

    def put(self, name: str, /, **values: object) -> None:
        """Write one row, in the place of the row with the same key."""
        one = self._tables[name]
        key = table(name).key
        insert = postgresql.insert if self._engine.dialect.name == "postgresql" else sqlite.insert
        row = insert(one).values(**values)
        with self.writing() as connection:
            connection.execute(row.on_conflict_do_update(index_elements=list(key), set_=values))

    def newest(
        self, name: str, /, by: str, limit: int, skip: int = 0, **equals: object
    ) -> list[Mapping[str, Any]]:
        """List rows with the largest values in the column `by` first, a page at a time."""
        one = self._tables[name]
        query = sa.select(one).where(*_equal(one, equals))
        keys = [one.c[column].desc() for column in table(name).key]
        return self._fetch(query.order_by(one.c[by].desc(), *keys).limit(limit).offset(skip))

    def count(self, name: str, /, **equals: object) -> int:
        """Count the rows whose columns equal the given values."""
        one = self._tables[name]
        found = self._fetch(
            sa.select(sa.func.count().label("rows")).select_from(one).where(*_equal(one, equals))
        )
        return int(found[0]["rows"])

    def add(self, name: str, /, **values: object) -> bool:
        """Write one new row; gives False, and writes nothing, when a value that must be unique is taken."""
        one = self._tables[name]
        insert = postgresql.insert if self._engine.dialect.name == "postgresql" else sqlite.insert
        row = insert(one).values(**values).on_conflict_do_nothing().returning(sa.literal(1))
        with self.writing() as connection:
            return connection.execute(row).first() is not None

    def add_all(self, name: str, rows: Sequence[Mapping[str, object]]) -> None:
        """Write new rows at once; a row whose key or another unique value is taken is left out."""
        one = self._tables[name]
        insert = postgresql.insert if self._engine.dialect.name == "postgresql" else sqlite.insert
        if rows:
            with self.writing() as connection:
                connection.execute(insert(one).on_conflict_do_nothing(), [dict(row) for row in rows])

    def among(self, name: str, column: str, values: Sequence[object], /) -> list[Mapping[str, Any]]:
        """List the rows whose value in a column is one of the given ones."""
        one = self._tables[name]
        parts = (values[at : at + _AT_ONCE] for at in range(0, len(values), _AT_ONCE))
        return [row for part in parts for row in self._fetch(sa.select(one).where(one.c[column].in_(part)))]

    def values(self, name: str, column: str, /) -> list[Any]:
        """List the different values of a column, in order."""
        one = self._tables[name].c[column]
        return [row[column] for row in self._fetch(sa.select(one).distinct().order_by(one))]

    def claim(
        self, name: str, where: Mapping[str, object], /, by: str, **values: object
    ) -> Mapping[str, Any] | None:
        """Change the one row with the smallest value in `by` among those that equal `where`, and give it.

        Several programs may claim at once: none gets a row that another one got. None when there is no row.
        """
        one = self._tables[name]
        (key,) = (one.c[column] for column in table(name).key)
        first = sa.select(key).where(*_equal(one, where)).order_by(one.c[by], key).limit(1)
        if self._engine.dialect.name == "postgresql":
            first = first.with_for_update(skip_locked=True)
        claimed = sa.update(one).where(key == first.scalar_subquery()).values(**values).returning(one)
        with self.writing() as connection:
            row = connection.execute(claimed).mappings().first()
            return None if row is None else dict(row)

    def change(self, name: str, where: Mapping[str, object], /, **values: object) -> int:
        """Change the rows whose columns equal `where`; gives how many there were."""
        one = self._tables[name]
        with self.writing() as connection:
            return int(
                connection.execute(sa.update(one).where(*_equal(one, where)).values(**values)).rowcount
            )

    def remove(self, name: str, /, **equals: object) -> int:
        """Remove the rows whose columns equal the given values; gives how many there were."""
        one = self._tables[name]
        with self.writing() as connection:
            return int(connection.execute(sa.delete(one).where(*_equal(one, equals))).rowcount)

    def count_before(self, name: str, column: str, moment: datetime, /) -> int:
        """Count the rows whose time in a column lies before a moment."""
        one = self._tables[name]
        query = sa.select(sa.func.count().label("rows")).select_from(one).where(one.c[column] < moment)
        return int(self._fetch(query)[0]["rows"])

    def remove_before(self, name: str, column: str, moment: datetime, /) -> int:
        """Remove the rows whose time in a column lies before a moment; gives how many there were."""
        one = self._tables[name]
        with self.writing() as connection:
            return int(connection.execute(sa.delete(one).where(one.c[column] < moment)).rowcount)

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Open one transaction, or go on in that of this thread; a refusal carries the database's reason."""
        if self._remembered is not None:
            self._remembered = {}
        open_one: sa.Connection | None = getattr(self._current, "connection", None)
        try:
            if open_one is not None:
                yield open_one
                return
            with self._engine.begin() as connection:
                yield connection
        except sa.exc.DBAPIError as error:
            raise StoreError(f"the ledger refused a change: {error.orig}") from error

    @contextmanager
    def together(self) -> Iterator[None]:
        """Let all reads and changes of this thread within the block count at once, or not at all.

        Programs that do so at the same time wait for each other, so what was read inside stays true until the
        end. Blocks may be nested; the outermost one counts.
        """
        if getattr(self._current, "connection", None) is not None:
            yield
            return
        with self.writing() as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            else:
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(1282764102)")
            self._current.connection = connection
            try:
                yield
            finally:
                self._current.connection = None

    def wipe(self) -> bool:
        """Overwrite what was removed: nothing of it is left in free pages or in the log of changes.

        Gives False when a reader still needs the log of changes; then it must be tried again.
        """
        try:
            with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                if connection.dialect.name == "postgresql":
                    connection.exec_driver_sql(f"VACUUM (FULL) {', '.join(sorted(self._tables))}")
                    return True
                connection.exec_driver_sql("VACUUM")
                found = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").first()
                return found is None or not found[0]
        except sa.exc.DBAPIError as error:
            raise StoreError(f"the ledger could not be wiped: {error.orig}") from error

    def write_to(self, folder: Path) -> dict[str, int]:
        """Write every table as JSON lines, as of one moment; gives the number of rows of each."""
        from luminary.store.backup import write_rows

        try:
            with self._engine.connect() as connection:
                if connection.dialect.name == "sqlite":
                    connection.exec_driver_sql("BEGIN")
                else:
                    connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                return write_rows(connection, folder)
        except sa.exc.DBAPIError as error:
            raise StoreError(f"the ledger cannot be read: {error.orig}") from error

    def read_from(self, folder: Path) -> dict[str, int]:
        """Put the rows that `write_to` wrote into tables that are empty; gives how many of each."""
        from luminary.store.backup import in_parts, read_rows

        found: dict[str, int] = {}
        with self.together():
            for file in sorted(folder.glob("*.jsonl")):
                if file.stem in self._tables:
                    found[file.stem] = sum(
                        self._insert(file.stem, part) for part in in_parts(read_rows(file.stem, file))
                    )
        return found

    def _insert(self, name: str, rows: list[Mapping[str, Any]]) -> int:
        with self.writing() as connection:
            connection.execute(sa.insert(self._tables[name]), [dict(row) for row in rows])
        return len(rows)

    def close(self) -> None:
        """Give back the connections."""
        self._engine.dispose()

    def _migrate(self) -> None:
        """Bring an older or empty database to the newest version; refuse a newer one."""
        try:
            version = self._version()
        except sa.exc.DBAPIError as error:
            raise WorkspaceError(f"the ledger cannot be opened: {error.orig}") from error
        if version == HEAD:
            return
        if version is not None and version > HEAD:
            self.close()
            raise WorkspaceError(
                f"this workspace was written by a newer Luminary (ledger {version}, this program knows "
                f"{HEAD}); install the newer version to open it"
            )
        from luminary.store.migrations import upgrade

        if version is not None:
            self._keep(version)
        upgrade(self._engine)

    def _keep(self, version: str) -> None:
        """Keep an older ledger as it is, in the folder for backups, before its schema is changed."""
        if self._backups is None:
            return
        moment = self.now().strftime("%Y%m%dT%H%M%S%f")
        target = self._backups / f"ledger-{version}-{moment}"
        self._backups.mkdir(parents=True, exist_ok=True)
        if self._engine.dialect.name == "sqlite":
            with self._engine.connect() as connection:
                connection.exec_driver_sql("VACUUM INTO ?", (str(target.with_suffix(".sqlite")),))
            return
        from luminary.store.backup import write_whatever_is_there

        with self._engine.connect() as connection:
            write_whatever_is_there(connection, target)

    def _version(self) -> str | None:
        with self._engine.connect() as connection:
            if not sa.inspect(connection).has_table("alembic_version"):
                return None
            found = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
            return None if found is None else str(found)


def _equal(one: sa.Table, values: Mapping[str, object]) -> list[sa.ColumnElement[bool]]:
    """Ask for one value of a column, or for any of several where a tuple is given."""
    return [
        one.c[column].in_(value) if isinstance(value, tuple) else one.c[column] == value
        for column, value in values.items()
    ]


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """Let readers and one writer work side by side, and wait for each other."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA busy_timeout = 30000")
    cursor.execute("PRAGMA secure_delete = ON")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.close()


def as_json(value: object) -> str:
    """Write a value for a text column that holds JSON."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
