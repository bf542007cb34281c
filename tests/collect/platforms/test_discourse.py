"""Discourse posts, read from hand-made files."""

import time
from pathlib import Path

import pytest

from luminary.collect.platforms.discourse.cooked import read_cooked
from luminary.domain import Account, Metric, Place, Post, ReferenceKind

REAL = Path(__file__).parents[4] / "shared" / "data" / "delving-discourse"


@pytest.fixture
def forum(read):
    return read("discourse", "discourse", place="vakt")


@pytest.mark.parametrize("prefix", ["", "archive/posts/2025-03-March/"])
def test_posts_are_recognised_below_any_folders(sighted, prefix):
    name, saw = sighted("discourse", prefix)
    assert name == "discourse"
    assert "post_number" in saw


def test_a_page_whose_first_post_is_long_is_recognised_by_its_wrapper(sighted):
    long = b'{"latest_posts":[{"id":1,"cooked":"' + b"a" * 70_000 + b'"}]}'
    assert sighted({"posts.json": long})[0] == "discourse"


def test_a_post_carries_its_number_as_a_second_key(forum):
    post = forum.post(41)
    assert (post.key, post.alias, post.thread) == (
        "discourse:vakt/41",
        "discourse:vakt/t9/1",
        "discourse:vakt/t9",
    )
    assert (post.author, post.title) == ("discourse:vakt/3", "Håndhygiene")


def test_figures_are_those_the_forum_shows(forum):
    figures = {one.what: one.value for one in forum.of(Metric) if one.of == "discourse:vakt/41"}
    assert figures == {"likes": 4, "reads": 10, "incoming links": 2}


def test_figures_that_are_missing_are_not_zero(forum):
    assert not [one for one in forum.of(Metric) if one.of == "discourse:vakt/67"]


def test_a_role_is_what_the_forum_says(forum):
    roles = {one.role for one in forum.of(Account) if one.key == "discourse:vakt/3"}
    assert "Overlege; moderator" in roles


def test_an_answer_points_at_post_and_person(forum):
    answers = forum.pointing(ReferenceKind.REPLY)
    assert ("discourse:vakt/4", "discourse:vakt/t9/1", "discourse:vakt/@ingrid") in answers


def test_who_answers_nobody_in_particular_answers_the_opener_of_the_topic(forum):
    unaddressed = [answer for answer in forum.pointing(ReferenceKind.REPLY) if answer[2] is None]
    assert unaddressed
    assert all(post is not None and post.endswith("/1") for _, post, _ in unaddressed)


def test_a_mention_counts_outside_quotations_only(forum):
    assert forum.pointing(ReferenceKind.MENTION) == [("discourse:vakt/4", None, "discourse:vakt/@ingrid")]
    assert forum.pointing(ReferenceKind.SILENT_MENTION) == [
        ("discourse:vakt/5", None, "discourse:vakt/@ingrid")
    ]


def test_only_the_outer_quotation_is_the_writers_own(forum):
    assert forum.pointing(ReferenceKind.QUOTE) == [
        ("discourse:vakt/5", "discourse:vakt/t9/2", "discourse:vakt/@aino")
    ]
    assert forum.post(43).text == "Enig."


def test_paragraphs_stand_on_lines_of_their_own(forum):
    assert forum.post(42).text == "@Ingrid hver morgen & kveld\nAlltid."


def test_what_stands_at_the_topic_reaches_its_posts(forum):
    assert (forum.post(44).title, forum.post(44).place) == ("Håndhygiene", "discourse:vakt/c5")


def test_private_posts_and_whispers_are_not_kept(forum):
    assert "hemmelig" not in (str(forum.records) + str(forum.rows)).replace("Hemmelig", "")
    assert "hvisket" not in str(forum.records) + str(forum.rows)
    assert {"not_used": "whisper among staff", "id": 47} in forum.rows


def test_small_actions_and_deleted_posts_say_nothing(forum):
    assert not {"46", "48", "49", "50"} & {one.key.rpartition("/")[2] for one in forum.of(Post)}


def test_the_forums_own_accounts_are_services(forum):
    kinds = {one.handle: one.kind for one in forum.of(Account)}
    assert (kinds["system"], kinds["discobot"], kinds["abbott"]) == ("service", "service", "unknown")


def test_a_forum_is_open_unless_the_user_says_otherwise(read, forum):
    assert {one.access for one in forum.of(Place)} == {"open"}
    assert {one.access for one in read("discourse", "discourse", access="closed").of(Place)} == {"closed"}


def test_boxes_and_file_names_are_nobodys_words(forum):
    assert forum.post(54).text.split("\n")[0] == "Se planen"
    assert "Ikke" not in forum.post(54).text
    assert "bilde" not in forum.post(54).text
    assert forum.post(54).text.endswith("Slutt")


def test_an_author_without_an_id_is_known_by_handle(forum):
    assert forum.post(67).author == "discourse:vakt/@aino"


def test_every_unusable_row_says_which_field_and_value(forum):
    assert {position: reason for _, position, reason in forum.rejects} == {
        1: "'username' is missing",
        2: "'cooked' is missing",
        3: "'cooked' is a list, which is no text",
        4: "'created_at' is \"31/02/2025\", which is no date",
        5: "'created_at' is \"1970-01-01T00:00:00Z\", which stands for no time",
        6: "'topic_id' is missing",
        7: "'post_type' is \"vanlig\", which is no kind of post",
        8: 'the row is "7", not an object',
    }


def test_a_file_that_is_no_json_is_rejected_as_a_whole(read):
    ((file, position, reason),) = read("discourse", {"a.json": b"\x00\x01"}).rejects
    assert (file, position) == ("a.json", None)
    assert "no valid JSON" in reason


@pytest.mark.parametrize(
    "piece", ["<aside", '<aside class="quote"', "<a ", '<a class="mention" href="', "<div "]
)
def test_a_hostile_post_takes_no_longer_than_its_length_deserves(piece):
    begun = time.process_time()
    read_cooked('<blockquote></blockquote>class="meta"class="mention"' + piece * (1_000_000 // len(piece)))
    assert time.process_time() - begun < 5


@pytest.mark.realdata
def test_a_real_forum_is_read_without_rejects(read):
    import tarfile

    packed = sorted(REAL.glob("*.tar.xz"))
    if not packed:
        pytest.skip("no real forum in ../shared/data/delving-discourse")
    files = {}
    with tarfile.open(packed[0], "r|xz") as archive:
        for member in archive:
            if member.name.endswith(".json"):
                files[member.name] = archive.extractfile(member).read()
            if len(files) == 500:
                break
    reading = read("discourse", files)
    assert reading.rejects == []
    assert len(reading.of(Post)) > 450
