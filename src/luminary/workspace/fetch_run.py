"""One run of a live source: what refuses it, the lock it holds, and what becomes of its failure."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout

from luminary.collect.batch import Importer
from luminary.collect.fetch.extra import library
from luminary.collect.fetch.port import Wanted
from luminary.collect.fetch.secrets import Hiding, found
from luminary.collect.live.gone import take_out
from luminary.collect.live.harvest import Harvest, safe_name
from luminary.collect.live.registry import connector_named, policy_of
from luminary.collect.live.run import FetchResult, Live, Progress, Run
from luminary.errors import ConflictError, UsageError, WithheldError
from luminary.i18n import say
from luminary.workspace.live_sources import settings_of

if TYPE_CHECKING:
    from luminary.workspace.workspace import Workspace


def fetched(
    work: Workspace,
    row: Mapping[str, Any],
    said: tuple[datetime | None, int | None, bool],
    progress: Progress,
    waiting: Callable[[str, float], None],
) -> FetchResult:
    """Fetch a source, whose lock is held, from where the last run ended.

    Raises
    ------
    UsageError
        When the source asked to be left alone for a while, or a library is not installed.
    WithheldError
        When the workspace has no purpose that data may be fetched for.
    FetchError
        When the source gives no good answer; what came before has landed.
    """
    for one in ("httpcore2", "protego"):
        library(one)  # says how to install it
    from luminary.collect.fetch.client import WebClient

    name = row["source"]
    live = _live(work, row, *said)
    client = WebClient(work.limits, live.wanted.secrets, live.connector.pace, waiting)
    importer = Importer(work.lake, work.ledger, work.limits, work.path / "lake" / "_spill")
    size, harvest = work.limits.fetch_batch_bytes, harvest_of(work, name)
    forget = partial(_forget, work)
    try:
        return Run(live, client, harvest, importer, work.ledger, size, forget, progress).go()
    finally:
        client.close()
        work.ledger.change("sources", {"source": name}, not_before=client.not_before)


def _forget(work: Workspace, posts: frozenset[str]) -> int:
    """Take out posts that were removed at the source, and put on record how many."""
    count = take_out(work.lake, work.engine, posts)
    if count:
        work.audit.record("fetch.forget", None, posts=count)
    return count


def _live(
    work: Workspace, row: Mapping[str, Any], since: datetime | None, most: int | None, history: bool
) -> Live:
    """Put together what a run needs, and refuse what may not be fetched."""
    check_purpose(work, row["connector"])
    connector = connector_named(row["connector"])
    _check_rest(work, row)
    settings = settings_of(connector, json.loads(row["settings"]))
    terms = policy_of(connector, settings).name
    wanted = Wanted(settings, found(connector.secrets), since, most, history)
    return Live(row["source"], connector, wanted, json.loads(row["cursor"] or "{}"), terms)


def check_purpose(work: Workspace, connector: str) -> None:
    """Refuse to fetch for a purpose that has ended or has no basis, or without terms on record.

    Raises
    ------
    WithheldError
        Saying what is missing.
    """
    work.gate.check_purpose()
    purpose = work.purpose
    if purpose.profile != "evaluation" and not purpose.basis.strip():
        raise WithheldError(
            say("nothing is fetched: no lawful basis is on record here; `luminary init` takes one")
        )
    work.duties.may_enable(connector)


def _check_rest(work: Workspace, row: Mapping[str, Any]) -> None:
    until = row["not_before"]
    if until is not None and until > work.ledger.now():
        raise UsageError(
            say("'{name}' asked to be left alone until {until} UTC", name=row["source"], until=until)
        )


def note_failure(work: Workspace, name: str, error: str, asked: datetime) -> bool:
    """Write down a run that failed before it began, so that it is seen, and not tried again at once.

    A run that had begun has written so itself; gives whether it had.
    """
    ledger = work.ledger
    newest = ledger.newest("fetches", "started", 1, source=name)
    if newest and newest[0]["started"] >= asked:
        return True
    with ledger.together():
        now = ledger.now()
        run = {"fetch": uuid.uuid4().hex, "source": name, "state": "failed"}
        ledger.add("fetches", **run, started=now, ended=now, error=Hiding().text(error))
        ledger.change("sources", {"source": name}, last_run=now)
    return False


def locked(work: Workspace, name: str) -> Locked:
    """Give the lock of a source, for a ``with`` block."""
    folder = work.path / "lake" / "_fetch"
    folder.mkdir(parents=True, exist_ok=True)
    return Locked(name, FileLock(folder / f"{_key(name)}.lock", timeout=0))


def harvest_of(work: Workspace, name: str) -> Harvest:
    """Give the place where bodies of a source lie until they land."""
    return Harvest(work.path / "lake" / "_fetch" / _key(name), name)


class Locked:
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
