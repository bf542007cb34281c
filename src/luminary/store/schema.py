"""Declared tables in the words of Arrow (the lake) and of SQLAlchemy (the ledger)."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import sqlalchemy as sa

from luminary.store.tables import Home, Table, Type, at_home

_ARROW: dict[Type, pa.DataType] = {
    Type.TEXT: pa.string(),
    Type.INT: pa.int64(),
    Type.FLOAT: pa.float64(),
    Type.BOOL: pa.bool_(),
    Type.MOMENT: pa.timestamp("us"),
    Type.TEXTS: pa.list_(pa.string()),
    Type.FLOATS: pa.list_(pa.float64()),
}


def arrow_schema(table: Table, *, leave_out: tuple[str, ...] = ()) -> pa.Schema:
    """Give the Arrow schema of a declared table."""
    return pa.schema(
        [
            pa.field(column.name, _ARROW[column.type], nullable=not column.required)
            for column in table.columns
            if column.name not in leave_out
        ]
    )


_SQL_TYPES: dict[Type, type[sa.types.TypeEngine[Any]]] = {
    Type.TEXT: sa.Text,
    Type.INT: sa.BigInteger,
    Type.FLOAT: sa.Float,
    Type.BOOL: sa.Boolean,
    Type.MOMENT: sa.DateTime,
    Type.TEXTS: sa.JSON,
    Type.FLOATS: sa.JSON,
}


def ledger_metadata() -> sa.MetaData:
    """Give the ledger's schema in the words of SQLAlchemy, made from the declarations."""
    schema = sa.MetaData()
    for declared in at_home(Home.LEDGER):
        _sql_table(declared, schema)
    return schema


def _sql_table(declared: Table, schema: sa.MetaData) -> sa.Table:
    columns = [
        sa.Column(
            column.name,
            _SQL_TYPES[column.type](),
            primary_key=column.name in declared.key,
            nullable=not column.required and column.name not in declared.key,
            comment=column.meaning,
        )
        for column in declared.columns
    ]
    unique = [
        sa.UniqueConstraint(*names, name=f"{declared.name}_{'_'.join(names)}") for names in declared.unique
    ]
    return sa.Table(declared.name, schema, *columns, *unique, comment=declared.meaning)
