"""What is known of live sources and their runs, and what may be said to a connector."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from luminary.collect.fetch.port import Connector
from luminary.collect.fetch.secrets import Hiding
from luminary.errors import UnknownNameError, UsageError
from luminary.i18n import say

_COMMON = ("place", "access", "terms")
"""Settings that every connector has."""


@dataclass(frozen=True, slots=True)
class LiveSource:
    """A live source, as the ledger has it.

    Attributes
    ----------
    name, connector : str
        As the user named it, and what fetches it.
    settings : mapping of str to str
        What the connector was told; no secrets.
    every : int or None
        Minutes between two runs that nobody asks for.
    paused : bool
        Whether it is left out until somebody resumes it.
    last_run, next_run : datetime or None
        When the last run began, and when the next one is due; UTC.
    state, error : str or None
        What became of the last run: running, done or failed, and why.
    kept, rejected, troubles : int or None
        Of the last run.
    made_by : str
        Who made it.
    """

    name: str
    connector: str
    settings: Mapping[str, str]
    every: int | None
    paused: bool
    last_run: datetime | None
    next_run: datetime | None
    state: str | None
    error: str | None
    kept: int | None
    rejected: int | None
    troubles: int | None
    made_by: str


@dataclass(frozen=True, slots=True)
class Fetch:
    """One run of a source, as the ledger has it.

    Attributes
    ----------
    fetch, source, state : str
        Its key, the source, and running, done or failed.
    started, ended : datetime or None
        UTC.
    pages, read, kept, rejected, duplicates, troubles : int or None
        Raw bodies, the rows in them, and what could not be fetched.
    error : str or None
        Why it failed.
    """

    fetch: str
    source: str
    state: str
    started: datetime
    ended: datetime | None
    pages: int | None
    read: int | None
    kept: int | None
    rejected: int | None
    duplicates: int | None
    troubles: int | None
    error: str | None


@dataclass(frozen=True, slots=True)
class FetchTrouble:
    """Something that a run could not fetch while it went on."""

    source: str
    asked: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run would do, without doing it.

    Attributes
    ----------
    name, connector, format, terms : str
        The source, what fetches it, what reads what comes, and the policy it is under.
    settings : mapping of str to str
        What the connector is told.
    missing : tuple of str
        Required secrets that were not found.
    """

    name: str
    connector: str
    format: str
    terms: str
    settings: Mapping[str, str]
    missing: tuple[str, ...]


def source_of(row: Mapping[str, Any], last: Mapping[str, Any]) -> LiveSource:
    """Read a source from its row and that of its last run."""
    return LiveSource(
        row["source"],
        row["connector"],
        json.loads(row["settings"]),
        row["every"],
        bool(row["paused"]),
        row["last_run"],
        next_run(row),
        last.get("state"),
        last.get("error"),
        last.get("kept"),
        last.get("rejected"),
        last.get("troubles"),
        row["made_by"],
    )


def settings_in(told: str) -> dict[str, str]:
    """Read settings that stand one a line.

    Raises
    ------
    UsageError
        When a line is not of the form ``name=value``.

    Examples
    --------
    >>> settings_in("instance = vakt.example")
    {'instance': 'vakt.example'}
    """
    found: dict[str, str] = {}
    for line in told.splitlines():
        name, equals, value = (part.strip() for part in line.partition("="))
        if line.strip() and not (name and equals):
            raise UsageError(say("'{line}' is no setting; write it as name=value", line=line.strip()[:100]))
        if name:
            found[name] = value
    return found


def settings_of(connector: Connector, given: Mapping[str, str]) -> dict[str, str]:
    """Fill in defaults, and refuse what is unknown, missing, or a secret.

    Raises
    ------
    UsageError
        When something is.
    """
    known = {one.name: one for one in connector.asks}
    for name, value in given.items():
        if name not in known and name not in _COMMON:
            raise UnknownNameError.of("setting", name, [*known, *_COMMON])
        if Hiding().text(value) != value:
            raise UsageError(
                say(
                    "the setting {name} carries a password or key; secrets go into the environment", name=name
                )
            )
    if missing := [one for one in known.values() if one.required and not given.get(one.name, "").strip()]:
        raise UsageError(
            say(
                "{connector} needs the setting {name}: {meaning}",
                connector=connector.name,
                name=missing[0].name,
                meaning=missing[0].meaning,
            )
        )
    defaults = {one.name: one.default for one in known.values() if one.default}
    return {**defaults, **{name: value.strip() for name, value in given.items() if value.strip()}}


def next_run(row: Mapping[str, Any]) -> datetime | None:
    """Tell when a run is due: at once for one that never ran; None when nobody planned one."""
    if row["every"] is None or row["paused"]:
        return None
    begun = row["last_run"]
    at: datetime = row["made"] if begun is None else begun + timedelta(minutes=row["every"])
    rest = row["not_before"]
    return at if rest is None else max(at, rest)
