"""Which formats there are, and which one a source is in."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from luminary.collect import platforms
from luminary.collect.source import Format, Glimpse, Sighting
from luminary.errors import FormatError, UnknownNameError
from luminary.i18n import Listing, say


@cache
def formats() -> dict[str, Format]:
    """Find the formats of all platform folders, by name."""
    found: dict[str, Format] = {}
    for folder in iter_modules(platforms.__path__):
        for one in import_module(f"{platforms.__name__}.{folder.name}").FORMATS:
            found[one.name] = one
    return found


def named(name: str) -> Format:
    """Find the format that the user named.

    Raises
    ------
    UnknownNameError
        When there is none of that name.
    """
    if name not in formats():
        raise UnknownNameError.of("format", name, formats())
    return formats()[name]


def recognise(source: str, glimpse: Glimpse) -> tuple[Format, Sighting]:
    """Tell the format of a source, with what it was recognised by.

    Raises
    ------
    FormatError
        When no format recognises it, or two do with the same certainty.
    """
    seen = [(one, sighting) for one in formats().values() if (sighting := one.recognise(glimpse))]
    if not seen:
        names = ", ".join(glimpse.names[:5]) or "nothing"
        raise FormatError(
            say(
                "'{source}': no known format; it holds {names}. Known: {listed}; force one with --as",
                source=source,
                names=names,
                listed=Listing(sorted(formats()), ", "),
            )
        )
    seen.sort(key=lambda pair: -pair[1].certainty)
    if len(seen) > 1 and seen[0][1].certainty == seen[1][1].certainty:
        both = " and ".join(f"{one.name} ({sighting.saw})" for one, sighting in seen[:2])
        raise FormatError(say("'{source}' could be {both}; say which with --as", source=source, both=both))
    return seen[0]
