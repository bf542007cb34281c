"""Tables of Meta's tools, read from hand-made files."""

import pytest

from luminary.domain import Account, Metric, Post, ReferenceKind

EIGHT = 1_614_585_600_000_000


@pytest.fixture
def pages(read):
    return read("crowdtangle", "meta/crowdtangle_pages.csv")


@pytest.mark.parametrize("name", ["pages", "groups", "instagram"])
def test_tables_of_crowdtangle_are_recognised(sighted, name):
    assert sighted(f"meta/crowdtangle_{name}.csv", "gammelt/")[0] == "crowdtangle"


def test_tables_of_the_content_library_are_recognised(sighted):
    assert sighted("meta/library.csv")[0] == "meta-library"


def test_times_are_read_in_the_zone_that_is_written(pages):
    first, second = pages.of(Post)
    assert first.at == EIGHT
    assert second.at == 1_630_501_200_000_000


def test_the_zone_of_the_user_wins(read):
    told = read("crowdtangle", "meta/crowdtangle_pages.csv", settings={"zone": "Europe/Oslo"})
    assert len(told.of(Post)) == 3
    assert told.of(Post)[0].at == EIGHT


def test_followers_at_posting_make_a_history_of_the_author(pages):
    history = [(one.of, one.value, one.at == post.at) for post in pages.of(Post) for one in pages.of(Metric)
               if one.what == "followers" and one.at == post.at]  # fmt: skip
    assert history == [("facebook:/501", 9100, True), ("facebook:/501", 9400, True)]


def test_figures_with_commas_are_read_and_missing_ones_are_not_zero(pages):
    figures = {(one.of[-3:], one.what): one.value for one in pages.of(Metric)}
    assert (figures["777", "interactions"], figures["777", "views"]) == (1234, 13800)
    assert ("778", "views") not in figures


def test_a_sponsor_is_the_platforms_label(pages):
    own, paid = pages.of(Post)
    assert (own.paid_label, own.origin, own.media) == (False, "own", "video")
    assert (paid.paid_label, paid.origin, paid.media) == (True, "co-created", "picture")
    assert pages.pointing(ReferenceKind.MENTION) == [("facebook:/501", None, "facebook:/900")]


def test_a_group_stands_for_whoever_wrote(read):
    group = read("crowdtangle", "meta/crowdtangle_groups.csv")
    assert [(one.key, one.kind, one.name) for one in group.of(Account)] == [
        ("facebook:/601", "organisation", "Sykepleiere i nord")
    ]
    assert group.of(Post)[0].paid_label is None


def test_a_post_of_instagram_is_named_as_by_its_other_importers(read):
    post = read("crowdtangle", "meta/crowdtangle_instagram.csv").of(Post)[0]
    assert (post.key, post.author, post.media) == ("instagram:/Cabc1", "instagram:/@astrid.lund", "picture")


def test_every_unusable_row_says_which_field_and_value(read, pages):
    assert [reason for _, _, reason in pages.rejects] == [
        "'Post Created' is \"2021-09-01 09:00:00 XYZT\", "
        "in a zone that is not known; say --setting zone=NAME",
        "'URL' is missing",
        "'Shares' is \"mange\", which is no count",
        "neither id, handle nor name of the author is there, so nobody is the author",
    ]
    assert [reason for _, _, reason in read("meta-library", "meta/library.csv").rejects] == [
        "'media_id' is missing",
        "'creation_time' is \"i går\", which is no date",
        "'statistics.views' is \"mange\", which is no count",
    ]


def test_the_library_tells_branded_content(read):
    first, second = read("meta-library", "meta/library.csv").of(Post)
    assert (first.key, first.author, first.paid_label, first.origin) == (
        "facebook:/mcl1",
        "facebook:/501",
        True,
        "co-created",
    )
    assert (second.paid_label, second.origin, second.media) == (None, "own", "picture")
    told = read("meta-library", "meta/library.csv", settings={"platform": "instagram"})
    assert told.of(Post)[0].key == "instagram:/mcl1"


@pytest.mark.parametrize(
    ("form", "header", "lost"),
    [
        ("crowdtangle", b"Page Name,Post Created,URL,Total Interactions\na,b,c,1\n", "Message"),
        ("meta-library", b"id,post_owner.id,text\n1,2,a\n", "creation_time"),
    ],
)
def test_a_table_that_lost_a_column_is_refused_and_the_column_named(read, form, header, lost):
    ((_, _, reason),) = read(form, {"a.csv": header}).rejects
    assert f"no column '{lost}'" in reason
