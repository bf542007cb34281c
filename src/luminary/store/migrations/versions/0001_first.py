"""The first ledger."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def _text(name: str, *, key: bool = False, required: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), primary_key=key, nullable=not (key or required))


def _time(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(), nullable=True)


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=True)


def upgrade() -> None:
    op.create_table(
        "batches",
        _text("batch", key=True),
        _text("source", required=True),
        _text("format", required=True),
        _text("community"),
        _text("options"),
        _text("state", required=True),
        _count("read"),
        _count("kept"),
        _count("rejected"),
        _count("duplicates"),
        _text("ignored"),
        _time("started"),
        _time("landed"),
    )
    op.create_table("mappings", _text("name", key=True), _text("columns", required=True))
    op.create_table(
        "workspace",
        _text("id", key=True),
        _text("profile", required=True),
        *(_text(name) for name in ("purpose", "basis", "owner", "until", "language")),
        _time("made"),
    )
    op.create_table("agreements", _text("person", key=True), _text("recorded_by", required=True), _time("at"))
    op.create_table(
        "decisions",
        _text("person", key=True),
        _text("what", key=True),
        _text("value", required=True),
        _text("decided_by"),
        _text("why"),
        _time("at"),
    )
    op.create_table("settings", _text("name", key=True), _text("value", required=True))
    op.create_table("fills", _text("name", key=True), _text("fingerprint", required=True), _time("at"))
    op.create_table(
        "subjects",
        _text("name", key=True),
        _text("words", required=True),
        _text("places", required=True),
        _time("at"),
    )


def downgrade() -> None:
    for name in (
        "subjects",
        "fills",
        "settings",
        "decisions",
        "agreements",
        "workspace",
        "mappings",
        "batches",
    ):
        op.drop_table(name)
