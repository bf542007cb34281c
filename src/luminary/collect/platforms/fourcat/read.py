"""Reader of 4CAT's tables."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from luminary.collect.decode import clean, moment, seconds
from luminary.collect.items import Item, Pointed, Who, records_of
from luminary.collect.jsonrows import id_field, id_of, text_field, told
from luminary.collect.platforms.fourcat.columns import ALL, Columns
from luminary.collect.sheets import Sheets, check_columns
from luminary.collect.showing import count_in, maybe_moment, read_when, words, yes_no
from luminary.collect.source import Options, RawRow, Unit
from luminary.domain import Record, ReferenceKind
from luminary.errors import InputError, UnusableRowError

_OF_PLATFORM = words(
    "id thread_id parent_id timestamp unix_timestamp created_at timestamp_collected link url body",
    "author author_id author_fullname author_full author_avatar author_avatar_url avatar verified",
    "source language_guess is_retweet retweeted_user is_quote_tweet quote_tweet_id quote_author",
    "quote_body is_reply replied_author hashtags urls images videos mentions long_lat place_name",
    "coauthors coauthor_fullnames coauthor_ids media_type num_media media_url media_urls image_url",
    "image_urls video_url usertags likes_hidden location_name location_id location_latlong",
    "location_city location_lat location_long author_verified author_followers author_likes",
    "author_videos challenges challenge_names diversification_labels is_duet is_ad is_paid_partnership",
    "is_sensitive is_photosensitive music_name music_id music_url music_thumbnail music_author",
    "tiktok_url thumbnail_url location_created effects warning stickers description username name",
    "post_url link_url is_promoted author_mentions tags quoted_user quoted_link quoted_body quoted_ids",
    "replied_to_post replied_to_user thread_reply_count author_display_name languages links mention_ids",
    "alt_text collected_from_url collected_from_view missing_fields author_name_pinyin replies_to",
    "like_count item_id follower_count user_followers author_type is_reposted reposter",
    "inclusion_context",
)
_RKEY = re.compile(r"([A-Za-z0-9]{6,30})/?$")
_DID = re.compile(r"(did:[a-z]+:[\w.:%\-]+)/(?:app\.bsky\.feed\.post|post)/(\w+)")
_URN = re.compile(r"(\d{15,20})")
_FILMS = ("video", "clips", "mixed", "carousel_video", "igtv", "reel")


class FourcatReader:
    """Reads tables of 4CAT.

    Parameters
    ----------
    options : Options
        As `with_shapes` completes them.
    """

    known = _OF_PLATFORM | {name for one in ALL for name in (*one.figures, *one.of_author)}

    def __init__(self, options: Options) -> None:
        self._options = options
        self._sheets = Sheets(options)
        self._seen = read_when(options)

    def rows(self, unit: Unit) -> Iterable[RawRow]:
        """Cut a table into rows; one that lacks a column every row needs is refused."""
        names = self._sheets.shape(unit).names
        columns = columns_of(names)
        if columns is None:
            seen = ", ".join(names[:40])
            raise InputError.at(
                unit.file, f"no table of a platform that is known here; its columns are {seen}"
            )
        check_columns(unit.file, names, columns.needed, f"table of {columns.platform}")
        return self._sheets.rows(unit)

    def records(self, file: str, row: RawRow) -> Iterator[Record]:
        """Turn a row into records."""
        columns = columns_of(row.value.keys())
        if columns is None:
            raise UnusableRowError("its columns are of no platform that is known here")
        seen = maybe_moment(row.value.get("timestamp_collected"), "timestamp_collected") or self._seen
        return records_of(_item(row.value, columns), self._options, seen)


def columns_of(names: Collection[str]) -> Columns | None:
    """Tell a platform by the columns of its table."""
    return next((one for one in ALL if all(sign in names for sign in one.signs)), None)


def _item(row: Mapping[str, str], columns: Columns) -> Item:
    passed_on = columns.platform == "x" and yes_no(row, "is_retweet") is True
    who, together = _who(row, columns), _handles(row.get(columns.together))
    text = "" if passed_on else clean(text_field(row, columns.text)).strip()
    promoted = columns.platform == "linkedin" and "/company/" in (row.get("author_url") or "")
    return Item(
        columns.platform,
        _id(row, columns),
        who,
        _time(row, columns),
        text,
        thread=id_of(row.get(columns.thread)),
        url=told(row.get(columns.url)),
        media=_media(row, columns),
        origin="brand" if promoted else "co-created" if together else "own",
        paid=_paid(row, columns),
        figures={} if passed_on else _counts(row, columns.figures, yes_no(row, "likes_hidden") is True),
        points=tuple(_points(row, columns, together, passed_on)),
    )


def _who(row: Mapping[str, str], columns: Columns) -> Who:
    return Who(
        id_of(row.get(columns.account)),
        told((row.get(columns.handle) or "").lstrip("@")),
        told(row.get(columns.name)),
        bio=told(row.get(columns.bio)),
        figures=_counts(row, columns.of_author, hidden=False),
    )


def _id(row: Mapping[str, str], columns: Columns) -> str:
    """Give the post's id as the other importers of the platform name it."""
    if columns.platform == "linkedin":
        if found := _URN.search(f"{row.get('id')} {row.get('post_url')}"):
            return found[1]
        raise UnusableRowError("'id' and 'post_url' hold no number of a post")
    id = id_field(row, "id")
    if columns.platform != "bluesky":
        return id
    rkey = _RKEY.search(id)
    if rkey is None:
        raise UnusableRowError(f"'id' is {id!r}, which is no address of a post")
    return f"{id_field(row, 'author_id')}/{rkey[1]}"


def _time(row: Mapping[str, str], columns: Columns) -> int:
    """Read when a post was published; on LinkedIn it is in the post's number."""
    if columns.platform == "linkedin":
        return (int(_id(row, columns)) >> 22) // 1000 * 1_000_000
    if row.get("unix_timestamp"):
        return seconds(row["unix_timestamp"], "unix_timestamp")
    field = "timestamp" if row.get("timestamp") else "created_at"
    if not row.get(field):
        raise UnusableRowError("'timestamp' is missing")
    return moment(row[field], field)


def _points(
    row: Mapping[str, str], columns: Columns, together: list[str], passed_on: bool
) -> Iterator[Pointed]:
    if passed_on:
        yield Pointed(ReferenceKind.REPOST, None, Who(handle=told(row.get("retweeted_user"))))
        return
    if columns.platform == "x":
        yield Pointed(
            ReferenceKind.QUOTE, id_of(row.get("quote_tweet_id")), Who(handle=told(row.get("quote_author")))
        )
    if columns.platform == "bluesky":
        yield Pointed(ReferenceKind.QUOTE, None, Who(handle=told(row.get("quoted_user"))))
    answered = (told(row.get("replied_author")) or told(row.get("replied_to_user")) or "").lstrip("@")
    above = _DID.search(row.get("replied_to_post") or "")
    yield Pointed(
        ReferenceKind.REPLY, f"{above[1]}/{above[2]}" if above else None, Who(handle=answered or None)
    )
    for handle in (*together, *(one for name in columns.mentions for one in _handles(row.get(name)))):
        if handle.lower() != answered.lower():
            yield Pointed(ReferenceKind.MENTION, None, Who(handle=handle))


def _handles(cell: str | None) -> list[str]:
    """Read a list of handles with commas; addresses of accounts end with theirs."""
    parts = (clean(one).strip().rstrip("/").rpartition("/")[2].lstrip("@") for one in (cell or "").split(","))
    return list(dict.fromkeys(one[:200] for one in parts if one))


def _counts(row: Mapping[str, str], names: Mapping[str, str], hidden: bool) -> dict[str, float]:
    found = {
        what: count_in(row, column)
        for column, what in names.items()
        if not (hidden and what in ("likes", "views")) and not str(row.get(column)).startswith("-")
    }
    return {what: value for what, value in found.items() if value is not None}


def _paid(row: Mapping[str, str], columns: Columns) -> bool | None:
    labels = [yes_no(row, name) for name in columns.paid]
    return True if True in labels else False if False in labels else None


def _media(row: Mapping[str, str], columns: Columns) -> str:
    if columns.platform == "tiktok":
        return "video"
    told_of = (row.get("media_type") or "").lower()
    if told_of in _FILMS or row.get("videos") or (columns.platform == "threads" and row.get("video_url")):
        return "video"
    pictures = row.get("images") or row.get("image_urls") or row.get("image_url")
    return "picture" if pictures or columns.platform == "instagram" else "text"
