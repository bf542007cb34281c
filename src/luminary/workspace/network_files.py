"""Pictures of the network as files for other programs: GEXF, GraphML, tables of nodes and of ties."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import TypeAlias
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from luminary.domain.safe import cell
from luminary.report.text import clean
from luminary.workspace.picture import Node, Picture

Value: TypeAlias = str | int | float | bool | None

_NODE_COLUMNS: tuple[tuple[str, str, Callable[[Picture, Node], Value]], ...] = (
    ("name", "string", lambda _picture, node: clean(node.name, 200)),
    ("community", "int", lambda _picture, node: node.community + 1),
    ("community_name", "string", lambda picture, node: _community_name(picture, node.community)),
    ("figure", "double", lambda _picture, node: node.figure),
    ("low", "double", lambda _picture, node: node.low),
    ("high", "double", lambda _picture, node: node.high),
    ("rank", "int", lambda _picture, node: node.rank),
    ("tier", "string", lambda _picture, node: node.tier),
    ("platforms", "string", lambda _picture, node: " ".join(node.platforms)),
    ("ties", "int", lambda _picture, node: node.ties),
    ("outside", "int", lambda _picture, node: node.outside),
    ("reached", "int", lambda _picture, node: node.reached),
    ("answered_from", "int", lambda _picture, node: node.answered_from),
    ("participation", "double", lambda _picture, node: node.participation),
    ("bridge", "boolean", lambda _picture, node: node.bridge),
    ("x", "double", lambda _picture, node: node.x),
    ("y", "double", lambda _picture, node: node.y),
)


def _community_name(picture: Picture, number: int) -> str:
    return clean(str(picture.communities[number].name), 200) if number < len(picture.communities) else ""


def gexf(picture: Picture) -> bytes:
    """Write GEXF 1.3, for Gephi and others."""
    root = Element("gexf", {"xmlns": "http://gexf.net/1.3", "version": "1.3"})
    meta = SubElement(root, "meta", {"lastmodifieddate": date.today().isoformat()})
    SubElement(meta, "creator").text = "Luminary"
    SubElement(meta, "description").text = _description(picture)
    graph = SubElement(root, "graph", {"mode": "static", "defaultedgetype": "undirected"})
    kinds = SubElement(graph, "attributes", {"class": "node"})
    for name, kind, _ in _NODE_COLUMNS:
        SubElement(kinds, "attribute", {"id": name, "title": name, "type": kind.replace("int", "integer")})
    kinds = SubElement(graph, "attributes", {"class": "edge"})
    SubElement(kinds, "attribute", {"id": "acts", "title": "acts", "type": "integer"})
    nodes, edges = SubElement(graph, "nodes"), SubElement(graph, "edges")
    for key, node in _keyed(picture):
        one = SubElement(nodes, "node", {"id": key, "label": clean(node.name, 200)})
        values = SubElement(one, "attvalues")
        for name, value in _values(picture, node):
            SubElement(values, "attvalue", {"for": name, "value": value})
    for number, (source, target, months, acts) in enumerate(_ties(picture)):
        ends = {"id": str(number), "source": source, "target": target, "weight": str(months)}
        values = SubElement(SubElement(edges, "edge", ends), "attvalues")
        SubElement(values, "attvalue", {"for": "acts", "value": str(acts)})
    return _document(root)


def graphml(picture: Picture) -> bytes:
    """Write GraphML, for igraph, yEd, networkx and others."""
    root = Element("graphml", {"xmlns": "http://graphml.graphdrawing.org/xmlns"})
    for name, kind, _ in _NODE_COLUMNS:
        SubElement(root, "key", {"id": name, "for": "node", "attr.name": name, "attr.type": kind})
    for name in ("weight", "acts"):
        SubElement(root, "key", {"id": f"tie_{name}", "for": "edge", "attr.name": name, "attr.type": "int"})
    key = {"id": "about", "for": "graph", "attr.name": "about", "attr.type": "string"}
    SubElement(root, "key", key)
    graph = SubElement(root, "graph", {"id": "network", "edgedefault": "undirected"})
    SubElement(graph, "data", {"key": "about"}).text = _description(picture)
    for key_of, node in _keyed(picture):
        one = SubElement(graph, "node", {"id": key_of})
        for name, value in _values(picture, node):
            SubElement(one, "data", {"key": name}).text = value
    for source, target, months, acts in _ties(picture):
        tie = SubElement(graph, "edge", {"source": source, "target": target})
        SubElement(tie, "data", {"key": "tie_weight"}).text = str(months)
        SubElement(tie, "data", {"key": "tie_acts"}).text = str(acts)
    return _document(root)


def node_table(picture: Picture) -> bytes:
    """Write the people as CSV."""
    names = ["person", *(name for name, _, _ in _NODE_COLUMNS)]
    rows = ([key, *(made(picture, node) for _, _, made in _NODE_COLUMNS)] for key, node in _keyed(picture))
    return _csv(names, rows)


def tie_table(picture: Picture) -> bytes:
    """Write the ties as CSV."""
    return _csv(["one", "other", "months", "acts"], _ties(picture))


def _description(picture: Picture) -> str:
    return clean(
        f"{len(picture.nodes)} of {picture.people} people, {len(picture.ties)} of {picture.ties_shown} ties "
        f"among them; sizes by {picture.by} ({picture.unit}). {' '.join(picture.notes)}"
    )


def _keyed(picture: Picture) -> Iterator[tuple[str, Node]]:
    """Give everybody with a key that XML can carry, none twice."""
    return zip(_keys(picture), picture.nodes, strict=True)


def _keys(picture: Picture) -> list[str]:
    found = [clean(node.person, 500) for node in picture.nodes]
    known: set[str] = set()
    for at, key in enumerate(found):
        found[at] = key if key and key not in known else f"{key}#{at}"
        known.add(found[at])
    return found


def _ties(picture: Picture) -> Iterator[tuple[str, str, int, int]]:
    keys = _keys(picture)
    return ((keys[one.one], keys[one.other], one.months, one.acts) for one in picture.ties)


def _values(picture: Picture, node: Node) -> Iterator[tuple[str, str]]:
    """Give the values that are known; what is missing is left out, for it is not zero."""
    for name, _, made in _NODE_COLUMNS:
        value = made(picture, node)
        if value is not None:
            yield name, str(value).lower() if isinstance(value, bool) else str(value)


def _document(root: Element) -> bytes:
    indent(root)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _csv(names: list[str], rows: Iterable[Iterable[Value]]) -> bytes:
    """Write rows; a cell that a spreadsheet could take for a formula gets an apostrophe."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8", "replace")


def _cell(value: Value) -> str:
    if isinstance(value, str):
        return cell(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
