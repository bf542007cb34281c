"""What can be done with live sources: keep a list of them, fetch them, now or as often as they say."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from luminary.collect.fetch.port import Connector
from luminary.collect.fetch.secrets import found
from luminary.collect.fetch.weblinks import outline
from luminary.collect.live.registry import connector_named, connectors, guess, policy_of
from luminary.collect.live.run import FetchResult, Progress
from luminary.errors import ConflictError, LuminaryError, UnknownNameError, UsageError
from luminary.i18n import say
from luminary.workspace.fetch_run import check_purpose, fetched, harvest_of, locked, note_failure
from luminary.workspace.live_sources import (
    Fetch,
    FetchTrouble,
    LiveSource,
    Plan,
    next_run,
    settings_in,
    settings_of,
    source_of,
)
from luminary.workspace.schedule import check_every, minutes_of

if TYPE_CHECKING:
    from luminary.workspace.workspace import Workspace

_REASON = 500


class Fetching:
    """The live sources of a workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def connectors(self) -> list[Connector]:
        """List what can be fetched from."""
        return [one for _, one in sorted(connectors().items())]

    def add(
        self, name: str, connector: str, settings: Mapping[str, str], *, every: int | None = None
    ) -> LiveSource:
        """Put a source on the list.

        Parameters
        ----------
        name : str
            Of the user's own.
        connector : str
            What fetches it.
        settings : mapping of str to str
            What the connector asks for; never a secret.
        every : int, optional
            Minutes between two runs that nobody asks for.

        Raises
        ------
        UsageError
            When a setting is missing, unknown or holds a secret, or a source of this name is there.
        WithheldError
            When the workspace has no purpose that data may be fetched for.
        """
        work = self._workspace
        check_purpose(work, connector)
        name, told = _name(name), settings_of(connector_named(connector), settings)
        row = {"source": name, "connector": connector, "settings": json.dumps(told, ensure_ascii=False)}
        made = {"made_by": work.actor, "made": work.ledger.now(), "paused": False}
        with work.ledger.together():
            if not work.ledger.add("sources", **row, **made, every=check_every(every)):
                raise UsageError(say("there is a source named '{name}' already", name=name))
            work.audit.record("fetch.add", None, source=name, connector=connector, every=every)
        return self.get(name)

    def settings_for(
        self, told: str, connector: str | None = None, settings: Mapping[str, str] | None = None
    ) -> tuple[str, str, dict[str, str]]:
        """Understand what a user wrote as a source: gives a name for it, its connector, its settings.

        Parameters
        ----------
        told : str
            An address, a handle, or a name when the settings say the rest.
        connector : str, optional
            What fetches it; else the connector that knows what was written.
        settings : mapping of str to str, optional
            Said beside it; these go before what is read from `told`.

        Raises
        ------
        UsageError
            When nothing here can fetch it.
        """
        given = dict(settings or {})
        if connector is None:
            one, seen = guess(told)
            return _short(told), one.name, {**seen.settings, **given}
        one = connector_named(connector)
        own = one.guess(told)
        name = _short(told) or _short(" ".join((one.name, *given.values())))
        return name, one.name, {**(own.settings if own else {}), **given}

    def add_as_told(
        self, address: str, name: str = "", connector: str = "", settings: str = "", every: str = ""
    ) -> LiveSource:
        """Put a source on the list, as a form says it; empty is what was not said.

        Parameters
        ----------
        address : str
            An address, a handle, or nothing where the settings say it.
        name, connector : str
            A name of the user's own, and what fetches it.
        settings : str
            One a line, ``name=value``.
        every : str
            "6h", "1d".

        Raises
        ------
        UsageError
            When it is no source.
        """
        said = settings_in(settings)
        own, of, given = self.settings_for(address or name, connector or None, said)
        return self.add(name or own, of, given, every=minutes_of(every) if every else None)

    def sources(self) -> list[LiveSource]:
        """List the sources, by name."""
        return [self._source(row) for row in self._workspace.ledger.rows("sources")]

    def get(self, name: str) -> LiveSource:
        """Find a source.

        Raises
        ------
        UnknownNameError
            When there is none of that name.
        """
        return self._source(self._row(name))

    def has(self, name: str) -> bool:
        """Tell whether there is a source of that name."""
        return bool(self._workspace.ledger.count("sources", source=name))

    def remove(self, name: str) -> None:
        """Take a source off the list; what it brought stays.

        Raises
        ------
        UnknownNameError
            When there is none of that name.
        ConflictError
            When it is being fetched.
        """
        work = self._workspace
        self._row(name)
        with locked(work, name):
            work.ledger.remove("sources", source=name)
            harvest_of(work, name).clear()
        work.audit.record("fetch.remove", None, source=name)

    def pause(self, name: str) -> LiveSource:
        """Leave a source out until it is resumed.

        Raises
        ------
        UnknownNameError
            When there is none of that name.
        """
        return self._change(name, "fetch.pause", paused=True)

    def resume(self, name: str) -> LiveSource:
        """Let a paused source be fetched again.

        Raises
        ------
        UnknownNameError
            When there is none of that name.
        """
        return self._change(name, "fetch.resume", paused=False)

    def schedule(self, name: str, every: int | None) -> LiveSource:
        """Say how often a source is fetched when nobody asks: minutes, or None for never.

        Raises
        ------
        UnknownNameError
            When there is none of that name.
        UsageError
            When that is too often.
        """
        return self._change(name, "fetch.schedule", every=check_every(every))

    def plan(self, name: str) -> Plan:
        """Say what a run would do, without asking anybody.

        Raises
        ------
        UnknownNameError
            When there is none of that name, or its connector is no longer there.
        """
        row = self._row(name)
        return self.plan_of(name, row["connector"], json.loads(row["settings"]))

    def plan_of(self, name: str, connector: str, settings: Mapping[str, str]) -> Plan:
        """Say what a run of a source would do that is not on the list.

        Raises
        ------
        UsageError
            When a setting is missing or unknown.
        """
        one = connector_named(connector)
        have = found(secret._replace(required=False) for secret in one.secrets)
        missing = tuple(secret.name for secret in one.secrets if secret.required and secret.name not in have)
        told = settings_of(one, settings)
        return Plan(name, one.name, one.format, policy_of(one, told).name, told, missing)

    def run(
        self,
        name: str,
        *,
        since: datetime | None = None,
        most: int | None = None,
        history: bool = False,
        progress: Progress = lambda _pages, _bytes: None,
        waiting: Callable[[str, float], None] = lambda _host, _seconds: None,
    ) -> FetchResult:
        """Fetch a source now, from where the last run ended.

        Parameters
        ----------
        name : str
            The source.
        since : datetime, optional
            Nothing older, where the source can tell.
        most : int, optional
            Most raw bodies.
        history : bool, default False
            Whether older entries are wanted that a normal run leaves.
        progress : callable
            Called with the bodies and bytes so far.
        waiting : callable
            Called with the host and the seconds before a wait.

        Raises
        ------
        UnknownNameError
            When there is no such source.
        WithheldError
            When the workspace has no purpose that data may be fetched for.
        FetchError
            When the source gives no good answer; what came before has landed.
        """
        work, row = self._workspace, self._row(name)
        asked = work.ledger.now()
        try:
            with locked(work, name):
                result = fetched(work, row, (since, most, history), progress, waiting)
        except ConflictError:
            raise
        except LuminaryError as error:
            had_begun = note_failure(work, name, str(error), asked)
            work.audit.record("fetch.run", None, source=name, failed=str(error)[:_REASON])
            if had_begun:  # what came before has landed
                work.safety.screen()
            raise
        counts = {one: getattr(result, one) for one in ("pages", "read", "kept", "rejected")}
        work.audit.record("fetch.run", None, source=name, batches=list(result.batches), **counts)
        work.safety.screen()
        return result

    def due(self) -> list[str]:
        """List the sources whose time has come, the longest overdue first."""
        now = self._workspace.ledger.now()
        found = ((next_run(row), str(row["source"])) for row in self._rows())
        return [name for at, name in sorted((at, name) for at, name in found if at is not None and at <= now)]

    def run_due(self) -> Iterator[FetchResult | LuminaryError]:
        """Fetch what is due, one after the other; gives what came of each."""
        for name in self.due():
            try:
                yield self.run(name)
            except LuminaryError as error:
                yield error

    def ask_due(self) -> int:
        """Ask for a job for each source that is due; gives how many."""
        names = self.due()
        for name in names:
            self._workspace.jobs.ask("fetch", {"source": name})
        return len(names)

    def runs(self, name: str | None = None, limit: int = 50) -> list[Fetch]:
        """List the runs, newest first, of one source or of all."""
        asked: dict[str, Any] = {} if name is None else {"source": name}
        rows = self._workspace.ledger.newest("fetches", "started", limit, **asked)
        return [Fetch(**{one: row[one] for one in Fetch.__slots__}) for row in rows]

    def troubles(self, name: str | None = None, limit: int = 200) -> list[FetchTrouble]:
        """List what could not be fetched while runs went on, newest first, of one source or of all."""
        asked: dict[str, Any] = {} if name is None else {"source": name}
        rows = self._workspace.ledger.newest("fetch_troubles", "at", limit, **asked)
        return [FetchTrouble(**{one: row[one] for one in FetchTrouble.__slots__}) for row in rows]

    def warning(self) -> str | None:
        """Say loudly when addresses may be asked that are not public; None when none may."""
        from luminary.collect.fetch.guard import Guard

        return Guard.of(self._workspace.limits.fetch_allow).warning

    def _row(self, name: str) -> Mapping[str, Any]:
        rows = self._workspace.ledger.rows("sources", source=name)
        if not rows:
            raise UnknownNameError.of("source", name, (one["source"] for one in self._rows()))
        return rows[0]

    def _rows(self) -> list[Mapping[str, Any]]:
        return self._workspace.ledger.rows("sources")

    def _change(self, name: str, what: str, **values: object) -> LiveSource:
        work = self._workspace
        self._row(name)
        with work.ledger.together():
            work.ledger.change("sources", {"source": name}, **values)
            work.audit.record(what, None, source=name, **values)
        return self.get(name)

    def _source(self, row: Mapping[str, Any]) -> LiveSource:
        newest = self._workspace.ledger.newest("fetches", "started", 1, source=row["source"])
        return source_of(row, newest[0] if newest else {})


def feeds_of_file(path: Path) -> str:
    """Give the addresses of the feeds in a list of feeds (OPML), parted by spaces.

    Raises
    ------
    UsageError
        When the file is none, or names no feed.
    """
    seen = outline(path.read_bytes(), path.name)
    if seen.kind != "opml" or not seen.links:
        raise UsageError(say("'{file}' is no list of feeds (OPML)", file=path.name))
    return " ".join(seen.links)


def connector_rows() -> list[dict[str, Any]]:
    """List what can be fetched from, as plain values; required settings carry a star."""
    return [
        {
            "name": one.name,
            "title": str(one.title),
            "settings": [ask.name + "*" * ask.required for ask in one.asks],
            "secrets": [secret.name + "*" * secret.required for secret in one.secrets],
            "terms": one.terms,
            "format": one.format,
        }
        for _, one in sorted(connectors().items())
    ]


def _short(told: str) -> str:
    """Make a name of what a user wrote."""
    shown = " ".join(told.split()).partition("?")[0]
    return shown.removeprefix("https://").removeprefix("http://").rstrip("/")[:200]


def _name(told: str) -> str:
    name = " ".join(told.split())
    if not name or len(name) > 200 or not name.isprintable():
        raise UsageError(say("a source needs a name of 1 to 200 letters"))
    return name
