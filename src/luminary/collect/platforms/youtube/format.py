"""How YouTube's exports look, and how each is recognised.

Data API v3: https://developers.google.com/youtube/v3/docs (every body and item says its ``kind``). YouTube
Data Tools: https://ytdt.digitalmethods.net (tables).
"""

from __future__ import annotations

from collections.abc import Mapping

from luminary.collect.platforms.youtube.api import YouTubeReader
from luminary.collect.platforms.youtube.tools import ToolsReader
from luminary.collect.sheets import headers, is_sheet, with_shapes
from luminary.collect.showing import has_all
from luminary.collect.source import Format, Glimpse, Options, Reader, Sighting
from luminary.collect.tabular import whole_records
from luminary.i18n import say

_TABLES = (
    {"videoid", "videotitle", "videodescription"},
    {"authorname", "isreplyto", "publishedat"},
    {"videocount", "subscribercount", "title"},
)


def _is_json(name: str) -> bool:
    return name.lower().endswith((".json", ".jsonl", ".ndjson"))


def _is_lines(name: str) -> bool:
    return name.endswith((".jsonl", ".ndjson"))


def _recognise(glimpse: Glimpse) -> Sighting | None:
    heads = (head for name, head in glimpse.heads.items() if _is_json(name))
    if any(has_all(head, b'"kind"', b'"youtube#') for head in heads):
        return Sighting(0.96, "bodies whose kind begins with youtube#")
    return None


def _recognise_tools(glimpse: Glimpse) -> Sighting | None:
    if any(signs <= names for names in headers(glimpse) for signs in _TABLES):
        return Sighting(0.9, "tables of YouTube Data Tools with videoId, isReplyTo or subscriberCount")
    return None


def _api(options: Options, _context: Mapping[str, bytes]) -> Reader:
    return YouTubeReader(options)


def _tools(options: Options, _context: Mapping[str, bytes]) -> Reader:
    return ToolsReader(options)


YOUTUBE = Format(
    name="youtube", title=say("YouTube, bodies of the Data API"), recognise=_recognise, data=_is_json,
    reader=_api, lines=_is_lines,
)  # fmt: skip
YOUTUBE_TOOLS = Format(
    name="youtube-tools", title=say("YouTube, tables of YouTube Data Tools"), recognise=_recognise_tools,
    data=is_sheet, reader=_tools, lines=is_sheet, cut=whole_records, prepare=with_shapes,
)  # fmt: skip
