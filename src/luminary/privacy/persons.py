"""Which keys are one person, as the ledger says. Nothing here finds it out.

Tables in: `person_pairs`, `person_history` (ledger). Tables out: none.

Rows of the ledger are written under the key by which a person was known when they were written, and are never
rewritten: whoever reads them asks here which keys mean the same person now. So a merge changes no row, and
taking it back restores both persons exactly.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from weakref import WeakKeyDictionary

from luminary.domain.keys import key_strength
from luminary.store import Ledger

SAME = "same"
DIFFERENT = "different"
_STRENGTHS = ("id", "handle", "name")


class Persons:
    """Keys that mean one person.

    Parameters
    ----------
    ledger : Ledger
        Holds what was decided about pairs.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def stamp(self) -> tuple[int, str]:
        """Tell one state of the decisions about pairs from another."""
        newest = self._ledger.newest("person_history", by="number", limit=1)
        return (self._ledger.count("person_pairs"), str(newest[0]["change"]) if newest else "")

    def groups(self) -> Mapping[str, tuple[str, ...]]:
        """Give every key that means the same person as another, with all keys of that person, main first."""
        stamp, kept = self.stamp(), _KEPT.get(self._ledger)
        if kept is None or kept[0] != stamp:
            pairs = [(row["one"], row["other"]) for row in self._ledger.rows("person_pairs", verdict=SAME)]
            kept = (stamp, together(pairs))
            _KEPT[self._ledger] = kept
        return kept[1]

    def members(self, key: str) -> tuple[str, ...]:
        """List all keys of the person whom a key means, the main one first."""
        return self.groups().get(key, (key,))

    def main(self, key: str) -> str:
        """Give the main key of the person whom a key means."""
        return self.members(key)[0]

    def mains(self, keys: Iterable[str]) -> dict[str, str]:
        """Give the main key for each of several keys."""
        groups = self.groups()
        return {key: groups.get(key, (key,))[0] for key in keys}

    def holding(self, rows: Iterable[Mapping[str, Any]]) -> frozenset[str]:
        """List the keys of the people for whom something holds that was recorded key by key.

        A row that was written for several keys at once holds only while they still are one person; and for
        a person of several keys it holds only when it holds for every one of them. So nobody is named because
        somebody else agreed, whether two were wrongly joined or rightly parted.
        """
        held = {str(row["person"]) for row in rows if self._still_one(row)}
        return frozenset(key for key in held if held.issuperset(self.members(key)))

    def _still_one(self, row: Mapping[str, Any]) -> bool:
        if not row["together"]:
            return True
        return set(json.loads(row["together"])) <= set(self.members(str(row["person"])))

    def record(self, table: str, person: str, **values: object) -> None:
        """Write a row for every key of a person, where none is that holds already."""
        members = self.members(person)
        written = json.dumps(members) if len(members) > 1 else None
        same = {name: value for name, value in values.items() if name == "member"}
        held = {str(row["person"]) for row in self._ledger.rows(table, **same) if self._still_one(row)}
        for key in members:
            if key not in held or len(members) == 1:
                self._ledger.put(table, person=key, together=written, **values)


_KEPT: WeakKeyDictionary[Ledger, tuple[tuple[int, str], Mapping[str, tuple[str, ...]]]] = WeakKeyDictionary()


def pair_of(one: str, other: str) -> tuple[str, str]:
    """Write two keys in the order in which pairs are kept.

    Raises
    ------
    ValueError
        When both are the same.
    """
    if one == other:
        raise ValueError(f"'{one}' is one person already")
    return (one, other) if one < other else (other, one)


def main_of(keys: Iterable[str]) -> str:
    """Choose the main key: one made of an id before one made of a handle or name, then the first by letter.

    Examples
    --------
    >>> main_of(["x:/@bo_ek", "zulip:lean/7", "bluesky:/did:plc:z"])
    'bluesky:/did:plc:z'
    """
    return min(keys, key=lambda key: (_STRENGTHS.index(key_strength(key)), key))


def together(pairs: Sequence[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Put keys that are joined by pairs into groups; the order of pairs does not matter.

    Examples
    --------
    >>> together([("x:/1", "yt:/2"), ("feed:/a", "x:/1")])["yt:/2"]
    ('feed:/a', 'x:/1', 'yt:/2')
    """
    above: dict[str, str] = {}
    for one, other in pairs:
        first, second = _top(above, one), _top(above, other)
        if first != second:
            above[max(first, second)] = min(first, second)
    below: dict[str, list[str]] = {}
    for key in {key for pair in pairs for key in pair}:
        below.setdefault(_top(above, key), []).append(key)
    found: dict[str, tuple[str, ...]] = {}
    for keys in below.values():
        main = main_of(keys)
        found.update(dict.fromkeys(keys, (main, *sorted(key for key in keys if key != main))))
    return found


def _top(above: dict[str, str], key: str) -> str:
    """Find the top of a key's group, shortening the way there."""
    while (up := above.setdefault(key, key)) != key:
        above[key] = key = above.setdefault(up, up)
    return key
