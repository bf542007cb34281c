"""Bulk exports of Mattermost, read from a hand-made file."""

import pytest

from luminary.collect.platforms.mattermost.text import read_message
from luminary.domain import Account, Metric, Place, Post, Reference, ReferenceKind

C = "mattermost:vakt/"
T = 1_740_816_000_000


def key(user, second):
    return f"{C}vakt/hygiene/{user}/{T + second * 1000}"


@pytest.fixture
def server(read):
    return read("mattermost", "mattermost/export.jsonl", place="vakt")


def test_an_export_is_recognised_by_its_lines(sighted):
    assert sighted("mattermost/export.jsonl")[0] == "mattermost"


def test_replies_stand_in_the_thread_of_their_post_and_point_at_it(server):
    assert server.pointing(ReferenceKind.REPLY) == [
        (f"{C}@aino", key("astrid.lund", 0), f"{C}@astrid.lund"),
        (f"{C}@bo", key("astrid.lund", 0), f"{C}@astrid.lund"),
    ]
    posts = {one.key: one for one in server.of(Post)}
    assert {posts[key("aino", 10)].thread, posts[key("astrid.lund", 0)].thread} == {key("astrid.lund", 0)}


def test_mentions_are_those_of_own_words_and_quoted_ones_are_silent(server):
    assert server.pointing(ReferenceKind.MENTION) == [
        (f"{C}@astrid.lund", None, f"{C}@aino"),
        (f"{C}@astrid.lund", None, f"{C}@bo.ek"),
        (f"{C}@aino", None, f"{C}@astrid.lund"),
    ]
    assert server.pointing(ReferenceKind.SILENT_MENTION) == [(f"{C}@bo", None, f"{C}@aino")]
    assert next(one.text for one in server.of(Post) if one.key == key("bo", 20)) == "Enig @channel"


def test_reactions_have_their_time_on_posts_and_replies(server):
    found = [(one.author, one.at) for one in server.of(Reference) if one.kind == ReferenceKind.REACTION]
    assert found == [(f"{C}@aino", (T + 60_000) * 1000), (f"{C}@astrid.lund", (T + 30_000) * 1000)]
    assert [one.value for one in server.of(Metric)] == [1, 1]


def test_notices_say_nothing_and_a_film_needs_no_words(server):
    posts = {one.key: one for one in server.of(Post)}
    assert key("aino", 30) not in posts
    assert (posts[key("bo", 40)].text, posts[key("bo", 40)].media) == ("", "video")


def test_a_webhook_is_a_service_and_not_the_person_who_set_it_up(server):
    post = next(one for one in server.of(Post) if one.text == "Ukens liste")
    assert post.author == f"{C}~webhook Varsel"
    kinds = {one.key for one in server.of(Account) if one.kind == "service"}
    assert kinds == {f"{C}~webhook Varsel", f"{C}@varsel-bot", f"{C}@pleieplan"}


def test_direct_messages_are_not_kept(server):
    assert "hemmelig" not in str(server.records) + str(server.rows)


def test_people_have_names_and_roles(server):
    people = {one.handle: one for one in server.of(Account) if one.name}
    assert (people["astrid.lund"].name, people["astrid.lund"].role) == ("Astrid Lund", "Hygienesykepleier")
    assert (people["aino"].name, people["aino"].role) == ("Aino K", "administrator")
    assert Place(f"{C}vakt/hygiene", "mattermost", "vakt", "Hygiene", "closed") in server.of(Place)


def test_every_unusable_line_says_which_field_and_value(server):
    reasons = {position: reason for _, position, reason in server.rejects}
    assert "no valid JSON" in reasons.pop(21)
    assert reasons == {
        14: "'user' is \"\", which names nobody",
        15: "'create_at' is \"i går\", which is no time in milliseconds",
        16: "'message' is \"12\", which is no text",
        17: "the post's 'type' is \"hologram\", which this version does not know",
        18: "'type' is \"playbook\", which this version does not know",
        19: "'post' is missing",
        20: "the row is \"['post']\", not an object",
    }


def test_a_fence_that_is_never_closed_holds_code_to_the_end():
    assert read_message("```\n@aino\n> @bo").mentions == ()
