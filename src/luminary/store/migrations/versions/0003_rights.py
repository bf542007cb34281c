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
    # one person behind many accounts
    "credentials": (
        {"credential*": _TEXT, "person": _TEXT, "named!": _TEXT, "kind!": _TEXT, "value!": _TEXT,
         "url": _TEXT, "register!": _TEXT, "dated": _TEXT, "by!": _TEXT, "at!": _TIME},
        (),
    ),
    "person_history": (
        {"change*": _TEXT, "number!": _COUNT, "what!": _TEXT, "one": _TEXT, "other": _TEXT,
         "pairs!": _TEXT, "why": _TEXT, "by!": _TEXT, "at!": _TIME, "undoes": _TEXT},
        (("number",),),
    ),
    "person_pairs": (
        {"one*": _TEXT, "other*": _TEXT, "verdict!": _TEXT, "how!": _TEXT, "weight": _FIGURE,
         "evidence": _TEXT, "why": _TEXT, "by!": _TEXT, "at!": _TIME},
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
    # brands and collaborations
    "brands": ({"name*": _TEXT, "also!": _TEXT, "own": _YES_NO, "at": _TIME}, ()),
    "connections": (
        {"person*": _TEXT, "brand*": _TEXT, "connection!": _TEXT, "since": _TEXT, "until": _TEXT,
         "note": _TEXT, "declared_by!": _TEXT, "at!": _TIME},
        (),
    ),
    # law and safety
    "products": ({"name*": _TEXT, "kind!": _TEXT, "also!": _TEXT, "added_by!": _TEXT, "at!": _TIME}, ()),
    "safety_cases": (
        {"case*": _TEXT, "post!": _TEXT, "person!": _TEXT, "quote!": _TEXT, "reporter": _YES_NO,
         "patient": _YES_NO, "reaction": _YES_NO, "medicine": _YES_NO, "serious": _YES_NO,
         "products!": _TEXT, "special!": _TEXT, "screening!": _TEXT, "state!": _TEXT, "first_seen!": _TIME,
         "due!": _TIME, "routed_to": _TEXT, "routed_by": _TEXT, "routed_at": _TIME, "closed_by": _TEXT,
         "closed_at": _TIME, "why": _TEXT},
        (),
    ),
    "safety_screens": (
        {"batch*": _TEXT, "products!": _TEXT, "texts": _COUNT, "cases": _COUNT, "at!": _TIME},
        (),
    ),
    # rights of people
    "objections": (
        {"person*": _TEXT, "scope*": _TEXT, "accounts": _TEXT, "why": _TEXT, "recorded_by!": _TEXT,
         "at!": _TIME},
        (),
    ),
    "objection_list": ({"hash*": _TEXT, "case*": _TEXT, "at!": _TIME}, ()),
    "erasures": (
        {"erasure*": _TEXT, "state!": _TEXT, "scope": _TEXT, "tag": _TEXT, "asked_by!": _TEXT, "why": _TEXT,
         "asked!": _TIME, "ended": _TIME, "counts": _TEXT, "told": _TEXT},
        (),
    ),
    "disclosures": ({"number*": _COUNT, "what!": _TEXT, "people!": _TEXT, "at!": _TIME}, ()),
    "corrections": (
        {"correction*": _TEXT, "person!": _TEXT, "field!": _TEXT, "before": _TEXT, "value!": _TEXT,
         "source!": _TEXT, "recorded_by!": _TEXT, "at!": _TIME},
        (),
    ),
}  # fmt: skip

# columns that tables of earlier migrations gain; all may be empty
_ADDED: dict[str, dict[str, Any]] = {
    "agreements": {"together": _TEXT},
    "batches": {
        "terms": _TEXT,
        "origin": _TEXT,
        "obtained": _TEXT,
        "basis": _TEXT,
        "notice": _TEXT,
        "replaces": _TEXT,
        "left_out": _COUNT,
    },
    "audit": {"token": _TEXT, "commitment": _TEXT},
    "reveals": {"together": _TEXT},
}


def _column(told: str, kind: Any) -> sa.Column[Any]:
    name = told.rstrip(_REQUIRED + _KEY)
    return sa.Column(name, kind(), primary_key=told.endswith(_KEY), nullable=told == name)


def upgrade() -> None:
    for name, (columns, unique) in _TABLES.items():
        constraints = (sa.UniqueConstraint(*one, name=f"{name}_{'_'.join(one)}") for one in unique)
        op.create_table(name, *(_column(told, kind) for told, kind in columns.items()), *constraints)
    for name, gained in _ADDED.items():
        for column, kind in gained.items():
            op.add_column(name, sa.Column(column, kind(), nullable=True))


def downgrade() -> None:
    for name, gained in _ADDED.items():
        for column in gained:
            op.drop_column(name, column)
    for name in reversed(_TABLES):
        op.drop_table(name)
