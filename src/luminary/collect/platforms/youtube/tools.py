"""Reader of the tables of YouTube Data Tools."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from luminary.collect.decode import clean, moment, required
from luminary.collect.jsonrows import id_field, id_of, text_field, told
from luminary.collect.platforms.youtube.names import (
    FIGURES,
    OF_CHANNEL,
    YOUTUBE,
    channel,
    comment,
    post,
    writer,
)
from luminary.collect.sheets import Sheets, check_columns
from luminary.collect.showing import feed, figures, maybe_moment, read_when, words
from luminary.collect.source import Options, RawRow, Unit
from luminary.domain import Account, Post, Record

VIDEOS = ("videoId", "channelId", "publishedAt", "videoTitle", "videoDescription")
COMMENTS = ("id", "publishedAt", "text", ("authorChannelId", "authorName"), "isReplyTo")
CHANNELS = ("id", "title", "subscriberCount")
_FILM = re.compile(r"videoinfo_([\w\-]{11})(?![\w\-]{0,10}\.\w)")
_QUOTES = re.compile(rb'\\"(?=[^,;\t\r\n"])')
"""The tools write a quote after a backslash only once."""


class ToolsReader:
    """Reads tables of YouTube Data Tools.

    Parameters
    ----------
    options : Options
        As `with_shapes` completes them.
    """

    known = words(
        "position channelId channelTitle videoId publishedAt publishedAtSQL videoTitle videoDescription",
        "tags videoCategoryId videoCategoryLabel duration durationSec dimension definition caption",
        "defaultLanguage defaultLAudioLanguage thumbnail_maxres licensedContent locationDescription",
        "latitude longitude viewCount likeCount dislikeCount favoriteCount commentCount id replyCount",
        "authorName text authorChannelId authorChannelUrl isReply isReplyTo isReplyToId isReplyToName",
        "title description daysActive subscriberCount videoCount hiddenSubscriberCount country",
        "thumbnail customUrl defaultAudioLanguage",
    )

    def __init__(self, options: Options) -> None:
        self._sheets = Sheets(options)
        self._place = feed(YOUTUBE, options)
        self._seen = read_when(options)

    def rows(self, unit: Unit) -> Iterable[RawRow]:
        """Cut a table into rows; one that lacks a column every row needs is refused."""
        names = self._sheets.shape(unit).names
        needed = VIDEOS if "videoTitle" in names else COMMENTS if "isReplyTo" in names else CHANNELS
        check_columns(unit.file, names, needed, "table of YouTube Data Tools")
        return self._sheets.rows(unit._replace(data=_QUOTES.sub(rb'\\""', unit.data)))

    def records(self, file: str, row: RawRow) -> Iterator[Record]:
        """Turn a row into records."""
        value = row.value
        if "videoTitle" in value:
            return self._video(value)
        return self._comment(value, file) if "isReplyTo" in value else self._channel(value)

    def _video(self, row: Mapping[str, str]) -> Iterator[Record]:
        id, author = id_field(row, "videoId"), channel(id_field(row, "channelId"))
        at = moment(required(row, "publishedAt"), "publishedAt")
        text = clean(text_field(row, "videoDescription")).strip()
        yield Account(author, YOUTUBE, name=told(row.get("channelTitle")))
        yield self._place
        yield Post(
            post(id), author, at, text, self._place.key, post(id),
            told(row.get("videoTitle")), f"https://www.youtube.com/watch?v={id}", media="video",
        )  # fmt: skip
        yield from figures(post(id), row, FIGURES, self._seen)

    def _comment(self, row: Mapping[str, str], file: str) -> Iterator[Record]:
        id, film = id_field(row, "id"), _FILM.search(file)
        author = writer(
            id_of(row.get("authorChannelId")), told(row.get("authorName")), told(row.get("authorChannelUrl"))
        )
        at, video = moment(required(row, "publishedAt"), "publishedAt"), film[1] if film else None
        text = clean(text_field(row, "text")).strip()
        said = Post(post(id), author.key, at, text, self._place.key, post(video) if video else None)
        yield author
        yield self._place
        yield said
        yield from comment(said, id_of(row.get("isReplyTo")), video)
        yield from figures(said.key, row, {"likeCount": "likes", "replyCount": "replies"}, self._seen)

    def _channel(self, row: Mapping[str, str]) -> Iterator[Record]:
        key = channel(id_field(row, "id"))
        yield Account(
            key,
            YOUTUBE,
            name=told(row.get("title")),
            bio=told(row.get("description")),
            created=maybe_moment(row.get("publishedAt"), "publishedAt"),
            seen=self._seen,
        )
        yield from figures(key, row, OF_CHANNEL, self._seen)
