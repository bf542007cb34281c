"""Posts that were removed at the source leave the workspace, and nothing else does."""

import json

import pytest
from tests.exports import post, table, workspace

from luminary.collect.fetch.port import Page
from luminary.collect.live.gone import take_out
from luminary.collect.live.harvest import Harvest


@pytest.fixture
def work(tmp_path):
    said = [
        post(1, "Astrid", "2025-01-02", "Ny rutine for sprit"),
        post(2, "Eero", "2025-01-03", "Enig, Astrid", reply_to=1),
        post(3, "Freja", "2025-01-04", "Vakten i morgen"),
    ]
    opened = workspace(tmp_path / "w", table(tmp_path / "said.csv", said))
    yield opened
    opened.close()


def rows(work, name, columns="*"):
    work.lake.attach(work.engine, name)
    return work.engine.rows(f"SELECT {columns} FROM {name} ORDER BY ALL")


def test_a_post_goes_with_all_that_belongs_to_it_and_others_stay(work):
    keys = {text: key for key, text in rows(work, "posts", "post, text")}
    gone = keys["Ny rutine for sprit"]
    assert any(gone in map(str, row) for row in rows(work, "refs"))
    assert take_out(work.lake, work.engine, [gone, "x:/nobody"]) == 1
    assert [text for (text,) in rows(work, "posts", "text")] == ["Enig, Astrid", "Vakten i morgen"]
    assert not any(gone in map(str, row) for row in rows(work, "refs"))
    assert not any("sprit" in str(row) for row in rows(work, "raw_rows", "payload"))
    assert sum("Vakten" in str(row) for row in rows(work, "raw_rows", "payload")) == 1


def test_asked_again_or_for_posts_that_are_not_here_nothing_changes(work):
    key = rows(work, "posts", "post")[0][0]
    assert take_out(work.lake, work.engine, [key]) == 1
    before = rows(work, "posts"), rows(work, "raw_rows"), work.lake.generation()
    assert take_out(work.lake, work.engine, [key, "x:/nobody"]) == 0
    assert take_out(work.lake, work.engine, []) == 0
    assert before == (rows(work, "posts"), rows(work, "raw_rows"), work.lake.generation())


def test_what_is_to_go_is_known_after_a_kill_until_it_has_landed(tmp_path):
    harvest = Harvest(tmp_path, "nord")
    harvest.lose(["x:/1", "x:/2"])
    harvest.keep(Page("a.json", b"{}", {"at": 1}))
    harvest.lose(["x:/2", "x:/3"])
    again = Harvest(tmp_path, "nord")
    assert again.gone == {"x:/1", "x:/2", "x:/3"} and again.cursor == {"at": 1}
    again.landed()
    assert Harvest(tmp_path, "nord").gone == frozenset()


def test_a_note_of_an_older_version_is_read(tmp_path):
    Harvest(tmp_path, "nord").keep(Page("a.json", b"{}", {"at": 1}))
    note = json.loads((tmp_path / "note.json").read_text())
    del note["gone"]
    (tmp_path / "note.json").write_text(json.dumps(note))
    assert Harvest(tmp_path, "nord").gone == frozenset()
