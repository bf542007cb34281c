import json
import re
import shutil

import pytest

from luminary import Workspace

GOOD = "myrull og måneskinn"


@pytest.fixture
def work(built, tmp_path):
    return shutil.copytree(built, tmp_path / "w")


def _typed(password=GOOD):
    return f"{password}\n{password}\n"


def _log(run, work, *words):
    return json.loads(run("-w", work, "audit", "--format", "json", *words).stdout)


def test_members_are_added_listed_changed_and_disabled(run, work):
    assert "luminary web" in run("-w", work, "members").stderr
    done = run("-w", work, "members", "add", "Astrid", "owner", "--name", "Astrid Moe", text=_typed())
    assert (done.exit_code, done.stdout.strip()) == (0, "")
    assert run("-w", work, "members", "add", "jonas", "viewer", text=_typed()).exit_code == 0
    assert run("-w", work, "members", "role", "jonas", "editor").exit_code == 0
    assert run("-w", work, "members", "disable", "jonas").exit_code == 0
    listed = json.loads(run("-w", work, "members", "--format", "json").stdout)
    assert [(one["login"], one["role"], one["active"]) for one in listed] == [
        ("astrid", "owner", True),
        ("jonas", "editor", False),
    ]
    assert "argon2" not in json.dumps(listed)
    assert run("-w", work, "members", "disable", "jonas", "--back").exit_code == 0
    assert "yes" in run("-w", work, "members", "list").stdout


@pytest.mark.parametrize(
    ("words", "typed", "said"),
    [
        (("add", "astrid", "king"), GOOD, "no role is named 'king'"),
        (("add", "astrid", "owner"), "short", "at least 10"),
        (("add", "a b", "owner"), GOOD, "cannot be a login"),
        (("role", "nobody", "owner"), GOOD, "no member is named 'nobody'"),
        (("invite", "king"), GOOD, "no role is named 'king'"),
    ],
)
def test_what_cannot_be_is_refused_with_2(run, work, words, typed, said):
    done = run("-w", work, "members", *words, text=_typed(typed))
    assert (done.exit_code, done.stdout.strip()) == (2, "")
    assert said in done.stderr


def test_the_last_owner_stays(run, work):
    run("-w", work, "members", "add", "astrid", "owner", text=_typed())
    done = run("-w", work, "members", "disable", "astrid")
    assert done.exit_code == 2
    assert "last owner" in done.stderr


def test_an_invite_is_a_link_on_stdout_that_makes_a_member(run, work):
    done = run("-w", work, "members", "invite", "editor", "--address", "https://luminary.example/")
    link = done.stdout.strip()
    assert re.fullmatch(r"https://luminary\.example/invite/[\w-]{43}", link)
    with Workspace.open(work) as opened:
        made = opened.members.accept(link.rpartition("/")[2], "jonas", "Jonas", GOOD)
    assert made.role == "editor"


def test_a_password_is_typed_or_chosen_by_link(run, work):
    run("-w", work, "members", "add", "astrid", "owner", text=_typed())
    assert (
        run("-w", work, "members", "password", "astrid", text=_typed("another fine sentence")).exit_code == 0
    )
    link = run("-w", work, "members", "password", "astrid", "--link").stdout.strip()
    with Workspace.open(work) as opened:
        assert opened.members.verify("astrid", "another fine sentence", "")
        opened.members.reset(link.rpartition("/")[2], GOOD)
        assert opened.members.verify("astrid", GOOD, "")


def test_what_the_command_line_does_stands_in_the_log(run, work):
    run("-w", work, "subjects", "add", "vakt", "vaktlistan")
    run("-w", work, "decide", "Eero Virta", "kind", "service", "--why", "a robot")
    log = _log(run, work)
    assert [one["action"] for one in log[:2]] == ["person.decide", "subject.add"]
    assert {one["who"].partition(":")[0] for one in log} == {"cli"}
    assert [one["action"] for one in _log(run, work, "--action", "subject.add")] == ["subject.add"]
    assert _log(run, work, "--who", "nobody") == []
    shown = run("-w", work, "audit", "--top", "1")
    assert "person.decide" in shown.stdout
    assert "1 of" in shown.stderr


def test_results_about_people_that_leave_are_logged_and_looks_are_not(run, work, tmp_path):
    def exported():
        return [one for one in _log(run, work) if one["action"].endswith(".export")]

    before = len(exported())
    for words in (("leaders",), ("people",), ("leader", "Eero Virta"), ("conflicts",)):
        assert run("-w", work, *words).exit_code == 0
    assert len(exported()) == before
    run("-w", work, "leaders", "--format", "csv", "--output", tmp_path / "a.csv")
    run("-w", work, "people", "--format", "json")
    run("-w", work, "leader", "Eero Virta", "--output", tmp_path / "eero.txt", "--format", "json")
    run("-w", work, "rejects", "--format", "csv")
    exports = exported()[: len(exported()) - before]
    assert [one["action"] for one in exports] == [
        "rejects.export",
        "person.export",
        "people.export",
        "leaders.export",
    ]
    assert exports[1]["about"]
    assert (exports[3]["detail"]["file"], exports[3]["detail"]["form"]) == ("a.csv", "csv")


def test_a_log_that_was_touched_exits_1_and_names_the_row(run, work):
    done = run("-w", work, "audit", "--verify")
    assert (done.exit_code, len(done.stdout.strip())) == (0, 64)
    with Workspace.open(work) as opened:
        opened.ledger.change("audit", {"number": 2}, who="nobody")
    done = run("-w", work, "audit", "--verify")
    assert done.exit_code == 1
    assert "row 2 of the log" in done.stderr
