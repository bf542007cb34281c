"""Erasing a person from the lake, table by table, from the declarations.

1. A row goes when a column that is declared to point at a person holds one of the keys, or when it belongs to
   one of the posts.
2. In the rows of others, whatever names the person in any column of text is replaced by a mark. The names of
   others stay theirs: there only keys and addresses are replaced.
3. The raw row behind a row that goes, and the words of a repost, may quote the person at any length: they
   are emptied.
4. Only files that hold such a row are written anew; the old files leave the disk, so no older state of a
   table holds them. Derived tables go as a whole, except those with a row per post, which are costly.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from luminary.store.engine import Engine, identifier, literal
from luminary.store.lake import Lake, Staging
from luminary.store.schema import arrow_schema
from luminary.store.tables import Column, Home, Table, Type, at_home, table
from luminary.store.traces import MARK, REPLACED, Touched, Traces

_OF_POST = ("post", "target_post", "of")
"""Columns that hold the key of a post: their rows go with it."""
LABELS = ("name", "names", "handle", "called")
"""Columns that hold somebody's own name, where a row belongs to somebody."""
_GIVEN = (
    "erased_keys",
    "erased_posts",
    "erased_behind",
    "erased_part",
    "erased_all",
    "erased_marked",
    "erased_hits",
)


class _Eraser(ABC):
    """Finds and rewrites rows; where the files of a table lie is told by those who inherit.

    Parameters
    ----------
    engine : Engine
        Where files are read and written.
    traces : Traces
        What leads to the person.
    instead : mapping of str to str
        For posts of the person that began a conversation: what the conversation is called from now on.
    """

    _parted = ""
    """What the rows of a file lack because it stands in their folder, in SQL."""

    def __init__(self, engine: Engine, traces: Traces, instead: Mapping[str, str]) -> None:
        self._engine = engine
        self._traces = traces
        engine.give("erased_keys", pa.table({"key": pa.array(sorted(traces.keys), pa.string())}))
        posts = sorted(traces.posts)
        called = pa.array([instead.get(one, MARK) for one in posts], pa.string())
        engine.give("erased_posts", pa.table({"key": pa.array(posts, pa.string()), "instead": called}))
        self._find_behind()

    @abstractmethod
    def _files(self, declared: Table) -> Sequence[Path]:
        """List the files of a table."""

    def _schema(self, declared: Table) -> pa.Schema:
        return arrow_schema(declared)

    def close(self) -> None:
        """Give back memory."""
        for name in _GIVEN:
            self._engine.drop(name)

    def _find_behind(self) -> None:
        """Find the raw rows behind the rows that go."""
        parts = []
        for declared in _with_rows():
            self._engine.read(_seen(declared), self._files(declared), self._schema(declared))
            kind = "kind" if declared.name == "refs" else "NULL"
            source = f"SELECT *{self._parted} FROM {_seen(declared)}"
            gone = _gone(declared, self._traces)
            parts.append(f"SELECT batch, row, {kind} AS kind FROM ({source}) WHERE {gone}")
        self._engine.materialise("erased_behind", " UNION ALL ".join(parts))
        for declared in _with_rows():
            self._engine.drop(_seen(declared))

    def touched(self, declared: Table) -> dict[Path, Touched]:
        """Find the rows that go and the rows that change; gives how many there are, by file."""
        self._engine.read("erased_all", self._files(declared), self._schema(declared), located=True)
        gone, changed = _gone(declared, self._traces), _changed(declared, self._traces)
        self._engine.materialise(
            "erased_hits",
            f"SELECT in_file, in_row, gone FROM (SELECT in_file, in_row, {gone} AS gone, "
            f"{changed} AS changed FROM (SELECT *{self._parted} FROM erased_all)) WHERE gone OR changed",
        )
        rows = self._engine.rows(
            "SELECT in_file, count(*) FILTER (gone), count(*) FILTER (NOT gone) "
            "FROM erased_hits GROUP BY in_file"
        )
        return {Path(str(file)): Touched(int(str(one)), int(str(two))) for file, one, two in rows}

    def _write(self, declared: Table, file: Path, new: Path, touched: Touched) -> Path | None:
        """Write a file without the person, after `touched`; None when nothing is left.

        It is read once, and most rows are only copied: their texts are not looked at again.
        """
        self._engine.read("erased_part", [file], self._schema(declared), located=True)
        column = "batch" if declared.home is Home.LAKE else declared.parted
        kept = [one for one in declared.columns if one.name != column]
        shown = ", ".join(self._shown(declared, one, touched) for one in kept)
        left = self._engine.write(
            f"SELECT {shown} FROM (SELECT *{self._parted} FROM erased_part) LEFT JOIN (SELECT in_row AS hit, "
            f"gone FROM erased_hits WHERE in_file = {literal(str(file))}) ON hit = in_row "
            f"WHERE gone IS NOT TRUE",
            new,
        )
        if left:
            return new
        new.unlink()
        return None

    def _shown(self, declared: Table, column: Column, touched: Touched) -> str:
        """Write, in SQL, a column as it is, and where a row names the person without her."""
        name = identifier(column.name)
        without = _without(declared, column, self._traces) if touched.rewritten else name
        return name if without == name else f"CASE WHEN hit IS NULL THEN {name} ELSE {without} END AS {name}"


class LakeEraser(_Eraser):
    """Erases a person from the lake, while nothing lands and nothing is derived.

    Parameters
    ----------
    lake, engine : Lake, Engine
        Where.
    traces : Traces
        What leads to the person.
    instead : mapping of str to str
        For posts of the person that began a conversation: what the conversation is called from now on.
    """

    def __init__(self, lake: Lake, engine: Engine, traces: Traces, instead: Mapping[str, str]) -> None:
        self._lake = lake
        super().__init__(engine, traces, instead)

    def _files(self, declared: Table) -> Sequence[Path]:
        return self._lake.every_file(declared.name)

    def tables(self) -> list[Table]:
        """List the tables whose rows are looked through: raw rows first, for others tell which they are."""
        first = {"raw_rows": 0, "posts": 1}
        found = [one for one in at_home(Home.LAKE) if not one.held]
        return sorted(found, key=lambda one: first.get(one.name, 2)) + costly()

    def count(self, declared: Table) -> Touched:
        """Count what an erasure would do to a table."""
        return sum(self.touched(declared).values(), Touched())

    def about(self, declared: Table) -> list[dict[str, Any]]:
        """Give the rows of a table that are the person's, point at her, or belong to one of her posts."""
        self._lake.attach(self._engine, declared.name)
        columns = ", ".join(identifier(one) for one in declared.column_names)
        sql = f"SELECT {columns} FROM {identifier(declared.name)} WHERE {_gone(declared, self._traces)}"
        found: list[dict[str, Any]] = self._engine.arrow(sql).to_pylist()
        return found

    def naming(self, declared: Table) -> int:
        """Count the rows of others in a table that name the person."""
        self._lake.attach(self._engine, declared.name)
        where = f"NOT {_gone(declared, self._traces)} AND {_changed(declared, self._traces, empties=False)}"
        sql = f"SELECT count(*) FROM {identifier(declared.name)} WHERE {where}"
        return int(str(self._engine.scalar(sql)))

    def erase(self, declared: Table) -> Touched:
        """Take the person out of a table, and remove the files that hold an older state of it."""
        found = self.touched(declared)
        exchanged = {
            file: self._write(declared, file, self._lake.scratch(), touched)
            for file, touched in found.items()
        }
        self._lake.exchange(declared.name, exchanged)
        self._lake.purge(declared.name)
        return sum(found.values(), Touched())

    def touched(self, declared: Table) -> dict[Path, Touched]:
        """Count rows that go and rows that change, by file."""
        if declared.home is Home.DERIVED:
            self._find_marked()
        return super().touched(declared)

    def _find_marked(self) -> None:
        """Find the posts of others in which a name was replaced: their words hold its parts."""
        self._lake.attach(self._engine, "posts")
        marked = f"contains(text, {literal(MARK)}) OR contains(title, {literal(MARK)})"
        self._engine.materialise("erased_marked", f"SELECT post FROM posts WHERE {marked}")


class StagedEraser(_Eraser):
    """Leaves people out of what an import is about to land.

    Parameters
    ----------
    staging, engine : Staging, Engine
        What was read, and where it is looked at.
    traces : Traces
        What leads to them.
    instead : mapping of str to str
        What conversations are called that they began.
    """

    _parted = ", '' AS batch"

    def __init__(self, staging: Staging, engine: Engine, traces: Traces, instead: Mapping[str, str]) -> None:
        self._staging = staging
        super().__init__(engine, traces, instead)

    def _files(self, declared: Table) -> Sequence[Path]:
        return self._staging.files(declared.name)

    def _schema(self, declared: Table) -> pa.Schema:
        return arrow_schema(declared, leave_out=("batch",))

    def rows(self) -> int:
        """Count the raw rows that are not kept: those of the people, and stated ties to them."""
        self._engine.read("erased_all", self._staging.files("raw_rows"), self._schema(table("raw_rows")))
        self._engine.read("erased_part", self._staging.files("ties"), self._schema(table("ties")))
        gone, ties = _gone(table("raw_rows"), self._traces), _gone(table("ties"), self._traces)
        sql = f"SELECT row FROM erased_all WHERE {gone} UNION SELECT row FROM erased_part WHERE {ties}"
        return int(str(self._engine.scalar(f"SELECT count(*) FROM ({sql})")))

    def leave_out(self) -> int:
        """Write the staged files anew where that is needed; gives how many raw rows are not kept."""
        rows = self.rows()
        for declared in at_home(Home.LAKE):
            for file, touched in self.touched(declared).items():
                new = self._write(declared, file, file.with_name(f"without-{file.name}"), touched)
                if new is None:
                    file.unlink()
                else:
                    new.replace(file)
        return rows


def _with_rows() -> list[Table]:
    """List the tables of the lake whose rows were made from a raw row."""
    return [one for one in at_home(Home.LAKE) if "row" in one.column_names and one.name != "raw_rows"]


def _seen(declared: Table) -> str:
    return f"erased_in_{declared.name}"


def costly() -> list[Table]:
    """List the derived tables that are kept: they have a row per post, which is computed once."""
    return [one for one in at_home(Home.DERIVED) if one.key == ("post",)]


def _gone(declared: Table, traces: Traces) -> str:
    """Tell, in SQL, whether a row is the person's or belongs to one of the posts."""
    found = [f"{identifier(one.name)} IN (SELECT key FROM erased_keys)"
             for one in declared.columns if one.person and one.type is Type.TEXT]  # fmt: skip
    if traces.posts:
        found += [f"{identifier(one)} IN (SELECT key FROM erased_posts)"
                  for one in _OF_POST if one in declared.column_names]  # fmt: skip
    return _any(found)


def _changed(declared: Table, traces: Traces, *, empties: bool = True) -> str:
    """Tell, in SQL, whether the row of somebody else names the person, or is emptied with hers.

    All texts of a row are searched at once: it is one search in ten million rows instead of nine.
    """
    found = [_empties(declared, one) for one in declared.columns if empties and _empties(declared, one)]
    by_pattern: dict[str, list[str]] = {}
    for column in _texts(declared):
        name = identifier(column.name)
        told = f"array_to_string({name}, chr(10))" if column.type is Type.TEXTS else name
        by_pattern.setdefault(_pattern(declared, column, traces), []).append(told)
    for pattern, texts in by_pattern.items():
        found.append(f"regexp_matches(concat_ws(chr(10), {', '.join(texts)}), {literal(pattern)})")
    if parts := _parts_of_names(declared, traces):
        lists = [one.name for one in declared.columns if one.type is Type.TEXTS]
        found += [f"({_MARKED} AND list_has_any({identifier(one)}, {parts}))" for one in lists]
    if "thread" in declared.column_names and traces.posts:
        found.append("thread IN (SELECT key FROM erased_posts)")
    return _any(found)


def _without(declared: Table, column: Column, traces: Traces) -> str:
    """Write, in SQL, the value of a column without the person."""
    name = identifier(column.name)
    if column not in _texts(declared):
        return name
    pattern = literal(_pattern(declared, column, traces))
    if column.type is Type.TEXTS:
        said = f"list_transform({name}, lambda one: {_replaced('one', pattern)})"
        if parts := _parts_of_names(declared, traces):
            rest = f"list_filter({said}, lambda one: NOT list_contains({parts}, one))"
            said = f"CASE WHEN {_MARKED} THEN {rest} ELSE {said} END"
    else:
        said = _replaced(name, pattern)
    if column.name == "thread" and traces.posts:
        said = f"coalesce((SELECT instead FROM erased_posts WHERE key = thread), {said})"
    empties = _empties(declared, column)
    return f"CASE WHEN {empties} THEN NULL ELSE {said} END" if empties else said


def _replaced(name: str, pattern: str) -> str:
    """Replace twice: neighbours share the sign between them."""
    once = f"regexp_replace({name}, {pattern}, {literal(REPLACED)}, 'g')"
    return f"regexp_replace({once}, {pattern}, {literal(REPLACED)}, 'g')"


def _empties(declared: Table, column: Column) -> str:
    """Tell, in SQL, whether a column must be emptied: it may quote the person at any length."""
    behind = "(batch, row) IN (SELECT (batch, row) FROM erased_behind{})"
    if (declared.name, column.name) == ("raw_rows", "payload"):
        return f"(payload IS NOT NULL AND {behind.format('')})"
    if (declared.name, column.name) in (("posts", "text"), ("posts", "title")):
        return f"({column.name} IS NOT NULL AND {behind.format(_REPOSTS)})"
    return ""


_REPOSTS = " WHERE kind = 'repost'"


_MARKED = "post IN (SELECT post FROM erased_marked)"


def _parts_of_names(declared: Table, traces: Traces) -> str:
    """List, in SQL, the words that names are made of, for tables that hold texts word by word."""
    words = {part for name in (*traces.names, *traces.handles) for part in name.casefold().split()}
    is_by_word = declared.home is Home.DERIVED and bool(words)
    return f"[{', '.join(literal(one) for one in sorted(words))}]" if is_by_word else ""


def _pattern(declared: Table, column: Column, traces: Traces) -> str:
    is_label = column.name in LABELS and bool(declared.person_columns)
    return traces.key_pattern if is_label else traces.pattern


def _texts(declared: Table) -> list[Column]:
    return [one for one in declared.columns if one.type in (Type.TEXT, Type.TEXTS) and one.name != "batch"]


def _any(conditions: Iterable[str]) -> str:
    told = " OR ".join(conditions)
    return f"coalesce({told}, false)" if told else "false"
