"""LinkedIn, as its pages' data describe posts.

Examples
--------
>>> time_of("7300000000000000000") == 1740455627000000
True
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from luminary.collect.decode import clean, plausible
from luminary.collect.items import Item, Pointed, Who
from luminary.collect.jsonrows import told
from luminary.collect.showing import count_in, inner, objects
from luminary.domain import ReferenceKind
from luminary.errors import UnusableRowError

_URN = re.compile(r"urn:li:(?:activity|ugcPost|share|aggregate|groupPost):(?:\d+-)?(\d{15,20})")
_PAGE = re.compile(r"linkedin\.com/(in|company|school|showcase)/([^/?#]{1,200})")
_REACTIONS = ("like", "empathy", "praise", "entertainment", "appreciation", "interest")


def time_of(id: str) -> int:
    """Compute the second in which a post was published: the upper bits of its number count milliseconds."""
    return plausible((int(id) >> 22) // 1000 * 1_000_000, "urn", id)


def post(row: Mapping[str, Any]) -> Item:
    """Read a post."""
    id = _number(row)
    shared = _shared(row)
    who, urn = _who(inner(row, "actor")), str(row.get("preDashEntityUrn")) + str(inner(row, "updateMetadata"))
    return Item(
        "linkedin",
        id,
        who,
        time_of(id),
        _text(row),
        url=f"https://www.linkedin.com/feed/update/urn:li:activity:{id}",
        media=_media(inner(row, "content")),
        origin="brand" if who.kind == "organisation" else "own",
        paid=True if "sponsored" in urn.lower() or _is_promoted(row) else None,
        figures=_counts(row),
        points=(shared,) if shared is not None else (),
    )


def _number(row: Mapping[str, Any]) -> str:
    for name in ("updateMetadata.urn", "preDashEntityUrn", "entityUrn", "urn"):
        above, _, last = name.rpartition(".")
        if found := _URN.search(str(inner(row, above).get(last))):
            return found[1]
    raise UnusableRowError(
        "'updateMetadata.urn' and 'preDashEntityUrn' are missing or hold no number of a post"
    )


def _who(actor: Mapping[str, Any]) -> Who:
    address = inner(actor, "navigationContext").get("actionTarget")
    page = _PAGE.search(address) if isinstance(address, str) else None
    return Who(
        handle=page[2] if page else None,
        name=told(inner(actor, "name").get("text")),
        bio=told(inner(actor, "description").get("text")),
        url=f"https://www.linkedin.com/{page[1]}/{page[2]}" if page else None,
        kind="organisation" if page and page[1] != "in" else "unknown",
    )


def _text(row: Mapping[str, Any]) -> str:
    text = inner(row, "commentary.text").get("text")
    return clean(text).strip() if isinstance(text, str) else ""


def _counts(row: Mapping[str, Any]) -> dict[str, float]:
    detail = inner(row, "*socialDetail") or inner(row, "socialDetail")
    counts = inner(detail, "*totalSocialActivityCounts") or inner(detail, "totalSocialActivityCounts")
    names = {"numLikes": "likes", "numComments": "replies", "numShares": "reposts"}
    found = {what: count_in(counts, field) for field, what in names.items()}
    for one in objects(counts.get("reactionTypeCounts")):
        kind = str(one.get("reactionType")).lower()
        if kind in _REACTIONS:
            found[f"reactions: {kind}"] = count_in(one, "count")
    return {what: value for what, value in found.items() if value is not None}


def _is_promoted(row: Mapping[str, Any]) -> bool:
    shown = inner(row, "actor.subDescription").get("text")
    return isinstance(shown, str) and shown.strip().lower() in (
        "promoted",
        "sponset",
        "sponsrad",
        "mainostettu",
    )


def _media(content: Mapping[str, Any]) -> str:
    told_of = " ".join(
        f"{name} {value.get('$type')}" for name, value in content.items() if isinstance(value, Mapping)
    )
    words = f"{told_of} {content.get('$type')}".lower()
    return "video" if "video" in words else "picture" if "image" in words else "text"


def _shared(row: Mapping[str, Any]) -> Pointed | None:
    """Give the post that this one passes on, with words of its own or without."""
    other = inner(row, "*resharedUpdate") or inner(row, "resharedUpdate")
    if not other:
        return None
    kind = ReferenceKind.QUOTE if _text(row) else ReferenceKind.REPOST
    try:
        return Pointed(kind, _number(other), _who(inner(other, "actor")))
    except UnusableRowError:
        return Pointed(kind, None, _who(inner(other, "actor")))
