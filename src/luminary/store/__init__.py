"""Where data live: the lake (imports and what is derived from them) and the ledger (decisions).

Tables in and out: all of them; they are declared in `luminary.store.tables`.

``engine``     what every database engine can do here: read, materialise, scalar, rows
``duckdb``     the engine of one machine
``lake``       Delta tables: atomic appends per import, derived tables replaced whole
``traces``     what leads to one person; ``erasing`` takes it out of the lake, ``scrubbing`` out of the ledger
``ledger``     SQLite or PostgreSQL through SQLAlchemy, migrated by Alembic
``migrations`` the ledger's schema, version by version

No other room imports a database library.
"""

from luminary.store.duckdb import DuckDBEngine, connection_aside
from luminary.store.engine import Engine, Row, identifier, literal
from luminary.store.erasing import LakeEraser, StagedEraser
from luminary.store.lake import Lake, Staging, fingerprint_of
from luminary.store.ledger import Ledger
from luminary.store.schema import arrow_schema
from luminary.store.scrubbing import ledger_about, ledger_touched, scrub_ledger
from luminary.store.traces import MARK, Touched, Traces

__all__ = [
    "MARK",
    "DuckDBEngine",
    "Engine",
    "Lake",
    "LakeEraser",
    "Ledger",
    "Row",
    "StagedEraser",
    "Staging",
    "Touched",
    "Traces",
    "arrow_schema",
    "connection_aside",
    "fingerprint_of",
    "identifier",
    "ledger_about",
    "ledger_touched",
    "literal",
    "scrub_ledger",
]
