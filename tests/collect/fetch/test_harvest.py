"""Bodies on their way into the lake: whole or not there, in their folder, with what they need beside them."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luminary.collect.fetch.port import Page
from luminary.collect.live.harvest import Harvest
from luminary.errors import LuminaryError


def members(harvest):
    found = (one for one in harvest.members.rglob("*") if one.is_file())
    return {one.relative_to(harvest.members).as_posix(): one.read_bytes() for one in found}


def test_bodies_and_cursor_are_there_again_when_it_is_opened_again(tmp_path):
    first = Harvest(tmp_path, "Vakt")
    first.keep(Page("a.json", b"1", {"at": 1}))
    first.keep(Page("", b"", {"at": 2}))
    again = Harvest(tmp_path, "Vakt")
    assert (again.pages, again.size, again.cursor) == (1, 1, {"at": 2})
    assert members(again) == {"a.json": b"1"}


def test_a_body_without_a_note_is_what_a_kill_left_and_is_removed(tmp_path):
    first = Harvest(tmp_path, "Vakt")
    first.keep(Page("a.json", b"1", {"at": 1}))
    (first.members / "late.json").write_bytes(b"half")
    assert members(Harvest(tmp_path, "Vakt")) == {"a.json": b"1"}


def test_a_name_that_is_taken_gets_a_number_and_context_is_replaced(tmp_path):
    one = Harvest(tmp_path, "Vakt")
    for text in (b"1", b"2"):
        one.keep(Page("in/a.json", text, {"at": 1}))
        one.keep(Page("users.json", text, {"at": 1}, context=True))
    assert members(one) == {"in/a.json": b"1", "in/a-2.json": b"2", "users.json": b"2"}
    assert one.pages == 2


def test_what_others_need_beside_them_stays_when_they_have_landed(tmp_path):
    one = Harvest(tmp_path, "Vakt")
    one.keep(Page("users.json", b"u", {"at": 1}, context=True))
    one.keep(Page("a.json", b"1", {"at": 1}))
    one.landed()
    assert (one.pages, one.cursor, members(one)) == (0, None, {"users.json": b"u"})
    one.clear()
    assert not tmp_path.exists() or not any(tmp_path.iterdir())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    st.text(min_size=1, max_size=80)
    | st.sampled_from(["../../x", "/etc/passwd", "..", "a/../../b", "~/x", "C:\\x"])
)
def test_no_name_leads_outside(tmp_path, name):
    folder = tmp_path / "inside"
    one = Harvest(folder, name)
    one.keep(Page(name, b"x", {"at": 1}))
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert files
    assert all(file.resolve().is_relative_to(folder.resolve()) for file in files)
    assert b"x" in members(one).values()
    one.clear()


def test_a_damaged_note_is_said_with_the_way_out(tmp_path):
    Harvest(tmp_path, "Vakt").keep(Page("a.json", b"1", {"at": 1}))
    (tmp_path / "note.json").write_text("{")
    with pytest.raises(LuminaryError, match="is damaged"):
        Harvest(tmp_path, "Vakt")
