"""Delimited text: which delimiter, where a record ends, and which line it began on.

A quote opens a field only at its beginning (after a delimiter or a line end), as `csv` reads it; a stray
quote inside a word is a letter like any other.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

import orjson

from luminary.errors import MappingError
from luminary.i18n import Listing, say

csv.field_size_limit(2**31 - 1)  # posts of ten megabytes exist; the pipeline limits the size of a row

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
_QUOTED = re.compile(rb'(?:\A|(?<=[,;\t|\r\n]))"[^"]*+(?:""[^"]*+)*+("|\Z)')
_END = "\x00the end of the table\x00"


class Line(NamedTuple):
    """A record of a delimited file, with the number of the line on which it starts."""

    first: int
    fields: list[str]
    swallowed: int = 0
    """Lines that a quotation never closed took with it; 0 for a sound record."""


def delimiter_of(name: str) -> str:
    """Read a delimiter as the user may write it: the character, or its name.

    Raises
    ------
    MappingError
        When it is none of those that Luminary reads (``, ; | `` and tab).
    """
    mark = DELIMITERS.get(name.lower(), name)
    if mark not in DELIMITERS.values():
        raise MappingError(
            say("delimiter is '{name}'; it can be {listed}", name=name, listed=Listing(DELIMITERS, ", "))
        )
    return mark


def sniff(text: str) -> str:
    r"""Tell the delimiter of a table: the one that cuts most lines into equally many fields.

    A table of one column gives a comma.

    Examples
    --------
    >>> sniff("datum;text;antal\n2025-03-01;ja, nej, kanske;1,5\n")
    ';'
    """
    best, mark = 0.0, ","
    for candidate in DELIMITERS.values():
        widths = [len(line.fields) for line in records(text, candidate) if line.fields][:200]
        if not widths or widths[0] < 2:
            continue
        # The header leads; how many rows agree with it weighs, how wide it is breaks ties. Only the last
        # record of a beginning may be cut off, so it does not vote.
        voters = widths[1:-1] or widths
        score = sum(width == widths[0] for width in voters) / len(voters) + min(widths[0], 50) / 1000
        if score > best:
            best, mark = score, candidate
    return mark


def records(text: str, delimiter: str, *, quoted: bool = True, first: int = 1) -> Iterator[Line]:
    """Read delimited text record by record.

    Parameters
    ----------
    text : str
        The text, with whatever line ends it has.
    delimiter : str
        One character.
    quoted : bool, default True
        Whether a quote at the beginning of a field encloses it.
    first : int, default 1
        Number of the first line.
    """
    lines = chain(io.StringIO(text, newline=""), (_END,))
    reader = csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE)
    begins = first
    for fields in reader:
        after = first + reader.line_num
        if fields and fields[-1].endswith(_END):
            # Where the mark stands on a row of its own, every quotation was closed before it.
            if after - begins > 1:
                fields[-1] = fields[-1].removesuffix(_END)
                yield Line(begins, fields, after - begins - 1)
            return
        yield Line(begins, fields)
        begins = after


def whole_records(data: bytes) -> int:
    r"""Give the position after the last whole record: a line end that stands in no quoted field; else 0.

    The delimiter need not be known: a quote opens a field after any of ``, ; tab |``. UTF-16
    gives 0, because its line ends are not bytes: such a file is read whole. A stray quote right after a mark
    that is not the table's own can hide borders, or open one inside a field; such rows are then rejected.
    Quotes of JSON lines enclose no line end.

    Examples
    --------
    >>> whole_records(b'id,text\n1,"two\nlines"\n2,"one')
    22
    """
    if b"\0" in data[:64]:
        return 0
    end = len(data)
    if b'"' not in data or _is_json(data):
        return data.rfind(b"\n") + 1
    spans = [found.span() for found in _QUOTED.finditer(data)]
    while (border := data.rfind(b"\n", 0, end)) >= 0:
        while spans and spans[-1][0] > border:
            spans.pop()
        if not spans or spans[-1][1] <= border:
            return border + 1
        end = spans[-1][0]
    return 0


def _is_json(data: bytes) -> bool:
    """Tell whether the first line is a JSON object: its quotes enclose no line end."""
    if not data.startswith(b"{"):
        return False
    try:
        return isinstance(orjson.loads(data[: data.find(b"\n") + 1]), dict)
    except orjson.JSONDecodeError:
        return False
