"""Log in with OpenID Connect: authorisation code with PKCE, state and nonce.

Only what the operator named is trusted: the issuer, by HTTPS (plain HTTP only where it is on this machine),
its discovery document, which must name the same issuer, and keys from the address that the document gives.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from luminary.errors import AccessError, UsageError
from luminary.i18n import say

if TYPE_CHECKING:
    from joserfc.jwk import KeySet

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures that count; never none, and never one made with a shared secret."""
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_LEEWAY = 60
_MOST_BYTES = 1_000_000
_HOLDS = 3_600.0
_PATIENCE = 10.0
_NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(frozen=True, slots=True)
class OidcSettings:
    """Where people may log in with an account they have elsewhere.

    Attributes
    ----------
    issuer : str
        Address of the provider, as its discovery document names it.
    client, secret : str
        What the provider knows this app as; without a secret, PKCE alone proves who began.
    title : str
        What the button says.
    """

    issuer: str
    client: str
    secret: str = ""
    title: str = "OpenID Connect"

    @classmethod
    def from_environment(cls, found: Mapping[str, str] | None = None) -> OidcSettings | None:
        """Read LUMINARY_OIDC_ISSUER, _CLIENT_ID, _CLIENT_SECRET and _TITLE; None when no issuer is named.

        Raises
        ------
        UsageError
            When the client is missing, or the issuer is not reached by HTTPS.
        """
        given = os.environ if found is None else found
        issuer, client = given.get("LUMINARY_OIDC_ISSUER", ""), given.get("LUMINARY_OIDC_CLIENT_ID", "")
        if not issuer:
            return None
        if not client:
            raise UsageError("LUMINARY_OIDC_ISSUER is set, LUMINARY_OIDC_CLIENT_ID is missing")
        if not _is_trusted(issuer, issuer):
            raise UsageError(f"LUMINARY_OIDC_ISSUER is '{issuer}'; it has to begin with https://")
        secret, title = given.get("LUMINARY_OIDC_CLIENT_SECRET", ""), given.get("LUMINARY_OIDC_TITLE", "")
        return cls(issuer, client, secret, title or urlsplit(issuer).hostname or issuer)


@dataclass(frozen=True, slots=True)
class Begun:
    """What the browser keeps between leaving for the provider and coming back.

    Attributes
    ----------
    state, nonce, verifier : str
        Secrets that tie the answer to this browser, the token to this log-in, and the code to who began.
    next : str
        Where to go afterwards.
    invite : str
        Secret of a one-time link, for somebody who is no member yet.
    member : str
        Key of the member who wants to tie an account to their own.
    """

    state: str
    nonce: str
    verifier: str
    next: str = "/"
    invite: str = ""
    member: str = ""

    @classmethod
    def now(cls, next: str = "/", invite: str = "", member: str = "") -> Begun:
        """Begin."""
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        return cls(state, nonce, verifier, next, invite, member)

    def packed(self) -> str:
        """Write it for a cookie."""
        return urlsafe_b64encode(json.dumps(asdict(self)).encode()).decode()

    @classmethod
    def unpacked(cls, text: str) -> Begun | None:
        """Read it from a cookie; None when it is none of ours."""
        from base64 import urlsafe_b64decode

        try:
            return cls(**{name: str(value) for name, value in json.loads(urlsafe_b64decode(text)).items()})
        except (ValueError, TypeError, AttributeError):
            return None


@dataclass(frozen=True, slots=True)
class Account:
    """An account elsewhere: its key here, and what it is called there."""

    outside: str
    login: str
    name: str


class Provider:
    """The provider of accounts.

    Parameters
    ----------
    settings : OidcSettings
        Which one.
    """

    def __init__(self, settings: OidcSettings) -> None:
        self.settings = settings
        self._lock = threading.Lock()
        self._document: dict[str, Any] = {}
        self._keys: KeySet | None = None
        self._until = 0.0

    def address(self, begun: Begun, redirect: str) -> str:
        """Give the address to send the browser to.

        Raises
        ------
        AccessError
            When the provider cannot be reached, or its document does not fit.
        """
        digest = hashlib.sha256(begun.verifier.encode()).digest()
        fields = {
            "response_type": "code",
            "scope": "openid profile email",
            "client_id": self.settings.client,
            "redirect_uri": redirect,
            "state": begun.state,
            "nonce": begun.nonce,
            "code_challenge": urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }
        start = str(self._known()["authorization_endpoint"])
        return f"{start}{'&' if '?' in start else '?'}{urlencode(fields)}"

    def account(self, begun: Begun, code: str, redirect: str) -> Account:
        """Give the account of who comes back with a code.

        Raises
        ------
        AccessError
            When the provider refuses the code, or its token does not hold.
        """
        fields = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect,
            "client_id": self.settings.client,
            "code_verifier": begun.verifier,
        }
        if self.settings.secret:
            fields["client_secret"] = self.settings.secret
        answer = _json("POST", str(self._known()["token_endpoint"]), data=fields)
        claims = self._claims(str(answer.get("id_token", "")), begun.nonce)
        called = next((claims[one] for one in ("preferred_username", "email", "sub") if claims.get(one)), "")
        return Account(
            f"{claims['iss']}|{claims['sub']}",
            str(called).partition("@")[0],
            str(claims.get("name") or called),
        )

    def _claims(self, token: str, nonce: str) -> dict[str, Any]:
        """Check signature, issuer, audience, times and nonce of a token; gives what it says."""
        from joserfc import jwt
        from joserfc.errors import JoseError

        rules = jwt.JWTClaimsRegistry(
            leeway=_LEEWAY,
            iss={"essential": True, "value": self.settings.issuer},
            aud={"essential": True, "value": self.settings.client},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        try:
            claims = self._decoded(token).claims
            rules.validate(claims)
        except (JoseError, ValueError) as error:
            raise AccessError(
                say(
                    "the answer of {issuer} does not hold: {why}", issuer=self.settings.issuer, why=str(error)
                )
            ) from error
        self._check_party(claims)
        return dict(claims)

    def _check_party(self, claims: Mapping[str, Any]) -> None:
        """A token for several has to say that it was made for us."""
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        party = claims.get("azp")
        if (several or party is not None) and party != self.settings.client:
            raise AccessError(
                say("the answer of {issuer} was made for somebody else", issuer=self.settings.issuer)
            )

    def _decoded(self, token: str) -> Any:
        """Check the signature; a key that is not known yet may be new, so keys are fetched once more."""
        from joserfc import jwt
        from joserfc.errors import JoseError

        self._known()
        keys = self._keys
        assert keys is not None
        try:
            return jwt.decode(token, keys, algorithms=list(ALGORITHMS))
        except (JoseError, ValueError):
            renewed = self._fetch_keys()
            return jwt.decode(token, renewed, algorithms=list(ALGORITHMS))

    def _known(self) -> dict[str, Any]:
        """Give the discovery document; it is asked for again after an hour."""
        with self._lock:
            if time.monotonic() >= self._until:
                self._document = self._discovered()
                self._keys = None
                self._until = time.monotonic() + _HOLDS
        if self._keys is None:
            self._fetch_keys()
        return self._document

    def _discovered(self) -> dict[str, Any]:
        issuer = self.settings.issuer
        document = _json("GET", f"{issuer.rstrip('/')}/.well-known/openid-configuration")
        fits = document.get("issuer") == issuer
        if not fits or not all(_is_trusted(str(document.get(one, "")), issuer) for one in _NEEDED):
            raise AccessError(say("what {issuer} says about itself does not fit", issuer=issuer))
        return document

    def _fetch_keys(self) -> KeySet:
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet

        try:
            found = KeySet.import_key_set(_json("GET", str(self._document["jwks_uri"])))  # type: ignore[arg-type]
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise AccessError(
                say("the keys of {issuer} cannot be read", issuer=self.settings.issuer)
            ) from error
        self._keys = found
        return found


def _is_trusted(address: str, issuer: str) -> bool:
    """Tell whether an address is reached by HTTPS, or lies on this machine as the issuer does."""
    parts, home = urlsplit(address), urlsplit(issuer)
    if parts.scheme == "https":
        return bool(parts.hostname)
    local = parts.hostname in _LOOPBACK and home.hostname in _LOOPBACK
    return local and parts.scheme == home.scheme == "http"


def _json(method: str, address: str, **more: Any) -> dict[str, Any]:
    """Ask the provider; redirects are not followed, and an answer is not longer than it has to be."""
    try:
        import httpx2
    except ImportError as error:
        raise UsageError("OpenID Connect needs the extra 'oidc': pip install 'luminary[oidc]'") from error
    host = urlsplit(address).hostname
    try:
        with (
            httpx2.Client(timeout=_PATIENCE, follow_redirects=False, trust_env=False) as client,
            client.stream(method, address, headers={"accept": "application/json"}, **more) as answer,
        ):
            body = b""
            for part in answer.iter_bytes():
                body += part
                if len(body) > _MOST_BYTES:
                    raise AccessError(say("{host} answers with too much", host=host))
            if answer.status_code != 200:
                raise AccessError(
                    say("{host} refused with status {status}", host=host, status=answer.status_code)
                )
        found = json.loads(body)
    except (httpx2.HTTPError, ValueError) as error:
        raise AccessError(say("{host} cannot be asked: {why}", host=host, why=str(error))) from error
    if not isinstance(found, dict):
        raise AccessError(say("{host} answers with something else than was asked for", host=host))
    return found
