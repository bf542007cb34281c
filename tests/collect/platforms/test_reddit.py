"""Reddit, read from hand-made files."""

import json
from pathlib import Path

import pytest
import zstandard

from luminary import Workspace
from luminary.domain import Account, Metric, Place, Post, ReferenceKind

REAL = Path(__file__).parents[4] / "shared" / "data" / "samples" / "reddit_api.tar.xz"
FIXTURES = Path(__file__).parents[2] / "fixtures" / "reddit"
ASTRID, EERO, FREJA = "reddit:/t2_astrid_lund", "reddit:/t2_eero_niemi", "reddit:/t2_freja_holm"


@pytest.fixture
def tree(read):
    return read("reddit", "reddit/api/tree.json")


@pytest.fixture
def posts(read):
    return read("reddit", "reddit/api/posts.json")


@pytest.mark.parametrize("name", ["tree", "posts", "people", "moderators", "more"])
def test_every_body_is_recognised(sighted, name):
    assert sighted(f"reddit/api/{name}.json")[0] == "reddit"


@pytest.mark.parametrize("name", ["sykepleie_comments.jsonl", "RS_2025-03"])
def test_dumps_are_recognised_whatever_they_are_called(sighted, name):
    assert sighted(f"reddit/dump/{name}")[0] == "reddit-dump"


def test_a_tree_gives_every_comment_once_and_each_answers_the_one_above(tree):
    assert tree.pointing(ReferenceKind.REPLY)[:3] == [
        (EERO, "reddit:/t3_aa1", None),
        (ASTRID, "reddit:/t1_c1", None),
        (FREJA, "reddit:/t1_c2", None),
    ]
    assert {one.thread for one in tree.of(Post)} == {"reddit:/t3_aa1"}
    assert len(tree.rows) == 7
    assert "replies" not in json.dumps(tree.rows).replace('"replies": null', "").replace('"replies": ""', "")


def test_deleted_and_removed_posts_say_nothing_and_their_rows_are_kept(tree, posts):
    assert "reddit:/t1_c4" not in {one.key for one in tree.of(Post)}
    assert "reddit:/t3_aa4" not in {one.key for one in posts.of(Post)}
    assert (tree.rejects, posts.rejects) == ([], [])


def test_a_mention_in_a_quoted_line_does_not_count(tree):
    assert tree.pointing(ReferenceKind.MENTION) == [(FREJA, None, "reddit:/@eero_niemi")]


def test_scores_may_be_below_zero_and_hidden_ones_are_missing(tree):
    scores = {one.of: one.value for one in tree.of(Metric) if one.what == "score"}
    assert scores["reddit:/t1_c3"] == -2
    assert "reddit:/t1_c5" not in scores


def test_roles_and_services_are_told(tree):
    roles = {one.role for one in tree.of(Account) if one.key == ASTRID}
    assert roles == {"Overlege", "moderator"}
    assert {one.handle for one in tree.of(Account) if one.kind == "service"} == {"AutoModerator"}


def test_media_promotion_crossposts_and_private_communities_are_told(posts):
    film, picture = posts.of(Post)[:2]
    assert (film.media, film.paid_label) == ("video", True)
    assert (picture.media, picture.paid_label) == ("picture", None)
    assert posts.pointing(ReferenceKind.REPOST) == [(EERO, "reddit:/t3_aa1", None)]
    assert {one.name: one.access for one in posts.of(Place)} == {"r/Sykepleie": "open", "r/Lukket": "closed"}


def test_accounts_moderators_and_later_loaded_comments_are_read(read):
    person = read("reddit", "reddit/api/people.json")
    assert {one.what: one.value for one in person.of(Metric)} == {
        "karma of posts": 10,
        "karma of comments": -3,
        "followers": 7,
    }
    assert [(one.key, one.role) for one in read("reddit", "reddit/api/moderators.json").of(Account)] == [
        (ASTRID, "moderator")
    ]
    assert [one.key for one in read("reddit", "reddit/api/more.json").of(Post)] == ["reddit:/t1_c8"]


def test_every_unusable_row_says_which_field_and_value(read):
    assert [reason for _, _, reason in read("reddit", "reddit/api/unusable.json").rejects] == [
        "'author' is missing",
        "'selftext' is missing",
        "'created_utc' is \"i går\", which is no time in seconds",
        "'parent_id' is missing",
        "'num_comments' is \"mange\", which is no count",
        "neither a post, a comment nor an account; its fields are id, tekst",
        'the row is "tekst", not an object',
        "'promoted' is \"kanskje\", which is neither yes nor no",
        "'subreddit' is missing",
    ]


def test_a_dump_gives_what_the_api_gives_with_the_time_of_reading(read, tree):
    dump = read("reddit-dump", "reddit/dump")
    for native in ("t1_c1", "t1_c2", "t1_c3", "t3_aa1"):
        assert dump.post(native) == tree.post(native)
    assert {one.at for one in dump.of(Metric)} == {1_741_608_000_000_000}
    assert [reason for _, _, reason in dump.rejects if "JSON" not in reason] == ["'created_utc' is missing"]


def test_a_packed_dump_is_imported_with_every_row_kept_or_listed(tmp_path):
    packed = tmp_path / "RC_2025-03.zst"
    packed.write_bytes(zstandard.compress((FIXTURES / "dump" / "sykepleie_comments.jsonl").read_bytes()))
    with Workspace.open(tmp_path / "w", create=True) as opened:
        result = opened.collect.run(packed)
    assert (result.format, result.read, result.kept, result.rejected) == ("reddit-dump", 6, 4, 2)


@pytest.mark.realdata
def test_real_bodies_lose_no_row(read, real_files):
    reading = read("reddit", real_files(REAL))
    assert (len(reading.rows), len(reading.of(Post)), reading.rejects) == (1_794, 1_446, [])
