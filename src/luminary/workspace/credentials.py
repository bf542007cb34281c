"""What lists and registers say of people: role, employer, ORCID, publications, a place on a list.

It stands beside the figures, with its source and the day it is of, and never raises one (A1).
"""

from __future__ import annotations

import builtins
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date as day_type
from pathlib import Path
from typing import TYPE_CHECKING, Any

from luminary.collect.addresses import page_key
from luminary.collect.decode import clean as clean_bytes
from luminary.collect.decode import text_of
from luminary.collect.linking.names import read_name
from luminary.collect.linking.profiles import orcid_in, profile_of
from luminary.collect.tabular.delimited import records, sniff
from luminary.errors import InputError, UsageError
from luminary.i18n import Message, say
from luminary.report.text import clean

if TYPE_CHECKING:
    from luminary.workspace.workspace import Workspace

KINDS: dict[str, Message] = {
    "role": say("role"),
    "employer": say("employer"),
    "orcid": say("ORCID iD"),
    "publication": say("publication"),
    "list": say("stands on the list"),
}
"""What a credential can be."""
_COLUMNS = {
    "role": "role", "title": "role",
    "employer": "employer", "organisation": "employer", "affiliation": "employer",
    "orcid": "orcid", "publication": "publication", "doi": "publication", "team": "list",
}  # fmt: skip
_OWNERS_SQL = """
SELECT DISTINCT i.person FROM accounts a JOIN identities i ON i.account = a.account
WHERE lower(a.platform) = ? AND lower(ltrim(a.handle, '@')) = ? ORDER BY 1
"""
_MOST_BYTES = 64_000_000
_MOST_ROWS = 1_000_000
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Credential:
    """Something a list or register says of a person.

    Attributes
    ----------
    person : str or None
        Key of the person as the reader may know it; None while it is not known who is meant.
    named : str
        How the list writes the person; empty where the name is withheld.
    kind : str
        role, employer, orcid, publication or list.
    source : str
        Name of the list or register.
    dated : str or None
        Day the list is of.
    """

    person: str | None
    named: str
    kind: str
    told: Message
    value: str
    url: str | None
    source: str
    dated: str | None


@dataclass(frozen=True, slots=True)
class Loaded:
    """What an imported list gave.

    Attributes
    ----------
    rows, kept, repeated : int
        Rows of the list; credentials kept; those that were there already.
    people : int
        Different people it could be attached to.
    unknown, ambiguous : int
        Rows whose name nobody here has, or several have; they are kept without a person.
    """

    rows: int
    kept: int
    repeated: int
    people: int
    unknown: int
    ambiguous: int


class Credentials:
    """Credentials of the people of a workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._work = workspace

    def load(
        self, path: str | Path, source: str, *, date: str | None = None, column: str = "person"
    ) -> Loaded:
        """Import a list.

        Parameters
        ----------
        path : str or Path
            A table (CSV, TSV, semicolons) with a column that names people by name, handle, key, or address of
            a profile. Columns role, employer, orcid, publication, team, url and date are read where they are.
        source : str
            Name of the list or register.
        date : str, optional
            Day the list is of, ISO date.
        column : str, default "person"
            Column that names the person.

        Raises
        ------
        InputError
            When the file cannot be read or has no such column.
        UsageError
            When the source has no name, or the date is none.
        """
        register, day = clean(source, 120).strip(), _day(date)
        if not register:
            raise UsageError(say("give the list a name with --source; it stands beside everything it says"))
        rows = list(_rows(Path(path), column))
        meant = {one: self._meant(one) for one in dict.fromkeys(row["person"] for row in rows)}
        made = [one for row in rows for one in self._made(row, meant[row["person"]], register, day)]
        kept = self._keep(made)
        people = {key for key, _ in meant.values() if key}
        self._work.audit.record("credentials.import", None, source=register, rows=len(rows), kept=kept)
        unknown = sum(meant[row["person"]] == (None, 0) for row in rows)
        ambiguous = sum(meant[row["person"]][1] > 1 for row in rows)
        return Loaded(len(rows), kept, len(made) - kept, len(people), unknown, ambiguous)

    def _meant(self, named: str) -> tuple[str | None, int]:
        """Find whom a row means: the key, and how many it could mean."""
        found = self._owners(named) or self._work.people.called(named) or self._called(named)
        return (found[0], 1) if len(found) == 1 else (None, len(found))

    def _owners(self, address: str) -> builtins.list[str]:
        """List whose profile an address leads to."""
        profile = profile_of(address)
        if profile is None:
            return []
        self._work.people.ready()
        return [str(row[0]) for row in self._work.engine.rows(_OWNERS_SQL, profile)]

    def _called(self, named: str) -> builtins.list[str]:
        name = read_name(named)
        if name is None:
            return []
        if self._by_name is None:
            self._by_name = {}
            for person, names in self._work.engine.rows("SELECT person, names FROM people"):
                for shown in names or ():  # type: ignore[attr-defined]
                    if known := read_name(str(shown)):
                        self._by_name.setdefault(known.full, set()).add(str(person))
        return sorted(self._by_name.get(name.full, ()))

    _by_name: dict[str, set[str]] | None = None

    def _made(
        self, row: Mapping[str, str], meant: tuple[str | None, int], register: str, day: str | None
    ) -> Iterator[dict[str, Any]]:
        work, url = self._work, row.get("url", "")
        said = {name: row[name] for name in row if name in _COLUMNS and row[name]}
        for name, told in {"team": row.get("team") or register, **said}.items():
            kind = _COLUMNS[name]
            value = (orcid_in(told) or "") if kind == "orcid" else told
            if not value:
                continue
            key = "\x1f".join((register, row["person"], kind, value))
            yield {
                "credential": hashlib.blake2b(key.encode(errors="replace"), digest_size=16).hexdigest(),
                "person": meant[0], "named": row["person"], "kind": kind, "value": value,
                "url": url if page_key(url) else None, "register": register,
                "dated": _day(row.get("date") or None) or day, "by": work.actor, "at": work.ledger.now(),
            }  # fmt: skip

    def _keep(self, made: builtins.list[dict[str, Any]]) -> int:
        """Write credentials; who is meant by one that is there already is found anew."""
        ledger, kept = self._work.ledger, 0
        with ledger.together():
            for row in made:
                if ledger.add("credentials", **row):
                    kept += 1
                elif row["person"]:
                    ledger.change("credentials", {"credential": row["credential"]}, person=row["person"])
        return kept

    def list(self, person: str | None = None, *, open_ones: bool = False) -> builtins.list[Credential]:
        """List credentials, of one person or all; who is hidden appears under a number, unnamed.

        Raises
        ------
        WithheldError
            When the purpose has ended, or the person is hidden and not asked for by number.
        """
        work = self._work
        work.gate.check()
        about: dict[str, Any] = {}
        if person is not None:
            about = {"person": work.persons.members(work.people.asked(person))}
        rows = [row for row in work.ledger.rows("credentials", **about) if not open_ones or not row["person"]]
        hidden = work.veil.hides([str(row["person"]) for row in rows if row["person"]])
        mains = work.persons.mains(str(row["person"]) for row in rows if row["person"])
        found = [
            _credential(
                row, mains.get(row["person"] or ""), hidden.get(row["person"] or ""), work.veil.is_drawn
            )
            for row in rows
        ]
        return sorted(
            (one for one in found if one is not None),
            key=lambda one: (one.person or "~", builtins.list(KINDS).index(one.kind), one.source, one.value),
        )

    def remove(self, source: str) -> int:
        """Take out all that a list says; gives how many rows there were."""
        work = self._work
        with work.ledger.together():
            gone = work.ledger.remove("credentials", register=clean(source, 120).strip())
            work.audit.record("credentials.remove", None, source=source, rows=gone)
        return gone


def _credential(
    row: Mapping[str, Any], main: str | None, alias: str | None, drawn: bool
) -> Credential | None:
    """Show a credential; of somebody hidden only that she stands on a list, and her role."""
    if (alias or (drawn and main is None)) and (alias is None or row["kind"] not in ("list", "role")):
        return None
    return Credential(
        person=alias or main,
        named="" if alias else clean(row["named"], 200),
        kind=row["kind"],
        told=KINDS[row["kind"]],
        value=clean(row["value"], _LONGEST),
        url=None if alias else row["url"],
        source=clean(row["register"], 120),
        dated=row["dated"],
    )


def _day(text: str | None) -> str | None:
    if not text:
        return None
    try:
        return day_type.fromisoformat(text.strip()).isoformat()
    except ValueError as error:
        raise UsageError(say("'{text}' is no day; write it as 2025-12-31", text=clean(text, 80))) from error


def _rows(file: Path, column: str) -> Iterator[dict[str, str]]:
    """Read the rows of a list, with the name under ``person``."""
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise InputError.at(str(file), say("is longer than 64 MB, which no list of people is"))
        text = clean_bytes(text_of(file.read_bytes(), str(file)))
    except OSError as error:
        raise InputError.at(str(file), say("cannot be read: {strerror}", strerror=error.strerror)) from error
    lines = iter(line.fields for line in records(text, sniff(text)))
    header = [name.strip().casefold() for name in next(lines, [])]
    if column.casefold() not in header:
        raise InputError.at(
            str(file),
            say(
                "has no column '{column}'; its columns are {seen}; name one of them",
                column=column,
                seen=", ".join(f"'{clean(name, 40)}'" for name in header[:20]),
            ),
        )
    place = header.index(column.casefold())
    for number, fields in enumerate(lines):
        if number >= _MOST_ROWS:
            raise InputError.at(
                str(file), say("holds more than a million rows, which no list of people does")
            )
        if len(fields) > place and fields[place].strip():
            row = {name: clean(one, _LONGEST).strip() for name, one in zip(header, fields, strict=False)}
            yield {**row, "person": clean(fields[place], 200).strip()}
