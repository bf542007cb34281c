"""Exports of WordPress, read from a hand-made file."""

import pytest
from tests.collect.platforms.conftest import FIXTURES
from tests.exports import rows

from luminary import Workspace
from luminary.domain import Account, Place, Post, Reference, ReferenceKind

C = "wordpress:vaktrommet.example/"
FILE = FIXTURES / "wordpress" / "side.xml"


@pytest.fixture
def site(read):
    return read("wordpress", "wordpress/side.xml")


def test_an_export_is_recognised_and_not_taken_for_a_feed(sighted):
    assert sighted("wordpress/side.xml")[0] == "wordpress"


def test_an_author_has_one_key_by_list_post_and_comment(site):
    author = next(one for one in site.of(Account) if one.role == "author")
    assert (author.key, author.name, author.handle) == (f"{C}3", "Astrid Lund", "astrid")
    assert site.post("10").author == site.post("c2").author == f"{C}3"
    assert site.post("11").author == f"{C}@gjest"


def test_a_post_has_its_own_words_its_page_and_its_film(site):
    post = site.post("10")
    assert post.text.startswith("Ny rutine, se Bo og oss.")
    assert "sitat" not in post.text
    assert "gallery" not in post.text
    assert "[1]" in post.text
    assert (post.alias, post.media) == ("web:/vaktrommet.example/handsprit", "video")


def test_comments_answer_the_post_or_a_comment_and_wait_for_approval(site):
    assert site.pointing(ReferenceKind.REPLY) == [
        (f"{C}@aino@vakt.example", f"{C}10", f"{C}3"),
        (f"{C}3", f"{C}c1", None),
    ]
    assert site.post("c1").text == "Takk & hei"
    assert f"{C}c3" not in {one.key for one in site.of(Post)}
    assert {site.post(id).thread for id in ("10", "c1", "c2")} == {f"{C}10"}


def test_links_out_and_pingbacks_in_are_mentions(site):
    found = [one for one in site.of(Reference) if one.kind == ReferenceKind.MENTION]
    assert [(one.author, one.target_post, one.target, one.label) for one in found] == [
        (f"{C}3", "web:/bo.example/sprit", None, "link"),
        ("feed:/bo.example", f"{C}10", f"{C}3", "pingback"),
    ]


def test_what_is_not_published_is_not_kept(site):
    assert "hemmelig" not in str(site.records) + str(site.rows)
    kept = [row for row in site.rows if isinstance(row, dict) and "wp:post_id" in row]
    assert {row["wp:post_id"] for row in kept} == {"10", "11", "14", "15", "16"}
    assert {"not_used": "not published", "id": "12"} in site.rows


def test_a_page_without_a_time_in_utc_has_that_of_the_feed(site):
    assert site.post("11").at == 1_740_902_400_000_000
    assert site.of(Place)[0].access == "open"


def test_every_unusable_post_says_why(site):
    assert [reason for _, _, reason in site.rejects] == [
        "'dc:creator' is missing",
        "'wp:post_date_gmt' is \"i går\", which is no date",
    ]


def test_a_broken_export_gives_what_is_whole(read):
    whole = FILE.read_bytes()
    cut = read("wordpress", {"a.xml": whole[: whole.index(b"<title>Utkast")]})
    assert [one.key for one in cut.of(Post)] == [f"{C}10", f"{C}c1", f"{C}c2", f"{C}11"]
    assert "no valid XML" in cut.rejects[-1][2]


def test_unknown_elements_are_told_after_an_import(tmp_path):
    with Workspace.open(tmp_path / "w", create=True) as opened:
        result = opened.collect.run(FILE)
        assert (result.format, result.read, result.rejected) == ("wordpress", 8, 2)
        assert any("wp:mood" in note for note in result.notes)
        assert len(rows(opened, "posts", "post")) == 4
