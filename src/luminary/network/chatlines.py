"""What a line of a chat says about whom it speaks to: names in it, questions, rare words of earlier lines.

Everything is read from the line and from the `MEMORY` lines before it, so that an answer once inferred stays
when the chat goes on. Only who bears which name is taken from the whole chat.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]

REACH = 40
"""How many lines back an answered line can stand: 99 % of the stated ones do in the chat it was learnt on."""
MEMORY = 300
"""Lines within which somebody counts as present, and a word as known."""
RARE = 3
"""A word is rare when at most so many of the lines in memory hold it."""
MOST_WORDS = 3
"""More rare words in common than these say no more."""

_WORD = re.compile(r"[\w.+/-]*\w")
_ADDRESS = re.compile(r"\S+://\S+")
_AROUND = "@,:;.!?()[]\"'<>*"
_MARKS = frozenset("?？؟")


class Line(NamedTuple):
    """One line of a chat.

    Parameters
    ----------
    person : str
        Key of who wrote it.
    names : tuple of str
        Names under which others may speak to that person.
    at : int
        Microseconds since 1970, UTC.
    text : str
        What it says.
    """

    person: str
    names: tuple[str, ...]
    at: int
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A chat as arrays; the first dimension of each is the line.

    Attributes
    ----------
    who : int array
        Number of the person.
    at : int array
        Microseconds since 1970.
    to : int array
        Person whom the line addresses by name at its beginning; -1 for nobody.
    asks : bool array
        Whether it holds a question mark outside of web addresses.
    own : int array
        The last line of the same person within memory; -1 where there is none.
    inside : bool array of shape (lines, REACH + 1)
        Whether it names, after its beginning, the person who wrote so many lines back.
    shared : int array of shape (lines, REACH + 1)
        Rare words in common with the line so many lines back, `MOST_WORDS` at most.
    """

    who: Ints
    at: Ints
    to: Ints
    asks: Flags
    own: Ints
    inside: Flags
    shared: Ints


def read_lines(lines: Sequence[Line]) -> Reading:
    """Read a chat, line by line in the order given."""
    numbers: dict[str, int] = {}
    who = np.array([numbers.setdefault(line.person, len(numbers)) for line in lines], dtype=np.int64)
    names = _Names((name, numbers[person]) for person, borne in _named(lines) for name in borne)
    reading = Reading(
        who,
        np.array([line.at for line in lines], dtype=np.int64),
        np.full(len(lines), -1, dtype=np.int64),
        np.zeros(len(lines), dtype=np.bool_),
        np.full(len(lines), -1, dtype=np.int64),
        np.zeros((len(lines), REACH + 1), dtype=np.bool_),
        np.zeros((len(lines), REACH + 1), dtype=np.int8),
    )
    last: dict[int, int] = {}
    words = _Words()
    for i, line in enumerate(lines):
        _read_line(reading, i, line.text.casefold(), names, last)
        for back, count in words.shared(i, names.without(line.text.casefold())).items():
            reading.shared[i, back] = min(count, MOST_WORDS)
        last[int(who[i])] = i
    return reading


def _named(lines: Sequence[Line]) -> Iterable[tuple[str, tuple[str, ...]]]:
    return {(line.person, line.names) for line in lines}


def _read_line(reading: Reading, i: int, text: str, names: _Names, last: Mapping[int, int]) -> None:
    me = int(reading.who[i])
    reading.asks[i] = not _MARKS.isdisjoint(_ADDRESS.sub("", text))
    reading.own[i] = last[me] if i - last.get(me, -MEMORY - 1) <= MEMORY else -1
    inside = set()
    for position, person in names.found(text.split()):
        if person == me or i - last.get(person, -MEMORY - 1) > MEMORY:
            continue
        if position == 0:
            reading.to[i] = person
        else:
            inside.add(person)
    if inside:
        before = reading.who[max(0, i - REACH) : i][::-1]
        reading.inside[i, 1 : len(before) + 1] = np.isin(before, list(inside))


class _Names:
    """Finds the names of people in texts: whole names only, and none that two people bear."""

    def __init__(self, people: Iterable[tuple[str, int]]) -> None:
        bearers: dict[str, set[int]] = defaultdict(set)
        for name, person in people:
            bearers[" ".join(name.casefold().lstrip("@").split())].add(person)
        self._by_first: dict[str, list[tuple[list[str], int]]] = defaultdict(list)
        for name, persons in bearers.items():
            if name and len(persons) == 1:
                first, *rest = name.split()
                self._by_first[first].append((rest, min(persons)))
        for known in self._by_first.values():
            known.sort(key=lambda one: -len(one[0]))

    def found(self, words: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Give the position and the person of each name in a text."""
        for position, word in enumerate(words):
            for form in (word.lstrip("@"), word.strip(_AROUND)):
                if (person := self._at(form, words[position + 1 : position + 5])) is not None:
                    yield position, person
                    break

    def _at(self, first: str, following: Sequence[str]) -> int | None:
        for rest, person in self._by_first.get(first, ()):
            if [one.strip(_AROUND) for one in following[: len(rest)]] == rest:
                return person
        return None

    def without(self, text: str) -> set[str]:
        """Give the words of a text that are no names; those of two letters say nothing."""
        return {word for word in _WORD.findall(text) if len(word) > 2 and word not in self._by_first}


class _Words:
    """Remembers in which lines of late each word stood."""

    def __init__(self) -> None:
        self._lines: dict[str, deque[int]] = {}

    def shared(self, i: int, words: set[str]) -> dict[int, int]:
        """Count the rare words in common with each line within reach, then remember those of this line."""
        counts: dict[int, int] = defaultdict(int)
        for word in words:
            earlier = self._lines.setdefault(word, deque(maxlen=RARE + 1))
            while earlier and i - earlier[0] > MEMORY:
                earlier.popleft()
            if len(earlier) <= RARE:
                for one in earlier:
                    if i - one <= REACH:
                        counts[i - one] += 1
            earlier.append(i)
        return counts
