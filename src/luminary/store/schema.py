"""Declared tables in the words of Arrow."""

from __future__ import annotations

import pyarrow as pa

from luminary.store.tables import Table, Type

_ARROW: dict[Type, pa.DataType] = {
    Type.TEXT: pa.string(),
    Type.INT: pa.int64(),
    Type.FLOAT: pa.float64(),
    Type.BOOL: pa.bool_(),
    Type.MOMENT: pa.timestamp("us"),
    Type.TEXTS: pa.list_(pa.string()),
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
