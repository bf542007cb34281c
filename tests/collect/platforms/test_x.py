"""X, read from hand-made files."""

from pathlib import Path

import pytest

from luminary.domain import Account, Metric, Place, Post, Reference, ReferenceKind, Tie

REAL = Path(__file__).parents[4] / "shared" / "data" / "samples" / "x_v2.tar.xz"
READ_AT = 1_741_608_000_000_000


@pytest.fixture
def page(read):
    return read("x-api", "x/api/page.jsonl")


@pytest.fixture
def archive(read):
    return read("x-archive", "x/archive")


@pytest.mark.parametrize(
    ("source", "form"),
    [
        ("x/api/page.jsonl", "x-api"),
        ("x/api/flat.jsonl", "x-api"),
        ("x/csv", "x-csv"),
        ("x/archive", "x-archive"),
    ],
)
@pytest.mark.parametrize("prefix", ["", "nedlastet/"])
def test_each_export_is_recognised_below_any_folder(sighted, source, form, prefix):
    assert sighted(source, prefix)[0] == form


def test_a_page_gives_every_post_and_account_it_holds_once(page):
    assert page.rejects == []
    natives = [one.key.rpartition("/")[2] for one in page.of(Post)]
    assert sorted(natives) == ["1001", "1002", "1003", "1004", "1006", "1007", "990"]
    assert {one.handle for one in page.of(Account) if one.bio} == {"astrid_lund"}


def test_answers_quotations_and_posts_passed_on_point_at_post_and_author(page):
    assert page.pointing(ReferenceKind.REPLY) == [("x:/12", "x:/1001", "x:/11")]
    assert page.pointing(ReferenceKind.QUOTE) == [("x:/12", "x:/990", "x:/13")]
    assert page.pointing(ReferenceKind.REPOST) == [("x:/13", "x:/1001", None)]


def test_who_is_answered_is_not_mentioned_by_it(page):
    assert page.pointing(ReferenceKind.MENTION) == [("x:/12", None, "x:/13")]


def test_a_post_passed_on_says_nothing_of_its_own_and_has_no_figures(page):
    assert page.post(1003).text == ""
    assert not [one for one in page.of(Metric) if one.of == "x:/1003"]


def test_of_an_edited_post_the_last_version_counts_and_the_row_of_the_first_is_kept(page):
    assert [one.text for one in page.of(Post) if one.text.startswith("Møte")] == ["Møte kl. 13"]
    assert any(row.get("id") == "1005" for row in page.rows)


def test_a_long_post_is_read_whole(page):
    assert page.post(1007).text == "Lang tekst begynner her og slutter her"


def test_media_are_told_by_what_the_page_includes(page):
    assert [page.post(one).media for one in (1001, 1004, 1002)] == ["picture", "video", "text"]


def test_figures_carry_the_time_at_which_they_were_read(page):
    figures = {one.what: (one.value, one.at) for one in page.of(Metric) if one.of == "x:/1001"}
    assert figures["likes"] == (25, READ_AT)
    assert figures["views"] == (120, READ_AT)
    assert [
        (one.value, one.at) for one in page.of(Metric) if one.of == "x:/12" and one.what == "followers"
    ] == [(80, READ_AT)]


def test_a_government_account_is_an_organisation(page):
    assert {one.key for one in page.of(Account) if one.kind == "organisation"} == {"x:/13"}


def test_a_flattened_post_gives_also_the_post_it_answers(read):
    flat = read("x-api", "x/api/flat.jsonl")
    assert {one.key for one in flat.of(Post)} == {"x:/1002", "x:/1001"}
    assert [reason for _, _, reason in flat.rejects] != []
    assert "no valid JSON" in flat.rejects[0][2]


def test_every_unusable_row_says_which_field_and_value(read):
    assert [reason for _, _, reason in read("x-api", "x/api/unusable.json").rejects] == [
        "'author_id' is missing",
        "'text' is missing",
        "'created_at' is missing",
        "'created_at' is \"i går\", which is no date",
        "'referenced_tweets.type' is 'echoed', which is not known",
        "'like_count' is \"mange\", which is no count",
        "neither a post nor an account; its fields are id, full_text",
        'the row is "tekst", not an object',
        "'username' is missing",
    ]


def test_a_table_gives_what_the_api_gives(read, page):
    table = read("x-csv", "x/csv")
    assert [reason for _, _, reason in table.rejects] == ["'created_at' is missing"]
    for native in (1002, 1004):
        mine, theirs = table.post(native), page.post(native)
        assert (mine.author, mine.at, mine.media) == (theirs.author, theirs.at, theirs.media)
    assert table.post(1002).text.split("\n") == ["@astrid_lund Takk!", "Hva sier @vaktsykehuset?"]
    assert table.pointing(ReferenceKind.REPOST) == [("x:/12", "x:/1001", "x:/11")]
    assert table.pointing(ReferenceKind.MENTION) == [("x:/12", None, "x:/@vaktsykehuset")]


def test_a_table_that_lost_a_column_is_refused_and_the_column_named(read):
    ((_, _, reason),) = read("x-csv", {"a.csv": b"id,created_at,text\n1,2025-03-01,a\n"}).rejects
    assert "no column 'author_id'" in reason


def test_the_own_archive_is_told_by_its_owner(archive):
    assert {one.author for one in archive.of(Post)} == {"x:/11"}
    assert archive.post(1001).media == "picture"
    assert archive.pointing(ReferenceKind.REPLY) == [("x:/11", "x:/1002", "x:/12")]
    assert archive.pointing(ReferenceKind.MENTION) == [("x:/11", None, "x:/13")]
    assert archive.pointing(ReferenceKind.REPOST) == [("x:/11", None, "x:/13")]
    assert archive.pointing(ReferenceKind.REACTION) == [("x:/11", "x:/990", None)]
    assert archive.of(Tie) == [Tie("x:/12", "x:/11", "follows"), Tie("x:/11", "x:/13", "follows")]


def test_direct_messages_are_never_read(archive):
    assert "hemmelig" not in str(archive.records) + str(archive.rows)
    assert archive.unused == ["data/direct-messages.js"]


def test_rows_of_the_archive_that_changed_are_listed_with_the_field(archive):
    assert [reason for _, _, reason in archive.rejects] == ["'full_text' is missing", "'tweet' is missing"]


def test_without_its_owner_an_archive_has_no_author(read):
    files = {"data/tweets.js": b'window.YTD.tweets.part0 = [{"tweet":{"id_str":"1","full_text":"a",'
             b'"created_at":"Sat Mar 01 08:00:00 +0000 2025"}}]'}  # fmt: skip
    assert "nobody is the author" in read("x-archive", files).rejects[0][2]


def test_the_feed_is_open_unless_the_user_says_otherwise(read, page):
    assert {one.access for one in page.of(Place)} == {"open"}
    assert {one.access for one in read("x-api", "x/api/page.jsonl", access="closed").of(Place)} == {"closed"}


def test_no_reference_points_at_its_own_author(page, archive):
    assert not [one for one in page.of(Reference) + archive.of(Reference) if one.target == one.author]


@pytest.mark.realdata
def test_real_pages_lose_no_row(read, real_files):
    reading = read("x-api", real_files(REAL, "/twarc-csv/test-data/", (".jsonl",)))
    assert len(reading.rows) == 4_680
    assert len(reading.of(Post)) == 2_286
    assert [reason for _, _, reason in reading.rejects if "no valid JSON" not in reason] == []
    assert len(reading.rejects) == 1
