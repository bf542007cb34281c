"""What one person may ask for: everything that is held, an objection, a correction."""

import json
import sqlite3
from datetime import date, datetime, timedelta

import pyarrow.dataset as ds
import pytest
from tests.exports import post, rows, table, workspace
from tests.workspace.test_erasing import IDS, WHO, _everything, said, talk

from luminary import Workspace
from luminary.collect import Options
from luminary.errors import UnknownNameError, UsageError, WithheldError
from luminary.leaders import Scope
from luminary.privacy import Purpose, Use
from luminary.store.tables import ALL, Home
from luminary.workspace.question import Question

HOSTILE = '<script>alert(1)</script>=cmd|" \x1b[31m\u202e'


@pytest.fixture
def work(tmp_path):
    with workspace(tmp_path / "w", talk(tmp_path / "talk.csv")) as opened:
        yield opened


def _names(work: Workspace) -> list[str]:
    return [one.name for one in work.leaders.rank(Question()).leaders]


# Everything that is held.


def _in_lake(work: Workspace, name: str, key: str, posts: set[str]) -> int:
    """Count, without the product, the rows of a table of the lake that point at a person or at her posts."""
    folder = work.path / "lake" / name
    if not list(folder.rglob("*.parquet")):
        return 0
    kept = {str(one) for one in work.lake.files(name)}
    found = 0
    for file in kept:
        for row in ds.dataset(file).to_table().to_pylist():
            person = [row[one] for one in ALL[name].person_columns if isinstance(row.get(one), str)]
            owns = [row[one] for one in ("post", "target_post", "of") if one in row]
            found += key in person or not posts.isdisjoint(owns)
    return found


def _in_ledger(work: Workspace, name: str, key: str) -> int:
    """Count, without the product, the rows of a table of the ledger that hold a key or name in any column."""
    with sqlite3.connect(work.path / "ledger.sqlite") as connection:
        found = connection.execute(f'SELECT * FROM "{name}"').fetchall()
    return sum(any(isinstance(one, str) and (key in one or WHO in one) for one in row) for row in found)


def test_the_export_holds_as_many_rows_as_the_store_in_every_table(work):
    person = work.people.find(WHO)
    _everything(work, person)
    found = work.personal.file(person)
    posts = {f"table:Vakt/{number}" for number in (1, 5)}
    for name, declared in ALL.items():
        home = declared.home is Home.LEDGER
        own = _in_ledger(work, name, person) if home else _in_lake(work, name, person, posts)
        assert (name, found.counts()[name]) == (name, 0 if name == "objection_list" else own)
    assert {name for name, count in found.counts().items() if count} >= {
        "raw_rows", "posts", "refs", "accounts", "people", "identities", "interactions", "boards", "notes",
        "decisions", "decision_log", "shortlisted", "shortlist_history", "comments", "aliases", "objections",
        "agreements", "audit",
    }  # fmt: skip


def test_the_export_tells_every_figure_with_its_method(work):
    found = work.personal.file(work.people.find(WHO))
    assert {one.measure for one in found.scores} == {one.name for one in work.leaders.measures()}
    assert all(one.question and one.method and one.unit for one in found.scores)
    assert any(one.place for one in found.scores)


def test_the_export_tells_who_got_the_name_and_where_it_came_from(work):
    person = work.people.find(WHO)
    opened = work.leaders.board(Scope())
    from luminary.leaders import View
    from luminary.workspace.exporting import Form

    opened.export(View(), Form.CSV)
    found = work.personal.file(person)
    assert [(one.what, one.form) for one in found.recipients] == [("leaders", "csv")]
    assert [one.source for one in found.origins] == ["talk.csv"]
    other = work.personal.file(work.people.find("Kari Moe"))
    assert [one.what for one in other.recipients] == ["leaders"]


@pytest.mark.parametrize("language", ["sv", "nb", "da", "fi", "en"])
def test_the_page_renders_for_everybody_in_every_language(work, tmp_path, language):
    for one in work.people.everyone():
        _, page = work.personal.export(one.person, tmp_path / f"{language}-{one.name}", language)
        text = page.read_text("utf-8")
        assert f'lang="{language}"' in text
        assert one.name in text


def test_the_page_and_the_json_are_safe_for_hostile_content(tmp_path):
    made = [
        {**post(1, "h1", "2025-03-01", HOSTILE), "name": HOSTILE},
        post(2, "b2", "2025-03-02", "Hei", reply_to=1),
    ]
    with workspace(tmp_path / "w", table(tmp_path / "t.csv", made)) as work:
        work.people.add_note("table:Vakt/h1", HOSTILE)
        written, page = work.personal.export("table:Vakt/h1", tmp_path / "out")
        text = page.read_text("utf-8")
        assert "<script" not in text
        assert "\x1b" not in text + written.read_text("utf-8")
        assert "\u202e" not in text + written.read_text("utf-8")
        assert json.loads(written.read_text("utf-8"))["rows"]["posts"] == 1


def test_somebody_who_was_only_mentioned_gets_an_export(tmp_path):
    source = table(tmp_path / "t.csv", [post(1, "b2", "2025-03-02", "Hei @bare", mentions="bare")])
    with workspace(tmp_path / "w", source) as work:
        found = work.personal.file(work.people.find("bare"))
        assert found.counts()["refs"] == 1
        assert found.counts()["posts"] == 0
        work.personal.export(found.person, tmp_path / "out")


def test_an_ended_purpose_does_not_end_the_right_to_know(work, tmp_path):
    person = work.people.find(WHO)
    work.change_purpose(
        Purpose("company", "Fag", "legitimate interest", "Anna", date.today() - timedelta(days=1))
    )
    written, _ = work.personal.export(person, tmp_path / "out")
    assert json.loads(written.read_text("utf-8"))["rows"]["posts"] == 2


def test_an_export_does_not_lie_in_the_workspace(work):
    with pytest.raises(UsageError, match="workspace"):
        work.personal.export(work.people.find(WHO), work.path / "out")
    with pytest.raises(UnknownNameError):
        work.personal.export(work.people.find(WHO), work.path.parent / "out", "de")


# Objections.


def test_who_objected_is_in_no_ranking_picture_or_export_and_comes_back(work):
    person = work.people.find(WHO)
    assert WHO in _names(work)
    work.personal.object(person, why="letter")
    assert WHO not in _names(work)
    assert person not in [one.person for one in work.network.picture().nodes]
    with pytest.raises(WithheldError, match="1 person objected"):
        work.leaders.leader(person)
    assert any("1 person objected" in note for note in work.leaders.rank().notes)
    assert work.personal.withdraw_objection(person) == 1
    assert WHO in _names(work)
    assert person in [one.person for one in work.network.picture().nodes]


@pytest.mark.parametrize(
    ("scope", "uses"),
    [
        ("profiling", {Use.RANKING, Use.EXPORT}),
        ("marketing", {Use.EXPORT, Use.CONTACT}),
        ("everything", set(Use)),
    ],
)
def test_an_objection_goes_as_far_as_it_was_meant(work, scope, uses):
    person = work.people.find(WHO)
    work.personal.object(person, scope)
    assert {use for use in Use if work.standing.is_left_out(person, use)} == uses
    assert (WHO in _names(work)) == (Use.RANKING not in uses)


def test_nothing_new_is_imported_of_who_objected_until_it_is_withdrawn(work, tmp_path):
    person = work.people.find(WHO)
    work.personal.object(person)
    one = table(
        tmp_path / "one.csv", [said(21, WHO, "2025-06-01", "Ny"), said(22, "Bo Ek", "2025-06-02", "Ny")]
    )
    assert work.collect.run(one, options=Options(place="Vakt")).left_out == 1
    assert len(rows(work, "posts", "post")) == 8
    work.personal.withdraw_objection(person)
    two = table(tmp_path / "two.csv", [said(23, WHO, "2025-06-03", "Nyere")])
    assert work.collect.run(two, options=Options(place="Vakt")).left_out == 0


def test_an_unknown_scope_is_refused(work):
    with pytest.raises(UsageError, match="known"):
        work.personal.object(work.people.find(WHO), "some")


@pytest.mark.parametrize("right", ["object", "erase", "file"])
def test_a_right_is_refused_for_a_key_that_is_nobodys(work, right):
    with pytest.raises(UnknownNameError, match="find the person first"):
        getattr(work.personal, right)(*(["Solveig, I think"] + ["letter"] * (right == "erase")))
    assert not work.personal.objections()
    assert not work.personal.erasures()


def test_an_objection_holds_for_the_person_behind_an_account_that_is_joined_later(work):
    work.personal.object(work.people.find("Bo Ek"), "profiling")
    with work.ledger.together():
        work.ledger.put(
            "person_pairs", one="table:Vakt/bo88", other="table:Vakt/km55", verdict="same", how="decided",
            by="test", at=datetime(2026, 1, 1),
        )  # fmt: skip
        work.ledger.put(
            "person_history", change="c1", number=1, one="table:Vakt/bo88", other="table:Vakt/km55",
            what="merged", pairs="[]", by="test", at=datetime(2026, 1, 1),
        )  # fmt: skip
    assert "Bo Ek" not in _names(work)
    assert "Kari Moe" not in _names(work)
    assert IDS["Kari Moe"] == "km55"


def test_who_objected_is_in_no_list_of_people_either(work):
    person = work.people.find(WHO)
    work.personal.object(person, "marketing")
    assert WHO not in [one.name for one in work.people.everyone()]
    assert work.people.left_out() == ("1 person objected and is left out",)
    assert work.people.find(WHO) == person  # who gives people their rights still finds them
