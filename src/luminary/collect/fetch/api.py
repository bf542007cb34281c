"""What the APIs of platforms have in common: addresses, tokens, and refusals told in words.

Examples
--------
>>> base_of("vakt.example"), base_of("https://vakt.example/@astrid")
('https://vakt.example', 'https://vakt.example')
>>> words_of({"error": {"message": "API key not valid."}})
'API key not valid.'
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

from luminary.collect.decode import clean
from luminary.collect.fetch.port import Client, Reply
from luminary.errors import FetchError, UsageError
from luminary.i18n import say

REFUSALS = (400, 401, 403, 404, 410, 422)
"""Statuses by which an API says why it does not answer."""
_LINK = re.compile(r'<([^<>\s]{1,2000})>\s*;[^,<]{0,200}?rel="?(\w+)"?')
_LONGEST = 200


class Api(NamedTuple):
    """One API, as it is asked.

    Parameters
    ----------
    client : Client
        To ask through.
    base : str
        What all its addresses begin with.
    headers : mapping of str to str
        Of every request.
    hints : mapping of int to str
        What the user may do when it refuses, by status.
    """

    client: Client
    base: str
    headers: Mapping[str, str] = {}
    hints: Mapping[int, str] = {}

    def get(
        self, path: str, params: Mapping[str, object] | None = None, *, allow: tuple[int, ...] = ()
    ) -> Reply:
        """Ask for something; parameters without a value are left out.

        Raises
        ------
        FetchError
            When it refuses, in its own words and with the way out.
        """
        given = {name: str(value) for name, value in (params or {}).items() if value not in (None, "")}
        reply = self.client.get(f"{self.base}{path}", params=given, headers=self.headers, allow=REFUSALS)
        if reply.status in REFUSALS and reply.status not in allow:
            raise refusal(reply, f"{urlsplit(self.base).netloc}{path}", self.hints)
        return reply

    def json(self, path: str, params: Mapping[str, object] | None = None) -> Any:
        """Ask for something in JSON."""
        return self.get(path, params).json()


def refusal(reply: Reply, where: str, hints: Mapping[int, str] = {}) -> FetchError:
    """Make the error of a refusal: what was asked, the source's own words, the way out."""
    told = words_of(_json_of(reply))
    hint = hints.get(reply.status) or _HINTS.get(reply.status, "")
    text = say("{where} answered {status} ({told}): {hint}", where=where, status=reply.status,
               told=told or "-", hint=hint)  # fmt: skip
    return FetchError(text, reply.status)


_HINTS = {
    400: say("the settings of this source ask for something that it does not know"),
    401: say("the token is missing, wrong or has expired"),
    403: say("what is asked is not open to this token"),
    404: say("there is nothing of that name; check how it is written"),
    410: say("it is gone for good"),
    422: say("it wants a token for this"),
}


def _json_of(reply: Reply) -> Any:
    try:
        return reply.json()
    except FetchError:
        return None


def words_of(body: object) -> str:
    """Find what an answer says of an error, whatever the platform calls it."""
    if isinstance(body, str):
        return clean(body).strip()[:_LONGEST]
    if isinstance(body, list):
        return words_of(body[0]) if body else ""
    if not isinstance(body, Mapping):
        return ""
    for name in ("message", "msg", "error_description", "error", "errors", "reason"):
        if told := words_of(body.get(name)):
            return told
    return ""


def base_of(told: str) -> str:
    """Give scheme and host of what the user wrote as a server.

    Raises
    ------
    UsageError
        When it names none.
    """
    parts = urlsplit(told if "://" in told else f"https://{told}")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(say("'{told}' is no server; write it as forum.example", told=told))
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def host_of(base: str) -> str:
    """Give the host of a base, without its port."""
    return urlsplit(base).hostname or ""


def bearer(token: str | None) -> dict[str, str]:
    """Give the header that carries a token; none without one."""
    return {"Authorization": f"Bearer {token}"} if token else {}


def link(reply: Reply, rel: str, param: str) -> str | None:
    """Read a parameter of the address that a ``Link`` header names; the address itself is not followed."""
    for url, named in _LINK.findall(reply.headers.get("link", "")):
        if named == rel:
            return next(iter(parse_qs(urlsplit(url).query).get(param, [])), None)
    return None


def on(told: str) -> bool:
    """Read a setting that is yes or no.

    Raises
    ------
    UsageError
        When it is neither.
    """
    word = told.strip().lower()
    if word not in _YES | _NO:
        raise UsageError(say("'{told}' is neither yes nor no", told=told))
    return word in _YES


_YES, _NO = frozenset(("yes", "true", "1", "on")), frozenset(("", "no", "false", "0", "off"))
