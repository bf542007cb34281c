"""Headers, content security policy, hosts, and forged requests.

Every answer carries them, errors and files too. Nothing is loaded from elsewhere, scripts and styles come
from this server only, and none stand in the page; the page cannot be framed.
"""

from __future__ import annotations

import hmac
import secrets
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = ("localhost", "127.0.0.1", "[::1]", "::1")

_STATIC_HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
_SAFE = ("GET", "HEAD", "OPTIONS")


def policy(nonce: str) -> str:
    """Give the content security policy of a page whose scripts and styles carry the nonce."""
    return (
        f"default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic'; style-src 'self' 'nonce-{nonce}'; "
        "img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
    )


class Secured:
    """Puts the headers on every answer, and refuses hosts that are not ours.

    Parameters
    ----------
    app : ASGI application
        What answers.
    hosts : iterable of str
        Names under which the app may be asked; a page of somebody else cannot reach it under another name
        that he lets point here.
    """

    def __init__(self, app: ASGIApp, hosts: Iterable[str]) -> None:
        self._app = app
        self._hosts = frozenset(one.lower() for one in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        scope.setdefault("state", {})["nonce"] = nonce
        began = time.perf_counter()

        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                self._seal(headers, nonce, scope)
                headers["server-timing"] = f"app;dur={(time.perf_counter() - began) * 1e3:.1f}"
            await send(message)

        if not self._is_ours(Headers(scope=scope).get("host", "")):
            await PlainTextResponse("This server does not go by that name.\n", 421)(scope, receive, sealed)
            return
        await self._app(scope, receive, sealed)

    def _is_ours(self, host: str) -> bool:
        name = host.lower() if host.endswith("]") else host.lower().rsplit(":", 1)[0]
        return "*" in self._hosts or name in self._hosts

    @staticmethod
    def _seal(headers: MutableHeaders, nonce: str, scope: Scope) -> None:
        for name, value in _STATIC_HEADERS.items():
            headers[name] = value
        headers["content-security-policy"] = policy(nonce)
        if "cache-control" not in headers:
            headers["cache-control"] = "no-store"
        if scope["scheme"] == "https":
            headers["strict-transport-security"] = "max-age=31536000"


def masked(secret: str) -> str:
    """Write a secret differently on every page, so that compression of the page does not give it away."""
    raw = secret.encode()
    mask = secrets.token_bytes(len(raw))
    return urlsafe_b64encode(mask + bytes(a ^ b for a, b in zip(mask, raw, strict=True))).decode()


def unmasked(text: str) -> str:
    """Read what `masked` wrote; an empty text when it is none."""
    try:
        both = urlsafe_b64decode(text.encode())
        half = len(both) // 2
        return bytes(a ^ b for a, b in zip(both[:half], both[half:], strict=True)).decode()
    except (ValueError, UnicodeDecodeError):
        return ""


def is_forged(request: Request, secret: str, sent: str) -> bool:
    """Tell whether a changing request did not come from a page of ours.

    The browser says from which site a request comes (Sec-Fetch-Site, Origin), and every form carries the
    secret of its session; both have to fit.
    """
    if request.method in _SAFE:
        return False
    site = request.headers.get("sec-fetch-site", "same-origin")
    origin = request.headers.get("origin")
    ours = f"{request.url.scheme}://{request.headers.get('host', '')}"
    if site not in ("same-origin", "none") or (origin is not None and origin != ours):
        return True
    return not secret or not hmac.compare_digest(unmasked(sent).encode(), secret.encode())
