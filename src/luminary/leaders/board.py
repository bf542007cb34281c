"""A ranking as columns: everybody who takes part, with every measure, ready to be ordered and cut into pages.

A board holds what does not depend on who reads it or how it is sorted. It is filled once (`fill`), kept in
the lake (`shelf`) and shared by all pages; orders that were asked for lately are remembered.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import isnan
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from luminary.domain import Estimate, Evidence, Kind
from luminary.errors import NotEnoughDataError, UsageError
from luminary.i18n import Listing, Message, say
from luminary.leaders.leader import AccountLabel, Leader, Suggestion
from luminary.leaders.measure import Measure, Scores
from luminary.leaders.measure import measure as measure_named
from luminary.leaders.names import fold
from luminary.leaders.rank import Order, order_by
from luminary.leaders.talk import Floats, Ints

EVERYONE = "all"
"""The kind that means persons and organisations alike."""
FIGURES = ("values", "lows", "highs", "counts")
SUGGESTED = ("kind", "tier", "level")
"""What is suggested about a person, and may be decided by a user."""
_ORDERS = 64
_SEARCHES = 32
_READ = 20_000
"""Records that stay read: pages show the same ones again and again."""


@dataclass(frozen=True, slots=True)
class Head:
    """What is the same for everybody on a board.

    Attributes
    ----------
    measures : tuple of str
        Names of the measures, in the order of the figures' columns.
    months : int
        Months of the trend; 0 where nothing carries a time.
    is_dated : bool
        Whether any act carries a time.
    first, last : int or None
        First post, and the end of what was looked at, in microseconds since 1970.
    services : int
        Service accounts that are left out.
    """

    measures: tuple[str, ...]
    months: int
    is_dated: bool
    first: int | None
    last: int | None
    services: int


@dataclass(frozen=True, slots=True)
class Choice:
    """Whom to rank, and by what.

    Parameters
    ----------
    by : str
        Name of a measure.
    kind : str, default "person"
        "person" (also those of whom it is not known), "organisation" or "all".
    tier, level : str or None
        Only these.
    """

    by: str
    kind: str = Kind.PERSON.value
    tier: str | None = None
    level: str | None = None

    def __post_init__(self) -> None:
        check_kind(self.kind)


def check_kind(kind: str) -> None:
    """Refuse a kind that cannot be ranked.

    Raises
    ------
    UsageError
        When it is none of person, organisation and all.
    """
    kinds = (Kind.PERSON.value, Kind.ORGANISATION.value, EVERYONE)
    if kind not in kinds:
        raise UsageError(
            say("no kind is named '{kind}'; known: {listed}", kind=kind, listed=Listing(kinds, ", "))
        )


class Board:
    """People of a scope, in the order of their keys, with every measure.

    Parameters
    ----------
    head : Head
        What is the same for everybody.
    rows : pyarrow.Table
        As the table `boards` is declared, without its column `board`; in the order of `person`.
    """

    def __init__(self, head: Head, rows: pa.Table) -> None:
        self.head = head
        self.figures = {name: _matrix(rows.column(name), len(head.measures)) for name in FIGURES}
        self.trend = _matrix(rows.column("trend"), head.months)
        self.alphabet: dict[str, Ints] = {}
        self.gone: frozenset[str] = frozenset()
        self._texts = _coded(rows.drop_columns([*FIGURES, "trend"])).combine_chunks()
        self._remember()

    def decided(self, decisions: Mapping[tuple[str, str], str]) -> Board:
        """Give the same board with what users decided in the place of what was suggested.

        Parameters
        ----------
        decisions : mapping of (str, str) to str
            Person and "kind", "tier" or "level", to the value.
        """
        texts = self._texts
        for what in SUGGESTED:
            rows = {self.rows_of[one]: value for (one, of), value in decisions.items()
                    if of == what and one in self.rows_of}  # fmt: skip
            texts = _with_words(texts, what, rows) if rows else texts
        other = copy(self)
        other._texts = texts
        other._remember()
        return other

    def without(self, people: Collection[str]) -> Board:
        """Give the same board without some people: nobody stands in their places."""
        gone = {self.rows_of[one] for one in people if one in self.rows_of}
        if not gone:
            return self
        kept = np.array([row for row in range(self.size) if row not in gone], dtype=np.int64)
        other = Board.__new__(Board)
        other.head = self.head
        other.figures = {name: values[kept] for name, values in self.figures.items()}
        other.trend = self.trend[kept]
        other.alphabet = {}
        other.gone = self.gone | frozenset(one for one in people if one in self.rows_of)
        other._texts = _coded(self._texts.take(pa.array(kept))).combine_chunks()
        other._remember()
        return other

    def _remember(self) -> None:
        """Begin to remember what is asked for."""
        self.order = lru_cache(_ORDERS)(self._order)
        self.places = lru_cache(_ORDERS)(self._places)
        self.top = lru_cache(_ORDERS)(self._top)
        self.sorted = lru_cache(_ORDERS)(self._sorted)
        self.called_like = lru_cache(_SEARCHES)(self._called_like)

    @property
    def size(self) -> int:
        """How many people take part."""
        return int(self._texts.num_rows)

    @property
    def weight(self) -> int:
        """Bytes in memory."""
        arrays = (*self.figures.values(), self.trend)
        return int(self._texts.nbytes + sum(one.nbytes for one in arrays))

    @cached_property
    def people(self) -> list[str]:
        """Key of each person."""
        found: list[str] = self._texts.column("person").to_pylist()
        return found

    @cached_property
    def names(self) -> pa.ChunkedArray:
        """Name of each person."""
        return self._texts.column("name")

    @cached_property
    def rows_of(self) -> dict[str, int]:
        """Row of each person."""
        return {person: row for row, person in enumerate(self.people)}

    @cached_property
    def platforms(self) -> tuple[Ints, list[str]]:
        """Number of everybody's main platform, that of the key, and the platforms."""
        coded = pa.array([person.partition(":")[0] for person in self.people]).dictionary_encode()
        return np.asarray(coded.indices, dtype=np.int64), coded.dictionary.to_pylist()

    def _top(self, choice: Choice) -> float:
        """Give the upper end of the longest interval among those asked for, or the largest figure."""
        people, scores = self.order(choice).people, self.scores(choice.by)
        assert scores.high is not None
        high = np.where(np.isnan(scores.high[people]), scores.value[people], scores.high[people])
        return float(np.max(high, initial=0.0))

    def measure_for(self, name: str | None) -> tuple[Measure, tuple[Message, ...]]:
        """Choose the measure to rank by, with what must be said about the choice; influence needs times.

        Raises
        ------
        UnknownNameError
            When there is no measure of that name.
        NotEnoughDataError
            When `influence` is asked for and nothing carries a time.
        """
        if name is None and not self.head.is_dated:
            note = say(
                "the data carry no times, so nothing can be said about the coming month; ranked by standing"
            )
            return measure_named("standing"), (note,)
        chosen = measure_named(name or "influence")
        if chosen.name == "influence" and not self.head.is_dated:
            raise NotEnoughDataError(
                say(
                    "the data carry no times, so nothing can be said about the coming month; "
                    "rank with --by standing"
                )
            )
        return chosen, ()

    def scores(self, measure: str) -> Scores:
        """Give a measure's answer for everybody."""
        at = self.head.measures.index(measure)
        value, low, high, count = (self.figures[name][:, at] for name in FIGURES)
        return Scores(value, count.astype(np.int64), low, high)

    def words(self, column: str) -> tuple[Ints, list[str]]:
        """Give the number of everybody's kind, tier or level, and the words for the numbers."""
        chunk = self._texts.column(column).chunk(0)
        return np.asarray(chunk.indices, dtype=np.int64), chunk.dictionary.to_pylist()

    def among(self, choice: Choice) -> NDArray[np.bool_]:
        """Tell who is of the kind, tier and level asked for."""
        kinds = {choice.kind, Kind.UNKNOWN.value} if choice.kind == Kind.PERSON else {choice.kind}
        chosen = np.ones(self.size, dtype=bool)
        for column, wanted in (
            ("kind", None if choice.kind == EVERYONE else kinds),
            ("tier", None if choice.tier is None else {choice.tier}),
            ("level", None if choice.level is None else {choice.level}),
        ):
            if wanted is not None:
                numbers, words = self.words(column)
                chosen &= np.isin(numbers, [at for at, word in enumerate(words) if word in wanted])
        return chosen

    def _order(self, choice: Choice) -> Order:
        """Put those asked for in order, best first."""
        return order_by(self.scores(choice.by), self.among(choice))

    def _places(self, choice: Choice) -> Ints:
        """Give everybody's place in an order; 0 for who has none."""
        places = np.zeros(self.size, dtype=np.int64)
        people = self.order(choice).people
        places[people] = np.arange(1, len(people) + 1)
        return places

    def _sorted(self, choice: Choice, sort: str | None, descending: bool, language: str) -> Ints:
        """Give the positions of an order, 0 for the best, sorted by place, a measure or the name.

        Who has no figure stands last, whichever way it is sorted; equal figures stand in the order of places.
        To sort by name, `alphabet` must hold everybody's place in the alphabet of the language.
        """
        people = self.order(choice).people
        if sort is None:
            positions = np.arange(len(people))
            return positions[::-1] if descending else positions
        key = self.alphabet[language].astype(float) if sort == "name" else self.scores(sort).value
        key = -key[people] if descending else key[people]
        return np.argsort(key, kind="stable")

    def _called_like(self, text: str) -> NDArray[np.bool_]:
        """Tell in whose names and handles every word of a text occurs; case and accents do not matter."""
        found = np.ones(self.size, dtype=bool)
        for word in fold(text).split():
            found &= np.asarray(pc.match_substring(self._texts.column("called"), word), dtype=bool)
        return found

    def leaders(self, order: Order, at: Sequence[int] | Ints) -> tuple[Leader, ...]:
        """Make leaders of some of an order, given by their positions in it, 0 for the best."""
        rows = [int(row) for row in order.people[np.asarray(at, dtype=np.int64)]]
        told = self._texts.take(pa.array(rows, pa.int64())).to_pylist()
        places = [(int(one) + 1, int(order.low[one]), int(order.high[one])) for one in at]
        return tuple(self._leader(*one) for one in zip(rows, told, places, strict=True))

    def _leader(self, row: int, told: dict[str, Any], place: tuple[int, int, int]) -> Leader:
        return Leader(
            person=told["person"],
            name=told["name"],
            accounts=tuple(map(_account, told["accounts"])),
            rank=place[0],
            rank_low=place[1],
            rank_high=place[2],
            measures=_Figures(self.head.measures, [self.figures[name][row].tolist() for name in FIGURES]),
            kind=_suggestion(told, "kind"),
            tier=_suggestion(told, "tier"),
            level=_suggestion(told, "level"),
            trend=tuple(self.trend[row].tolist()),
            evidence=Evidence(tuple(told["evidence"]), told["quote"], told["link"]),
            names=tuple(told["names"]),
        )


class _Figures(Mapping[str, Estimate]):
    """The figures of one person, by measure; each is made when it is looked at, for a page shows few."""

    __slots__ = ("_columns", "_measures")

    def __init__(self, measures: tuple[str, ...], columns: list[list[float]]) -> None:
        self._measures = measures
        self._columns = columns

    def __getitem__(self, name: str) -> Estimate:
        if name not in self._measures:
            raise KeyError(name)
        at = self._measures.index(name)
        value, low, high, count = (column[at] for column in self._columns)
        one = measure_named(name)
        if isnan(value) or isnan(low) or isnan(high):
            return Estimate(None if isnan(value) else value, None, None, int(count), one.unit, one.method)
        return Estimate(value, low, high, int(count), one.unit, one.method)

    def __iter__(self) -> Iterator[str]:
        return iter(self._measures)

    def __len__(self) -> int:
        return len(self._measures)

    def __repr__(self) -> str:
        return repr(dict(self))


@lru_cache(_READ)
def _account(record: str) -> AccountLabel:
    return AccountLabel(**json.loads(record))


@lru_cache(_READ)
def _why(record: str) -> Message:
    return Message.from_record(json.loads(record))


def _suggestion(told: dict[str, Any], what: str) -> Suggestion:
    return Suggestion(told[what], _why(told[f"{what}_why"]), told[f"{what}_decided"])


def reason_text(why: str) -> str:
    """Write a reason as JSON, so that it can be said in the reader's language later."""
    return json.dumps(why.as_record() if isinstance(why, Message) else why, ensure_ascii=False)


def _matrix(column: pa.ChunkedArray, wide: int) -> Floats:
    """Write a column of lists, all `wide` long, as an array of people times figures."""
    flat = np.asarray(column.combine_chunks().flatten(), dtype=np.float64)
    return flat.reshape(len(column), wide)


def _coded(rows: pa.Table) -> pa.Table:
    """Write words that occur again and again as numbers."""
    for name in SUGGESTED:
        if not pa.types.is_dictionary(rows.schema.field(name).type):
            at = rows.schema.get_field_index(name)
            rows = rows.set_column(at, name, rows.column(name).dictionary_encode())
    return rows


def _with_words(texts: pa.Table, what: str, rows: Mapping[int, str]) -> pa.Table:
    """Put decided words into some rows."""
    order = sorted(rows)
    mask = np.zeros(texts.num_rows, dtype=bool)
    mask[order] = True
    plain = texts.column(what).cast(pa.string())
    for name, column, values in (
        (what, plain, [rows[row] for row in order]),
        (f"{what}_why", texts.column(f"{what}_why"), [reason_text(say("decided by a user"))] * len(order)),
        (f"{what}_decided", texts.column(f"{what}_decided"), [True] * len(order)),
    ):
        put = pc.replace_with_mask(column.combine_chunks(), pa.array(mask), pa.array(values, column.type))
        texts = texts.set_column(texts.schema.get_field_index(name), name, put)
    return _coded(texts).combine_chunks()
