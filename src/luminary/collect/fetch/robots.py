"""What robots.txt of a site allows, as RFC 9309 says.

A file that is not there (400 to 499) allows everything; one that cannot be reached (500 to 599, no answer)
forbids everything, since nobody knows what it says. ``Crawl-delay`` is kept to, although the RFC does not
have it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from luminary.collect.fetch.extra import library
from luminary.collect.fetch.guard import Target
from luminary.collect.fetch.wire import Answer, NoAnswerError
from luminary.errors import FetchError
from luminary.i18n import say

AGENT = "Luminary"
MOST_BYTES = 512_000
"""A longer file is read so far only (RFC 9309 asks for 500 kB at least)."""

Ask = Callable[[str], Answer]
"""Asks for robots.txt at an address; raises when no answer comes."""


class Robots:
    """Remembers the robots.txt of every site that one run asks.

    Parameters
    ----------
    ask : callable
        Gives the answer at an address, after redirects.
    """

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._known: dict[str, Any] = {}

    def check(self, target: Target, url: str) -> float:
        """Let an address be asked; gives the seconds that shall lie between two requests, 0 for any.

        Raises
        ------
        FetchError
            When the site forbids it.
        """
        if target.origin not in self._known:
            self._known[target.origin] = self._read(target)
        rules = self._known[target.origin]
        if isinstance(rules, str):
            raise FetchError(rules)
        if rules is None:
            return 0.0
        if not rules.can_fetch(url, AGENT):
            raise FetchError(
                say("robots.txt of {host} forbids {url} to {agent}", host=target.host, url=url, agent=AGENT)
            )
        return float(rules.crawl_delay(AGENT) or 0.0)

    def _read(self, target: Target) -> Any:
        try:
            answer = self._ask(f"{target.origin}/robots.txt")
        except (NoAnswerError, FetchError) as error:
            return say(
                "robots.txt of {host} cannot be read ({why}), so nothing there is asked",
                host=target.host,
                why=str(error),
            )
        if answer.status >= 500:
            return say(
                "robots.txt of {host} answers {status}, so nothing there is asked",
                host=target.host,
                status=answer.status,
            )
        if answer.status >= 300:
            return None
        return library("protego").Protego.parse(answer.body[:MOST_BYTES].decode("utf-8", "replace"))
