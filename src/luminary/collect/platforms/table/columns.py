"""What the rows of a mapped table mean, a column at a time: the quick twin of `Meaning`.

A row is left to `Meaning` (it is *odd*) when one of its cells is not plain: control characters, an author
without an id, a time or figure in an unusual spelling, a field for which columns have no reading. So whatever
is refused is refused in one place, with one reason.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from operator import itemgetter
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from luminary.collect.platforms.table.fields import COUNTS, WHO
from luminary.collect.platforms.table.meaning import KINDS, NO, NO_REFERENCE, YES, Meaning, media_of, named_in
from luminary.collect.source import Block, Unit
from luminary.collect.tabular import Shape
from luminary.collect.tabular.blocks import Lines, lines_in_columns
from luminary.collect.tabular.cells import (
    Mask,
    beyond_latin,
    controlled,
    counts_in,
    holding,
    moments_in,
    texts_of,
)
from luminary.domain import Kind, Place, ReferenceKind

_POINTS = {
    "reply_to": ReferenceKind.REPLY,
    "repost_of": ReferenceKind.REPOST,
    "quote_of": ReferenceKind.QUOTE,
}
_UNREAD = ("platform", "reply_to_account", "rating")
"""Fields for which columns have no reading: a row that fills one is odd."""
_TEXT, _WHOLE = pa.string(), pa.int64()
_NO_REFS = pa.schema(
    [("row", _WHOLE), ("kind", _TEXT), ("account", _TEXT), ("moment", _WHOLE)]
    + [(name, _TEXT) for name in ("post", "target_post", "target")]
).empty_table()
_NO_METRICS = pa.schema(
    [("row", _WHOLE), ("of", _TEXT), ("what", _TEXT), ("value", pa.float64()), ("moment", _WHOLE)]
).empty_table()


class Columns:
    """Reads pieces of a mapped table as columns.

    Parameters
    ----------
    meaning : Meaning
        What the columns mean, row by row.
    shape : Shape
        How the table is written.
    """

    def __init__(self, meaning: Meaning, shape: Shape) -> None:
        self._meaning = meaning
        self._shape = shape
        unread = _UNREAD if meaning.mentions != "column" else (*_UNREAD, "mentions")
        left_out = {"language", "mentions"} - {*unread}
        self._fields = {field: name for field, name in meaning.columns.items() if field not in left_out}
        self._unread = tuple(field for field in unread if field in self._fields)
        self._able = not (meaning.nested or meaning.accounts_only) and {"id", "at"} <= self._fields.keys()

    def block(self, unit: Unit) -> Block | None:
        """Read a piece; None where it has to be read row by row."""
        if not self._able:
            return None
        types = {name: pa.int64() if field in COUNTS else pa.string() for field, name in self._fields.items()}
        lines = lines_in_columns(unit, self._shape, types)
        return (
            None
            if lines is None
            else _Rows(self._meaning, self._fields, lines).block(unit.file, self._unread)
        )


class _Rows:
    """The plain rows of one piece, until now: reading them finds the odd ones among them."""

    def __init__(self, meaning: Meaning, fields: dict[str, str], lines: Lines) -> None:
        self._meaning = meaning
        self._fields = fields
        self._lines = lines
        self._size = lines.columns.num_rows
        self._odd: Mask = np.zeros(self._size, bool)
        self._scope = f"{meaning.platform}:{meaning.community}/"

    def block(self, file: str, unread: tuple[str, ...]) -> Block:
        """Read all fields; then take the rows out in which something was odd."""
        for field in unread:
            self._refuse(self._raw(field).is_valid())
        accounts = self._accounts()
        posts = self._posts(accounts["account"])
        tables = {
            "posts": posts,
            "accounts": accounts,
            "places": self._places(posts["place"]),
            "refs": self._refs(posts),
            "metrics": self._metrics(posts),
            "raw_rows": self._raw_rows(file, posts["account"]),
        }
        odd = [(self._place(one), self._lines.raw(one)) for one in np.flatnonzero(self._odd).tolist()]
        return Block(
            self._lines.rows,
            {name: self._sound(table) for name, table in tables.items()},
            tuple(sorted([*self._lines.odd, *odd], key=itemgetter(0))),
        )

    def _refuse(self, odd: Any) -> None:
        self._odd |= np.asarray(odd).astype(bool)

    def _place(self, one: int) -> int:
        return int(self._lines.places[one])

    def _sound(self, columns: dict[str, Any]) -> pa.Table:
        """Make a table of its columns, without odd rows; `row` becomes the place among all lines."""
        rows = np.asarray(columns["row"])
        table = pa.table({**columns, "row": self._lines.places[rows]})
        return table.filter(pa.array(~self._odd[rows])) if self._odd.any() else table

    def _raw(self, field: str) -> pa.Array:
        return self._lines.columns[self._fields[field]].combine_chunks()

    def _texts(self, field: str) -> pa.StringArray:
        """Read a field as texts; an absent one, or one without a column, is empty."""
        if field not in self._fields:
            return pa.repeat("", self._size)
        texts = texts_of(self._raw(field))
        if not self._lines.clean:
            self._refuse(controlled(texts))
        return texts

    def _words(self, field: str, read: Callable[[str], object], type: pa.DataType) -> pa.Array:
        """Read a field of few different words, each word once."""
        coded = self._texts(field).dictionary_encode()
        return pa.array([read(word) for word in coded.dictionary.to_pylist()], type).take(coded.indices)

    def _all(self) -> Any:
        return np.arange(self._size)

    def _accounts(self) -> dict[str, Any]:
        id, handle, name = (self._texts(field) for field in WHO)
        handle = pc.utf8_ltrim(handle, characters="@")
        return {
            "row": self._all(),
            "account": self._key(id, handle, name),
            "platform": pa.repeat(self._meaning.platform, self._size),
            "name": _or_null(name),
            "handle": _or_null(handle),
            "role": _or_null(self._texts("role")),
            "kind": self._words(
                "kind", lambda word: KINDS.get(word.lower(), Kind.UNKNOWN).value, pa.string()
            ),
        }

    def _key(self, id: pa.StringArray, handle: pa.StringArray, name: pa.StringArray) -> pa.StringArray:
        """Name authors by the strongest field that has a column; odd where it is empty or needs care."""
        if self._meaning.by == "account_id":
            self._refuse(pc.or_(pc.equal(id, ""), pc.starts_with(id, "@")))
            return _joined(self._scope, id)
        if self._meaning.by == "handle":
            self._refuse(pc.or_(pc.equal(handle, ""), pc.invert(pc.string_is_ascii(handle))))
            return _joined(self._scope + "@", pc.ascii_lower(handle))
        self._refuse(pc.equal(name, ""))
        self._refuse(beyond_latin(name))
        return _joined(self._scope + "~", name)

    def _posts(self, account: pa.StringArray) -> dict[str, Any]:
        id, thread = self._texts("id"), self._texts("thread")
        self._refuse(pc.equal(id, ""))
        moments, odd = moments_in(self._raw("at"), self._meaning.time)
        self._refuse(odd | (moments > int(time.time() * 1e6)))
        return {
            "row": self._all(),
            "post": _joined(self._scope, id),
            "account": account,
            "moment": moments,
            "text": self._texts("text"),
            "place": self._words("place", self._place_key, pa.string()),
            "thread": self._pointed(thread),
            "title": _or_null(self._texts("title")),
            "url": _or_null(self._texts("url")),
            "media": self._words("media", lambda word: media_of(word.lower()), pa.string()),
            "origin": pa.repeat("own", self._size),
            "paid_label": self._paid(),
        }

    def _paid(self) -> pa.Array:
        words = {word: word in YES for word in YES | NO}
        paid = self._words("paid_label", lambda word: words.get(word.lower()), pa.bool_())
        self._refuse(pc.and_(paid.is_null(), pc.not_equal(self._texts("paid_label"), "")))
        return paid

    def _place_key(self, name: str) -> str:
        return self._where(name).key

    def _where(self, name: str) -> Place:
        return self._meaning.where({"place": name}, self._meaning.platform)

    def _places(self, keys: pa.StringArray) -> dict[str, Any]:
        """Give each place with each row it stands in: which of them is the first one is settled later."""
        coded = self._texts("place").dictionary_encode()
        found = [self._where(name) for name in coded.dictionary.to_pylist()]
        return {
            "row": self._all(),
            "place": keys,
            **{
                field: pa.array([getattr(place, field) for place in found], pa.string()).take(coded.indices)
                for field in ("platform", "community", "name", "access")
            },
        }

    def _pointed(self, ids: pa.StringArray) -> pa.StringArray:
        """Give the keys of posts and threads pointed at; null where nothing is."""
        nothing = pc.is_in(pc.ascii_lower(ids), pa.array(sorted(NO_REFERENCE)))
        return pc.if_else(nothing, pa.scalar(None, pa.string()), _joined(self._scope, ids))

    def _refs(self, posts: dict[str, Any]) -> dict[str, Any]:
        parts = [
            self._pointers(posts, field, kind) for field, kind in _POINTS.items() if field in self._fields
        ]
        if self._meaning.mentions == "text":
            parts.append(self._mentions(posts))
        joined = pa.concat_tables([*parts, _NO_REFS])
        return {name: joined[name] for name in joined.column_names}

    def _pointers(self, posts: dict[str, Any], field: str, kind: ReferenceKind) -> pa.Table:
        keys = self._pointed(self._texts(field))
        rows = np.flatnonzero(np.asarray(pc.fill_null(pc.not_equal(keys, posts["post"]), False)))
        targets = {"target_post": keys.take(pa.array(rows)), "target": pa.nulls(len(rows), pa.string())}
        return _references(posts, rows, kind, targets)

    def _mentions(self, posts: dict[str, Any]) -> pa.Table:
        """Find the @handles in texts; only the texts that hold an @ are looked through."""
        rows: list[int] = []
        targets: list[str] = []
        at = np.flatnonzero(holding(posts["text"], "@"))
        for row, text in zip(at.tolist(), posts["text"].take(pa.array(at)).to_pylist(), strict=True):
            for handle in dict.fromkeys([name.lower() for name in named_in(text)]):
                rows.append(row)
                targets.append(handle)
        return _references(
            posts,
            np.array(rows, np.int64),
            ReferenceKind.MENTION,
            {
                "target_post": pa.nulls(len(rows), pa.string()),
                "target": _joined(self._scope, pa.array(targets, pa.string())),
            },
        )

    def _metrics(self, posts: dict[str, Any]) -> dict[str, Any]:
        parts = [self._figures(posts, field) for field in COUNTS if field in self._fields]
        joined = pa.concat_tables([*parts, _NO_METRICS])
        return {name: joined[name] for name in joined.column_names}

    def _figures(self, posts: dict[str, Any], field: str) -> pa.Table:
        figures, odd = counts_in(self._raw(field))
        self._refuse(odd)
        rows = np.flatnonzero(np.asarray(figures.is_valid()))
        at, of = pa.array(rows), posts["account" if field == "followers" else "post"]
        moments = pa.array(posts["moment"][rows]) if field == "followers" else pa.nulls(len(rows), pa.int64())
        return pa.table(
            {
                "row": at,
                "of": of.take(at),
                "what": pa.repeat(field, len(rows)),
                "value": figures.take(at),
                "moment": moments,
            }
        )

    def _raw_rows(self, file: str, account: pa.StringArray) -> dict[str, Any]:
        return {
            "row": self._all(),
            "file": pa.repeat(file, self._size),
            "position": self._lines.positions,
            "account": account,
            "payload": self._lines.payload,
        }


def _kind(word: str) -> str:
    return KINDS.get(word.lower(), Kind.UNKNOWN).value


def _references(posts: dict[str, Any], rows: Any, kind: ReferenceKind, targets: dict[str, Any]) -> pa.Table:
    at = pa.array(rows)
    return pa.table(
        {
            "row": at,
            "kind": pa.repeat(kind.value, len(rows)),
            "account": posts["account"].take(at),
            "moment": posts["moment"][rows],
            "post": posts["post"].take(at),
            **targets,
        }
    )


def _joined(before: str, texts: pa.StringArray) -> pa.StringArray:
    return pc.binary_join_element_wise(before, texts, "")


def _or_null(texts: pa.StringArray) -> pa.StringArray:
    return pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), texts)
