"""Slack exports, read from hand-made files."""

import pytest

from luminary.collect.platforms.slack.text import read_text
from luminary.domain import Account, Metric, Place, Post, Reference, ReferenceKind

EXPORT = "slack/export"
T = 1740816000


@pytest.fixture
def team(read):
    return read("slack", EXPORT)


def key(channel, second, fraction="000100"):
    return f"slack:T01VAKT/{channel}/{T + second}.{fraction}"


@pytest.mark.parametrize("prefix", ["", "Vakt Slack export/"])
def test_an_export_is_recognised_below_any_folder(sighted, prefix):
    name, saw = sighted(EXPORT, prefix)
    assert name == "slack"
    assert "users.json" in saw


def test_a_team_is_closed_and_named_by_its_id(team):
    places = {one.name: (one.key, one.community, one.access) for one in team.of(Place)}
    assert places["hygiene"] == ("slack:T01VAKT/C01HYG", "T01VAKT", "closed")
    assert places["ledelse"] == ("slack:T01VAKT/G01LED", "T01VAKT", "closed")


def test_the_user_may_name_the_team_and_open_it(read):
    places = read("slack", EXPORT, place="vakt", access="open").of(Place)
    assert {(one.community, one.access) for one in places} == {("vakt", "open")}


def test_private_conversations_are_not_kept(team):
    assert "hemmelig" not in str(team.records) + str(team.rows)
    assert {name.split("/")[0] for name in team.unused} == {"D01HEMMELIG", "mpdm-ingrid--aino--jonas-1"}
    assert {"not_used": "private message", "id": f"{T + 1}.000100"} in team.rows


def test_an_answer_in_a_thread_points_at_what_opened_it(team):
    assert team.pointing(ReferenceKind.REPLY) == [
        ("slack:T01VAKT/U02AINO", key("C01HYG", 1), "slack:T01VAKT/U01INGRID")
    ]
    posts = {one.key: one for one in team.of(Post)}
    assert posts[key("C01HYG", 1)].thread == posts[key("C01HYG", 2)].thread
    assert posts[key("C01HYG", 3)].thread is None


def test_each_reaction_counts_once_per_person_and_the_shown_count_is_kept(team):
    assert team.pointing(ReferenceKind.REACTION) == [
        ("slack:T01VAKT/U02AINO", key("C01HYG", 1), "slack:T01VAKT/U01INGRID"),
        ("slack:T01VAKT/U03JONAS", key("C01HYG", 1), "slack:T01VAKT/U01INGRID"),
    ]
    assert team.of(Metric) == [Metric(key("C01HYG", 1), "reactions", 5)]


def test_text_is_written_as_a_reader_sees_it(team):
    posts = {one.key: one.text for one in team.of(Post)}
    assert posts[key("C01HYG", 2)] == "@Ingrid Solheim hver morgen & kveld, se planen"
    assert posts[key("C01HYG", 3)] == "Uten tråd i #hygiene @channel"


def test_a_mention_in_a_quoted_line_is_silent_and_others_count_once(team):
    refs = [(one.kind, one.target[-8:]) for one in team.of(Reference) if one.post == key("C01HYG", 101)]
    assert sorted(refs) == [
        (ReferenceKind.MENTION, "U01INGRID"[-8:]),
        (ReferenceKind.SILENT_MENTION, "/U02AINO"),
    ]
    assert (
        next(one.text for one in team.of(Post) if one.key == key("C01HYG", 101))
        == "Enig, @ingrid og @Ingrid Solheim"
    )


def test_notices_are_kept_as_rows_and_say_nothing(team):
    assert any(isinstance(row, dict) and row.get("subtype") == "channel_join" for row in team.rows)
    assert not [one for one in team.of(Post) if "joined" in one.text or "deleted" in one.text]


def test_services_are_marked(team):
    kinds = {one.key.rpartition("/")[2]: one.kind for one in team.of(Account) if one.kind == "service"}
    assert set(kinds) == {"U04VARSEL", "USLACKBOT", "B01"}


def test_an_edited_message_keeps_its_own_time(team):
    assert next(one for one in team.of(Post) if one.key == key("C01HYG", 400)).text == "Rettet tekst"


def test_a_shared_message_is_a_quotation(team):
    assert team.pointing(ReferenceKind.QUOTE) == [
        ("slack:T01VAKT/U03JONAS", key("C01HYG", 2), "slack:T01VAKT/U02AINO")
    ]


def test_words_that_slack_puts_around_files_are_left_out(team):
    posts = {one.key: one for one in team.of(Post)}
    upload, comment = posts[key("C01HYG", 600)], posts[key("C01HYG", 601, "0")]
    assert (upload.text, upload.media) == ("Plan\nNy plan", "picture")
    assert (comment.text, comment.author) == ("Fin plan", "slack:T01VAKT/U02AINO")


def test_roles_and_names_come_from_the_list_of_people(team):
    people = {one.handle: one for one in team.of(Account) if one.handle}
    assert (people["aino"].role, people["ingrid"].role) == ("Hygienesykepleier", "administrator")
    assert people["jonas"].name == "Jonas Berg"


def test_a_person_who_is_not_in_the_list_is_named_by_the_message(team):
    assert Account("slack:T01VAKT/U99UKJENT", "slack", name="Eeva Niemi") in team.of(Account)


def test_every_unusable_row_says_which_field_and_value(team):
    assert {position: reason for _, position, reason in team.rejects} == {
        1: "'user' is missing",
        2: "'text' is missing",
        3: "'text' is \"12\", which is no text",
        4: "'ts' is missing",
        5: "'ts' is \"0.0\", which stands for no time",
        6: "'subtype' is \"levitated\", which this version does not know",
        7: "'subtype' is a list, which this version does not know",
        8: 'the row is "tekst", not an object',
    }


def test_code_is_not_a_quotation():
    assert read_text("```\n&gt; kode\n```\n&gt;&gt;&gt; resten\ner sitat").text == "```\n> kode\n```"


def test_entities_are_spelled_out_once():
    assert read_text("&amp;lt;").text == "&lt;"
