"""Every route with everybody of the cast: who may, who may not, and who has to log in first."""

from __future__ import annotations

import html
import re

import pytest
from fastapi.routing import APIRoute
from starlette.routing import Mount, Route
from tests.web.cast import CAST, stranger

from luminary.web.app import API
from luminary.web.registry import routers
from luminary.web.visitor import is_open, right_of
from luminary.workspace import Workspace
from luminary.workspace.rights import Right

OPEN = {
    "GET /login", "POST /login", "POST /logout", "GET /setup", "GET /invite/{secret}",
    "POST /invite/{secret}", "GET /oidc/begin", "GET /oidc/callback", "POST /language", "POST /theme",
}  # fmt: skip
"""Routes for people who are not logged in; nothing of the workspace is shown there."""

OWN = {
    "POST /account", "POST /account/password", "POST /account/tokens", "POST /account/tokens/drop",
    "POST /account/sessions/close", "POST /jobs/{job}/cancel",
}  # fmt: skip
"""Changes that everybody may make: of one's own account, and of jobs that one asked for."""

COMPUTED = {f"POST {API}/jobs", "POST /check", f"POST {API}/disclosure"}
"""Asks for the computation of what everybody may see; other kinds of jobs ask for more, as is tested here."""

NEEDS = (
    (r"/team\b|/audit\b|/settings\b", {Right.MANAGE}),
    (r"/reveal$", {Right.REVEAL}),
    (r"/import\b|/rejects\b|/batches\b", {Right.IMPORT, Right.READ, Right.EXPORT}),
    (r"\bexport|download", {Right.EXPORT, Right.MANAGE, Right.IMPORT}),
)
"""What the address of a route says about the rights that it may ask for."""


def _paths():
    """Give every route of pages and API: method, path, and the dependency that lets somebody in."""
    found = []
    for folder, prefix in (("pages", ""), ("api", API)):
        for router in routers(folder):
            for route in router.routes:
                assert isinstance(route, APIRoute), route
                found += [(method, prefix + route.path, route) for method in sorted(route.methods)]
    return found


ROUTES = _paths()


def _doors(route):
    return [one.call for one in route.dependant.dependencies if is_open(one.call) or right_of(one.call)]


def _named(method, path):
    return f"{method} {path}"


def _request(visitor, method, path):
    """Ask with an empty form: what a role may not do is refused before anything is looked at."""
    filled = re.sub(r"\{[^}]+\}", "1", path)
    if method == "GET":
        return visitor.get(filled)
    if method == "POST":
        return visitor.post(filled)
    return visitor.client.request(method, filled, headers={"x-csrf": _sealed(visitor)})


def _sealed(visitor):
    from luminary.web.secure import masked

    return masked(visitor.csrf) if visitor.csrf else ""


def test_nothing_is_served_beside_what_is_enumerated_here(app):
    beside = {
        one.path for one in app.routes if type(one) in (Route, Mount) and not getattr(one, "dependant", None)
    }
    assert beside == {f"{API}/openapi.json", "/static"}
    included = [one for one in app.routes if type(one) not in (Route, Mount)]
    assert len(included) == sum(1 for folder in ("pages", "api") for _ in routers(folder))


@pytest.mark.parametrize(("method", "path", "route"), ROUTES, ids=[_named(*one[:2]) for one in ROUTES])
def test_every_route_names_one_right_or_says_that_it_is_open(method, path, route):
    (door,) = _doors(route)
    assert is_open(door) == (_named(method, path) in OPEN)


@pytest.mark.parametrize(("method", "path", "route"), ROUTES, ids=[_named(*one[:2]) for one in ROUTES])
def test_a_route_asks_for_the_right_that_its_address_speaks_of(method, path, route):
    for pattern, rights in NEEDS:
        if re.search(pattern, path) and _named(method, path) not in OPEN:
            assert right_of(_doors(route)[0]) in rights, path
            break


@pytest.mark.parametrize(("method", "path", "route"), ROUTES, ids=[_named(*one[:2]) for one in ROUTES])
def test_whoever_may_only_read_changes_nothing(method, path, route):
    if method in ("GET", "HEAD") or _named(method, path) in OPEN | OWN | COMPUTED:
        return
    assert right_of(_doors(route)[0]) not in (Right.READ, Right.NAMES), path


@pytest.mark.parametrize("login", CAST)
def test_everybody_may_what_the_role_says_and_nothing_else(visit, login):
    """The decision itself, over all routes: 403 exactly where the role lacks the right."""
    role, wrong = CAST[login][1], []
    for method, path, route in ROUTES:
        right = right_of(_doors(route)[0])
        if right is None or right in role.rights:
            continue
        answer = _request(visit(login), method, path)
        said = "your role does not allow this" in answer.text
        if (answer.status_code, said) != (403, True):
            wrong.append((method, path, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize("login", CAST)
def test_nobody_is_refused_what_the_role_allows(visit, login):
    role, wrong = CAST[login][1], []
    for method, path, route in ROUTES:
        right = right_of(_doors(route)[0])
        if right is None or right not in role.rights or "events" in path:
            continue
        answer = _request(visit(login), method, path)
        refused = "your role does not allow this" in answer.text or answer.status_code in (401, 500)
        if refused or "/login" in answer.headers.get("location", ""):
            wrong.append((method, path, answer.status_code))
    assert wrong == []


def test_an_outsider_is_sent_to_log_in_and_a_program_is_told(app):
    wrong = []
    for method, path, route in ROUTES:
        if is_open(_doors(route)[0]):
            continue
        answer = _request(stranger(app), method, path)
        if path.startswith(API):
            fits = answer.status_code in (401, 403) and answer.headers["content-type"] == "application/json"
        else:
            sent = answer.headers.get("location", "").startswith("/login?next=")
            fits = answer.status_code == 303 and sent
        if not fits:
            wrong.append((method, path, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize("kind", ["import", "report", "evaluate", "backtest"])
def test_who_only_reads_asks_for_no_job_that_brings_in_or_writes(visit, kind):
    for login in ("maja", "olav"):
        visitor = visit(login)
        headers = {"x-csrf": _sealed(visitor)}
        answer = visitor.client.post(f"{API}/jobs", json={"kind": kind, "params": {}}, headers=headers)
        assert answer.status_code == 403, (login, answer.text)


def test_a_job_of_somebody_else_is_cancelled_only_by_who_may_edit(visit, folder):
    for login, wanted in (("olav", 403), ("maja", 403), ("jonas", 303)):
        with Workspace.open(folder) as work:
            work.act_for(work.members.get("astrid"))
            job = work.jobs.ask("report", {"title": login}).job
        assert visit(login).post(f"/jobs/{job}/cancel").status_code == wanted


def test_what_a_job_of_somebody_else_is_about_is_not_told_where_names_are_withheld(visit, folder):
    with Workspace.open(folder) as work:
        work.act_for(work.members.get("astrid"))
        job = work.jobs.ask("report", {"title": "Eero Virta"}).job
        work.ledger.change("jobs", {"job": job}, error='"Eero.csv is no table"', result='{"file": "Eero"}')
    for path in (f"{API}/jobs", f"{API}/jobs/{job}", "/jobs"):
        assert "Eero" in visit("maja").get(path).text
        answer = visit("olav").get(path)
        assert answer.status_code == 200
        assert "Eero" not in answer.text


def _links(text):
    """Give the addresses on this server that a page leads to."""
    found = re.findall(r'(?:href|action|hx-get)="(/[^"#]*)', text)
    return {html.unescape(one) for one in found if not one.startswith(("/static/", "//"))}


def _reached(visitor, start, most=300):
    """Follow all links from some pages; gives what each page says."""
    waiting, seen = list(start), {}
    while waiting and len(seen) < most:
        path = waiting.pop(0)
        if path in seen:
            continue
        answer = visitor.get(path)
        seen[path] = answer.text
        if "text/html" in answer.headers.get("content-type", ""):
            waiting += sorted(_links(answer.text) - seen.keys())
    return seen


def _who_is_who(folder):
    """Give what leads to a person of the forum: names, keys, words; the members' own names apart."""
    with Workspace.open(folder) as work:
        keys = [one.person for one in work.people.everyone()]
    return [*keys, "Bo Ek", "Dagny", "Eero", "HYPERLINK", "Virta", "@h1", "Det håller vi med om"]


def test_a_reader_without_names_finds_none_on_any_page_that_links_lead_to(visit, folder):
    gets = [
        path
        for method, path, _route in ROUTES
        if method == "GET" and "{" not in path and "events" not in path
    ]
    known = _who_is_who(folder)
    with Workspace.open(folder) as work:
        work.act_for(work.members.get("olav"))
        numbers = [one.person for one in work.people.everyone()]
    of_people = [path for method, path, _route in ROUTES if method == "GET" and "{person" in path]
    gets += [re.sub(r"\{person[^}]*\}", number, path) for path in of_people for number in numbers]
    seen = _reached(visit("olav"), gets)
    told = {(path, one) for path, text in seen.items() for one in known if one in text}
    assert told == set()
    assert any("Hidden until the name is revealed" in text for text in seen.values())
    assert sum(path.startswith("/person/OL-") for path in seen) >= 4
    assert any(one in text for text in _reached(visit("maja"), ["/leaders"]).values() for one in known)


def test_without_the_secret_of_the_form_no_change_is_made_by_anybody(visit):
    wrong = []
    for method, path, route in ROUTES:
        if method == "GET":
            continue
        right = right_of(_doors(route)[0])
        login = "olav" if right is Right.REVEAL else "astrid"
        for secret in ("", "guessed"):
            visitor = visit(login)
            visitor.csrf = secret
            answer = _request(visitor, method, path)
            if answer.status_code != 403 or "too old or came from elsewhere" not in answer.text:
                wrong.append((method, path, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize("headers", [{"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"},
                                     {"origin": "https://evil.example"}, {"origin": "null"}])  # fmt: skip
def test_no_change_is_made_from_another_site(visit, headers):
    wrong = []
    for method, path, route in ROUTES:
        if method != "POST":
            continue
        login = "olav" if right_of(_doors(route)[0]) is Right.REVEAL else "astrid"
        answer = visit(login).post(re.sub(r"\{[^}]+\}", "1", path), headers=headers)
        if answer.status_code != 403:
            wrong.append((method, path, answer.status_code))
    assert wrong == []


def test_every_answer_of_every_route_carries_the_headers(visit):
    lacking = []
    for method, path, _route in ROUTES:
        if method != "GET" or "events" in path:
            continue
        for login in ("astrid", "outsider"):
            found = _request(visit(login), method, path).headers
            policy = found.get("content-security-policy", "")
            strict = "default-src 'none'" in policy and "unsafe" not in policy
            if (
                not strict
                or found.get("x-content-type-options") != "nosniff"
                or found.get("x-frame-options") != "DENY"
            ):
                lacking.append((login, path))
    assert lacking == []
