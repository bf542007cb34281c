"""Start the web app: `web`."""

from __future__ import annotations

from typing import Annotated

import typer

from luminary.cli.options import PORT, folder, say


def web(
    context: typer.Context,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(metavar="NUMBER", help="Port to listen on; 0 for any free one.")
    ] = PORT,
    worker: Annotated[
        bool, typer.Option("--worker/--no-worker", help="Do long jobs here too, or leave them to `worker`.")
    ] = True,
    browser: Annotated[bool, typer.Option("--open", help="Open it in the browser of this machine.")] = False,
) -> None:
    """Start the web app on this machine; nobody else can reach it unless you let them.

    The first time it prints a link, which works once, with which the first owner comes in.
    """
    from luminary.web.serve import serve

    serve(folder(context), host=host, port=port, worker=worker, tell=say, open_browser=browser)
