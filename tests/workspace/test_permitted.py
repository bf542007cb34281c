"""Rankings and everything computed obey the terms under which imports came, and say so."""

import json
from dataclasses import replace

import pytest
from tests.exports import post, table

from luminary import Workspace
from luminary.collect import Options, Provenance
from luminary.errors import NotEnoughDataError, UnknownNameError, UsageError
from luminary.leaders import measure_named
from luminary.privacy import Purpose
from luminary.privacy.terms import DERIVED, Need
from luminary.workspace import Question

_KEY = Provenance("youtube/api_key")


def _film(number, author, day, text="Hei", parent=None):
    snippet = {
        "textOriginal": text, "authorDisplayName": author, "authorChannelId": {"value": f"UC{author}"},
        "publishedAt": f"{day}T08:00:00Z", "videoId": "film1", "channelId": "UCAstrid", "likeCount": 3,
    }  # fmt: skip
    return {
        "kind": "youtube#comment",
        "id": f"c{number}",
        "snippet": snippet | ({"parentId": parent} if parent else {}),
    }


def _films(path):
    channel = {
        "kind": "youtube#channel", "id": "UCAstrid", "snippet": {"title": "Astrid", "customUrl": "@astrid"},
        "statistics": {"subscriberCount": "5400", "viewCount": "9", "videoCount": "1"},
    }  # fmt: skip
    comments = [_film(1, "Bo", "2025-03-01"), _film(2, "Astrid", "2025-03-02", parent="c1")]
    path.mkdir()
    for name, items in (("channels", [channel]), ("comments", comments)):
        (path / f"{name}.json").write_text(json.dumps({"kind": f"youtube#{name}", "items": items}), "utf-8")
    return path


@pytest.fixture
def opened(tmp_path):
    """A workspace with a chat of three, and a channel read with a key."""
    chat = [post(n, f"p{n % 3}", f"2025-03-{n:02d}", reply_to=n - 1 if n > 1 else "") for n in range(1, 10)]
    with Workspace.open(tmp_path / "w", create=True) as work:
        work.collect.run(table(tmp_path / "a.csv", chat), options=Options(place="Vakt"))
        work.collect.run(_films(tmp_path / "films"))
        yield work


def _platforms(ranking):
    return {one.person.partition(":")[0] for one in ranking.leaders}


def _told(notes):
    return [one for one in notes if one.startswith("not included")]


_SAID = (
    "not included: YouTube, 2 accounts, 2 posts (the platform's terms do not allow derived measures; "
    "luminary terms youtube/api_key)"
)


def test_a_ranking_leaves_out_what_was_read_with_a_key_and_says_so(opened):
    found = opened.leaders.rank(Question(kind="all"))
    assert _platforms(found) == {"table"}
    assert _told(found.notes) == [_SAID]


def test_the_owners_export_is_ranked_and_the_ranking_is_made_anew(opened, tmp_path):
    opened.leaders.rank()
    told = opened.collect.run(tmp_path / "films", provenance=Provenance("own_export"))
    assert told.already
    assert told.terms == "youtube/own_export"
    found = opened.leaders.rank(Question(kind="all"))
    assert _platforms(found) == {"table", "youtube"}
    assert not _told(found.notes)
    opened.collect.run(tmp_path / "films", provenance=_KEY)
    assert _platforms(opened.leaders.rank(Question(kind="all"))) == {"table"}


def test_a_policy_that_changes_makes_everything_anew(opened, tmp_path, monkeypatch):
    assert _platforms(opened.leaders.rank(Question(kind="all"))) == {"table"}
    from importlib.resources import files

    shipped = files("luminary.privacy.terms").joinpath("sources", "youtube.yaml").read_text("utf-8")
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "youtube.yaml").write_text(
        shipped.replace("derived_measures: false", "derived_measures: true"), "utf-8"
    )
    monkeypatch.setenv("LUMINARY_TERMS", str(tmp_path / "own"))
    assert _platforms(opened.leaders.rank(Question(kind="all"))) == {"table", "youtube"}


def test_the_network_and_the_evidence_of_a_person_hold_no_act_of_it(opened):
    picture = opened.network.picture()
    assert {one.person.partition(":")[0] for one in picture.nodes} == {"table"}
    assert _told(picture.notes) == [_SAID]
    assert opened.people.responders("youtube:/UCBo").acts == 0
    assert opened.people.timeline("youtube:/UCBo").months == ()


def test_counts_of_the_platform_are_shown_on_the_page_with_date_and_source(opened):
    figures = {one.what: one for one in opened.people.profile("youtube:/UCAstrid").figures}
    assert figures["followers"].value == 5400
    assert figures["followers"].attribution == "YouTube"
    assert figures["followers"].growth is None
    (told,) = opened.people.portrait("youtube:/UCAstrid").not_included
    assert told.startswith("what is known from YouTube is shown and not computed with")


def test_nothing_left_to_rank_is_said_with_the_reason(tmp_path):
    with Workspace.open(tmp_path / "w", create=True) as work:
        work.collect.run(_films(tmp_path / "films"))
        with pytest.raises(NotEnoughDataError, match="not included: YouTube, 2 accounts, 2 posts"):
            work.leaders.rank()


def test_an_evaluation_and_a_report_say_what_they_leave_out(opened, tmp_path):
    (tmp_path / "truth.txt").write_text("p1\np2\n", "utf-8")
    assert _told(opened.leaders.evaluate(truth=tmp_path / "truth.txt").notes) == [_SAID]
    page = opened.report.write(tmp_path / "r.html").read_text("utf-8")
    assert page.count("not included: YouTube, 2 accounts, 2 posts") >= 2


def test_a_post_under_both_terms_stays_under_those_it_came_first(opened, tmp_path):
    (tmp_path / "more").mkdir()
    text = (tmp_path / "films" / "comments.json").read_text("utf-8")
    (tmp_path / "more" / "comments.json").write_text(text.replace("Hei", "Hei!"), "utf-8")
    told = opened.collect.run(tmp_path / "more", provenance=Provenance("own_export"))
    assert (told.kept, told.duplicates) == (0, 2)
    assert any("stay under" in note for note in told.notes)
    assert _platforms(opened.leaders.rank(Question(kind="all"))) == {"table"}


def test_an_import_says_under_which_terms_it_came(tmp_path):
    with Workspace.open(tmp_path / "w", create=True) as work:
        told = work.collect.run(_films(tmp_path / "films"))
        assert told.terms == "youtube/api_key"
        assert any("as is usual for this format" in note for note in told.notes)
        assert any("not ranked" in note for note in told.notes)
        (row,) = work.collect.batches()
        assert row["terms"] == "youtube/api_key"


def test_terms_that_do_not_exist_import_nothing(tmp_path):
    with Workspace.open(tmp_path / "w", create=True) as work:
        with pytest.raises(UnknownNameError, match="youtube/own_export"):
            work.collect.run(_films(tmp_path / "films"), provenance=Provenance("youtube/own_exprt"))
        assert work.collect.batches() == []


def _company(work):
    from datetime import date

    work.change_purpose(Purpose("company", "p", "b", "o", date(2999, 1, 1)))


def test_a_table_of_ones_own_is_asked_where_it_is_from_outside_an_evaluation(tmp_path):
    source = table(tmp_path / "a.csv", [post(1, "Astrid", "2025-03-01")])
    with Workspace.open(tmp_path / "w", create=True) as work:
        _company(work)
        told = work.collect.run(source)
        assert any("--origin, --obtained, --basis, --notice" in note for note in told.notes)
        said = Provenance(origin="Vårdförbundet", basis="6.1 f", notice="letter", obtained=told_day())
        assert work.collect.run(source, provenance=said).notes[0].startswith("recorded anew: ")
        assert not any("--origin" in note for note in work.collect.run(source, provenance=said).notes)


def told_day():
    from datetime import date

    return date(2026, 1, 1)


def test_where_origins_are_demanded_a_table_without_one_is_refused(tmp_path):
    source = table(tmp_path / "a.csv", [post(1, "Astrid", "2025-03-01")])
    with Workspace.open(tmp_path / "w", create=True) as work:
        work.collect.demand_origin(True)
        with pytest.raises(UsageError, match="where it is from"):
            work.collect.run(source)
        assert work.collect.batches() == []
        work.collect.run(_films(tmp_path / "films"))
        work.collect.demand_origin(False)
        work.collect.run(source)


def test_a_measure_that_needs_a_longer_history_leaves_out_what_may_not_be_kept_so_long(opened):
    batches = {row["format"]: row["batch"] for row in opened.collect.batches()}
    assert set(opened.permitted.left_out()) == {batches["youtube"]}
    assert set(opened.permitted.left_out(Need(cross_source=True))) == {batches["youtube"]}
    assert not opened.permitted.left_out(Need(history_days=30))
    opened.collect.run(opened.path.parent / "films", provenance=Provenance("own_export"))
    assert not opened.permitted.left_out()
    long = replace(measure_named("influence"), needs=Need(derived=True, history_days=365))
    assert (long.needs | DERIVED) == long.needs
