"""A small OpenID Connect provider on this machine, which can be told to misbehave."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
import time
from base64 import urlsafe_b64encode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

CLIENT, SECRET = "luminary", "a secret of the client"


def _plain(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


class Issuer:
    """Signs in whoever comes, and remembers what it was asked.

    `claims` replace those of the token; None takes one away. `answers` replace whole answers by path.
    """

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
        self.signer: Any = self.key
        self.header: dict[str, Any] = {"alg": "RS256", "kid": "one"}
        self.person = {"sub": "42", "preferred_username": "Rune.Dahl@id.example", "name": "Rune Dahl"}
        self.claims: dict[str, Any] = {}
        self.answers: dict[str, tuple[int, Any]] = {}
        self.asked: list[str] = []
        self._codes: dict[str, dict[str, str]] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> Issuer:
        self._thread.start()
        return self

    def __exit__(self, *_failure: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def settings(self) -> dict[str, str]:
        """Give the environment of an app that trusts it."""
        return {
            "LUMINARY_OIDC_ISSUER": self.address,
            "LUMINARY_OIDC_CLIENT_ID": CLIENT,
            "LUMINARY_OIDC_CLIENT_SECRET": SECRET,
            "LUMINARY_OIDC_TITLE": "Sykehuset",
        }

    def signs_in(self, address: str) -> str:
        """Do what the browser and the person do at the provider; gives where the browser is sent back to."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
        assert asked["client_id"] == CLIENT
        code = f"code-{len(self._codes)}"
        self._codes[code] = asked
        return f"{urlsplit(asked['redirect_uri']).path}?code={code}&state={asked['state']}"

    def token(self, asked: dict[str, str]) -> str:
        """Make the token of a sign-in."""
        now = int(time.time())
        claims = {
            "iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"],
            **self.person, **self.claims,
        }  # fmt: skip
        kept = {name: value for name, value in claims.items() if value is not None}
        if self.header["alg"] in ("none", "HS256"):
            return self._forged(kept)
        return jwt.encode(self.header, kept, self.signer, algorithms=["RS256"])

    def _forged(self, claims: dict[str, Any]) -> str:
        """Make a token with nothing but the public key: unsigned, or with that key as a shared secret."""
        parts = ".".join(_plain(json.dumps(one).encode()) for one in (self.header, claims))
        public = self.key.as_pem(private=False)
        signed = hmac.new(public, parts.encode(), hashlib.sha256).digest()
        return f"{parts}.{_plain(signed) if self.header['alg'] == 'HS256' else ''}"

    def answer(self, path: str, form: dict[str, str]) -> tuple[int, Any]:
        """Answer one request."""
        self.asked.append(path)
        if path in self.answers:
            return self.answers[path]
        if path == "/.well-known/openid-configuration":
            ends = {"authorization_endpoint": "/authorize", "token_endpoint": "/token", "jwks_uri": "/keys"}
            return 200, {"issuer": self.address, **{name: self.address + end for name, end in ends.items()}}
        if path == "/keys":
            return 200, KeySet([self.key]).as_dict(private=False)
        return self._exchange(form) if path == "/token" else (404, {})

    def _exchange(self, form: dict[str, str]) -> tuple[int, Any]:
        asked = self._codes.pop(form.get("code", ""), None)
        if asked is None or form.get("client_secret") != SECRET:
            return 400, {"error": "invalid_grant"}
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        if urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": self.token(asked)}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        issuer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._give({})

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"])).decode()
                self._give({name: values[0] for name, values in parse_qs(body).items()})

            def _give(self, form: dict[str, str]) -> None:
                status, told = issuer.answer(urlsplit(self.path).path, form)
                body = told if isinstance(told, bytes) else json.dumps(told).encode()
                self.send_response(status)
                if status in (301, 302):
                    self.send_header("location", f"{issuer.address}/elsewhere")
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_told: object) -> None:
                """Stay quiet."""

        return Handler
