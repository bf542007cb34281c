"""A backup is whole or not there; what was erased after it stays erased."""

import json
import threading
from datetime import date, timedelta

import pytest
from tests.exports import post, rows, table, workspace

from luminary import Workspace
from luminary.collect import Options
from luminary.errors import WorkspaceError
from luminary.privacy import Purpose
from luminary.store.backup import LEFT_BEHIND
from luminary.store.tables import Home, at_home
from luminary.workspace.backing import back_up, read_backup, restore

LAKE = ("posts", "refs", "accounts", "raw_rows")


def talk(first, people=("Astrid", "Bo", "Citra")):
    made = []
    for n in range(24):
        day, to = f"2025-{1 + n % 12:02d}-0{1 + n % 9}", first if n else ""
        made.append(post(first + n, people[n % len(people)], day, f"hei {n}", thread="t", reply_to=to))
    return made


@pytest.fixture
def work(tmp_path):
    with workspace(tmp_path / "w", table(tmp_path / "a.csv", talk(1))) as opened:
        yield opened


def held(opened):
    """Everything of lake and ledger that a backup must bring back."""
    lake = {name: rows(opened, name, "*") for name in LAKE}
    ledger = {
        one.name: [dict(row) for row in opened.ledger.rows(one.name)]
        for one in at_home(Home.LEDGER)
        if one.name not in {*LEFT_BEHIND, "audit", "settings"}
    }
    return lake, ledger


def test_a_restored_workspace_holds_what_was_there_and_its_log_is_intact(work, tmp_path):
    made = work.shortlists.add("Kurs")
    work.shortlists.put_person(made.shortlist, "Astrid")
    names = [one.name for one in work.leaders.rank().leaders]
    found = back_up(work, tmp_path / "b")
    restore(tmp_path / "b", tmp_path / "r")
    assert found == read_backup(tmp_path / "b")
    with Workspace.open(tmp_path / "r") as again:
        assert held(again) == held(work)
        assert again.audit.verify().intact
        assert [one.name for one in again.leaders.rank().leaders] == names


def test_nothing_is_written_over(work, tmp_path):
    back_up(work, tmp_path / "b")
    with pytest.raises(WorkspaceError, match="already"):
        back_up(work, tmp_path / "b")
    (tmp_path / "r").mkdir()
    (tmp_path / "r" / "letter.txt").write_text("hei")
    with pytest.raises(WorkspaceError, match="not empty"):
        restore(tmp_path / "b", tmp_path / "r")
    assert [one.name for one in (tmp_path / "r").iterdir()] == ["letter.txt"]


def _files(folder):
    return sorted(one for one in folder.rglob("*") if one.is_file() and one.name != "backup.json")


@pytest.mark.parametrize("harm", ["changed", "missing"])
def test_a_backup_of_which_one_file_is_not_as_written_is_not_restored(work, tmp_path, harm):
    back_up(work, tmp_path / "b")
    for number, file in enumerate(_files(tmp_path / "b")):
        kept = file.read_bytes()
        file.write_bytes(kept + b" ") if harm == "changed" else file.unlink()
        with pytest.raises(WorkspaceError, match="missing or not as it was written"):
            restore(tmp_path / "b", tmp_path / f"r{number}")
        assert not (tmp_path / f"r{number}").exists()
        file.write_bytes(kept)
    restore(tmp_path / "b", tmp_path / "whole")


def test_a_backup_of_a_newer_program_and_a_folder_that_is_none_are_refused(work, tmp_path):
    with pytest.raises(WorkspaceError, match="no backup"):
        restore(tmp_path, tmp_path / "r")
    back_up(work, tmp_path / "b")
    told = json.loads((tmp_path / "b" / "backup.json").read_text())
    (tmp_path / "b" / "backup.json").write_text(json.dumps(told | {"version": "9999"}))
    with pytest.raises(WorkspaceError, match="newer Luminary"):
        restore(tmp_path / "b", tmp_path / "r")


def test_a_backup_cannot_name_files_outside_itself(work, tmp_path):
    back_up(work, tmp_path / "b")
    told = json.loads((tmp_path / "b" / "backup.json").read_text())
    told["files"]["../a.csv"] = {"sha256": "0", "size": 1}
    (tmp_path / "b" / "backup.json").write_text(json.dumps(told))
    with pytest.raises(WorkspaceError, match="outside"):
        restore(tmp_path / "b", tmp_path / "r")


def test_who_was_erased_after_the_backup_is_erased_again_and_nobody_else(work, tmp_path):
    work.personal.object("table:Vakt/Bo", why="asked")
    back_up(work, tmp_path / "b")
    work.personal.object("table:Vakt/Astrid", why="asked later")
    work.personal.erase("table:Vakt/Citra", why="asked in March")
    restore(tmp_path / "b", tmp_path / "r", erased_in=tmp_path / "w")
    with Workspace.open(tmp_path / "r") as again:
        assert {row[0] for row in rows(again, "posts", "account")} == {"table:Vakt/Astrid", "table:Vakt/Bo"}
        assert {one.person for one in again.personal.objections()} == {"table:Vakt/Astrid", "table:Vakt/Bo"}
        again.collect.run(table(tmp_path / "b.csv", talk(500)), options=Options(place="Vakt"))
        assert {row[0] for row in rows(again, "posts", "account")} == {"table:Vakt/Astrid", "table:Vakt/Bo"}
        assert again.audit.verify().intact


def test_a_backup_under_running_imports_is_as_of_one_moment(work, tmp_path):
    stop, failed = threading.Event(), []

    def imports():
        number = 1000
        try:
            with Workspace.open(tmp_path / "w") as other:
                while not stop.is_set():
                    number += 100
                    file = table(tmp_path / f"{number}.csv", talk(number))
                    other.collect.run(file, options=Options(place="Vakt"))
        except Exception as error:
            failed.append(error)
            raise

    busy = threading.Thread(target=imports)
    busy.start()
    try:
        made = [back_up(work, tmp_path / f"b{number}") for number in range(4)]
    finally:
        stop.set()
        busy.join()
    assert not failed
    for number, one in enumerate(made):
        restore(one.folder, tmp_path / f"r{number}")
        with Workspace.open(tmp_path / f"r{number}") as again:
            landed = [row for row in again.ledger.rows("batches") if row["state"] == "landed"]
            assert len(landed) == one.imports
            assert len(rows(again, "posts", "post")) == sum(row["kept"] for row in landed)


def test_duties_and_documents_come_back(tmp_path):
    purpose = Purpose("company", "a course", "consent", "Siri Dahl", date.today() + timedelta(days=90))
    with Workspace.init(tmp_path / "w", purpose) as work:
        work.duties.add_processor("mastodon", "Helse Social", "terms")
        back_up(work, tmp_path / "b")
    restore(tmp_path / "b", tmp_path / "r")
    with Workspace.open(tmp_path / "r") as again:
        assert again.purpose == purpose
        assert [one.name for one in again.duties.processors()] == ["Helse Social"]


def test_nobody_is_logged_in_after_a_restore(work, tmp_path):
    from luminary.workspace.rights import Role

    member = work.members.add("siri", "Siri Dahl", Role.OWNER, "snö på taket i mars")
    secret = work.members.open_session(work.members.get("siri"))
    back_up(work, tmp_path / "b")
    restore(tmp_path / "b", tmp_path / "r")
    with Workspace.open(tmp_path / "r") as again:
        assert again.members.session(secret) is None
        assert again.members.get("siri").member == work.members.get("siri").member
    assert member is None or member
