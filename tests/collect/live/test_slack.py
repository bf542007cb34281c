"""Slack, asked live: a contract played on loopback."""

import pytest

from luminary.domain import Account, Place, ReferenceKind
from luminary.errors import FetchError, UnknownNameError, UsageError

SECRETS = {"LUMINARY_SLACK_TOKEN": "xoxb-hemlig-hemlig"}
USERS = [
    {"id": "U1", "team_id": "T9", "name": "astrid", "real_name": "Astrid Lund", "is_bot": False,
     "profile": {"email": "astrid@nord.example", "image_48": "https://nord.example/a.png", "phone": "12345"}},
    {"id": "U2", "team_id": "T9", "name": "eero", "real_name": "Eero Niemi", "is_bot": False, "profile": {}},
]  # fmt: skip
CHANNELS = [{"id": "C1AAAAAAA", "name": "håndhygiene"}, {"id": "C2AAAAAAA", "name": "vakt"}]


def ts(n):
    return f"{1_772_000_000 + n * 3600}.000100"


def message(n, user="U1", **said):
    return {"type": "message", "user": user, "text": f"Melding {n}", "ts": ts(n), **said}


class Team:
    """Channels as the API pages them."""

    def __init__(self, player, size=2):
        self.player, self.size = player, size
        self.messages, self.threads = {"C1AAAAAAA": [], "C2AAAAAAA": []}, {}
        player.on("/api/users.list", self.users)
        player.on("/api/conversations.list", {"ok": True, "channels": CHANNELS})
        player.on("/api/conversations.history", self.history)
        player.on("/api/conversations.replies", self.replies)

    def users(self, request):
        if request["cursor"] is None:
            return {"ok": True, "members": USERS[:1], "response_metadata": {"next_cursor": "dXNlcjpV"}}
        return {"ok": True, "members": USERS[1:], "response_metadata": {"next_cursor": ""}}

    def history(self, request):
        latest = request["latest"] or "9"
        found = [one for one in reversed(self.messages[request["channel"]]) if one["ts"] < latest]
        return {"ok": True, "messages": found[: self.size], "has_more": len(found) > self.size}

    def replies(self, request):
        root, *rest = self.threads[request["ts"]]
        found = [one for one in rest if one["ts"] > (request["oldest"] or "")]
        return {"ok": True, "messages": [root, *found[: self.size]], "has_more": len(found) > self.size}


@pytest.fixture
def team(player):
    playing = Team(player)
    playing.messages["C1AAAAAAA"] = [message(n) for n in range(1, 6)]
    playing.messages["C2AAAAAAA"] = [message(9, "U2")]
    return playing


@pytest.fixture
def ask(fetch, player):
    def asking(settings=None, secrets=SECRETS, **more):
        return fetch("slack", {"server": player.base, **(settings or {})}, secrets=secrets, **more)

    return asking


def numbers(run):
    return sorted(int(one.rpartition(" ")[2]) for one in run.texts)


def test_channels_people_and_messages_read_as_an_export_does(ask, team, player):
    run = ask()
    assert numbers(run) == [1, 2, 3, 4, 5, 9] and not run.rejects
    assert {one.name for one in run.of(Place)} == {"håndhygiene", "vakt"}
    assert {one.key for one in run.of(Place)} == {"slack:T9/C1AAAAAAA", "slack:T9/C2AAAAAAA"}
    assert {one.name for one in run.of(Account) if one.name} == {"Astrid Lund", "Eero Niemi"}
    assert player.asked[0].headers["authorization"] == "Bearer xoxb-hemlig-hemlig"
    assert [one["cursor"] for one in player.of("/api/users.list")] == [None, "dXNlcjpV"]
    assert player.of("/api/conversations.list")[0]["types"] == "public_channel"


def test_pictures_and_telephone_numbers_of_people_are_not_kept(ask, team):
    assert not any(b"image_48" in one.body or b"12345" in one.body for one in ask().pages)


def test_a_second_run_keeps_nothing_twice_and_a_third_only_what_is_new(ask, team):
    first = ask()
    again = ask(cursor=first.cursor)
    assert [one.name for one in again.pages] == ["users.json", "channels.json"]
    team.messages["C1AAAAAAA"].append(message(6))
    assert numbers(ask(cursor=again.cursor)) == [6]


@pytest.mark.parametrize("stop", [3, 4, 5])
def test_a_stopped_run_goes_on_and_misses_nothing(ask, team, stop):
    first = ask(stop=stop)
    team.messages["C1AAAAAAA"].append(message(6))
    second = ask(cursor=first.cursor)
    assert sorted(numbers(first) + numbers(second)) == [1, 2, 3, 4, 5, 6, 9]


def thread(team, *answers):
    """Let the second message of the channel carry a thread."""
    root = message(2, thread_ts=ts(2), reply_count=len(answers), latest_reply=ts(answers[-1]))
    found = [message(n, "U2", thread_ts=ts(2), parent_user_id="U1") for n in answers]
    team.messages["C1AAAAAAA"][1] = root
    team.threads[ts(2)] = [root, *found]


def test_answers_in_threads_come_page_by_page_and_point_at_what_they_answer(ask, team, player):
    thread(team, 20, 21, 22)
    run = ask()
    assert numbers(run) == [1, 2, 3, 4, 5, 9, 20, 21, 22]
    answers = [one for one in run.records if getattr(one, "kind", None) == ReferenceKind.REPLY]
    assert {(one.author, one.target) for one in answers} == {("slack:T9/U2", "slack:T9/U1")}
    assert [one["oldest"] for one in player.of("/api/conversations.replies")] == [None, ts(21)]


def test_a_thread_is_asked_again_only_when_its_last_answer_is_new(ask, team, player):
    team.size = 10
    thread(team, 20, 21)
    first = ask()
    again = ask(cursor=first.cursor)
    assert len(player.of("/api/conversations.replies")) == 1
    thread(team, 20, 21, 30)
    third = ask(cursor=again.cursor)
    assert numbers(third) == [30] and player.of("/api/conversations.replies")[-1]["oldest"] == ts(21)


@pytest.mark.parametrize("stop", [4, 5, 6, 7])
def test_a_run_stopped_within_a_thread_goes_on_there(ask, team, stop):
    thread(team, 20, 21, 22)
    first = ask(stop=stop)
    second = ask(cursor=first.cursor)
    assert sorted(numbers(first) + numbers(second)) == [1, 2, 3, 4, 5, 9, 20, 21, 22]


def test_a_channel_that_the_app_is_not_in_is_told_and_the_others_go_on(ask, team, player):
    def history(request):
        closed = request["channel"] == "C1AAAAAAA"
        return {"ok": False, "error": "not_in_channel"} if closed else team.history(request)

    player.on("/api/conversations.history", history)
    run = ask()
    assert numbers(run) == [9]
    assert run.troubles[0].where == "#håndhygiene" and "invite the app" in str(run.troubles[0].reason)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"ok": False, "error": "invalid_auth"}, "LUMINARY_SLACK_TOKEN is wrong"),
        ({"ok": False, "error": "token_revoked"}, "was taken back"),
        ({"ok": False, "error": "missing_scope", "needed": "users:read"}, "users:read"),
        ({"ok": False, "error": "fatal_error"}, "fatal_error"),
    ],
)
def test_a_refusal_is_told_with_the_way_out_and_without_the_token(ask, player, said, told):
    player.on("/api/users.list", said)
    with pytest.raises(FetchError, match=told) as failed:
        ask()
    assert "hemlig" not in str(failed.value)


def test_private_channels_only_when_asked_for(ask, team, player):
    ask({"private": "yes"})
    assert player.of("/api/conversations.list")[0]["types"] == "public_channel,private_channel"


def test_the_channels_of_ones_choice(ask, team):
    assert numbers(ask({"channels": "#vakt"})) == [9]
    with pytest.raises(UnknownNameError, match="vakt"):
        ask({"channels": "vakta"})


def test_without_a_token_nothing_is_asked(ask, player):
    with pytest.raises(UsageError, match="LUMINARY_SLACK_TOKEN"):
        ask(secrets={})
    assert player.asked == []


def test_too_many_requests_wait_as_slack_asks(ask, team, player):
    player.on(
        "/api/conversations.history",
        (429, {"ok": False, "error": "ratelimited"}, {"Retry-After": "30"}),
        team.history,
    )
    run = ask()
    assert numbers(run) == [1, 2, 3, 4, 5, 9] and any(29 < one <= 30 for one in run.slept)


def test_nothing_older_than_wanted_is_kept(ask, team, day):
    from datetime import UTC, datetime

    assert numbers(ask(since=datetime.fromtimestamp(1_772_000_000 + 4 * 3600, UTC))) == [4, 5, 9]
