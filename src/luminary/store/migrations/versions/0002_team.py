"""The team and its work: members, audit, jobs, shortlists, notes."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_TEXT, _COUNT, _TIME, _YES_NO = sa.Text, sa.BigInteger, sa.DateTime, sa.Boolean
_REQUIRED = "!"
_KEY = "*"

# table: (columns as "name", "name!" for required, "name*" for the key, with their types), unique columns
_TABLES: dict[str, tuple[dict[str, Any], tuple[tuple[str, ...], ...]]] = {
    "members": (
        {"member*": _TEXT, "login!": _TEXT, "name!": _TEXT, "role!": _TEXT, "password": _TEXT,
         "outside": _TEXT, "language": _TEXT, "theme": _TEXT, "active": _YES_NO, "made": _TIME,
         "seen": _TIME},
        (("login",), ("outside",)),
    ),
    "sessions": (
        {"session*": _TEXT, "member!": _TEXT, "csrf!": _TEXT, "made": _TIME, "seen": _TIME, "until!": _TIME},
        (),
    ),
    "tokens": (
        {"token*": _TEXT, "member!": _TEXT, "name!": _TEXT, "made": _TIME, "used": _TIME, "until": _TIME},
        (),
    ),
    "invites": (
        {"invite*": _TEXT, "role!": _TEXT, "member": _TEXT, "made_by!": _TEXT, "made": _TIME,
         "until!": _TIME},
        (),
    ),
    "login_tries": ({"attempt*": _TEXT, "login!": _TEXT, "address!": _TEXT, "at!": _TIME}, ()),
    "aliases": ({"person*": _TEXT, "number!": _COUNT}, (("number",),)),
    "reveals": ({"member*": _TEXT, "person*": _TEXT, "why!": _TEXT, "at": _TIME}, ()),
    "audit": (
        {"number*": _COUNT, "at!": _TIME, "who!": _TEXT, "action!": _TEXT, "about": _TEXT, "detail": _TEXT,
         "seal!": _TEXT},
        (),
    ),
    "jobs": (
        {"job*": _TEXT, "kind!": _TEXT, "params!": _TEXT, "same": _TEXT, "state!": _TEXT, "asked_by!": _TEXT,
         "asked!": _TIME, "started": _TIME, "ended": _TIME, "worker": _TEXT, "beat": _TIME, "tries": _COUNT,
         "done": _COUNT, "total": _COUNT, "cancel": _YES_NO, "result": _TEXT, "error": _TEXT},
        (),
    ),
    "shortlists": (
        {"shortlist*": _TEXT, "name!": _TEXT, "about": _TEXT, "owner": _TEXT, "archived": _YES_NO,
         "version!": _COUNT, "made_by": _TEXT, "made": _TIME},
        (),
    ),
    "shortlisted": (
        {"shortlist*": _TEXT, "person*": _TEXT, "stage!": _TEXT, "owner": _TEXT, "version!": _COUNT,
         "added_by": _TEXT, "added": _TIME},
        (),
    ),
    "shortlist_history": (
        {"change*": _TEXT, "shortlist!": _TEXT, "number!": _COUNT, "person": _TEXT, "what!": _TEXT,
         "before": _TEXT, "after": _TEXT, "by!": _TEXT, "at!": _TIME, "undoes": _TEXT},
        (("shortlist", "number"),),
    ),
    "comments": (
        {"comment*": _TEXT, "shortlist!": _TEXT, "person": _TEXT, "text!": _TEXT, "by!": _TEXT, "at!": _TIME},
        (),
    ),
    "notes": ({"note*": _TEXT, "person!": _TEXT, "text!": _TEXT, "by!": _TEXT, "at!": _TIME}, ()),
    "decision_log": (
        {"entry*": _TEXT, "person!": _TEXT, "what!": _TEXT, "before": _TEXT, "value": _TEXT, "by": _TEXT,
         "why": _TEXT, "at!": _TIME},
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
