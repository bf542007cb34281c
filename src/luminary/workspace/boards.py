"""Boards: found when they are ready, computed when they are not, decisions of users put over them.

What was loaded stays in memory for all who ask in this program, within a limit; it depends on no reader.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from luminary.collect.identity import identities_fingerprint
from luminary.leaders import (
    Board,
    Scope,
    all_measures,
    answers,
    fill_board,
    keep_board,
    load_board,
    measures_in_order,
    read_labels,
)
from luminary.leaders.talk import Ints
from luminary.listening import subject_named
from luminary.listening.words import words_fingerprint
from luminary.network.interactions import METHOD as ACTS_METHOD
from luminary.store import fingerprint_of
from luminary.workspace.counted import ACTS, known_places, load_counted, micros, platforms
from luminary.workspace.noting import decided
from luminary.workspace.permitted import PREFIX

if TYPE_CHECKING:
    from luminary.workspace.workspace import Workspace

Progress: TypeAlias = Callable[[int, int], None]

METHOD = 2
"""Goes up when the same data give another board."""
_MEMORY = 200_000_000
"""Bytes of boards that stay in memory; the one asked for last always does."""
_WORDS = 100
"""Of how many parts of the work finding words is, where a subject needs them."""

_LANGUAGES_SQL = """
SELECT d.person, w.language, count(*) AS posts
FROM post_words w JOIN permitted_posts p ON p.post = w.post JOIN identities d ON d.account = p.account
WHERE w.language <> 'und' GROUP BY ALL ORDER BY person, posts DESC, language
"""


@dataclass(frozen=True, slots=True)
class _Kept:
    """A board in memory: as it was computed, and with the decisions that a stamp stands for."""

    board: Board
    shown: Board
    stamp: tuple[object, ...]


class Boards:
    """Boards of a workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._work = workspace

    def ready(self, scope: Scope) -> Board | None:
        """Give the board of a scope where it is kept; nothing is computed."""
        key = self._key(scope)
        return None if key is None else self._found(key)

    def get(self, scope: Scope, progress: Progress) -> Board:
        """Give the board of a scope, computing and keeping it when it is not there."""
        self._work.people.link()
        self._work.duties.look_for_minors()
        if (found := self.ready(scope)) is not None:
            return found
        key = self._key(scope)
        stamp = self._stamp()
        board = self._compute(scope, key, progress)
        return self._shown(str(key), board, stamp)

    def whole(self, scope: Scope) -> Board:
        """Give the board of a scope with everybody, also those who are left out of rankings."""
        self.get(scope, lambda _done, _total: None)
        kept: _Kept | None = _REMEMBERED.peek((self._work.path, self._key(scope)))
        return self._compute(scope, None, lambda _done, _total: None) if kept is None else kept.board

    def _key(self, scope: Scope) -> str | None:
        """Hash everything a board depends on; None while it is not known who is a service."""
        work = self._work
        people = identities_fingerprint(work.lake)
        if not self.is_linked():
            return None
        asked: dict[str, Any] = scope.as_params()
        if scope.subject is not None:
            subject = subject_named(work.ledger, scope.subject)
            words = words_fingerprint(work.ledger) if subject.words else None
            asked["subject"] = (subject.words, subject.places, words)
        permitted = work.permitted.stamp()
        rests_on = (
            METHOD,
            ACTS_METHOD,
            people,
            self._services(people),
            work.leaders.tier_preset(),
            permitted,
        )
        return fingerprint_of("board", *rests_on, sorted(asked.items()), list(all_measures()))

    def is_linked(self) -> bool:
        """Tell whether it is known which account belongs to whom, without finding it out."""
        lake = self._work.lake
        return lake.is_fresh(("identities", "people"), identities_fingerprint(lake))

    def _services(self, people: str) -> list[str]:
        """List the services; remembered until people or decisions change."""
        name = (self._work.path, "services", people, self._stamp())
        found: list[str] = _REMEMBERED.get(name, lambda: sorted(self._work.people.services()))
        return found

    def _stamp(self) -> tuple[object, ...]:
        """Tell one state of the decisions, and of who is left out, from another."""
        newest = self._work.ledger.newest("decisions", by="at", limit=1)
        made = (self._work.ledger.count("decisions"), newest[0]["at"] if newest else None)
        return (*made, self._work.standing.stamp())

    def _found(self, key: str) -> Board | None:
        """Find a board in memory or on the disk, and put the decisions over it."""
        kept: _Kept | None = _REMEMBERED.peek((self._work.path, key))
        stamp = self._stamp()
        if kept is not None and kept.stamp == stamp:
            return kept.shown
        board = load_board(self._work.lake, key) if kept is None else kept.board
        return None if board is None else self._shown(key, board, stamp)

    def _shown(self, key: str, board: Board, stamp: tuple[object, ...]) -> Board:
        """Put what users decided over a board, and remember both until they decide something else."""
        found = {key: str(row["value"]) for key, row in decided(self._work).items()}
        shown = board.decided(found).without(self._work.standing.left_out().people)
        _REMEMBERED.put((self._work.path, key), _Kept(board, shown, stamp), board.weight)
        return shown

    def _compute(self, scope: Scope, key: str | None, progress: Progress) -> Board:
        work, measures, generation = self._work, measures_in_order(), self._work.lake.generation()
        talk = load_counted(work, scope, _share(progress, 0, _WORDS))
        scores = answers(talk, measures, _share(progress, _WORDS, 2 * _WORDS))
        since = 0 if scope.since is None else micros(scope.since)
        labels = read_labels(work.engine, talk, ACTS, work.leaders.tier_preset(), since, PREFIX)
        head, rows = fill_board(talk, labels, scores, len(work.people.services()))
        if self._key(scope) == key is not None:  # else something landed meanwhile
            keep_board(work.lake, key, head, rows, generation)
        return Board(head, rows)

    def places(self) -> tuple[tuple[str, ...], tuple[tuple[str, str, str | None], ...]]:
        """List the platforms and the places in the data; remembered until something lands."""
        work = self._work
        name = (work.path, "places", identities_fingerprint(work.lake))
        found: tuple[tuple[str, ...], tuple[tuple[str, str, str | None], ...]] = _REMEMBERED.get(
            name, self._read_places
        )
        return found

    def _read_places(self) -> tuple[tuple[str, ...], tuple[tuple[str, str, str | None], ...]]:
        self._work.lake.attach(self._work.engine, "posts", "ties", "places")
        return tuple(platforms(self._work)), tuple(known_places(self._work))

    def languages(self, board: Board) -> tuple[Ints, list[str]] | None:
        """Give the language that everybody on a board writes most; None while words were not looked at."""
        work = self._work
        words = words_fingerprint(work.ledger)
        if not work.lake.is_fresh(("post_words",), words):
            return None
        name = (work.path, "languages", words, work.persons.stamp(), *work.permitted.stamp())
        most: dict[str, str] = _REMEMBERED.get(name, self._most_written)
        known = sorted(set(most.values()))
        numbers = {language: at for at, language in enumerate(known)}
        found = [numbers[most[one]] if one in most else -1 for one in board.people]
        return np.array(found, dtype=np.int64), known

    def _most_written(self) -> dict[str, str]:
        work = self._work
        work.lake.attach(work.engine, "identities", "post_words")
        work.permitted.attach()
        found: dict[str, str] = {}
        for person, language, _ in work.engine.rows(_LANGUAGES_SQL):
            found.setdefault(str(person), str(language))
        return found


def _share(progress: Progress, start: int, end: int) -> Progress:
    """Tell the progress of a part of the work as progress of the whole."""

    def tell(done: int, total: int) -> None:
        progress(start + round((end - start) * min(done, total) / max(total, 1)), 2 * _WORDS)

    return tell


class _Remembered:
    """What was asked for lately, for all threads of this program; what was not asked for longest leaves."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()

    def peek(self, name: Hashable) -> Any:
        """Give what is remembered under a name, or None."""
        with self._lock:
            if name in self._kept:
                self._kept.move_to_end(name)
                return self._kept[name][0]
        return None

    def put(self, name: Hashable, value: Any, weight: int = 1_000) -> Any:
        """Remember a value; `weight` is what it takes of the memory, in bytes."""
        with self._lock:
            self._kept[name] = (value, weight)
            self._kept.move_to_end(name)
            while len(self._kept) > 1 and sum(one for _, one in self._kept.values()) > _MEMORY:
                self._kept.popitem(last=False)
        return value

    def get(self, name: Hashable, make: Callable[[], Any], weight: int = 1_000) -> Any:
        """Give what is remembered under a name; without any, make and remember it."""
        found = self.peek(name)
        return self.put(name, make(), weight) if found is None else found


_REMEMBERED = _Remembered()
