"""Which brands and collaborations do posts tell of, in which words?

1. Posts are narrowed to those that hold a word which a trace needs, that the platform labels as paid, or that
   may name a brand the user listed; the others cannot tell anything.
2. Their traces and the brands they name are found (`luminary.law.traces`).
3. Whoever has named a brand in a label or a statement is looked at once more: later posts of the same account
   that name the brand without a word are kept too, because what was given once may stand behind them.

What it cannot tell: whether anybody was paid. A brand beside a trace is a name in capitals or a handle; it
may be a person or a town. What is only said or shown in a picture or a video is not found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from luminary.law.traces import Brand, Named, Says, Trace, named_brands, sieve, traces_of
from luminary.store import Engine, Lake, Ledger, arrow_schema, fingerprint_of
from luminary.store.tables import table

METHOD = 2
"""Raised whenever the same posts would give other rows."""

_TEXT = "coalesce(title || chr(10), '') || coalesce(text, '')"
_CANDIDATES_SQL = f"""
SELECT post, account, moment, {_TEXT} AS text, paid_label FROM posts
WHERE batch = ? AND (paid_label OR regexp_matches(lower({_TEXT}), ?))
"""
_LATER_SQL = f"""
SELECT post, account, moment, {_TEXT} AS text, paid_label FROM posts
WHERE account IN (SELECT account FROM promoting) AND post NOT IN (SELECT post FROM promoted)
"""
_BLOCK = 20_000
_QUOTE = 200
"""Characters of the words that tell it; what is longer is cut."""
_SPEAKS = (Says.LABEL, Says.STATEMENT)


@dataclass(frozen=True, slots=True)
class KnownBrand:
    """A brand that the user listed: its name, what else it goes by, and whether it is the own one."""

    name: str
    also: tuple[str, ...] = ()
    own: bool = False

    @property
    def sought(self) -> Brand:
        """What is looked for."""
        return Brand(self.name, self.also)


def add_brand(ledger: Ledger, brand: KnownBrand) -> None:
    """Keep a brand, in the place of one with the same name."""
    also = orjson.dumps(list(brand.also)).decode()
    ledger.put("brands", name=brand.name, also=also, own=brand.own, at=ledger.now())


def remove_brand(ledger: Ledger, name: str) -> bool:
    """Forget a brand; False when there is none of that name."""
    return bool(ledger.remove("brands", name=name))


def list_brands(ledger: Ledger) -> list[KnownBrand]:
    """List the brands by name."""
    rows = ledger.rows("brands")
    return [KnownBrand(row["name"], tuple(orjson.loads(row["also"])), bool(row["own"])) for row in rows]


def promotions_fingerprint(lake: Lake, ledger: Ledger) -> str:
    """Give the fingerprint that `promotions` has when it is up to date."""
    sought = [[one.name, *one.also] for one in list_brands(ledger)]
    return fingerprint_of("promotions", METHOD, lake.landed(), sought)


def fill_promotions(engine: Engine, lake: Lake, ledger: Ledger) -> str:
    """Fill `promotions` from the posts where it is not up to date, and name it in the engine.

    Returns
    -------
    str
        Fingerprint of what it was filled from.
    """
    fingerprint = promotions_fingerprint(lake, ledger)
    if not lake.is_fresh(("promotions",), fingerprint):
        with lake.deriving():
            if not lake.is_fresh(("promotions",), fingerprint):
                brands = [one.sought for one in list_brands(ledger)]
                _fill(engine, lake, lake.landed(), brands, fingerprint)
    lake.attach(engine, "promotions")
    return fingerprint


def _fill(engine: Engine, lake: Lake, batches: Sequence[str], brands: Sequence[Brand], wanted: str) -> None:
    lake.attach(engine, "posts")
    search = _search(brands)
    files: list[Path] = []
    try:
        for batch in batches:
            files += _written(lake, _rows(_blocks(engine, _CANDIDATES_SQL, [batch, search]), brands))
        files += _written(lake, _later(engine, files))
        lake.replace("promotions", files, wanted)
    finally:
        for file in files:
            file.unlink(missing_ok=True)
        for name in ("promoted", "promoting"):
            engine.drop(name)


def _search(brands: Iterable[Brand]) -> str:
    """Give the expression that narrows the posts: what traces need, and names in any spelling."""
    names = {part for one in brands for name in (one.name, *one.also) if (part := _loose(name))}
    return "|".join([sieve(), *sorted(names)])


def _loose(name: str) -> str:
    """Write a name so that its other spellings are let through too; the search for brands is exact later."""
    return r"[\W_]{0,2}".join(
        re.sub(r"[^\x00-\x7f]|[aoe]", "..?", part) for part in re.findall(r"\w+", name.lower())
    )


def _blocks(engine: Engine, sql: str, values: Sequence[str] = ()) -> Iterator[list[dict[str, object]]]:
    for block in engine.arrow(sql, values).to_batches(max_chunksize=_BLOCK):
        yield block.to_pylist()


def _rows(
    blocks: Iterable[list[dict[str, object]]], brands: Sequence[Brand]
) -> Iterator[list[Mapping[str, object]]]:
    for block in blocks:
        yield [row for post in block for row in _of_post(post, brands)]


def _written(lake: Lake, blocks: Iterable[list[Mapping[str, object]]]) -> list[Path]:
    """Write rows to scratch files, one a block."""
    schema = arrow_schema(table("promotions"))
    files = []
    for rows in blocks:
        if rows:
            files.append(lake.scratch())
            pq.write_table(pa.Table.from_pylist(list(rows), schema=schema), files[-1], compression="zstd")
    return files


def _of_post(post: Mapping[str, object], brands: Sequence[Brand]) -> Iterator[Mapping[str, object]]:
    """Give one row per brand a post names, or one without a brand where it only tells of a collaboration."""
    text = str(post["text"])
    traces = traces_of(text)
    named = named_brands(text, traces, brands)
    told = _told(traces, bool(post["paid_label"]))
    if told is None and not named:
        return
    denied = any(one.says is Says.DENIAL for one in traces)
    for brand in named or (None,):
        yield _row(post, told, brand, denied)


def _told(traces: Sequence[Trace], labelled: bool) -> Trace | None:
    """Choose the trace that speaks most clearly: a label, a statement, the platform's label, a cue."""
    spoken = [one for one in traces if one.form]
    order = {Says.LABEL: 0, Says.STATEMENT: 1, Says.CUE: 3}
    if labelled and not any(one.says in _SPEAKS for one in spoken):
        return Trace("advertisement", Says.CUE, 0, 0, "")
    return min(spoken, key=lambda one: (order[one.says], one.start), default=None)


def _row(
    post: Mapping[str, object], told: Trace | None, brand: Named | None, denied: bool
) -> Mapping[str, object]:
    return {
        "post": post["post"],
        "account": post["account"],
        "moment": post["moment"],
        "brand": brand.name if brand else None,
        "brand_how": brand.how if brand else None,
        "form": told.form if told else None,
        "says": _says(told),
        "words": told.words[:_QUOTE] if told and told.words else (brand.name if brand and not told else None),
        "start": told.start if told and told.words else (brand.start if brand and not told else None),
        "stop": told.end if told and told.words else (brand.end if brand and not told else None),
        "denied": denied,
    }


def _says(told: Trace | None) -> str:
    if told is None:
        return "none"
    return told.says.value if told.words else "platform"


def _later(engine: Engine, files: Sequence[Path]) -> Iterator[list[Mapping[str, object]]]:
    """Find posts that name, without a word, a brand that the same account labelled or stated before."""
    stated = _stated(files)
    if not stated:
        return
    promoted = {str(post) for file in files for post in pq.read_table(file, columns=["post"])[0].to_pylist()}
    engine.give("promoted", pa.table({"post": pa.array(sorted(promoted), pa.string())}))
    engine.give("promoting", pa.table({"account": pa.array(sorted(stated), pa.string())}))
    for block in _blocks(engine, _LATER_SQL):
        yield [row for post in block for row in _unsaid(post, stated[str(post["account"])])]


def _stated(files: Sequence[Path]) -> dict[str, dict[str, datetime]]:
    """Give, per account, the brands it named in labels and statements, with the first time."""
    found: dict[str, dict[str, datetime]] = {}
    for file in files:
        for row in pq.read_table(file, columns=["account", "brand", "moment", "says"]).to_pylist():
            if row["brand"] and row["says"] in ("label", "statement", "platform") and row["moment"]:
                own = found.setdefault(row["account"], {})
                own[row["brand"]] = min(own.get(row["brand"], row["moment"]), row["moment"])
    return found


def _unsaid(post: Mapping[str, object], brands: Mapping[str, datetime]) -> Iterator[Mapping[str, object]]:
    text, moment = str(post["text"]), post["moment"]
    known = [Brand(name) for name, first in brands.items() if isinstance(moment, datetime) and moment > first]
    for one in named_brands(text, (), known):
        yield _row(post, None, one, denied=False)
