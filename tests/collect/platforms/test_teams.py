"""Exports of Microsoft Teams, read from hand-made files."""

import json

import pytest
from tests.collect.platforms.conftest import FIXTURES

from luminary.collect.platforms.teams.read import camel
from luminary.domain import Account, Metric, Place, Post, Reference, ReferenceKind

C = "teams:vakt/"
CHANNEL = f"{C}19:hygiene@thread.tacv2"
MESSAGES = FIXTURES / "teams" / "teams" / "Vakt" / "messages_Vakt.json"


def key(minute):
    return f"{CHANNEL}/{1_740_816_000_001 + minute * 60_000}"


@pytest.fixture
def team(read):
    return read("teams", "teams", place="vakt")


def test_an_export_is_recognised_below_any_folder(sighted):
    name, saw = sighted("teams", "Export 2025/")
    assert name == "teams"
    assert "channelIdentity" in saw


def test_a_page_of_the_api_gives_the_same_as_the_export(read, team):
    rows = json.loads(MESSAGES.read_text(encoding="utf-8-sig"))[:8]
    page = read("teams", {"page.json": {"@odata.context": "x", "value": camel(rows)}}, place="vakt")
    assert [one._replace(place="") for one in page.of(Post)] == [
        one._replace(place="") for one in team.of(Post)
    ]
    assert page.of(Reference) == team.of(Reference)


def test_answers_stand_in_the_thread_and_point_at_what_opened_it(team):
    assert team.pointing(ReferenceKind.REPLY) == [
        (f"{C}u-aino", key(0), None),
        (f"{C}u-bo", key(0), None),
    ]
    posts = {one.key: one for one in team.of(Post)}
    assert {posts[key(n)].thread for n in (0, 1, 2)} == {key(0)}


def test_a_person_mentioned_twice_counts_once_and_a_channel_not(team):
    assert team.pointing(ReferenceKind.MENTION) == [(f"{C}u-aino", None, f"{C}u-astrid")]


def test_a_referred_message_is_a_quotation(team):
    assert team.pointing(ReferenceKind.QUOTE) == [(f"{C}u-bo", key(1), f"{C}u-aino")]


def test_reactions_keep_their_time_where_there_is_one(team):
    found = [
        (one.author, one.at, one.label) for one in team.of(Reference) if one.kind == ReferenceKind.REACTION
    ]
    assert found == [(f"{C}u-aino", 1_740_816_600_000_000, "like"), (f"{C}u-bo", None, "heart")]
    assert team.of(Metric) == [Metric(key(0), "reactions", 2)]


def test_text_title_and_media_are_as_a_reader_sees_them(team):
    posts = {one.key: one for one in team.of(Post)}
    assert (posts[key(0)].text, posts[key(0)].title) == (
        "Ny rutine for håndsprit\nSpørsmål?",
        "Håndhygiene",
    )
    assert (posts[key(1)].text, posts[key(1)].media) == ("@Astrid Lund og @Hygiene: takk", "picture")
    assert (posts[key(7)].text, posts[key(7)].media) == ("Ren tekst 2 < 3", "video")


def test_chats_deleted_messages_and_notices_say_nothing(team):
    assert "hemmelig" not in str(team.records) + str(team.rows)
    assert {"not_used": "private message", "id": "1740816300001"} in team.rows
    assert {one.key for one in team.of(Post)} == {key(n) for n in (0, 1, 2, 6, 7)}


def test_people_have_titles_and_an_application_is_a_service(team):
    people = {one.key: one for one in team.of(Account) if one.email}
    assert people[f"{C}u-astrid"].role == "Hygienesykepleier, Kirurgi"
    assert people[f"{C}u-aino"].email == "aino@vakt.example"
    assert {one.key for one in team.of(Account) if one.kind == "service"} == {f"{C}app-1"}


def test_a_channel_is_closed_and_has_its_name(team):
    assert {(one.key, one.name, one.access) for one in team.of(Place)} == {(CHANNEL, "Hygiene", "closed")}


def test_every_unusable_row_says_which_field_and_value(team):
    assert {position: reason for _, position, reason in team.rejects} == {
        9: "'from' names neither a user nor an application",
        10: "'createdDateTime' is missing",
        11: "'messageType' is \"hologram\", which this version does not know",
        12: "'channelId' is missing",
        13: 'the row is "tekst", not an object',
    }
