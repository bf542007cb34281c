"""Tables of 4CAT, read from hand-made files."""

import pytest

from luminary.domain import Account, Metric, Post, ReferenceKind

NAMES = ["x", "instagram", "tiktok", "linkedin", "bluesky", "threads"]


@pytest.fixture
def table(read):
    return lambda name: read("4cat", f"fourcat/{name}.csv")


@pytest.mark.parametrize("name", NAMES)
def test_every_platform_is_recognised_by_its_columns(sighted, name):
    form, saw = sighted(f"fourcat/{name}.csv", "2025/")
    assert form == "4cat"
    assert f"a table of {name} " in saw


@pytest.mark.parametrize("name", NAMES)
def test_every_post_stands_on_its_platform(table, name):
    assert {one.key.partition(":")[0] for one in table(name).of(Post)} == {name}


def test_a_post_passed_on_says_nothing_of_its_own(table):
    x = table("x")
    assert x.pointing(ReferenceKind.REPOST) == [("x:/13", None, "x:/@astrid_lund")]
    assert x.post("1003").text == ""
    assert not [one for one in x.of(Metric) if one.of == "x:/1003"]


def test_answers_quotations_and_mentions_are_told(table):
    x = table("x")
    assert x.pointing(ReferenceKind.REPLY) == [("x:/12", None, "x:/@astrid_lund")]
    assert x.pointing(ReferenceKind.QUOTE) == [("x:/12", "x:/990", "x:/@vaktsykehuset")]
    assert x.pointing(ReferenceKind.MENTION) == [("x:/12", None, "x:/@vaktsykehuset")]


def test_a_missing_figure_is_not_zero(table):
    x = table("x")
    assert "views" not in {one.what for one in x.of(Metric) if one.of == "x:/1002"}


def test_hidden_likes_are_missing_and_several_authors_make_a_post_co_created(table):
    instagram = table("instagram")
    together, alone = instagram.of(Post)
    assert (together.origin, together.media, alone.origin, alone.media) == (
        "co-created",
        "video",
        "own",
        "picture",
    )
    assert {one.what for one in instagram.of(Metric) if one.of == alone.key} == {"replies"}


def test_figures_carry_the_time_of_collecting(table):
    tiktok = table("tiktok")
    assert {one.at for one in tiktok.of(Metric)} == {1_741_608_000_000_000}
    assert tiktok.of(Post)[0].paid_label is True
    assert {one.what: one.value for one in tiktok.of(Metric) if one.of == "tiktok:/@astridlund"} == {
        "followers": 5400,
        "posts": 88,
        "likes in all": 90000,
    }


def test_posts_of_linkedin_and_bluesky_are_named_as_by_their_other_importers(read, table):
    linkedin, seen = table("linkedin"), read("zeeschuimer", "zeeschuimer/linkedin.ndjson")
    mine, theirs = linkedin.of(Post)[0], seen.of(Post)[0]
    assert (mine.key, mine.author, mine.at, mine.text) == (theirs.key, theirs.author, theirs.at, theirs.text)
    assert table("bluesky").of(Post)[0].key == "bluesky:/did:plc:astridlund/3aaaaa1"


def test_answers_on_bluesky_name_post_and_handle(table):
    assert table("bluesky").pointing(ReferenceKind.REPLY) == [
        ("bluesky:/did:plc:eeroniemi", "bluesky:/did:plc:astridlund/3aaaaa1", "bluesky:/@astrid.bsky.social")
    ]


def test_an_address_of_an_account_in_a_list_is_its_handle(table):
    assert table("linkedin").pointing(ReferenceKind.MENTION) == [
        ("linkedin:/@astrid-lund", None, "linkedin:/@eero-niemi")
    ]
    assert {one.bio for one in table("linkedin").of(Account) if one.bio} == {"Overlege"}


def test_every_unusable_row_says_which_field_and_value(table):
    assert [reason for _, _, reason in table("x").rejects] == [
        "'like_count' is \"mange\", which is no count",
        "neither id, handle nor name of the author is there, so nobody is the author",
        "'timestamp' is missing",
    ]
    assert [reason for _, _, reason in table("linkedin").rejects] == [
        "'id' and 'post_url' hold no number of a post"
    ]


def test_a_table_that_lost_a_column_is_refused_and_the_column_named(read):
    data = b"id,tiktok_url,plays,author,timestamp\n1,u,2,a,2025-03-01 08:00:00\n"
    ((_, _, reason),) = read("4cat", {"a.csv": data}).rejects
    assert "no column 'body'" in reason
