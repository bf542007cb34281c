"""What Zeeschuimer saw on five platforms, read from hand-made files."""

import pytest

from luminary.domain import Account, Metric, Place, Post, ReferenceKind

SEEN = 1_741_608_000_001_000


@pytest.mark.parametrize("name", ["tiktok", "instagram", "threads", "linkedin", "x"])
def test_every_platform_is_recognised(sighted, name):
    assert sighted(f"zeeschuimer/{name}.ndjson", "samlet/")[0] == "zeeschuimer"


@pytest.fixture
def seen(read):
    return lambda name: read("zeeschuimer", f"zeeschuimer/{name}.ndjson")


def test_a_film_has_author_figures_mention_and_paid_label(seen):
    tiktok = seen("tiktok")
    film = tiktok.post("7001")
    assert (film.author, film.media, film.paid_label, film.origin) == ("tiktok:/61", "video", True, "own")
    assert {one.what: one.value for one in tiktok.of(Metric) if one.of == film.key} == {
        "likes": 120,
        "replies": 4,
        "reposts": 3,
        "views": 13800,
        "bookmarks": 7,
    }
    assert tiktok.pointing(ReferenceKind.MENTION)[0] == ("tiktok:/61", None, "tiktok:/62")


def test_figures_carry_the_time_at_which_the_page_was_seen(seen):
    times = [
        one.at for one in seen("tiktok").of(Metric) if one.of == "tiktok:/61" and one.what == "followers"
    ]
    assert times == [SEEN, SEEN + 1_000, SEEN + 2_000]


def test_pictures_duets_older_forms_and_private_films_are_told(seen):
    tiktok = seen("tiktok")
    older, duet = tiktok.post("7002"), tiktok.post("7003")
    assert (older.author, older.media, older.paid_label) == ("tiktok:/61", "picture", False)
    assert {one.key: one.access for one in tiktok.of(Place)}[older.place] == "closed"
    assert (duet.origin, duet.paid_label) == ("co-created", None)


def test_comments_answer_the_film_or_the_comment_above(seen):
    assert seen("tiktok").pointing(ReferenceKind.REPLY) == [
        ("tiktok:/62", "tiktok:/7001", None),
        ("tiktok:/61", "tiktok:/8001", None),
    ]


def test_a_post_of_several_is_co_created_and_names_them_once(seen):
    instagram = seen("instagram")
    post = instagram.post("Cabc1")
    assert (post.origin, post.media, post.paid_label) == ("co-created", "video", True)
    assert [one for one in instagram.pointing(ReferenceKind.MENTION) if one[0] == post.author][:2] == [
        ("instagram:/71", None, "instagram:/72"),
        ("instagram:/71", None, "instagram:/73"),
    ]


def test_hidden_counts_are_missing_and_private_accounts_closed(seen):
    instagram = seen("instagram")
    post = instagram.post("Cabc2")
    assert {one.what for one in instagram.of(Metric) if one.of == post.key} == {"replies"}
    assert {one.key: one.access for one in instagram.of(Place)}[post.place] == "closed"
    assert (post.text, post.paid_label, post.media) == ("", False, "picture")


def test_the_older_form_is_read_and_a_part_of_a_post_is_listed(seen):
    instagram = seen("instagram")
    assert instagram.post("Cold1").text == "Eldre @freja.holm"
    assert {one.what: one.value for one in instagram.of(Metric) if one.of.endswith("Cold1")} == {"likes": 10}
    assert [reason for _, _, reason in instagram.rejects] == ["'taken_at' is missing"]


def test_a_thread_answers_and_quotes(seen):
    threads = seen("threads")
    assert threads.pointing(ReferenceKind.REPLY) == [("threads:/71", None, "threads:/72")]
    assert threads.pointing(ReferenceKind.QUOTE) == [("threads:/71", "threads:/Dth0", "threads:/73")]
    assert {one.what: one.value for one in threads.of(Metric)} == {
        "likes": 5,
        "replies": 2,
        "reposts": 1,
        "quotes": 0,
    }


def test_a_post_of_a_company_is_of_a_brand_and_its_label_counts(seen):
    linkedin = seen("linkedin")
    person, company = linkedin.of(Post)
    assert (person.origin, person.paid_label, person.media) == ("own", None, "picture")
    assert (company.origin, company.paid_label, company.media) == ("brand", True, "video")
    assert linkedin.pointing(ReferenceKind.REPOST) == [
        ("linkedin:/@vaktsykehuset", person.key, "linkedin:/@astrid-lund")
    ]
    assert {one.handle for one in linkedin.of(Account) if one.kind == "organisation"} == {"vaktsykehuset"}


def test_the_time_of_a_post_on_linkedin_is_in_its_number(seen):
    linkedin = seen("linkedin")
    assert linkedin.of(Post)[0].at == 1_740_924_902_000_000
    assert [reason.split(" ")[0] for _, _, reason in linkedin.rejects] == ["'updateMetadata.urn'"]


def test_kinds_of_reactions_are_kept_apart(seen):
    kinds = {one.what: one.value for one in seen("linkedin").of(Metric) if one.what.startswith("reactions")}
    assert kinds == {"reactions: like": 30, "reactions: praise": 10}


def test_posts_of_x_are_named_as_everywhere(seen):
    x = seen("x")
    assert x.post("1001").author == "x:/11"
    assert x.pointing(ReferenceKind.REPOST) == [("x:/12", "x:/1001", "x:/11")]
    assert x.pointing(ReferenceKind.REPLY) == [("x:/11", "x:/1002", "x:/12")]
    assert x.pointing(ReferenceKind.QUOTE) == [("x:/11", "x:/990", "x:/13")]
    assert x.pointing(ReferenceKind.MENTION) == [("x:/11", None, "x:/13")]
    assert not [one for one in x.of(Metric) if one.of == "x:/1003"]


def test_every_unusable_line_says_which_field_and_value(seen):
    assert [reason for _, _, reason in seen("unusable").rejects if "JSON" not in reason] == [
        "'source_platform' is \"pinterest.com\", whose posts are not read",
        "'data' is missing",
        "'createTime' is missing",
        "'desc' is missing",
        "'diggCount' is \"mange\", which is no count",
        "neither id, handle nor name of the author is there, so nobody is the author",
        "'timestamp_collected' is missing",
    ]
