"""A server's end of a WebSocket on loopback, that does exactly what a test tells it."""

from __future__ import annotations

import contextlib
import re
import socket
import threading

from luminary.collect.fetch.websocket import accepted


def framed(payload, kind=1, last=True, masked=False):
    """Write a frame as a server sends it."""
    payload = payload.encode() if isinstance(payload, str) else payload
    size = len(payload)
    head = bytes([(0x80 if last else 0) | kind])
    mask = 0x80 if masked else 0
    if size < 126:
        head += bytes([mask | size])
    elif size < 65536:
        head += bytes([mask | 126]) + size.to_bytes(2, "big")
    else:
        head += bytes([mask | 127]) + size.to_bytes(8, "big")
    return head + payload


FAREWELL = framed(b"\x03\xe8", 8)


class Streaming:
    """Takes one connection after the other; each gets its list of blocks, then its end."""

    def __init__(self):
        self.plays, self.asked, self.received = [], [], []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.place = f"127.0.0.1:{self._socket.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def play(self, *blocks, status="101 Switching Protocols", key=None):
        """Say what the next connection gets."""
        self.plays.append((blocks, status, key))

    def _serve(self):
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                with contextlib.suppress(OSError), connection:
                    self._play(connection)

    def _play(self, connection):
        connection.settimeout(5)
        head = b""
        while b"\r\n\r\n" not in head:
            head += connection.recv(4096)
        self.asked.append(head.decode())
        told = re.search(r"Sec-WebSocket-Key: (\S+)", head.decode())[1]
        blocks, status, key = self.plays.pop(0) if len(self.plays) > 1 else self.plays[0]
        lines = f"HTTP/1.1 {status}", "Upgrade: websocket", f"Sec-WebSocket-Accept: {key or accepted(told)}"
        answer = "\r\n".join((*lines, "", ""))
        connection.sendall(answer.encode() + b"".join(blocks))
        if FAREWELL in blocks:
            while block := connection.recv(4096):
                self.received.append(block)

    def close(self):
        self._socket.close()
