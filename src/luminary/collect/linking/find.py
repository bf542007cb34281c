"""Finding pairs: cards, strong identifiers, likely pairs, verdicts, and which of them are joined."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from luminary.collect.linking import likely
from luminary.collect.linking.assign import Candidate, assign
from luminary.collect.linking.card import cards, gather
from luminary.collect.linking.evidence import Piece, written
from luminary.collect.linking.rules import ASK, Around, Pair, judged
from luminary.collect.linking.strong import strong_pairs
from luminary.collect.linking.table import RELATIONS, give_cards, give_features, names_fit
from luminary.store import Engine, Lake, arrow_schema
from luminary.store.tables import table

METHOD = 1
"""Goes up when the same accounts give other pairs."""
_PASSING = (*RELATIONS, "features", "raw_cards", "raw_links")
_DIFFERENT = Piece("other name", -8.0)
_SAME = Piece("name", 8.0)


@dataclass(frozen=True, slots=True)
class Given:
    """What was decided before, and what must not be looked at.

    Attributes
    ----------
    joined, apart : sequence of pairs
        What somebody decided to be one person, or two.
    undone : frozenset of pairs
        What was joined automatically once, and taken back: never joined automatically again.
    kinds : mapping of str to str
        What users decided to stand behind a key.
    skip : frozenset of str
        Keys that the terms of their platform forbid to join.
    stated : frozenset of str
        Keys that may be joined only as the person states it herself.
    """

    joined: Sequence[tuple[str, str]] = ()
    apart: Sequence[tuple[str, str]] = ()
    undone: frozenset[tuple[str, str]] = frozenset()
    kinds: Mapping[str, str] = field(default_factory=dict)
    skip: frozenset[str] = frozenset()
    stated: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Suggested:
    """What was found.

    Attributes
    ----------
    cards : int
        Accounts that were compared.
    pairs : tuple of Pair
        All pairs worth a word; those with verdict ``merge`` are joined.
    likely : bool
        False when splink is not installed, so that only strong identifiers were looked at.
    """

    cards: int
    pairs: tuple[Pair, ...]
    likely: bool

    @property
    def merged(self) -> tuple[Pair, ...]:
        """Pairs to join."""
        return tuple(pair for pair in self.pairs if pair.verdict == "merge")


def find_pairs(engine: Engine, given: Given) -> Suggested:
    """Find who may be one person.

    Parameters
    ----------
    engine : Engine
        `identities`, `accounts` and `account_links` must be named in it.
    given : Given
        What was decided before.
    """
    gather(engine)
    count = give_cards(engine, cards(engine, given.skip, secrets.token_bytes(16)))
    found = _both(engine, given)
    scopes = dict(_texts(engine, "SELECT person, scope FROM cards"))
    around = _around(engine, given)
    pairs = list(judged(found, around, scopes))
    for name in _PASSING:
        engine.drop(name)
    return Suggested(count, tuple(_joined(pairs, scopes, given)), likely.is_installed())


def _both(engine: Engine, given: Given) -> list[Pair]:
    """Put strong and likely evidence of the same pair together."""
    found: dict[tuple[str, str], list[Piece]] = {}
    contradicted: set[tuple[str, str]] = set()
    strong: set[tuple[str, str]] = set()
    for seen in strong_pairs(engine):
        pair = (seen.one, seen.other)
        found.setdefault(pair, []).append(seen.piece)
        strong.add(pair)
        if seen.contradicted:
            contradicted.add(pair)
    give_features(engine)
    start = Piece("prior", likely.prior_bits(engine))
    shown = _shown(engine, strong)
    fits = {pair: names_fit(shown.get(pair[0], ""), shown.get(pair[1], "")) for pair in strong}
    if likely.is_installed():
        for one, other, pieces in likely.likely_pairs(engine, ASK - 1):
            found.setdefault((one, other), []).extend(pieces)
    apart = set(given.apart)
    return [
        Pair(*pair, _whole(pieces, start, fits.get(pair)), pair in contradicted, fits.get(pair))
        for pair, pieces in sorted(found.items())
        if pair not in apart and _allowed(pair, pieces, given)
    ]


def _allowed(pair: tuple[str, str], pieces: Iterable[Piece], given: Given) -> bool:
    """Tell whether the terms allow a pair: some platforms let accounts be joined only as the person says."""
    if not given.stated.intersection(pair):
        return True
    return any(piece.code in ("verified", "mutual") for piece in pieces)


def _whole(pieces: list[Piece], start: Piece, fits: bool | None) -> tuple[Piece, ...]:
    """Complete the evidence of a pair that only strong identifiers found."""
    if any(piece.code == "prior" for piece in pieces):
        return tuple(pieces)
    name = [_SAME] if fits else [_DIFFERENT] if fits is False else []
    return (start, *pieces, *name)


def _around(engine: Engine, given: Given) -> Around:
    kinds = dict(_texts(engine, "SELECT person, kind FROM cards WHERE kind <> 'unknown'"))
    names = dict(_texts(engine, "SELECT unique_id, core FROM features WHERE core IS NOT NULL"))
    return Around({**kinds, **given.kinds}, likely.namesakes(engine), names)


def _shown(engine: Engine, pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    wanted = sorted({key for pair in pairs for key in pair})
    engine.give("wanted", pa.table({"person": pa.array(wanted, pa.string())}))
    found = dict(_texts(engine, "SELECT c.person, c.shown FROM cards c JOIN wanted w ON w.person = c.person"))
    engine.drop("wanted")
    return found


def _texts(engine: Engine, sql: str) -> Iterator[tuple[str, str]]:
    return ((str(key), str(value)) for key, value in engine.rows(sql))


def _joined(pairs: list[Pair], scopes: Mapping[str, str], given: Given) -> Iterator[Pair]:
    """Choose which of the pairs with the verdict to merge are joined; the others are asked about."""
    decided = set(given.joined)
    good = [
        Candidate(pair.one, pair.other, pair.weight, pair.proof)
        for pair in pairs
        if pair.verdict == "merge" and (pair.one, pair.other) not in given.undone
    ]
    fitting = {(pair.one, pair.other): pair.weight for pair in pairs if pair.verdict != "conflict"}
    taken, left = assign(good, lambda key: _scope(key, scopes), given.joined, given.apart, fitting)
    chosen = {(one.one, one.other) for one in taken}
    for pair in pairs:
        key = (pair.one, pair.other)
        if key in decided or left.get(key) == "apart":
            continue
        if key in given.undone:
            yield replace(pair.beside("undone"), verdict="review")
        elif pair.verdict != "merge" or key in chosen:
            yield pair
        elif key in left:
            strong = pair.method == "strong" and left[key] == "taken"
            yield replace(pair.beside(left[key]), verdict="conflict" if strong else "review")


def _scope(key: str, scopes: Mapping[str, str]) -> str:
    return scopes.get(key) or key.partition("/")[0]


def keep_pairs(lake: Lake, pairs: Iterable[Pair], fingerprint: str) -> None:
    """Keep what was found as the table `identity_pairs`."""
    rows = [
        (pair.one, pair.other, pair.verdict, pair.method, pair.weight, written(pair.pieces)) for pair in pairs
    ]
    schema = arrow_schema(table("identity_pairs"))
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    arrays = [pa.array(column, one.type) for column, one in zip(columns, schema, strict=True)]
    file: Path = lake.scratch()
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), file, compression="zstd")
    lake.replace("identity_pairs", [file], fingerprint)
