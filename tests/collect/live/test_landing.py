"""What connectors fetch lands as posts of people, once, through a workspace's own run."""

import json

import pytest

from luminary.workspace import Workspace

from . import test_bluesky as bluesky
from . import test_discourse, test_mastodon, test_reddit, test_slack, test_youtube, test_zulip


def mastodon_world(player):
    posts = [test_mastodon.status(n, replies_count=0) for n in (103, 102, 101)]
    player.on(test_mastodon.TAG, test_mastodon.Timeline(player.base, posts))
    return (
        posts,
        lambda: posts.insert(0, test_mastodon.status(104)),
        {"instance": player.base, "tags": "håndhygiene"},
    )


def bluesky_world(player):
    posts = [bluesky.post(n) for n in (9, 8, 7)]
    player.on(bluesky.FEED, bluesky.Pages("feed", posts))
    return posts, lambda: posts.insert(0, bluesky.post(10)), {"server": player.base, "accounts": "a.example"}


def discourse_world(player):
    forum = test_discourse.Forum(player)
    forum.say(11, [101, 102, 103], 9)
    return [1, 2, 3], lambda: forum.say(11, [101, 102, 103, 104], 10), {"forum": player.base}


def zulip_world(player):
    player.on("/api/v1/users", {"result": "success", "members": test_zulip.MEMBERS})
    player.on("/api/v1/streams", {"result": "success", "streams": test_zulip.CHANNELS[:1]})
    said = [test_zulip.message(n) for n in (1, 2, 3)]
    player.on("/api/v1/messages", test_zulip.Messages(said))
    return (
        said,
        lambda: said.append(test_zulip.message(4)),
        {"server": player.base, "email": "b@nord.example"},
    )


def slack_world(player):
    team = test_slack.Team(player)
    said = team.messages["C1AAAAAAA"]
    said += [test_slack.message(n) for n in (1, 2, 3)]
    return said, lambda: said.append(test_slack.message(4)), {"server": player.base}


def reddit_world(player):
    posts = [test_reddit.post(n) for n in (3, 2, 1)]
    player.on("/api/v1/access_token", {"access_token": "tok-789"})
    player.on("/r/hygien/new", test_reddit.List(posts))
    player.on("/api/info", test_reddit.listing([]))
    settings = {"communities": "hygien", "comments": "no", "server": player.base, "login": player.base}
    return posts, lambda: posts.insert(0, test_reddit.post(4)), settings


def youtube_world(player):
    tube = test_youtube.Tube(player)
    tube.videos = [9, 8, 7]
    return tube.videos, lambda: tube.videos.insert(0, 10), {"server": player.base, "channels": "@frejasvagt"}


WORLDS = {
    "mastodon": mastodon_world, "bluesky": bluesky_world, "discourse": discourse_world, "zulip": zulip_world,
    "slack": slack_world, "reddit": reddit_world, "youtube": youtube_world,
}  # fmt: skip
SECRETS = test_zulip.SECRETS | test_slack.SECRETS | test_reddit.SECRETS | test_youtube.SECRETS


@pytest.fixture(params=WORLDS)
def world(request, player, tmp_path, monkeypatch):
    """Give a workspace with one source, how many posts it holds, and a way to say something new."""
    monkeypatch.setenv("LUMINARY_FETCH_ALLOW", player.base.partition("//")[2])
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    posts, say_more, settings = WORLDS[request.param](player)
    monkeypatch.setattr("luminary.collect.fetch.pacing.Pacing.turn", lambda _self, _host: 0.0)
    with Workspace.open(tmp_path / "w", create=True) as work:
        work.fetch.add("nord", request.param, settings)
        yield work, len(posts), say_more


def posts_of(work):
    engine = work.engine
    work.lake.attach(engine, "posts")
    return sorted(row[0] for row in engine.rows("SELECT post FROM posts"))


def test_a_source_lands_once_and_then_only_with_what_is_new(world):
    work, count, say_more = world
    first = work.fetch.run("nord")
    assert (len(posts_of(work)), first.rejected, first.troubles) == (count, 0, ())
    assert not any("not read" in one for one in first.notes)
    again = work.fetch.run("nord")
    assert (again.pages, again.read, again.troubles) == (0, 0, ())
    assert len(posts_of(work)) == count
    say_more()
    third = work.fetch.run("nord")
    found = posts_of(work)
    assert len(found) == len(set(found)) == count + 1 and third.rejected == 0


def test_no_secret_is_anywhere_in_the_workspace(world, tmp_path):
    work, *_ = world
    work.fetch.run("nord")
    told = json.dumps(
        [row for name in ("sources", "fetches", "batches") for row in work.ledger.rows(name)], default=str
    )
    files = [one.read_bytes() for one in tmp_path.rglob("*") if one.is_file()]
    for secret in SECRETS.values():
        assert secret not in told and not any(secret.encode() in data for data in files)
