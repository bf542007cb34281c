"""A real server of the AT Protocol on loopback, installed once from `tests/servers/atproto`."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import threading
import urllib.request
from pathlib import Path

import pytest
from filelock import FileLock

HERE = Path(__file__).parents[2] / "servers" / "atproto"
_PATIENCE = 300


def installed() -> Path:
    """Give the folder with the server's packages; skip the tests where they cannot be had."""
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("node and npm are not here: the AT Protocol server of the tests needs them")
    done = HERE / "node_modules" / ".complete"
    wanted = (HERE / "package-lock.json").read_text("utf-8")
    with FileLock(HERE / "node_modules.lock"):
        if not done.exists() or done.read_text("utf-8") != wanted:
            _install()
            done.write_text(wanted, "utf-8")
    return HERE


def _install() -> None:
    try:
        subprocess.run(
            ["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"],
            cwd=HERE, check=True, capture_output=True, timeout=_PATIENCE,
        )  # fmt: skip
    except (subprocess.SubprocessError, OSError) as error:
        said = (getattr(error, "stderr", None) or b"").decode("utf-8", "replace").strip()
        pytest.skip(f"the AT Protocol server of the tests cannot be installed: {said[-200:] or error}")


class Network:
    """A running server, and people who write there."""

    def __init__(self, folder: Path) -> None:
        self._process = subprocess.Popen(
            ["node", str(HERE / "serve.mjs"), str(folder), str(installed())],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env={**os.environ, "LOG_ENABLED": "0"},
        )  # fmt: skip
        said = self._process.stdout.readline()
        if not said:
            self.close()
            pytest.fail("the AT Protocol server of the tests ended before it listened")
        self.pds, self.plc = (json.loads(said)[name] for name in ("pds", "plc"))
        self._read_on()

    def _read_on(self) -> None:
        """Take what the server writes, so that it never waits for a reader."""
        threading.Thread(target=self._process.stdout.read, daemon=True).start()

    @property
    def places(self) -> str:
        """Hosts with ports, as the guard lists them."""
        return " ".join(one.partition("//")[2] for one in (self.pds, self.plc))

    def call(self, method: str, token: str | None = None, **said):
        """Call a procedure of the server."""
        headers = {"content-type": "application/json"}
        if token:
            headers["authorization"] = f"Bearer {token}"
        request = urllib.request.Request(f"{self.pds}/xrpc/{method}", json.dumps(said).encode(), headers)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.loads(answer.read() or b"{}")

    def person(self, name: str) -> Person:
        """Let somebody move in."""
        made = self.call(
            "com.atproto.server.createAccount",
            email=f"{name}@nord.example", handle=f"{name}.test", password=f"{name}-og-fjorden",
        )  # fmt: skip
        return Person(self, made["did"], made["handle"], made["accessJwt"])

    def close(self) -> None:
        """End the server; it ends by itself when its input does."""
        self._process.stdin.close()
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()


class Person:
    """Somebody who writes."""

    def __init__(self, network: Network, did: str, handle: str, token: str) -> None:
        self._network, self.did, self.handle, self._token = network, did, handle, token

    def write(self, collection: str, **record):
        """Write a record; gives its address and its hash."""
        told = {"repo": self.did, "collection": collection, "record": {"$type": collection, **record}}
        made = self._network.call("com.atproto.repo.createRecord", self._token, **told)
        return {"uri": made["uri"], "cid": made["cid"]}

    def post(self, text: str, at: str, **more):
        """Write a post."""
        return self.write("app.bsky.feed.post", text=text, createdAt=at, **more)

    def profile(self, **record):
        """Say who they are."""
        told = {"$type": "app.bsky.actor.profile", **record}
        place = {"repo": self.did, "collection": "app.bsky.actor.profile", "rkey": "self"}
        self._network.call("com.atproto.repo.putRecord", self._token, **place, record=told)

    def delete(self, uri: str):
        """Take a post back."""
        _, _, repo, collection, rkey = uri.split("/")
        place = {"repo": repo, "collection": collection, "rkey": rkey}
        self._network.call("com.atproto.repo.deleteRecord", self._token, **place)
