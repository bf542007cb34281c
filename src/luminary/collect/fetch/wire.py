"""One request and its answer, over a checked address, within a time and a size.

The limits hold for the whole answer: a server that sends a byte a second, or ten bytes that unpack to a
gigabyte, is cut off. What ends before its stated length, or in the middle of its packing, is no answer.
"""

from __future__ import annotations

import logging
import socket
import ssl
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

import httpcore2

from luminary.collect.fetch.guard import Guard, Target
from luminary.errors import FetchError
from luminary.i18n import say

logging.getLogger("httpcore2").setLevel(logging.INFO)  # below that it writes headers down, secrets among them
_CONNECT = 15.0
_AT_ONCE = 262_144
_PACKED = {"gzip": 31, "x-gzip": 31, "deflate": 47}
_SAFE = "/%:=&?~#+!$,;'@()*[]"


class NoAnswerError(Exception):
    """There was no whole answer; asking again may help."""


class NobodyThereError(NoAnswerError):
    """Nobody answered at the address at all."""


class Answer(NamedTuple):
    """An answer as it came, unpacked."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Wire:
    """Sends requests.

    Parameters
    ----------
    guard : Guard
        Says which addresses may be asked.
    seconds : float
        Longest time from the request to the last byte.
    most : int
        Largest body, unpacked.
    """

    def __init__(self, guard: Guard, seconds: float, most: int) -> None:
        self._guard = guard
        self._seconds = seconds
        self._most = most
        self._ends = 0.0
        self._tls = ssl.create_default_context()
        network = _Network(self._connect, self._left)
        self._pool = httpcore2.ConnectionPool(self._tls, network_backend=network, keepalive_expiry=15)

    def send(
        self, method: str, url: str, headers: Mapping[str, str], content: bytes = b"", most: int | None = None
    ) -> Answer:
        """Send one request, and read the answer whole; redirects are answers.

        Raises
        ------
        NoAnswerError
            When nothing came, or not all of it.
        FetchError
            When the address may not be asked, or the answer is too large.
        """
        target = self._guard.target(url)
        self._ends = time.monotonic() + self._seconds
        limit = self._most if most is None else most
        told = {"Host": _host_of(target), **headers}
        extensions = {"timeout": {"connect": _CONNECT, "read": self._seconds, "write": self._seconds}}
        try:
            with self._pool.stream(
                method,
                _address(target, url),
                headers=list(told.items()),
                content=content,
                extensions=extensions,
            ) as response:
                found = _headers(response.headers)
                packed = response.iter_stream()
                body = b"".join(_unpacked(packed, found.get("content-encoding", ""), limit, target))
                return Answer(response.status, found, body)
        except httpcore2.TimeoutException as error:
            raise NoAnswerError(say("no whole answer within {n} s", n=round(self._seconds))) from error
        except (httpcore2.NetworkError, httpcore2.ProtocolError, zlib.error, EOFError) as error:
            raise _broken(error, target) from error

    def dial(self, url: str) -> socket.socket:
        """Open a connection to a checked address, with TLS where the scheme says so.

        Raises
        ------
        FetchError
            When the address may not be asked, or nobody answers there.
        """
        target = self._guard.target(url)
        self._ends = time.monotonic() + self._seconds
        try:
            plain = self._reached(target)
        except NoAnswerError as error:
            raise FetchError(str(error)) from error
        if target.scheme not in ("https", "wss"):
            return plain
        try:
            return self._tls.wrap_socket(plain, server_hostname=target.host)
        except OSError as error:
            plain.close()
            raise FetchError(say("{host} offers no valid encryption", host=target.host)) from error

    def close(self) -> None:
        """Close the connections."""
        self._pool.close()

    def _left(self) -> float:
        return self._ends - time.monotonic()

    def _connect(self, host: str, port: int) -> socket.socket:
        return self._reached(Target("tcp", host, port))

    def _reached(self, target: Target) -> socket.socket:
        """Connect to the first address that answers, among those that were checked just now."""
        failed: OSError | None = None
        for address in self._guard.addresses(target):
            try:
                found = socket.create_connection(
                    (address, target.port), min(_CONNECT, max(0.01, self._left()))
                )
                found.settimeout(self._seconds)
                return found
            except OSError as error:
                failed = error
        raise NobodyThereError(say("{netloc} does not answer ({why})", netloc=target.netloc, why=str(failed)))


def _host_of(target: Target) -> str:
    usual = {"http": 80, "https": 443}.get(target.scheme) == target.port
    host = f"[{target.host}]" if ":" in target.host else target.host
    return host if usual else target.netloc


def _address(target: Target, url: str) -> httpcore2.URL:
    parts = urlsplit(url)
    path = quote(parts.path or "/", safe=_SAFE) + (
        f"?{quote(parts.query, safe=_SAFE)}" if parts.query else ""
    )
    return httpcore2.URL(
        scheme=target.scheme.encode(), host=target.host.encode(), port=target.port, target=path.encode()
    )


def _headers(found: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Read the headers, with names in lower case; the first of a name counts."""
    read: dict[str, str] = {}
    for name, value in found:
        read.setdefault(name.decode("latin-1").lower(), value.decode("latin-1").strip())
    return read


def _broken(error: BaseException, target: Target) -> Exception:
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return FetchError(say("{host} shows a certificate that is not valid", host=target.host))
    if isinstance(error, httpcore2.UnsupportedProtocol):
        return FetchError(say("{host} cannot be asked so", host=target.host))
    return NoAnswerError(
        say("the answer broke off or is none ({why})", why=str(error) or type(error).__name__)
    )


def _unpacked(packed: Iterable[bytes], told: str, most: int, target: Target) -> Iterator[bytes]:
    """Unpack block by block; what grows beyond `most` is cut off, what is cut short is none."""
    kind = told.strip().lower()
    if kind not in ("", "identity") and kind not in _PACKED:
        raise FetchError(
            say("{host} packs its answer as '{kind}', which nobody asked for", host=target.host, kind=kind)
        )
    unpack = zlib.decompressobj(_PACKED[kind]) if kind in _PACKED else None
    done = came = 0
    for block in packed:
        came += len(block)
        for part in _parts(block, unpack) if unpack else (block,):
            done += len(part)
            if done > most:
                raise FetchError(
                    say(
                        "{host} sends more than {most} bytes: LUMINARY_FETCH_BYTES",
                        host=target.host,
                        most=most,
                    )
                )
            yield part
    if unpack is not None and came and not unpack.eof:
        raise EOFError("its packing ends too early")


def _parts(block: bytes, unpack: Any) -> Iterator[bytes]:
    while block and not unpack.eof:
        yield unpack.decompress(block, _AT_ONCE)
        block = unpack.unconsumed_tail


class _Network(httpcore2.NetworkBackend):
    """Lets the library connect only through the guard, and wait no longer than the answer may take."""

    def __init__(self, connect: Callable[[str, int], socket.socket], left: Callable[[], float]) -> None:
        self._connect = connect
        self._left = left

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect to a checked address of a host."""
        return _Stream(self._connect(host, port), self._left)

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore2.NetworkStream:
        """Refuse: no source is on this machine's own sockets."""
        raise httpcore2.ConnectError(path)


class _Stream(httpcore2.NetworkStream):
    """A connection whose reads and writes end when the answer's time is over."""

    def __init__(self, plain: socket.socket, left: Callable[[], float]) -> None:
        self._socket = plain
        self._left = left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what is there."""
        try:
            self._socket.settimeout(self._time())
            return self._socket.recv(max_bytes)
        except TimeoutError as error:
            raise httpcore2.ReadTimeout(str(error)) from error
        except OSError as error:
            raise httpcore2.ReadError(str(error)) from error

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write all of it."""
        try:
            self._socket.settimeout(self._time())
            self._socket.sendall(buffer)
        except TimeoutError as error:
            raise httpcore2.WriteTimeout(str(error)) from error
        except OSError as error:
            raise httpcore2.WriteError(str(error)) from error

    def close(self) -> None:
        """Close it."""
        self._socket.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        """Go on encrypted."""
        try:
            self._socket.settimeout(self._time())
            return _Stream(ssl_context.wrap_socket(self._socket, server_hostname=server_hostname), self._left)
        except OSError as error:
            self.close()
            raise httpcore2.ConnectError(str(error)) from error

    def get_extra_info(self, info: str) -> Any:
        """Tell the library what it asks about a connection that it wants to use again."""
        if info == "is_readable":
            return _is_readable(self._socket)
        if info == "ssl_object":
            return self._socket if isinstance(self._socket, ssl.SSLSocket) else None
        return None

    def _time(self) -> float:
        left = self._left()
        if left <= 0:
            raise TimeoutError("the time for this answer is over")
        return left


def _is_readable(plain: socket.socket) -> bool:
    """Tell whether there is something to read; on a connection that waits, that is its end."""
    import select

    if plain.fileno() < 0:
        return True
    return bool(select.select([plain], [], [], 0)[0]) if plain.fileno() < 1024 else True
