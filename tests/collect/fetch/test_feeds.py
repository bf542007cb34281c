"""Feeds fetched again and again: what is new comes once, and what goes wrong is told."""

import gzip
import json

import pytest
from tests.collect.fetch.site import XML, cut_off, entry, feed, fetching
from tests.exports import rows

from luminary.errors import ConflictError, FetchError, UnknownNameError, UsageError, WithheldError
from luminary.privacy import Purpose


@pytest.fixture
def work(tmp_path, site, monkeypatch):
    monkeypatch.setattr("luminary.collect.fetch.pacing.backoff", lambda *_: 0.0)
    monkeypatch.setattr("luminary.collect.fetch.client.backoff", lambda *_: 0.0)
    with fetching(tmp_path / "w", site, monkeypatch) as opened:
        yield opened


def added(work, site, path="/feed", name="Astrid", **settings):
    work.fetch.add(name, "feed", {"url": f"{site.base}{path}", **settings})
    return name


def posts(work):
    return rows(work, "posts", "post, text")


def test_a_feed_is_fetched_and_lands_like_a_file(work, site):
    site.on("/feed", (200, XML, feed(entry(1), entry(2))))
    result = work.fetch.run(added(work, site))
    assert (result.pages, result.read, result.kept, result.rejected, result.troubles) == (1, 3, 3, 0, ())
    assert len(posts(work)) == 2
    batch = work.ledger.rows("batches")[0]
    assert (batch["batch"], batch["source"], batch["terms"]) == (result.batches[0], "Astrid", "feeds/api_key")
    assert work.ledger.rows("fetched", batch=batch["batch"])[0]["terms"] == "feeds/api_key"


def test_the_same_feed_adds_nothing_even_where_the_server_knows_no_tags(work, site):
    site.on("/feed", (200, XML, feed(entry(1), entry(2))))
    name = added(work, site)
    work.fetch.run(name)
    for _ in range(3):
        assert work.fetch.run(name).pages == 0
    assert len(rows(work, "raw_rows", "row")) == 3
    assert len(posts(work)) == 2


def test_only_what_changed_is_sent(work, site):
    body = feed(entry(1))
    site.on(
        "/feed", lambda one: (304, {}, b"") if one.headers["If-None-Match"] else (200, {"ETag": '"1"'}, body)
    )
    name = added(work, site)
    assert work.fetch.run(name).pages == 1
    assert work.fetch.run(name).pages == 0
    assert site.asked[-1][1]["If-None-Match"] == '"1"'


def test_new_entries_come_once(work, site):
    site.on("/feed", *((200, XML, feed(*(entry(n) for n in range(k, k + 5)))) for k in (1, 3, 6)))
    name = added(work, site)
    found = [work.fetch.run(name) for _ in range(3)]
    assert [one.kept - 1 for one in found] == [5, 2, 3]  # beside the row of the feed itself
    assert len(posts(work)) == 10
    assert len({post for post, _ in posts(work)}) == 10


def test_an_entry_that_stands_twice_counts_once(work, site):
    site.on("/feed", (200, XML, feed(entry(1), entry(1), entry(2))))
    result = work.fetch.run(added(work, site))
    assert (result.duplicates, len(posts(work))) == (1, 2)


def test_entries_whose_ids_change_are_told_apart_by_what_they_say(work, site):
    def without_id(number):
        return (
            entry(number)
            .replace(f"<guid>{number}</guid>", "")
            .replace("<link>", "<x>")
            .replace("</link>", "</x>")
        )

    site.on("/feed", (200, XML, feed(without_id(1))), (200, XML, feed(without_id(1), without_id(2))))
    name = added(work, site)
    work.fetch.run(name)
    work.fetch.run(name)
    assert len(posts(work)) == 2


def test_a_page_leads_to_its_feed_and_comments_come_last(work, site):
    page = (
        "<!doctype html><html><head>"
        '<link rel="alternate" type="application/rss+xml" title="Kommentarer" href="/c">'
        '<link rel="Alternate" type="application/atom+xml" href="feed"></head></html>'
    )
    site.on("/", (200, {"Content-Type": "text/html"}, page.encode()))
    site.on("/feed", (200, XML, feed(entry(1))))
    name = added(work, site, "/")
    assert work.fetch.run(name).kept == 2
    work.fetch.run(name)
    assert site.paths() == ["/", "/feed", "/feed"]


def test_a_page_without_a_feed_is_said(work, site):
    site.on("/", (200, {}, b"<!doctype html><html><p>hei</p></html>"))
    with pytest.raises(FetchError, match="is no feed, and names none"):
        work.fetch.run(added(work, site, "/"))
    assert work.fetch.get("Astrid").state == "failed"


def test_a_list_of_feeds_is_fetched_feed_by_feed_and_one_that_fails_is_told(work, site):
    outlines = "".join(f'<outline type="rss" text="x" xmlUrl="{site.base}/{n}"/>' for n in ("a", "b", "gone"))
    site.on("/list.opml", (200, {}, f"<opml><body>{outlines}</body></opml>".encode()))
    site.on("/a", (200, XML, feed(entry(1))))
    site.on("/b", (200, XML, feed(entry(2))))
    site.on("/gone", (410, {}, b""))
    result = work.fetch.run(added(work, site, "/list.opml"))
    assert (result.pages, len(posts(work))) == (2, 2)
    told = work.fetch.troubles()
    assert [one.asked for one in told] == [f"{site.base}/gone"]
    assert "gone for good" in told[0].reason
    work.fetch.run("Astrid")
    assert site.paths().count("/gone") == 1  # nobody asks again


def test_feeds_in_a_file_of_the_user_are_a_source(work, site, tmp_path):
    from luminary.workspace.fetching import feeds_of_file

    file = tmp_path / "list.opml"
    file.write_text(f'<opml><body><outline xmlUrl="{site.base}/a"/><outline text="x"/></body></opml>')
    site.on("/a", (200, XML, feed(entry(1))))
    name, connector, settings = work.fetch.settings_for(feeds_of_file(file))
    work.fetch.add("list", connector, settings)
    assert work.fetch.run("list").kept == 2
    assert name.startswith("127.0.0.1")
    with pytest.raises(UsageError, match="no list of feeds"):
        feeds_of_file(_written(tmp_path / "x.opml", feed()))


def _written(path, data):
    path.write_bytes(data)
    return path


def test_history_walks_to_older_entries_and_only_once(work, site):
    older = f'<atom:link rel="prev-archive" href="{site.base}/old1"/>'
    oldest = f'<atom:link rel="prev-archive" href="{site.base}/old2"/>'
    site.on("/feed", (200, XML, feed(entry(9), above=older)))
    site.on("/old1", (200, XML, feed(entry(5), above=oldest)))
    site.on(
        "/old2", (200, XML, feed(entry(1), above=f'<atom:link rel="prev-archive" href="{site.base}/old1"/>'))
    )
    name = added(work, site)
    assert work.fetch.run(name).pages == 1
    assert work.fetch.run(name, history=True).pages == 2
    assert work.fetch.run(name, history=True).pages == 0
    assert len(posts(work)) == 3


def test_history_of_a_blog_of_wordpress_ends_where_the_pages_end(work, site):
    told = "<generator>https://wordpress.org/?v=6.5</generator>"
    site.on("/feed", (200, XML, feed(entry(9), above=told)))
    site.on("/feed?paged=2", (200, XML, feed(entry(5), above=told)))
    site.on("/feed?paged=3", (404, {}, b""))
    assert work.fetch.run(added(work, site), history=True).pages == 2
    assert len(posts(work)) == 2


def test_a_stopped_walk_through_history_goes_on_where_it_was(work, site):
    told = "<generator>https://wordpress.org/?v=6.5</generator>"
    site.on("/feed", (200, XML, feed(entry(9), above=told)))
    for number in (2, 3, 4):
        site.on(f"/feed?paged={number}", (200, XML, feed(entry(9 - number), above=told)))
    site.on("/feed?paged=5", (404, {}, b""))
    name = added(work, site)
    work.fetch.run(name, history=True, most=2)
    work.fetch.run(name, history=True)
    assert len(posts(work)) == 4
    assert site.paths().count("/feed?paged=2") == 1


def test_guests_of_a_podcast_are_pointed_at(work, site):
    guest = (
        '<podcast:person role="guest">Björn Ek</podcast:person><enclosure url="/a.mp3" type="audio/mpeg"/>'
    )
    site.on("/feed", (200, XML, feed(entry(1, more=guest))))
    work.fetch.run(added(work, site))
    assert rows(work, "refs", "label") == [("guest",)]
    assert rows(work, "posts", "media") == [("audio",)]


@pytest.mark.parametrize(
    ("body", "headers", "name"),
    [
        (feed(entry(1, "vård på åsen")).decode().encode("latin-1"), {}, "windows-1252"),
        (
            feed(entry(1, "vård på åsen"), head="").decode().encode("iso-8859-15"),
            {"Content-Type": "text/xml; charset=iso-8859-15"},
            "iso-8859-15",
        ),
    ],
)  # fmt: skip
def test_a_feed_in_another_encoding_than_it_says_is_read_and_told(work, site, body, headers, name):
    site.on("/feed", (200, headers, body))
    result = work.fetch.run(added(work, site))
    assert name in result.troubles[0].reason
    assert "vård på åsen" in posts(work)[0][1]


@pytest.mark.parametrize("encoding", ["iso-8859-1", "utf-16"])
def test_a_feed_in_the_encoding_it_says_stays_as_it_is(work, site, encoding):
    head = f'<?xml version="1.0" encoding="{encoding}"?>'
    body = feed(entry(1, "vård"), head=head).decode().encode(encoding)
    site.on("/feed", (200, {"Content-Type": "text/xml; charset=utf-8"}, body))
    assert work.fetch.run(added(work, site)).troubles == ()
    assert "vård" in posts(work)[0][1]


def test_broken_xml_gives_what_is_whole_and_a_reject(work, site):
    site.on("/feed", (200, XML, feed(entry(1), entry(2))[:-80]))
    result = work.fetch.run(added(work, site))
    assert result.rejected == 1
    assert len(posts(work)) == 1


def test_an_xml_bomb_is_refused_and_listed(work, site):
    bomb = '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    site.on("/feed", (200, XML, feed(entry(1), head='<?xml version="1.0"?>' + bomb)))
    with pytest.raises(FetchError, match="is no feed"):
        work.fetch.run(added(work, site))


def test_a_packed_bomb_an_endless_and_a_cut_off_feed_fail_the_run(work, site):
    for fault in ((200, {"Content-Encoding": "gzip"}, gzip.compress(b"0" * 60_000_000)), cut_off):
        site.on("/feed", fault)
        name = added(work, site, name=f"n{len(work.fetch.sources())}")
        with pytest.raises(FetchError):
            work.fetch.run(name)
    assert [one.state for one in work.fetch.sources()] == ["failed", "failed"]


def test_robots_that_forbid_a_feed_are_obeyed_and_told(work, site):
    site.on("/robots.txt", (200, {}, b"User-agent: *\nDisallow: /"))
    site.on("/feed", (200, XML, feed(entry(1))))
    with pytest.raises(FetchError, match="forbids"):
        work.fetch.run(added(work, site))
    assert site.paths() == []


def test_a_source_that_asks_for_rest_is_not_asked_until_then(work, site):
    site.on("/feed", (429, {"Retry-After": "9000"}, b""))
    name = added(work, site)
    with pytest.raises(FetchError):
        work.fetch.run(name)
    asked = len(site.asked)
    with pytest.raises(UsageError, match="left alone until"):
        work.fetch.run(name)
    assert len(site.asked) == asked


def test_a_source_is_fetched_by_one_program_at_a_time(work, site):
    from luminary.workspace.fetch_run import locked

    name = added(work, site)
    site.on("/feed", lambda _one: (200, XML, feed(entry(1))))
    with locked(work, name), pytest.raises(ConflictError, match="just now"):
        work.fetch.run(name)


def test_nothing_is_fetched_for_a_purpose_that_has_ended(work, site):
    from datetime import date

    name = added(work, site)
    work.change_purpose(Purpose(until=date(2020, 1, 1)))
    for ask in (lambda: work.fetch.run(name), lambda: work.fetch.add("b", "feed", {"url": site.base})):
        with pytest.raises(WithheldError):
            ask()
    assert site.asked == []


def test_nothing_is_fetched_by_a_connector_without_terms(work, site, monkeypatch):
    from dataclasses import replace

    from luminary.collect.live.registry import connectors

    name = added(work, site)
    monkeypatch.setitem(connectors(), "feed", replace(connectors()["feed"], terms="nobody/knows"))
    with pytest.raises(UnknownNameError, match="policy of terms"):
        work.fetch.run(name)
    assert site.asked == []


def test_every_connector_names_a_policy_a_format_and_what_it_asks():
    from luminary.collect.live.registry import connectors, policy_of
    from luminary.collect.registry import formats

    for one in connectors().values():
        assert one.format in formats()
        assert policy_of(one, {}).name.startswith(one.terms)
        assert all(ask.meaning for ask in one.asks)
        assert len({ask.name for ask in one.asks}) == len(one.asks)


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({}, "needs the setting url"),
        ({"url": "x", "colour": "red"}, "no setting is named 'colour'"),
        ({"url": "https://x.example/feed?token=abc"}, "carries a password or key"),
        ({"url": "https://x.example/ok https://astrid:hemlig@x.example/feed"}, "carries a password or key"),
    ],
)
def test_a_source_that_cannot_be_is_refused(work, settings, says):
    with pytest.raises(UsageError, match=says):
        work.fetch.add("x", "feed", settings)
    assert work.fetch.sources() == []


def test_two_sources_of_one_name_and_a_source_without_name_are_refused(work, site):
    added(work, site)
    with pytest.raises(UsageError, match="already"):
        added(work, site)
    for name in ("", " \n", "x" * 201, "a\x00b"):
        with pytest.raises(UsageError):
            added(work, site, name=name)


def test_a_paused_source_is_not_due_and_a_scheduled_one_is(work, site):
    name = added(work, site)
    assert work.fetch.due() == []
    work.fetch.schedule(name, 60)
    assert work.fetch.due() == [name]
    work.fetch.pause(name)
    assert work.fetch.due() == []
    work.fetch.resume(name)
    site.on("/feed", (200, XML, feed(entry(1))))
    assert [one.kept for one in work.fetch.run_due()] == [2]
    assert work.fetch.due() == []
    with pytest.raises(UsageError, match="between"):
        work.fetch.schedule(name, 1)


def test_a_source_that_fails_before_it_begins_waits_for_its_time_like_any_other(work, site, monkeypatch):
    name = added(work, site)
    work.fetch.schedule(name, 60)
    site.on("/feed", (500, {}, b""))
    assert all(isinstance(one, FetchError) for one in work.fetch.run_due())
    assert work.fetch.due() == []
    assert "answers 500" in work.fetch.get(name).error


def test_a_source_that_may_not_be_asked_waits_for_its_time_each_time_it_is_refused(work, site, monkeypatch):
    from datetime import timedelta

    name = added(work, site)
    work.fetch.schedule(name, 60)
    site.on("/feed", (429, {"Retry-After": "90000"}, b""))
    list(work.fetch.run_due())
    for hours in (2, 4):  # the source is still to be left alone when somebody asks
        later = work.ledger.now() + timedelta(hours=hours)
        monkeypatch.setattr(type(work.ledger), "now", staticmethod(lambda later=later: later))
        for _ in range(2):
            with pytest.raises(UsageError, match="left alone"):
                work.fetch.run(name)
            assert work.fetch.get(name).last_run == later
        assert work.fetch.due() == []


def test_a_removed_source_leaves_what_it_brought(work, site):
    site.on("/feed", (200, XML, feed(entry(1))))
    name = added(work, site)
    work.fetch.run(name)
    work.fetch.remove(name)
    assert work.fetch.sources() == []
    assert len(posts(work)) == 1


def test_a_plan_says_what_would_be_asked_and_asks_nobody(work, site):
    plan = work.fetch.plan(added(work, site))
    assert (plan.connector, plan.format, plan.terms) == ("feed", "feed", "feeds/api_key")
    assert json.loads(json.dumps(dict(plan.settings))) == {"url": f"{site.base}/feed"}
    assert site.asked == []


def test_what_is_done_with_sources_is_in_the_log(work, site):
    site.on("/feed", (200, XML, feed(entry(1))))
    name = added(work, site)
    work.fetch.run(name)
    work.fetch.pause(name)
    work.fetch.remove(name)
    told = {one["action"] for one in work.ledger.rows("audit")}
    assert {"fetch.add", "fetch.run", "fetch.pause", "fetch.remove"} <= told


def test_many_bodies_land_in_several_batches(tmp_path, site, monkeypatch):
    outlines = "".join(f'<outline xmlUrl="{site.base}/{n}"/>' for n in range(6))
    site.on("/list", (200, {}, f"<opml><body>{outlines}</body></opml>".encode()))
    for number in range(6):
        site.on(f"/{number}", (200, XML, feed(entry(number))))
    with fetching(tmp_path / "w", site, monkeypatch, batch_bytes=1_000) as work:
        result = work.fetch.run(added(work, site, "/list"))
        assert len(result.batches) > 1
        assert len(posts(work)) == 6
