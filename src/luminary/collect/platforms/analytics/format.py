"""How the reports of four tools look, and how each is recognised.

Search Console (https://support.google.com/webmasters/answer/9049606): Links (``Site, Linking pages, Target
pages``; ``Target page, Incoming links, Linking sites``; ``Linking page, Last crawled``) and Performance
(``Top queries, Clicks, Impressions, CTR, Position``). GA4: lines that begin with ``#`` tell the report and
its days, then a table, perhaps another one; a row without dimensions is the total and counts nothing. Matomo
(https://matomo.org/guide/apis/analytics-api/): UTF-16 or UTF-8, ``label`` and ``nb_visits``; what the label
is stands in the file's name (``Referrers.getWebsites``, ``Actions.getPageUrls``, ...) or is said with
``--setting label=referrer`` (page, campaign, query). Plausible (https://plausible.io/docs/export-stats):
``imported_<table>_<from>_<to>.csv``; of its tables visitors, sources, pages, entry pages and exit pages are
read, the others only split the same visits by country or device.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from luminary.collect.decode import text_of
from luminary.collect.platforms.analytics.fields import DIMENSIONS, METRICS
from luminary.collect.platforms.analytics.read import AnalyticsReader
from luminary.collect.source import Format, Glimpse, Options, Reader, Sighting
from luminary.collect.tabular import plain
from luminary.errors import InputError
from luminary.i18n import say

_PLAUSIBLE = re.compile(r"imported_(?:visitors|sources|pages|entry_pages|exit_pages)_\d{8}_\d{8}\.csv$")
_LINKS = ({"site", "linking pages"}, {"target page", "incoming links"}, {"linking page", "last crawled"})
_PERFORMANCE = {"clicks", "impressions", "ctr", "position"}
_COUNTED = {"nb visits", "nb hits", "visits", "unique visitors", "pageviews"}
_NOT_PERFORMANCE = re.compile(r"(?:^|/)(?:Filters|Countries|Devices|Search appearance)\.csv$", re.IGNORECASE)


def _is_csv(name: str) -> bool:
    last = name.rpartition("/")[2]
    return last.lower().endswith((".csv", ".tsv")) and not last.startswith(".") and "__MACOSX" not in name


def _is_search_console(name: str) -> bool:
    return _is_csv(name) and _NOT_PERFORMANCE.search(name) is None


def _is_plausible(name: str) -> bool:
    return _PLAUSIBLE.search(name) is not None


def _header(glimpse: Glimpse, name: str) -> tuple[set[str], bool]:
    """Give the columns of a report in plain spelling, and whether lines with ``#`` stand before them."""
    try:
        lines = text_of(glimpse.heads[name], name).splitlines()
    except (InputError, KeyError):
        try:  # a beginning may be cut inside a character
            lines = text_of(glimpse.heads.get(name, b"")[:-4], name).splitlines()
        except InputError:
            return set(), False
    filled = [line for line in lines if line.strip(" ,;\t")]
    table = [line for line in filled if not line.startswith("#")]
    cells = re.split(r"[,;\t]", table[0]) if table else []
    return {plain(cell.strip('" ')) for cell in cells}, bool(filled) and filled[0].startswith("#")


def _shown(columns: set[str]) -> str:
    return ", ".join(sorted(columns))[:200]


def _reports(glimpse: Glimpse) -> list[tuple[str, set[str], bool]]:
    return [(name, *_header(glimpse, name)) for name in glimpse.heads if _is_csv(name)]


def _sees_search_console(glimpse: Glimpse) -> Sighting | None:
    for name, columns, _ in _reports(glimpse):
        if columns >= _PERFORMANCE or any(columns >= needed for needed in _LINKS):
            return Sighting(0.9, f"{name} with columns {_shown(columns)}")
    return None


def _sees_ga4(glimpse: Glimpse) -> Sighting | None:
    for name, columns, noted in _reports(glimpse):
        dimensions = [one for one in columns if one in DIMENSIONS]
        if noted and dimensions and any(one in METRICS for one in columns):
            return Sighting(0.85, f"{name}: lines with '#', then {_shown(columns)}")
        if any(one.startswith("session ") for one in dimensions) and columns & {
            "sessions",
            "engaged sessions",
        }:
            return Sighting(0.8, f"{name} with columns {_shown(columns)}")
    return None


def _sees_matomo(glimpse: Glimpse) -> Sighting | None:
    for name, columns, _ in _reports(glimpse):
        if "label" in columns and columns & {
            "nb visits",
            "nb hits",
            "visits",
            "unique visitors",
            "pageviews",
        }:
            return Sighting(0.85, f"{name} with label and {_shown(columns & METRICS.keys())}")
    return None


def _sees_plausible(glimpse: Glimpse) -> Sighting | None:
    found = [name for name in glimpse.names if _is_plausible(name)]
    return Sighting(0.97, f"{found[0]}, as Plausible names its tables") if found else None


def _reader(tool: str) -> Callable[[Options, Mapping[str, bytes]], Reader]:
    return _Maker(tool)


class _Maker:
    """Makes the reader of one tool."""

    def __init__(self, tool: str) -> None:
        self._tool = tool

    def __call__(self, options: Options, _context: Mapping[str, bytes]) -> Reader:
        return AnalyticsReader(self._tool, options)


SEARCH_CONSOLE = Format(
    name="search-console",
    title=say("Google Search Console (links, performance)"),
    recognise=_sees_search_console,
    data=_is_search_console,
    reader=_reader("search console"),
)
GA4 = Format(
    name="ga4",
    title=say("Google Analytics 4 report"),
    recognise=_sees_ga4,
    data=_is_csv,
    reader=_reader("ga4"),
)
MATOMO = Format(
    name="matomo", title=say("Matomo report"), recognise=_sees_matomo, data=_is_csv, reader=_reader("matomo")
)
PLAUSIBLE = Format(
    name="plausible",
    title=say("Plausible export"),
    recognise=_sees_plausible,
    data=_is_plausible,
    reader=_reader("plausible"),
)
