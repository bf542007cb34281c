"""Reader of CrowdTangle's tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from luminary.collect.decode import clean, required
from luminary.collect.items import Item, Pointed, Who, records_of
from luminary.collect.jsonrows import id_of, told
from luminary.collect.platforms.meta.times import time_of
from luminary.collect.sheets import Sheets, check_columns
from luminary.collect.showing import count_in, read_when
from luminary.collect.source import Options, RawRow, Unit
from luminary.domain import Metric, Post, Record, ReferenceKind

FACEBOOK = ("Post Created", "URL", "Message", ("Page Name", "Group Name"))
INSTAGRAM = ("Post Created", "URL", "Description", "Account")
_FIGURES = {
    "Total Interactions": "interactions",
    "Likes": "likes",
    "Comments": "replies",
    "Shares": "reposts",
    "Post Views": "views",
    "Views": "views",
    "Love": "reactions: love",
    "Wow": "reactions: wow",
    "Haha": "reactions: haha",
    "Sad": "reactions: sad",
    "Angry": "reactions: angry",
    "Care": "reactions: care",
}
_AT_POSTING = {"Followers at Posting": "followers", "Likes at Posting": "likes of the page"}
_CODE = re.compile(r"instagram\.com/(?:p|reel|tv)/([\w\-]+)")
_NAMES = (
    "Page Name|Group Name|User Name|Facebook Id|Page Category|Page Admin Top Country|"
    "Page Description|Page Created|Post Created|Post Created Date|Post Created Time|Type|"
    "Video Share Status|Is Video Owner?|Total Views|Total Views For All Crossposts|Video Length|"
    "URL|Message|Link|Final Link|Image Text|Link Text|Description|Sponsor Id|Sponsor Name|"
    "Sponsor Category|Overperforming Score|Account|Photo|Title|Total"
)


class CrowdTangleReader:
    """Reads tables of CrowdTangle.

    Parameters
    ----------
    options : Options
        As `with_shapes` completes them; settings `zone` and `seen`.
    """

    known = frozenset(_NAMES.split("|")) | frozenset((*_FIGURES, *_AT_POSTING))

    def __init__(self, options: Options) -> None:
        self._options = options
        self._sheets = Sheets(options)
        self._zone = options.settings.get("zone") or ""
        self._seen = read_when(options)

    def rows(self, unit: Unit) -> Iterable[RawRow]:
        """Cut a table into rows; one that lacks a column every row needs is refused."""
        names = self._sheets.shape(unit).names
        needed = INSTAGRAM if "Account" in names else FACEBOOK
        check_columns(unit.file, names, needed, "table of CrowdTangle")
        return self._sheets.rows(unit)

    def records(self, file: str, row: RawRow) -> Iterator[Record]:
        """Turn a row into records."""
        value = row.value
        item = self._instagram(value) if "Account" in value else self._facebook(value)
        for record in records_of(item, self._options, self._seen):
            yield record
            if type(record) is Post:
                for field, what in _AT_POSTING.items():
                    if (count := count_in(value, field)) is not None:
                        yield Metric(record.author, what, count, record.at)

    def _facebook(self, row: Mapping[str, str]) -> Item:
        group = told(row.get("Group Name"))
        who = Who(
            id_of(row.get("Facebook Id")),
            told(row.get("User Name")),
            group or told(row.get("Page Name")),
            bio=told(row.get("Page Description")),
            kind="organisation" if group else "unknown",
        )
        address = str(required(row, "URL")).strip()
        parts = (row.get(field) for field in ("Message", "Image Text"))
        return self._item(
            row, "facebook", _plain(address), who, "\n".join(clean(one) for one in parts if one), address
        )

    def _instagram(self, row: Mapping[str, str]) -> Item:
        who = Who(handle=told(row.get("User Name")), name=told(row.get("Account")))
        address = str(required(row, "URL")).strip()
        code = _CODE.search(address)
        id = code[1] if code else _plain(address)
        return self._item(row, "instagram", id, who, clean(row.get("Description") or ""), address)

    def _item(
        self, row: Mapping[str, str], platform: str, id: str, who: Who, text: str, address: str
    ) -> Item:
        sponsor = Who(id_of(row.get("Sponsor Id")), name=told(row.get("Sponsor Name")), kind="organisation")
        counts = ((what, count_in(row, field)) for field, what in _FIGURES.items())
        return Item(
            platform,
            id,
            who,
            time_of(str(required(row, "Post Created")), self._zone, "Post Created"),
            text.strip(),
            title=told(row.get("Title")),
            url=address,
            media=_media(row.get("Type") or ""),
            origin="co-created" if sponsor.name else "own",
            paid=bool(sponsor.name) if "Sponsor Name" in row else None,
            figures={what: value for what, value in counts if value is not None},
            points=(Pointed(ReferenceKind.MENTION, None, sponsor),) if sponsor.name else (),
        )


def _plain(address: str) -> str:
    """Write an address so that it names a post: without scheme and query."""
    return (
        clean(address.partition("://")[2] or address).partition("?")[0].removeprefix("www.").rstrip("/")[:500]
    )


def _media(kind: str) -> str:
    word = kind.lower()
    if any(sign in word for sign in ("video", "youtube", "vine", "igtv", "reel")):
        return "video"
    return "picture" if "photo" in word or "album" in word else "text"
