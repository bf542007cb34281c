"""How the tables of Meta's tools look, and how each is recognised.

CrowdTangle: tables of posts of pages, groups and accounts of Instagram. Meta Content Library:
https://developers.facebook.com/docs/content-library-and-api (columns ``creation_time``, ``post_owner.*``,
``statistics.*``).
"""

from __future__ import annotations

from collections.abc import Mapping

from luminary.collect.platforms.meta.crowdtangle import CrowdTangleReader
from luminary.collect.platforms.meta.library import LibraryReader
from luminary.collect.sheets import headers, is_sheet, with_shapes
from luminary.collect.source import Format, Glimpse, Options, Reader, Sighting
from luminary.collect.tabular import whole_records
from luminary.i18n import say


def _recognise(glimpse: Glimpse) -> Sighting | None:
    for names in headers(glimpse):
        if {"post created", "total interactions"} <= names or {
            "followers at posting",
            "post created",
        } <= names:
            return Sighting(0.95, "a table of CrowdTangle with Post Created and Total Interactions")
    return None


def _recognise_library(glimpse: Glimpse) -> Sighting | None:
    for names in headers(glimpse):
        if "creation_time" in names and any(name.startswith("post_owner.") for name in names):
            return Sighting(0.93, "a table of the Content Library with creation_time and post_owner")
    return None


def _crowdtangle(options: Options, _context: Mapping[str, bytes]) -> Reader:
    return CrowdTangleReader(options)


def _library(options: Options, _context: Mapping[str, bytes]) -> Reader:
    return LibraryReader(options)


CROWDTANGLE = Format(
    name="crowdtangle", title=say("CrowdTangle, tables of Facebook and Instagram"), recognise=_recognise,
    data=is_sheet, reader=_crowdtangle, lines=is_sheet, cut=whole_records, prepare=with_shapes,
)  # fmt: skip
META_LIBRARY = Format(
    name="meta-library", title=say("Meta Content Library, tables of posts"), recognise=_recognise_library,
    data=is_sheet, reader=_library, lines=is_sheet, cut=whole_records, prepare=with_shapes,
)  # fmt: skip
