"""Where data live: the lake (imports and what is derived from them) and the ledger (decisions).

Tables in and out: all of them; they are declared in `luminary.store.tables`.

``engine``     what every database engine can do here: read, materialise, scalar, rows
``duckdb``     the engine of one machine
``lake``       Delta tables: atomic appends per import, derived tables replaced whole
``ledger``     SQLite or PostgreSQL through SQLAlchemy, migrated by Alembic
``migrations`` the ledger's schema, version by version

No other room imports a database library.
"""

from luminary.store.duckdb import DuckDBEngine
from luminary.store.engine import Engine, Row, identifier, literal
from luminary.store.lake import Lake, Staging, fingerprint_of
from luminary.store.ledger import Ledger
from luminary.store.schema import arrow_schema

__all__ = [
    "DuckDBEngine",
    "Engine",
    "Lake",
    "Ledger",
    "Row",
    "Staging",
    "arrow_schema",
    "fingerprint_of",
    "identifier",
    "literal",
]
