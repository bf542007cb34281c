"""Column names: told apart when they repeat, compared without regard to spelling."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from luminary.collect.decode import clean

_HUMP = re.compile(r"(?<=[a-zåäöæø0-9])(?=[A-ZÅÄÖÆØ])")
_OTHER = re.compile(r"[\W_]+")
_LETTERS = str.maketrans({"å": "a", "ä": "a", "æ": "a", "ö": "o", "ø": "o", "ü": "u", "é": "e"})


def unique_names(header: Iterable[object]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give every column a name of its own, and say where the header had to be helped.

    Line ends and double spaces in a name become one space; a column without a name is called by its
    position; of columns with the same name the later ones get a number.

    Returns
    -------
    tuple of str, tuple of str
        The names in order, and what was changed, in words.

    Examples
    --------
    >>> unique_names(["Namn", "", "Namn"])[0]
    ('Namn', 'column_2', 'Namn_2')
    """
    cleaned = [" ".join(clean(str("" if name is None else name)).split()) for name in header]
    taken = set(cleaned)
    used: set[str] = set()
    names: list[str] = []
    notes: list[str] = []
    for position, name in enumerate(cleaned, start=1):
        own = name or f"column_{position}"
        number = 2
        while own in used or (own != name and own in taken):
            own = f"{name or f'column_{position}'}_{number}"
            number += 1
        if not name:
            notes.append(f"column {position} has no name; it is called '{own}'")
        elif own != name:
            notes.append(f"column {position} is another '{name}'; it is called '{own}'")
        used.add(own)
        names.append(own)
    return tuple(names), tuple(notes)


@lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """Write a column name so that spellings compare: "createdAt", "Created_at" and "created at" are one.

    Examples
    --------
    >>> plain("createdAt"), plain("INLÄGGS-ID"), plain("Likes avg.")
    ('created at', 'inlaggs id', 'likes avg')
    """
    text = _HUMP.sub(" ", unicodedata.normalize("NFKC", name)).lower().translate(_LETTERS)
    return " ".join(_OTHER.sub(" ", text).split())
