"""Visits to one's own pages: what may be added, and what is laid to a person."""

from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as some
from tests.exports import post, rows, table

from luminary import Workspace
from luminary.collect import Options
from luminary.collect.visits import _ADDED, visits_by
from luminary.errors import UnknownNameError, UsageError, WithheldError
from luminary.privacy import Purpose
from luminary.store import DuckDBEngine, arrow_schema
from luminary.store.tables import table as declared

_SOURCES = "date,source,utm_medium,utm_campaign,utm_content,utm_term,visitors,visits,visit_duration,bounces\n"


def _plausible(folder, lines, days="20250301_20250331", name="sources"):
    folder.mkdir(exist_ok=True)
    header = _SOURCES if name == "sources" else "date,hostname,page,visitors,pageviews,exits,time_on_page\n"
    (folder / f"imported_{name}_{days}.csv").write_text(header + "".join(lines), encoding="utf-8")
    return folder


def _source(day, source="", content="", visits=1, visitors=1):
    return f"{day},{source},,,{content},,{visitors},{visits},10,0\n"


def _matomo(path, lines):
    path.write_text("label,nb_visits,nb_uniq_visitors\n" + "".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def opened(tmp_path):
    with Workspace.open(tmp_path / "w", create=True) as work:
        yield work


def _figures(found, what):
    return {(one.tool, one.key, one.over): one.value for one in found if one.what == what}


def test_days_of_one_tool_are_added_and_another_tool_stands_beside(opened, tmp_path):
    lines = [
        _source("2025-03-01", "astrid.example", visits=8),
        _source("2025-03-02", "astrid.example", visits=3),
    ]
    opened.collect.run(_plausible(tmp_path / "p", lines), options=Options(place="vakt.example"))
    matomo = _matomo(tmp_path / "Referrers.getWebsites.csv", ["astrid.example,24,20\n"])
    said = Options(place="vakt.example", settings={"from": "2025-03-01", "until": "2025-03-31"})
    opened.collect.run(matomo, options=said)
    assert _figures(opened.visits.by("referrer"), "visits") == {
        ("plausible", "astrid.example", "single days"): 11,
        ("matomo", "astrid.example", "2025-03-01 to 2025-03-31"): 24,
    }


def test_visitors_are_never_added_for_one_comes_on_two_days(opened, tmp_path):
    lines = [_source(f"2025-03-0{day}", "astrid.example", visitors=5) for day in (1, 2)]
    opened.collect.run(_plausible(tmp_path / "p", lines))
    (found,) = [one for one in opened.visits.by("referrer") if one.what == "visitors"]
    assert (found.value, found.rows) == (None, 2)
    by_day = _figures(opened.visits.by("day"), "visitors")
    assert set(by_day.values()) == {5}


def test_the_same_visits_split_in_two_ways_are_not_added(opened, tmp_path):
    opened.collect.run(_plausible(tmp_path / "p", [_source("2025-03-01", "astrid.example", visits=8)]))
    opened.collect.run(_plausible(tmp_path / "q", [_source("2025-03-01", "astrid.example", "OL-0042", 8)]))
    found = [one for one in opened.visits.by("referrer") if one.what == "visits"]
    assert sorted((one.split, one.value) for one in found) == [("referrer", 8), ("referrer and content", 8)]


def test_two_periods_of_a_tool_stand_side_by_side(opened, tmp_path):
    for number, month in enumerate(("01", "02")):
        source = _matomo(tmp_path / f"Referrers.getWebsites-{number}.csv", ["astrid.example,24,20\n"])
        said = Options(settings={"from": f"2025-{month}-01", "until": f"2025-{month}-28"})
        opened.collect.run(source, options=said)
    assert sorted(_figures(opened.visits.by("referrer"), "visits").values()) == [24, 24]


def test_a_report_that_names_no_days_is_not_added_to_another_one(opened, tmp_path):
    for number, visits in enumerate((24, 25)):
        opened.collect.run(
            _matomo(tmp_path / f"Referrers.getWebsites-{number}.csv", [f"a.example,{visits},20\n"])
        )
    (found,) = [one for one in opened.visits.by("referrer") if one.what == "visits"]
    assert (found.value, found.rows, found.over) == (None, 2, "not said")


def _blog(tmp_path, opened):
    """Import a feed of Astrid with one post, and a table in which Bo writes under a handle."""
    feed = tmp_path / "feed.xml"
    feed.write_text(
        '<?xml version="1.0"?><rss version="2.0"><channel><title>Astrid</title>'
        "<link>https://astrid.example/</link><item><title>Håndsprit</title><author>Astrid Lund</author>"
        "<link>https://www.astrid.example/handsprit/</link><guid>1</guid>"
        "<pubDate>Sat, 01 Mar 2025 08:00:00 GMT</pubDate><description>&lt;a href="
        '"https://vakt.example/rutine?utm_source=x"&gt;her&lt;/a&gt;</description></item></channel></rss>',
        encoding="utf-8",
    )
    opened.collect.run(feed)
    opened.collect.run(table(tmp_path / "a.csv", [post(1, "bo_ek_vakt", "2025-03-01")]))


def test_an_address_of_a_post_is_laid_to_whoever_wrote_it(opened, tmp_path):
    _blog(tmp_path, opened)
    lines = ["https://astrid.example/handsprit?utm_source=post,24,20\n", "https://astrid.example/annet,5,5\n"]
    opened.collect.run(_matomo(tmp_path / "Referrers.getWebsites.csv", lines))
    found = [one for one in opened.visits.brought() if one.brought.counted.what == "visits"]
    told = {(one.who.name, one.brought.how, one.brought.counted.value) for one in found}
    assert told == {("Astrid Lund", "address of the post", 24), ("Astrid", "own website", 5)}


def test_the_mark_of_a_link_means_an_id_and_never_a_name_or_a_short_sign(opened, tmp_path):
    _blog(tmp_path, opened)
    marks = ("bo_ek_vakt", "BO_EK_VAKT", "Astrid Lund", "1", "bo")
    lines = [_source(f"2025-03-0{day}", "", mark, visits=day) for day, mark in enumerate(marks, 1)]
    opened.collect.run(_plausible(tmp_path / "p", lines))
    found = [one.brought for one in opened.visits.brought() if one.brought.counted.what == "visits"]
    assert {(one.account.rpartition("/")[2], one.how, one.counted.value) for one in found} == {
        ("bo_ek_vakt", "mark of the link", 3)
    }


def test_links_to_the_own_site_in_posts_are_counted_beside(opened, tmp_path):
    _blog(tmp_path, opened)
    (found,) = opened.visits.links("https://www.vakt.example/")
    assert (found.linked.page, found.linked.posts, found.who.name) == (
        "vakt.example/rutine",
        1,
        "Astrid Lund",
    )
    assert opened.visits.links("akt.example") == []
    assert opened.visits.links("vakt_example") == []
    with pytest.raises(UsageError, match="name the site"):
        opened.visits.links(" / ")


def test_sources_are_hidden_from_those_who_may_not_see_names(opened, tmp_path):
    _blog(tmp_path, opened)
    opened.collect.run(
        _matomo(tmp_path / "Referrers.getWebsites.csv", ["https://astrid.example/handsprit,24,20\n"])
    )
    opened.change_purpose(Purpose("employer", "p", "b", "o", date(2999, 1, 1)))
    with pytest.raises(WithheldError):
        opened.visits.by("referrer")
    assert opened.visits.by("page") == []
    (found,) = {(one.who.name, one.brought.account, one.brought.post) for one in opened.visits.brought()}
    assert found[0].startswith("OL-")
    assert found[1:] == ("", None)


def test_an_unknown_split_is_refused_with_those_there_are(opened):
    with pytest.raises(UnknownNameError, match="referrer"):
        opened.visits.by("referer")


_ROW = some.tuples(
    some.sampled_from(["plausible", "matomo"]),
    some.sampled_from(["visits", "visitors"]),
    some.integers(0, 50),
    some.sampled_from(["a", "b"]),
    some.sampled_from([None, "c"]),
    some.integers(0, 3),
    some.integers(0, 2),
)


@given(some.lists(_ROW, max_size=25))
def test_adding_agrees_with_adding_by_hand(told):
    start = datetime(2025, 3, 1)
    lines = [
        {"batch": "b", "row": at, "tool": tool, "site": "s", "what": what, "value": float(value),
         "referrer": source, "content": content, "moment": start + timedelta(days=day),
         "until": start + timedelta(days=day + longer)}
        for at, (tool, what, value, source, content, day, longer) in enumerate(told)
    ]  # fmt: skip
    by_hand: dict[tuple[object, ...], list[float]] = {}
    for one in lines:
        over = "days" if one["moment"] == one["until"] else (one["moment"], one["until"])
        key = (one["tool"], one["what"], one["referrer"], one["content"] is not None, over)
        by_hand.setdefault(key, []).append(one["value"])
    expected = sorted(
        sum(values) if len(values) == 1 or key[1] in _ADDED else -1.0 for key, values in by_hand.items()
    )
    with TemporaryDirectory() as spill:
        engine = DuckDBEngine(Path(spill))
        engine.give("visits", pa.Table.from_pylist(lines, arrow_schema(declared("visits"))))
        found = visits_by(engine, "referrer")
        engine.close()
    assert sorted(-1.0 if one.value is None else one.value for one in found) == expected


def test_every_reading_of_a_row_is_kept_apart_by_tool(opened, tmp_path):
    opened.collect.run(_plausible(tmp_path / "p", [_source("2025-03-01", "a.example", visits=8)]))
    assert {row[0] for row in rows(opened, "visits", "tool")} == {"plausible"}
