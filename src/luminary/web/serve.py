"""The program behind `luminary web`: the server, and a worker for long jobs beside it."""

from __future__ import annotations

import gc
import signal
import socket
import threading
import webbrowser
from collections.abc import Callable
from pathlib import Path

from fastapi import FastAPI

from luminary.errors import UsageError
from luminary.i18n import say
from luminary.web.app import create_app
from luminary.web.family import Family, Task
from luminary.web.settings import WebSettings
from luminary.workspace import Workspace
from luminary.workspace.worker import Worker

HOST = "127.0.0.1"
PORT = 8642
_GARBAGE = (20_000, 20, 20)
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def serve(
    path: Path,
    *,
    host: str = HOST,
    port: int = PORT,
    worker: bool = True,
    tell: Callable[[str], None],
    open_browser: bool = False,
) -> None:
    """Serve the workspace of a folder until the program is ended.

    Parameters
    ----------
    path : Path
        Folder of the workspace.
    host : str, default "127.0.0.1"
        Address to listen on. Another one than loopback needs LUMINARY_WEB_HOSTS, and a proxy with HTTPS.
    port : int, default 8642
        Port to listen on; 0 for any that is free.
    worker : bool, default True
        Whether long jobs are done here too; else start `luminary worker` beside it.
    tell : callable
        Says where the app is, and the link for the first owner.
    open_browser : bool, default False
        Whether the browser of this machine is sent there.

    Raises
    ------
    UsageError
        When the port is taken, or the address is open to others without a name being set.
    WorkspaceError
        When the folder holds no workspace.
    """
    settings = WebSettings.from_environment()
    if host not in _LOOPBACK and not settings.hosts:
        raise UsageError(
            f"--host {host} lets other machines in; set LUMINARY_WEB_HOSTS to the name they use for this "
            "one, and put a proxy with HTTPS in front"
        )
    listening = _listen(host, port)
    address = f"http://{host}:{listening.getsockname()[1]}"
    entry = _welcome(path, address, tell)
    app = create_app(path, settings)
    tasks: list[Task] = [lambda: _answer(app, listening)] * settings.processes
    if worker:
        tasks.append(lambda: _work(path))
    if open_browser:
        tasks.append(lambda: _open(entry))
    gc.collect()
    gc.freeze()  # what is loaded stays, shared: looking through it for garbage would copy and cost a tenth
    Family(tasks).run()


def _answer(app: FastAPI, listening: socket.socket) -> None:
    """Answer requests until SIGTERM."""
    import uvicorn

    gc.set_threshold(*_GARBAGE)
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        proxy_headers=app.state.settings.https,
        server_header=False,
        timeout_graceful_shutdown=5,
    )
    uvicorn.Server(config).run(sockets=[listening])


def _work(path: Path) -> None:
    """Do long jobs until SIGTERM; what is begun then is taken up again later."""
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda _sign, _frame: stop.set())
    signal.signal(signal.SIGINT, lambda _sign, _frame: stop.set())
    Worker(path).run(stop)


def _open(entry: str) -> None:
    """Send the browser of this machine there, and wait for the end."""
    webbrowser.open(entry)
    signal.pause()


def _welcome(path: Path, address: str, tell: Callable[[str], None]) -> str:
    """Say where the app is, and how the first owner comes in; gives the address to open."""
    with Workspace.open(path) as workspace:
        secret = workspace.members.set_up_link()
    tell(say("Luminary is at {address}  (end it with Ctrl-C)", address=address))
    if secret is None:
        return address
    tell(say("nobody can log in yet; become the owner with this link, which works once:"))
    tell(f"  {address}/setup?token={secret}")
    return f"{address}/setup?token={secret}"


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(2048)  # who comes before the server is ready waits a moment
    except OSError as error:
        listening.close()
        raise UsageError(
            say("{host}:{port} cannot be used: {why}; name another with --port", host=host, port=str(port),
                why=error.strerror or str(error))
        ) from error  # fmt: skip
    return listening
