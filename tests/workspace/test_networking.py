"""The picture of the network: what it shows, to whom, and as which files."""

import csv
import io
import random

import networkx
import pytest
from tests.exports import post, table, workspace

from luminary.errors import NotEnoughDataError, UnknownNameError, UsageError
from luminary.leaders import Scope
from luminary.workspace import networking
from luminary.workspace.member import Member
from luminary.workspace.rights import Role

WARDS = {"Akutten": [f"Akutt {n}" for n in range(8)], "Barn": [f"Barn {n}" for n in range(7)]}
HOSTILE = "<script>\x07alert(1)</script>\u202e &amp; ]]> =SUM(A1) " + "å" * 300
FORMULA = "=HYPERLINK(1)"


def threads():
    """Two wards that talk among themselves, and Dag who writes in both."""
    drawn, made, number = random.Random(3), [], 0
    for month in range(1, 13):
        for ward, people in WARDS.items():
            everybody = [*people, "Dag"]
            for _ in range(3):
                number += 1
                opener = number
                where = {"thread": f"t{opener}", "place": ward}
                made.append(post(number, drawn.choice(everybody), f"2025-{month:02d}-03", **where))
                for one in drawn.sample(everybody, 5):
                    number += 1
                    made.append(post(number, one, f"2025-{month:02d}-04", reply_to=opener, **where))
    names = {"Akutt 0": HOSTILE, "Barn 0": FORMULA}
    return [{**row, "name": names.get(row["name"], row["name"])} for row in made]


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wards")
    with workspace(folder / "work", table(folder / "posts.csv", threads())) as opened:
        yield opened


@pytest.fixture
def veiled(work):
    """A reader who does not see names."""
    work.ledger.put("members", member="m-nils", login="nils", name="Nils", role="pseudonymous", active=True)
    work.act_for(Member("m-nils", "nils", "Nils", Role.PSEUDONYMOUS))
    yield work
    work.reader = None


def test_two_wards_are_two_communities_named_by_their_places_and_one_person_bridges_them(work):
    picture = work.network.picture()
    assert [one.size for one in picture.communities] == [9, 7] or [
        one.size for one in picture.communities
    ] == [8, 8]
    assert {str(one.name) for one in picture.communities} == {"Akutten", "Barn"}
    assert [picture.nodes[at].name for at in picture.bridges] == ["Dag"] and picture.all_bridges == 1
    dag = picture.nodes[picture.bridges[0]]
    assert dag.reached == 1 and dag.answered_from == 2 and 0.3 < dag.participation < 0.6
    (apart,) = picture.between
    assert {apart.one, apart.other} == {0, 1}
    assert (len(picture.nodes), picture.people, picture.alone) == (16, 16, 0)


def test_sizes_and_places_are_those_of_the_ranking(work):
    picture = work.network.picture()
    leaders = {one.person: one for one in work.leaders.rank().leaders}
    assert picture.by == "influence"
    for node in picture.nodes:
        estimate = leaders[node.person].measures["influence"]
        assert (node.figure, node.low, node.rank) == (
            estimate.value,
            estimate.low,
            leaders[node.person].rank,
        )
    assert [one.rank for one in picture.nodes] == sorted(one.rank for one in picture.nodes)
    assert all(one.months >= other.months for one, other in zip(picture.ties, picture.ties[1:], strict=False))


def test_a_picture_is_computed_once_and_again_when_the_data_change(work, monkeypatch):
    asked = Scope(place="Barn")
    assert work.network.picture_if_ready(asked) is None
    first = work.network.picture(asked)
    monkeypatch.setattr(networking, "load_counted", lambda *_: pytest.fail("computed again"))
    assert work.network.picture_if_ready(asked) == work.network.picture(asked) == first
    monkeypatch.undo()
    person = first.nodes[0].person
    work.people.decide(person, "kind", "service")
    assert work.network.picture_if_ready(asked) is None
    assert person not in {one.person for one in work.network.picture(asked).nodes}
    work.people.undecide(person, "kind")


def test_who_is_hidden_appears_in_no_part_of_a_picture_or_file(veiled):
    picture = veiled.network.picture()
    assert all(
        one.person == one.name == veiled.veil.alias(veiled.veil.person_of(one.name)) for one in picture.nodes
    )
    written = [veiled.network.export(form=form) for form in networking.FORMS]
    for name in ("Dag", "Akutt", "Barn 1", "script"):
        assert name not in repr(picture.nodes)
        assert not any(f"/{name}".encode() in one or f">{name}<".encode() in one for one in written)
    assert any("withheld" in note for note in picture.notes)


@pytest.mark.parametrize(("form", "read"), [("gexf", networkx.read_gexf), ("graphml", networkx.read_graphml)])
def test_other_programs_read_the_files_though_names_are_hostile(work, form, read):
    picture = work.network.picture()
    graph = read(io.BytesIO(work.network.export(form=form)))
    assert (len(graph), graph.number_of_edges()) == (len(picture.nodes), len(picture.ties))
    names = [values.get("label") or values["name"] for _, values in graph.nodes(data=True)]
    assert any(name.startswith("<script>alert(1)</script> &amp; ]]>") for name in names)
    first = picture.ties[0]
    tie = graph.edges[picture.nodes[first.one].person, picture.nodes[first.other].person]
    assert (tie["weight"], tie["acts"]) == (first.months, first.acts)
    bridges = [one for one, values in graph.nodes(data=True) if values["bridge"]]
    assert bridges == [picture.nodes[at].person for at in picture.bridges]


def test_tables_hold_everybody_and_no_formula(work):
    picture = work.network.picture()
    people = list(csv.DictReader(io.StringIO(work.network.export(form="people").decode())))
    ties = list(csv.DictReader(io.StringIO(work.network.export(form="ties").decode())))
    assert [row["person"] for row in people] == [one.person for one in picture.nodes]
    assert "'=HYPERLINK(1)" in {row["name"] for row in people}
    assert len(ties) == len(picture.ties)


def test_an_export_is_in_the_log(work):
    work.network.export(Scope(place="Akutten"), "ties")
    entry = work.audit.entries(1)[0]
    assert (entry.action, entry.detail["form"], entry.detail["place"]) == (
        "network.export",
        "ties",
        "Akutten",
    )


def test_what_cannot_be_drawn_is_refused_with_a_way_out(work, tmp_path):
    with pytest.raises(UsageError, match="1 to 20,000"):
        work.network.picture(limit=0)
    with pytest.raises(UnknownNameError, match="gexf"):
        work.network.export(form="gefx")
    alone = table(tmp_path / "a.csv", [post(1, "Astrid", "2025-03-01")])
    with workspace(tmp_path / "w", alone) as quiet, pytest.raises(NotEnoughDataError, match="no network"):
        quiet.network.picture()


def test_who_does_not_want_to_be_contacted_is_in_the_picture_and_in_no_file_of_it(work):
    person = work.people.find("Dag")
    work.personal.object(person, "marketing")
    try:
        assert person in [one.person for one in work.network.picture().nodes]
        assert person not in [one.person for one in work.network.picture(leaves=True).nodes]
        assert person.encode() not in work.network.export(form="people")
        assert person.encode() not in work.network.export(form="ties")
    finally:
        work.personal.withdraw_objection(person)
