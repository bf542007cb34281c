"""YouTube, asked live: a contract played on loopback."""

import pytest

from luminary.domain import Account, Metric, Post, ReferenceKind
from luminary.errors import FetchError, UsageError

SECRETS = {"LUMINARY_YOUTUBE_KEY": "AIza-hemlig-nyckel"}
UC = "UCaaaaaaaaaaaaaaaaaaaaaa"
CHANNEL = {
    "kind": "youtube#channel", "etag": "e1", "id": UC,
    "snippet": {"title": "Frejas vagt", "customUrl": "@frejasvagt", "publishedAt": "2020-01-02T08:00:00Z"},
    "statistics": {"viewCount": "900", "subscriberCount": "70", "videoCount": "5"},
    "contentDetails": {"relatedPlaylists": {"uploads": "UUaaaa"}},
}  # fmt: skip


def error(code, reason, message="no"):
    said = {"code": code, "message": message, "errors": [{"domain": "youtube", "reason": reason}]}
    return code, {"error": said}


def day(n):
    return f"2026-03-{n:02}T08:00:00Z"


class Tube:
    """A channel, its videos and their comments, as the API pages them."""

    def __init__(self, player, size=2):
        self.size, self.videos, self.threads, self.answers = size, [9, 8, 7, 6, 5], {}, {}
        self.counts = {}
        for path, answer in {
            "channels": lambda _request: {"kind": "youtube#channelListResponse", "items": [CHANNEL]},
            "playlistItems": self.uploads, "search": self.search, "videos": self.read,
            "commentThreads": self.below, "comments": self.more,
        }.items():  # fmt: skip
            player.on(f"/youtube/v3/{path}", answer)

    def _paged(self, rows, request):
        at = int(request["pageToken"] or 0)
        more = {"nextPageToken": str(at + self.size)} if at + self.size < len(rows) else {}
        return {"kind": "youtube#list", "items": rows[at : at + self.size], **more}

    def uploads(self, request):
        rows = [{"contentDetails": {"videoId": f"v{n:02}", "videoPublishedAt": day(n)}} for n in self.videos]
        return self._paged(rows, request)

    def search(self, request):
        after = request["publishedAfter"] or ""
        rows = [
            {"id": {"videoId": f"v{n:02}"}, "snippet": {"publishedAt": day(n)}}
            for n in self.videos if day(n) >= after
        ]  # fmt: skip
        return self._paged(rows, request)

    def read(self, request):
        wanted = request["id"].split(",")
        return {
            "kind": "youtube#videoListResponse",
            "items": [self.video(n) for n in self.videos if f"v{n:02}" in wanted],
        }

    def video(self, n):
        figures = {"viewCount": str(100 * n), "likeCount": "5"}
        if n in self.counts or n in self.threads:
            figures["commentCount"] = str(self.counts.get(n, len(self.threads.get(n, []))))
        return {
            "kind": "youtube#video", "etag": "x", "id": f"v{n:02}", "statistics": figures,
            "snippet": {"channelId": UC, "channelTitle": "Frejas vagt", "title": f"Film {n}",
                        "description": f"Tekst {n}", "publishedAt": day(n)},
            "contentDetails": {"duration": "PT4M"},
            "paidProductPlacementDetails": {"hasPaidProductPlacement": n == 9},
        }  # fmt: skip

    def below(self, request):
        return self._paged(self.threads.get(int(request["videoId"][1:]), []), request)

    def more(self, request):
        return self._paged(self.answers[request["parentId"]], request)


def comment(id, at, parent=None):
    snippet = {"authorDisplayName": "@eero", "authorChannelId": {"value": "UCe"}, "textDisplay": f"Svar {id}",
               "textOriginal": f"Svar {id}", "likeCount": 1, "publishedAt": day(at)}  # fmt: skip
    return {
        "kind": "youtube#comment",
        "id": id,
        "snippet": snippet | ({"parentId": parent} if parent else {}),
    }


def thread(id, at, video=9, answers=0):
    top = comment(id, at)
    top["snippet"]["videoId"] = f"v{video:02}"
    snippet = {"videoId": f"v{video:02}", "topLevelComment": top, "totalReplyCount": answers}
    return {"kind": "youtube#commentThread", "id": id, "snippet": snippet}


@pytest.fixture
def tube(player):
    return Tube(player)


@pytest.fixture
def ask(fetch, player):
    def asking(settings=None, secrets=SECRETS, **more):
        told = {"server": player.base, "channels": "@frejasvagt", **(settings or {})}
        return fetch("youtube", told, secrets=secrets, **more)

    return asking


def films(run):
    return sorted({int(one.text.rpartition(" ")[2]) for one in run.of(Post) if one.text.startswith("Tekst")})


def test_a_channels_videos_come_with_their_figures_and_labels(ask, tube, player):
    run = ask()
    assert films(run) == [5, 6, 7, 8, 9] and not run.rejects
    assert {one.paid_label for one in run.of(Post) if one.title == "Film 9"} == {True}
    assert {one.handle for one in run.of(Account)} >= {"frejasvagt"}
    assert ("followers", 70.0) in {(one.what, one.value) for one in run.of(Metric)}
    assert all(one.at is not None for one in run.of(Metric))
    assert player.of("/youtube/v3/channels")[0]["forHandle"] == "@frejasvagt"


def test_the_key_travels_in_a_header_only(ask, tube, player):
    run = ask()
    assert all(one.headers["x-goog-api-key"] == SECRETS["LUMINARY_YOUTUBE_KEY"] for one in player.asked)
    assert not any("key" in one.query for one in player.asked) and "AIza" not in str(run.cursor)


def test_a_second_run_keeps_nothing_twice_and_a_third_only_what_is_new(ask, tube):
    first = ask()
    again = ask(cursor=first.cursor)
    assert again.pages == []
    tube.videos.insert(0, 10)
    assert 10 in films(ask(cursor=again.cursor))


@pytest.mark.parametrize("stop", [1, 2, 3])
def test_a_stopped_run_goes_on_and_misses_nothing(ask, tube, stop):
    first = ask(stop=stop)
    tube.videos.insert(0, 10)
    second = ask(cursor=first.cursor)
    assert {*films(first), *films(second)} == {5, 6, 7, 8, 9, 10}


def test_a_search_asks_from_what_is_known_and_costs_a_hundred_units_a_page(ask, tube, player):
    run = ask({"channels": "", "search": "vagtplan", "language": "da", "region": "DK"})
    assert films(run) == [5, 6, 7, 8, 9] and run.cursor["units"] == 3 * 101 + 1
    first = player.of("/youtube/v3/search")[0]
    assert (first["q"], first["order"], first["type"], first["publishedAfter"]) == (
        "vagtplan",
        "date",
        "video",
        None,
    )
    assert (first["relevanceLanguage"], first["regionCode"], first["maxResults"]) == ("da", "DK", "50")
    ask({"channels": "", "search": "vagtplan"}, cursor=run.cursor)
    assert player.of("/youtube/v3/search")[-1]["publishedAfter"] == day(9)


def test_a_run_stops_before_its_budget_is_overdrawn_and_the_next_goes_on(ask, tube):
    asked = {"channels": "", "search": "vagtplan", "units": "210"}
    first = ask(asked)
    assert first.cursor["units"] == 202 and "202 of 210 units" in str(first.troubles[0].reason)
    second = ask(asked, cursor=first.cursor)
    assert {*films(first), *films(second)} == {5, 6, 7, 8, 9}


@pytest.mark.parametrize("reason", ["quotaExceeded", "dailyLimitExceeded", "rateLimitExceeded"])
def test_a_quota_that_is_used_up_ends_the_run_and_says_when_it_is_renewed(ask, tube, player, reason):
    pages = player.answers["/youtube/v3/playlistItems"][0]
    player.on("/youtube/v3/playlistItems", pages, error(403, reason))
    first = ask()
    assert "midnight, Pacific time" in str(first.troubles[0].reason) and films(first) == [8, 9]
    player.on("/youtube/v3/playlistItems", pages)
    assert {*films(first), *films(ask(cursor=first.cursor))} == {5, 6, 7, 8, 9}


def test_comments_come_with_all_their_answers(ask, tube, player):
    tube.threads[9] = [thread("a", 12, answers=3), thread("b", 11), thread("c", 10)]
    tube.answers["a"] = [comment(f"a.{n}", 12 + n, "a") for n in range(3)]
    run = ask()
    said = {one.text for one in run.of(Post) if one.text.startswith("Svar")}
    assert said == {"Svar a", "Svar b", "Svar c", "Svar a.0", "Svar a.1", "Svar a.2"}
    replies = [one for one in run.records if getattr(one, "kind", None) == ReferenceKind.REPLY]
    assert ("youtube:/a.1", "youtube:/a") in {(one.post, one.target_post) for one in replies}
    assert {one.thread for one in run.of(Post) if one.text.startswith("Svar a.")} == {"youtube:/v09"}
    asked = player.of("/youtube/v3/commentThreads")[0]
    assert (asked["order"], asked["textFormat"], asked["maxResults"]) == ("time", "plainText", "100")


def test_comments_are_walked_again_only_when_their_number_changes(ask, tube, player):
    tube.size = 9
    tube.threads[9] = [thread("b", 11), thread("c", 10)]
    first = ask()
    again = ask(cursor=first.cursor)
    assert len(player.of("/youtube/v3/commentThreads")) == 1
    tube.threads[9].insert(0, thread("d", 13))
    assert "Svar d" in ask(cursor=again.cursor).texts


def test_new_answers_in_a_known_thread_are_found(ask, tube):
    tube.size = 9
    tube.threads[9], tube.counts[9] = [thread("a", 12, answers=1)], 2
    tube.answers["a"] = [comment("a.0", 12, "a")]
    first = ask()
    tube.threads[9], tube.counts[9] = [thread("a", 12, answers=2)], 3
    tube.answers["a"].append(comment("a.1", 14, "a"))
    assert "Svar a.1" in ask(cursor=first.cursor).texts


def test_comments_that_are_turned_off_are_counted_and_asked_once(ask, tube, player):
    tube.counts = {9: 4, 8: 2}
    player.on("/youtube/v3/commentThreads", error(403, "commentsDisabled"))
    first = ask()
    assert "turned off below 2 videos" in str(first.troubles[0].reason)
    assert ask(cursor=first.cursor).troubles == []


def test_a_video_that_is_gone_goes_once(ask, tube):
    first = ask()
    tube.videos.remove(7)
    second = ask(cursor=first.cursor)
    assert second.gone == ["youtube:/v07"] and "youtube:/v07" in {one.key for one in first.of(Post)}
    assert ask(cursor=second.cursor).gone == []


def test_only_the_newest_videos_are_followed(ask, tube):
    assert set(ask({"follow": "2"}).cursor["videos"]) == {"v08", "v09"}
    assert ask({"follow": "0"}).cursor["videos"] == {}


def test_an_unknown_channel_is_told_and_the_others_go_on(ask, tube, player):
    def channels(request):
        return {"items": [CHANNEL] if request["id"] == UC else []}

    player.on("/youtube/v3/channels", channels)
    run = ask({"channels": f"@ingen {UC}"})
    assert films(run) == [5, 6, 7, 8, 9] and run.troubles[0].where == "@ingen"


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (error(400, "badRequest", "API key not valid. Please pass a valid API key."), "API key not valid"),
        (error(403, "accessNotConfigured", "has not been used in project 1"), "allow it in the project"),
    ],
)
def test_a_key_that_is_refused_is_told_without_showing_it(ask, player, answer, told):
    player.on("/youtube/v3/channels", answer)
    with pytest.raises(FetchError, match=told) as failed:
        ask()
    assert "AIza" not in str(failed.value)


def test_nothing_older_than_wanted_is_fetched(ask, tube, player):
    from datetime import UTC, datetime

    run = ask(since=datetime(2026, 3, 8, tzinfo=UTC))
    assert films(run) == [8, 9] and len(player.of("/youtube/v3/playlistItems")) == 2


@pytest.mark.parametrize("settings", [{"units": "many"}, {"units": "0"}, {"follow": "-1"}])
def test_a_number_that_is_none_is_refused(ask, settings):
    with pytest.raises(UsageError, match="whole number"):
        ask(settings)


@pytest.mark.parametrize("fault", [(500, {}), (503, b""), (200, b'{"ite', {"X-Cut": "1"})])
def test_faults_on_the_way_are_mended(ask, tube, player, fault):
    player.on("/youtube/v3/playlistItems", fault, tube.uploads)
    assert films(ask()) == [5, 6, 7, 8, 9]
