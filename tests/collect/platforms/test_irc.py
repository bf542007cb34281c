"""Logs of IRC, read from hand-made files."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luminary.collect.platforms.irc.lines import line_of
from luminary.collect.platforms.irc.read import addressed, channel_of, day_in
from luminary.domain import Account, Place, Post, ReferenceKind

HYGIENE = "#hygiene-2024-05-02.log"
REAL = Path(__file__).parents[4] / "shared" / "data" / "irc-ubuntu" / "irc.tar.xz"


@pytest.fixture
def logs(read):
    return read("irc", "irc")


def said(reading, channel):
    found = [one for one in reading.of(Post) if one.place == f"irc:/{channel}"]
    return [(when(one.at), one.author.removeprefix("irc:/@"), one.text) for one in found]


def when(at):
    return datetime.fromtimestamp(at // 10**6, UTC).strftime("%m-%d %H:%M:%S")


def test_a_log_is_recognised(sighted):
    name, saw = sighted("irc")
    assert name == "irc"
    assert "IRC" in saw


def test_notices_say_nothing_actions_do_and_the_day_changes_at_midnight(logs):
    assert said(logs, "#hygiene") == [
        ("05-02 09:19:05", "astrid", "which soap for sore hands?"),
        ("05-02 09:19:05", "bo", "morning all"),
        ("05-02 09:20:11", "bo", "astrid: the one with oil"),
        ("05-02 09:20:11", "astrid", "thanks"),
        ("05-02 09:20:11", "astrid", "thanks"),
        ("05-02 09:21:00", "cia", "waves"),
        ("05-02 09:23:00", "vaktbot", "bo: your shift begins"),
        ("05-02 23:58:00", "bo", "home: that is where I go"),
        ("05-03 00:03:00", "astrid", "night, bo"),
        ("05-03 00:04:00", "cia", "smörgås"),
    ]


def test_irssi_notes_days_between_the_lines(logs):
    assert said(logs, "#sprit") == [
        ("05-02 09:02:00", "astrid", "hei"),
        ("05-02 09:02:00", "bo", "hei"),
        ("05-02 09:03:00", "bo", "reads on"),
        ("05-03 07:00:00", "cia", "astrid, is it gel or spray?"),
    ]


def test_weechat_parts_its_lines_by_tabs(logs):
    assert said(logs, "#prover") == [
        ("05-02 09:20:00", "astrid", "ten samples today"),
        ("05-02 09:21:30", "bo", "counts"),
    ]


def test_hexchat_leaves_the_year_out_and_passes_new_year(logs):
    years = [
        datetime.fromtimestamp(one.at // 10**6, UTC).year for one in logs.of(Post) if "nyheter" in one.key
    ]
    assert said(logs, "#nyheter") == [
        ("12-30 09:01:00", "bo", "new rules"),
        ("01-02 08:00:00", "astrid", "bo: read them"),
        ("01-02 08:01:00", "cia", "nods"),
    ]
    assert years == [2024, 2025, 2025]


def test_lines_of_one_time_keep_their_order_and_have_keys_of_their_own(logs):
    posts = [one for one in logs.of(Post) if one.place == "irc:/#hygiene"]
    assert [one.at for one in posts] == sorted({one.at for one in posts})
    assert len({one.key for one in posts}) == len(posts)


def test_a_log_that_has_grown_gives_the_earlier_lines_the_same_keys(read):
    begun = "[09:00] <astrid> one\n[09:00] <bo> two\n"
    first = read("irc", {"#a-2024-05-02.log": begun.encode()})
    second = read("irc", {"#a-2024-05-02.log": (begun + "[09:00] <astrid> three\n").encode()})
    assert [one.key for one in second.of(Post)][:2] == [one.key for one in first.of(Post)]


def test_a_name_at_the_beginning_is_a_mention_only_of_somebody_who_speaks(logs):
    named = {(author[6:], target[6:]) for author, _, target in logs.pointing(ReferenceKind.MENTION)}
    assert named == {("bo", "astrid"), ("vaktbot", "bo"), ("cia", "astrid"), ("astrid", "bo")}
    assert logs.pointing(ReferenceKind.REPLY) == []


def test_private_talks_and_logs_without_a_day_are_refused_whole(logs):
    refused = {file: reason for file, position, reason in logs.rejects if position is None}
    assert refused.keys() == {"astrid.log", "#uten-dag.log"}
    assert "private talks are never read" in refused["astrid.log"]
    assert "nothing tells its day" in refused["#uten-dag.log"]
    assert "hemmelig" not in str(logs.records) + str(logs.rows)


def test_lines_that_no_program_writes_are_listed(logs):
    listed = [(file, position) for file, position, _ in logs.rejects if position is not None]
    assert listed == [(HYGIENE, 11), (HYGIENE, 12)]


def test_services_and_places(logs):
    kinds = {one.handle: one.kind for one in logs.of(Account)}
    assert (kinds["VaktBot"], kinds["astrid"]) == ("service", "unknown")
    assert {one.name for one in logs.of(Place)} == {"#hygiene", "#sprit", "#prover", "#nyheter"}


def test_the_place_names_network_and_channel(read):
    (post,) = read("irc", {"a-2024-05-02.log": b"[09:00] <astrid> hei\n"}, place="libera#hygiene").of(Post)
    assert (post.author, post.place) == ("irc:libera/@astrid", "irc:libera/#hygiene")


@pytest.mark.parametrize(
    ("file", "channel"),
    [
        ("2024/05/02/%23hygiene.txt", "#hygiene"),
        ("libera/#hygiene/2024-05-02.log", "#hygiene"),
        ("#hygiene_20240502.log", "#hygiene"),
        ("##c++.log", "##c++"),
        ("query/astrid.log", ""),
    ],
)
def test_the_channel_stands_in_the_name_of_file_or_folder(file, channel):
    assert channel_of(file) == channel


def test_the_day_stands_in_the_name_and_only_where_it_is_one():
    assert day_in("2024/05/02/#a.txt") == day_in("#a_20240502.log")
    assert day_in("#a-2024-02-31.log") is None
    assert day_in("#a.log") is None


@given(st.text(max_size=80))
def test_no_line_breaks_the_reader(text):
    for before in ("", "[09:00] ", "2024-05-02 09:00:00\t", "May 02 09:00:00 "):
        read = line_of(before + text)
        assert read is None or read.is_notice == (not read.nick)


def test_a_blank_after_a_nick_and_an_action_without_words_are_read():
    assert line_of("[09:00] <[bo] > hei").nick == "[bo]"
    assert (line_of("[09:00]  * bo").nick, line_of("[09:00]  * bo").text) == ("bo", "")


def test_nobody_addresses_himself():
    assert addressed(line_of("[09:00] <bo> bo: note to self"), {"bo"}) is None


@pytest.mark.realdata
def test_every_line_of_real_logs_is_read(read, real_files):
    reading = read("irc", real_files(REAL, suffixes=(".raw.txt",)), place="#help")
    assert not reading.rejects
    assert len(reading.rows) > 20_000
    assert len(reading.of(Post)) > 0.9 * len(reading.rows)
