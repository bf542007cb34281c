r"""What one line of a log is: speech, an action, or a notice of the server.

Examples
--------
>>> said = line_of("[09:19] <astrid> vakt: which soap?")
>>> said.clock, said.nick, said.text
((9, 19, 0), 'astrid', 'vakt: which soap?')
>>> line_of("=== bo [~bo@example.org] has joined #hygiene").is_notice
True
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_CLOCK = re.compile(
    r"""\[?(?:(?P<day>\d{4}-\d\d-\d\d)[T ]|(?P<month>[A-Z][a-z]{2})\ (?P<of>[\ \d]\d)\ )?
    (?P<h>[01]?\d|2[0-3]):(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d)(?:\.\d+)?)?(?P<zone>Z|[+-]\d\d:?\d\d)?\]?(?P<gap>\s*)""",
    re.VERBOSE,
)
_SPEECH = re.compile(r"<[ @+%&~!]?(?P<nick>[^\s<>]{1,64})\s?>\s?(?P<text>.*)", re.DOTALL)
_ACTION = re.compile(r"\*\s+(?P<nick>[^\s*]{1,64})(?:\s+(?P<text>.*))?", re.DOTALL)
# A program writes actions and notices alike; these are the words of notices.
_EVENT = re.compile(
    r"""\*\s+(?:[^\s]+\s+)?(?:[(\[][^)\]]*[)\]]\s+)?
    (?:(?:has|have)\ (?:joined|left|quit|been|changed|kicked|set|removed|given)\b|(?:is|are)\ now\ known\ as\b
    |(?:now\ )?talking\ (?:in|on)\b|sets?\ (?:mode|ban|topic|by)\b|gives?\ |removes?\ |was\ kicked\b
    |changes\ topic\b|topic\b|disconnected\b|quits?\b|joins?:|parts?:)""",
    re.VERBOSE | re.IGNORECASE,
)
_NOTICE = re.compile(r"===|\*\*\*|-!-|-->|<--|---|--\s|=!=|Session |-\S+-\s|\*\s*$")
_TABBED = re.compile(r"(?P<mark>[^\t]*)\t(?P<text>.*)", re.DOTALL)
_DAY = re.compile(
    r"""(?:---\ Log\ (?:opened|closed)|---\ Day\ changed|\*\*\*\*\ BEGIN\ LOGGING\ AT
    |Session\ (?:Start|Time):)\s+
    (?:[A-Z][a-z]{2}\ )?(?P<month>[A-Z][a-z]{2})\s+(?P<of>\d{1,2})\ (?:[\d:]+\ )?(?P<year>\d{4})""",
    re.VERBOSE,
)
_IDENT = re.compile(r"Session Ident: (#\S+)")
_COLOURS = re.compile("\x03(?:\\d{1,2}(?:,\\d{1,2})?)?|\x04(?:[0-9a-fA-F]{6})?")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class LogLine:
    """A line of a log.

    Attributes
    ----------
    day : str or None
        Day that the line itself states; without a year it reads ``--06-27``.
    clock : tuple of int or None
        Hour, minute, second.
    zone : str
        Z or an offset such as +02:00; empty where the line has none.
    nick, text : str
        Empty for notices.
    is_notice : bool
        Whether the server or the program speaks, and nobody in the channel.
    """

    day: str | None = None
    clock: tuple[int, int, int] | None = None
    zone: str = ""
    nick: str = ""
    text: str = ""
    is_notice: bool = False


def line_of(line: str) -> LogLine | None:
    """Read a line; None when no program writes such a line."""
    line = _COLOURS.sub("", line)
    found = _CLOCK.match(line)
    if found is None:
        return LogLine(is_notice=True) if _NOTICE.match(line) else None
    rest = line[found.end() :]
    told = _tabbed(rest) if found["gap"] == "\t" else None
    nick, text = told or _said(rest) or ("", "")
    is_notice = not nick
    if is_notice and not (_NOTICE.match(rest) or _EVENT.match(rest) or found["gap"] == "\t"):
        return None
    clock = (int(found["h"]), int(found["m"]), int(found["s"] or 0))
    return LogLine(_stated_day(found), clock, found["zone"] or "", nick, text, is_notice)


def _said(rest: str) -> tuple[str, str] | None:
    if said := _SPEECH.match(rest):
        return said["nick"], said["text"]
    if _EVENT.match(rest) or not (acted := _ACTION.match(rest)):
        return None
    return acted["nick"], acted["text"] or ""


def _tabbed(rest: str) -> tuple[str, str] | None:
    """Read name and text between tabs, as WeeChat writes them; its arrows and dashes are notices."""
    if not (cells := _TABBED.match(rest)):
        return None
    mark, text = cells["mark"].strip().lstrip("@+%&~!"), cells["text"]
    if mark == "*":
        nick, _, text = text.partition(" ")
        return (nick, text) if nick else None
    return (mark, text) if mark and mark not in ("-->", "<--", "--", "=!=") and " " not in mark else None


def _stated_day(found: re.Match[str]) -> str | None:
    if found["month"]:
        number = _MONTHS.index(found["month"]) + 1 if found["month"] in _MONTHS else 0
        return f"--{number:02d}-{int(found['of']):02d}"
    return found["day"]


def day_of(line: str) -> date | None:
    """Read the day that a program notes between lines: log opened, day changed, session started."""
    found = _DAY.match(line)
    if found is None or found["month"] not in _MONTHS:
        return None
    try:
        return date(int(found["year"]), _MONTHS.index(found["month"]) + 1, int(found["of"]))
    except ValueError:
        return None


def channel_in(line: str) -> str:
    """Read the channel that mIRC notes at the beginning of a session; empty where there is none."""
    found = _IDENT.match(line)
    return found[1] if found else ""
