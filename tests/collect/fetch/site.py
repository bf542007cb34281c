"""A site on loopback with every kind of fault, and feeds to stand on it."""

from __future__ import annotations

import gzip
import threading
import time
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from xml.sax.saxutils import escape

from luminary import Workspace
from luminary.collect.fetch.client import WebClient
from luminary.collect.fetch.port import Pace
from luminary.settings import Limits

QUICK = Pace(10_000, 1.0, 10_000)
TEXT = {"Content-Type": "text/plain"}
XML = {"Content-Type": "application/rss+xml"}


class Site:
    """Answers by path: a function of the request, or (status, headers, body); several are used up in turn."""

    def __init__(self):
        self.answers = {"/robots.txt": (404, {}, b"")}
        self.asked = []
        self.base = ""
        self.netloc = ""
        self.clients = []

    def on(self, path, *answers):
        self.answers[path] = list(answers)

    def paths(self):
        """What was asked, without robots.txt."""
        return [path for path, _ in self.asked if path != "/robots.txt"]

    def answer(self, request):
        self.asked.append((request.path, dict(request.headers.items())))
        found = self.answers.get(request.path, self.answers.get(request.path.partition("?")[0]))
        if isinstance(found, list):
            found = found.pop(0) if len(found) > 1 else found[0]
        if callable(found):
            found = found(request)
        if found is not None:
            send(request, *found)
        elif not request.wfile.closed and request.path not in self.answers:
            send(request, 404, {}, b"")


def send(request, status, headers, body):
    request.send_response_only(status)
    told = {"Content-Length": str(len(body)), **headers}
    for name, value in told.items():
        request.send_header(name, value)
    request.end_headers()
    request.wfile.write(body)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        with suppress(ConnectionError, TimeoutError):
            self.server.site.answer(self)

    do_POST = do_GET  # noqa: N815 - the library's name

    def log_message(self, *_):
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        pass


@contextmanager
def served():
    """A site while the block lasts."""
    site = Site()
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.site = site
        site.netloc = f"127.0.0.1:{server.server_address[1]}"
        site.base = f"http://{site.netloc}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield site
        finally:
            for client in site.clients:
                client.close()
            server.shutdown()
            thread.join()


def client_of(site, secrets=None, pace=QUICK, **limits):
    """A client that may ask the site, and does not really wait; `waits` tells how long it would have."""
    waits = []
    told = {"fetch_allow": site.netloc, "fetch_seconds": 5, "fetch_tries": 3, **limits}
    client = WebClient(Limits(**told), secrets, pace, sleep=waits.append)
    client.waits = waits
    site.clients.append(client)
    return client


def gzipped(data):
    return gzip.compress(data)


def hanging(_request):
    """Say nothing for longer than anybody waits."""
    time.sleep(3)


def dripping(request):
    """Send a byte now and then."""
    request.send_response_only(200)
    request.send_header("Content-Length", "1000")
    request.end_headers()
    for _ in range(60):
        request.wfile.write(b"x")
        request.wfile.flush()
        time.sleep(0.05)


def endless(request):
    """Send until the other side has enough."""
    request.send_response_only(200)
    request.end_headers()
    while True:
        request.wfile.write(b"x" * 65_536)


def cut_off(request):
    """Promise more than comes."""
    request.send_response_only(200)
    request.send_header("Content-Length", "1000")
    request.end_headers()
    request.wfile.write(b"<rss>")
    request.wfile.flush()
    request.close_connection = True


def entry(number, words="patientsäkerhet", day=None, author="Astrid Lund", link=None, more=""):
    """One entry of a feed."""
    at = f"{day or 1 + number % 28:02d} Mar 2025 08:00:00 GMT"
    page = link or f"https://astrid.example/{number}"
    return (
        f"<item><guid>{number}</guid><title>Inlägg {number}</title><link>{escape(page)}</link>"
        f"<pubDate>{at}</pubDate><dc:creator>{author}</dc:creator>"
        f"<description>{escape(words)}</description>{more}</item>"
    )


def feed(*entries, title="Astrids blogg", above="", head='<?xml version="1.0" encoding="utf-8"?>'):
    """A feed, as bytes."""
    told = (
        f'{head}<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:podcast="https://podcastindex.org/namespace/1.0">'
        f"<channel><title>{title}</title><link>https://astrid.example/</link>{above}{''.join(entries)}"
        "</channel></rss>"
    )
    return told.encode()


@contextmanager
def fetching(folder, site, monkeypatch, **limits):
    """A workspace that may fetch from a site, quickly."""
    told = {"allow": site.netloc, "seconds": 5, "tries": 2, **limits}
    for name, value in told.items():
        monkeypatch.setenv(f"LUMINARY_FETCH_{name.upper()}", str(value))
    with Workspace.open(folder, create=True) as work:
        yield work
