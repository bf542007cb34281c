"""Mastodon, read from hand-made files."""

from pathlib import Path

import pytest

from luminary.domain import Account, AccountLink, Metric, Place, Post, ReferenceKind, Tie

REAL = Path(__file__).parents[4] / "shared" / "data" / "samples" / "mastodon.tar.xz"
API = "mastodon/api/vakt.example_api_v1_"
ASTRID, EERO, HANNE = (
    "mastodon:/astrid@vakt.example",
    "mastodon:/eero@sairaala.example",
    "mastodon:/hanne@vakt.example",
)
ROOT = "mastodon:/https://vakt.example/users/astrid/statuses/101"
ANSWER = "mastodon:/https://sairaala.example/users/eero/statuses/102"


@pytest.fixture
def timeline(read):
    return read("mastodon", f"{API}timelines_public.json")


@pytest.fixture
def archive(read):
    return read("mastodon-archive", "mastodon/archive")


def test_both_exports_are_recognised(sighted):
    assert sighted(f"{API}timelines_public.json")[0] == "mastodon"
    assert sighted("mastodon/archive", "archive-2025/")[0] == "mastodon-archive"


def test_posts_are_named_by_address_and_answer_by_the_id_of_their_server(timeline):
    assert {one.alias for one in timeline.of(Post) if one.key == ROOT} == {"mastodon:vakt.example/101"}
    assert timeline.pointing(ReferenceKind.REPLY) == [
        (EERO, "mastodon:vakt.example/101", ASTRID),
        (EERO, "mastodon:vakt.example/101", ASTRID),
        (ASTRID, "mastodon:vakt.example/101", ASTRID),
    ]


def test_what_two_servers_show_of_one_post_has_one_time(read):
    def shown(at):
        account = {
            "acct": "eero@sairaala.example",
            "username": "eero",
            "url": "https://sairaala.example/@eero",
        }
        status = {
            "id": "1",
            "uri": "https://sairaala.example/1",
            "created_at": at,
            "content": "a",
            "account": account,
        }
        return read("mastodon", {"a.json": [status]}).of(Post)[0].at

    assert shown("2025-03-01T08:00:00.123Z") == shown("2025-03-01T08:00:00.000Z")


def test_passing_on_is_an_act_and_the_post_is_read_once_more(timeline):
    assert timeline.pointing(ReferenceKind.REPOST) == [(ASTRID, ANSWER, EERO)]
    assert [one.key for one in timeline.of(Post)].count(ANSWER) == 2


def test_who_is_answered_is_not_mentioned_by_it(timeline):
    assert set(timeline.pointing(ReferenceKind.MENTION)) == {(EERO, None, HANNE)}


def test_a_quotation_points_at_the_post(timeline):
    assert timeline.pointing(ReferenceKind.QUOTE) == [(EERO, ROOT, ASTRID)]


def test_posts_for_followers_stand_in_a_closed_place(timeline):
    closed = {one.key for one in timeline.of(Place) if one.access == "closed"}
    assert [one.title for one in timeline.of(Post) if one.place in closed] == ["Til dem som følger"]


def test_direct_messages_and_people_who_ask_not_to_be_indexed_are_not_kept(timeline):
    assert "hemmelig" not in str(timeline.rows) + str(timeline.records)
    assert "vil ikke" not in str(timeline.rows) + str(timeline.records)
    assert {"not_used": "the account asks not to be indexed", "id": "106"} in timeline.rows


def test_media_service_and_role_are_told(timeline):
    media = {one.key.rpartition("/")[2]: one.media for one in timeline.of(Post)}
    assert (media["101"], media["102"], media["107"]) == ("picture", "video", "audio")
    assert {one.name for one in timeline.of(Account) if one.kind == "service"} == {"Varsel"}
    assert {one.role for one in timeline.of(Account) if one.key == ASTRID and one.name} == {"Moderator"}


def test_text_is_free_of_markup(timeline):
    assert {one.text for one in timeline.of(Post) if one.key == ANSWER} == {"@astrid Takk & hei @hanne"}


def test_figures_of_posts_and_accounts_are_kept(timeline):
    assert {one.what: one.value for one in timeline.of(Metric) if one.of == ROOT} == {
        "replies": 1,
        "reposts": 2,
        "likes": 3,
    }


def test_a_conversation_holds_what_stands_above_and_below(read):
    assert [one.key for one in read("mastodon", f"{API}statuses_101_context.json").of(Post)] == [ANSWER]


def test_lists_of_accounts_are_acts_or_ties(read):
    favoured = read("mastodon", f"{API}statuses_101_favourited_by.json")
    assert favoured.pointing(ReferenceKind.REACTION)[0] == (EERO, "mastodon:vakt.example/101", None)
    passed_on = read("mastodon", f"{API}statuses_101_reblogged_by.json")
    assert passed_on.pointing(ReferenceKind.REPOST) == [(EERO, "mastodon:vakt.example/101", None)]
    followers = read("mastodon", f"{API}accounts_1_followers.json", settings={"of": "@astrid@vakt.example"})
    assert followers.of(Tie) == [Tie(EERO, ASTRID, "follows")]


def test_every_unusable_row_says_which_field_and_value(read):
    assert [reason for _, _, reason in read("mastodon", "mastodon/api/unusable.json").rejects] == [
        "'created_at' is missing",
        "'content' is missing",
        "'visibility' is \"shouted\", which is not known",
        "'acct' is missing",
        "'favourites_count' is \"mange\", which is no count",
        "neither a post nor an account; its fields are id, tekst",
        'the row is "7", not an object',
    ]


def test_an_archive_meets_what_the_server_shows(archive, timeline):
    mine = next(one for one in archive.of(Post) if one.key == ROOT)
    theirs = next(one for one in timeline.of(Post) if one.key == ROOT)
    assert (mine.author, mine.at, mine.text, mine.media) == (
        theirs.author,
        theirs.at,
        theirs.text,
        theirs.media,
    )


def test_an_archive_gives_answers_mentions_posts_passed_on_and_favourites(archive):
    assert archive.pointing(ReferenceKind.REPLY) == [(ASTRID, ANSWER, EERO)]
    assert archive.pointing(ReferenceKind.MENTION) == [(ASTRID, None, HANNE)]
    assert archive.pointing(ReferenceKind.REPOST) == [(ASTRID, ANSWER, EERO)]
    assert archive.pointing(ReferenceKind.REACTION) == [(ASTRID, ANSWER, EERO)]
    assert archive.unused == ["bookmarks.json"]


def test_of_an_archive_direct_messages_are_not_kept_and_changed_rows_are_listed(archive):
    assert "hemmelig" not in str(archive.rows) + str(archive.records)
    assert [reason for _, _, reason in archive.rejects] == [
        "'published' is missing",
        "'type' is \"Levitate\", which is not known",
    ]


@pytest.mark.realdata
def test_real_bodies_lose_no_row(read, real_files):
    reading = read("mastodon", real_files(REAL))
    assert (len(reading.rows), len(reading.of(Post)), reading.rejects) == (307, 170, [])


def test_a_link_that_the_server_checked_is_kept_with_the_time(read):
    field = {"name": "Blogg", "value": '<a href="https://astrid.example/">astrid.example</a>'}
    account = {
        "id": "1", "acct": "astrid", "username": "astrid", "url": "https://vakt.example/@astrid",
        "fields": [field | {"verified_at": "2025-03-01T08:00:00.000Z"}, {"name": "Ord", "value": "vakt"},
                   {"name": "X", "value": "https://x.com/astrid", "verified_at": None}, "tull"],
    }  # fmt: skip
    found = read("mastodon", {"a.json": [account]}).of(AccountLink)
    assert [(one.account, one.address, one.label, bool(one.verified)) for one in found] == [
        (ASTRID, "https://astrid.example/", "Blogg", True),
        (ASTRID, "https://x.com/astrid", "X", False),
    ]
