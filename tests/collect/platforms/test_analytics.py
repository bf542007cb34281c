"""Reports of web analytics, read from hand-made files."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.collect.platforms.conftest import FIXTURES
from tests.exports import rows

from luminary import Workspace
from luminary.collect import Options
from luminary.collect.platforms.analytics.cells import figure
from luminary.domain import Visit
from luminary.errors import UnknownNameError, UnusableRowError

FOLDER = FIXTURES / "analytics"
LINKS = "analytics/Top linking sites.csv"
PLAUSIBLE = [file for file in sorted(FOLDER.iterdir()) if file.name.startswith("imported")]


def day(month, number):
    return int(datetime(2025, month, number, tzinfo=UTC).timestamp()) * 1_000_000


@pytest.mark.parametrize(
    ("file", "form"),
    [
        ("Top linking sites.csv", "search-console"),
        ("Latest links.csv", "search-console"),
        ("Queries.csv", "search-console"),
        ("ga4.csv", "ga4"),
        ("Export _ Referrers.getWebsites.csv", "matomo"),
        ("report.csv", "matomo"),
        ("imported_sources_20250301_20250331.csv", "plausible"),
    ],
)
def test_every_report_is_recognised(sighted, file, form):
    assert sighted(f"analytics/{file}")[0] == form


def test_links_name_who_links_and_how_often(read):
    found = read("search-console", LINKS, place="sykehus").of(Visit)
    assert found[0] == Visit(
        "sykehus", "search console", "linking pages", 1240, referrer="astrid-blogg.example"
    )
    pages = read("search-console", "analytics/Top linked pages.csv").of(Visit)
    assert [(one.page, one.what, one.value) for one in pages] == [
        ("https://sykehus.example/rutine", "incoming links", 52),
        ("https://sykehus.example/rutine", "linking sites", 9),
    ]


def test_a_backlink_has_the_day_on_which_it_was_seen(read):
    result = read("search-console", "analytics/Latest links.csv")
    assert [(one.referrer, one.what, one.at) for one in result.of(Visit)] == [
        ("https://astrid-blogg.example/handsprit", "backlinks", day(9, 15)),
        ("https://bo.example/", "backlinks", day(9, 16)),
    ]
    assert [reason for _, _, reason in result.rejects] == ["'Last crawled' is \"i går\", which is no date"]


def test_queries_keep_clicks_shares_and_positions(read):
    result = read("search-console", "analytics/Queries.csv")
    assert {one.what: one.value for one in result.of(Visit)} == {
        "clicks": 12,
        "impressions": 340,
        "ctr": 0.0353,
        "position": 4.123,
    }
    assert {one.query for one in result.of(Visit)} == {"håndsprit rutine"}
    assert [reason for _, _, reason in result.rejects] == ["'Clicks' is \"mange\", which is no figure"]


def test_a_ga4_report_has_its_days_its_tables_and_not_its_totals(read):
    result = read("ga4", "analytics/ga4.csv", place="sykehus")
    first = result.of(Visit)[0]
    assert first == Visit(
        "sykehus", "ga4", "visits", 1020, None, "astrid-blogg.example", "leader", "rutine-var", "OL-0042",
        None, day(3, 1), day(3, 31),
    )  # fmt: skip
    visits = {one.referrer: one.value for one in result.of(Visit) if one.what == "visits"}
    assert visits == {"astrid-blogg.example": 1020, "(direct)": 50}
    assert [(one.at, one.until, one.value) for one in result.of(Visit) if one.what == "active visitors"] == [
        (day(3, 1), day(3, 1), 12)
    ]


def test_a_matomo_report_is_read_by_its_name_or_by_what_the_user_says(read):
    named = read("matomo", "analytics/Export _ Referrers.getWebsites.csv").of(Visit)
    assert {(one.referrer, one.what, one.value) for one in named} >= {
        ("astrid-blogg.example", "visits", 24),
        ("astrid-blogg.example", "visitors", 20),
        ("astrid-blogg.example", "seconds", 1200),
    }
    silent = read("matomo", "analytics/report.csv")
    assert "--setting label=referrer" in silent.rejects[0][2]
    told = {"label": "referrer", "from": "2025-03-01", "until": "2025-03-31"}
    said = read("matomo", "analytics/report.csv", settings=told).of(Visit)
    assert {(one.referrer, one.at, one.until) for one in said} == {
        ("astrid-blogg.example", day(3, 1), day(3, 31))
    }


def test_a_plausible_export_joins_host_and_page_and_leaves_out_what_only_splits(read):
    found = read("plausible", {file.name: file.read_bytes() for file in PLAUSIBLE}, place="sykehus")
    assert found.unused == ["imported_countries_20250301_20250331.csv"]
    page = next(one for one in found.of(Visit) if one.page)
    assert (page.page, page.at) == ("sykehus.example/rutine", day(3, 1))
    marked = next(one for one in found.of(Visit) if one.content)
    assert (marked.medium, marked.campaign, marked.content) == ("leader", "var", "OL-0042")


def test_a_report_in_an_unknown_language_is_named_and_can_be_mapped(read):
    report = {"Frågor.csv": "Vanliga frågor,Klickningar\nhandsprit,12\n".encode()}
    assert "Klickningar" in read("search-console", report).rejects[0][2]
    said = {"query": "Vanliga frågor", "clicks": "Klickningar"}
    assert read("search-console", report, columns=said).of(Visit) == [
        Visit("search console", "search console", "clicks", 12, query="handsprit")
    ]
    with pytest.raises(UnknownNameError, match="click"):
        read("search-console", report, columns={"click": "Klickningar"})


def test_the_same_report_twice_counts_once_and_unknown_columns_are_told(tmp_path):
    changed = tmp_path / "ga4.csv"
    changed.write_bytes((FOLDER / "ga4.csv").read_bytes() + b"20250302,3\n")
    with Workspace.open(tmp_path / "w", create=True) as opened:
        result = opened.collect.run(FOLDER / "ga4.csv", options=Options(place="sykehus"))
        assert (result.read, result.kept, result.rejected) == (5, 5, 0)
        assert any("Mood" in note for note in result.notes)
        before = rows(opened, "visits", "what, value, referrer, moment")
        opened.collect.run(changed, options=Options(place="sykehus"))
        after = rows(opened, "visits", "what, value, referrer, moment")
        assert len(after) == len(before) + 1


@given(st.text(max_size=30))
def test_a_cell_is_a_figure_or_refused(text):
    try:
        found = figure(text, "Clicks")
    except UnusableRowError:
        return
    assert found is None or found >= 0
