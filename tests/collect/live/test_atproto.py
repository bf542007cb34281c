"""Bluesky's connectors against a real server of the AT Protocol, with invented people."""

from __future__ import annotations

import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from luminary.collect.fetch.client import WebClient
from luminary.collect.fetch.port import Pace, Wanted
from luminary.collect.fetch.websocket import WebSocket
from luminary.collect.platforms.bluesky import repo
from luminary.collect.platforms.bluesky.app import ENTRY, Session
from luminary.domain import Account, Post, ReferenceKind, Tie
from luminary.errors import FetchError
from luminary.settings import Limits
from luminary.workspace import Workspace

from .atproto import Network

pytestmark = pytest.mark.slow
DAY = "2026-03-0{}T08:00:00Z"


@pytest.fixture(scope="module")
def network(tmp_path_factory):
    running = Network(tmp_path_factory.mktemp("atproto"))
    yield running
    running.close()


@pytest.fixture(scope="module")
def people(network):
    """Astrid writes; Eero answers, mentions and quotes her, passes her on, likes her post, follows her."""
    astrid, eero = network.person("astrid"), network.person("eero")
    astrid.profile(displayName="Astrid Lund", description="Overlege, håndhygiene")
    first = astrid.post("Ny rutine for håndhygiene 🧼", DAY.format(1), langs=["nb"])
    astrid.post("Og bilder i morgen", DAY.format(2))
    mention = {
        "index": {"byteStart": 0, "byteEnd": 7},
        "features": [{"$type": "app.bsky.richtext.facet#mention", "did": astrid.did}],
    }
    eero.post("Vi prøver den i Åbo", DAY.format(3), reply={"root": first, "parent": first})
    eero.post("@astrid sier det best", DAY.format(4), facets=[mention],
              embed={"$type": "app.bsky.embed.record", "record": first})  # fmt: skip
    eero.write("app.bsky.feed.repost", subject=first, createdAt=DAY.format(5))
    eero.write("app.bsky.feed.like", subject=first, createdAt=DAY.format(5))
    eero.write("app.bsky.graph.follow", subject=astrid.did, createdAt=DAY.format(5))
    return astrid, eero


@pytest.fixture
def read(fetch, network, people):
    def reading(*who, **more):
        settings = {"accounts": " ".join(who), **more.pop("settings", {"server": network.pds})}
        return fetch("bluesky-repo", settings, allow=network.places, **more)

    return reading


def acts(run, kind):
    return [one for one in run.records if getattr(one, "kind", None) == kind]


def test_what_people_wrote_comes_from_their_own_server(read, people):
    astrid, eero = people
    run = read(astrid.handle, f"@{eero.handle}")
    assert set(run.texts) == {
        "Ny rutine for håndhygiene 🧼", "Og bilder i morgen", "Vi prøver den i Åbo", "@astrid sier det best",
    }  # fmt: skip
    assert not run.rejects and not run.troubles
    named = {one.handle: one.key for one in run.of(Account) if one.handle}
    assert named == {one.handle: f"bluesky:/{one.did}" for one in people}
    assert ("Astrid Lund", "Overlege, håndhygiene") in {(one.name, one.bio) for one in run.of(Account)}


def test_acts_point_at_posts_and_people(read, people):
    astrid, eero = (f"bluesky:/{one.did}" for one in people)
    run = read(*(one.handle for one in people))
    first = next(one.key for one in run.of(Post) if one.text.startswith("Ny rutine"))
    kinds = (ReferenceKind.REPLY, ReferenceKind.QUOTE, ReferenceKind.REPOST)
    for kind in kinds:
        assert [(one.author, one.target_post, one.target) for one in acts(run, kind)] == [
            (eero, first, astrid)
        ]
    assert [one.target for one in acts(run, ReferenceKind.MENTION)] == [astrid]


def test_more_collections_are_read_when_they_are_asked_for(read, network, people):
    astrid, eero = (f"bluesky:/{one.did}" for one in people)
    asked = {"server": network.pds, "collections": "app.bsky.feed.like app.bsky.graph.follow"}
    run = read(people[1].did, settings=asked)
    assert [(one.source, one.target) for one in run.of(Tie)] == [(eero, astrid)]
    assert [one.author for one in acts(run, ReferenceKind.REACTION)] == [eero]


def test_the_directory_tells_where_somebody_lives(read, network, people):
    run = read(people[0].did, settings={"directory": network.plc})
    assert len(run.texts) == 2


def test_a_second_run_keeps_nothing_twice_and_then_only_what_is_new(read, people):
    eero = people[1]
    first = read(eero.handle)
    again = read(eero.handle, cursor=first.cursor)
    assert again.pages == []
    eero.post("Det virker!", DAY.format(6))
    assert "Det virker!" in read(eero.handle, cursor=again.cursor).texts


def test_many_posts_are_walked_page_by_page_and_a_stopped_run_goes_on(read, network, monkeypatch):
    monkeypatch.setattr(repo, "_PER_PAGE", 5)
    writer = network.person("freja")
    for number in range(23):
        writer.post(f"Innlegg {number}", DAY.format(1))
    first = read(writer.handle, stop=3)
    second = read(writer.handle, cursor=first.cursor)
    assert 0 < len(first.texts) < 23
    assert sorted(first.texts + second.texts) == sorted(f"Innlegg {number}" for number in range(23))


def test_what_was_deleted_is_not_given(read, network):
    writer = network.person("saga")
    gone = writer.post("Dette angrer jeg på", DAY.format(1))
    writer.post("Dette står", DAY.format(2))
    writer.delete(gone["uri"])
    assert read(writer.handle).texts == ["Dette står"]


def test_what_is_deleted_after_it_was_fetched_is_told_as_gone(read, network):
    writer = network.person("tove")
    gone = writer.post("Dette angrer jeg på", DAY.format(1))
    writer.post("Dette står", DAY.format(2))
    first = read(writer.handle)
    writer.delete(gone["uri"])
    second = read(writer.handle, cursor=first.cursor)
    assert second.gone == [next(one.key for one in first.of(Post) if "angrer" in one.text)]
    assert read(writer.handle, cursor=second.cursor).gone == []


def test_somebody_who_is_not_there_is_told_and_the_others_go_on(read, people):
    run = read("ingen.test", people[0].handle)
    assert len(run.texts) == 2 and [one.where for one in run.troubles] == ["ingen.test"]


def test_a_run_is_imported_and_a_second_one_doubles_nothing(network, people, tmp_path, monkeypatch):
    monkeypatch.setenv("LUMINARY_FETCH_ALLOW", network.places)
    with Workspace.open(tmp_path / "w", create=True) as work:
        settings = {"accounts": people[0].handle, "server": network.pds}
        work.fetch.add("astrid", "bluesky-repo", settings)
        first, second = work.fetch.run("astrid"), work.fetch.run("astrid")
        assert (first.kept, second.kept, second.pages) == (first.read, 0, 0) and first.read > 2
        assert not any("not read" in one for one in first.notes)


def test_a_deleted_post_leaves_the_workspace_and_its_files(network, tmp_path, monkeypatch):
    monkeypatch.setenv("LUMINARY_FETCH_ALLOW", network.places)
    writer = network.person("runa")
    gone = writer.post("Hemmeligheten om sprit", DAY.format(1))
    writer.post("Dette står", DAY.format(2))
    with Workspace.open(tmp_path / "w", create=True) as work:
        work.fetch.add("runa", "bluesky-repo", {"accounts": writer.handle, "server": network.pds})
        work.fetch.run("runa")
        assert posts(work) == ["Dette står", "Hemmeligheten om sprit"]
        writer.delete(gone["uri"])
        run = work.fetch.run("runa")
        assert posts(work) == ["Dette står"]
        assert "removed at the source" in str(run.troubles[0].reason)
        assert work.fetch.run("runa").troubles == ()
        assert "fetch.forget" in {row["action"] for row in work.ledger.rows("audit")}
    kept = pa.concat_tables(pq.read_table(one, columns=["payload"]) for one in raw_files(tmp_path))
    assert not any("Hemmeligheten" in str(one) for one in kept["payload"].to_pylist())


def posts(work):
    work.lake.attach(work.engine, "posts")
    return sorted(row[0] for row in work.engine.rows("SELECT text FROM posts"))


def raw_files(folder):
    return sorted((folder / "w" / "lake" / "raw_rows").rglob("*.parquet"))


@pytest.fixture
def client(network):
    found = WebClient(Limits(fetch_allow=network.places), pace=Pace(1000, 1.0, 1000))
    yield found
    found.close()


@pytest.fixture
def session(network, people, client):
    def opened(word):
        wanted = Wanted({"server": network.pds, "handle": people[0].handle}, {ENTRY: word})
        return Session(wanted, client)

    return opened


def test_a_login_is_accepted_and_who_it_is_is_told(session, people):
    mine = session("astrid-og-fjorden")
    body = mine.get("/com.atproto.server.getSession", {}).json()
    assert body["did"] == people[0].did
    mine._tokens = {**mine._tokens, "accessJwt": "no-token-of-this-server"}
    assert mine.get("/com.atproto.server.getSession", {}).json()["did"] == people[0].did


def test_a_wrong_password_is_told(session):
    with pytest.raises(FetchError, match="Invalid identifier or password"):
        session("astrid-og-elva").get("/com.atproto.server.getSession", {})


def test_the_servers_own_stream_is_understood(network, people, client):
    url = f"{network.pds.replace('http', 'ws', 1)}/xrpc/com.atproto.sync.subscribeRepos?cursor=0"
    stream = WebSocket(client.dial(url), url)
    try:
        frames = [stream.receive(20) for _ in range(3)]
    finally:
        stream.close()
    assert all(b"did:plc:" in one for one in frames)
    assert json.dumps(people[0].did).strip('"').encode() in b"".join(frames)
