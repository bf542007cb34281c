"""What holds for every page: headers, hosts, forged forms, and the way out of failures."""

import html
import re
from datetime import date

import pytest
from tests.web.cast import logged_in, stranger, words

from luminary.privacy import Purpose, write_purpose
from luminary.web.app import API
from luminary.workspace import Workspace
from luminary.workspace.checking import Product

PAGES = ("/", "/proof", "/subjects", "/reports", "/settings", "/about", "/about/conflicts")


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_there_for_the_owner_and_names_itself(visit, page):
    text = visit("astrid").text(page)
    assert len(re.findall(r"<h1[ >]", text)) == 1
    assert re.search(r"<title>[^<]+ · Luminary</title>", text)
    assert "evaluation workspace" in text


@pytest.mark.parametrize("page", ["/", "/nowhere", "/login", "/static/app.css", "/api/v1/nowhere"])
def test_every_answer_carries_the_headers_that_keep_others_out(visit, page):
    headers = visit("astrid").get(page).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_the_nonce_is_another_on_every_page(visit):
    maja = visit("maja")
    nonces = {
        re.search(r"nonce-([\w-]+)", maja.get("/").headers["content-security-policy"])[1] for _ in range(5)
    }
    assert len(nonces) == 5


def test_no_page_holds_an_inline_script_or_style(visit):
    for page in PAGES:
        text = visit("astrid").text(page)
        assert not re.search(r"<script(?![^>]*\bsrc=)", text), page
        assert not re.search(r"<[^>]+\s(?:style|on\w+)=", text), page


def test_nothing_on_a_page_is_loaded_from_elsewhere(visit):
    for page in PAGES:
        loaded = re.findall(r'(?:src|<link[^>]+href)="([^"]+)"', visit("astrid").text(page))
        assert all(one.startswith("/static/") for one in loaded), (page, loaded)


def test_a_name_that_is_not_ours_is_not_answered(app):
    assert stranger(app).get("/", headers={"host": "evil.example"}).status_code == 421


@pytest.mark.parametrize(
    "headers",
    [{"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"origin": "https://evil.example"}],
)
def test_a_form_from_elsewhere_changes_nothing(visit, headers):
    astrid = visit("astrid")
    answer = astrid.post("/subjects", {"name": "nytt", "words": "nytt"}, headers=headers)
    assert answer.status_code == 403
    assert "nytt" not in words(astrid.text("/subjects"))


def test_a_form_without_the_secret_of_the_session_changes_nothing(visit):
    astrid, jonas = visit("astrid"), visit("jonas")
    for secret in ("", "x", jonas.csrf):
        astrid.csrf = secret
        assert astrid.post("/subjects", {"name": "nytt", "words": "nytt"}).status_code == 403


def test_a_failure_of_ours_tells_a_number_and_not_the_traceback(app, folder, monkeypatch):
    def broken(_work):
        raise RuntimeError("hemlig detalj")

    monkeypatch.setattr("luminary.workspace.Workspace.overview", broken)
    astrid = logged_in(app, folder, "astrid")
    astrid.client._transport.raise_server_exceptions = False
    answer = astrid.get("/")
    assert answer.status_code == 500
    assert "hemlig" not in answer.text
    assert re.search(r"under [0-9a-f]{8}", words(answer.text))


def test_switching_the_language_keeps_the_page(visit):
    maja = visit("maja")
    answer = maja.post("/language", {"language": "fi", "next": "/proof?subject=v%C3%A5rdhygien"})
    assert answer.headers["location"] == "/proof?subject=v%C3%A5rdhygien"
    assert '<html lang="fi"' in maja.text("/proof")


@pytest.mark.parametrize(
    "path", ["//evil.example", "https://evil.example/x", "/\\evil.example", "javascript:alert(1)"]
)
def test_no_form_leads_away_from_here(visit, path):
    answer = visit("maja").post("/language", {"language": "sv", "next": path})
    assert answer.headers["location"] in ("/", "/x")


def test_an_ended_purpose_withholds_results_and_leads_the_owner_to_a_new_one(visit, folder):
    with Workspace.open(folder) as work:
        report = work.jobs.ask("report", {}).job
        work.ledger.change("jobs", {"job": report}, state="done", result='{"file": "reports/a.html"}')
        write_purpose(work.ledger, Purpose("research", "study", "consent", "Eva", date(2020, 1, 1)))
    for page in ("/", "/leaders", "/map", f"/reports/{report}/download"):
        answer = visit("astrid").get(page)
        assert answer.status_code == 403, page
        assert "until an owner records a new end date" in words(answer.text)
        assert 'href="/settings"' in answer.text
    assert 'href="/settings"' not in visit("maja").get("/leaders").text
    form = visit("astrid").text("/settings")
    assert 'action="/settings/purpose"' in form


def test_a_report_with_names_does_not_leave_under_a_profile_that_withholds_them(visit, folder):
    with Workspace.open(folder) as work:
        report = work.jobs.ask("report", {}).job
        file, now = work.report.write(work.path / "a.html"), work.ledger.now()
        done = {"state": "done", "result": '{"file": "a.html"}', "started": now, "ended": now}
        work.ledger.change("jobs", {"job": report}, **done)
        assert "Astrid Lund" in file.read_text("utf-8")
    path = f"/reports/{report}/download"
    assert "Astrid Lund" in visit("jonas").text(path)
    with Workspace.open(folder) as work:
        ends = date(2999, 1, 1)
        write_purpose(work.ledger, Purpose("employer", "find experts", "agreement", "HR", ends))
    answer = visit("jonas").get(path)
    assert answer.status_code == 403
    assert "write a new one" in words(answer.text)


def test_a_form_without_end_is_refused(visit, app):
    jonas = visit("jonas")
    most = app.state.settings.body_bytes
    answer = jonas.post("/subjects", {"name": "nytt", "words": "x" * (most + 1)})
    assert answer.status_code == 413
    assert "content-security-policy" in answer.headers
    headers = {"content-type": "application/json", "x-csrf": "x"}
    assert (
        jonas.client.post("/api/v1/subjects", content=b"[" * (most + 1), headers=headers).status_code == 413
    )


def test_the_front_page_and_its_api_tell_nobody_whom_a_change_was_about(folder, visit):
    with Workspace.open(folder) as work:
        person = work.people.find("Eero Virta")
        work.collaborations.declare(person, "Fjällfröjd", "paid", note="ringde henne")
    for login in ("olav", "maja"):
        told = html.unescape(visit(login).get(f"{API}/overview").text)
        assert "connection.declare" in told
        assert person not in told
        assert "Fjällfröjd" not in told
        assert person not in html.unescape(visit(login).text("/"))


def test_what_waits_leads_only_where_the_reader_may_go(folder, visit):
    with Workspace.open(folder) as work:
        work.safety.switch(True)
        work.law.add_product(Product("Pollenfri", "otc"))
    for login in ("astrid", "jonas", "maja", "olav"):
        visitor = visit(login)
        for path in re.findall(r'circle-alert.*?<a href="([^"]+)">', visitor.text("/")):
            assert visitor.get(path).status_code == 200, (login, path)


def test_safety_stands_in_the_navigation_only_where_texts_are_screened(folder, visit):
    assert 'href="/safety"' not in visit("jonas").text("/subjects")
    with Workspace.open(folder) as work:
        work.safety.switch(True)
    assert 'href="/safety"' in visit("jonas").text("/subjects")
    assert 'href="/safety"' not in visit("maja").text("/subjects")
