"""YouTube, read from hand-made files."""

from pathlib import Path

import pytest

from luminary.domain import Account, Metric, Post, ReferenceKind, Tie

REAL = Path(__file__).parents[4] / "shared" / "data" / "samples" / "youtube.tar.xz"
FILM = "youtube:/filmAAAAAA1"


@pytest.mark.parametrize("name", ["videos", "channels", "threads", "comments", "search", "subscriptions"])
def test_every_body_is_recognised(sighted, name):
    assert sighted(f"youtube/api/{name}.json", "rå/")[0] == "youtube"


def test_the_tables_of_the_tools_are_recognised_alone_and_together(sighted):
    assert sighted("youtube/tools")[0] == "youtube-tools"
    assert sighted("youtube/tools/channels_2025_03_10.csv")[0] == "youtube-tools"


def test_a_film_is_a_post_of_its_channel_with_the_platforms_label(read):
    films = read("youtube", "youtube/api/videos.json")
    first, second = films.of(Post)
    assert (first.key, first.author, first.media, first.title) == (
        FILM,
        "youtube:/UCastrid",
        "video",
        "Håndhygiene på tre minutter",
    )
    assert (first.paid_label, second.paid_label) == (True, False)
    assert films.rejects == []


def test_a_film_without_the_label_says_nothing_about_payment(read):
    assert {one.paid_label for one in read("youtube", "youtube/api/search.json").of(Post)} == {None}


def test_figures_that_come_alone_are_kept(read):
    views = [
        one.value for one in read("youtube", "youtube/api/videos.json").of(Metric) if one.what == "views"
    ]
    assert views == [13800, 14000, 13800]


def test_hidden_subscribers_are_missing_and_not_zero(read):
    channels = read("youtube", "youtube/api/channels.json")
    assert [(one.of, one.value) for one in channels.of(Metric) if one.what == "followers"] == [
        ("youtube:/UCastrid", 5400)
    ]
    assert channels.of(Account)[0].handle == "astridlund"


def test_comments_answer_the_film_or_the_comment_above(read):
    threads = read("youtube", "youtube/api/threads.json")
    assert threads.pointing(ReferenceKind.REPLY) == [
        ("youtube:/UCeero", FILM, None),
        ("youtube:/UCfreja", "youtube:/Ug1", None),
        ("youtube:/~Uten kanal", FILM, None),
    ]
    assert {one.thread for one in threads.of(Post)} == {FILM}
    assert threads.pointing(ReferenceKind.MENTION) == [("youtube:/UCfreja", None, "youtube:/@eeroniemi")]


def test_what_is_only_shown_is_read_without_markup(read):
    assert read("youtube", "youtube/api/comments.json").post("Ug1.b").text == "Mer & mer"


def test_subscriptions_are_ties_with_their_time(read):
    assert read("youtube", "youtube/api/subscriptions.json").of(Tie) == [
        Tie("youtube:/UCeero", "youtube:/UCastrid", "follows", 1_704_067_200_000_000)
    ]


def test_other_kinds_are_rows_only(read):
    lists = read("youtube", "youtube/api/playlists.json")
    assert (len(lists.rows), lists.records, lists.rejects) == (1, [], [])


def test_every_unusable_row_says_which_field_and_value(read):
    assert [reason for _, _, reason in read("youtube", "youtube/api/unusable.json").rejects] == [
        "'channelId' is missing",
        "'publishedAt' is missing",
        "'description' is missing",
        "'viewCount' is \"mange\", which is no count",
        "'kind' is missing",
        "'snippet.topLevelComment' is missing",
        "'authorChannelId' and 'authorDisplayName' are missing, so nobody is the author",
        "'hasPaidProductPlacement' is \"kanskje\", which is neither yes nor no",
    ]


def test_the_tools_give_what_the_api_gives(read):
    tools, films = read("youtube-tools", "youtube/tools"), read("youtube", "youtube/api/videos.json")
    mine, theirs = tools.post("filmAAAAAA1"), films.of(Post)[0]
    assert mine._replace(paid_label=True) == theirs
    assert [reason for _, _, reason in tools.rejects] == ["'channelId' is missing"]
    assert tools.pointing(ReferenceKind.REPLY) == [
        ("youtube:/UCeero", FILM, None),
        ("youtube:/UCfreja", "youtube:/Ug1", None),
    ]


def test_quotes_after_a_backslash_end_no_field(read):
    assert read("youtube-tools", "youtube/tools").post("Ug1").text == 'Han sa \\"hei\\" og "takk" & hei'


def test_a_table_that_lost_a_column_is_refused_and_the_column_named(read):
    ((_, _, reason),) = read(
        "youtube-tools", {"a.csv": b"videoId,videoTitle,videoDescription,channelId\n1,a,b,c\n"}
    ).rejects
    assert "no column 'publishedAt'" in reason


@pytest.mark.realdata
def test_real_bodies_lose_no_row(read, real_files):
    reading = read("youtube", real_files(REAL, "/apidata/"))
    assert (len(reading.rows), len(reading.of(Post))) == (316, 140)
    assert [reason for _, _, reason in reading.rejects] in ([], ["'kind' is missing"])
