"""What can be done with live sources: keep a list of them, fetch them, now or as often as they say."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout

from luminary.collect.batch import Importer
from luminary.collect.fetch.port import Connector, Wanted
from luminary.collect.fetch.secrets import Hiding, found
from luminary.collect.fetch.weblinks import outline
from luminary.collect.live.gone import take_out
from luminary.collect.live.harvest import Harvest, safe_name
from luminary.collect.live.registry import connector_named, connectors, guess, policy_of
from luminary.collect.live.run import FetchResult, Live, Progress, Run
from luminary.errors import ConflictError, LuminaryError, UnknownNameError, UsageError, WithheldError
from luminary.i18n import say
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
        self._check_purpose(connector)
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
        with self._locked(name):
            work.ledger.remove("sources", source=name)
            self._harvest(name).clear()
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
            with self._locked(name):
                result = self._run(row, (since, most, history), progress, waiting)
        except ConflictError:
            raise
        except LuminaryError as error:
            had_begun = self._note_failure(name, str(error), asked)
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

    def _run(
        self,
        row: Mapping[str, Any],
        said: tuple[datetime | None, int | None, bool],
        progress: Progress,
        waiting: Callable[[str, float], None],
    ) -> FetchResult:
        from luminary.collect.fetch.client import WebClient

        work, name = self._workspace, row["source"]
        live = self._live(row, *said)
        client = WebClient(work.limits, live.wanted.secrets, live.connector.pace, waiting)
        importer = Importer(work.lake, work.ledger, work.limits, work.path / "lake" / "_spill")
        size = work.limits.fetch_batch_bytes
        try:
            harvest = self._harvest(name)
            return Run(live, client, harvest, importer, work.ledger, size, self._forget, progress).go()
        finally:
            client.close()
            work.ledger.change("sources", {"source": name}, not_before=client.not_before)

    def _forget(self, posts: frozenset[str]) -> int:
        """Take out posts that were removed at the source, and put on record how many."""
        work = self._workspace
        count = take_out(work.lake, work.engine, posts)
        if count:
            work.audit.record("fetch.forget", None, posts=count)
        return count

    def _live(self, row: Mapping[str, Any], since: datetime | None, most: int | None, history: bool) -> Live:
        """Put together what a run needs, and refuse what may not be fetched."""
        self._check_purpose(row["connector"])
        connector = connector_named(row["connector"])
        self._check_rest(row)
        settings = settings_of(connector, json.loads(row["settings"]))
        terms = policy_of(connector, settings).name
        wanted = Wanted(settings, found(connector.secrets), since, most, history)
        return Live(row["source"], connector, wanted, json.loads(row["cursor"] or "{}"), terms)

    def _check_purpose(self, connector: str) -> None:
        """Refuse to fetch for a purpose that has ended or has no basis, or without terms on record."""
        work = self._workspace
        work.gate.check_purpose()
        purpose = work.purpose
        if purpose.profile != "evaluation" and not purpose.basis.strip():
            raise WithheldError(
                say("nothing is fetched: no lawful basis is on record here; `luminary init` takes one")
            )
        work.duties.may_enable(connector)

    def _check_rest(self, row: Mapping[str, Any]) -> None:
        until = row["not_before"]
        if until is not None and until > self._workspace.ledger.now():
            raise UsageError(
                say("'{name}' asked to be left alone until {until} UTC", name=row["source"], until=until)
            )

    def _note_failure(self, name: str, error: str, asked: datetime) -> bool:
        """Write down a run that failed before it began, so that it is seen, and not tried again at once.

        A run that had begun has written so itself; gives whether it had.
        """
        ledger = self._workspace.ledger
        newest = ledger.newest("fetches", "started", 1, source=name)
        if newest and newest[0]["started"] >= asked:
            return True
        with ledger.together():
            now = ledger.now()
            run = {"fetch": uuid.uuid4().hex, "source": name, "state": "failed"}
            ledger.add("fetches", **run, started=now, ended=now, error=Hiding().text(error))
            ledger.change("sources", {"source": name}, last_run=now)
        return False

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

    def _locked(self, name: str) -> _Locked:
        folder = self._workspace.path / "lake" / "_fetch"
        folder.mkdir(parents=True, exist_ok=True)
        return _Locked(name, FileLock(folder / f"{_key(name)}.lock", timeout=0))

    def _harvest(self, name: str) -> Harvest:
        return Harvest(self._workspace.path / "lake" / "_fetch" / _key(name), name)

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


class _Locked:
    """Holds the lock of a source; says so when somebody else has it."""

    def __init__(self, name: str, lock: FileLock) -> None:
        self._name = name
        self._lock = lock

    def __enter__(self) -> None:
        try:
            self._lock.acquire()
        except Timeout as error:
            raise ConflictError(say("'{name}' is being fetched just now", name=self._name)) from error

    def __exit__(self, *_told: object) -> None:
        self._lock.release()


def _key(name: str) -> str:
    """Name the folder of a source: readable, and another one for every name."""
    return f"{safe_name(name)[:40]}-{hashlib.sha256(name.encode()).hexdigest()[:10]}"


def _short(told: str) -> str:
    """Make a name of what a user wrote."""
    shown = " ".join(told.split()).partition("?")[0]
    return shown.removeprefix("https://").removeprefix("http://").rstrip("/")[:200]


def _name(told: str) -> str:
    name = " ".join(told.split())
    if not name or len(name) > 200 or not name.isprintable():
        raise UsageError(say("a source needs a name of 1 to 200 letters"))
    return name
