"""Reader of the Data API's bodies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from luminary.collect.decode import clean, moment, required
from luminary.collect.jsonrows import id_field, id_of, rows_of, shown, text_field, told
from luminary.collect.markup import plain
from luminary.collect.platforms.youtube.names import (
    FIGURES,
    OF_CHANNEL,
    YOUTUBE,
    channel,
    comment,
    post,
    writer,
)
from luminary.collect.showing import (
    feed,
    figures,
    inner,
    maybe_moment,
    objects,
    read_when,
    seen_in,
    words,
    yes_no,
)
from luminary.collect.source import Options, RawRow, Unit
from luminary.domain import Account, Post, Record, Tie
from luminary.errors import UnusableRowError

_KIND = "youtube#"


class YouTubeReader:
    """Reads bodies of the Data API.

    Parameters
    ----------
    options : Options
        Place, open or closed, and setting `seen`.
    """

    known = words(
        "kind etag id snippet contentDetails statistics status player topicDetails recordingDetails",
        "brandingSettings localizations liveStreamingDetails paidProductPlacementDetails fileDetails",
        "processingDetails suggestions replies subscriberSnippet contentOwnerDetails auditDetails items",
        "pageInfo nextPageToken prevPageToken regionCode eventId visitorId error url targeting",
    )

    def __init__(self, options: Options) -> None:
        self._place = feed(YOUTUBE, options)
        self._seen = self._told = read_when(options)

    def rows(self, unit: Unit) -> Iterator[RawRow]:
        """Cut a body into its items; the answers below a comment are rows of their own."""
        for row in rows_of(unit):
            items = row.value.get("items") if isinstance(row.value, dict) else None
            for place, one in enumerate(items if isinstance(items, list) else [row.value], row.position):
                yield RawRow(place, one)
                video = inner(one, "snippet").get("videoId")
                for below in objects(inner(one, "replies").get("comments")):
                    yield RawRow(place, _of_video(below, video))

    def records(self, file: str, row: RawRow) -> Iterator[Record]:
        """Turn an item into records."""
        self._seen = self._told or seen_in(file)
        value = row.value
        if isinstance(value, Mapping) and "error" in value:
            return iter(())
        kind = required(value, "kind")
        if not isinstance(kind, str) or not kind.startswith(_KIND):
            raise UnusableRowError(f"'kind' is {shown(kind)}, which is none of the platform's")
        readers = {
            "video": self._video,
            "searchResult": self._found,
            "channel": self._channel,
            "commentThread": self._thread,
            "comment": self._comment,
            "subscription": self._subscription,
        }
        read = readers.get(kind.removeprefix(_KIND))
        return iter(()) if read is None else read(value)

    def _video(self, row: Mapping[str, Any]) -> Iterator[Record]:
        id = id_field(row, "id")
        if "snippet" in row:
            yield from self._film(row, id)
        yield from figures(post(id), inner(row, "statistics"), FIGURES, self._seen)

    def _film(self, row: Mapping[str, Any], id: str) -> Iterator[Record]:
        snippet = inner(row, "snippet")
        author = channel(id_field(snippet, "channelId"))
        at = moment(required(snippet, "publishedAt"), "publishedAt")
        yield Account(author, YOUTUBE, name=told(snippet.get("channelTitle")))
        yield self._place
        yield Post(
            post(id),
            author,
            at,
            clean(text_field(snippet, "description")).strip(),
            self._place.key,
            post(id),
            told(snippet.get("title")),
            f"https://www.youtube.com/watch?v={id}",
            media="video",
            paid_label=yes_no(inner(row, "paidProductPlacementDetails"), "hasPaidProductPlacement"),
        )

    def _found(self, row: Mapping[str, Any]) -> Iterator[Record]:
        found = inner(row, "id")
        if (video := id_of(found.get("videoId"))) is not None:
            yield from self._film(row, video)
        elif (id := id_of(found.get("channelId"))) is not None:
            snippet = inner(row, "snippet")
            yield Account(channel(id), YOUTUBE, name=told(snippet.get("title")), seen=self._seen)
        elif "playlistId" not in found:
            raise UnusableRowError("'id.videoId' is missing")

    def _channel(self, row: Mapping[str, Any]) -> Iterator[Record]:
        key, snippet = channel(id_field(row, "id")), inner(row, "snippet")
        handle = told(snippet.get("customUrl"))
        yield Account(
            key,
            YOUTUBE,
            name=told(snippet.get("title")),
            handle=handle.lstrip("@") if handle else None,
            bio=told(snippet.get("description")),
            url=f"https://www.youtube.com/channel/{row['id']}",
            created=maybe_moment(snippet.get("publishedAt"), "publishedAt"),
            seen=self._seen,
        )
        counts = dict(inner(row, "statistics"))
        if counts.get("hiddenSubscriberCount") is True:
            counts.pop("subscriberCount", None)
        yield from figures(key, counts, OF_CHANNEL, self._seen)

    def _thread(self, row: Mapping[str, Any]) -> Iterator[Record]:
        snippet = inner(row, "snippet")
        top = inner(snippet, "topLevelComment")
        if not top:
            raise UnusableRowError("'snippet.topLevelComment' is missing")
        yield from self._comment(_of_video(top, snippet.get("videoId")))
        yield from figures(post(id_field(top, "id")), snippet, {"totalReplyCount": "replies"}, self._seen)

    def _comment(self, row: Mapping[str, Any]) -> Iterator[Record]:
        id, snippet = id_field(row, "id"), inner(row, "snippet")
        author = writer(
            id_of(inner(snippet, "authorChannelId").get("value")),
            told(snippet.get("authorDisplayName")),
            told(snippet.get("authorChannelUrl")),
        )
        at = moment(required(snippet, "publishedAt"), "publishedAt")
        video, parent = id_of(snippet.get("videoId")), id_of(snippet.get("parentId"))
        thread = post(video) if video else post(parent) if parent else None
        said = Post(post(id), author.key, at, _text(snippet), self._place.key, thread)
        yield author
        yield self._place
        yield said
        yield from comment(said, parent, video)
        yield from figures(said.key, snippet, {"likeCount": "likes"}, self._seen)

    def _subscription(self, row: Mapping[str, Any]) -> Iterator[Record]:
        snippet = inner(row, "snippet")
        whom = id_of(inner(snippet, "resourceId").get("channelId"))
        who = id_of(snippet.get("channelId")) or id_of(inner(row, "subscriberSnippet").get("channelId"))
        if whom is None:
            raise UnusableRowError("'snippet.resourceId.channelId' is missing")
        yield Account(channel(whom), YOUTUBE, name=told(snippet.get("title")))
        if who is not None and who != whom:
            when = maybe_moment(snippet.get("publishedAt"), "publishedAt")
            yield Tie(channel(who), channel(whom), "follows", when)


def _of_video(row: Mapping[str, Any], video: object) -> dict[str, Any]:
    """Write into a comment which video it stands below."""
    snippet = row.get("snippet")
    if video is None or not isinstance(snippet, Mapping) or snippet.get("videoId"):
        return dict(row)
    return {**row, "snippet": {**snippet, "videoId": video}}


def _text(snippet: Mapping[str, Any]) -> str:
    """Give what a comment says: as it was written, else as it is shown."""
    written = snippet.get("textOriginal")
    return clean(written).strip() if isinstance(written, str) else plain(text_field(snippet, "textDisplay"))
