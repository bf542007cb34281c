"""The application put together."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.types import Scope

from luminary import __version__
from luminary.errors import LuminaryError
from luminary.web import failures
from luminary.web.pool import Pool
from luminary.web.registry import routers
from luminary.web.secure import LOOPBACK, Secured
from luminary.web.settings import WebSettings
from luminary.web.visitor import Refused

API = "/api/v1"
_STATIC = Path(__file__).parent / "static" / "dist"
log = logging.getLogger(__name__)


def create_app(path: Path, settings: WebSettings | None = None) -> FastAPI:
    """Make the web app of the workspace in a folder.

    Parameters
    ----------
    path : Path
        Folder of the workspace.
    settings : WebSettings, optional
        Hosts, workers, limits; from the environment when not given.
    """
    chosen = settings or WebSettings.from_environment()
    app = FastAPI(
        title="Luminary",
        version=__version__,
        description="Find the people an audience really listens to, and prove it.",
        docs_url=None,
        redoc_url=None,
        openapi_url=f"{API}/openapi.json",
        lifespan=_lifespan,
    )
    app.state.pool = Pool(path, chosen.pool)
    app.state.settings = chosen
    for page in routers("pages"):
        app.include_router(page, include_in_schema=False, max_body_size=chosen.body_bytes)
    for group in routers("api"):
        app.include_router(group, prefix=API, max_body_size=chosen.body_bytes)
    app.mount("/static", _Static(directory=_STATIC), name="static")
    _catch(app)
    app.add_middleware(GZipMiddleware, minimum_size=1_000, compresslevel=5)
    app.add_middleware(Secured, hosts=(*LOOPBACK, *chosen.hosts))
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Give back the workspaces when the server ends."""
    yield
    app.state.pool.close()


def _catch(app: FastAPI) -> None:
    """Answer every failure with what happened and the way out."""
    kinds: dict[type[Exception], Callable[..., Any]] = {
        Refused: failures.refused,
        LuminaryError: failures.told,
        HTTPException: failures.http,
        RequestValidationError: failures.invalid,
        Exception: failures.unexpected,
    }
    for kind, answer in kinds.items():
        app.add_exception_handler(kind, answer)


class _Static(StaticFiles):
    """Built assets; their addresses carry a hash, so browsers may keep them for ever."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Give a file."""
        answer = await super().get_response(path, scope)
        fresh = b"v=" in scope.get("query_string", b"")
        fresh = fresh or path.endswith(".woff2")
        answer.headers["cache-control"] = "public, max-age=31536000, immutable" if fresh else "no-cache"
        return answer
