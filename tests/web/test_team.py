"""Team, account, audit log and revealing, as the cast uses them."""

import csv
import io
import re

import pytest
from tests.web.cast import PASSWORD, words

from luminary.workspace import Question, Workspace
from luminary.workspace.rights import Role

GOOD = "another fine sentence"
HOSTILE = '=cmd|"/c calc"!A0<script>alert(1)</script>\u202e'


def _member(folder, login):
    with Workspace.open(folder) as work:
        return work.members.get(login)


def test_an_owner_changes_roles_and_lets_nobody_in_any_more(visit, folder):
    astrid, jonas = visit("astrid"), _member(folder, "jonas")
    assert astrid.post(f"/team/{jonas.member}/role", {"role": "viewer"}).status_code == 303
    assert _member(folder, "jonas").role is Role.VIEWER
    assert astrid.post(f"/team/{jonas.member}/active", {"active": "false"}).status_code == 303
    assert not _member(folder, "jonas").active
    page = words(astrid.text("/team"))
    assert "disabled" in page
    assert "Let in again" in page


def test_the_last_owner_is_told_why_not(visit, folder):
    astrid = _member(folder, "astrid")
    for path, form in (("role", {"role": "viewer"}), ("active", {"active": "false"})):
        answer = visit("astrid").post(f"/team/{astrid.member}/{path}", form)
        assert answer.status_code == 422
        assert "last owner" in words(answer.text)
    assert _member(folder, "astrid").role is Role.OWNER


@pytest.mark.parametrize("form", [{"role": "king"}, {}])
def test_a_role_that_is_none_is_refused(visit, folder, form):
    jonas = _member(folder, "jonas")
    assert visit("astrid").post(f"/team/{jonas.member}/role", form).status_code == 422
    assert visit("astrid").post("/team/nobody/role", {"role": "viewer"}).status_code == 404


def test_a_link_is_shown_once_and_can_be_taken_back(visit, folder):
    astrid = visit("astrid")
    page = astrid.post("/team/invites", {"role": "editor"}).text
    path = re.search(r"http://localhost(/invite/[\w-]+)", page)[1]
    later = astrid.text("/team")
    assert path not in later
    digest = re.search(r'name="invite" value="(\w+)"', later)[1]
    assert astrid.post("/team/invites/cancel", {"invite": digest}).status_code == 303
    assert visit("outsider").get(path).status_code == 403


def test_a_member_changes_name_language_and_theme(visit, folder):
    maja = visit("maja")
    assert maja.post("/account", {"name": HOSTILE, "language": "fi", "theme": "dark"}).status_code == 303
    changed = _member(folder, "maja")
    assert (changed.language, changed.theme) == ("fi", "dark")
    page = maja.text("/account")
    assert '<html lang="fi" data-theme="dark"' in page
    assert "<script>alert" not in page
    assert "\u202e" not in page
    answer = maja.post("/account", {"name": " ", "language": "fi"})
    assert answer.status_code == 422


def test_a_new_password_needs_the_old_one_and_ends_other_sessions(visit, folder):
    here, there = visit("maja"), visit("maja")
    form = {"old": PASSWORD, "new": GOOD, "again": GOOD}
    for wrong, status in (
        ({"old": "not it at all"}, 403),
        ({"again": "other"}, 422),
        ({"new": "short", "again": "short"}, 422),
    ):
        assert here.post("/account/password", form | wrong).status_code == status
    assert here.post("/account/password", form).status_code == 303
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 303
    with Workspace.open(folder) as work:
        assert work.members.verify("maja", GOOD, "x")


def test_a_token_is_shown_once_and_dropped(visit):
    maja = visit("maja")
    page = maja.post("/account/tokens", {"name": "dashboard", "days": "30"}).text
    secret = re.search(r"lum_[\w-]{43}", page)[0]
    later = maja.text("/account")
    assert secret not in later
    assert "dashboard" in later
    program = visit("outsider").client
    program.headers["authorization"] = f"Bearer {secret}"
    assert program.get("/subjects").status_code == 200
    digest = re.search(r'name="token" value="(\w+)"', later)[1]
    assert visit("jonas").post("/account/tokens/drop", {"token": digest}).status_code == 404
    assert maja.post("/account/tokens/drop", {"token": digest}).status_code == 303
    assert program.get("/subjects").status_code == 303


@pytest.mark.parametrize(
    "form", [{"name": "", "days": "30"}, {"name": "x", "days": "100000"}, {"name": "x", "days": "-1"}]
)
def test_a_token_without_a_name_or_for_ever_is_refused(visit, form):
    assert visit("maja").post("/account/tokens", form).status_code == 422


def test_other_sessions_are_ended_from_here(visit):
    here, there = visit("maja"), visit("maja")
    digest = re.search(r'name="session" value="(\w+)"', here.text("/account"))[1]
    assert visit("jonas").post("/account/sessions/close", {"session": digest}).status_code == 303
    assert there.get("/").status_code == 200
    assert here.post("/account/sessions/close").status_code == 303
    assert there.get("/").status_code == 303
    assert here.get("/").status_code == 200


def test_the_log_is_paged_filtered_and_harmless(visit, folder):
    with Workspace.open(folder) as work:
        work.actor = HOSTILE
        for number in range(60):
            work.audit.record("subject.add", HOSTILE, number=number, words=[HOSTILE])
    astrid = visit("astrid")
    first, second = astrid.text("/audit"), astrid.text("/audit?page=2")
    assert "<script>alert" not in first
    assert "\u202e" not in first
    assert first.count("<tr>") == 51
    assert first != second
    assert "Page 2 of" in words(second)
    assert "Nothing in the log fits" in words(astrid.text("/audit?action=nothing.done"))
    assert astrid.text("/audit?action=member.add").count("<tr>") == 5
    assert astrid.get("/audit?page=99999").status_code == 200
    assert astrid.get("/audit?page=0").status_code == 422


def test_the_log_leaves_as_a_table_that_no_spreadsheet_runs_and_says_so(visit, folder):
    with Workspace.open(folder) as work:
        work.actor = HOSTILE
        work.audit.record("subject.add", "=1+1", words=["@x"])
    answer = visit("astrid").get("/audit/export.csv?action=subject.add")
    assert answer.headers["content-disposition"] == 'attachment; filename="audit.csv"'
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert rows[1][2].startswith("'=cmd")
    assert rows[1][4] == "'=1+1"
    assert {row[3] for row in rows[1:]} == {"subject.add"}
    with Workspace.open(folder) as work:
        newest = work.audit.entries(1)[0]
    assert (newest.action, newest.who) == ("audit.export", "astrid")


def test_the_seals_are_checked_from_the_page(visit, folder):
    astrid = visit("astrid")
    assert "as they were written" in words(astrid.post("/audit/verify").text)
    with Workspace.open(folder) as work:
        work.ledger.change("audit", {"number": 2}, who="nobody")
    assert "row 2 of the log" in words(astrid.post("/audit/verify").text)


def test_a_reader_without_names_reveals_one_for_a_reason(visit, folder):
    with Workspace.open(folder) as work:
        work.act_for(work.members.get("olav"))
        number = work.leaders.rank(Question()).leaders[0].person
    assert number.startswith("OL-")
    olav = visit("olav")
    assert olav.post("/reveal", {"person": number, "why": " "}).status_code == 422
    answer = olav.post("/reveal", {"person": number, "why": "invite to the panel"})
    assert answer.status_code == 303
    assert "Astrid Lund" in olav.text(answer.headers["location"])
    with Workspace.open(folder) as work:
        entry = work.audit.entries(action="person.reveal")[0]
        assert (entry.who, entry.detail["why"]) == ("olav", "invite to the panel")


@pytest.mark.parametrize("login", ["astrid", "jonas", "maja"])
def test_who_sees_names_has_nothing_to_reveal(visit, login):
    assert visit(login).post("/reveal", {"person": "OL-0001", "why": "curiosity"}).status_code == 403
