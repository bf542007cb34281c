"""Bluesky, read from hand-made files."""

from pathlib import Path

import pytest

from luminary.domain import Account, Metric, Post, ReferenceKind, Tie

SAMPLES = Path(__file__).parents[4] / "shared" / "data" / "samples"
ASTRID, EERO, FREJA = (f"bluesky:/did:plc:{name}" for name in ("astridlund", "eeroniemi", "frejaholm"))
ROOT = f"{ASTRID}/3a1"


@pytest.fixture
def feed(read):
    return read("bluesky", "bluesky/api/feed.json")


@pytest.fixture
def events(read):
    return read("bluesky-jetstream", "bluesky/events")


@pytest.mark.parametrize(
    "name",
    [
        "feed.json",
        "thread.json",
        "likes.json",
        "reposted.json",
        "followers.json",
        "profile.json",
        "lists.json",
    ],
)
def test_every_body_is_recognised(sighted, name):
    assert sighted(f"bluesky/api/{name}")[0] == "bluesky"


def test_events_are_recognised(sighted):
    assert sighted("bluesky/events", "2025/")[0] == "bluesky-jetstream"


def test_an_answer_points_at_post_and_author_and_shares_the_thread(feed):
    assert feed.pointing(ReferenceKind.REPLY) == [(EERO, ROOT, ASTRID)]
    assert feed.post("3a2").thread == feed.post("3a1").thread == ROOT


def test_what_is_answered_is_read_from_the_feed_too(feed):
    assert [one.text for one in feed.of(Post) if one.key == ROOT] == ["Ny rutine for håndhygiene"] * 3


def test_passing_on_belongs_to_who_did_it_and_has_its_own_time(feed):
    assert feed.pointing(ReferenceKind.REPOST) == [(FREJA, ROOT, ASTRID)]
    assert [one.at for one in feed.records if getattr(one, "kind", "") == "repost"] == [1_740_898_800_000_000]


def test_quotations_of_posts_count_and_of_feeds_do_not(feed):
    assert feed.pointing(ReferenceKind.QUOTE) == [(FREJA, ROOT, ASTRID), (FREJA, f"{EERO}/3a2", EERO)]


def test_a_mention_is_told_by_the_account_it_means(feed):
    assert feed.pointing(ReferenceKind.MENTION) == [(EERO, None, FREJA)]


def test_media_are_pictures_and_films_also_beside_a_quotation(feed):
    assert [feed.post(one).media for one in ("3a1", "3a4", "3a3")] == ["picture", "video", "text"]


def test_who_says_to_be_a_bot_is_a_service_and_an_unknown_birthday_is_none(feed):
    assert {(one.handle, one.created) for one in feed.of(Account) if one.kind == "service"} == {
        ("varsel.bsky.social", None)
    }


def test_figures_have_the_time_the_user_says(read, feed):
    assert {one.at for one in feed.of(Metric)} == {None}
    told = read("bluesky", "bluesky/api/feed.json", settings={"seen": "2025-03-10"})
    assert {one.at for one in told.of(Metric)} == {1_741_564_800_000_000}


def test_every_unusable_row_says_why(feed):
    assert [reason for _, _, reason in feed.rejects] == [
        "'author.did' is 'did:plc:frejaholm', but the post is of 'did:plc:eeroniemi'",
        "'text' is missing",
        "neither a post, an account nor an act; its fields are posting",
        'the row is "tekst", not an object',
    ]


def test_a_thread_is_read_upwards_and_downwards(read):
    thread = read("bluesky", "bluesky/api/thread.json")
    assert {one.key.rpartition("/")[2] for one in thread.of(Post)} == {"3a1", "3a2", "3b1"}
    assert thread.rejects == []
    assert len(thread.rows) == 4


def test_lists_of_accounts_are_acts_or_ties(read):
    assert read("bluesky", "bluesky/api/likes.json").pointing(ReferenceKind.REACTION) == [
        (EERO, ROOT, ASTRID)
    ]
    assert read("bluesky", "bluesky/api/reposted.json").pointing(ReferenceKind.REPOST) == [
        (FREJA, ROOT, ASTRID)
    ]
    assert read("bluesky", "bluesky/api/followers.json").of(Tie) == [
        Tie(EERO, ASTRID, "follows"),
        Tie(FREJA, ASTRID, "follows"),
    ]


def test_a_profile_gives_its_figures_and_self_description(read):
    profile = read("bluesky", "bluesky/api/profile.json")
    assert {one.what: one.value for one in profile.of(Metric)} == {
        "followers": 5400,
        "following": 310,
        "posts": 2100,
    }
    assert profile.of(Account)[0].bio == "Overlege\nHåndhygiene"


def test_events_give_posts_likes_reposts_and_follows(events):
    assert [one.key for one in events.of(Post)] == [ROOT]
    assert events.pointing(ReferenceKind.REACTION) == [(EERO, ROOT, ASTRID)]
    assert events.pointing(ReferenceKind.REPOST) == [(FREJA, ROOT, ASTRID)]
    assert events.of(Tie) == [Tie(EERO, ASTRID, "follows", 1_740_816_000_000_000)]


def test_a_post_from_the_stream_is_the_post_from_the_api(events, feed):
    assert events.post("3a1") == feed.post("3a1")


def test_blocks_deletions_and_foreign_collections_are_rows_only(events):
    assert len(events.rows) == 15
    assert {one.name for one in events.of(Account) if one.name} == {"Freja Holm"}


def test_every_unusable_event_says_which_field(events):
    assert [reason for _, _, reason in events.rejects if "JSON" not in reason] == [
        "'operation' is missing",
        "'kind' is \"levitate\", which is not known",
        "'subject.uri' is \"at://feil\", which is no address of a record",
        "'createdAt' is missing",
    ]


@pytest.mark.realdata
def test_real_bodies_lose_no_row(read, real_files):
    reading = read("bluesky", real_files(SAMPLES / "bluesky.tar.xz"))
    assert (len(reading.rows), len(reading.of(Post)), reading.rejects) == (641, 441, [])


@pytest.mark.realdata
def test_real_events_lose_no_row(read, real_files):
    reading = read("bluesky-jetstream", real_files(SAMPLES / "jetstream.tar.xz", "expected_v1"))
    assert (len(reading.rows), len(reading.of(Post)), reading.rejects) == (152, 17, [])
