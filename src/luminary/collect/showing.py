r"""What the exports of social platforms have in common: nested objects, figures, times of reading, handles.

Examples
--------
>>> inner({"user": {"stats": {"fans": 3}}}, "user.stats")
{'fans': 3}
>>> [(one.what, one.value) for one in figures("x:/1", {"like_count": "1,234", "views": None},
...                                           {"like_count": "likes", "views": "views"})]
[('likes', 1234.0)]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from luminary.collect.decode import moment
from luminary.collect.jsonrows import shown
from luminary.collect.source import Options
from luminary.collect.tabular import count_of
from luminary.domain import Access, Metric, Place
from luminary.errors import MappingError, UnusableRowError
from luminary.i18n import say

_HANDLES = re.compile(r"(?<![\w@./])@([A-Za-z0-9_](?:[\w.\-]{0,62}\w)?)")
_SEEN = re.compile(r"(?:^|/)seen-(\d{8}T\d{4}Z)/")
_NEVER = ("0001-01-01", "0000-")
"""How some platforms write a time that they do not know."""
_YES = frozenset(("true", "1", "yes", "y", "t"))
_NO = frozenset(("false", "0", "no", "n", "f"))


def words(*listed: str) -> frozenset[str]:
    """Give the words of texts: the fields a reader knows.

    Examples
    --------
    >>> sorted(words("id text", "at"))
    ['at', 'id', 'text']
    """
    return frozenset(word for one in listed for word in one.split())


def inner(row: object, path: str = "") -> Mapping[str, Any]:
    """Give the object at a path with dots; an empty one where there is none."""
    value: object = row
    for step in path.split(".") if path else ():
        value = value.get(step) if isinstance(value, Mapping) else None
    return value if isinstance(value, Mapping) else {}


def objects(value: object) -> list[Mapping[str, Any]]:
    """Give the objects of a list that may be missing."""
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def count_in(row: Mapping[str, Any], field: str) -> float | None:
    """Read a figure that may be missing or hidden (below zero).

    Raises
    ------
    UnusableRowError
        When it is there and no figure.
    """
    value = row.get(field)
    if isinstance(value, int | float) and not isinstance(value, bool) and value < 0:
        return None
    try:
        return count_of(value)
    except (ValueError, OverflowError) as error:
        raise UnusableRowError(f"'{field}' is {shown(value)}, which is no count") from error


def figures(
    of: str, row: Mapping[str, Any], names: Mapping[str, str], at: int | None = None
) -> Iterator[Metric]:
    """Give the figures of an account or post.

    Parameters
    ----------
    of : str
        Key of the account or post.
    row : mapping
        Where they stand.
    names : mapping
        Field to what it counts.
    at : int or None
        When they were read.
    """
    for field, what in names.items():
        if (value := count_in(row, field)) is not None:
            yield Metric(of, what, value, at)


def yes_no(row: Mapping[str, Any], field: str) -> bool | None:
    """Read yes or no; None where nothing is said.

    Raises
    ------
    UnusableRowError
        When it is neither.
    """
    value = row.get(field)
    word = str(value).strip().lower() if value is not None else ""
    if word in ("", "none", "null", "nan", "n/a"):
        return None
    if word not in _YES and word not in _NO:
        raise UnusableRowError(f"'{field}' is {shown(value)}, which is neither yes nor no")
    return word in _YES


def maybe_moment(value: object, field: str) -> int | None:
    """Read a time that may be missing.

    Raises
    ------
    UnusableRowError
        When it is there and no time.
    """
    if value is None or value == "" or str(value).startswith(_NEVER):
        return None
    return moment(value, field)


def handles_in(text: str) -> list[str]:
    """Give every @handle in a text once, in small letters.

    Examples
    --------
    >>> handles_in("Takk @Aino_K. og @aino_k, ikke a@b.no")
    ['aino_k']
    """
    return list(dict.fromkeys(name.lower() for name in _HANDLES.findall(text))) if "@" in text else []


def read_when(options: Options) -> int | None:
    """Give the time the user says the figures were read (``--setting seen=2025-03-01``).

    Raises
    ------
    MappingError
        When it is no time.
    """
    if not (said := options.settings.get("seen")):
        return None
    try:
        return moment(said, "seen")
    except UnusableRowError as error:
        raise MappingError(say("{error}; write it as 2025-03-01 or 2025-03-01T08:00", error=error)) from error


def seen_in(file: str) -> int | None:
    """Read when a body was fetched out of the folder it lies in; None where no folder says so.

    Examples
    --------
    >>> seen_in("seen-20250301T0800Z/vakt.example/api/v1/a.json") == moment("2025-03-01T08:00:00Z", "seen")
    True
    """
    found = _SEEN.search(file)
    return None if found is None else moment(found[1], "seen")


def feed(platform: str, options: Options, name: str = "", community: str = "") -> Place:
    """Give the place of a platform that has no rooms: its one feed, open unless the user says otherwise."""
    shown_name = name or options.place or platform
    access = options.access or Access.OPEN
    return Place(
        f"{platform}:{community}/{shown_name}", platform, community, shown_name, Access(access).value
    )


def file_name(path: str) -> str:
    """Give the last part of a member's name."""
    return PurePosixPath(path).name


def has_all(head: bytes, *signs: bytes) -> bool:
    """Tell whether the beginning of a file holds all signs."""
    return all(sign in head for sign in signs)
