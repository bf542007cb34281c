"""The daily quota of YouTube's Data API: what a run may spend, and what the platform says when it is used up.

https://developers.google.com/youtube/v3/determine_quota_cost. The quota is renewed at midnight, Pacific time.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from luminary.collect.fetch.api import REFUSALS, Api, refusal
from luminary.collect.fetch.port import Reply
from luminary.collect.showing import inner, objects
from luminary.errors import FetchError
from luminary.i18n import say

KEY = "LUMINARY_YOUTUBE_KEY"
HINTS = {
    400: say("check the key in {name}, and what is asked for", name=KEY),
    403: say(
        "the key in {name} may not use the YouTube Data API v3; allow it in the project's settings", name=KEY
    ),
}
_USED_UP = ("quotaExceeded", "dailyLimitExceeded", "rateLimitExceeded", "userRateLimitExceeded")


class QuotaError(FetchError):
    """There are no units left, of the run's budget or of the day."""


class RefusedError(FetchError):
    """The API refused, for a reason that it names in a word."""

    def __init__(self, message: str, status: int | None, reason: str) -> None:
        super().__init__(message, status)
        self.reason = reason


class Quota:
    """Asks the API as long as there are units left.

    Parameters
    ----------
    api : Api
        To ask through.
    most : int
        Units that a run may spend.
    """

    def __init__(self, api: Api, most: int) -> None:
        self._api, self._most = api, most
        self.spent = 0
        """Units so far."""

    def ask(self, path: str, params: Mapping[str, object], units: int) -> Mapping[str, Any]:
        """Ask for something that costs units.

        Raises
        ------
        QuotaError
            When there are not enough left, of the run's budget or of the day.
        RefusedError
            When the API refuses for another reason.
        """
        if self.spent + units > self._most:
            raise QuotaError(
                say("{n} of {most} units are used; the next run goes on", n=self.spent, most=self._most)
            )
        self.spent += units
        reply = self._api.get(path, params, allow=REFUSALS)
        if reply.status in REFUSALS:
            raise _refused(reply, path)
        return inner(reply.json())


def reason_of(error: FetchError) -> str:
    """Give the API's word for a refusal; empty when it named none."""
    return error.reason if isinstance(error, RefusedError) else ""


def _refused(reply: Reply, path: str) -> FetchError:
    reasons = [str(one.get("reason")) for one in objects(inner(_json(reply), "error").get("errors"))]
    if any(one in _USED_UP for one in reasons):
        return QuotaError(
            say("YouTube's quota of the day is used up; it is renewed at midnight, Pacific time"),
            reply.status,
        )
    return RefusedError(refusal(reply, path, HINTS).message, reply.status, reasons[0] if reasons else "")


def _json(reply: Reply) -> Any:
    try:
        return reply.json()
    except FetchError:
        return None
