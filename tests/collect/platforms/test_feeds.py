"""Feeds and lists of feeds, read from hand-made files and, where they are, real ones."""

import tarfile
from pathlib import Path

import pytest
from tests.collect.platforms.conftest import FIXTURES
from tests.exports import rows

from luminary import Workspace
from luminary.collect.platforms.feeds.read import OpmlReader
from luminary.collect.source import Unit
from luminary.domain import Account, Metric, Place, Post, Reference, ReferenceKind, Tie

REAL = Path(__file__).parents[4] / "shared" / "data" / "samples" / "opml.tar.xz"
LAUGHS = b'<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><rss><channel><item/></channel></rss>'
BLOG = "feed:astrid.example/"


@pytest.fixture
def blog(read):
    return read("feed", "feeds/blogg.xml")


@pytest.fixture
def podcast(read):
    return read("feed", "feeds/podkast.rss")


@pytest.mark.parametrize(
    ("file", "form"),
    [("blogg.xml", "feed"), ("bo.atom", "feed"), ("podkast.rss", "feed"), ("feed.json", "feed"),
     ("rdf.xml", "feed"), ("liste.opml", "opml")],
)  # fmt: skip
def test_every_kind_of_feed_is_recognised(sighted, file, form):
    assert sighted(f"feeds/{file}")[0] == form


def test_an_entry_has_its_words_without_quotations_and_its_page(blog):
    post = blog.post("tag:1")
    assert post.text == "Ny rutine å la Bo Ek, igjen og meg"
    assert (post.at, post.title) == (1_740_816_000_000_000, "Håndsprit")
    assert post.alias == "web:/astrid.example/handsprit"
    assert post.author == f"{BLOG}~Astrid Lund"
    assert Metric(post.key, "replies", 4) in blog.of(Metric)


def test_a_link_to_another_site_is_a_mention_of_that_page_once(blog):
    assert [(one.author, one.target_post, one.label) for one in blog.of(Reference)] == [
        (f"{BLOG}~Astrid Lund", "web:/bo.example/sprit", "link")
    ]


def test_an_entry_without_an_author_is_the_feeds_own(blog):
    post = next(one for one in blog.of(Post) if one.title == "Uten forfatter")
    assert (post.author, post.text) == ("feed:/astrid.example", "Måndag")
    feed = next(one for one in blog.of(Account) if one.key == "feed:/astrid.example")
    assert (feed.name, feed.bio, feed.url) == (
        "Astrid på vakt",
        "En sykepleier & hygiene",
        "https://www.astrid.example/",
    )


def test_every_unusable_entry_says_why(blog):
    assert [reason for _, _, reason in blog.rejects] == [
        "'pubDate' is missing",
        "title, text and link are missing",
        "'pubDate' is \"i går\", which is no date",
    ]


def test_atom_gives_first_publication_markup_answers_and_joint_authors(read):
    feed = read("feed", "feeds/bo.atom")
    first, second = feed.of(Post)
    assert (first.text, first.at, first.author) == ("Min test", 1_740_729_600_000_000, "feed:/bo.example")
    assert (second.text, second.origin, second.author) == ("Svar", "co-created", "web:/eeva.example/om")
    assert feed.pointing(ReferenceKind.REPLY) == [("web:/eeva.example/om", "feed:bo.example/tag:bo,1", None)]
    assert second.thread == first.thread


def test_a_guest_is_pointed_at_and_tied_to_who_invited(podcast):
    host = "feed:podden.example/~Astrid Lund"
    assert [(one.source, one.target, one.relation) for one in podcast.of(Tie)] == [
        (host, "web:/social.example/@aino", "podcast guest"),
        (host, "feed:podden.example/~Bo Ek", "podcast guest"),
    ]
    assert {one.label for one in podcast.of(Reference) if one.kind == ReferenceKind.MENTION} == {"guest"}


def test_an_episode_is_audio_or_video_and_co_created_with_a_guest(podcast):
    assert [(one.media, one.origin, one.text) for one in podcast.of(Post)] == [
        ("audio", "co-created", "Om sprit"),
        ("video", "own", "Alene"),
    ]


def test_json_feed_and_old_rss_are_read_too(read):
    feed = read("feed", "feeds/feed.json")
    post = feed.post("7")
    assert (post.text, post.media, post.author) == ("Käsihuuhde 2 < 3", "audio", "web:/eeva.example/om")
    assert [reason for _, _, reason in feed.rejects] == [
        'the row is "tekst", not an entry of a feed',
        "'date_published' is missing",
    ]
    old = read("feed", "feeds/rdf.xml")
    assert old.of(Post)[0].author == "feed:jonas.example/~Jonas Berg"


def test_a_list_of_feeds_names_the_accounts_that_their_feeds_have(read, blog):
    listed = read("opml", "feeds/liste.opml")
    assert {one.key for one in listed.of(Account)} == {"feed:/astrid.example", "feed:/uten.example-feed.xml"}
    assert {one.key for one in listed.of(Place)} & {one.key for one in blog.of(Place)} == {
        "feed:astrid.example/feed"
    }
    assert [reason for _, _, reason in listed.rejects] == [
        "'xmlUrl' is missing",
        "'xmlUrl' is \"file:///x\", which is no web address",
    ]


def test_a_bomb_is_refused_and_a_broken_feed_gives_what_is_whole(read):
    assert "declares an entity" in read("feed", {"a.xml": LAUGHS}).rejects[0][2]
    whole = (FIXTURES / "feeds" / "podkast.rss").read_bytes()
    cut = read("feed", {"a.xml": whole[: whole.index(b"Episode 2")]})
    assert [one.title for one in cut.of(Post)] == ["Episode 1"]
    assert "no valid XML" in cut.rejects[-1][2]


def test_another_xml_file_is_refused_by_its_element(read):
    assert (
        "its outermost element is html, not that of a feed"
        in read("feed", {"a.xml": b"<html/>"}).rejects[0][2]
    )


def test_a_link_meets_the_entry_it_leads_to_when_both_are_imported(tmp_path):
    with Workspace.open(tmp_path / "w", create=True) as opened:
        result = opened.collect.run(FIXTURES / "feeds" / "blogg.xml")
        assert any("own:mood" in note for note in result.notes)
        opened.collect.run(FIXTURES / "feeds" / "bo.atom")
        aliases = {row[0] for row in rows(opened, "posts", "alias")}
        linked = {row[0] for row in rows(opened, "refs", "target_post")}
        assert "web:/bo.example/sprit" in aliases & linked


@pytest.mark.realdata
def test_a_real_list_gives_every_feed_that_a_plain_count_finds():
    if not REAL.exists():
        pytest.skip("../shared/data/samples/opml.tar.xz is not here")
    with tarfile.open(REAL) as archive:
        data = archive.extractfile("opml/engineering_blogs.opml").read()
    reader = OpmlReader()
    found = [row for row in reader.rows(Unit("a.opml", data)) if "@xmlUrl" in row.value]
    accounts = {one.key for row in found for one in reader.records("a.opml", row) if isinstance(one, Account)}
    assert len(found) == data.count(b"xmlUrl=") == 422
    assert len(accounts) >= 0.98 * len(found)
