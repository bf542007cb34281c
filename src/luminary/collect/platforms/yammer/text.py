r"""The marks in a message: users, topics, line ends, what is attached.

Examples
--------
>>> read_body("Hei [[user:12]]\\nse [[tag:4]]", {"12": "Aino Koski"}).text
'Hei @Aino Koski\nse'
>>> media_of("uploadedfile:7", {"7": "rutine.mp4"})
'video'
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from luminary.collect.decode import clean

_USER = re.compile(r"\[\[user:(\d{1,20})\]\]")
_OTHER = re.compile(r"[ \t]?\[\[[a-z_]{1,30}:[^\[\]\n]{1,100}\]\]")
_FILE = re.compile(r"uploadedfile:(\d{1,20})")
_KINDS = {
    "picture": ("png", "jpg", "jpeg", "gif", "webp", "heic", "bmp", "svg"),
    "video": ("mp4", "mov", "avi", "wmv", "webm", "mkv", "m4v"),
    "audio": ("mp3", "m4a", "wav", "ogg", "wma"),
}
_MEDIA = {suffix: kind for kind, suffixes in _KINDS.items() for suffix in suffixes}


class Said(NamedTuple):
    """What a message says, and whom it mentions, each once."""

    text: str
    mentions: tuple[str, ...] = ()


def read_body(body: str, names: Mapping[str, str]) -> Said:
    r"""Read a message; `names` gives the name to write for a user id. Line ends are written ``\n``."""
    mentions = tuple(dict.fromkeys(_USER.findall(body)))
    text = _USER.sub(lambda found: f"@{names.get(found[1], found[1])}", body)
    text = _OTHER.sub("", text).replace("\\r\\n", "\n").replace("\\n", "\n")
    return Said(clean(text).strip(), mentions)


def media_of(attachments: str, files: Mapping[str, str]) -> str:
    """Tell what is attached, by the names of the uploaded files."""
    names = (files.get(id, "") for id in _FILE.findall(attachments))
    kinds = {_MEDIA.get(name.rpartition(".")[2].lower(), "text") for name in names}
    return next((kind for kind in ("video", "audio", "picture") if kind in kinds), "text")
