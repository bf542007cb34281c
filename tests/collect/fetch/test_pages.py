"""Pages of blogs: whole texts and the links in them, one post with the entry that led to them."""

import json
import sys

import pytest
from tests.collect.fetch.site import XML, entry, feed, fetching
from tests.exports import rows

from luminary.collect.platforms.feeds.pages import PAGES, PageReader
from luminary.collect.source import RawRow
from luminary.errors import FetchError, UnusableRowError, UsageError

HTML = {"Content-Type": "text/html; charset=utf-8"}
DATED = '<meta property="article:published_time" content="2025-03-03T08:00:00Z">'
JSON_LD = '<script type="application/ld+json">'
LONG = "Detta är ett långt stycke om patientsäkerhet i vården, och om hur man talar med varandra om den. " * 4


def page(words=LONG, head="", link="https://bjorn.example/2", title="Inlägg"):
    return (
        f"<!doctype html><html><head><title>{title} | Astrids blogg</title>{head}</head><body>"
        '<nav><a href="https://meny.example/">Meny</a></nav>'
        f'<article><h1>{title}</h1><p>{words} <a href="{link}">Björns inlägg</a> säger mer om det.</p>'
        f"<p>{LONG}</p></article><footer><a href='https://fot.example/'>Fot</a></footer></body></html>"
    ).encode()


@pytest.fixture
def work(tmp_path, site, monkeypatch):
    monkeypatch.setattr("luminary.collect.fetch.client.backoff", lambda *_: 0.0)
    with fetching(tmp_path / "w", site, monkeypatch) as opened:
        opened.fetch.add("blogg", "pages", {"url": f"{site.base}/feed"})
        yield opened


def linked(site, *numbers, **more):
    return feed(*(entry(n, link=f"{site.base}/{n}", **more) for n in numbers)).replace(
        b"https://astrid.example/</link>", f"{site.base}/</link>".encode()
    )


def test_the_page_of_an_entry_gives_its_whole_text_and_the_links_in_it(work, site):
    site.on("/feed", (200, XML, linked(site, 1)))
    site.on("/1", (200, HTML, page()))
    result = work.fetch.run("blogg")
    assert (result.kept, result.rejected, result.troubles) == (1, 0, ())
    ((text, author),) = rows(work, "posts", "text, account")
    assert text.count("patientsäkerhet") == 8
    assert author.endswith("~Astrid Lund")
    assert rows(work, "refs", "target_post, label") == [
        ("web:/bjorn.example/2", "link")
    ]  # no menu, no footer


def test_each_page_is_fetched_once(work, site):
    site.on("/feed", (200, XML, linked(site, 1)), (200, XML, linked(site, 1, 2)))
    for number in (1, 2):
        site.on(f"/{number}", (200, HTML, page()))
    for _ in range(3):
        work.fetch.run("blogg")
    assert site.paths() == ["/feed", "/1", "/feed", "/2", "/feed"]
    assert len(rows(work, "posts", "post")) == 2


def test_an_entry_and_its_page_are_one_post(work, site):
    site.on("/feed", (200, XML, linked(site, 1)))
    site.on("/1", (200, HTML, page()))
    work.fetch.run("blogg")
    work.fetch.add("feed", "feed", {"url": f"{site.base}/feed"})
    assert work.fetch.run("feed").duplicates == 1
    assert len(rows(work, "posts", "post")) == 1


def test_a_link_to_a_page_and_the_page_meet(work, site):
    site.on("/feed", (200, XML, linked(site, 1, 2)))
    site.on("/1", (200, HTML, page()))
    site.on("/2", (200, HTML, page(link=f"{site.base.replace('127.0.0.1', 'localhost')}/1")))
    work.fetch.run("blogg")
    keys = {key for (key,) in rows(work, "posts", "alias")}
    assert f"web:/{site.netloc}/1" in keys


def test_a_page_of_another_site_is_not_fetched_and_that_is_told(work, site):
    other = entry(2, link="https://bjorn.example/9")
    site.on("/feed", (200, XML, linked(site, 1).replace(b"</channel>", other.encode() + b"</channel>")))
    site.on("/1", (200, HTML, page()))
    assert "another site" in work.fetch.run("blogg").troubles[0].reason
    assert site.paths() == ["/feed", "/1"]


def test_a_page_that_is_gone_is_told_once_and_one_that_fails_is_asked_for_again(work, site):
    site.on("/feed", (200, {"ETag": '"1"', **XML}, linked(site, 1, 2)))
    site.on("/1", (404, {}, b""))
    site.on("/2", (500, {}, b""), (500, {}, b""), (200, HTML, page()))
    assert len(work.fetch.run("blogg").troubles) == 2
    again = work.fetch.run("blogg")
    assert (again.kept, again.troubles) == (1, ())
    assert site.paths().count("/1") == 1


@pytest.mark.parametrize(
    ("headers", "head"),
    [({"TDM-Reservation": "1", **HTML}, ""), (HTML, '<meta name="tdm-reservation" content="1">')],
)
def test_a_page_that_is_reserved_is_not_kept(work, site, headers, head):
    site.on("/feed", (200, XML, linked(site, 1)))
    site.on("/1", (200, headers, page(head=head)))
    result = work.fetch.run("blogg")
    assert (result.pages, len(result.troubles)) == (0, 1)
    assert "text and data mining" in result.troubles[0].reason


def test_what_is_no_page_is_not_kept(work, site):
    site.on("/feed", (200, XML, linked(site, 1)))
    site.on("/1", (200, {"Content-Type": "application/pdf"}, b"%PDF"))
    assert "application/pdf" in work.fetch.run("blogg").troubles[0].reason


def test_robots_that_forbid_a_page_are_obeyed(work, site):
    site.on("/robots.txt", (200, {}, b"User-agent: *\nDisallow: /1"))
    site.on("/feed", (200, XML, linked(site, 1)))
    site.on("/1", (200, HTML, page()))
    assert "forbids" in work.fetch.run("blogg").troubles[0].reason
    assert "/1" not in site.paths()


def test_a_page_without_feed_is_fetched_itself(work, site):
    head = DATED + '<meta name="author" content="Åsa Lind">'
    site.on(
        "/solo",
        (200, {"Content-Type": "text/html; charset=iso-8859-1"}, page(head=head).decode().encode("latin-1")),
    )
    work.fetch.add("solo", "pages", {"url": f"{site.base}/solo"})
    assert work.fetch.run("solo").kept == 1
    ((author, title),) = rows(work, "posts", "account, title")
    assert "Åsa Lind" in author
    assert title == "Inlägg"
    assert work.fetch.run("solo").pages == 0


def test_a_source_that_does_not_answer_fails(work, site):
    site.on("/feed", (404, {}, b""))
    with pytest.raises(FetchError, match="404"):
        work.fetch.run("blogg")


def records(html, url="https://astrid.example/1", **more):
    return list(PageReader().records("a.jsonl", RawRow(1, {"url": url, "html": html, **more})))


def post(html):
    return next(one for one in records(html) if type(one).__name__ == "Post")


@pytest.mark.parametrize(
    "head",
    [
        DATED,
        '<meta itemprop="datePublished" content="2025-03-03T08:00:00Z">',
        JSON_LD + '{"@graph": [1, {"datePublished": "2025-03-03T08:00:00Z"}]}</script>',
        JSON_LD + 'not json</script><time datetime="2025-03-03T08:00:00Z">i går</time>',
    ],
)
def test_the_time_of_a_page_is_read_where_pages_say_it(head):
    assert post(page(head=head).decode()).at == 1_740_988_800_000_000


def test_a_time_that_no_page_says_is_not_guessed():
    with pytest.raises(UnusableRowError, match="article:published_time"):
        records(page(words="Skrivet den 3 mars 2025.").decode())


def test_authors_are_read_where_pages_say_them():
    told = {"datePublished": "2025-03-03T08:00:00Z", "author": [{"name": "Åsa Lind"}, {"name": "Björn Ek"}]}
    found = post(page(head=f"{JSON_LD}{json.dumps(told)}</script>").decode())
    assert "Åsa Lind" in found.author
    assert found.origin == "co-created"


@pytest.mark.parametrize(
    "row", [1, None, [], {}, {"url": "x"}, {"url": 1, "html": ""}, {"url": "", "html": 5}]
)
def test_a_row_that_is_no_page_is_a_reject(row):
    with pytest.raises(UnusableRowError):
        list(PageReader().records("a.jsonl", RawRow(1, row)))


@pytest.mark.parametrize(
    "html", ["", "<", "<html>", "\x00\x01", "<a href='" * 500, "<div>" * 3_000, "æ" * 10_000]
)
def test_any_html_is_read_or_rejected(html):
    with pytest.raises(UnusableRowError):
        records(html)


def test_pages_are_imported_from_a_file_too(work, tmp_path):
    line = {
        "url": "https://astrid.example/1",
        "fetched": "2025-03-04T00:00:00Z",
        "html": page(head=DATED).decode(),
    }
    (tmp_path / "pages.jsonl").write_text(json.dumps(line) + "\n")
    result = work.collect.run(tmp_path / "pages.jsonl")
    assert (result.format, result.kept, result.terms) == (PAGES.name, 1, "web_pages/file")


@pytest.mark.parametrize("name", ["httpcore2", "protego", "trafilatura"])
def test_a_library_that_is_not_installed_is_told_with_the_way_to_install_it(work, site, monkeypatch, name):
    site.on("/feed", (200, XML, linked(site, 1)))
    site.on("/1", (200, HTML, page()))
    with monkeypatch.context() as lacking:
        lacking.setitem(sys.modules, name, None)
        with pytest.raises(UsageError, match=r"pip install 'luminary\[fetch\]'"):
            work.fetch.run("blogg")
    assert work.fetch.run("blogg").kept
