"""How the logs of IRC programs look, and how they are recognised.

One text file per channel, or per channel and day; each line a time and ``<nick> text``:

- ``[09:19] <nick> text``, with or without seconds: mIRC, ZNC, and the public archives of many channels;
- ``09:19 <@nick> text`` with ``--- Day changed``: irssi (https://irssi.org);
- ``2024-05-02 09:19:00``, tab, nick, tab, text: WeeChat (https://weechat.org);
- ``May 02 09:19:00 <nick>``, tab, text with ``**** BEGIN LOGGING AT``: HexChat (https://hexchat.github.io);
- ``2024-05-02T09:19:00 <nick> text``: Supybot, Limnoria and others.

Who joins, leaves or changes a name is kept as a raw row and says nothing. A name at the beginning of a
line, followed by a comma or colon, is a mention when its bearer speaks in the same file. Logs without a
channel are private talks and never read. Times are UTC unless the line says otherwise. It does not know that
two nicks are one person: what a log says about new names is not proof enough.
"""

from __future__ import annotations

from collections.abc import Mapping

from luminary.collect.platforms.irc.lines import day_of, line_of
from luminary.collect.platforms.irc.read import IrcReader
from luminary.collect.source import Format, Glimpse, Options, Reader, Sighting
from luminary.i18n import say

_SUFFIXES = (".log", ".txt", ".irclog", ".weechatlog")
_LOOKED_AT = 200
_FEWEST = 2


def _is_log(name: str) -> bool:
    return name.lower().endswith(_SUFFIXES)


def _looks_like_log(head: bytes) -> bool:
    """Tell whether most lines are those of a log, and some are speech."""
    text = head[:65536].decode("utf-8", errors="replace")
    lines = [one for one in text.splitlines()[:_LOOKED_AT] if one.strip()]
    read = [line_of(line) for line in lines]
    spoken = sum(one is not None and bool(one.nick) for one in read)
    known = sum(one is not None or day_of(line) is not None for one, line in zip(read, lines, strict=True))
    return spoken >= _FEWEST and known * 10 >= len(lines) * 8


def _recognise(glimpse: Glimpse) -> Sighting | None:
    for name, head in glimpse.heads.items():
        if _is_log(name) and _looks_like_log(head):
            return Sighting(0.9, f"{name} with times and <nicks>, as IRC programs write logs")
    return None


def _reader(options: Options, _context: Mapping[str, bytes]) -> Reader:
    return IrcReader(options)


IRC_LOG = Format(
    name="irc",
    title=say("IRC logs (mIRC, ZNC, irssi, WeeChat, HexChat)"),
    recognise=_recognise,
    data=_is_log,
    reader=_reader,
)
