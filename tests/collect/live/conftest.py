"""A server on loopback that plays recorded answers and writes down what it was asked."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from luminary.collect.fetch.client import WebClient
from luminary.collect.fetch.port import Gone, Pace, Trouble, Wanted
from luminary.collect.live.registry import connectors
from luminary.collect.registry import named
from luminary.collect.source import Unit
from luminary.errors import UnusableRowError
from luminary.settings import Limits

QUICK = Pace(10_000, 1.0, 10_000)


class Asked(NamedTuple):
    """A request."""

    method: str
    path: str
    query: dict
    headers: dict
    body: bytes

    def __getitem__(self, name):
        return self.query.get(name, [None])[0] if isinstance(name, str) else tuple.__getitem__(self, name)


@dataclass
class Player:
    """Answers by path: with one answer after the other, the last one from then on."""

    answers: dict = field(default_factory=dict)
    asked: list = field(default_factory=list)
    base: str = ""

    def on(self, path, *answers):
        """Say what a path answers: a body, (status, body, headers), or a function of the request."""
        self.answers[path] = list(answers)

    def of(self, path):
        return [one for one in self.asked if one.path == path]

    def answer(self, request):
        self.asked.append(request)
        waiting = self.answers.get(request.path, [(404, {"error": "Record not found"})])
        found = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        if callable(found):
            found = found(request)
        status, body, headers = (*found, {})[:3] if isinstance(found, tuple) else (200, found, {})
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return status, data, {"Content-Type": "application/json", **headers}


def _handler(player):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            parts = urlsplit(self.path)
            length = int(self.headers.get("content-length") or 0)
            told = {name.lower(): value for name, value in self.headers.items()}
            request = Asked(
                self.command, unquote(parts.path), parse_qs(parts.query, keep_blank_values=True), told,
                self.rfile.read(length),
            )  # fmt: skip
            status, data, headers = player.answer(request)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data) + (100 if headers.get("X-Cut") else 0)))
            self.end_headers()
            self.wfile.write(data)
            self.close_connection = bool(headers.get("X-Cut"))

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_told):
            pass

    return Handler


@pytest.fixture
def player():
    """Play answers on loopback."""
    playing = Player()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(playing))
    server.daemon_threads = True
    playing.base = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield playing
    server.shutdown()
    server.server_close()
    thread.join()


@dataclass
class Run:
    """What a run of a connector gave."""

    pages: list = field(default_factory=list)
    troubles: list = field(default_factory=list)
    cursor: dict = field(default_factory=dict)
    records: list = field(default_factory=list)
    rejects: list = field(default_factory=list)
    slept: list = field(default_factory=list)
    gone: list = field(default_factory=list)

    def of(self, kind):
        return [one for one in self.records if isinstance(one, kind)]

    @property
    def texts(self):
        return [one.text for one in self.records if type(one).__name__ == "Post"]


@pytest.fixture
def fetch(player):
    """Run a connector against the player, and read its pages as an import does."""

    def fetching(name, settings=None, *, secrets=None, cursor=None, stop=None, allow="", **wanted):
        connector, run = connectors()[name], Run(cursor=dict(cursor or {}))
        told = {one.name: one.default for one in connector.asks} | (settings or {})
        limits = Limits(fetch_allow=f"{player.base.partition('//')[2]} {allow}", fetch_tries=3)
        client = WebClient(limits, secrets, QUICK, sleep=run.slept.append)
        asking = Wanted(told, secrets or {}, **wanted)
        try:
            for one in connector.pages(asking, client, run.cursor):
                if isinstance(one, Trouble):
                    run.troubles.append(one)
                    continue
                if isinstance(one, Gone):
                    run.gone += one.posts
                    continue
                run.cursor = json.loads(json.dumps(one.cursor))
                assert run.cursor == one.cursor, "a cursor holds plain values"
                if one.name:
                    run.pages.append(one)
                if stop is not None and len(run.pages) >= stop:
                    break
        except BaseException as error:
            error.run = run
            raise
        finally:
            client.close()
        _read(run, connector, asking)
        return run

    return fetching


def _read(run, connector, asking):
    form = named(connector.format)
    context = {one.name: one.body for one in run.pages if one.context}
    reader = form.reader(connector.options(asking), context)
    for page in run.pages:
        assert form.data(page.name), f"the format does not take {page.name}"
        for row in reader.rows(Unit(page.name, page.body)):
            try:
                if isinstance(row.value, UnusableRowError):
                    raise row.value
                run.records += reader.records(page.name, row)
            except UnusableRowError as error:
                run.rejects.append(str(error))


@pytest.fixture
def day():
    """Give a day in March 2026, in UTC."""
    return lambda number, hour=0: datetime(2026, 3, number, hour, tzinfo=UTC)
