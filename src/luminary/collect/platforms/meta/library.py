"""Reader of tables of the Meta Content Library."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from luminary.collect.decode import clean, moment, required
from luminary.collect.items import Item, Who, records_of
from luminary.collect.jsonrows import id_field, id_of, told
from luminary.collect.sheets import Sheets, check_columns
from luminary.collect.showing import count_in, read_when, words, yes_no
from luminary.collect.source import Options, RawRow, Unit
from luminary.domain import Record
from luminary.errors import MappingError

NEEDED = (
    "creation_time",
    ("id", "media_id"),
    ("post_owner.id", "post_owner.username", "post_owner.name"),
)
_FIGURES = {
    "statistics.views": "views",
    "statistics.like_count": "likes",
    "statistics.reaction_count": "reactions",
    "statistics.share_count": "reposts",
    "statistics.comment_count": "replies",
    **{
        f"statistics.{kind}_count": f"reactions: {kind}"
        for kind in ("love", "wow", "haha", "sad", "angry", "care")
    },
}


class LibraryReader:
    """Reads tables of the Content Library.

    Parameters
    ----------
    options : Options
        As `with_shapes` completes them; settings `platform` (facebook, instagram) and `seen`.
    """

    known = words(
        "id media_id creation_time modified_time text lang hashtags mcl_url media_type content_type",
        "post_owner.id post_owner.name post_owner.username post_owner.type surface.id surface.name",
        "surface.type is_branded_content multimedia link_attachment.link link_attachment.name",
        "match_type shared_post_id",
        *_FIGURES,
    )

    def __init__(self, options: Options) -> None:
        self._options = options
        self._sheets = Sheets(options)
        self._seen = read_when(options)
        self._platform = options.settings.get("platform") or "facebook"
        if self._platform not in ("facebook", "instagram"):
            raise MappingError(f"platform is '{self._platform}'; it can be facebook or instagram")

    def rows(self, unit: Unit) -> Iterable[RawRow]:
        """Cut a table into rows; one that lacks a column every row needs is refused."""
        check_columns(unit.file, self._sheets.shape(unit).names, NEEDED, "table of the Meta Content Library")
        return self._sheets.rows(unit)

    def records(self, file: str, row: RawRow) -> Iterator[Record]:
        """Turn a row into records."""
        return records_of(self._item(row.value), self._options, self._seen)

    def _item(self, row: Mapping[str, str]) -> Item:
        found = {what: count_in(row, field) for field, what in _FIGURES.items()}
        who = Who(
            id_of(row.get("post_owner.id")),
            told(row.get("post_owner.username")),
            told(row.get("post_owner.name")),
        )
        kind = f"{row.get('media_type')} {row.get('content_type')} {row.get('multimedia')}".lower()
        branded = yes_no(row, "is_branded_content")
        return Item(
            self._platform,
            id_of(row.get("id")) or id_field(row, "media_id"),
            who,
            moment(required(row, "creation_time"), "creation_time"),
            clean(row.get("text") or "").strip(),
            url=told(row.get("mcl_url")),
            media="video"
            if "video" in kind or "reel" in kind
            else "picture"
            if _is_picture(kind)
            else "text",
            origin="co-created" if branded else "own",
            paid=branded,
            figures={what: value for what, value in found.items() if value is not None},
        )


def _is_picture(kind: str) -> bool:
    return any(sign in kind for sign in ("photo", "image", "album", "carousel"))
