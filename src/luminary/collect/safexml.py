r"""XML from strangers, read safely and kept as plain values.

Entities are never expanded: a file that declares one is refused, so nothing can grow, and nothing outside the
file is ever opened. HTML's names of characters (``&aring;``), which feeds use without declaring them, are
spelled out. Elements become text where they hold nothing else, and objects of attributes (``@name``), text
(``#text``) and children otherwise, so that a raw row can be kept as JSON and read again.

Examples
--------
>>> data = b'<r xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><link href="/a"/></entry></r>'
>>> next(elements(data, "a.xml", {"atom:entry"})).children
{'atom:id': '1', 'atom:link': {'@href': '/a'}}
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from html import escape
from html.entities import name2codepoint
from typing import Any, TypeAlias
from xml.parsers import expat

from luminary.collect.decode import clean
from luminary.errors import InputError
from luminary.i18n import say

Value: TypeAlias = str | dict[str, Any]
"""A text, or an object of attributes, text and children; a child that is repeated is a list."""

_DEEPEST = 100
_BLOCK = 65_536
_NAMESPACES = {
    "http://www.w3.org/2005/Atom": "atom",
    "http://purl.org/atom/ns#": "atom",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/rss/1.0/modules/slash/": "slash",
    "http://purl.org/rss/1.0/": "",
    "http://backend.userland.com/rss2": "",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "https://podcastindex.org/namespace/1.0": "podcast",
    "https://github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md": "podcast",
    "http://search.yahoo.com/mrss/": "media",
    "http://purl.org/syndication/thread/1.0": "thr",
    "http://wellformedweb.org/CommentAPI/": "wfw",
    "http://www.w3.org/1999/xhtml": "html",
    "http://www.w3.org/XML/1998/namespace": "xml",
}
_WORDPRESS = "http://wordpress.org/export/"
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_XHTML = frozenset(("atom:content", "atom:summary", "atom:title"))


@dataclass(slots=True)
class Element:
    """An element that was closed.

    Parameters
    ----------
    name : str
        With the usual prefix of its namespace ("atom:entry"); without one where it has none.
    attributes : dict of str to str
        Its attributes.
    children : dict
        What it holds, by name.
    text : str
        Its own text.
    """

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: dict[str, Any] = field(default_factory=dict)
    text: str = ""

    def value(self) -> Value:
        """Give it as a plain value."""
        text = clean(self.text).strip()
        if not self.attributes and not self.children:
            return text
        found: dict[str, Any] = {f"@{name}": clean(value) for name, value in self.attributes.items()}
        return found | ({"#text": text} if text else {}) | self.children

    def add(self, name: str, value: Value) -> None:
        """Put a child in; the second of a name makes a list."""
        held = self.children.get(name)
        if held is None:
            self.children[name] = value
        elif isinstance(held, list):
            held.append(value)
        else:
            self.children[name] = [held, value]


def elements(data: bytes, file: str, wanted: Collection[str]) -> Iterator[Element]:
    """Give the wanted elements, in order, as each of them ends; and, last, the outermost one with the rest.

    Parameters
    ----------
    data : bytes
        The file.
    file : str
        Its name, for messages.
    wanted : collection of str
        Names of elements that are handed on and not kept in what surrounds them.

    Raises
    ------
    InputError
        When it is no XML, ends too early, declares entities, or is nested deeper than any feed; what was
        complete before was handed on.
    """
    reading = _Reading(wanted)
    data = data.lstrip(b" \t\r\n") if data[:1] in b" \t\r\n" else data
    if b"\0" not in data[:4]:
        data = _CONTROL.sub(b" ", data)
    try:
        for start in range(0, len(data) or 1, _BLOCK):
            reading.parser.Parse(data[start : start + _BLOCK], start + _BLOCK >= len(data))
            yield from reading.taken()
    except expat.ExpatError as error:
        yield from reading.taken()
        why = expat.errors.messages.get(error.code, str(error))
        raise InputError.at(
            file,
            say("no valid XML ({why} at column {offset})", why=why, offset=error.offset + 1),
            f"line {error.lineno}",
        ) from error
    except _RefusedError as error:
        yield from reading.taken()
        raise InputError.at(file, str(error), f"line {reading.parser.CurrentLineNumber}") from error
    except (LookupError, UnicodeError, ValueError) as error:  # an encoding that nobody knows
        raise InputError.at(file, say("no readable XML ({error})", error=clean(str(error))[:100])) from error


class _RefusedError(Exception):
    """What no honest file holds."""


class _Reading:
    """The state of one file: open elements from the outside in."""

    def __init__(self, wanted: Collection[str]) -> None:
        self._wanted = wanted
        self._open: list[Element] = []
        self._done: list[Element] = []
        self._markup = 0
        """How deep inside markup that is kept as text."""
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.UseForeignDTD(True)
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.EntityDeclHandler = self._refuse_entity
        self.parser.ExternalEntityRefHandler = self._open_nothing
        self.parser.SkippedEntityHandler = self._named_character

    def taken(self) -> list[Element]:
        done, self._done = self._done, []
        return done

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) + self._markup >= _DEEPEST:
            raise _RefusedError(f"nested deeper than {_DEEPEST} elements")
        name = _prefixed(name)
        if self._markup or self._holds_markup():
            self._markup += 1
            told = "".join(f' {_local(key)}="{escape(value)}"' for key, value in attributes.items())
            self._open[-1].text += f"<{_local(name)}{told}>"
            return
        self._open.append(Element(name, {_prefixed(key): value for key, value in attributes.items()}))

    def _holds_markup(self) -> bool:
        """Tell whether what is open holds markup as elements (XHTML in Atom)."""
        last = self._open[-1] if self._open else None
        return last is not None and last.name in _XHTML and last.attributes.get("type") == "xhtml"

    def _end(self, name: str) -> None:
        if self._markup:
            self._markup -= 1
            self._open[-1].text += f"</{_local(_prefixed(name))}>"
            return
        done = self._open.pop()
        if not self._open or done.name in self._wanted:
            self._done.append(done)
        else:
            self._open[-1].add(done.name, done.value())

    def _characters(self, text: str) -> None:
        if self._open:
            self._open[-1].text += escape(text, quote=False) if self._markup else text

    def _named_character(self, name: str, _is_parameter: bool) -> None:
        if name not in name2codepoint:
            raise _RefusedError(f"an entity that nobody declared (&{clean(name)[:40]};)")
        self._characters(chr(name2codepoint[name]))

    def _refuse_entity(self, name: str, *_told: object) -> None:
        raise _RefusedError(f"it declares an entity ({clean(name)[:40]}), which no honest export needs")

    def _open_nothing(self, *_told: object) -> int:
        """Let the outside part of a document type pass unread."""
        return 1


def _prefixed(name: str) -> str:
    space, apart, local = name.rpartition(" ")
    if not apart:
        return local
    prefix = _NAMESPACES.get(space)
    if prefix is None and space.startswith(_WORDPRESS):
        prefix = "excerpt" if "/excerpt" in space else "wp"
    if prefix is None:
        prefix = space.rstrip("/#").rpartition("/")[2] or space
    return f"{prefix}:{local}" if prefix else local


def _local(name: str) -> str:
    return name.rpartition(" ")[2].rpartition(":")[2]


def texts(value: object, *names: str) -> Iterator[str]:
    """Give the non-empty texts of children under these names, in order.

    Examples
    --------
    >>> list(texts({"category": ["a", {"@domain": "x", "#text": "b"}, ""]}, "category"))
    ['a', 'b']
    """
    for one in (one for name in names for one in every(value, name)):
        text = one if isinstance(one, str) else one.get("#text", "")
        if isinstance(text, str) and text.strip():
            yield text.strip()


def text_in(value: object, *names: str) -> str:
    """Give the first non-empty text of children under these names; empty where there is none."""
    return next(texts(value, *names), "")


def every(value: object, name: str) -> list[Value]:
    """Give all children of a name."""
    found = value.get(name) if isinstance(value, dict) else None
    if isinstance(found, list):
        return [one for one in found if isinstance(one, (str, dict))]
    return [found] if isinstance(found, (str, dict)) else []


def attribute_of(value: object, name: str) -> str:
    """Give an attribute of an element; empty where it has none."""
    found = value.get(f"@{name}") if isinstance(value, dict) else None
    return found.strip() if isinstance(found, str) else ""
