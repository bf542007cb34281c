"""`docs/tables.md`: the data dictionary, from the declarations in `luminary.store.tables`."""

from __future__ import annotations

from luminary.store.tables import Column, Home, Keep, Table, at_home

PAGE = "tables.md"

_HEAD = """# Tables

Every table of a workspace, from its declaration in `luminary.store.tables`. Nothing else is kept: a
table that is not declared cannot be made. Columns marked *person* hold the key of an account or a
person, or text that leads to one; how long rows may stay is part of the declaration (this version
records it; erasure and retention, which act on it, come later). Times are UTC, to the microsecond.
A column with `?` may be empty: then it is not known.
"""

_HOMES = {
    Home.LAKE: "The lake: rows of imports. They are added by whole imports and count once the ledger says "
    "that their batch has landed.",
    Home.DERIVED: "Derived: computed from the lake when first needed, replaced whole, safe to delete.",
    Home.LEDGER: "The ledger: small, changing rows of imports, purpose and decisions.",
}


def text() -> str:
    """Write the page."""
    parts = [_HEAD]
    for home, meaning in _HOMES.items():
        title, _, rest = meaning.partition(": ")
        parts.append(f"## {title}\n\n{rest[0].upper()}{rest[1:]}\n")
        parts += [_section(one) for one in at_home(home)]
    return "\n".join(parts).rstrip() + "\n"


def _section(one: Table) -> str:
    told = [
        f"### {one.name}\n",
        f"{_sentence(one.meaning)} {_key(one)}Rows stay {_stay(one.keep)}.\n",
        "| column | type | unit | person | meaning |\n|---|---|---|---|---|",
        *(_row(column, one) for column in one.columns),
    ]
    return "\n".join(told) + "\n"


def _row(column: Column, one: Table) -> str:
    name = f"`{column.name}`" + ("" if column.required or column.name in one.key else " ?")
    person = "person" if column.person else ""
    return f"| {name} | {column.type} | {column.unit} | {person} | {column.meaning.replace('|', '/')} |"


def _key(one: Table) -> str:
    return f"One row per {', '.join(f'`{name}`' for name in one.key)}. " if one.key else ""


def _stay(keep: Keep) -> str:
    if keep.days is None:
        return f"until the end date of the workspace ({keep.why})"
    since = f"`{keep.since}`" if keep.since else "the import"
    return f"{keep.days} days from {since} on ({keep.why})"


def _sentence(words: str) -> str:
    return words[0].upper() + words[1:] + "."
