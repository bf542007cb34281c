"""How quick and how small is the web app?

Limits: a page of leaders over 100,000 people in 100 ms of server time (p95) with 20 clients at once;
first page 200 kB packed without the map, nothing from elsewhere; idle memory 250 MB; first answer after 3 s.
"""

from __future__ import annotations

import asyncio
import csv
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.timing import _family

PEOPLE = 100_000
POSTS = 300_000
CLIENTS = 20
REQUESTS = 2_000
_LIMITS = {"p95": 100.0, "packed": 200_000, "memory": 250_000_000, "start": 3.0}


def main() -> None:
    """Build a large workspace once, then measure the server from outside."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "work"
        cookie = _built(folder)
        with _server(folder) as (address, pid, seconds):
            _told("start to first answer", seconds, _LIMITS["start"], "s")
            time.sleep(5)
            _told("idle memory", _memory(pid) / 1e6, _LIMITS["memory"] / 1e6, "MB")
            _first_page(address, cookie)
            asyncio.run(_warm(address, cookie))
            _load(address, cookie)
            _told("memory after", _memory(pid) / 1e6, None, "MB")


def _told(what: str, seen: float, limit: float | None, unit: str) -> None:
    ratio = "" if limit is None else f"   limit {limit:g} {unit}   {seen / limit:.2f} of it"
    print(f"{what:28} {seen:8.1f} {unit}{ratio}")


def _built(folder: Path) -> str:
    """Make a workspace of many people with its ranking ready; gives the cookie of a member."""
    from luminary.workspace import Question, Workspace
    from luminary.workspace.rights import Role

    began = time.perf_counter()
    file = folder.parent / "posts.csv"
    _write_posts(file)
    with Workspace.open(folder, create=True) as work:
        work.collect.run(file)
        work.leaders.board(Question().scope)
        member = work.members.add("bench", "Bench", Role.OWNER, "a long enough phrase")
        secret = work.members.open_session(member)
    print(f"workspace of {PEOPLE:,} people, {POSTS:,} posts made in {time.perf_counter() - began:.0f} s")
    return f"luminary={secret}"


def _write_posts(file: Path) -> None:
    """Write an invented forum: everybody writes, and a few are answered much."""
    drawn = random.Random(7)
    with file.open("w", encoding="utf-8", newline="") as lines:
        rows = csv.writer(lines)
        rows.writerow(["id", "account_id", "name", "created_at", "text", "reply_to", "channel"])
        for number in range(POSTS):
            who = number % PEOPLE if number < PEOPLE else int(PEOPLE * drawn.random() ** 3)
            at = 1_735_689_600 + int(number / POSTS * 31_000_000)
            onto = int(number * drawn.random() ** 2) if number % 3 and number else ""
            when = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at))
            rows.writerow([number, who, f"Person {who}", when, f"Inlägg {number}", onto, f"rum {who % 40}"])


@contextmanager
def _server(folder: Path) -> Iterator[tuple[str, int, float]]:
    began = time.perf_counter()
    command = [sys.executable, "-m", "luminary", "-w", str(folder), "web", "--port", "0"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=dict(os.environ))
    try:
        assert process.stderr is not None
        found = re.search(r"127\.0\.0\.1:(\d+)", process.stderr.readline())
        assert found is not None
        address = found[0]
        _head, _body = asyncio.run(_get(address, "/login", ""))
        yield address, process.pid, time.perf_counter() - began
    finally:
        process.terminate()
        process.wait()


def _memory(pid: int) -> int:
    """Add up the memory of all processes; what they share counts once (Linux: proportional set size)."""
    return sum(_share(one) for one in _family(pid))


def _share(pid: int) -> int:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1_024
    return 0


async def _get(address: str, path: str, cookie: str) -> tuple[str, bytes]:
    host, _, port = address.partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    asked = f"GET {path} HTTP/1.1\r\nHost: {address}\r\nCookie: {cookie}\r\nAccept-Encoding: gzip\r\n"
    writer.write((asked + "Connection: close\r\n\r\n").encode())
    answer = await reader.read(-1)
    writer.close()
    head, _, body = answer.partition(b"\r\n\r\n")
    return head.decode(), body


def _first_page(address: str, cookie: str) -> None:
    """Add up what a browser fetches for the page of leaders, packed; nothing may come from elsewhere."""
    import gzip

    head, body = asyncio.run(_get(address, "/leaders", cookie))
    page = (gzip.decompress(_unchunked(head, body)) if "content-encoding: gzip" in head else body).decode()
    loaded = set(re.findall(r'(?:src|<link[^>]+href)="([^"]+)"', page)) | set(
        re.findall(r'use href="([^"#]+)', page)
    )
    elsewhere = [one for one in loaded if not one.startswith("/")]
    total = len(body) + sum(
        len(asyncio.run(_get(address, one, cookie))[1]) for one in loaded if one.startswith("/")
    )
    _told("first page, packed", total / 1e3, _LIMITS["packed"] / 1e3, "kB")
    print(f"{'requests to elsewhere':28} {len(elsewhere):8d}")


def _unchunked(head: str, body: bytes) -> bytes:
    if "transfer-encoding: chunked" not in head.lower():
        return body
    found = b""
    while body:
        size, _, body = body.partition(b"\r\n")
        if not int(size, 16):
            break
        found, body = found + body[: int(size, 16)], body[int(size, 16) + 2 :]
    return found


def _paths() -> list[str]:
    """Name pages as readers ask for them: deep ones, sorted ones, searched ones."""
    drawn = random.Random(11)
    found = []
    for _ in range(REQUESTS):
        fields: dict[str, object] = {"page": drawn.randint(1, 400)}
        if drawn.random() < 0.4:
            fields["sort"] = drawn.choice(["-volume", "standing", "-responders", "name", "-pagerank"])
        if drawn.random() < 0.2:
            fields = {"q": f"person {drawn.randint(1, 60)}"}
        found.append(f"/leaders?{urlencode(fields)}")
    return found


async def _warm(address: str, cookie: str) -> None:
    for path in _paths()[:120]:
        await _get(address, path, cookie)


def _load(address: str, cookie: str) -> None:
    """Ask from a process of its own, so that the clients' work is not the server's."""
    import multiprocessing

    with multiprocessing.get_context("spawn").Pool(1) as pool:
        for pause, how in ((1.0, "a second of reading between pages"), (0.0, "without a pause")):
            server, seen, took = pool.apply(_clients, (address, cookie, pause))
            print(f"{CLIENTS} clients, {how}:")
            _told("  server time p95", _at(server, 0.95), _LIMITS["p95"], "ms")
            _told("  server time median", _at(server, 0.5), None, "ms")
            _told("  seen by the client p95", _at(seen, 0.95), None, "ms")
            _told("  answers a second", len(seen) / took, None, "")


def _clients(address: str, cookie: str, pause: float) -> tuple[list[float], list[float], float]:
    return asyncio.run(_all(address, cookie, pause))


async def _all(address: str, cookie: str, pause: float) -> tuple[list[float], list[float], float]:
    """Let all clients ask until nothing is left to ask, each over a connection of its own, as browsers do."""
    waiting = _paths()[: int(REQUESTS / (1 + 2 * pause))]
    server: list[float] = []
    seen: list[float] = []

    async def client() -> None:
        host, _, port = address.partition(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        await asyncio.sleep(pause * random.random())
        while waiting:
            path, began = waiting.pop(), time.perf_counter()
            asked = (
                f"GET {path} HTTP/1.1\r\nHost: {address}\r\nCookie: {cookie}\r\nAccept-Encoding: gzip\r\n\r\n"
            )
            writer.write(asked.encode())
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            await reader.readexactly(int(_found(r"content-length: (\d+)", head)))
            seen.append((time.perf_counter() - began) * 1e3)
            assert head.startswith("HTTP/1.1 200"), head
            server.append(float(_found(r"server-timing: app;dur=([\d.]+)", head)))
            await asyncio.sleep(pause)
        writer.close()

    began = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(CLIENTS)))
    return server, seen, time.perf_counter() - began


def _found(pattern: str, head: str) -> str:
    found = re.search(pattern, head)
    assert found is not None, head
    return found[1]


def _at(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]
