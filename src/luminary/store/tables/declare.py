"""The words in which a table is declared."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Type(StrEnum):
    """What a column holds. MOMENT is a time in UTC, to the microsecond; TEXTS and FLOATS are lists."""

    TEXT = "text"
    INT = "int"
    FLOAT = "float"
    BOOL = "bool"
    MOMENT = "moment"
    TEXTS = "texts"
    FLOATS = "floats"


class Home(StrEnum):
    """Where a table lives.

    LAKE: append-mostly rows of imports, one partition per batch. DERIVED: computed from the lake, replaced
    whole, safe to delete. LEDGER: small, changing rows of decisions.
    """

    LAKE = "lake"
    DERIVED = "derived"
    LEDGER = "ledger"


@dataclass(frozen=True, slots=True)
class Keep:
    """How long rows may stay: `days` from column `since` on; None: until the workspace's end date."""

    days: int | None
    since: str | None
    why: str


UNTIL_END = Keep(None, None, "needed for the workspace's purpose; leaves with its end date")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: name, type, meaning, unit; `person` when it holds the key of an account or person."""

    name: str
    type: Type
    meaning: str
    unit: str = ""
    person: bool = False
    required: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One table: what a row is, its columns, what identifies a row, what else is unique, how long rows stay.

    `parted` names the column by whose values a derived table is kept in parts, each replaced whole.
    `held` says why rows stay when a person is erased (a legal duty); such rows are told, not touched.
    """

    name: str
    home: Home
    meaning: str
    columns: tuple[Column, ...]
    keep: Keep
    key: tuple[str, ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()
    parted: str | None = None
    held: str | None = None

    @property
    def person_columns(self) -> tuple[str, ...]:
        """Names of the columns that point at a person."""
        return tuple(column.name for column in self.columns if column.person)

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names of all columns, in order."""
        return tuple(column.name for column in self.columns)


def text(name: str, meaning: str, *, person: bool = False, required: bool = False) -> Column:
    """Declare a text column."""
    return Column(name, Type.TEXT, meaning, person=person, required=required)


def whole(name: str, meaning: str, unit: str = "", *, required: bool = False) -> Column:
    """Declare a column of whole numbers."""
    return Column(name, Type.INT, meaning, unit, required=required)


def figure(name: str, meaning: str, unit: str = "") -> Column:
    """Declare a column of figures."""
    return Column(name, Type.FLOAT, meaning, unit)


def moment(name: str, meaning: str, *, required: bool = False) -> Column:
    """Declare a column of times in UTC."""
    return Column(name, Type.MOMENT, meaning, "UTC", required=required)


def yes_no(name: str, meaning: str) -> Column:
    """Declare a column of yes, no or unknown."""
    return Column(name, Type.BOOL, meaning)


def texts(name: str, meaning: str, *, person: bool = False) -> Column:
    """Declare a column of lists of texts."""
    return Column(name, Type.TEXTS, meaning, person=person)


def figures(name: str, meaning: str, unit: str = "") -> Column:
    """Declare a column of lists of figures."""
    return Column(name, Type.FLOATS, meaning, unit)
