"""One run of a live source, from its cursor to the rows that count.

Bodies are kept one by one (`harvest`); when there are enough, or no more, they are imported as one batch, and
then the cursor moves. Kill it at any moment: the next run first lands what was kept, unchanged, so the batch
has the same key and lands once, and goes on from there. What a run has landed stays when it fails later.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from luminary.collect.batch import Importer, ImportResult
from luminary.collect.fetch.port import Client, Connector, Gone, Page, Trouble, Wanted
from luminary.collect.fetch.secrets import Hiding
from luminary.collect.live.harvest import Harvest
from luminary.collect.provenance import Provenance
from luminary.errors import FetchError, LuminaryError
from luminary.i18n import say, say_count
from luminary.store import Ledger

_LONGEST = 1_000
_KILLED = say("it was ended before it was done; the next run took over what it had fetched")

Forget = Callable[[frozenset[str]], int]
"""Takes posts out of the workspace by their keys; gives how many were there."""
Progress = Callable[[int, int], None]
"""Called with the bodies and the bytes fetched so far."""


@dataclass(frozen=True, slots=True)
class FetchResult:
    """What a run did.

    Attributes
    ----------
    fetch, source, connector : str
        Key of the run, name of the source, what fetched it.
    pages, bytes : int
        Raw bodies that came, and their size.
    read, kept, rejected, duplicates : int
        Rows in them, as an import counts them.
    troubles : tuple of Trouble
        What could not be fetched while the run went on.
    batches : tuple of str
        The imports that it made.
    notes : tuple of str
        What the import format decided.
    """

    fetch: str
    source: str
    connector: str
    pages: int = 0
    bytes: int = 0
    read: int = 0
    kept: int = 0
    rejected: int = 0
    duplicates: int = 0
    troubles: tuple[Trouble, ...] = ()
    batches: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=(), compare=False)

    def with_import(self, result: ImportResult) -> FetchResult:
        """Add an import."""
        return replace(
            self,
            read=self.read + result.read,
            kept=self.kept + result.kept,
            rejected=self.rejected + result.rejected,
            duplicates=self.duplicates + result.duplicates,
            batches=(*self.batches, result.batch),
            notes=(*self.notes, *(one for one in result.notes if one not in self.notes)),
        )


@dataclass(frozen=True, slots=True)
class Live:
    """A source as a run needs it.

    Parameters
    ----------
    name : str
        As the user named it.
    connector : Connector
        What fetches it.
    wanted : Wanted
        Settings, secrets, limits.
    cursor : mapping
        Where the last run ended.
    terms : str
        Name of the policy that what comes is under.
    """

    name: str
    connector: Connector
    wanted: Wanted
    cursor: Mapping[str, Any]
    terms: str


class Run:
    """Fetches a source once; whoever makes one holds the lock of the source.

    Parameters
    ----------
    live : Live
        The source.
    client : Client
        What it is asked through.
    harvest : Harvest
        Where bodies are kept until they land.
    importer : Importer
        Lands them.
    ledger : Ledger
        Holds the source and its runs.
    batch_bytes : int
        Size of bodies after which they land while the run goes on.
    forget : callable
        Takes out posts that were removed at the source.
    progress : callable
        Told how far it is.
    """

    def __init__(
        self,
        live: Live,
        client: Client,
        harvest: Harvest,
        importer: Importer,
        ledger: Ledger,
        batch_bytes: int,
        forget: Forget,
        progress: Progress = lambda _pages, _bytes: None,
    ) -> None:
        self._live = live
        self._client = client
        self._harvest = harvest
        self._importer = importer
        self._ledger = ledger
        self._batch_bytes = batch_bytes
        self._forget = forget
        self._progress = progress
        self._hiding = Hiding(live.wanted.secrets.values())
        self._cursor = live.cursor
        self.result = FetchResult(uuid.uuid4().hex, live.name, live.connector.name)

    def go(self) -> FetchResult:
        """Fetch, land, move the cursor.

        Raises
        ------
        LuminaryError
            When the source or the import fails; what was complete before has landed.
        """
        self._begin()
        try:
            self._land()
            self._fetch()
        except LuminaryError as error:
            self._end("failed", str(error))
            raise
        except BaseException as error:
            self._end("failed", f"{type(error).__name__}: {error}")
            raise
        self._end("done", None)
        return self.result

    def _begin(self) -> None:
        with self._ledger.together():
            now, source = self._ledger.now(), self._live.name
            self._ledger.change(
                "fetches", {"source": source, "state": "running"}, state="failed", ended=now, error=_KILLED
            )
            self._ledger.add("fetches", fetch=self.result.fetch, source=source, state="running", started=now)
            self._ledger.change("sources", {"source": source}, last_run=now)

    def _fetch(self) -> None:
        """Keep what comes; a source that fails half-way lands what came before."""
        live = self._live
        pages = live.connector.pages(live.wanted, self._client, dict(self._cursor))
        try:
            for one in pages:
                self._take(one)
                if live.wanted.most is not None and self.result.pages >= live.wanted.most:
                    break
        except FetchError:
            self._land()
            raise
        self._land()

    def _take(self, one: Page | Trouble | Gone) -> None:
        if isinstance(one, Trouble):
            self._note(Trouble(self._told(one.where), self._told(one.reason)))
            return
        if isinstance(one, Gone):
            self._harvest.lose(one.posts)
            return
        cursor = json.loads(self._hiding.exactly(json.dumps(dict(one.cursor))))
        self._harvest.keep(replace(one, body=self._hiding.body(one.body), cursor=cursor))
        if one.name and not one.context:
            found = self.result
            self.result = replace(found, pages=found.pages + 1, bytes=found.bytes + len(one.body))
            self._progress(self.result.pages, self.result.bytes)
        if self._harvest.size >= self._batch_bytes:
            self._land()

    def _told(self, text: str) -> str:
        return self._hiding.text(text)[:_LONGEST]

    def _note(self, one: Trouble) -> None:
        """Write down what could not be fetched."""
        self.result = replace(self.result, troubles=(*self.result.troubles, one))
        told = {"asked": one.where, "reason": one.reason, "at": self._ledger.now()}
        run = {"fetch": self.result.fetch, "source": self._live.name}
        self._ledger.add("fetch_troubles", trouble=uuid.uuid4().hex, **run, **told)

    def _land(self) -> None:
        """Import what is kept, then move the cursor; after a kill in between, the import is found done."""
        if (cursor := self._harvest.cursor) is None:
            return
        if self._harvest.pages:
            self.result = self.result.with_import(self._imported())
        self._take_out()
        with self._ledger.together():
            told = json.dumps(dict(cursor), ensure_ascii=False, sort_keys=True)
            self._ledger.change("sources", {"source": self._live.name}, cursor=told)
            self._ledger.change("fetches", {"fetch": self.result.fetch}, **self._counts())
        self._cursor = cursor
        self._harvest.landed()

    def _take_out(self) -> None:
        """Take out what was removed at the source, once what is kept has landed: it may be among it."""
        if (posts := self._harvest.gone) and (count := self._forget(posts)):
            told = say_count(
                "{n} post that was fetched was removed at the source since, and is removed here",
                "{n} posts that were fetched were removed at the source since, and are removed here",
                count,
            )
            self._note(Trouble(self._live.name, told))

    def _imported(self) -> ImportResult:
        live = self._live
        options = live.connector.options(live.wanted)
        return self._importer.run(
            self._harvest.members,
            options,
            live.connector.format,
            began=self._belongs,
            provenance=Provenance(live.terms, live.name, self._ledger.now().date()),
        )

    def _belongs(self, batch: str) -> None:
        """Write down whose terms an import is under, before any of its rows counts."""
        self._ledger.put(
            "fetched",
            batch=batch,
            fetch=self.result.fetch,
            source=self._live.name,
            connector=self._live.connector.name,
            terms=self._live.terms,
            at=self._ledger.now(),
        )

    def _counts(self) -> dict[str, int]:
        names = ("pages", "bytes", "read", "kept", "rejected", "duplicates")
        return {name: getattr(self.result, name) for name in names} | {"troubles": len(self.result.troubles)}

    def _end(self, state: str, error: str | None) -> None:
        told = None if error is None else self._told(error)
        self._ledger.change(
            "fetches",
            {"fetch": self.result.fetch},
            state=state,
            ended=self._ledger.now(),
            error=told,
            **self._counts(),
        )
