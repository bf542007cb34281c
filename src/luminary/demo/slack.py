"""Writes the closed staff network as the export archive that Slack gives."""

from __future__ import annotations

import re
import zipfile
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import orjson

from luminary.demo.life import Utterance
from luminary.demo.pace import START, date_at
from luminary.demo.people import SLACK_TEAM, Voice
from luminary.demo.speech import MENTION, SUBJECTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

CHANNELS = (
    "patientsäkerhet",
    "digital-vård",
    "bemanning",
    "vaccination",
    "äldreomsorg",
    "kommun-och-budget",
    "allmänt",
)
_WRITTEN = (2026, 1, 2, 6, 0, 0)
_ADDRESS = re.compile(r"https://[^\s]+")


def channel_of(post: Utterance) -> int:
    """Number the channel of a post: one for each subject, and one for all else."""
    subject = post.root.subject
    return subject if subject >= 0 else len(SUBJECTS)


def channel_id(number: int) -> str:
    """Name a channel as Slack does."""
    return f"C0FJALL{number:02d}"


def write_slack(path: Path, voices: Sequence[Voice], posts: Sequence[Utterance]) -> int:
    """Write users, channels and a file for each day of each channel; return how many messages there are.

    Posts must carry their ids (Slack's time stamps).
    """
    days: dict[tuple[int, str], list[dict[str, Any]]] = defaultdict(list)
    threads = _threads(posts)
    for post in posts:
        days[channel_of(post), date_at(post.at).isoformat()].append(_message(post, threads))
    with zipfile.ZipFile(path, "w") as archive:
        _member(archive, "users.json", [_user(voice) for voice in voices if voice.kind != "service"])
        _member(archive, "channels.json", [_channel(number, voices) for number in range(len(CHANNELS))])
        _member(archive, "integration_logs.json", [])
        for (number, day), messages in sorted(days.items()):
            _member(archive, f"{CHANNELS[number]}/{day}.json", messages)
    return len(posts)


def _member(archive: zipfile.ZipFile, name: str, content: object) -> None:
    """Add a file with a fixed date, so that the same world gives the same bytes."""
    entry = zipfile.ZipInfo(name, _WRITTEN)
    entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    archive.writestr(entry, orjson.dumps(content, option=orjson.OPT_INDENT_2))


def _user(voice: Voice) -> dict[str, Any]:
    return {
        "id": voice.id, "team_id": "T0FJALL", "name": voice.handle, "deleted": False, "real_name": voice.name,
        "tz": "Europe/Stockholm", "is_admin": False, "is_owner": False, "is_primary_owner": False,
        "is_restricted": False, "is_ultra_restricted": False, "is_bot": False, "updated": START,
        "profile": {"real_name": voice.name, "display_name": voice.handle, "title": voice.role,
                    "email": f"{voice.handle}@{SLACK_TEAM}.example"},
    }  # fmt: skip


def _channel(number: int, voices: Sequence[Voice]) -> dict[str, Any]:
    return {
        "id": channel_id(number), "name": CHANNELS[number], "created": START - 86_400 * 400,
        "creator": voices[0].id,
        "is_archived": False, "is_general": number == len(CHANNELS) - 1,
        "members": [voice.id for voice in voices if voice.kind != "service"],
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }  # fmt: skip


def _threads(posts: Iterable[Utterance]) -> dict[str, list[Utterance]]:
    """Gather the answers under the post that began each conversation."""
    threads: dict[str, list[Utterance]] = defaultdict(list)
    for post in posts:
        if post.kind == "reply":
            threads[post.root.id].append(post)
    return threads


def _message(post: Utterance, threads: dict[str, list[Utterance]]) -> dict[str, Any]:
    message: dict[str, Any] = {"type": "message", "user": post.author.id, "text": _text(post), "ts": post.id}
    if post.author.kind == "service":
        message |= {"subtype": "bot_message", "bot_id": message.pop("user"), "username": post.author.name}
    if post.kind == "reply":
        message |= {"thread_ts": post.root.id, "parent_user_id": post.root.author.id}
    elif answers := threads.get(post.id):
        users = list(dict.fromkeys(answer.author.id for answer in answers))
        message |= {
            "thread_ts": post.id, "reply_count": len(answers), "reply_users_count": len(users),
            "reply_users": users, "latest_reply": answers[-1].id,
            "replies": [{"user": answer.author.id, "ts": answer.id} for answer in answers],
        }  # fmt: skip
    if post.reactions:
        message["reactions"] = _reactions(post)
    return message


def _reactions(post: Utterance) -> list[dict[str, Any]]:
    by_name: dict[str, list[str]] = defaultdict(list)
    for name, voice in post.reactions:
        by_name[name].append(voice.id)
    return [{"name": name, "users": users, "count": len(users)} for name, users in by_name.items()]


def _text(post: Utterance) -> str:
    """Write a text as Slack does: escaped, with mentions and addresses in angle brackets."""
    text = post.text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = _ADDRESS.sub(lambda found: f"<{found[0]}>", text)
    if post.kind == "reply" and post.parent is not None and post.parent is not post.root:
        text = f"<@{post.parent.author.id}> {text}"  # threads are flat: whom one answers stands in the text
    return text.replace(MENTION, f"<@{post.target.id}>" if post.target else "")
