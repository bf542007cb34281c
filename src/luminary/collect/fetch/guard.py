"""Which addresses may be asked: public ones, and those that the owner of the machine listed.

A source is an address that somebody typed, or that a feed, a page or a redirect named: all of them hostile.
Without this guard the machine could be made to ask what only it can reach (server-side request forgery): its
own services, the company's network, the metadata service of a cloud. So the name is resolved once, every
address it has must be public, and the connection goes to the address that was checked, not to the name: a
name that changes its address between check and use (DNS rebinding) gains nothing. Redirects are checked
like the first address. Ranges: RFC 6890 and the IANA registries of special-purpose addresses; addresses of
IPv6 that carry one of IPv4 (mapped, 6to4, NAT64, Teredo) are refused: a public host has no need of them.

Examples
--------
>>> is_public("93.184.215.14"), is_public("169.254.169.254"), is_public("::ffff:10.0.0.1")
(True, False, False)
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TypeAlias
from urllib.parse import SplitResult, urlsplit

from luminary.errors import FetchError
from luminary.i18n import Listing, say

Resolve: TypeAlias = Callable[[str, int], list[str]]
"""Gives the addresses of a host."""

_SCHEMES = {"http": 80, "https": 443, "ws": 80, "wss": 443}
_PORTS = frozenset((80, 443, 8000, 8008, 8080, 8081, 8443, 8448, 8888))
_LONGEST = 4_000
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+")
_GLOBAL_6 = ip_network("2000::/3")
_SPECIAL = tuple(
    ip_network(one)
    for one in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24",
        "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4",
        "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Target:
    """An address that may be resolved: scheme, host in lower case, port."""

    scheme: str
    host: str
    port: int

    @property
    def origin(self) -> str:
        """Scheme, host and port, as robots.txt and passwords are bound to."""
        return f"{self.scheme}://{self.netloc}"

    @property
    def netloc(self) -> str:
        """Host and port."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def is_public(address: str) -> bool:
    """Tell whether an address belongs to one host of the public internet.

    Raises
    ------
    ValueError
        When it is no address.
    """
    found: IPv4Address | IPv6Address = ip_address(address)
    if isinstance(found, IPv6Address) and (found not in _GLOBAL_6 or found.scope_id):
        return False
    return not any(found.version == one.version and found in one for one in _SPECIAL)


def resolved(host: str, port: int) -> list[str]:
    """Give the addresses of a host, each once."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


@dataclass(frozen=True, slots=True)
class Guard:
    """Says which addresses may be asked.

    Parameters
    ----------
    allowed : frozenset of str
        Hosts with port ("127.0.0.1:8080") that may be asked although they are not public.
    resolve : callable
        Gives the addresses of a host.
    """

    allowed: frozenset[str] = frozenset()
    resolve: Resolve = resolved

    @classmethod
    def of(cls, allowed: str) -> Guard:
        """Read what LUMINARY_FETCH_ALLOW lists: hosts with port, parted by commas or spaces."""
        return cls(frozenset(allowed.lower().replace(",", " ").split()))

    def target(self, url: str) -> Target:
        """Take an address apart, and refuse what nothing here may ask.

        Raises
        ------
        FetchError
            When scheme, host or port are not such as a public source has.
        """
        parts, port = _split(url)
        scheme = parts.scheme.lower()
        if scheme not in _SCHEMES:
            raise FetchError(say("'{url}': only http, https, ws and wss are asked", url=url[:200]))
        if "@" in parts.netloc:
            raise FetchError(
                say("'{url}' carries a name or password; secrets go into the environment", url=_bare(parts))
            )
        found = Target(scheme, _host(parts.hostname or "", url), port or _SCHEMES[scheme])
        if found.netloc not in self.allowed and found.port not in _PORTS:
            raise FetchError(self._refused(found, say("port {port} is no usual one", port=str(found.port))))
        return found

    def addresses(self, target: Target) -> list[str]:
        """Resolve a target to the addresses that may be connected to.

        Raises
        ------
        FetchError
            When one of its addresses is not public, or it has none.
        """
        try:
            found = self.resolve(target.host, target.port)
        except (OSError, UnicodeError) as error:
            raise FetchError(say("{host} is not found: is it written rightly?", host=target.host)) from error
        if target.netloc not in self.allowed:
            self._check(target, found)
        if not found:
            raise FetchError(say("{host} has no address", host=target.host))
        return found

    def _check(self, target: Target, found: Iterable[str]) -> None:
        for one in found:
            if not is_public(one.partition("%")[0]):
                raise FetchError(
                    self._refused(target, say("its address {address} is not public", address=one))
                )

    def _refused(self, target: Target, why: str) -> str:
        return say(
            "{netloc} is not asked: {why}. If it is yours, list it in LUMINARY_FETCH_ALLOW",
            netloc=target.netloc,
            why=why,
        )

    @property
    def warning(self) -> str | None:
        """Say loudly what is allowed beyond the public internet; None when nothing is."""
        if not self.allowed:
            return None
        listed = Listing(sorted(self.allowed), ", ")
        return say(
            "LUMINARY_FETCH_ALLOW lets these be asked although they are not public: {listed}", listed=listed
        )


def _split(url: str) -> tuple[SplitResult, int | None]:
    """Take an address apart as it is written; what browsers mend (backslashes, line ends) is refused."""
    try:
        if len(url) > _LONGEST or any(letter <= " " or letter in "\\\x7f" for letter in url):
            raise ValueError
        parts = urlsplit(url)
        return parts, parts.port
    except ValueError as error:
        raise FetchError(say("'{url}' is no web address", url=url[:200])) from error


def _bare(parts: SplitResult) -> str:
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()[:200]


def _host(host: str, url: str) -> str:
    """Give a host in the one way it is resolved in; numbers in odd spellings are refused.

    Systems read ``0x7f.1``, ``2130706433`` and ``0177.0.0.1`` as addresses: a name whose last label is a
    number is none (RFC 6943, URL Standard), so only the plain spelling with four numbers is taken.
    """
    if ":" in host:
        return _literal(host, url)
    told = host.lower().rstrip(".")
    if not told.isascii():
        told = _ascii(told, url)
    labels = told.split(".")
    if _NUMBER.fullmatch(labels[-1]):
        return _literal(told, url)
    if len(told) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise FetchError(say("'{url}' has no host that can be asked", url=url[:200]))
    return told


def _literal(host: str, url: str) -> str:
    try:
        return str(ip_address(host.replace("%", "-")))  # a zone is of this machine only
    except ValueError as error:
        raise FetchError(
            say("'{url}': {host} is an address in a spelling that is not taken", url=url[:200], host=host)
        ) from error


def _ascii(host: str, url: str) -> str:
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise FetchError(say("'{url}' has no host that can be asked", url=url[:200])) from error
