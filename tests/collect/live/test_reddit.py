"""Reddit, asked live: a contract played on loopback."""

import base64

import pytest

from luminary.domain import Metric, Place, Post, ReferenceKind
from luminary.errors import FetchError, UsageError

SECRETS = {"LUMINARY_REDDIT_ID": "app-id-123", "LUMINARY_REDDIT_SECRET": "app-secret-456"}
AT = 1_772_000_000


def post(n, **said):
    told = {
        "id": f"p{n:02}", "name": f"t3_p{n:02}", "title": f"Tråd {n}", "selftext": f"Post {n}",
        "author": "astrid_lund", "author_fullname": "t2_a1", "subreddit": "hygien",
        "subreddit_type": "public", "score": 12, "is_self": True,
        "num_comments": 0, "created_utc": AT + n * 3600.0, "permalink": f"/r/hygien/comments/p{n:02}/",
        "removed_by_category": None, "domain": "self.hygien", **said,
    }  # fmt: skip
    return {"kind": "t3", "data": told}


def comment(n, link="t3_p01", parent=None, **said):
    told = {
        "id": f"c{n:02}", "name": f"t1_c{n:02}", "link_id": link, "parent_id": parent or link,
        "author": "eero_niemi", "author_fullname": "t2_e1", "body": f"Svar {n}",
        "subreddit": "hygien", "score": 3, "score_hidden": False, "created_utc": AT + n * 3600.0,
        "permalink": f"/r/hygien/comments/p01/_/c{n:02}/", "replies": "", **said,
    }  # fmt: skip
    return {"kind": "t1", "data": told}


def listing(things, after=None):
    return {"kind": "Listing", "data": {"children": things, "after": after, "before": None}}


class List:
    """A list as Reddit pages it."""

    def __init__(self, things, size=2):
        self.things, self.size = things, size

    def __call__(self, request):
        names = [one["data"]["name"] for one in self.things]
        at = names.index(request["after"]) + 1 if request["after"] in names else 0
        found = self.things[at : at + self.size]
        more = found[-1]["data"]["name"] if at + self.size < len(self.things) else None
        return 200, listing(found, more), {"X-Ratelimit-Remaining": "590.0", "X-Ratelimit-Reset": "300"}


@pytest.fixture
def community(player):
    player.on(
        "/api/v1/access_token", {"access_token": "tok-789", "token_type": "bearer", "expires_in": 86400}
    )
    posts = List([post(n) for n in (5, 4, 3, 2, 1)])
    player.on("/r/hygien/new", posts)
    player.on("/r/hygien/comments", List([comment(6), comment(2)]))
    player.on("/api/info", listing([]))
    return posts


@pytest.fixture
def ask(fetch, player):
    def asking(settings=None, secrets=SECRETS, **more):
        told = {"communities": "r/hygien", "server": player.base, "login": player.base, "user": "saga_berg"}
        return fetch("reddit", {**told, **(settings or {})}, secrets=secrets, **more)

    return asking


def test_posts_and_comments_come_under_the_apps_own_token_and_name(ask, community, player):
    run = ask()
    assert run.texts == [*(f"Post {n}" for n in (5, 4, 3, 2, 1)), "Svar 6", "Svar 2"] and not run.rejects
    login, first = player.asked[0], player.of("/r/hygien/new")[0]
    assert (login.method, login.body) == ("POST", b"grant_type=client_credentials")
    told = base64.b64decode(login.headers["authorization"].removeprefix("Basic ")).decode()
    assert told == "app-id-123:app-secret-456"
    assert first.headers["authorization"] == "Bearer tok-789"
    assert first.headers["user-agent"].endswith("(by /u/saga_berg)")
    assert (first["limit"], first["raw_json"]) == ("100", "1")
    assert "tok-789" not in str(run.cursor)


def test_answers_point_at_the_post_and_figures_have_the_time_of_fetching(ask, community):
    run = ask()
    assert {one.kind for one in run.records if type(one).__name__ == "Reference"} == {ReferenceKind.REPLY}
    assert {one.name for one in run.of(Place)} == {"r/hygien"}
    assert all(one.at is not None for one in run.of(Metric))


def test_a_second_run_keeps_nothing_twice_and_a_third_only_what_is_new(ask, community):
    first = ask()
    again = ask(cursor=first.cursor)
    assert again.pages == []
    community.things.insert(0, post(7))
    assert "Post 7" in ask(cursor=again.cursor).texts


@pytest.mark.parametrize("stop", [1, 2, 3, 4])
def test_a_stopped_run_goes_on_and_misses_nothing(ask, community, stop):
    first = ask(stop=stop)
    community.things.insert(0, post(7))
    second = ask(cursor=first.cursor)
    wanted = {*(f"Post {n}" for n in (7, 5, 4, 3, 2, 1)), "Svar 6", "Svar 2"}
    assert {*first.texts, *second.texts} == wanted


def test_what_was_removed_when_it_is_fetched_gives_no_post(ask, community):
    community.things = [
        post(5, selftext="[removed]", removed_by_category="moderator"),
        post(4, author="[deleted]", selftext="[deleted]"),
        post(3),
    ]
    assert [one for one in ask().texts if one.startswith("Post")] == ["Post 3"]


def test_what_was_removed_since_it_was_fetched_is_gone_once(ask, community, player):
    first = ask()
    gone = comment(6, author="[deleted]", body="[deleted]")
    player.on("/api/info", lambda _request: listing([post(5), gone]))
    player.on("/r/hygien/comments", List([gone, comment(2)]))
    second = ask(cursor=first.cursor)
    assert set(player.of("/api/info")[0]["id"].split(",")) >= {"t3_p05", "t1_c06"}
    assert second.gone == ["reddit:/t1_c06"] and second.gone[0] in {one.key for one in first.of(Post)}
    assert "t1_c06" not in second.cursor["seen"] and "t3_p05" in second.cursor["seen"]


def test_whole_threads_come_with_what_they_fold_away(ask, community, player):
    community.things = [post(1, num_comments=3)]
    more = {"kind": "more", "data": {"id": "c09", "name": "t1_c09", "children": ["c09"], "count": 1}}
    nested = comment(8, replies=listing([comment(7, parent="t1_c08"), more]))
    player.on("/comments/p01", [listing([post(1, num_comments=3)]), listing([nested])])
    player.on(
        "/api/morechildren", {"json": {"errors": [], "data": {"things": [comment(9, parent="t1_c08")]}}}
    )
    run = ask({"threads": "yes", "comments": "no"})
    assert {"Svar 8", "Svar 7", "Svar 9"} <= set(run.texts)
    asked = player.of("/api/morechildren")[0]
    assert (asked["link_id"], asked["children"], asked["api_type"]) == ("t3_p01", "c09", "json")
    ask({"threads": "yes", "comments": "no"}, cursor=run.cursor)
    assert len(player.of("/comments/p01")) == 1


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ((403, {"reason": "private", "message": "Forbidden", "error": 403}), "private"),
        ((404, {"reason": "banned", "message": "Not Found", "error": 404}), "banned"),
        ({"kind": "t5", "data": {}}, "no such community"),
    ],
)
def test_a_closed_community_is_told_and_the_others_go_on(ask, community, player, answer, told):
    player.on("/r/lukket/new", answer)
    run = ask({"communities": "lukket hygien"})
    assert len(run.of(Post)) == 7
    assert run.troubles[0].where == "r/lukket" and told in str(run.troubles[0].reason)


def test_a_wrong_secret_is_told_without_showing_it(ask, player):
    player.on("/api/v1/access_token", (401, {"message": "Unauthorized", "error": 401}))
    with pytest.raises(FetchError, match="LUMINARY_REDDIT_SECRET") as failed:
        ask()
    assert "app-secret" not in str(failed.value)


def test_without_secrets_nothing_is_asked(ask, player):
    with pytest.raises(UsageError, match="LUMINARY_REDDIT_ID"):
        ask(secrets={})
    assert player.asked == []


def test_a_limit_that_is_reached_is_waited_for(ask, community, player):
    used_up = 200, listing([post(5)], None), {"X-Ratelimit-Remaining": "0.0", "X-Ratelimit-Reset": "77"}
    player.on("/r/hygien/new", used_up)
    assert any(76 < one <= 77 for one in ask().slept)


@pytest.mark.parametrize(
    "fault", [(429, {}, {"Retry-After": "5"}), (503, b"<html>"), (200, b'{"kind', {"X-Cut": "1"})]
)
def test_faults_on_the_way_are_mended(ask, community, player, fault):
    player.on("/r/hygien/new", fault, community)
    assert len(ask().of(Post)) == 7


def test_nothing_older_than_wanted_is_kept(ask, community):
    from datetime import UTC, datetime

    run = ask(since=datetime.fromtimestamp(AT + 3 * 3600, UTC))
    assert sorted(run.texts) == ["Post 3", "Post 4", "Post 5", "Svar 6"]
