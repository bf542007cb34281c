"""Bluesky's app, asked live: a contract played on loopback."""

import pytest

from luminary.domain import Account, Post
from luminary.errors import FetchError, UsageError

FEED, SEARCH = "/xrpc/app.bsky.feed.getAuthorFeed", "/xrpc/app.bsky.feed.searchPosts"
THREAD, LOGIN = "/xrpc/app.bsky.feed.getPostThread", "/xrpc/com.atproto.server.createSession"
REFRESH = "/xrpc/com.atproto.server.refreshSession"
SECRETS = {"LUMINARY_BLUESKY_PASSWORD": "abcd-efgh-ijkl-mnop"}


def post(n, who="astridlund", day=None, **said):
    labels = said.pop("labels", [])
    at = f"2026-03-{day or n:02}T08:00:00.000Z"
    return {
        "uri": f"at://did:plc:{who}/app.bsky.feed.post/3k{n:02}", "cid": f"bafy{n}",
        "author": {"did": f"did:plc:{who}", "handle": f"{who}.example", "displayName": who, "labels": labels},
        "record": {"$type": "app.bsky.feed.post", "text": f"Post {n}", "createdAt": at, "langs": ["nb"]},
        "replyCount": 0, "repostCount": 1, "likeCount": 2, "quoteCount": 0, "indexedAt": at, **said,
    }  # fmt: skip


class Pages:
    """A list as the app pages it: by a cursor that counts."""

    def __init__(self, rows, posts, size=2):
        self.rows, self.posts, self.size = rows, posts, size

    def __call__(self, request):
        at = int(request["cursor"] or 0)
        found = self.posts[at : at + self.size]
        more = {"cursor": str(at + self.size)} if at + self.size < len(self.posts) else {}
        items = [{"post": one} for one in found] if self.rows == "feed" else found
        return {self.rows: items, **more}


@pytest.fixture
def ask(fetch, player):
    def asking(settings=None, **more):
        return fetch("bluesky", {"server": player.base, **(settings or {})}, **more)

    return asking


@pytest.fixture
def feed(player):
    pages = Pages("feed", [post(n) for n in (9, 8, 7, 6, 5)])
    player.on(FEED, pages)
    return pages


ACCOUNT = {"accounts": "@astridlund.example"}


def test_an_accounts_feed_is_walked_to_its_end(ask, feed, player):
    run = ask(ACCOUNT)
    assert run.texts == [f"Post {n}" for n in (9, 8, 7, 6, 5)]
    assert [one["cursor"] for one in player.of(FEED)] == [None, "2", "4"]
    first = player.asked[0]
    assert (first["actor"], first["limit"]) == ("astridlund.example", "100")
    assert first["filter"] == "posts_with_replies" and "authorization" not in first.headers


def test_a_second_run_stops_at_what_is_known(ask, feed, player):
    first = ask(ACCOUNT)
    again = ask(ACCOUNT, cursor=first.cursor)
    assert again.pages == [] and len(player.of(FEED)) == 4
    feed.posts = [post(10), *feed.posts]
    assert "Post 10" in ask(ACCOUNT, cursor=again.cursor).texts


@pytest.mark.parametrize("stop", [1, 2])
def test_a_stopped_run_goes_on_and_misses_nothing_that_came_meanwhile(ask, feed, stop):
    first = ask(ACCOUNT, stop=stop)
    feed.posts = [post(11), post(10), *feed.posts]
    second = ask(ACCOUNT, cursor=first.cursor)
    assert set(first.texts + second.texts) == {f"Post {n}" for n in (11, 10, 9, 8, 7, 6, 5)}


def test_a_search_needs_a_login_and_says_so(ask, player):
    player.on(SEARCH, (403, {"error": "Forbidden", "message": "Request forbidden"}))
    with pytest.raises(FetchError, match="LUMINARY_BLUESKY_PASSWORD"):
        ask({"search": "håndhygiene"})


def test_a_login_without_its_password_is_refused_before_anything_is_asked(ask, player):
    with pytest.raises(UsageError, match="LUMINARY_BLUESKY_PASSWORD"):
        ask({"search": "håndhygiene", "handle": "eero.example"})
    assert player.asked == []


def test_a_search_is_asked_with_the_login_and_from_the_day_wanted(ask, player, day):
    player.on(
        LOGIN, {"accessJwt": "jwt-1", "refreshJwt": "jwt-2", "did": "did:plc:eero", "handle": "eero.example"}
    )
    player.on(SEARCH, Pages("posts", [post(9), post(8)]))
    run = ask({"search": "håndhygiene", "handle": "@eero.example"}, secrets=SECRETS, since=day(7))
    assert run.texts == ["Post 9", "Post 8"]
    assert b'"identifier": "eero.example"' in player.of(LOGIN)[0].body
    asked = player.of(SEARCH)[0]
    assert asked.headers["authorization"] == "Bearer jwt-1"
    assert (asked["q"], asked["sort"], asked["since"]) == ("håndhygiene", "latest", "2026-03-07T00:00:00Z")
    assert "jwt" not in str(run.cursor) and all(b"jwt" not in one.body for one in run.pages)


def test_a_login_that_has_run_out_is_renewed(ask, player):
    expired = (400, {"error": "ExpiredToken", "message": "Token has expired"})
    player.on(LOGIN, {"accessJwt": "jwt-1", "refreshJwt": "jwt-2"})
    player.on(REFRESH, {"accessJwt": "jwt-3", "refreshJwt": "jwt-4"})
    player.on(SEARCH, expired, Pages("posts", [post(9)]))
    assert ask({"search": "a; ", "handle": "eero.example"}, secrets=SECRETS).texts == ["Post 9"]
    assert player.of(REFRESH)[0].headers["authorization"] == "Bearer jwt-2"
    assert player.of(SEARCH)[-1].headers["authorization"] == "Bearer jwt-3"
    assert len(player.of(LOGIN)) == 1


def test_a_wrong_app_password_is_told_without_showing_it(ask, player):
    player.on(LOGIN, (401, {"error": "AuthenticationRequired", "message": "Invalid identifier or password"}))
    with pytest.raises(FetchError, match="Invalid identifier or password") as failed:
        ask({"search": "a", "handle": "eero.example"}, secrets=SECRETS)
    assert SECRETS["LUMINARY_BLUESKY_PASSWORD"] not in str(failed.value)


def test_an_account_that_is_gone_is_told_and_the_others_go_on(ask, feed, player):
    def answer(request):
        if request["actor"] == "borte.example":
            return 400, {"error": "InvalidRequest", "message": "Profile not found"}
        return feed(request)

    player.on(FEED, answer)
    run = ask({"accounts": "borte.example, astridlund.example"})
    assert len(run.texts) == 5
    assert [one.where for one in run.troubles] == ["borte.example"]
    assert "Profile not found" in str(run.troubles[0].reason)


def test_conversations_below_a_post_are_asked_once_until_they_grow(ask, player):
    said = post(9, replyCount=1)
    answer = post(10, "eeroniemi")
    answer["record"]["reply"] = {"root": {"uri": said["uri"]}, "parent": {"uri": said["uri"]}}
    player.on(FEED, Pages("feed", [said]))
    player.on(THREAD, {"thread": {"post": said, "replies": [{"post": answer, "replies": []}]}})
    run = ask(ACCOUNT)
    assert run.texts == ["Post 9", "Post 9", "Post 10"] and player.of(THREAD)[0]["uri"] == said["uri"]
    ask(ACCOUNT, cursor=run.cursor)
    assert len(player.of(THREAD)) == 1


def test_who_asks_not_to_be_shown_without_a_login_is_left_out_and_counted(ask, player):
    shy = post(9, "eeroniemi", labels=[{"val": "!no-unauthenticated"}])
    top = post(8, replyCount=1)
    below = {"post": shy, "replies": [{"post": post(10, "frejaholm"), "replies": []}]}
    player.on(FEED, Pages("feed", [shy, top]))
    player.on(THREAD, {"thread": {"post": top, "replies": [below, {"post": post(7), "replies": []}]}})
    run = ask(ACCOUNT)
    assert set(run.texts) == {"Post 8", "Post 7"}
    assert not any(b"eeroniemi" in one.body for one in run.pages)
    assert "1 post was left out" in str(run.troubles[-1].reason)


def test_with_a_login_such_accounts_are_read(ask, player):
    player.on(LOGIN, {"accessJwt": "jwt-1", "refreshJwt": "jwt-2"})
    player.on(FEED, Pages("feed", [post(9, labels=[{"val": "!no-unauthenticated"}])]))
    assert ask({**ACCOUNT, "handle": "eero.example"}, secrets=SECRETS).texts == ["Post 9"]


def test_a_place_that_has_expired_is_asked_anew(ask, feed, player):
    first = ask(ACCOUNT, stop=1)

    def answer(request):
        return (
            (400, {"error": "InvalidRequest", "message": "bad cursor"})
            if request["cursor"]
            else feed(request)
        )

    player.on(FEED, answer, feed)
    again = ask(ACCOUNT, cursor=first.cursor)
    assert set(again.texts) == {f"Post {n}" for n in (9, 8, 7, 6, 5)}
    assert "expired" in str(again.troubles[0].reason)


@pytest.mark.parametrize(
    "fault", [(429, {"error": "RateLimitExceeded"}), (502, {}), (200, b'{"fe', {"X-Cut": "1"})]
)
def test_faults_on_the_way_are_mended(ask, feed, player, fault):
    player.on(FEED, fault, feed)
    assert len(ask(ACCOUNT).texts) == 5


def test_posts_and_accounts_are_what_the_file_form_gives(ask, feed):
    run = ask(ACCOUNT)
    assert {one.url for one in run.of(Post)} >= {"https://bsky.app/profile/did:plc:astridlund/post/3k09"}
    assert {one.handle for one in run.of(Account) if one.handle} == {"astridlund.example"}
