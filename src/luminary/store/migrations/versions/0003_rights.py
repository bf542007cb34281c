"""Live sources, one person behind many accounts, the rights of people, collaborations."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_TEXT, _COUNT, _TIME, _YES_NO, _FIGURE = sa.Text, sa.BigInteger, sa.DateTime, sa.Boolean, sa.Float
_REQUIRED = "!"
_KEY = "*"

# table: (columns as "name", "name!" for required, "name*" for the key, with their types), unique columns
_TABLES: dict[str, tuple[dict[str, Any], tuple[tuple[str, ...], ...]]] = {}  # fmt: skip


def _column(told: str, kind: Any) -> sa.Column[Any]:
    name = told.rstrip(_REQUIRED + _KEY)
    return sa.Column(name, kind(), primary_key=told.endswith(_KEY), nullable=told == name)


def upgrade() -> None:
    for name, (columns, unique) in _TABLES.items():
        constraints = (sa.UniqueConstraint(*one, name=f"{name}_{'_'.join(one)}") for one in unique)
        op.create_table(name, *(_column(told, kind) for told, kind in columns.items()), *constraints)


def downgrade() -> None:
    for name in reversed(_TABLES):
        op.drop_table(name)
