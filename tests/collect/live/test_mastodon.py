"""Mastodon, asked live: a contract played on loopback."""

import pytest

from luminary.domain import Account, Metric, Post, ReferenceKind
from luminary.errors import FetchError

TAG = "/api/v1/timelines/tag/håndhygiene"


def account(name, **said):
    return {
        "id": f"9{len(name)}", "username": name, "acct": name, "display_name": name.title(),
        "url": f"https://vakt.example/@{name}", "uri": f"https://vakt.example/users/{name}",
        "indexable": True, "discoverable": True, "bot": False, "note": "", "followers_count": 40, **said,
    }  # fmt: skip


def status(id, name="astrid", day=5, **said):
    writer = said.pop("account", None) or account(name)
    return {
        "id": str(id), "created_at": f"2026-03-{day:02}T08:00:00.000Z", "in_reply_to_id": None,
        "in_reply_to_account_id": None, "sensitive": False, "spoiler_text": "", "visibility": "public",
        "language": "nb", "uri": f"https://vakt.example/users/{name}/statuses/{id}",
        "url": f"https://vakt.example/@{name}/{id}", "replies_count": 0, "reblogs_count": 2,
        "favourites_count": 3, "edited_at": None, "content": f"<p>Post {id}</p>", "reblog": None,
        "account": writer, "media_attachments": [], "mentions": [], "tags": [], "emojis": [],
        "card": None, "poll": None, **said,
    }  # fmt: skip


class Timeline:
    """A list of posts, as the server pages it."""

    def __init__(self, base, posts, size=2):
        self.base, self.posts, self.size = base, posts, size

    def __call__(self, request):
        newer, older = int(request["since_id"] or 0), int(request["max_id"] or 10**18)
        found = [one for one in self.posts if newer < int(one["id"]) < older][: self.size]
        link = f'<{self.base}{request.path}?max_id={found[-1]["id"]}>; rel="next"' if found else ""
        link += f', <{self.base}{request.path}?min_id={found[0]["id"]}>; rel="prev"' if found else ""
        return 200, found, {"Link": link, "X-RateLimit-Remaining": "299"}


@pytest.fixture
def tags(player):
    timeline = Timeline(player.base, [status(n) for n in (105, 104, 103, 102, 101)])
    player.on(TAG, timeline)
    return timeline


@pytest.fixture
def asking(fetch, player):
    def asked(tags="#Håndhygiene", **more):
        settings = {"instance": player.base, "tags": tags, **more.pop("settings", {})}
        return fetch("mastodon", settings, **more)

    return asked


def test_a_hashtag_is_walked_from_the_newest_to_its_end(asking, tags, player):
    run = asking()
    assert run.texts == ["Post 105", "Post 104", "Post 103", "Post 102", "Post 101"]
    assert [one["max_id"] for one in player.of(TAG)] == [None, "104", "102", "101"]
    assert {one["limit"] for one in player.of(TAG)} == {"40"}
    assert not run.rejects and not run.troubles


def test_accounts_and_figures_carry_server_and_time_of_fetching(asking, tags):
    run = asking()
    assert {one.handle for one in run.of(Account)} == {"astrid@vakt.example"}
    assert all(one.at is not None for one in run.of(Metric))


def test_a_second_run_asks_only_for_what_is_newer_and_keeps_nothing_twice(asking, tags, player):
    first = asking()
    again = asking(cursor=first.cursor)
    assert again.pages == [] and player.asked[-1]["since_id"] == "105"
    tags.posts = [status(107), status(106), *tags.posts]
    third = asking(cursor=again.cursor)
    assert third.texts == ["Post 107", "Post 106"]


@pytest.mark.parametrize("stop", [1, 2])
def test_a_stopped_run_goes_on_where_it_was_and_misses_nothing(asking, tags, stop):
    first = asking(stop=stop)
    tags.posts = [status(106), *tags.posts]
    second = asking(cursor=first.cursor)
    third = asking(cursor=second.cursor)
    found = first.texts + second.texts + third.texts
    assert sorted(found) == [f"Post {n}" for n in range(101, 107)]


def test_nothing_older_than_wanted_is_fetched(asking, player, day):
    posts = [status(n, day=n - 100) for n in (109, 108, 107, 106, 105, 104)]
    player.on(TAG, Timeline(player.base, posts))
    run = asking(since=day(7, 12))
    assert run.texts == ["Post 109", "Post 108"]
    assert len(player.of(TAG)) == 2


def test_the_first_run_is_bounded_and_history_goes_on_from_there(asking, player):
    player.on(TAG, Timeline(player.base, [status(n) for n in range(150, 100, -1)]))
    first = asking()
    assert len(first.texts) == 20
    normal = asking(cursor=first.cursor)
    assert normal.texts == []
    rest = asking(cursor=normal.cursor, history=True)
    assert len(rest.texts) == 30 and not set(rest.texts) & set(first.texts)
    assert asking(cursor=rest.cursor, history=True).texts == []


@pytest.mark.parametrize(
    "said",
    [
        {"indexable": False},
        {"noindex": True},
        {"discoverable": False},
        {"note": '<p>Barnmorska. <a href="#">#<span>nobot</span></a></p>'},
        {"note": "Sykepleier #noindex"},
    ],
)
def test_who_asks_not_to_be_found_is_left_out_and_counted(asking, player, said):
    shy = status(106, "eero", account=account("eero", **said))
    passed_on = status(107, reblog=shy)
    player.on(TAG, Timeline(player.base, [passed_on, shy, status(105)], size=9))
    run = asking()
    assert run.texts == ["Post 105"]
    assert all(b"eero" not in one.body for one in run.pages)
    assert [str(one.reason) for one in run.troubles] == [
        "2 posts were left out: their accounts ask not to be found"
    ]


def test_an_account_that_states_no_wish_is_not_taken_for_one_that_refuses(asking, player):
    silent = account("eero")
    del silent["indexable"], silent["discoverable"]
    player.on(TAG, Timeline(player.base, [status(105, "eero", account=silent)]))
    assert asking().texts == ["Post 105"]


def test_what_is_answered_below_a_post_comes_with_it(asking, player):
    answer = status(
        110, "eero", in_reply_to_id="105", in_reply_to_account_id="96",
        mentions=[{"id": "96", "acct": "astrid", "username": "astrid", "url": "https://vakt.example/@astrid"}],
    )  # fmt: skip
    player.on(TAG, Timeline(player.base, [status(105, replies_count=1)]))
    player.on("/api/v1/statuses/105/context", {"ancestors": [], "descendants": [answer]})
    run = asking()
    assert run.texts == ["Post 105", "Post 110"]
    kinds = [one.kind for one in run.records if type(one).__name__ == "Reference"]
    assert kinds == [ReferenceKind.REPLY]
    again = asking(cursor=run.cursor)
    assert len(player.of("/api/v1/statuses/105/context")) == 1 and again.pages == []


def test_below_a_young_post_answers_are_asked_for_again_when_it_is_a_day_old(
    asking, player, day, monkeypatch
):
    moment = "luminary.collect.platforms.mastodon.connect.now"
    player.on(TAG, Timeline(player.base, [status(105)]))
    player.on("/api/v1/statuses/105/context", {"ancestors": [], "descendants": [status(110, "eero")]})
    monkeypatch.setattr(moment, lambda: day(5, 12))
    first = asking()
    second = asking(cursor=first.cursor)
    assert player.of("/api/v1/statuses/105/context") == [] and second.pages == []
    monkeypatch.setattr(moment, lambda: day(6, 12))
    third = asking(cursor=second.cursor)
    assert third.texts == ["Post 110"]
    assert asking(cursor=third.cursor).pages == []
    assert len(player.of("/api/v1/statuses/105/context")) == 1


def test_a_post_that_is_gone_meanwhile_stops_nothing(asking, player):
    player.on(TAG, Timeline(player.base, [status(105, replies_count=1), status(104, replies_count=1)]))
    player.on("/api/v1/statuses/104/context", {"ancestors": [], "descendants": [status(111, "eero")]})
    assert asking().texts == ["Post 105", "Post 104", "Post 111"]


def test_an_account_is_looked_up_once(asking, player):
    path = "/api/v1/accounts/96/statuses"
    player.on("/api/v1/accounts/lookup", account("astrid"))
    player.on(path, Timeline(player.base, [status(105)]))
    run = asking(tags="", settings={"accounts": "@astrid@vakt.example"})
    assert run.texts == ["Post 105"] and player.asked[0]["acct"] == "astrid@vakt.example"
    asking(tags="", settings={"accounts": "@astrid@vakt.example"}, cursor=run.cursor)
    assert len(player.of("/api/v1/accounts/lookup")) == 1


def test_an_unknown_account_is_told_and_the_others_go_on(asking, tags, player):
    run = asking(settings={"accounts": "nobody@vakt.example"})
    assert len(run.texts) == 5
    assert run.troubles[0].where == "nobody@vakt.example" and "Record not found" in str(
        run.troubles[0].reason
    )


def test_a_server_that_shows_its_timeline_to_members_only_asks_for_a_token(asking, player):
    player.on(TAG, (422, {"error": "This method requires an authenticated user"}))
    with pytest.raises(FetchError, match="LUMINARY_MASTODON_TOKEN"):
        asking()
    player.on(TAG, Timeline(player.base, [status(105)]))
    asking(secrets={"LUMINARY_MASTODON_TOKEN": "hemlig-token-1"})
    assert player.asked[-1].headers["authorization"] == "Bearer hemlig-token-1"


@pytest.mark.parametrize("status_", [429, 500, 503])
def test_a_server_that_is_busy_is_asked_again(asking, player, status_):
    timeline = Timeline(player.base, [status(105)])
    player.on(TAG, (status_, {"error": "busy"}, {"Retry-After": "3"}), timeline)
    run = asking()
    assert run.texts == ["Post 105"] and any(one > 2 for one in run.slept)


def test_an_answer_cut_off_in_the_middle_is_asked_again(asking, player):
    timeline = Timeline(player.base, [status(105)])
    player.on(TAG, (200, b'[{"id": "105", "crea', {"X-Cut": "yes"}), timeline)
    assert asking().texts == ["Post 105"]


def test_a_failure_in_the_middle_keeps_what_came_and_is_taken_up_there(asking, tags, player):
    timeline = tags

    def failing(request):
        return (
            timeline(request) if request["max_id"] is None else (403, {"error": "This action is not allowed"})
        )

    player.on(TAG, failing)
    with pytest.raises(FetchError, match="This action is not allowed") as failed:
        asking()
    player.on(TAG, timeline)
    rest = asking(cursor=failed.value.run.cursor)
    assert rest.texts == ["Post 103", "Post 102", "Post 101"]


def test_a_page_that_comes_again_and_again_ends(asking, player):
    link = {"Link": f'<{player.base}{TAG}?max_id=104>; rel="next"'}
    player.on(TAG, (200, [status(105), status(104)], link))
    assert set(asking().texts) == {"Post 105", "Post 104"}
    assert len(player.of(TAG)) == 2


def test_a_place_that_has_expired_is_asked_anew_and_told(asking, tags, player):
    first = asking(stop=1)

    def expired(request):
        return (404, {"error": "Record not found"}) if request["max_id"] else tags(request)

    player.on(TAG, expired, tags)
    again = asking(cursor=first.cursor)
    assert len({*first.texts, *again.texts}) == 5 and "expired" in str(again.troubles[0].reason)


def test_hostile_bodies_end_as_an_error_that_names_the_server(asking, player):
    player.on(TAG, (200, b"<html>maintenance", {"Content-Type": "text/html"}))
    with pytest.raises(FetchError, match="no JSON"):
        asking()


def test_posts_are_read_as_posts(asking, tags):
    assert {one.url for one in asking().of(Post)} == {
        f"https://vakt.example/@astrid/{n}" for n in range(101, 106)
    }
