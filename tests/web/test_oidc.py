"""Log in with an account elsewhere: only with a token made for this app, this browser, this log-in."""

import re
from urllib.parse import urlsplit

import pytest
from joserfc.jwk import RSAKey
from tests.web.cast import Visitor, logged_in, stranger, words
from tests.web.provider import CLIENT, Issuer

from luminary.errors import UsageError
from luminary.web.app import create_app
from luminary.web.oidc import Begun, OidcSettings
from luminary.web.settings import WebSettings
from luminary.web.visitor import COOKIE
from luminary.workspace import Workspace
from luminary.workspace.rights import Role


@pytest.fixture
def issuer():
    with Issuer() as running:
        yield running


@pytest.fixture
def app(folder, issuer, monkeypatch):
    for name, value in issuer.settings().items():
        monkeypatch.setenv(name, value)
    app = create_app(folder, WebSettings())
    yield app
    app.state.pool.close()


@pytest.fixture
def rune(folder, issuer):
    """A member who logs in elsewhere."""
    with Workspace.open(folder) as work:
        return work.members.add("rune", "Rune Dahl", Role.VIEWER, outside=f"{issuer.address}|42")


def _begin(visitor: Visitor, query="") -> str:
    answer = visitor.get(f"/oidc/begin{query}")
    assert answer.status_code == 303, words(answer.text)
    return answer.headers["location"]


def _through(visitor: Visitor, issuer: Issuer, query=""):
    return visitor.get(issuer.signs_in(_begin(visitor, query)))


def test_a_member_comes_in_and_gets_where_they_wanted_to_go(app, issuer, rune):
    visitor = stranger(app)
    assert "Log in with Sykehuset" in words(visitor.text("/login?next=/subjects"))
    answer = _through(visitor, issuer, "?next=/subjects")
    assert (answer.status_code, answer.headers["location"]) == (303, "/subjects")
    assert "Rune Dahl" in visitor.text("/account")
    assert visitor.get("/team").status_code == 403


def test_secrets_of_a_log_in_are_new_every_time_and_the_verifier_is_not_sent(app, issuer):
    visitor = stranger(app)
    first, second = _begin(visitor), _begin(visitor)
    assert urlsplit(first).path == "/authorize"
    for name in ("state", "nonce", "code_challenge"):
        values = [re.search(rf"{name}=([^&]+)", one)[1] for one in (first, second)]
        assert values[0] != values[1]
        assert len(values[0]) >= 43
    begun = Begun.unpacked(visitor.client.cookies["luminary-oidc"])
    assert begun.verifier not in second


def test_an_unknown_account_is_refused(app, issuer):
    visitor = stranger(app)
    answer = _through(visitor, issuer)
    assert answer.status_code == 403
    assert "belongs to no member" in words(answer.text)
    assert COOKIE not in visitor.client.cookies


def test_a_disabled_member_is_refused(app, issuer, rune, folder):
    with Workspace.open(folder) as work:
        work.members.change(rune, active=False)
    assert _through(stranger(app), issuer).status_code == 403


def test_an_invitation_makes_a_member_of_an_unknown_account_once(app, issuer, folder):
    with Workspace.open(folder) as work:
        secret = work.members.invite(Role.EDITOR)
    visitor = stranger(app)
    assert "Use Sykehuset instead" in words(visitor.text(f"/invite/{secret}"))
    assert _through(visitor, issuer, f"?invite={secret}").status_code == 303
    with Workspace.open(folder) as work:
        made = work.members.from_outside(f"{issuer.address}|42")
    assert (made.login, made.name, made.role, made.has_password) == (
        "rune.dahl",
        "Rune Dahl",
        Role.EDITOR,
        False,
    )
    issuer.person = {"sub": "43", "preferred_username": "eve"}
    assert _through(stranger(app), issuer, f"?invite={secret}").status_code == 403


def test_a_login_that_is_taken_or_impossible_becomes_a_free_one(app, issuer, folder):
    for sub, called, wanted in (
        ("1", "astrid", "astrid2"),
        ("2", "<script>", "script"),
        ("3", "\u202e", "member"),
    ):
        with Workspace.open(folder) as work:
            secret = work.members.invite(Role.VIEWER)
        issuer.person = {"sub": sub, "preferred_username": called, "name": "<b>\u202e" + "x" * 500}
        assert _through(stranger(app), issuer, f"?invite={secret}").status_code == 303
        with Workspace.open(folder) as work:
            made = work.members.from_outside(f"{issuer.address}|{sub}")
        assert made.login == wanted
        assert len(made.name) <= 100


def test_a_member_ties_an_account_to_their_own_and_to_nobody_elses(app, issuer, folder, rune):
    maja = logged_in(app, folder, "maja")
    assert _through(maja, issuer, "?link=true&next=/account").status_code == 422  # it is Rune's
    issuer.person = {"sub": "44"}
    assert _through(maja, issuer, "?link=true&next=/account").headers["location"] == "/account"
    assert _through(stranger(app), issuer).status_code == 303
    path = issuer.signs_in(_begin(maja, "?link=true"))
    jonas = logged_in(app, folder, "jonas")
    jonas.client.cookies.set("luminary-oidc", maja.client.cookies["luminary-oidc"])
    assert jonas.get(path).status_code == 403


@pytest.mark.parametrize(
    "path", ["/oidc/callback", "/oidc/callback?code=x&state=y", "/oidc/callback?error=access_denied"]
)
def test_coming_back_without_having_begun_is_refused(app, path):
    assert stranger(app).get(path).status_code == 403


@pytest.mark.parametrize("cookie", ["x", "e30=", "W10=", "bnVsbA==", "eyJhIjogMX0=", "\u20ac".encode().hex()])
def test_a_cookie_that_is_none_of_ours_is_refused(app, cookie):
    visitor = stranger(app)
    visitor.client.cookies.set("luminary-oidc", cookie)
    assert visitor.get("/oidc/callback?code=x&state=").status_code == 403


def test_the_answer_belongs_to_the_browser_that_began(app, issuer, rune):
    victim, attacker = stranger(app), stranger(app)
    planted = issuer.signs_in(_begin(attacker))
    assert victim.get(planted).status_code == 403
    _begin(victim)
    assert victim.get(planted).status_code == 403


def test_a_code_is_used_once_and_only_with_its_verifier(app, issuer, rune):
    visitor = stranger(app)
    path = issuer.signs_in(_begin(visitor))
    assert visitor.get(path).status_code == 303
    assert visitor.get(path).status_code == 403
    first, second = stranger(app), stranger(app)
    stolen = re.search(r"code=([^&]+)", issuer.signs_in(_begin(first)))[1]
    state = re.search(r"state=([^&]+)", issuer.signs_in(_begin(second)))[1]
    assert second.get(f"/oidc/callback?code={stolen}&state={state}").status_code == 403


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://other.example"},
        {"iss": None},
        {"aud": "another app"},
        {"aud": None},
        {"aud": [CLIENT, "another app"]},
        {"aud": [CLIENT, "another app"], "azp": "another app"},
        {"azp": "another app"},
        {"nonce": "of another log-in"},
        {"nonce": None},
        {"exp": 1_000_000_000},
        {"exp": None},
        {"iat": 9_000_000_000},
        {"nbf": 9_000_000_000},
        {"sub": None},
        {"sub": ""},
    ],
    ids=str,
)
def test_a_token_that_is_not_for_us_now_lets_nobody_in(app, issuer, rune, claims):
    issuer.claims = claims
    visitor = stranger(app)
    assert _through(visitor, issuer).status_code == 403
    assert COOKIE not in visitor.client.cookies


def test_a_token_for_several_counts_when_it_says_that_it_was_made_for_us(app, issuer, rune):
    issuer.claims = {"aud": [CLIENT, "another app"], "azp": CLIENT}
    assert _through(stranger(app), issuer).status_code == 303


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_a_token_made_with_nothing_but_the_public_key_lets_nobody_in(app, issuer, rune, algorithm):
    issuer.header = {"alg": algorithm, "kid": "one"}
    assert _through(stranger(app), issuer).status_code == 403


def test_a_token_that_somebody_else_signed_lets_nobody_in(app, issuer, rune):
    issuer.signer = RSAKey.generate_key(2048, {"kid": "one"})
    assert _through(stranger(app), issuer).status_code == 403


def test_keys_that_the_provider_changed_are_fetched_anew(app, issuer, rune):
    assert _through(stranger(app), issuer).status_code == 303
    issuer.key = issuer.signer = RSAKey.generate_key(2048, {"kid": "two", "use": "sig"})
    issuer.header = {"alg": "RS256", "kid": "two"}
    assert _through(stranger(app), issuer).status_code == 303
    assert issuer.asked.count("/keys") == 2
    assert issuer.asked.count("/.well-known/openid-configuration") == 1


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/.well-known/openid-configuration", (200, {"issuer": "https://other.example"})),
        ("/.well-known/openid-configuration", (200, [])),
        ("/.well-known/openid-configuration", (200, b"<html>")),
        ("/.well-known/openid-configuration", (302, {})),
        ("/.well-known/openid-configuration", (500, {})),
        ("/.well-known/openid-configuration", (200, b" " * 2_000_000)),
        ("/keys", (200, {"keys": [{"kty": "nonsense"}]})),
        ("/keys", (200, {})),
    ],
    ids=str,
)
def test_a_provider_that_answers_nonsense_is_not_trusted_and_said(app, issuer, path, answer):
    issuer.answers[path] = answer
    refused = stranger(app).get("/oidc/begin")
    assert refused.status_code == 403
    assert "127.0.0.1" in words(refused.text)
    assert "/elsewhere" not in issuer.asked


@pytest.mark.parametrize(
    "end", ["http://169.254.169.254/latest", "file:///etc/passwd", "http://id.example/", ""]
)
@pytest.mark.parametrize("name", ["authorization_endpoint", "token_endpoint", "jwks_uri"])
def test_a_document_that_leads_elsewhere_without_https_is_refused(app, issuer, name, end):
    document = issuer.answer("/.well-known/openid-configuration", {})[1]
    issuer.answers["/.well-known/openid-configuration"] = (200, {**document, name: end})
    assert stranger(app).get("/oidc/begin").status_code == 403


def test_a_token_endpoint_that_refuses_or_answers_nonsense_lets_nobody_in(app, issuer, rune):
    for answer in ((400, {"error": "no"}), (200, {}), (200, {"id_token": "a.b.c"}), (200, {"id_token": 7})):
        issuer.answers["/token"] = answer
        assert _through(stranger(app), issuer).status_code == 403


def test_a_provider_that_is_away_is_said_and_passwords_still_work(app, folder, issuer):
    issuer._server.shutdown()
    issuer._server.server_close()
    assert stranger(app).get("/oidc/begin").status_code == 403
    assert stranger(app).get("/login").status_code == 200
    assert logged_in(app, folder, "maja").get("/").status_code == 200


def test_without_settings_there_is_no_such_log_in(visit, monkeypatch, folder):
    for name in ("ISSUER", "CLIENT_ID"):
        monkeypatch.delenv(f"LUMINARY_OIDC_{name}", raising=False)
    app = create_app(folder, WebSettings())
    assert "/oidc" not in stranger(app).text("/login")
    assert stranger(app).get("/oidc/begin").status_code == 422
    app.state.pool.close()


@pytest.mark.parametrize(
    "given",
    [
        {"LUMINARY_OIDC_ISSUER": "https://id.example"},
        {"LUMINARY_OIDC_ISSUER": "http://id.example", "LUMINARY_OIDC_CLIENT_ID": "x"},
        {"LUMINARY_OIDC_ISSUER": "id.example", "LUMINARY_OIDC_CLIENT_ID": "x"},
        {"LUMINARY_OIDC_ISSUER": "http://10.0.0.7", "LUMINARY_OIDC_CLIENT_ID": "x"},
    ],
)
def test_settings_that_cannot_be_trusted_are_refused(given):
    with pytest.raises(UsageError):
        OidcSettings.from_environment(given)


def test_settings_are_read(issuer):
    assert OidcSettings.from_environment({}) is None
    found = OidcSettings.from_environment(
        {"LUMINARY_OIDC_ISSUER": "https://id.example/x", "LUMINARY_OIDC_CLIENT_ID": "x"}
    )
    assert (found.title, found.secret) == ("id.example", "")
