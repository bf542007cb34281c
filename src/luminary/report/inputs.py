"""What a report is made of: frozen figures, nothing that could still change while the page is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from luminary.domain import Estimate
from luminary.leaders.leader import Ranking


@dataclass(frozen=True, slots=True)
class Held:
    """What the workspace holds, in figures."""

    posts: int
    accounts: int
    places: int
    ties: int
    first: datetime | None
    last: datetime | None


@dataclass(frozen=True, slots=True)
class ImportLine:
    """One import: what was read, and what became of it. ``at`` is when it was made."""

    source: str
    format: str
    at: datetime | None
    read: int
    kept: int
    repeated: int
    rejected: int


@dataclass(frozen=True, slots=True)
class RejectReason:
    """Why rows could not be used, and how many."""

    reason: str
    rows: int


@dataclass(frozen=True, slots=True)
class Loud:
    """Somebody who writes much and is hardly acted on.

    Attributes
    ----------
    posts : int
        Posts written in the period of the ranking.
    people : int
        Distinct people who acted on them in the same period.
    named : bool
        False when the name is withheld and `name` is a pseudonym.
    """

    name: str
    posts: int
    people: int
    named: bool = True


class MeasureNote(Protocol):
    """A measure as the page explains it; `luminary.leaders.measure.Measure` is one."""

    @property
    def name(self) -> str:
        """As the user writes it."""

    @property
    def question(self) -> str:
        """What it answers, in one sentence."""

    @property
    def unit(self) -> str:
        """What one unit of the figure is."""

    @property
    def method(self) -> str:
        """How figure and interval are made."""

    @property
    def baseline(self) -> bool:
        """True for the simple rankings that the headline measures are compared with."""


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """How one measure did when it ranked on the past.

    Attributes
    ----------
    name : str
        The measure.
    found : Estimate
        Of the people looked for, the mean number it found over all cuts, with its interval.
    baseline : bool
        True for the simple rankings.
    others : tuple of (str, Estimate)
        Further scores by name, such as NDCG@20.
    """

    name: str
    found: Estimate
    baseline: bool
    others: tuple[tuple[str, Estimate], ...] = ()


@dataclass(frozen=True, slots=True)
class BacktestPicture:
    """A back-test as the page shows it.

    Attributes
    ----------
    sentence : str
        What it means, in plain words.
    of : int
        How many people were looked for at each cut (20).
    cuts : tuple of datetime
        Past moments at which was ranked.
    lines : tuple of MeasureLine
        Measures, best first.
    notes : tuple of str
        What a reader must know.
    """

    sentence: str
    of: int
    cuts: tuple[datetime, ...]
    lines: tuple[MeasureLine, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Node:
    """A person in the network picture. ``x`` and ``y`` run from 0 to 1; ``community`` is a number from 0."""

    person: str
    name: str
    x: float
    y: float
    size: float
    community: int


@dataclass(frozen=True, slots=True)
class Edge:
    """How strongly two people act on each other; the ends are keys of people."""

    source: str
    target: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class NetworkPicture:
    """Who acts on whom, laid out.

    Attributes
    ----------
    nodes, edges : tuple
        People and their ties; an edge whose ends are not both among the nodes is an error.
    people : int
        People in the data, so that the reader sees how many are not drawn.
    measure : str
        What the size of a dot means.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    people: int
    measure: str = "people who acted on them"


@dataclass(frozen=True, slots=True)
class TruthRow:
    """One planted truth of the demo world, and what Luminary said about it.

    ``agrees`` is None where this version does not answer the question yet.
    """

    what: str
    planted: str
    found: str
    agrees: bool | None


@dataclass(frozen=True, slots=True)
class ReportInput:
    """Everything a report shows.

    Parameters
    ----------
    title : str
        Heading of the page.
    made : datetime
        When the report was made.
    purpose_note : str
        The sentence that every output about people carries; stands at the top and at the bottom.
    language : str
        Language the workspace asks for: sv, nb, da, fi or en. The page is written in English so far and
        says so where another language is asked for.
    held : Held
        What the workspace holds.
    rankings : tuple of Ranking
        The main ranking first, then one per subject. May be empty: then the page says why.
    measures : tuple of MeasureNote
        The measures that occur, to explain them.
    backtest : BacktestPicture or None
        None when none was run.
    network : NetworkPicture or None
        None when there is nothing to draw.
    loud : tuple of Loud
        People who write much and are hardly acted on, loudest first.
    imports, rejects : tuple
        Where the data came from and what could not be used.
    services : tuple of str
        Names of service accounts that were left out of the rankings.
    left_out : tuple of str
        Imports that are not computed with because of the platforms' terms, a sentence each.
    conflicts : int
        Keys that may stand for more than one person, or people with more than one key.
    truths : tuple of TruthRow or None
        Comparison with the planted truths; None outside the demo.
    """

    title: str
    made: datetime
    purpose_note: str
    language: str
    held: Held
    rankings: tuple[Ranking, ...]
    measures: tuple[MeasureNote, ...] = ()
    backtest: BacktestPicture | None = None
    network: NetworkPicture | None = None
    loud: tuple[Loud, ...] = ()
    imports: tuple[ImportLine, ...] = ()
    rejects: tuple[RejectReason, ...] = ()
    services: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    conflicts: int = 0
    truths: tuple[TruthRow, ...] | None = None
