"""The last step of an import: leave out what is there already, then let all rows count at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from luminary.collect.chunk import ROWS_PER_CHUNK
from luminary.store import Engine, Lake, Staging, arrow_schema
from luminary.store.tables import Home, at_home, table

# Rows of which something may be there already, found by hashes: the keys of millions of rows would fill the
# memory. Two keys with one hash do no harm, because the rows found here are then compared as they are.
_DOUBTFUL_SQL = """
WITH staged AS (SELECT row, {hashed} AS hashed FROM staged_{name}),
doubtful AS (
    SELECT hashed FROM staged GROUP BY hashed HAVING count(*) > 1
    UNION SELECT hashed FROM staged WHERE hashed IN (SELECT {hashed} FROM {name}))
SELECT DISTINCT row FROM staged WHERE hashed IN (SELECT hashed FROM doubtful)
"""
_HASHES = {"posts": "hash(post)", "refs": "hash(kind, account, post, target_post, target, label)"}

_REPEATED_SQL = """
WITH doubtful AS (SELECT row, post, moment FROM staged_posts WHERE row IN (SELECT row FROM doubtful_posts)),
repeated AS (SELECT post FROM doubtful GROUP BY post HAVING count(*) > 1),
within AS (
    SELECT row, post, moment,
           row_number() OVER (PARTITION BY post ORDER BY row) AS nth,
           first_value(moment) OVER (PARTITION BY post ORDER BY row) AS first_moment
    FROM doubtful WHERE post IN (SELECT post FROM repeated)
),
before AS (
    SELECT s.row, s.post, s.moment, min(k.moment) AS first_moment
    FROM doubtful s JOIN posts k ON k.post = s.post GROUP BY s.row, s.post, s.moment
)
SELECT row, any_value(post) AS post, any_value(moment) AS moment,
       bool_and(moment = first_moment) AS same, min(first_moment) AS first_moment
FROM (SELECT row, post, moment, first_moment FROM within WHERE nth > 1
      UNION ALL SELECT row, post, moment, first_moment FROM before)
GROUP BY row
"""

_OLD_ROWS_SQL = "SELECT row FROM doubtful_refs UNION SELECT row FROM repeated_posts WHERE NOT same"
# Of the doubtful references, each once, and none that was there before.
_NEW_REFS_SQL = """
SELECT min(row) AS row, kind, account, min(moment) AS moment, post, target_post, target, label
FROM staged_refs s
WHERE row IN (SELECT row FROM doubtful_refs) AND row NOT IN (SELECT row FROM repeated_posts WHERE NOT same)
  AND NOT EXISTS (
    SELECT 1 FROM refs k
    WHERE k.kind = s.kind AND k.account = s.account AND k.post IS NOT DISTINCT FROM s.post
      AND k.target_post IS NOT DISTINCT FROM s.target_post AND k.target IS NOT DISTINCT FROM s.target
      AND k.label IS NOT DISTINCT FROM s.label)
GROUP BY kind, account, post, target_post, target, label
"""

_NEW_TIES_SQL = """
SELECT row, source, target, relation, moment, weight FROM staged_ties s
WHERE NOT EXISTS (
    SELECT 1 FROM ties k
    WHERE k.source = s.source AND k.target = s.target AND k.relation = s.relation
      AND k.moment IS NOT DISTINCT FROM s.moment AND k.weight IS NOT DISTINCT FROM s.weight)
"""

_NEW_VISITS_SQL = """
SELECT s.* FROM staged_visits s
WHERE NOT EXISTS (
    SELECT 1 FROM visits k
    WHERE k.site = s.site AND k.tool = s.tool AND k.what = s.what AND k.value = s.value
      AND k.page IS NOT DISTINCT FROM s.page AND k.referrer IS NOT DISTINCT FROM s.referrer
      AND k.medium IS NOT DISTINCT FROM s.medium AND k.campaign IS NOT DISTINCT FROM s.campaign
      AND k.content IS NOT DISTINCT FROM s.content AND k.query IS NOT DISTINCT FROM s.query
      AND k.moment IS NOT DISTINCT FROM s.moment AND k.until IS NOT DISTINCT FROM s.until)
"""

_HAD_BY_SQL = """
SELECT DISTINCT k.batch FROM posts k JOIN repeated_posts r ON r.post = k.post WHERE r.same ORDER BY k.batch
"""

_CONFLICTS_SQL = """
SELECT w.file AS file, w.position AS position,
       'the id of ' || r.post || ' is there already with the time '
       || strftime(r.first_moment, '%Y-%m-%d %H:%M:%S')
       || ' instead of ' || strftime(r.moment, '%Y-%m-%d %H:%M:%S')
       || '; if this is another community, import it with --place NAME' AS reason,
       left(w.payload, 300) AS excerpt
FROM repeated_posts r JOIN staged_raw_rows w ON w.row = r.row WHERE NOT r.same
"""


@dataclass(frozen=True, slots=True)
class Landed:
    """What the last step left out."""

    duplicates: int
    conflicts: int
    had_by: tuple[str, ...] = ()
    """Batches that had the posts which were left out as repeated."""


def land(batch: str, staging: Staging, lake: Lake, engine: Engine, instead_of: str | None = None) -> Landed:
    """Move the staged rows of a batch into the lake, without those that are there already.

    Posts are the same when they have the same key and time. The same key with another time is a conflict
    (two communities under one name, most often) and goes to the rejects. References, ties and figures of
    visits are the same when all their fields are. The rows of the batch in whose place this one comes are
    not there any more.
    """
    _attach(staging, lake, engine, [instead_of] if instead_of else [])
    for name, hashed in _HASHES.items():
        engine.materialise(f"doubtful_{name}", _DOUBTFUL_SQL.format(name=name, hashed=hashed))
    engine.materialise("repeated_posts", _REPEATED_SQL)
    duplicates = int(str(engine.scalar("SELECT count(*) FROM repeated_posts WHERE same")))
    conflicts = int(str(engine.scalar("SELECT count(*) FROM repeated_posts WHERE NOT same")))
    had_by = tuple(str(row[0]) for row in engine.rows(_HAD_BY_SQL)) if duplicates else ()
    # All files are made before the first one is moved: what is listed refers to what is staged.
    files = {one.name: list(_files(one.name, staging, engine, conflicts)) for one in at_home(Home.LAKE)}
    for name, made in files.items():
        lake.add(batch, name, made)
    return Landed(duplicates, conflicts, had_by)


def _attach(staging: Staging, lake: Lake, engine: Engine, gone: list[str]) -> None:
    """Name what is staged and what has landed."""
    lake.attach(engine, "posts", "refs", "ties", "visits", without=gone)
    for name in ("posts", "refs", "ties", "visits", "raw_rows"):
        schema = arrow_schema(table(name), leave_out=("batch",))
        engine.read(f"staged_{name}", staging.files(name), schema)


def _files(name: str, staging: Staging, engine: Engine, conflicts: int) -> Iterator[Path]:
    """Give the files of one table as they go into the lake."""
    staged = staging.files(name)
    if name == "posts":
        yield from _without("SELECT row FROM repeated_posts", name, staged, engine)
    elif name == "refs" and staged:
        yield from _without(_OLD_ROWS_SQL, name, staged, engine)
        if engine.scalar("SELECT count(*) FROM doubtful_refs"):
            yield _written(_NEW_REFS_SQL, staging, name, engine)
    elif name == "ties" and staged:
        yield _written(_NEW_TIES_SQL, staging, name, engine)
    elif name == "visits" and staged:
        yield _written(_NEW_VISITS_SQL, staging, name, engine)
    else:
        yield from staged
        if name == "rejects" and conflicts:
            yield _written(_CONFLICTS_SQL, staging, name, engine)


def _without(rows: str, name: str, staged: list[Path], engine: Engine) -> Iterator[Path]:
    """Rewrite only the pieces that hold one of some rows; most hold none."""
    found = engine.rows(f"SELECT DISTINCT CAST(floor(row / {ROWS_PER_CHUNK}) AS BIGINT) FROM ({rows})")
    touched = {int(str(row[0])) for row in found}
    for file in staged:
        if int(file.stem.removeprefix("part-")) not in touched:
            yield file
            continue
        engine.read("one_part", [file], arrow_schema(table(name), leave_out=("batch",)))
        kept = file.with_name(f"kept-{file.name}")
        engine.write(f"SELECT * FROM one_part WHERE row NOT IN ({rows})", kept)
        yield kept


def _written(sql: str, staging: Staging, name: str, engine: Engine) -> Path:
    file = staging.file(name, 0).with_name("new.parquet")
    engine.write(sql, file)
    return file
