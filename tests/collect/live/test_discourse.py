"""Discourse, asked live: a contract played on loopback."""

import pytest

from luminary.domain import Account, Place, Post, ReferenceKind
from luminary.errors import FetchError, UnknownNameError

SITE = {
    "categories": [{"id": 5, "name": "Hygien", "slug": "hygien"}, {"id": 7, "name": "Vakt", "slug": "vakt"}]
}


def post(id, topic, nth, name="aino", **said):
    return {
        "id": id, "user_id": 40 + len(name), "username": name, "name": name.title(), "topic_id": topic,
        "post_number": nth, "post_type": 1, "created_at": f"2026-03-05T08:{id % 60:02}:00.000Z",
        "cooked": f"<p>Viesti {id}</p>", "reply_to_post_number": None, "reads": 4,
        "actions_summary": [{"id": 2, "count": 3}], "hidden": False, "deleted_at": None, **said,
    }  # fmt: skip


class Forum:
    """Topics as the forum lists them, and their posts as it pages them."""

    def __init__(self, player, size=2, shown=2):
        self.player, self.size, self.shown, self.topics = player, size, shown, {}
        player.on("/site.json", SITE)
        for path in ("/latest.json", "/c/hygien/5/l/latest.json", "/c/vakt/7/l/latest.json"):
            player.on(path, self.listed)

    def say(self, topic, ids, bumped, category=5, **said):
        posts = [post(id, topic, nth) for nth, id in enumerate(ids, 1)]
        self.topics[topic] = {"bumped_at": f"2026-03-{bumped:02}T08:00:00.000Z", "category_id": category}
        page = {
            "id": topic,
            "title": f"Aihe {topic}",
            "category_id": category,
            "archetype": "regular",
            **said,
        }
        stream = {"posts": posts[: self.shown], "stream": ids}
        self.player.on(f"/t/{topic}.json", {**page, "post_stream": stream})

        def some(request):
            wanted = {int(one) for one in request.query["post_ids[]"]}
            return {"post_stream": {"posts": [one for one in posts if one["id"] in wanted]}, "id": topic}

        self.player.on(f"/t/{topic}/posts.json", some)

    def listed(self, request):
        category = {"hygien": 5, "vakt": 7}.get(request.path.split("/")[2] if "/c/" in request.path else "")
        found = [
            {"id": id, **one} for id, one in self.topics.items() if category in (None, one["category_id"])
        ]
        found.sort(key=lambda one: one["bumped_at"], reverse=True)
        at = int(request["page"]) * self.size
        more = {"more_topics_url": "/latest?page=1"} if at + self.size < len(found) else {}
        return {"topic_list": {"topics": found[at : at + self.size], **more}, "users": []}


@pytest.fixture
def forum(player):
    playing = Forum(player)
    playing.say(11, [101, 102, 103, 104, 105], 9)
    playing.say(12, [106], 8, category=7)
    playing.say(13, [107, 108], 7)
    return playing


@pytest.fixture
def ask(fetch, player):
    return lambda settings=None, **more: fetch(
        "discourse", {"forum": player.base, **(settings or {})}, **more
    )


def numbers(run):
    return [int(one.rpartition(" ")[2]) for one in run.texts]


def test_all_posts_of_all_topics_come_with_title_and_category(ask, forum):
    run = ask()
    assert numbers(run) == [101, 102, 103, 104, 105, 106, 107, 108]
    assert {one.title for one in run.of(Post)} == {"Aihe 11", "Aihe 12", "Aihe 13"}
    assert {one.name for one in run.of(Place)} == {"hygien", "vakt"}
    assert {one.key for one in run.of(Account)} == {"discourse:127.0.0.1/44"}
    assert not run.rejects and not run.troubles


def test_posts_that_a_topic_does_not_show_at_once_are_asked_by_their_ids(ask, forum, player):
    ask()
    assert [one.query["post_ids[]"] for one in player.of("/t/11/posts.json")] == [["103", "104", "105"]]
    assert player.of("/latest.json")[0]["order"] == "activity"


def test_a_second_run_asks_for_no_topic_and_a_third_only_for_what_is_new(ask, forum, player):
    first = ask()
    before = len([one for one in player.asked if one.path.startswith("/t/")])
    again = ask(cursor=first.cursor)
    assert again.pages == [] and before == len([one for one in player.asked if one.path.startswith("/t/")])
    forum.say(12, [106, 109], 10, category=7)
    third = ask(cursor=again.cursor)
    assert (numbers(third) == [109] and player.asked[-1].path == "/t/12/posts.json") or numbers(third) == [
        109
    ]


@pytest.mark.parametrize("stop", [1, 2, 3])
def test_a_stopped_run_goes_on_within_the_topic(ask, forum, monkeypatch, stop):
    monkeypatch.setattr("luminary.collect.platforms.discourse.connect._AT_ONCE", 2)
    first = ask(stop=stop)
    second = ask(cursor=first.cursor)
    assert sorted(numbers(first) + numbers(second)) == list(range(101, 109))


def test_only_the_categories_wanted_are_asked(ask, forum):
    assert numbers(ask({"categories": "vakt"})) == [106]
    assert numbers(ask({"categories": "hygien/5"})) == [101, 102, 103, 104, 105, 107, 108]


def test_an_unknown_category_is_told_with_those_that_are_there(ask, forum):
    with pytest.raises(UnknownNameError, match="hygien"):
        ask({"categories": "hygie"})


def test_topics_without_activity_since_then_are_not_asked(ask, forum, day):
    assert numbers(ask(since=day(8))) == [101, 102, 103, 104, 105, 106]


def test_a_key_goes_in_its_headers(ask, forum, player):
    ask({"user": "leser"}, secrets={"LUMINARY_DISCOURSE_KEY": "0123456789abcdef"})
    told = player.asked[0].headers
    assert (told["api-key"], told["api-username"]) == ("0123456789abcdef", "leser")


def test_a_forum_for_members_says_how_to_get_in(ask, player):
    said = {"errors": ["You need to be logged in to do that."], "error_type": "not_logged_in"}
    player.on("/site.json", (403, said))
    with pytest.raises(FetchError, match=r"logged in to do that.*LUMINARY_DISCOURSE_KEY"):
        ask()


def test_a_topic_that_is_gone_is_told_and_the_others_go_on(ask, forum, player):
    player.on("/t/12.json", (410, {"errors": ["The requested topic was deleted"], "error_type": "not_found"}))
    run = ask()
    assert 106 not in numbers(run) and len(numbers(run)) == 7
    assert run.troubles[0].where == "/t/12" and "deleted" in str(run.troubles[0].reason)
    assert ask(cursor=run.cursor).troubles == []


def test_too_many_requests_wait_as_the_forum_asks(ask, forum, player):
    said = {"errors": ["too many times"], "error_type": "rate_limit", "extras": {"wait_seconds": 12}}
    page = player.answers["/t/12.json"]
    player.on("/t/12.json", (429, said, {"Retry-After": "12"}), *page)
    run = ask()
    assert len(numbers(run)) == 8 and any(11 < one <= 12 for one in run.slept)


def test_answers_point_at_the_post_and_a_pinned_topic_does_not_end_the_walk(ask, player):
    forum = Forum(player, size=1)
    forum.say(13, [107, 108], 7)
    posts = player.answers["/t/13.json"][0]["post_stream"]["posts"]
    posts[1] |= {
        "reply_to_post_number": 1,
        "reply_to_user": {"username": "aino", "name": "Aino"},
        "username": "eero",
    }
    run = ask()
    kinds = [one.kind for one in run.records if type(one).__name__ == "Reference"]
    assert kinds == [ReferenceKind.REPLY]
