"""The cast: people with every role, and somebody without any, each with a browser of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient

from luminary.web.secure import masked
from luminary.web.visitor import COOKIE
from luminary.workspace import Workspace
from luminary.workspace.rights import Role

PASSWORD = "snö på taket i mars"
CAST = {
    "astrid": ("Astrid Lund", Role.OWNER),
    "jonas": ("Jonas Berg", Role.EDITOR),
    "maja": ("Maja Holm", Role.VIEWER),
    "olav": ("Olav Ness", Role.PSEUDONYMOUS),
}


@dataclass
class Visitor:
    """Somebody in front of a browser that runs no scripts."""

    client: TestClient
    csrf: str = ""

    def get(self, path: str, **more: Any):
        return self.client.get(path, **more)

    def post(self, path: str, data: dict[str, Any] | None = None, **more: Any):
        """Send a form of a page of ours."""
        return self.client.post(
            path, data={"csrf": masked(self.csrf) if self.csrf else "", **(data or {})}, **more
        )

    def text(self, path: str) -> str:
        """Read a page that has to be there."""
        answer = self.get(path)
        assert answer.status_code == 200, (path, answer.status_code, words(answer.text)[:400])
        return answer.text


def members_of(folder: Path) -> None:
    """Put the cast into a workspace."""
    with Workspace.open(folder) as work:
        for login, (name, role) in CAST.items():
            work.members.add(login, name, role, PASSWORD)


def logged_in(app: FastAPI, folder: Path, login: str) -> Visitor:
    """Give the browser of a member who has logged in."""
    with Workspace.open(folder) as work:
        secret = work.members.open_session(work.members.get(login))
        session = work.members.session(secret)
    client = stranger(app).client
    client.cookies.set(COOKIE, secret)
    assert session is not None
    return Visitor(client, session.csrf)


def stranger(app: FastAPI) -> Visitor:
    """Give a browser that nobody logged in with."""
    return Visitor(TestClient(app, base_url="http://localhost", follow_redirects=False))


def words(page: str) -> str:
    """Give what a page says, without markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)).strip()
