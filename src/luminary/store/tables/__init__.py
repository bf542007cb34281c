"""Every table, declared once, as data.

Export, erasure, retention, the data dictionary, the schema of the lake and of the ledger all read these
declarations; so a table that is not declared here cannot exist, and every table says which of its columns
point at a person and how long its rows may stay.

One module per stage. A new module here is found by itself.
"""

from importlib import import_module
from pkgutil import iter_modules

from luminary.store.tables.declare import Column, Home, Keep, Table, Type

__all__ = ["ALL", "Column", "Home", "Keep", "Table", "Type", "at_home", "table"]


def _declared() -> dict[str, Table]:
    """Gather the tables of all stage modules, refusing a name declared twice."""
    found: dict[str, Table] = {}
    for module in iter_modules(__path__):
        if module.name == "declare":
            continue
        for one in import_module(f"{__name__}.{module.name}").TABLES:
            if one.name in found:
                raise ValueError(f"table '{one.name}' is declared twice")
            found[one.name] = one
    return found


ALL: dict[str, Table] = _declared()


def table(name: str) -> Table:
    """Find a declared table."""
    return ALL[name]


def at_home(home: Home) -> list[Table]:
    """List the tables that live in the lake, are derived, or live in the ledger."""
    return [one for one in ALL.values() if one.home is home]
