"""A board as the present reader may see it: pages, single people, comparable people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from luminary.domain import Evidence
from luminary.errors import NotEnoughDataError, UnknownNameError, UsageError
from luminary.i18n import LANGUAGES, Message, say, say_count
from luminary.leaders import (
    Board,
    Choice,
    Leader,
    Measure,
    Page,
    Peers,
    Scope,
    View,
    cut_page,
    measure_named,
    peers_of,
)
from luminary.leaders.talk import Ints
from luminary.leaders.view import NAME
from luminary.network.overlap import Overlap, overlap_of
from luminary.privacy import Use
from luminary.store import identifier
from luminary.workspace.counted import moment
from luminary.workspace.exporting import Exported, Form, export_leaders

if TYPE_CHECKING:
    from luminary.workspace.boards import Boards
    from luminary.workspace.workspace import Workspace


class OpenBoard:
    """The board of a scope, opened for a reader.

    Whoever is hidden from the reader stands under a number, without name, accounts and evidence, is not found
    by name, and cannot be told from the order of names.

    Attributes
    ----------
    scope : Scope
        What counts.
    board : Board
        Everybody, as nobody may see them unveiled.
    """

    def __init__(
        self, work: Workspace, boards: Boards, board: Board, scope: Scope, use: Use = Use.RANKING
    ) -> None:
        self._work = work
        self._boards = boards
        self.board = board
        self.scope = scope
        self._use = use

    def for_files(self) -> OpenBoard:
        """Give the same board for what leaves the workspace: without who is left out of files as well."""
        gone = self._work.standing.left_out(Use.EXPORT).people
        return OpenBoard(self._work, self._boards, self.board.without(gone), self.scope, Use.EXPORT)

    def measure_for(self, name: str | None) -> Measure:
        """Choose the measure to rank by."""
        return self.board.measure_for(name)[0]

    @property
    def span(self) -> tuple[datetime | None, datetime | None]:
        """First post, and the end of what was looked at; None where nothing carries a time."""
        return moment(self.board.head.first), moment(self.board.head.last)

    def measures(self) -> list[Measure]:
        """List the measures of the board, in their order."""
        return [measure_named(name) for name in self.board.head.measures]

    def export(self, asked: View, form: Form) -> Exported:
        """Write the people of all pages of a view as a file, and note in the log that it was done."""
        return export_leaders(self._work, self.for_files(), asked, form)

    def view(self, asked: View) -> Page:
        """Cut a page.

        Raises
        ------
        UnknownNameError
            When a measure is not known.
        UsageError
            When hidden people are to be sorted by name.
        NotEnoughDataError
            When `influence` is asked for and nothing carries a time.
        """
        by = self.measure_for(asked.by).name
        if asked.sort == NAME:
            self._learn_alphabet(asked.language)
        page = cut_page(self.board, asked, by, self._found(asked.search))
        return replace(page, leaders=self.released(page.leaders))

    def leaders(self, choice: Choice, top: int | None = None) -> tuple[Leader, ...]:
        """Give the first of an order."""
        order = self.board.order(choice)
        return self.released(self.board.leaders(order, range(len(order.people))[:top]))

    def leader(self, person: str, choice: Choice) -> Leader:
        """Give one person of an order, by the key, or the number under which she is shown.

        Raises
        ------
        UnknownNameError
            When nobody on the board has that key, or may be asked for by it.
        NotEnoughDataError
            When the person has no place in this order.
        """
        row = self._row(person)
        place = int(self.board.places(choice)[row])
        if not place:
            raise NotEnoughDataError(
                say("'{person}' has no place here: nothing is known by {by}", person=person, by=choice.by)
            )
        return self.released(self.board.leaders(self.board.order(choice), [place - 1]))[0]

    def peers(self, person: str, measure: str) -> Peers:
        """Compare one person with comparable people by one measure.

        Raises
        ------
        UnknownNameError
            When nobody on the board has that key, or may be asked for by it.
        """
        languages = self._boards.languages(self.board)
        return peers_of(self.board, self._row(person), measure, languages)

    def overlap(self, people: Sequence[str]) -> Overlap:
        """Count who acted on several of these people, over everything that was imported.

        Raises
        ------
        UnknownNameError
            When nobody on the board has a key, or may be asked for by it.
        """
        keys = [self.board.people[self._row(one)] for one in people]
        self._work.people.link()
        return overlap_of(self._work.engine, keys)

    def notes(self, by: str | None, leaders: Sequence[Leader] = ()) -> tuple[Message, ...]:
        """Say what a reader must know: the purpose, why this measure, who is left out or withheld."""
        services = self.board.head.services
        left_out = say_count(
            "{n} service account is left out (luminary people --kind service)",
            "{n} service accounts are left out (luminary people --kind service)",
            services,
        )
        hidden = sum(not one.named for one in leaders)
        return (
            _message(self._work.gate.check()),
            *self.board.measure_for(by)[1],
            *((left_out,) if services else ()),
            *self._work.permitted.told(),
            *self._work.standing.left_out(self._use).told(self._missing()),
            *((self._work.veil.told(hidden),) if hidden else ()),
        )

    def due_if_exported(self, leaders: Sequence[Leader]) -> Message | None:
        """Say until when people must be told once a file with them has left; None where nobody must be."""
        return self._work.duties.due_if_exported(one.person for one in leaders if one.named)

    def _missing(self) -> list[str]:
        """List who took part and is left out."""
        return [one for one in self._work.standing.left_out(self._use).people if one in self.board.gone]

    def released(self, leaders: Sequence[Leader]) -> tuple[Leader, ...]:
        """Hide names and everything that leads to them where this reader may not see them."""
        hidden = self._work.veil.hides([one.person for one in leaders])
        return tuple(_hidden(one, hidden[one.person]) if one.person in hidden else one for one in leaders)

    def _row(self, person: str) -> int:
        veil = self._work.veil
        key = veil.person_of(person) or (person if veil.may_name(person) else None)
        if key is None or key not in self.board.rows_of:
            raise UnknownNameError(
                say("nobody who wrote or was acted on here is known as '{person}'", person=person)
            )
        return self.board.rows_of[key]

    def _found(self, search: str) -> NDArray[np.bool_] | None:
        """Tell who is found; a hidden person only by the number."""
        if not search.strip():
            return None
        veil, found = self._work.veil, self.board.called_like(search)
        if not veil.is_drawn:
            return found
        allowed = np.zeros(self.board.size, dtype=bool)
        allowed[[self.board.rows_of[one] for one in veil.named() if one in self.board.rows_of]] = True
        found = found & allowed
        numbered = veil.person_of(search)
        if numbered in self.board.rows_of:
            found[self.board.rows_of[numbered]] = True
        return found

    def _learn_alphabet(self, language: str) -> None:
        """Sort all names once for a language."""
        if self._work.veil.is_drawn:
            raise UsageError(
                say("names are hidden from you, so nothing can be sorted by them; sort by a measure")
            )
        if language not in LANGUAGES:
            raise UnknownNameError.of("language", language, LANGUAGES)
        if language not in self.board.alphabet:
            self.board.alphabet[language] = self._alphabet(language)

    def _alphabet(self, language: str) -> Ints:
        """Give everybody's place in the alphabet of a language."""
        engine = self._work.engine
        engine.give("board_names", pa.table({"row": np.arange(self.board.size), "name": self.board.names}))
        order = engine.arrow(f"SELECT row FROM board_names ORDER BY name COLLATE {identifier(language)}, row")
        engine.drop("board_names")
        places = np.empty(self.board.size, dtype=np.int64)
        places[np.asarray(order.column(0))] = np.arange(self.board.size)
        return places


def _hidden(leader: Leader, name: str) -> Leader:
    """Take out of a leader everything that leads to the person."""
    return replace(leader, person=name, name=name, accounts=(), names=(), evidence=Evidence(()), named=False)


def _message(text: str) -> Message:
    return text if isinstance(text, Message) else Message(text)
