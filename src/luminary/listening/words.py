"""Language and lemmas of every post, computed once when first needed, and kept.

1. A sample of the longer posts of each account tells what it usually writes; so does that of each place.
2. Posts are read in slices; worker processes compute languages (with those habits as priors) and lemmas.
3. The slices become files of the derived table `post_words`. When imports came after the last time, only
   their posts are computed; when one was withdrawn, all are.

What it cannot tell: the languages within a text that holds several. A post computed earlier keeps its
language, even if later imports would show other habits of its author.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from luminary.errors import LuminaryError
from luminary.i18n import say
from luminary.language import LANGUAGES, word_columns
from luminary.language.columns import LONGEST_TEXT
from luminary.settings import Limits, limits
from luminary.store import Engine, Lake, Ledger, arrow_schema, fingerprint_of
from luminary.store.tables import table

METHOD = 1
"""Raised whenever languages or lemmas would come out differently; all posts are then computed again."""

INLINE_POSTS = 20_000
"""Below so many posts, starting worker processes would take longer than the work."""

_SLICE_TEXT = 3_000_000
"""Characters of text that one worker gets at a time, about."""

_STRETCH = 500
"""Raw rows that are never divided between two slices."""

_SAMPLE = 6
"""Posts of an account that are looked at for what it usually writes."""

_SAMPLE_LENGTH = 60
"""Characters a post needs to have for that: shorter ones tell little."""

_PLACE_WEIGHT = 2.0
"""How many posts of the author's own the habit of a place counts for."""

Progress = Callable[[int, int], None]
"""Called with posts done and posts in all."""

_SIZES_SQL = f"""
SELECT batch, CAST(floor(row / {_STRETCH}) AS BIGINT) AS stretch, count(*) AS posts,
       coalesce(sum(least(length(text), {LONGEST_TEXT})), 0) AS size
FROM posts WHERE batch IN (SELECT batch FROM words_batches)
GROUP BY 1, 2 ORDER BY 1, 2
"""

_SAMPLE_SQL = f"""
SELECT account, place, nth, left(text, 300) AS text
FROM (SELECT account, place, text, row_number() OVER (PARTITION BY account ORDER BY md5(post)) AS nth
      FROM posts WHERE length(text) >= {_SAMPLE_LENGTH}) AS numbered
WHERE nth <= {_SAMPLE}
"""

_IS = {code: f"CASE WHEN language = '{code}' THEN 1.0 ELSE 0.0 END" for code in LANGUAGES}
_COUNTS = ", ".join(f"CAST(sum({one}) AS DOUBLE) AS {code}" for code, one in _IS.items())
_SHARES = ", ".join(f"CAST(avg({one}) AS DOUBLE) AS {code}" for code, one in _IS.items())
_TOLD = "FROM words_sample WHERE language <> 'und'"
_HABITS_SQL = {
    "words_of_account": f"SELECT account, {_COUNTS} {_TOLD} GROUP BY account",
    "words_of_place": f"SELECT place, {_SHARES} {_TOLD} GROUP BY place",
    "words_of_all": f"SELECT {_SHARES} {_TOLD}",
}

_PRIORS = ", ".join(
    f"coalesce(a.{code}, 0.0) + {_PLACE_WEIGHT} * coalesce(p.{code}, o.{code}, 0.0) AS {code}"
    for code in LANGUAGES
)
# The heading stands behind the text: of a short post it says more, and of a long one it decides nothing.
_SLICE_SQL = f"""
SELECT post, left(coalesce(text, ''), {LONGEST_TEXT}) || coalesce(chr(10) || left(title, 1000), '') AS text,
       {_PRIORS}
FROM posts AS s
LEFT JOIN words_of_account AS a ON a.account = s.account
LEFT JOIN words_of_place AS p ON p.place = s.place
CROSS JOIN words_of_all AS o
WHERE s.batch = ? AND s.row >= ? AND s.row < ?
"""


@dataclass(frozen=True, slots=True)
class _Slice:
    """Neighbouring raw rows of one import."""

    batch: str
    first: int
    end: int
    posts: int


def fill_post_words(
    engine: Engine,
    lake: Lake,
    ledger: Ledger,
    *,
    limit: Limits | None = None,
    progress: Progress = lambda _done, _total: None,
) -> str:
    """Bring `post_words` up to date and name it in the engine.

    Parameters
    ----------
    engine, lake, ledger : Engine, Lake, Ledger
        Where posts are read and words are kept.
    limit : Limits, optional
        How many worker processes may run; from the environment when not given.
    progress : callable, optional
        Called with posts done and posts in all.

    Returns
    -------
    str
        Fingerprint of what the table was computed from.

    Raises
    ------
    LuminaryError
        When a worker process ended by itself.

    Notes
    -----
    The heading of a post counts as part of it, behind the text. Of a text the first 200,000 characters are
    read.
    """
    landed = _in_landing_order(ledger)
    wanted = _fingerprint(landed)
    if not lake.is_fresh(("post_words",), wanted):
        with lake.deriving():
            kept = _already_filled(ledger, landed)
            if kept < len(landed) or not landed:  # else another program has just filled it
                _fill(engine, lake, landed[kept:], kept > 0, limit or limits(), progress, wanted)
    lake.attach(engine, "post_words")
    return wanted


def words_fingerprint(ledger: Ledger) -> str:
    """Give the fingerprint that `post_words` has when it is up to date."""
    return _fingerprint(_in_landing_order(ledger))


def _in_landing_order(ledger: Ledger) -> list[str]:
    rows = ledger.rows("batches", state="landed")
    return [str(row["batch"]) for row in sorted(rows, key=lambda row: (row["landed"], row["batch"]))]


def _fingerprint(batches: Sequence[str]) -> str:
    return fingerprint_of("post_words", METHOD, list(batches))


def _already_filled(ledger: Ledger, landed: Sequence[str]) -> int:
    """Tell how many of the batches, from the first on, are what the table was last filled from."""
    filled = {row["fingerprint"] for row in ledger.rows("fills", name="post_words")}
    return next((n for n in range(len(landed), 0, -1) if _fingerprint(landed[:n]) in filled), 0)


def _fill(
    engine: Engine,
    lake: Lake,
    batches: Sequence[str],
    keep: bool,
    limit: Limits,
    progress: Progress,
    wanted: str,
) -> None:
    """Compute the posts of some batches, keep what is there already if asked to, and replace the table."""
    files: list[Path] = []
    try:
        if keep:
            files.append(_copied(engine, lake))
        for rows in _computed(engine, lake, batches, limit, progress):
            files.append(lake.scratch())
            pq.write_table(rows, files[-1], compression="zstd", compression_level=1)
        lake.replace("post_words", files, wanted)
    finally:
        for file in files:
            file.unlink(missing_ok=True)
        for name in ("words_batches", "words_sample", *_HABITS_SQL):
            engine.drop(name)


def _copied(engine: Engine, lake: Lake) -> Path:
    """Write what is there already to a new file: readers may still hold the old ones."""
    lake.attach(engine, "post_words")
    file = lake.scratch()
    engine.write("SELECT post, language, certainty, lemmas FROM post_words", file)
    return file


def _computed(
    engine: Engine, lake: Lake, batches: Sequence[str], limit: Limits, progress: Progress
) -> Iterator[pa.Table]:
    """Compute the rows of `post_words` slice by slice."""
    lake.attach(engine, "posts")
    engine.give("words_batches", pa.table({"batch": pa.array(batches, pa.string())}))
    slices = _slices(engine.rows(_SIZES_SQL))
    total = sum(one.posts for one in slices)
    with _Workers(limit.workers if total >= INLINE_POSTS else 1) as workers:
        _learn_habits(engine, workers)
        done = 0
        for given, words in workers.run(_read(engine, one) for one in slices):
            yield _rows(given, words)
            done += len(words)
            progress(done, total)


def _slices(sizes: Iterable[Sequence[object]]) -> list[_Slice]:
    """Join neighbouring stretches of rows until a slice holds enough text."""
    slices: list[_Slice] = []
    room = 0
    for batch, stretch, posts, size in sizes:
        first, count, length = int(str(stretch)) * _STRETCH, int(str(posts)), int(str(size))
        if slices and slices[-1].batch == batch and length <= room:
            last = slices[-1]
            slices[-1] = _Slice(last.batch, last.first, first + _STRETCH, last.posts + count)
            room -= length
        else:
            slices.append(_Slice(str(batch), first, first + _STRETCH, count))
            room = _SLICE_TEXT - length
    return slices


def _read(engine: Engine, one: _Slice) -> pa.Table:
    """Read the posts of a slice, with what their authors and places usually write."""
    return engine.arrow(_SLICE_SQL, [one.batch, one.first, one.end])


def _learn_habits(engine: Engine, workers: _Workers) -> None:
    """Learn what accounts and places usually write, from a sample of their longer posts."""
    engine.materialise("words_sample", _SAMPLE_SQL)
    jobs = (
        engine.arrow("SELECT account, place, text FROM words_sample WHERE nth = ?", [nth])
        for nth in range(1, _SAMPLE + 1)
    )
    seen = [_with_language(given, words) for given, words in workers.run(jobs)]
    engine.give("words_sample", pa.concat_tables(seen))
    for name, sql in _HABITS_SQL.items():
        engine.materialise(name, sql)


def _with_language(given: pa.Table, words: pa.Table) -> pa.Table:
    return given.select(["account", "place"]).append_column("language", words["language"])


def _rows(given: pa.Table, words: pa.Table) -> pa.Table:
    """Put keys beside words, in the declared order and types."""
    schema = arrow_schema(table("post_words"))
    columns = [given["post"], *(words[name] for name in schema.names[1:])]
    typed = [column.cast(field.type) for column, field in zip(columns, schema, strict=True)]
    return pa.table(typed, schema=schema)


class _Workers:
    """Processes that compute words, or this one where a single one is enough."""

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> _Workers:
        if self._workers > 1:
            self._pool = ProcessPoolExecutor(self._workers, mp_context=multiprocessing.get_context("spawn"))
        return self

    def __exit__(self, *_error: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def run(self, jobs: Iterable[pa.Table]) -> Iterator[tuple[pa.Table, pa.Table]]:
        """Give each table together with the words of its texts, in the same order."""
        if self._pool is None:
            yield from ((given, word_columns(*_job(given))) for given in jobs)
            return
        waiting: deque[tuple[pa.Table, Future[pa.Table]]] = deque()
        for given in jobs:
            waiting.append((_without_text(given), self._pool.submit(word_columns, *_job(given))))
            if len(waiting) > 2 * self._workers:
                yield _finished(*waiting.popleft())
        while waiting:
            yield _finished(*waiting.popleft())


def _job(given: pa.Table) -> tuple[pa.ChunkedArray, pa.Table | None]:
    """Tell what a worker needs: the texts, and the priors where there are any."""
    return given["text"], given.select(LANGUAGES) if LANGUAGES[0] in given.column_names else None


def _without_text(given: pa.Table) -> pa.Table:
    return given.drop_columns(["text"])


def _finished(given: pa.Table, future: Future[pa.Table]) -> tuple[pa.Table, pa.Table]:
    try:
        return given, future.result()
    except BrokenProcessPool as error:
        raise LuminaryError(
            say(
                "a process that computes words ended by itself (out of memory, or a script without `if "
                "__name__ == '__main__':`); set LUMINARY_WORKERS=1 to compute in one process"
            )
        ) from error
