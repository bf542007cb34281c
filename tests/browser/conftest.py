"""A real Chromium in front of a real server in a process of its own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright
from tests.web.cast import members_of

from luminary.demo import build_world
from luminary.demo.run import run_demo
from luminary.workspace import Workspace

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class Server:
    """`luminary web` on a workspace."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = 0
        self.said: list[str] = []
        self.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [sys.executable, "-m", "luminary", "-w", str(self.folder), "web", "--port", str(self.port)]
        self._process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=dict(os.environ))
        assert self._process.stderr is not None
        line = self._process.stderr.readline()
        found = re.search(r"127\.0\.0\.1:(\d+)", line)
        assert found, line
        self.port = int(found[1])

    def link(self) -> str:
        """Read the link for the first owner."""
        assert self._process.stderr is not None
        for _ in range(2):
            found = re.search(r"http://\S+/setup\?token=\S+", self._process.stderr.readline())
            if found:
                return found[0]
        raise AssertionError("no link was printed")

    def kill(self) -> None:
        """End it as a power cut would."""
        self._process.kill()
        self._ended()

    def stop(self) -> None:
        self._process.terminate()
        self._ended()

    def _ended(self) -> None:
        self._process.wait(20)
        assert self._process.stderr is not None
        self._process.stderr.close()


def _chromium() -> str:
    found = os.environ.get("LUMINARY_CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        told = "no Chromium here: install it (Debian: chromium) or name it in LUMINARY_CHROMIUM"
        pytest.fail(told) if os.environ.get("CI") else pytest.skip(told)
    return found


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = _chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(_QUIET))
        yield browser
        browser.close()


@pytest.fixture
def browse(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Open a browser of one's own; whatever it complains about or fetches elsewhere fails the test."""
    opened: list[BrowserContext] = []
    wrong: list[str] = []

    def open_one(**more: object) -> Page:
        context = chromium.new_context(accept_downloads=True, locale="en-GB", **more)
        context.set_default_timeout(20_000)
        opened.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        page.on("console", lambda said: wrong.append(said.text) if _is_complaint(said) else None)
        page.on("request", lambda asked: wrong.append(asked.url) if _is_elsewhere(asked.url) else None)
        return page

    yield open_one
    for context in opened:
        context.close()
    assert wrong == []


def _is_complaint(said) -> bool:
    """Tell what a page should not say; answers of 4xx, and requests cut off by a new page, are no fault."""
    return said.type == "error" and not said.text.startswith(("Failed to load resource", "htmx:"))


def _is_elsewhere(url: str) -> bool:
    return not url.startswith(("http://127.0.0.1:", "data:", "blob:http://127.0.0.1:", "about:"))


@pytest.fixture(scope="session")
def world(tmp_path_factory) -> Path:
    """The exports of a small invented world."""
    folder = tmp_path_factory.mktemp("exports")
    build_world(folder, 7, 0.25)
    return folder


@pytest.fixture(scope="session")
def demo(tmp_path_factory) -> Path:
    """The demo on a small world, with the cast; tests work on copies."""
    folder = tmp_path_factory.mktemp("demo") / "demo"
    run_demo(folder, 7, size=0.25)
    members_of(folder)
    return folder


@pytest.fixture
def served(demo: Path, tmp_path: Path) -> Iterator[Server]:
    """A server over a copy of the demo."""
    server = Server(Path(shutil.copytree(demo, tmp_path / "demo")))
    yield server
    server.stop()


@pytest.fixture(scope="module")
def shared(demo: Path, tmp_path_factory) -> Iterator[Server]:
    """A server over a copy of the demo that tests only look at."""
    server = Server(Path(shutil.copytree(demo, tmp_path_factory.mktemp("shared") / "demo")))
    yield server
    server.stop()


def log_in(page: Page, server: Server, login: str) -> Page:
    """Come in with a session, as after the log-in."""
    with Workspace.open(server.folder) as work:
        secret = work.members.open_session(work.members.get(login))
    page.context.add_cookies([{"name": "luminary", "value": secret, "url": server.address}])
    return page


def faults(page: Page) -> list[str]:
    """List what axe-core finds wrong with the page for people who cannot see or point."""
    page.evaluate(AXE)
    found = page.evaluate(
        "axe.run(document, {runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']})"
    )
    return [_told(one["id"], one["nodes"]) for one in found["violations"]]


def _told(rule: str, nodes: list[dict[str, str]]) -> str:
    first = nodes[0]
    return f"{rule} ({len(nodes)}): {first['html'][:160]} {first['failureSummary'][:200]}"


def evaluated(page: Page, told: str) -> Any:
    """Evaluate something on a page; once more where the page was just being replaced by its next state."""
    try:
        return page.evaluate(told)
    except Error:
        page.wait_for_timeout(1_000)
        settled(page)
        return page.evaluate(told)


def settled(page: Page) -> None:
    """Wait until nothing is being computed any more; while a page is replaced it has no document."""
    end = time.monotonic() + 60
    while page.locator("main progress").count() and time.monotonic() < end:
        page.wait_for_timeout(500)
    page.locator("main").first.wait_for(state="attached")
