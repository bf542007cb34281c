"""The port through which live sources come in: what a connector says, is given, and gives.

A connector asks a source for *raw bodies*, in a form that an import format reads already, and hands each on
with the cursor that is true once the body is kept. Everything else (which addresses may be asked at all,
sizes, times, repeats, rates, robots, secrets, keeping, importing, resuming) is done once, for all
connectors, in this package. Connectors stand in ``luminary/collect/platforms/<x>/connect.py`` as
``CONNECTORS = (...)``; they are found by themselves.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, Protocol, TypeAlias

from luminary.collect.source import Options
from luminary.domain import Access
from luminary.errors import FetchError, UsageError
from luminary.i18n import say

Cursor: TypeAlias = Mapping[str, Any]
"""Where the last run ended, as the connector wrote it: plain values; empty the first time. Never a secret."""


class Ask(NamedTuple):
    """A setting that a connector asks for."""

    name: str
    meaning: str
    """In words, for the user."""
    required: bool = False
    default: str = ""


class Secret(NamedTuple):
    """A secret that a connector needs; it comes from the environment or the keyring, and is kept nowhere."""

    name: str
    """Of the environment variable, and of the entry in the keyring: ``LUMINARY_YOUTUBE_KEY``."""
    meaning: str
    required: bool = True


class Pace(NamedTuple):
    """How often one host may be asked, unless its answers ask for less."""

    requests: int
    seconds: float
    burst: int = 1
    """How many may follow each other at once."""


SLOWLY = Pace(1, 1.0)
"""One request a second."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one run is to fetch.

    Parameters
    ----------
    settings : mapping of str to str
        The connector's settings, with defaults filled in.
    secrets : mapping of str to str
        The secrets that were found, by name.
    since : datetime or None
        Nothing older is wanted, where the source can tell; UTC with zone.
    most : int or None
        Most pages of this run; the engine stops there by itself.
    history : bool
        Whether older pages are wanted that a first or a normal run would leave.
    """

    settings: Mapping[str, str]
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    since: datetime | None = None
    most: int | None = None
    history: bool = False

    def words(self, name: str) -> list[str]:
        """Give a setting that holds several things, parted by commas or spaces."""
        return self.settings.get(name, "").replace(",", " ").split()

    def secret(self, name: str) -> str:
        """Give a secret.

        Raises
        ------
        UsageError
            When it is not there.
        """
        if found := self.secrets.get(name):
            return found
        raise UsageError(
            say(
                "the secret {name} is missing; set the environment variable or the keyring's entry", name=name
            )
        )


@dataclass(frozen=True, slots=True)
class Page:
    """One raw body, with the cursor that is true once it is kept.

    Parameters
    ----------
    name : str
        Path of the body within the harvest, as the import format expects it of a member
        (``messages/000001.json``); a name that is taken gets a number. Empty when nothing came but the cursor
        moves.
    body : bytes
        As it came, or wrapped in what the import format reads.
    cursor : mapping
        The whole cursor, plain values.
    context : bool, default False
        Whether the reader needs it beside every other page (lists of users and channels): it goes into every
        batch of the run, and a later one of the same name takes its place.
    """

    name: str
    body: bytes = field(repr=False)
    cursor: Cursor
    context: bool = False


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that could not be fetched, while the run goes on: the user sees it as a row.

    Parameters
    ----------
    where : str
        What was asked: an address, a channel.
    reason : str
        What came instead, in words (`say`).
    """

    where: str
    reason: str


@dataclass(frozen=True, slots=True)
class Gone:
    """Posts that were removed at the source: what was fetched of them goes here, too, when the run lands.

    Parameters
    ----------
    posts : tuple of str
        Their keys, as the import format makes them; those that are not here change nothing. A page has to
        follow, whose cursor no longer waits for them.
    """

    posts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, read whole.

    Parameters
    ----------
    url : str
        Where it came from in the end, after redirects.
    status : int
        Of HTTP.
    headers : mapping of str to str
        With names in lower case.
    body : bytes
        Unpacked.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    def json(self) -> Any:
        """Read the body as JSON.

        Raises
        ------
        FetchError
            When it is none.
        """
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise FetchError(
                say(
                    "{url} answered {status} with something that is no JSON", url=self.url, status=self.status
                )
            ) from error

    @property
    def tags(self) -> dict[str, str]:
        """What a later request may ask by: to keep in the cursor, and give as ``known``."""
        names = ("etag", "last-modified")
        return {name: self.headers[name] for name in names if self.headers.get(name)}


class Client(Protocol):
    """What a connector asks the world through: refuses addresses that are not public, waits, asks again."""

    def get(
        self,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        known: Mapping[str, str] | None = None,
        robots: bool = False,
        allow: tuple[int, ...] = (),
    ) -> Reply:
        """Ask for something.

        Parameters
        ----------
        url : str
            http or https.
        params, headers : mapping of str to str, optional
            Of the query, and of the request; secrets among them are never told on.
        known : mapping of str to str, optional
            `Reply.tags` of the last time: the answer may be 304 with an empty body then.
        robots : bool, default False
            Whether robots.txt of the host must allow it; for pages and feeds, not for APIs.
        allow : tuple of int
            Statuses that are handed on beside 200 to 299 (and 304 with `known`); others raise.

        Raises
        ------
        FetchError
            When there is no good answer after all tries; it has ``status`` (None when no answer came).
        """

    def post(
        self,
        url: str,
        *,
        data: Mapping[str, str] | None = None,
        json: Any = None,
        headers: Mapping[str, str] | None = None,
        allow: tuple[int, ...] = (),
    ) -> Reply:
        """Send a form or JSON, and read the answer; raises as `get` does."""

    def dial(self, url: str) -> socket.socket:
        """Open a connection to a checked address (``wss://host/path``), with TLS where the scheme says so.

        For protocols that are not requests and answers; what is read from it has the client's limits of time.
        """


class Guess(NamedTuple):
    """What a connector makes of something that the user wrote."""

    certainty: float
    """0 to 1; the highest wins."""
    settings: Mapping[str, str]


Pages: TypeAlias = Iterator[Page | Trouble | Gone]


def _nothing(_told: str) -> Guess | None:
    return None


def options_of(wanted: Wanted) -> Options:
    """Give the options of the import by the settings ``place`` and ``access``, which every connector has."""
    access = wanted.settings.get("access") or None
    return Options(wanted.settings.get("place", ""), None if access is None else Access(access))


@dataclass(frozen=True, slots=True)
class Connector:
    """A way to fetch from one kind of live source.

    Parameters
    ----------
    name : str
        As the user writes it ("mastodon").
    title : str
        As the user reads it (`say`).
    format : str
        Name of the import format that reads the pages.
    asks : tuple of Ask
        Its settings; ``place`` and ``access`` need not be among them.
    terms : str
        Name of the policy whose terms the source has (`luminary.privacy.terms`).
    pages : callable
        Fetches: gives pages, and troubles, one after the other. It may be stopped after any of them, and is
        given the cursor of the last page that was kept when it goes on. A `FetchError` out of it ends the
        run as failed; what was given before stays.
    secrets : tuple of Secret
        What it needs beside the settings.
    pace : Pace
        How often one host may be asked.
    guess : callable
        Tells by what the user wrote (an address, a handle) that it is a source of its own.
    options : callable
        How the pages are to be imported.
    """

    name: str
    title: str
    format: str
    asks: tuple[Ask, ...]
    terms: str
    pages: Callable[[Wanted, Client, Cursor], Pages]
    secrets: tuple[Secret, ...] = ()
    pace: Pace = SLOWLY
    guess: Callable[[str], Guess | None] = _nothing
    options: Callable[[Wanted], Options] = options_of
