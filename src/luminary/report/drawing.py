"""The network picture in the units of the page: dots, ties, names, and the key to the communities."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass

import numpy as np

from luminary.report.inputs import NetworkPicture, Node
from luminary.report.layout import Box, Floats, place_labels, push_apart
from luminary.report.text import clean, cut, name

WIDTH, HEIGHT = 1000.0, 640.0
LABELS = 15
"""Names written into the picture."""
_MARGIN_X, _MARGIN_Y = 90.0, 36.0
_SMALLEST, _LARGEST = 4.0, 19.0
_FONT, _LINE = 15.0, 18.0
_LONGEST_LABEL = 26
STYLES = 6
"""Communities with a colour and shape of their own; the rest share the last."""
_SHAPES = (
    "M{r} 0A{r} {r} 0 1 1 -{r} 0A{r} {r} 0 1 1 {r} 0Z",
    "M-{a} -{a}H{a}V{a}H-{a}Z",
    "M0 -{b}L{b} {a}H-{b}Z",
    "M0 -{b}L{b} 0L0 {b}L-{b} 0Z",
    "M-{b} -{a}H{b}L0 {b}Z",
    "M-{c} -{r}H{c}L{r} 0L{c} {r}H-{c}L-{r} 0Z",
    "M{h} 0A{h} {h} 0 1 1 -{h} 0A{h} {h} 0 1 1 {h} 0Z",
)
"""Circle, square, triangle, rhombus, triangle on its tip, hexagon; and a smaller circle for the rest."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A person in the picture."""

    x: float
    y: float
    path: str
    style: int
    says: str


@dataclass(frozen=True, slots=True)
class Line:
    """A tie in the picture."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float


@dataclass(frozen=True, slots=True)
class Label:
    """A name in the picture; `x`, `y` is the middle of its base line."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Group:
    """A community in the key: its letter, sign, number of people drawn, and its largest."""

    letter: str
    style: int
    path: str
    people: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A person in the table that says the same as the picture."""

    name: str
    group: str
    size: float
    ties: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything the template needs to draw a network and to tell it in words."""

    marks: tuple[Mark, ...]
    lines: tuple[Line, ...]
    labels: tuple[Label, ...]
    groups: tuple[Group, ...]
    rows: tuple[Row, ...]
    unlabelled: int
    """Of the largest people, how many found no room for their name."""


def draw(picture: NetworkPicture) -> Drawing:
    """Draw a network.

    Raises
    ------
    ValueError
        When a tie has an end that is not among the people.
    """
    nodes = sorted(picture.nodes, key=lambda node: (-node.size, node.person))
    number = {node.person: i for i, node in enumerate(nodes)}
    lost = [tie for tie in picture.edges if tie.source not in number or tie.target not in number]
    if lost:
        raise ValueError(f"the tie {lost[0].source!r} to {lost[0].target!r} has an end that is not drawn")
    order = _order(nodes)
    radius = _radii(nodes)
    at = _places(nodes, radius)
    labels, missing = _labels(nodes, at, radius)
    return Drawing(
        tuple(_mark(node, xy, r, order) for node, xy, r in zip(nodes, at, radius, strict=True)),
        tuple(_lines(picture, number, at)),
        tuple(labels),
        tuple(_groups(nodes, order)),
        tuple(_rows(picture, nodes, order)),
        missing,
    )


def _order(nodes: list[Node]) -> dict[int, int]:
    """Number the communities by how many of them are drawn; ties by their own number."""
    counted = Counter(node.community for node in nodes)
    ordered = sorted(counted, key=lambda community: (-counted[community], community))
    return {community: i for i, community in enumerate(ordered)}


def _radii(nodes: list[Node]) -> Floats:
    sizes = np.array([max(node.size, 0.0) for node in nodes])
    return np.asarray(_SMALLEST + (_LARGEST - _SMALLEST) * np.sqrt(sizes / max(sizes.max(initial=0.0), 1e-9)))


def _places(nodes: list[Node], radius: Floats) -> Floats:
    extent = np.array([WIDTH - 2 * _MARGIN_X, HEIGHT - 2 * _MARGIN_Y])
    at = np.array([(node.x, node.y) for node in nodes]).reshape(-1, 2) * extent + [_MARGIN_X, _MARGIN_Y]
    edge = radius[:, None] + 2
    return np.clip(push_apart(at, radius), edge, np.array([WIDTH, HEIGHT]) - edge)


def _mark(node: Node, at: Floats, radius: float, order: dict[int, int]) -> Mark:
    style = min(order[node.community], STYLES)
    says = f"{name(node.name)}, group {letter(order[node.community])}"
    return Mark(_r(at[0]), _r(at[1]), shape(style, radius), style, says)


def shape(style: int, radius: float) -> str:
    """Give the outline of a sign around zero; each community style has its own."""
    sizes = {"r": radius, "a": radius * 0.88, "b": radius * 1.2, "c": radius / 2, "h": radius * 0.8}
    return _SHAPES[style].format(**{key: _r(value) for key, value in sizes.items()})


def letter(number: int) -> str:
    """Name a community: A to Z, then AA, AB and so on.

    Examples
    --------
    >>> letter(0), letter(25), letter(26)
    ('A', 'Z', 'AA')
    """
    shown = chr(ord("A") + number % 26)
    return shown if number < 26 else letter(number // 26 - 1) + shown


def _lines(picture: NetworkPicture, number: dict[str, int], at: Floats) -> list[Line]:
    top = max((tie.weight for tie in picture.edges), default=1.0)
    lines = []
    for tie in picture.edges:
        (x1, y1), (x2, y2) = at[number[tie.source]], at[number[tie.target]]
        lines.append(Line(_r(x1), _r(y1), _r(x2), _r(y2), _r(0.5 + 2.5 * (tie.weight / top) ** 0.5)))
    return lines


def _labels(nodes: list[Node], at: Floats, radius: Floats) -> tuple[list[Label], int]:
    """Write the names of the largest where there is room."""
    texts = [_short(node.name) for node in nodes[:LABELS]]
    widths = [text_width(text) for text in texts]
    boxes = place_labels(at, radius, widths, _LINE, Box(4, 4, WIDTH - 4, HEIGHT - 4))
    labels = [
        Label(_r((box.left + box.right) / 2), _r(box.bottom - 4.5), text)
        for box, text in zip(boxes, texts, strict=True)
        if box is not None
    ]
    return labels, boxes.count(None)


def _short(text: str) -> str:
    shown = name(text)
    return shown if len(shown) <= _LONGEST_LABEL else cut(shown, _LONGEST_LABEL)


def text_width(text: str) -> float:
    """Estimate the width of a name on the safe side: no font is at hand to measure it."""
    wide = sum(unicodedata.east_asian_width(one) in "WF" for one in text)
    return _FONT * (0.6 * (len(text) - wide) + 1.05 * wide) + 4


def _groups(nodes: list[Node], order: dict[int, int]) -> list[Group]:
    groups = []
    for community, place in order.items():
        inside = [node for node in nodes if node.community == community]
        style = min(place, STYLES)
        names = tuple(name(node.name, 40) for node in inside[:3])
        groups.append(Group(letter(place), style, shape(style, 7.0), len(inside), names))
    return groups


def _rows(picture: NetworkPicture, nodes: list[Node], order: dict[int, int]) -> list[Row]:
    ties = Counter(end for tie in picture.edges for end in (tie.source, tie.target))
    return [
        Row(name(node.name), letter(order[node.community]), node.size, ties[node.person]) for node in nodes
    ]


def _r(value: float) -> float:
    return round(float(value), 1)


def describe(drawing: Drawing, picture: NetworkPicture) -> str:
    """Tell in two sentences what the picture shows."""
    first = f"{len(drawing.marks)} of {picture.people} people and {len(drawing.lines)} ties among them"
    groups = [f"group {one.letter} with {one.people}" for one in drawing.groups[:STYLES]]
    return clean(f"{first}. Communities, by people drawn: {', '.join(groups) or 'none'}.", 400)
