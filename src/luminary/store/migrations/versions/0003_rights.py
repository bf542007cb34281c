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
_TABLES: dict[str, tuple[dict[str, Any], tuple[tuple[str, ...], ...]]] = {
    # duties towards people
    "privacy_documents": (
        {"document*": _TEXT, "kind!": _TEXT, "answers!": _TEXT, "until": _TEXT, "made_by!": _TEXT,
         "at!": _TIME},
        (),
    ),
    "processors": (
        {"processor*": _TEXT, "connector!": _TEXT, "name!": _TEXT, "role!": _TEXT, "contract!": _TEXT,
         "country": _TEXT, "until": _TEXT, "recorded_by!": _TEXT, "at!": _TIME},
        (),
    ),
    "notice_duties": ({"person*": _TEXT, "because!": _TEXT, "seen!": _TIME, "due!": _TIME}, ()),
    "notices": (
        {"notice*": _TEXT, "person!": _TEXT, "channel!": _TEXT, "text_version!": _TEXT, "language!": _TEXT,
         "sent!": _TIME, "recorded_by!": _TEXT, "at!": _TIME},
        (),
    ),
    "suspicions": (
        {"person*": _TEXT, "what*": _TEXT, "sign!": _TEXT, "state!": _TEXT, "decided_by": _TEXT,
         "why": _TEXT, "at!": _TIME},
        (),
    ),
    # live sources
    "sources": (
        {"source*": _TEXT, "connector!": _TEXT, "settings!": _TEXT, "cursor": _TEXT, "every": _COUNT,
         "paused": _YES_NO, "not_before": _TIME, "last_run": _TIME, "made_by!": _TEXT, "made!": _TIME},
        (),
    ),
    "fetches": (
        {"fetch*": _TEXT, "source!": _TEXT, "state!": _TEXT, "started!": _TIME, "ended": _TIME,
         "pages": _COUNT, "bytes": _COUNT, "read": _COUNT, "kept": _COUNT, "rejected": _COUNT,
         "duplicates": _COUNT, "troubles": _COUNT, "error": _TEXT},
        (),
    ),
    "fetched": (
        {"batch*": _TEXT, "fetch!": _TEXT, "source!": _TEXT, "connector!": _TEXT, "terms!": _TEXT,
         "at!": _TIME},
        (),
    ),
    "fetch_troubles": (
        {"trouble*": _TEXT, "fetch!": _TEXT, "source!": _TEXT, "asked!": _TEXT, "reason!": _TEXT,
         "at!": _TIME},
        (),
    ),
}  # fmt: skip


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
