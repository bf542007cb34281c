"""Jetstream, listened to on loopback."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from luminary.collect.platforms.bluesky import stream
from luminary.errors import FetchError, UsageError

from .streaming import FAREWELL, Streaming, framed

NOW = 1_780_000_000_000_000


def event(n, text="Post", who="astridlund", operation="create", **said):
    record = {"$type": "app.bsky.feed.post", "text": f"{text} {n}", "createdAt": "2026-03-05T08:00:00Z"}
    commit = {"rev": f"3r{n}", "operation": operation, "collection": "app.bsky.feed.post", "rkey": f"3k{n}"}
    if operation != "delete":
        commit |= {"record": record, "cid": f"bafy{n}"}
    return {
        "did": f"did:plc:{who}",
        "time_us": NOW + n * 1_000_000,
        "kind": "commit",
        "commit": commit,
    } | said


def sent(*events):
    return [framed(json.dumps(one)) for one in events]


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setattr(stream, "_PAUSE", 0.0)
    streaming = Streaming()
    yield streaming
    streaming.close()


@pytest.fixture
def listen(fetch, server):
    def listening(events, settings=None, **more):
        told = {"server": f"ws://{server.place}", "events": str(events), **(settings or {})}
        return fetch("bluesky-stream", told, allow=server.place, **more)

    return listening


def asked(server, nth=-1):
    return parse_qs(urlsplit(server.asked[nth].split(" ")[1]).query)


def test_events_are_kept_until_enough_came_with_the_place_to_go_on(listen, server):
    server.play(*sent(*map(event, range(5))))
    run = listen(3, {"accounts": "did:plc:astridlund did:plc:eero"})
    assert run.texts == ["Post 0", "Post 1", "Post 2"]
    assert run.cursor["time_us"] == NOW + 2_000_000
    assert asked(server) == {
        "wantedCollections": ["app.bsky.feed.post"], "wantedDids": ["did:plc:astridlund", "did:plc:eero"],
    }  # fmt: skip


def test_the_next_run_begins_some_seconds_earlier_and_keeps_nothing_twice(listen, server):
    server.play(*sent(*map(event, range(6))))
    first = listen(3)
    again = listen(2, cursor=first.cursor)
    assert asked(server)["cursor"] == [str(NOW + 2_000_000 - 5_000_000)]
    assert again.texts == ["Post 3", "Post 4"]


def test_a_break_is_mended_and_nothing_is_doubled_or_lost(listen, server):
    server.play(*sent(event(0), event(1)), framed(json.dumps(event(2)))[:30])
    server.play(*sent(event(0), event(1), event(2), event(3)), FAREWELL)
    run = listen(4)
    assert run.texts == [f"Post {n}" for n in range(4)]
    assert len(server.asked) == 2 and asked(server)["cursor"] == [str(NOW + 1_000_000 - 5_000_000)]


def test_a_server_that_breaks_again_and_again_is_given_up_with_what_came_kept(listen, server):
    server.play(*sent(event(0)), b"\x83\x00")
    with pytest.raises(FetchError, match="does not keep to the protocol") as failed:
        listen(4)
    assert failed.value.run.cursor["time_us"] == NOW and len(failed.value.run.pages) == 1
    assert len(server.asked) == 5


def test_a_server_without_a_stream_is_told_at_once(listen, server):
    server.play(status="404 Not Found")
    with pytest.raises(FetchError, match="offers no stream"):
        listen(1)
    assert len(server.asked) == 1


def test_with_words_only_posts_that_hold_one_are_kept_and_their_deletion(listen, server):
    server.play(
        *sent(
            event(0, "Ny rutine for Håndhygiene"), event(1, "Kaffe"), event(2, "uhåndhygienisk"),
            event(1, operation="delete") | {"time_us": NOW + 9}, event(0, operation="delete"),
        )
    )  # fmt: skip
    run = listen(2, {"words": "håndhygiene, vaksine"})
    kept = [json.loads(line)["commit"] for one in run.pages for line in one.body.splitlines()]
    assert [(one["operation"], one["rkey"]) for one in kept] == [("create", "3k0"), ("delete", "3k0")]


def test_posts_that_are_deleted_are_gone_whenever_they_were_kept(listen, server):
    server.play(
        *sent(event(7, operation="delete"), event(8, "Kaffe", operation="delete"), event(9, "håndhygiene"))
    )
    run = listen(1, {"words": "håndhygiene"})
    assert run.gone == ["bluesky:/did:plc:astridlund/3k7", "bluesky:/did:plc:astridlund/3k8"]
    assert run.texts == ["håndhygiene 9"]


def test_what_is_no_event_ends_the_run_with_the_hosts_name(listen, server):
    server.play(framed("[]"))
    with pytest.raises(FetchError, match="no event"):
        listen(1)


def test_a_place_too_long_ago_is_told_as_a_gap(listen, server):
    server.play(*sent(event(5)))
    run = listen(1, cursor={"time_us": NOW - 10**12})
    assert "may be missing" in str(run.troubles[0].reason)


@pytest.mark.parametrize("told", ["0", "many", "-1", "²"])
def test_a_bound_that_is_none_is_refused(listen, told):
    with pytest.raises(UsageError, match="whole number above 0"):
        listen(told)


def test_pages_are_cut_so_that_a_killed_run_loses_little(listen, server, monkeypatch):
    monkeypatch.setattr(stream, "_PER_PAGE", 2)
    server.play(*sent(*map(event, range(5))))
    run = listen(5)
    assert [one.body.count(b"\n") + 1 for one in run.pages] == [2, 2, 1]
