"""All cards as columns, so that a million of them fit into memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pyarrow as pa

from luminary.collect.linking.card import Card
from luminary.collect.linking.handles import chance, core_of, figures_of, is_explained
from luminary.collect.linking.names import Commonness, Name, plain, read_name
from luminary.store import Engine

CARDS = pa.schema(
    [
        ("person", pa.string()),
        ("scope", pa.string()),
        ("kind", pa.string()),
        ("shown", pa.string()),
        ("parts", pa.list_(pa.string())),
        ("handle", pa.string()),
        ("figures", pa.string()),
        ("words", pa.list_(pa.string())),
    ]
)
_OWNS = pa.schema([("person", pa.string()), ("platform", pa.string()), ("name", pa.string())])
_CLAIMS = _OWNS.append(pa.field("proven", pa.bool_()))
_MARKS = pa.schema([("person", pa.string()), ("kind", pa.string()), ("value", pa.string())])
_TOGETHER = 20_000
RELATIONS = ("cards", "owns", "claims", "marks")


def give_cards(engine: Engine, cards: Iterable[Card]) -> int:
    """Name `cards`, `owns`, `claims` and `marks` in the engine; gives how many cards there are."""
    gathered: dict[str, list[pa.Table]] = {name: [] for name in RELATIONS}
    part: list[Card] = []
    count = 0
    for card in cards:
        part.append(card)
        count += 1
        if len(part) == _TOGETHER:
            _add(gathered, part)
            part = []
    _add(gathered, part)
    for name, tables in gathered.items():
        engine.give(name, pa.concat_tables(tables))
    return count


def _add(gathered: dict[str, list[pa.Table]], part: list[Card]) -> None:
    def keep(name: str, schema: pa.Schema, rows: list[tuple[object, ...]]) -> None:
        columns = list(zip(*rows, strict=True)) or [()] * len(schema)
        arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
        gathered[name].append(pa.Table.from_arrays(arrays, schema=schema))

    keep("cards", CARDS, [_row(card) for card in part])
    keep("owns", _OWNS, [(card.person, *one) for card in part for one in sorted(card.owns)])
    keep(
        "claims",
        _CLAIMS,
        [(card.person, *one, one in card.proven) for card in part for one in sorted(card.claims)],
    )
    keep("marks", _MARKS, [(card.person, *one) for card in part for one in sorted(card.marks)])


def _row(card: Card) -> tuple[object, ...]:
    parts = list(card.name.parts) if card.name else None
    handle = max(card.handles, key=lambda one: (len(one), one), default=None)
    shown = card.shown[0] if card.shown else ""
    return (
        card.person,
        card.scope,
        card.kind,
        shown[:200],
        parts,
        handle,
        _figures(card, handle),
        sorted(card.words),
    )


def _figures(card: Card, core: str | None) -> str:
    """Give the figures at the end of the handle that is compared."""
    ends = (figures_of(name) for platform, name in sorted(card.owns) if core_of(name, platform) == core)
    return next(ends, "")


FEATURES = pa.schema(
    [
        ("unique_id", pa.string()),
        ("scope", pa.string()),
        ("core", pa.string()),
        ("other", pa.string()),
        ("full", pa.string()),
        ("given", pa.string()),
        ("family", pa.string()),
        ("handle", pa.string()),
        ("figures", pa.string()),
        ("by_name", pa.bool_()),
        ("words", pa.list_(pa.string())),
        ("tf_core", pa.float64()),
        ("tf_family", pa.float64()),
        ("tf_handle", pa.float64()),
    ]
)
_RARE = 0.002
_RARE_LEAST = 4
"""A word is rare when it stands on this many cards at most, or on this share of all."""


def give_features(engine: Engine) -> None:
    """Name `features` in the engine: of every card of nobody's service, what likely pairs are found by."""
    rows = engine.arrow(
        "SELECT person, scope, parts, handle, figures, words FROM cards "
        "WHERE kind <> 'service' ORDER BY person"
    ).to_pydict()
    names = [_name(parts) for parts in rows["parts"]]
    spelled = {plain("".join(name.parts)): name for name in names if name}
    names = [name or spelled.get(handle or "") for name, handle in zip(names, rows["handle"], strict=True)]
    common = Commonness((scope, name) for scope, name in zip(rows["scope"], names, strict=True) if name)
    rare = _rare_words(rows["words"])
    made = [
        _features(person, scope, name, handle, figures, [word for word in words if word in rare][:12], common)
        for person, scope, name, handle, figures, words in zip(
            rows["person"], rows["scope"], names, rows["handle"], rows["figures"], rows["words"], strict=True
        )
    ]
    columns = list(zip(*made, strict=True)) or [()] * len(FEATURES)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, FEATURES, strict=True)]
    engine.give("features", pa.Table.from_arrays(arrays, schema=FEATURES))


def _name(parts: list[str] | None) -> Name | None:
    return None if not parts else Name(f"{parts[0]} {parts[-1]}", " ".join(sorted(parts)), tuple(parts))


def _rare_words(words: Iterable[list[str]]) -> set[str]:
    counts: Counter[str] = Counter()
    cards = 0
    for one in words:
        counts.update(one)
        cards += 1
    most = max(_RARE_LEAST, round(_RARE * cards))
    return {word for word, often in counts.items() if 1 < often <= most}


def _features(
    person: str,
    scope: str,
    name: Name | None,
    handle: str | None,
    figures: str,
    words: list[str],
    common: Commonness,
) -> tuple[object, ...]:
    parts = name.parts if name else None
    return (
        person,
        scope,
        name.core if name else None,
        f"{parts[0]} {parts[1]}" if parts and len(parts) > 2 else None,
        name.full if name else None,
        parts[0] if parts else None,
        parts[-1] if parts else None,
        handle,
        figures,
        bool(handle and parts and is_explained(handle, parts)),
        words or None,
        common.of(parts) if parts else None,
        common.family(parts[-1]) if parts else None,
        chance(handle, parts, common) if handle else None,
    )


def names_fit(one: str, other: str) -> bool | None:
    """Tell whether two names as shown may be one person's; None when one of them is no full name.

    Examples
    --------
    >>> names_fit("Anna Berg", "Berg, Anna Maria"), names_fit("Anna Berg", "Bo Ek")
    (True, False)
    >>> names_fit("Anna Berg", "annab") is None
    True
    """
    first, second = read_name(one), read_name(other)
    if first is None or second is None:
        return None
    shared = set(first.parts) & set(second.parts)
    if len(shared) >= 2:
        return True
    same_family = first.parts[-1] == second.parts[-1]
    return same_family and plain(first.parts[0])[:1] == plain(second.parts[0])[:1]
