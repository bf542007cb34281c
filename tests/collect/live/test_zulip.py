"""Zulip, asked live: a contract played on loopback."""

import base64
import json

import pytest

from luminary.domain import Account, Place
from luminary.errors import FetchError, UnknownNameError, UsageError

SECRETS = {"LUMINARY_ZULIP_KEY": "k3yk3yk3yk3y"}
CHANNELS = [
    {"stream_id": 5, "name": "hygien", "invite_only": False, "is_web_public": True, "description": "x"},
    {"stream_id": 7, "name": "nattevakt", "invite_only": False, "is_web_public": False},
    {"stream_id": 9, "name": "ledelsen", "invite_only": True, "is_web_public": False},
]
MEMBERS = [
    {"user_id": 1, "full_name": "Astrid Lund", "email": "astrid@nord.example", "is_bot": False, "role": 200,
     "date_joined": "2024-01-02T08:00:00+00:00", "avatar_url": "https://nord.example/a.png"},
    {"user_id": 2, "full_name": "Varsel", "email": "varsel-bot@nord.example", "is_bot": True, "role": 400},
]  # fmt: skip


def message(id, stream=5):
    return {
        "id": id, "type": "stream", "stream_id": stream, "display_recipient": "hygien",
        "subject": "Håndsprit", "sender_id": 1, "sender_full_name": "Astrid Lund",
        "sender_email": "astrid@nord.example",
        "timestamp": 1_772_000_000 + id * 3600, "content": f"<p>Melding {id}</p>",
        "content_type": "text/html", "reactions": [],
    }  # fmt: skip


class Messages:
    """Messages around an anchor."""

    def __init__(self, messages, size=2, **said):
        self.messages, self.size, self.said = messages, size, said

    def __call__(self, request):
        stream = json.loads(request["narrow"])[0]["operand"]
        mine = [one for one in self.messages if one["stream_id"] == stream]
        anchor = request["anchor"]
        upto = mine if anchor == "newest" else [one for one in mine if one["id"] <= int(anchor)]
        size = self.size + (anchor != "newest")
        found = upto[-size:]
        return {
            "result": "success", "messages": found, "found_oldest": len(upto) <= size, "found_newest": True,
            "found_anchor": anchor != "newest", "history_limited": False, **self.said,
        }  # fmt: skip


@pytest.fixture
def messages(player):
    player.on("/api/v1/users", {"result": "success", "members": MEMBERS})
    player.on("/api/v1/streams", {"result": "success", "streams": CHANNELS})
    found = Messages([message(n) for n in range(1, 6)] + [message(9, 7)])
    player.on("/api/v1/messages", found)
    return found


@pytest.fixture
def ask(fetch, player):
    def asking(settings=None, secrets=SECRETS, **more):
        told = {"server": player.base, "email": "leser-bot@nord.example", **(settings or {})}
        return fetch("zulip", told, secrets=secrets, **more)

    return asking


def test_open_channels_are_read_and_those_by_invitation_are_not(ask, messages, player):
    run = ask()
    assert sorted(run.texts) == ["Melding 1", "Melding 2", "Melding 3", "Melding 4", "Melding 5", "Melding 9"]
    assert {one.name: str(one.access) for one in run.of(Place) if one.access} == {
        "hygien": "open",
        "nattevakt": "closed",
    }
    asked = player.of("/api/v1/messages")
    assert {json.loads(one["narrow"])[0]["operand"] for one in asked} == {5, 7}
    assert (asked[0]["anchor"], asked[0]["num_before"], asked[0]["num_after"]) == ("newest", "1000", "0")
    told = base64.b64decode(asked[0].headers["authorization"].removeprefix("Basic ")).decode()
    assert told == "leser-bot@nord.example:k3yk3yk3yk3y"
    assert not run.rejects


def test_people_come_with_role_and_date_and_without_pictures(ask, messages):
    run = ask()
    found = {
        one.name: (one.role, one.kind) for one in run.of(Account) if one.created or one.kind == "service"
    }
    assert found == {"Astrid Lund": ("administrator", "unknown"), "Varsel": (None, "service")}
    assert not any(b"avatar" in one.body for one in run.pages)


def test_a_second_run_keeps_nothing_twice_and_a_third_only_what_is_new(ask, messages):
    first = ask()
    again = ask(cursor=first.cursor)
    assert again.pages == []
    messages.messages = [*messages.messages[:5], message(6), *messages.messages[5:]]
    assert ask(cursor=again.cursor).texts == ["Melding 6"]


@pytest.mark.parametrize("stop", [3, 4])
def test_a_stopped_run_goes_on_and_misses_nothing(ask, messages, stop):
    first = ask(stop=stop)
    messages.messages.insert(5, message(6))
    second = ask(cursor=first.cursor)
    assert sorted(first.texts + second.texts) == [f"Melding {n}" for n in (1, 2, 3, 4, 5, 6, 9)]


def test_the_channels_of_ones_choice_and_by_invitation_when_asked(ask, messages):
    messages.messages.append(message(10, 9))
    assert ask({"channels": "ledelsen, nattevakt", "private": "yes"}).texts == ["Melding 10", "Melding 9"]
    with pytest.raises(UnknownNameError, match="ledelsen"):
        ask({"channels": "ledelsen"})


def test_nothing_older_than_wanted_is_kept(ask, messages, day):
    from datetime import UTC, datetime

    since = datetime.fromtimestamp(1_772_000_000 + 4 * 3600, UTC)
    assert ask({"channels": "hygien"}, since=since).texts == ["Melding 4", "Melding 5"]


def test_private_messages_are_not_kept_even_when_a_server_gives_them(ask, messages):
    messages.messages = [message(1) | {"type": "private", "display_recipient": [{"id": 1}]}]
    assert ask().texts == []


def test_a_wrong_key_is_told_without_showing_it(ask, player):
    player.on(
        "/api/v1/users", (401, {"result": "error", "msg": "Invalid API key", "code": "INVALID_API_KEY"})
    )
    with pytest.raises(FetchError, match="Invalid API key") as failed:
        ask()
    assert "k3yk3y" not in str(failed.value)


def test_without_a_key_nothing_is_asked(ask, player):
    with pytest.raises(UsageError, match="LUMINARY_ZULIP_KEY"):
        ask(secrets={})
    assert player.asked == []


def test_a_history_that_the_plan_cuts_is_told(ask, messages):
    messages.said = {"history_limited": True}
    assert any("limits its history" in str(one.reason) for one in ask().troubles)


@pytest.mark.parametrize(
    "fault",
    [
        (429, {"code": "RATE_LIMIT_HIT", "retry-after": 9}, {"Retry-After": "9"}),
        (502, b""),
        (200, b"{", {"X-Cut": "1"}),
    ],
)
def test_faults_on_the_way_are_mended(ask, messages, player, fault):
    player.on("/api/v1/messages", fault, messages)
    assert len(ask().texts) == 6
