"""Lists of creators and of followers, read from hand-made files."""

from pathlib import Path

import pytest

from luminary.collect.platforms.creators.snapshot import snapshot_of
from luminary.collect.registry import named
from luminary.collect.source import Glimpse, Options, Unit
from luminary.domain import Account, Metric, Post, Tie

REAL = Path(__file__).parents[4] / "shared" / "data" / "influencers"
SEPTEMBER, DECEMBER, JUNE = 1_661_990_400_000_000, 1_669_852_800_000_000, 1_654_041_600_000_000


@pytest.fixture
def lists(read):
    return read("creators", "creators/lists")


def figures(reading, account):
    return {(one.what, one.at): one.value for one in reading.of(Metric) if one.of == account}


def test_lists_of_several_months_are_recognised_together_and_alone(sighted):
    assert sighted("creators/lists", "kjøpt/")[0] == "creators"
    assert sighted("creators/lists/liste - Tiktok sep 2022.csv")[0] == "creators"


def test_a_word_beside_the_lists_disturbs_nobody(sighted):
    folder = Path(__file__).parents[2] / "fixtures/creators/lists"
    files = {one.name: one.read_bytes() for one in folder.iterdir()}
    assert sighted({**files, "SOURCE.txt": b"from: an agency\n"})[0] == "creators"


def test_a_single_list_without_a_month_is_left_to_mapped_tables(sighted):
    assert sighted("table/creators.csv")[0] == "table"


def test_several_months_are_a_history_of_one_account(lists):
    followers = {
        key: value for key, value in figures(lists, "tiktok:/@astridlund").items() if key[0] == "followers"
    }
    assert followers == {("followers", SEPTEMBER): 13_800_000, ("followers", DECEMBER): 14_100_000}


def test_the_full_figure_is_read_and_the_rounded_one_where_that_is_broken(lists):
    assert figures(lists, "tiktok:/@astridlund")["views per post", SEPTEMBER] == 6_400_000
    assert figures(lists, "tiktok:/@eero.niemi")["followers", SEPTEMBER] == 2_100


def test_a_missing_figure_is_not_zero(lists):
    assert ("views per post", SEPTEMBER) not in figures(lists, "tiktok:/@eero.niemi")


def test_a_shifted_header_is_not_believed_beyond_the_column_that_shows_it(lists):
    assert figures(lists, "youtube:/@astridlund") == {("followers", JUNE): 30_500_000}


def test_handle_and_name_are_told_apart_by_what_they_hold(lists):
    names = {one.handle: one.name for one in lists.of(Account) if one.platform == "youtube"}
    assert names == {"astridlund": "Astrid Lund – hygiene", "eeroniemi": "Eero", None: "Freja Holm og co"}
    assert lists.of(Post) == []


def test_every_unusable_row_says_why(lists):
    assert [reason for _, _, reason in lists.rejects] == [
        "no value in any column",
        "'Views avg._2' is \"mange\", which is no count",
        "'Tiktoker name' and 'Tiktok name' is empty, so the row is about nobody",
    ]


def test_the_user_may_say_platform_and_day(read):
    said = read("creators", "creators/lists", settings={"platform": "vakt", "seen": "2022-09-15"})
    assert {one.platform for one in said.of(Account)} == {"vakt"}
    assert {one.at for one in said.of(Metric)} == {1_663_200_000_000_000}


def test_a_table_without_followers_is_refused_with_its_columns(read):
    ((_, _, reason),) = read("creators", "creators/odd").rejects
    assert "no column 'followers'" in reason
    assert "name, likes" in reason


def test_columns_that_are_not_read_are_known_as_such(lists):
    files = {
        one.name: one.read_bytes()
        for one in (Path(__file__).parents[2] / "fixtures/creators/lists").iterdir()
    }
    options = named("creators").prepare(Options(), Glimpse(tuple(files), files, True))
    reader = named("creators").reader(options, {})
    assert "Category" not in reader.known
    assert "Tiktoker name" in reader.known


@pytest.mark.parametrize(
    ("file", "day"),
    [
        ("a sep-2022.csv", SEPTEMBER),
        ("a 2022-09.csv", SEPTEMBER),
        ("a 20220901.csv", SEPTEMBER),
        ("a - -DEC 2022.csv", DECEMBER),
        ("lista juni 2022.csv", JUNE),
        ("kesä 2022.csv", None),
        ("a 2022-13-01.csv", None),
        ("sales 12022.csv", None),
    ],
)
def test_the_month_is_read_from_the_name_of_the_file(file, day):
    assert snapshot_of(file) == day


def test_lists_of_followers_are_ties_in_both_directions(read, sighted):
    assert sighted("creators/followers")[0] == "followers"
    lists = read("followers", "creators/followers", settings={"platform": "tiktok"})
    assert lists.of(Tie) == [
        Tie("tiktok:/62", "tiktok:/@astridlund", "follows"),
        Tie("tiktok:/@freja_h", "tiktok:/@astridlund", "follows"),
        Tie("tiktok:/@astridlund", "tiktok:/@vaktsykehuset", "follows"),
    ]
    assert [reason for _, _, reason in lists.rejects] == [
        "no value in any column",
        "the account of the list itself stands in it",
    ]


def test_a_list_of_followers_must_say_whose_it_is(read):
    ((_, _, reason),) = read("followers", {"liste.csv": b"username\neero\n"}).rejects
    assert "--setting of=NAME" in reason
    told = read("followers", {"liste.csv": b"username\neero\n"}, settings={"of": "@astrid"})
    assert told.of(Tie) == [Tie("followers:/@eero", "followers:/@astrid", "follows")]


@pytest.mark.realdata
def test_the_real_lists_lose_no_row(read):
    files = {one.name: one.read_bytes() for one in sorted(REAL.glob("*.csv"))}
    if not files:
        pytest.skip("../shared/data/influencers is not here")
    lists = read("creators", files)
    assert len(lists.rows) == 15_351
    assert [reason for _, _, reason in lists.rejects] == ["no value in any column"]
    months = {one.at for one in lists.of(Metric) if one.what == "followers"}
    assert len(months - {None}) == 4


@pytest.mark.realdata
def test_the_real_lists_are_cut_into_pieces_alike():
    files = sorted(REAL.glob("*.csv"))
    if not files:
        pytest.skip("../shared/data/influencers is not here")
    form, data = named("creators"), files[0].read_bytes()
    glimpse = Glimpse((files[0].name,), {files[0].name: data[:65536]}, True)
    reader = form.reader(form.prepare(Options(), glimpse), {})
    border = form.cut(data[:40_000])
    pieces = [
        Unit(files[0].name, data[:border]),
        Unit(files[0].name, data[border:], 1 + data.count(b"\n", 0, border)),
    ]
    cut = [row.value for piece in pieces for row in reader.rows(piece)]
    assert cut == [row.value for row in reader.rows(Unit(files[0].name, data))]
