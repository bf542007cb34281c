r"""A client's end of a WebSocket (RFC 6455): texts that a server sends, one after the other.

Only what a stream of events needs: no extensions, no subprotocol; the client sends nothing but answers to
pings and a farewell. A server that breaks the protocol, sends more than a message may hold, or masks its
frames is left at once.

Examples
--------
>>> accepted("dGhlIHNhbXBsZSBub25jZQ==")
's3pPLMBiTxaQ9kYGzzhZRbK+xOo='
>>> frame(0x9, b"", b"\0\0\0\0").hex()
'898000000000'
"""

from __future__ import annotations

import base64
import hashlib
import os
import socket
from collections.abc import Mapping
from urllib.parse import urlsplit

from luminary.errors import FetchError
from luminary.i18n import say

_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_CONTINUED, _TEXT, _BINARY, _CLOSE, _PING, _PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA
_LONGEST_HEAD = 16_384
_LONGEST_CONTROL = 125
_BLOCK = 65_536


def accepted(key: str) -> str:
    """Give what a server must answer to a key."""
    return base64.b64encode(hashlib.sha1(f"{key}{_GUID}".encode(), usedforsecurity=False).digest()).decode()


def frame(kind: int, payload: bytes, mask: bytes) -> bytes:
    """Write a whole frame as a client sends it: masked; of at most 125 bytes, as control frames are."""
    masked = bytes(byte ^ mask[place % 4] for place, byte in enumerate(payload[:_LONGEST_CONTROL]))
    return bytes((0x80 | kind, 0x80 | len(masked))) + mask + masked


class WebSocket:
    """One connection.

    Parameters
    ----------
    plain : socket
        Connected, with TLS where the address asks for it; this closes it.
    url : str
        What is asked.
    headers : mapping of str to str
        Beside those of the protocol.
    most : int
        Largest message in bytes.

    Raises
    ------
    FetchError
        When the server does not change to the protocol; with the status it answered.
    """

    def __init__(
        self, plain: socket.socket, url: str, headers: Mapping[str, str] | None = None, most: int = 1_000_000
    ) -> None:
        self._socket = plain
        self._host = urlsplit(url).netloc
        self._most = most
        self._came = b""
        try:
            self._greet(url, headers or {})
        except BaseException:
            plain.close()
            raise

    def receive(self, seconds: float) -> bytes | None:
        """Give the next message; None when the server has said farewell.

        Parameters
        ----------
        seconds : float
            How long to wait for the next bytes.

        Raises
        ------
        TimeoutError
            When nothing came in time; what came of a message so far is kept, and asking again goes on.
        FetchError
            When the connection broke or the server does not keep to the protocol.
        """
        self._socket.settimeout(max(seconds, 0.001))
        while True:
            message, used = self._message(self._came)
            self._came = self._came[used:]
            if message is not None:
                return None if message == (_CLOSE, b"") else message[1]
            if used == 0:
                self._more()

    def close(self) -> None:
        """Say farewell and close the connection."""
        try:
            self._socket.sendall(frame(_CLOSE, b"\x03\xe8", os.urandom(4)))
        except OSError:
            return  # it is closed already
        finally:
            self._socket.close()

    def _greet(self, url: str, headers: Mapping[str, str]) -> None:
        parts, key = urlsplit(url), base64.b64encode(os.urandom(16)).decode()
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        told = {
            "Host": self._host,
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Key": key,
            "Sec-WebSocket-Version": "13",
            **headers,
        }
        lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in told.items()), "", ""]
        self._socket.sendall("\r\n".join(lines).encode())
        while b"\r\n\r\n" not in self._came:
            if len(self._came) > _LONGEST_HEAD:
                raise self._broken()
            self._more()
        head, _, self._came = self._came.partition(b"\r\n\r\n")
        self._check(head.decode("latin-1"), key)

    def _check(self, head: str, key: str) -> None:
        first, *lines = head.split("\r\n")
        status = first.split(" ")[1] if " " in first else ""
        found = {
            name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)
        }
        if status != "101" or found.get("sec-websocket-accept") != accepted(key):
            number = int(status) if status.isascii() and status.isdigit() and len(status) == 3 else None
            raise FetchError(
                say("{host} offers no stream there: {first}", host=self._host, first=first[:100]), number
            )

    def _more(self) -> None:
        try:
            block = self._socket.recv(_BLOCK)
        except TimeoutError:
            raise
        except OSError as error:
            raise FetchError(say("the connection to {host} broke off", host=self._host)) from error
        if not block:
            raise FetchError(say("the connection to {host} broke off", host=self._host))
        self._came += block

    def _message(self, data: bytes) -> tuple[tuple[int, bytes] | None, int]:
        """Read one message from the beginning of what came, with the number of bytes used.

        Control frames may stand between the frames of a message: one that stands before its end is answered,
        and taken out.
        """
        at, kind, size = 0, _CONTINUED, 0
        parts: list[bytes] = []
        while (found := self._frame(data, at)) is not None:
            last, code, payload, end = found
            if code >= _CLOSE:
                if code == _CLOSE:
                    return (_CLOSE, b""), end
                self._answer(code, payload)
                data = data[:at] + data[end:]
                self._came = data
                continue
            if (code == _CONTINUED) != bool(parts) or code > _BINARY:
                raise self._broken()
            kind, size = code or kind, size + len(payload)
            self._check_size(size)
            parts.append(payload)
            at = end
            if last:
                return (kind, b"".join(parts)), at
        return None, 0

    def _frame(self, data: bytes, at: int) -> tuple[bool, int, bytes, int] | None:
        """Read the frame at a place: whether it is the last, its kind, its payload, where it ends."""
        if len(data) < at + 2:
            return None
        first, second = data[at], data[at + 1]
        if first & 0x70 or second & 0x80:
            raise self._broken()
        length, start = second & 0x7F, at + 2
        if first & 0x0F >= _CLOSE and (length > _LONGEST_CONTROL or not first & 0x80):
            raise self._broken()
        if length > _LONGEST_CONTROL:
            wide = 2 if length == 126 else 8
            if len(data) < start + wide:
                return None
            length, start = int.from_bytes(data[start : start + wide], "big"), start + wide
        self._check_size(length)
        if len(data) < start + length:
            return None
        return bool(first & 0x80), first & 0x0F, data[start : start + length], start + length

    def _answer(self, code: int, payload: bytes) -> None:
        if code not in (_PING, _PONG):
            raise self._broken()
        if code == _PING:
            self._socket.sendall(frame(_PONG, payload, os.urandom(4)))

    def _check_size(self, size: int) -> None:
        if size > self._most:
            raise FetchError(
                say("{host} sends a message of more than {most} bytes", host=self._host, most=self._most)
            )

    def _broken(self) -> FetchError:
        return FetchError(say("{host} does not keep to the protocol of its stream", host=self._host))
