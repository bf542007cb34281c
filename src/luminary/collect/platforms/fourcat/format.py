"""How 4CAT's tables look, and how they are recognised.

https://github.com/digitalmethodsinitiative/4cat: one table per data set, its columns by the platform.
"""

from __future__ import annotations

from collections.abc import Mapping

from luminary.collect.platforms.fourcat.read import FourcatReader, columns_of
from luminary.collect.sheets import is_sheet, samples, with_shapes
from luminary.collect.source import Format, Glimpse, Options, Reader, Sighting
from luminary.collect.tabular import whole_records
from luminary.i18n import say


def _recognise(glimpse: Glimpse) -> Sighting | None:
    for sample in samples(glimpse):
        if columns := columns_of(sample.names):
            signs = ", ".join(columns.signs)
            return Sighting(0.9, f"a table of {columns.platform} with {signs}")
    return None


def _reader(options: Options, _context: Mapping[str, bytes]) -> Reader:
    return FourcatReader(options)


FOURCAT = Format(
    name="4cat", title=say("4CAT, tables of posts (X, Instagram, TikTok, LinkedIn, Bluesky, Threads)"),
    recognise=_recognise, data=is_sheet, reader=_reader, lines=is_sheet, cut=whole_records,
    prepare=with_shapes,
)  # fmt: skip
