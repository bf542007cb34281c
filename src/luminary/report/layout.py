"""Where does each person stand in the picture of the network?

Method: every pair of people pushes apart, every tie pulls together, and everything is drawn softly to the
middle, in steps that get smaller (Fruchterman-Reingold). Afterwards dots that touch are moved apart, and
names are put where nothing else is. The same seed gives the same picture.

What it cannot tell: distance on the picture is not a measurement; only who is tied to whom is.

References
----------
Fruchterman, Reingold (1991), Graph drawing by force-directed placement, sections 2 and 3.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from luminary.report.inputs import Edge, NetworkPicture, Node

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

MOST_PEOPLE = 150
"""People drawn at most: more cannot be told apart on a page."""
MOST_TIES = 500
"""Ties drawn at most, strongest first: more are a grey cloud."""
_MOST_POINTS = 3_000
"""Above this the pairwise distances of one round would take hundreds of megabytes."""
_GRAVITY = 0.6
_FIRST_STEP = 0.12


@dataclass(frozen=True, slots=True)
class Dot:
    """A person who may be drawn: how large, and in which community."""

    person: str
    name: str
    size: float
    community: int


def lay_out(
    people: Sequence[Dot],
    ties: Sequence[Edge],
    *,
    most: int = MOST_PEOPLE,
    seed: int = 7,
    measure: str = "people who acted on them",
) -> NetworkPicture:
    """Choose the largest `most` people and the strongest ties among them, and find a place for each.

    Parameters
    ----------
    people : sequence of Dot
        Everybody who could be drawn, each once.
    ties : sequence of Edge
        Who acts on whom; ties that lead out of the chosen people, or back to oneself, are not drawn.
    most : int, default 150
        People drawn at most.
    seed : int, default 7
        Of the first, random places.
    measure : str
        What the size of a dot means.

    Raises
    ------
    ValueError
        When a person is there twice or a weight is not positive.
    """
    if len({dot.person for dot in people}) != len(people):
        raise ValueError("a person is given twice")
    chosen = sorted(people, key=lambda dot: (-dot.size, dot.person))[:most]
    number = {dot.person: i for i, dot in enumerate(chosen)}
    drawn = _among(ties, number)
    source = np.array([number[tie.source] for tie in drawn], dtype=np.int64)
    target = np.array([number[tie.target] for tie in drawn], dtype=np.int64)
    weight = np.array([tie.weight for tie in drawn], dtype=np.float64)
    at = force_layout(len(chosen), source, target, weight, seed=seed)
    nodes = (
        Node(d.person, d.name, float(x), float(y), d.size, d.community)
        for d, (x, y) in zip(chosen, at, strict=True)
    )
    return NetworkPicture(tuple(nodes), drawn, len(people), measure)


def _among(ties: Sequence[Edge], number: dict[str, int]) -> tuple[Edge, ...]:
    """Keep the strongest ties between two different people who are drawn."""
    if any(not tie.weight > 0 for tie in ties):
        raise ValueError("a tie has a weight that is not above zero")
    inner = [t for t in ties if t.source in number and t.target in number and t.source != t.target]
    inner.sort(key=lambda tie: (-tie.weight, tie.source, tie.target))
    return tuple(inner[:MOST_TIES])


def force_layout(
    size: int, source: Ints, target: Ints, weight: Floats, *, seed: int = 7, rounds: int = 250
) -> Floats:
    """Find a place in the unit square for every one of `size` points.

    Parameters
    ----------
    size : int
        Number of points, at most 3,000: every pair is looked at in every round.
    source, target : int array
        Ends of the ties.
    weight : float array
        Strength of the ties, above zero; its square root, against the strongest, pulls.
    seed : int, default 7
        Of the first places.
    rounds : int, default 250
        Steps of movement.

    Returns
    -------
    float array of shape (size, 2)
        Places; both columns reach from 0 to 1, or are 0.5 where there is no extent.
    """
    if size > _MOST_POINTS:
        raise ValueError(f"{size} points are too many to lay out pairwise; at most {_MOST_POINTS}")
    at = np.random.default_rng(seed).uniform(-0.5, 0.5, (size, 2))
    pull = np.sqrt(weight / weight.max()) if len(weight) else weight
    for done in range(rounds):
        at = step(at, source, target, pull, _FIRST_STEP * (1 - done / rounds))
    return into_square(at)


def step(at: Floats, source: Ints, target: Ints, pull: Floats, longest: float) -> Floats:
    """Move every point once along the forces on it, by at most `longest`."""
    ideal = 1 / np.sqrt(max(len(at), 1))
    apart = at[:, None, :] - at[None, :, :]
    far = np.maximum((apart**2).sum(axis=2), 1e-6)
    force = (apart * (ideal**2 / far)[:, :, None]).sum(axis=1) - _GRAVITY * at
    along = at[source] - at[target]
    strength = along * (pull * np.sqrt((along**2).sum(axis=1)) / ideal)[:, None]
    np.add.at(force, source, -strength)
    np.add.at(force, target, strength)
    length = np.maximum(np.sqrt((force**2).sum(axis=1, keepdims=True)), 1e-9)
    return np.asarray(at + force / length * np.minimum(length, longest))


def into_square(at: Floats) -> Floats:
    """Stretch places to the unit square, each direction by itself."""
    if not len(at):
        return at
    low, extent = at.min(axis=0), np.ptp(at, axis=0)
    return np.where(extent > 0, (at - low) / np.where(extent > 0, extent, 1), 0.5)


def push_apart(at: Floats, radius: Floats, *, gap: float = 2.0, rounds: int = 60) -> Floats:
    """Move discs that touch away from each other, each by half of what is missing.

    Parameters
    ----------
    at : float array of shape (n, 2)
        Middles, in the units of `radius`.
    radius : float array
        Of each disc.
    gap : float, default 2
        Room left between two discs.
    rounds : int, default 60
        Most passes; a very crowded picture may still have discs that touch.
    """
    at = at.copy()
    need = radius[:, None] + radius[None, :] + gap
    np.fill_diagonal(need, 0)
    for _ in range(rounds):
        apart = at[:, None, :] - at[None, :, :]
        far = np.sqrt((apart**2).sum(axis=2))
        missing = np.maximum(need - far, 0)
        if not missing.any():
            break
        away = np.where(far[:, :, None] > 0, apart / np.maximum(far, 1e-9)[:, :, None], _fan(len(at)))
        at += (away * missing[:, :, None]).sum(axis=1) / 2
    return at


def _fan(size: int) -> Floats:
    """Give each pair a direction of its own, opposite for the two, for discs in the same place."""
    turn = np.arange(size)[:, None] + np.arange(size)[None, :]
    sign = np.sign(np.arange(size)[:, None] - np.arange(size)[None, :])
    return np.stack([np.cos(turn) * sign, np.sin(turn) * sign], axis=2)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: left, top, right, bottom."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Tell whether two rectangles share more than an edge."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def within(self, other: Box) -> bool:
        """Tell whether this rectangle lies wholly inside another."""
        return (
            self.left >= other.left
            and self.top >= other.top
            and self.right <= other.right
            and self.bottom <= other.bottom
        )


def place_labels(
    at: Floats, radius: Floats, widths: Sequence[float], height: float, frame: Box
) -> list[Box | None]:
    """Find room for the names of the first points, without covering each other or a large dot.

    Parameters
    ----------
    at, radius : float array
        Middles and radii of all dots, the most important first.
    widths : sequence of float
        Width of the names of the first ``len(widths)`` dots.
    height : float
        Of a name.
    frame : Box
        Nothing may reach out of it.

    Returns
    -------
    list of Box or None
        One for each name; None where no room was found.
    """
    discs = [_disc(x, y, r) for (x, y), r in zip(at, radius, strict=True)]
    taken: list[Box] = discs[: len(widths)]
    found: list[Box | None] = []
    for i, width in enumerate(widths):
        tries = [box for box in _around(at[i], radius[i], width, height) if box.within(frame)]
        free = [box for box in tries if not any(box.meets(other) for other in taken)]
        best = min(free, key=lambda box: sum(box.meets(disc) for disc in discs), default=None)
        found.append(best)
        taken += [best] if best else []
    return found


def _disc(x: float, y: float, r: float) -> Box:
    return Box(x - r, y - r, x + r, y + r)


def _around(at: Floats, radius: float, width: float, height: float) -> list[Box]:
    """List the places for a name beside a dot, best first: right, left, above, below, further out."""
    x, y = float(at[0]), float(at[1])
    boxes = []
    for out in (2.0, 9.0, 18.0):
        r = float(radius) + out
        d = r * 0.7
        corners = [
            (x + r, y - height / 2), (x - r - width, y - height / 2), (x - width / 2, y - r - height),
            (x - width / 2, y + r), (x + d, y - d - height), (x - d - width, y - d - height),
            (x + d, y + d), (x - d - width, y + d),
        ]  # fmt: skip
        boxes += [Box(left, top, left + width, top + height) for left, top in corners]
    return boxes
