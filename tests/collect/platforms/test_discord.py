"""Channels of Discord, read from hand-made files."""

import pytest

from luminary.domain import Account, Metric, Place, Post, Reference, ReferenceKind

C = "discord:77/"


@pytest.fixture
def server(read):
    return read("discord", "discord")


def test_a_channel_is_recognised(sighted):
    name, saw = sighted("discord", "export/")
    assert name == "discord"
    assert "guild" in saw


def test_a_reply_points_at_the_message_and_a_notice_at_none(server):
    assert server.pointing(ReferenceKind.REPLY) == [(f"{C}9002", f"{C}100", None)]
    assert server.pointing(ReferenceKind.QUOTE) == []


def test_a_person_mentioned_twice_counts_once_and_in_a_quotation_silently(server):
    assert server.pointing(ReferenceKind.MENTION) == [(f"{C}9002", None, f"{C}9001")]
    assert server.pointing(ReferenceKind.SILENT_MENTION) == [(f"{C}9002", None, f"{C}9003")]
    assert server.post("101").text == "@Astrid Lund vi har brukt den"


def test_reactions_count_once_per_person_and_the_shown_count_is_kept(server):
    found = [(one.author, one.label) for one in server.of(Reference) if one.kind == ReferenceKind.REACTION]
    assert found == [(f"{C}9002", "thumbsup"), (f"{C}9003", "thumbsup")]
    assert server.of(Metric) == [Metric(f"{C}100", "reactions", 5)]


def test_a_thread_is_a_conversation_of_its_own(server):
    assert server.post("200").thread == f"{C}c32"
    assert server.post("100").thread is None


def test_notices_say_nothing_and_direct_messages_are_not_kept(server):
    assert {one.key for one in server.of(Post)} == {f"{C}{id}" for id in (100, 101, 103, 104, 106, 200)}
    assert "hemmelig" not in str(server.records) + str(server.rows)
    assert {"not_used": "private message", "id": "300"} in server.rows


def test_roles_services_places_and_media(server):
    people = {one.key: one for one in server.of(Account)}
    assert (people[f"{C}9001"].role, people[f"{C}9001"].handle) == ("Hygiene", "astrid_lund")
    assert people[f"{C}9004"].kind == "service"
    assert server.post("103").media == "video"
    places = {(one.name, one.access) for one in server.of(Place)}
    assert places == {("hygiene", "closed"), ("sprit", "closed")}


def test_every_raw_row_holds_its_server_and_channel(server):
    kept = [row for row in server.rows if isinstance(row, dict) and "content" in row]
    assert {(row["guild"]["id"], row["channel"]["id"]) for row in kept} == {("77", "31"), ("77", "32")}


def test_every_unusable_row_says_which_field_and_value(server):
    assert {position: reason for _, position, reason in server.rejects} == {
        8: "'author' is missing",
        9: "'timestamp' is \"i går\", which is no date",
        10: "'content' is missing",
        11: "'type' is \"Hologram\", which this version does not know",
        12: 'the row is "tekst", not an object',
    }


def test_a_file_without_messages_is_named(read):
    ((file, position, reason),) = read("discord", {"a.json": {"guild": {}, "posts": []}}).rejects
    assert (file, position) == ("a.json", None)
    assert "no 'messages'" in reason
