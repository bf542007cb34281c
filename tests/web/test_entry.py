"""Ways in and out: nobody gets in by guessing, planting, keeping or repeating a secret."""

import re
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from tests.web.cast import PASSWORD, Visitor, logged_in, stranger, words

from luminary.web.app import create_app
from luminary.web.secure import unmasked
from luminary.web.settings import WebSettings
from luminary.web.visitor import COOKIE, PRE_COOKIE
from luminary.workspace import Workspace
from luminary.workspace.rights import Role

GOOD = "another fine sentence"


def _form(visitor: Visitor, path: str) -> str:
    """Open a page, and take the secret of its forms."""
    text = visitor.text(path)
    visitor.csrf = unmasked(re.search(r'name="csrf" value="([^"]+)"', text)[1])
    return text


def _log_in(visitor: Visitor, login="astrid", password=PASSWORD, **more):
    _form(visitor, "/login")
    return visitor.post("/login", {"login": login, "password": password, **more})


@pytest.fixture
def outsider(visit):
    return visit("outsider")


def test_who_logs_in_gets_where_they_wanted_to_go(outsider):
    sent = outsider.get("/proof?subject=v")
    assert sent.headers["location"] == "/login?next=/proof%3Fsubject%3Dv"
    answer = _log_in(outsider, next="/proof?subject=v")
    assert (answer.status_code, answer.headers["location"]) == (303, "/proof?subject=v")
    assert outsider.get("/").status_code == 200
    assert outsider.get("/login?next=/subjects").headers["location"] == "/subjects"


@pytest.mark.parametrize(
    "next", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:1"]
)
def test_log_in_leads_nowhere_else(outsider, next):
    assert "evil" not in _log_in(outsider, next=next).headers["location"]


@pytest.mark.parametrize(
    "login", ["astrid", "nobody", "<script>alert(1)</script>", "a" * 10_000, "\u202e", "'"]
)
def test_what_was_wrong_is_not_said_and_what_was_typed_is_harmless(outsider, login):
    answer = _log_in(outsider, login, "wrong password")
    assert answer.status_code == 401
    assert "login or password is wrong" in words(answer.text)
    assert "<script>alert" not in answer.text
    assert COOKIE not in outsider.client.cookies


def test_a_log_in_form_from_elsewhere_lets_nobody_in(outsider):
    _form(outsider, "/login")
    for headers in ({"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}):
        answer = outsider.post("/login", {"login": "astrid", "password": PASSWORD}, headers=headers)
        assert answer.status_code == 403
    outsider.csrf = ""
    assert outsider.post("/login", {"login": "astrid", "password": PASSWORD}).status_code == 403


def test_guessing_gets_slow_and_says_for_how_long(outsider, app):
    for _ in range(5):
        assert _log_in(outsider, password="guess after guess").status_code == 401
    answer = _log_in(outsider)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= 900
    assert "try again in 15 min" in words(answer.text)
    assert _log_in(stranger(app), "jonas").status_code == 303


def test_a_secret_that_was_planted_before_log_in_is_worth_nothing_afterwards(outsider, folder):
    with Workspace.open(folder) as work:
        planted = work.members.open_session(work.members.get("maja"))
    outsider.client.cookies.set(COOKIE, planted)
    outsider.client.cookies.set(PRE_COOKIE, "planted")
    with Workspace.open(folder) as work:
        outsider.csrf = work.members.session(planted).csrf
    answer = outsider.post("/login", {"login": "astrid", "password": PASSWORD})
    secret = re.search(rf"{COOKIE}=([\w-]+);", answer.headers["set-cookie"])[1]
    with Workspace.open(folder) as work:
        assert secret != planted
        assert work.members.session(planted) is None
        assert work.members.session(secret).member.login == "astrid"


def test_logging_out_ends_the_session_on_the_server(visit, folder):
    maja = visit("maja")
    secret = maja.client.cookies[COOKIE]
    answer = maja.post("/logout")
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")
    maja.client.cookies.set(COOKIE, secret)
    assert maja.get("/").headers["location"].startswith("/login")
    with Workspace.open(folder) as work:
        assert work.members.session(secret) is None


def test_logging_out_needs_a_form_of_ours(visit):
    maja = visit("maja")
    maja.csrf = ""
    assert maja.post("/logout").status_code == 403
    assert maja.get("/").status_code == 200


def test_a_session_that_was_not_used_for_long_has_ended(visit, folder, monkeypatch):
    maja = visit("maja")
    assert maja.get("/").status_code == 200
    now = Workspace.open(folder).ledger.now
    later = now() + timedelta(hours=12, minutes=1)
    monkeypatch.setattr("luminary.store.ledger.Ledger.now", staticmethod(lambda: later))
    assert maja.get("/").headers["location"].startswith("/login")


def test_a_disabled_member_is_out_at_once(visit, folder):
    jonas = visit("jonas")
    with Workspace.open(folder) as work:
        work.members.change(work.members.get("jonas"), active=False)
    assert jonas.get("/").status_code == 303
    assert _log_in(jonas, "jonas").status_code == 401


def test_cookies_cannot_be_read_by_scripts_nor_sent_by_forms_of_others(outsider):
    answer = _log_in(outsider)
    (cookie,) = [one for one in answer.headers.get_list("set-cookie") if one.startswith(f"{COOKIE}=")]
    assert {"httponly", "samesite=lax", "path=/"} <= {part.strip().lower() for part in cookie.split(";")}


def test_behind_https_cookies_are_secure_and_bound_to_the_host(folder):
    app = create_app(folder, WebSettings(https=True))
    visitor = Visitor(TestClient(app, base_url="https://localhost", follow_redirects=False))
    answer = _log_in(visitor)
    found = [one.lower() for one in answer.headers.get_list("set-cookie")]
    assert found
    assert all(one.startswith("__host-") and "secure" in one and "domain" not in one for one in found)
    assert answer.headers["strict-transport-security"]
    assert visitor.get("/").status_code == 200
    app.state.pool.close()


def test_the_first_owner_comes_in_with_the_link_and_only_once(tmp_path):
    with Workspace.open(tmp_path / "w", create=True) as work:
        secret = work.members.set_up_link()
    app = create_app(tmp_path / "w", WebSettings())
    visitor = stranger(app)
    assert "luminary web" in words(visitor.text("/login"))
    assert "luminary web" in words(visitor.text("/setup"))
    _form(visitor, f"/setup?token={secret}")
    fields = {"login": "astrid", "name": "Astrid", "password": GOOD, "again": GOOD}
    for wrong in ({"password": "short", "again": "short"}, {"again": "other words"}, {"login": "a b"}):
        answer = visitor.post(f"/invite/{secret}", {**fields, **wrong})
        assert answer.status_code == 422
        assert GOOD not in answer.text
    assert visitor.post(f"/invite/{secret}", fields).headers["location"] == "/"
    assert visitor.get("/settings").status_code == 200
    assert stranger(app).get(f"/setup?token={secret}").status_code == 403
    assert stranger(app).get("/setup").headers["location"] == "/login"
    app.state.pool.close()


def test_an_invitation_makes_a_member_with_its_role_only_once(visit, outsider, app):
    astrid = visit("astrid")
    page = astrid.post("/team/invites", {"role": "viewer"}).text
    path = re.search(r"http://localhost(/invite/[\w-]+)", page)[1]
    _form(outsider, path)
    fields = {"login": "rune", "name": "Rune", "password": GOOD, "again": GOOD, "role": "owner"}
    assert outsider.post(path, fields).status_code == 303
    assert (outsider.get("/").status_code, outsider.get("/team").status_code) == (200, 403)
    second = stranger(app)
    assert second.get(path).status_code == 403
    _form(second, "/login")
    assert second.post(path, {**fields, "login": "eve"}).status_code == 403


def test_a_link_for_a_new_password_is_for_that_member(visit, app, folder):
    with Workspace.open(folder) as work:
        maja = work.members.get("maja")
    page = visit("astrid").post(f"/team/{maja.member}/password").text
    path = re.search(r"http://localhost(/invite/[\w-]+)", page)[1]
    visitor = stranger(app)
    assert "maja" in words(_form(visitor, path))
    assert visitor.post(path, {"login": "astrid", "password": GOOD, "again": GOOD}).status_code == 303
    assert visitor.get("/team").status_code == 403
    assert _log_in(stranger(app), "maja", GOOD).status_code == 303


@pytest.mark.parametrize("path", ["/invite/nothing", "/invite/%00", "/setup?token=nothing"])
def test_a_link_that_is_none_is_refused(outsider, path):
    assert outsider.get(path).status_code in (403, 404)


def test_a_stranger_acts_in_nobodys_name(app, folder, visit):
    """A workspace that a member has just used is lent to a stranger next."""
    assert visit("astrid").get("/").status_code == 200
    with app.state.pool.lend() as work:
        assert work.actor == "astrid"
    assert stranger(app).get("/login").status_code == 200
    with app.state.pool.lend() as work:
        assert (work.actor, work.reader, work.veil.is_drawn) == ("visitor", None, True)


def test_a_token_lets_a_program_read_and_not_change_its_account(app, folder):
    with Workspace.open(folder) as work:
        secret = work.members.make_token(work.members.get("jonas"), "dashboard")
    client = stranger(app).client
    client.headers["authorization"] = f"Bearer {secret}"
    assert client.get("/subjects").status_code == 200
    assert client.get("/team").status_code == 403
    assert client.get("/account").status_code == 403
    assert client.post("/account/password", data={"new": GOOD, "again": GOOD}).status_code == 403
    client.headers["authorization"] = "Bearer lum_nothing"
    assert client.get("/subjects").status_code == 303


def test_the_role_of_a_session_is_the_one_the_member_has_now(visit, folder):
    jonas = visit("jonas")
    assert jonas.post("/subjects", {"name": "vakt", "words": "vakt"}).status_code == 303
    with Workspace.open(folder) as work:
        work.members.change(work.members.get("jonas"), role=Role.VIEWER)
    assert jonas.post("/subjects", {"name": "lista", "words": "lista"}).status_code == 403


def test_every_log_in_stands_in_the_log(outsider, folder):
    _log_in(outsider, "maja")
    with Workspace.open(folder) as work:
        entry = work.audit.entries(1)[0]
    assert (entry.action, entry.who) == ("session.open", "maja")


def test_two_browsers_of_one_member_have_different_secrets(app, folder):
    first, second = logged_in(app, folder, "maja"), logged_in(app, folder, "maja")
    assert first.csrf != second.csrf
    first.csrf = second.csrf
    assert first.post("/theme", {"theme": "dark"}).status_code == 403
