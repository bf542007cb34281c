"""Asks the world, carefully: the one way in which connectors reach a server.

A request goes through the guard (`guard`), waits for its turn (`pacing`), obeys robots.txt where pages are
asked for (`robots`), is sent within limits of time and size (`wire`), and is asked again after 408, 425, 429,
500, 502, 503, 504 or a broken answer. Redirects are followed by hand: every hop is checked like the first
address, and a password does not travel to another site. No error and no `Reply` carries a secret.
"""

from __future__ import annotations

import json as json_of
import random
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from luminary.collect.fetch.guard import Guard
from luminary.collect.fetch.pacing import Pacing, asked_wait, backoff
from luminary.collect.fetch.port import SLOWLY, Pace, Reply
from luminary.collect.fetch.robots import AGENT, Robots
from luminary.collect.fetch.secrets import Hiding
from luminary.collect.fetch.wire import Answer, NoAnswerError, NobodyThereError, Wire
from luminary.errors import FetchError
from luminary.i18n import say
from luminary.settings import Limits

_HOPS = 5
_NOBODY = 2
_AGAIN = frozenset((408, 425, 429, 500, 502, 503, 504))
_MOVED = frozenset((301, 302, 303, 307, 308))
_KEPT_HEADERS = frozenset(("accept", "accept-language", "user-agent", "accept-encoding"))
"""Headers that go along to another site."""
_KNOWN = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}


@dataclass(frozen=True, slots=True)
class _Request:
    method: str
    url: str
    headers: Mapping[str, str] = field(repr=False)
    content: bytes = field(default=b"", repr=False)
    allow: tuple[int, ...] = ()
    robots: bool = False
    hops: int = 0


def _silent(_host: str, _seconds: float) -> None:
    return None


class WebClient:
    """Asks servers for one run of one source; see `luminary.collect.fetch.port.Client`.

    Parameters
    ----------
    limits : Limits
        Sizes, times, tries, the addresses that are allowed beside public ones, the contact.
    secrets : mapping of str to str
        What must not appear in any error or reply.
    pace : Pace
        How often one host may be asked.
    waiting : callable
        Called with the host and the seconds before a wait, so that a face can say why nothing happens.
    guard : Guard, optional
        By default that of the limits.
    sleep : callable
        Waits.
    seed : int
        Of the draws between two tries.
    """

    def __init__(
        self,
        limits: Limits,
        secrets: Mapping[str, str] | None = None,
        pace: Pace = SLOWLY,
        waiting: Callable[[str, float], None] = _silent,
        guard: Guard | None = None,
        sleep: Callable[[float], None] = time.sleep,
        seed: int = 7,
    ) -> None:
        self._limits = limits
        self._guard = guard or Guard.of(limits.fetch_allow)
        self._wire = Wire(self._guard, limits.fetch_seconds, limits.fetch_bytes)
        self._pacing = Pacing(pace)
        self._robots = Robots(self._robots_at)
        self._waiting = waiting
        self._sleep = sleep
        self._chance = random.Random(seed)  # noqa: S311 - waits, no secrets
        self.hiding = Hiding((secrets or {}).values())
        self.not_before: datetime | None = None
        """Until when a host asked to be left alone, when that is longer than a run waits; UTC."""

    @property
    def agent(self) -> str:
        """Who asks, in every request."""
        from luminary import __version__

        contact = self._limits.fetch_contact
        told = "".join(one for one in contact if " " <= one <= "~" and one not in "()")[:200]
        return f"{AGENT}/{__version__}" + (f" (+{told})" if told else "")

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
        """Ask for something; see `luminary.collect.fetch.port.Client`.

        Raises
        ------
        FetchError
            When there is no good answer after all tries.
        """
        if params:
            joint = "&" if urlsplit(url).query else "?"
            url = f"{url}{joint}{urlencode(params)}"
        asked = {_KNOWN[name]: value for name, value in (known or {}).items() if name in _KNOWN}
        told = {**self._usual(), **asked, **(headers or {})}
        return self._asked(_Request("GET", url, told, allow=(*allow, 304) if asked else allow, robots=robots))

    def post(
        self,
        url: str,
        *,
        data: Mapping[str, str] | None = None,
        json: Any = None,
        headers: Mapping[str, str] | None = None,
        allow: tuple[int, ...] = (),
    ) -> Reply:
        """Send a form or JSON, and read the answer; see `luminary.collect.fetch.port.Client`.

        Raises
        ------
        FetchError
            When there is no good answer after all tries.
        """
        kind = "application/x-www-form-urlencoded" if json is None else "application/json"
        content = urlencode(data or {}).encode() if json is None else json_of.dumps(json).encode()
        told = {**self._usual(), "Content-Type": kind, "Content-Length": str(len(content)), **(headers or {})}
        return self._asked(_Request("POST", url, told, content, allow))

    def dial(self, url: str) -> socket.socket:
        """Open a connection to a checked address.

        Raises
        ------
        FetchError
            When the address may not be asked, or nobody answers there.
        """
        self._turn(self._guard.target(url).host)
        return self._wire.dial(url)

    def close(self) -> None:
        """Close the connections."""
        self._wire.close()

    def _usual(self) -> dict[str, str]:
        return {"User-Agent": self.agent, "Accept": "*/*", "Accept-Encoding": "gzip, deflate"}

    def _asked(self, request: _Request) -> Reply:
        """Ask, follow redirects, and judge the answer; what is said of it holds no secret."""
        failed = None
        try:
            answer, request = self._followed(request)
        except FetchError as error:
            failed = error
        if failed is not None:  # outside, so that the new error does not carry the old one with it
            told = self._hidden(str(failed))
            raise FetchError(failed.message if told == str(failed) else told, failed.status)
        url = self._hidden(request.url)
        if 200 <= answer.status < 300 or answer.status in request.allow:
            return Reply(url, answer.status, answer.headers, self.hiding.body(answer.body))
        raise FetchError(_judged(url, answer.status, self._hidden(_excerpt(answer))), answer.status)

    def _hidden(self, told: str) -> str:
        return self.hiding.text(told)

    def _followed(self, request: _Request) -> tuple[Answer, _Request]:
        while True:
            answer = self._tried(request)
            place = answer.headers.get("location", "")
            if answer.status not in _MOVED or not place:
                return answer, request
            if request.method != "GET" or request.hops >= _HOPS:
                raise FetchError(
                    say("{url} leads elsewhere more than {n} times", url=request.url, n=_HOPS), answer.status
                )
            request = self._moved(request, place)

    def _moved(self, request: _Request, place: str) -> _Request:
        """Go where a redirect points; to another site only what is no secret goes along."""
        try:
            url = urljoin(request.url, place)
        except ValueError as error:
            raise FetchError(say("{url} leads to what is no address", url=request.url)) from error
        headers = request.headers
        if self._guard.target(url).origin != self._guard.target(request.url).origin:
            headers = {name: value for name, value in headers.items() if name.lower() in _KEPT_HEADERS}
        return replace(request, url=url, headers=headers, hops=request.hops + 1)

    def _tried(self, request: _Request) -> Answer:
        """Ask until there is an answer that will stay the same."""
        target = self._guard.target(request.url)
        if request.robots:
            delay = self._robots.check(target, request.url)
            if delay:
                self._pacing.slow_down(target.host, min(delay, self._limits.fetch_patience))
        for number in range(1, self._limits.fetch_tries + 1):
            self._turn(target.host)
            why, wait = self._once(request, target.host, number)
            if isinstance(why, Answer):
                return why
            if wait is None:
                break
            if number < self._limits.fetch_tries:
                self._pacing.rest(target.host, wait)
        raise FetchError(say("{url}: {why}, asked {n} times", url=request.url, why=why, n=number))

    def _once(self, request: _Request, host: str, number: int) -> tuple[Answer | str, float | None]:
        """Ask once; gives the answer, or why there is none, and when to ask again: None for not at all.

        Where nobody is there at all, twice is enough: a list of feeds holds many that are long gone.
        """
        try:
            answer = self._wire.send(request.method, request.url, request.headers, request.content)
        except NobodyThereError as error:
            return str(error), None if number >= _NOBODY else backoff(number, self._chance)
        except NoAnswerError as error:
            return str(error), backoff(number, self._chance)
        asked = asked_wait(answer.headers, time.time())
        if answer.status not in _AGAIN or answer.status in request.allow:
            if asked:
                self._pacing.rest(host, asked)
            return answer, 0.0
        wait = backoff(number, self._chance) if asked is None else asked
        self._check_patience(host, wait, answer.status)
        return say("it answers {status}", status=answer.status), wait

    def _turn(self, host: str) -> None:
        """Wait for the next turn at a host.

        Raises
        ------
        FetchError
            When the host asked for a longer wait than a run has patience for.
        """
        wait = self._pacing.turn(host)
        self._check_patience(host, wait, None)
        if wait > 0:
            self._waiting(host, wait)
            self._sleep(wait)

    def _check_patience(self, host: str, wait: float, status: int | None) -> None:
        if wait > self._limits.fetch_patience:
            at = datetime.now(UTC).replace(tzinfo=None, microsecond=0) + timedelta(seconds=min(wait, 1e7))
            self.not_before = at
            raise FetchError(
                say("{host} asks to be left alone until {at} UTC; the next run goes on", host=host, at=at),
                status,
            )

    def _robots_at(self, url: str) -> Answer:
        request = _Request("GET", url, self._usual(), allow=tuple(range(400, 600)))
        return self._followed(request)[0]


def _excerpt(answer: Answer) -> str:
    """Give the beginning of what a server says about a failure, when it says it in words."""
    if "json" not in answer.headers.get("content-type", "") and "text/plain" not in answer.headers.get(
        "content-type", ""
    ):
        return ""
    return " ".join(answer.body[:300].decode("utf-8", "replace").split())[:200]


def _judged(url: str, status: int, said: str) -> str:
    """Say what a status means for whoever reads it."""
    if status in (401, 403):
        return say(
            "{url} answers {status}: it is not open to whoever asks. {said}",
            url=url,
            status=status,
            said=said,
        )
    if status == 404:
        return say("{url} answers 404: there is nothing. {said}", url=url, said=said)
    if status == 410:
        return say("{url} answers 410: it is gone for good; remove the source. {said}", url=url, said=said)
    return say("{url} answers {status}. {said}", url=url, status=status, said=said)
