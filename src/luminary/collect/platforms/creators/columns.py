"""Which columns of a list of creators hold what."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from luminary.collect.tabular import count_of, plain

_FIGURES = {
    "followers": "followers",
    "follower": "followers",
    "subscribers": "followers",
    "subscriber": "followers",
    "fans": "followers",
    "likes": "likes",
    "like": "likes",
    "comments": "replies",
    "comment": "replies",
    "shares": "reposts",
    "share": "reposts",
    "views": "views",
    "view": "views",
    "posts": "posts",
    "uploads": "posts",
    "following": "following",
}
_NO_FIGURES = frozenset(("category", "country", "rate", "score", "audience", "new"))
_MEANS = frozenset(("avg", "average", "mean"))
_ENGAGEMENT = frozenset(("engagement", "eng"))
_WHO = frozenset(
    [
        "name",
        "username",
        "handle",
        "account",
        "user",
        "channel",
        "creator",
        "influencer",
        "tiktoker",
        "youtuber",
        "tuber",
        "instagrammer",
        "profile",
        "namn",
        "navn",
        "nimi",
    ]
)
_PLATFORMS = {
    "instagram": ("instagram", "insta", "instagrammer"),
    "tiktok": ("tiktok", "tiktoker"),
    "youtube": ("youtube", "youtuber", "tuber"),
    "twitch": ("twitch", "twitcher"),
}
HANDLE = re.compile(r"@?[A-Za-z0-9][A-Za-z0-9._\-]{0,63}|[_.][A-Za-z0-9._\-]{1,63}")
_DIGITS = re.compile(r"\d+(\.\d+)?")
_SURE, _LIKELY, _APART = 0.8, 0.5, 0.2
"""A column holds handles when this share of it can be some, or fewer that are clearly more than elsewhere."""


@dataclass(frozen=True, slots=True)
class Columns:
    """What a list of creators holds.

    Parameters
    ----------
    handle, name : str
        Columns of these; empty where there is none.
    figures : mapping of str to tuple of str
        What is counted to its columns, the most exact first.
    platform : str
        Platform that the columns name; empty where they name none.
    """

    handle: str
    name: str
    figures: Mapping[str, tuple[str, ...]]
    platform: str = ""

    @property
    def all(self) -> frozenset[str]:
        """Every column that is read."""
        named = (self.handle, self.name, *(one for columns in self.figures.values() for one in columns))
        return frozenset(one for one in named if one)


def columns_of(names: Sequence[str], rows: Sequence[Mapping[str, object]]) -> Columns | None:
    """Tell what the columns of a table hold; None when it is no list of creators.

    Examples
    --------
    >>> rows = [{"Tiktoker name": "astridlund", "Tiktok name": "Astrid Lund", "Subscribers": "13.8M"}]
    >>> found = columns_of(list(rows[0]), rows)
    >>> found.handle, found.name, dict(found.figures)
    ('Tiktoker name', 'Tiktok name', {'followers': ('Subscribers',)})
    """
    figures = _figures(names, rows)
    taken = {one for columns in figures.values() for one in columns}
    handle, name = _who([one for one in names if one not in taken], rows)
    if "followers" not in figures or not (handle or name):
        return None
    return Columns(handle, name, figures, platform_in(" ".join(names)))


def platform_in(text: str) -> str:
    """Find the one platform that a text names; empty when it names none or several."""
    words = set(plain(text).split())
    found = [name for name, signs in _PLATFORMS.items() if not words.isdisjoint(signs)]
    return found[0] if len(found) == 1 else ""


def _figures(names: Sequence[str], rows: Sequence[Mapping[str, object]]) -> dict[str, tuple[str, ...]]:
    """Find the columns of figures, up to the first that holds words."""
    found: dict[str, list[str]] = {}
    for name in names:
        if (what := _counted(name)) is None:
            continue
        if not _are_counts(name, rows):
            break
        found.setdefault(what, []).append(name)
    exact = {
        what: tuple(sorted(columns, key=lambda one: -_share(one, rows, _DIGITS)))
        for what, columns in found.items()
    }
    return {what: columns for what, columns in exact.items() if columns}


def _counted(name: str) -> str | None:
    """Tell what a column counts by its name."""
    words = plain(name).split()
    if not _NO_FIGURES.isdisjoint(words):
        return None
    if not _ENGAGEMENT.isdisjoint(words):
        return (
            "authentic engagement per post" if {"auth", "authentic"} & set(words) else "engagement per post"
        )
    what = next((_FIGURES[word] for word in words if word in _FIGURES), None)
    if what in (None, "followers", "following", "posts"):
        return what
    return f"{what} per post" if not _MEANS.isdisjoint(words) else f"{what} in all"


def _are_counts(name: str, rows: Sequence[Mapping[str, object]]) -> bool:
    values = [row.get(name) for row in rows if row.get(name) not in (None, "")]
    return sum(map(_is_count, values)) >= 0.9 * len(values)


def _is_count(value: object) -> bool:
    try:
        count_of(_mended(value))
    except (ValueError, OverflowError):
        return False
    return True


def count_in_cell(value: object) -> float | None:
    """Read a figure; None where there is none.

    Raises
    ------
    ValueError
        When it is no figure.
    """
    return count_of(_mended(value))


def _mended(value: object) -> object:
    """Read "N/A'" and the like as what it is meant to be."""
    return value.strip().strip("'’\"") if isinstance(value, str) else value


def _share(name: str, rows: Sequence[Mapping[str, object]], form: re.Pattern[str]) -> float:
    values = [str(row.get(name)).strip() for row in rows if row.get(name) not in (None, "")]
    return sum(form.fullmatch(value) is not None for value in values) / max(len(values), 1)


def _who(names: Sequence[str], rows: Sequence[Mapping[str, object]]) -> tuple[str, str]:
    """Tell handle and name apart by what the columns hold."""
    candidates = [
        one for one in names if not _WHO.isdisjoint(plain(one).split()) and "category" not in plain(one)
    ]
    if not candidates:
        return "", ""
    shares = {one: _share(one, rows, HANDLE) for one in candidates}
    best = max(candidates, key=shares.__getitem__)
    others = [share for one, share in shares.items() if one != best]
    apart = bool(others) and shares[best] >= _LIKELY and max(others) <= shares[best] - _APART
    handle = best if shares[best] >= _SURE or apart else ""
    return handle, next((one for one in candidates if one != handle), "")
