"""How lists of creators and followers look, and how each is recognised."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

from luminary.collect.platforms.creators.columns import columns_of, platform_in
from luminary.collect.platforms.creators.read import (
    COLUMNS,
    HANDLES,
    IDS,
    CreatorsReader,
    FollowersReader,
    columns_noted,
    owner_in,
)
from luminary.collect.platforms.creators.snapshot import snapshot_of
from luminary.collect.sheets import headers, is_sheet, samples, with_shapes
from luminary.collect.source import Format, Glimpse, Options, Reader, Sighting
from luminary.collect.tabular import plain, whole_records
from luminary.i18n import say


def _is_list(name: str) -> bool:
    return is_sheet(name) and not name.lower().endswith(".txt")


def _lists(glimpse: Glimpse) -> Glimpse:
    """Leave out what lies beside the lists, such as a word on where they are from."""
    return replace(glimpse, names=tuple(filter(_is_list, glimpse.names)))


def _prepare(options: Options, glimpse: Glimpse) -> Options:
    """Note what the columns of each table hold."""
    found = {one.file: columns_of(one.names, one.rows) for one in samples(_lists(glimpse), options.settings)}
    noted = {file: columns_noted(one) for file, one in found.items() if one is not None}
    told = with_shapes(options, glimpse)
    return replace(told, settings={**told.settings, COLUMNS: json.dumps(noted, ensure_ascii=False)})


def _recognise(glimpse: Glimpse) -> Sighting | None:
    """See lists of creators; a single one without month and platform is left to mapped tables."""
    if not all(map(is_sheet, glimpse.names)):
        return None
    tables = list(samples(_lists(glimpse)))
    found = [columns_of(one.names, one.rows) for one in tables]
    if (
        not tables
        or None in found
        or any({"text", "body"} & {plain(name) for name in one.names} for one in tables)
    ):
        return None
    dated = any(snapshot_of(one.file) for one in tables)
    named = any(one is not None and one.platform for one in found) or platform_in(" ".join(glimpse.names))
    certainty = 0.5 if dated and named else 0.4 if len(tables) > 1 else 0.1
    return Sighting(certainty, f"{len(tables)} list(s) of accounts with followers")


def _recognise_followers(glimpse: Glimpse) -> Sighting | None:
    owners = [owner_in(name) for name in glimpse.names if is_sheet(name)]
    for names in headers(glimpse):
        known = {plain(name) for name in names}
        if owners and all(owners) and not known.isdisjoint({*IDS, *HANDLES}) and "text" not in known:
            return Sighting(0.45, f"list(s) of followers of {', '.join(owners[:3])}")
    return None


def _creators(options: Options, _context: Mapping[str, bytes]) -> Reader:
    return CreatorsReader(options)


def _followers(options: Options, _context: Mapping[str, bytes]) -> Reader:
    return FollowersReader(options)


CREATORS = Format(
    name="creators", title=say("Lists of creators with their figures, month by month"), recognise=_recognise,
    data=_is_list, reader=_creators, lines=is_sheet, cut=whole_records, prepare=_prepare,
)  # fmt: skip
FOLLOWERS = Format(
    name="followers", title=say("Lists of followers"), recognise=_recognise_followers, data=is_sheet,
    reader=_followers, lines=is_sheet, cut=whole_records, prepare=with_shapes,
)  # fmt: skip
