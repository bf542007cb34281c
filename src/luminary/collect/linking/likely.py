"""Likely pairs by names, handles and words: Fellegi and Sunter's model, computed by splink.

Two accounts are compared only when they share a name, a handle, a surname with a fitting given name, or a
name that holds the other; a value that many share is left out there, so the number of comparisons grows as
the number of accounts. Each comparison gives a weight in bits: how much likelier what is seen is for one
person than for two. For names and handles that weight follows how many people bear them (`names`,
`handles`), so that "Anna Andersson" proves little. The shares among pairs of one person (m) are set by
hand, and rounded; they are the same for all data, so that nothing depends on which accounts happen to be
there.

It cannot tell namesakes with like handles apart, nor find somebody who shows another name everywhere.

References
----------
Fellegi & Sunter, "A theory for record linkage" (JASA 1969). Linacre et al., "Splink: free software for
probabilistic record linkage at scale" (IJPDS 2022).
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from importlib.util import find_spec
from math import log2
from typing import Any

import pyarrow as pa

from luminary.collect.linking.evidence import Piece
from luminary.settings import limits
from luminary.store import Engine, connection_aside

METHOD = 2
"""Goes up when the same accounts give other pairs."""
POPULATION = 10_000
"""Least number of people, on each platform, among whom somebody is looked for: few accounts in a workspace do
not mean that few people exist."""
_OVERLAP = 0.3
"""Share of the people on the smaller platform who are expected on the other one, too."""
_CROWD = 30
"""A value that more accounts share than this is not looked up."""
_SMALLEST = 1e-9

_NAMED = "handle_l = handle_r AND by_name_l AND by_name_r AND core_l = core_r"
"""One handle, made of the name: namesakes choose it too, and then figures of their own behind it."""

# comparison: levels from the strongest on, as (condition, code, m, u, column of the frequency)
_LEVELS: dict[str, tuple[tuple[str, str, float, float, str | None], ...]] = {
    "core": (
        ("full_l = full_r", "name", 0.70, 1e-6, "core"),
        ("core_l = core_r", "name", 0.10, 1e-6, "core"),
        ("other_l = core_r OR core_l = other_r", "names", 0.04, 2e-6, None),
        (
            "family_l = family_r AND (given_l = left(given_r, 1) OR given_r = left(given_l, 1))",
            "initial", 0.03, 1e-5, "family",
        ),
        (
            "jaro_winkler_similarity(full_l, full_r) >= 0.94 AND length(full_l) >= 9 "
            "AND length(full_r) >= 9",
            "spelling", 0.05, 2e-5, None,
        ),
        ("ELSE", "other name", 0.08, 0.999, None),
    ),
    "handle": (
        (
            f"{_NAMED} AND figures_l <> figures_r AND figures_l <> '' AND figures_r <> ''",
            "other figures", 0.05, 0.05, None,
        ),
        (f"{_NAMED} AND figures_l = figures_r AND figures_l <> ''", "same figures", 0.15, 0.003, None),
        (
            _NAMED,
            "name handle", 0.45, 0.06, None,
        ),
        ("handle_l = handle_r", "handle", 0.50, 1e-5, "handle"),
        (
            "core_l = core_r AND (starts_with(handle_l, handle_r) OR starts_with(handle_r, handle_l) "
            "OR jaro_winkler_similarity(handle_l, handle_r) >= 0.92)",
            "near handle", 0.20, 0.08, None,
        ),
        ("ELSE", "other handle", 0.30, 0.86, None),
    ),
    "words": (
        ("len(list_intersect(words_l, words_r)) >= 2", "words", 0.30, 0.005, None),
        ("len(list_intersect(words_l, words_r)) = 1", "words", 0.25, 0.04, None),
        ("ELSE", "other words", 0.45, 0.955, None),
    ),
}  # fmt: skip
_FREQUENCIES = ("core", "family", "handle")
_RULES = (
    "l.crowd_core = r.crowd_core AND l.scope <> r.scope",
    "l.crowd_handle = r.crowd_handle AND l.scope <> r.scope",
    "l.other = r.crowd_core AND l.scope <> r.scope",
    "l.crowd_core = r.other AND l.scope <> r.scope",
    "l.crowd_family = r.crowd_family AND left(l.given, 1) = left(r.given, 1) AND l.scope <> r.scope",
)
_CROWDS_SQL = f"""
SELECT f.*, CASE WHEN count(*) OVER (PARTITION BY core) <= {_CROWD} THEN core END AS crowd_core,
       CASE WHEN count(*) OVER (PARTITION BY handle) <= {_CROWD} THEN handle END AS crowd_handle,
       CASE WHEN count(*) OVER (PARTITION BY family, left(given, 1)) <= {_CROWD}
            THEN family END AS crowd_family
FROM features f
"""
_NAMESAKES_SQL = """
SELECT core, max(there) FROM (SELECT core, scope, count(*) AS there FROM features WHERE core IS NOT NULL
GROUP BY core, scope) GROUP BY core HAVING max(there) > 1
"""


def is_installed() -> bool:
    """Tell whether splink is there (extra `identity`)."""
    return find_spec("splink") is not None


def prior(engine: Engine) -> float:
    """Give the share of pairs on different platforms that are one person, before anything is compared."""
    counts = [int(str(row[0])) for row in engine.rows("SELECT count(*) FROM features GROUP BY scope")]
    largest = max([*sorted(counts)[-2:-1], POPULATION])
    return _OVERLAP / largest


def prior_bits(engine: Engine) -> float:
    """Give what speaks against two accounts at random, in bits; `features` must be named in the engine."""
    start = prior(engine)
    return log2(start / (1 - start))


def likely_pairs(engine: Engine, least: float) -> Iterator[tuple[str, str, tuple[Piece, ...]]]:
    """Find pairs by names, handles and words whose weight is at least so many bits.

    `features` must be named in the engine, and splink be installed.

    Yields
    ------
    tuple
        The smaller key, the other, and the pieces of evidence.
    """
    start = prior(engine)
    first = Piece("prior", prior_bits(engine))
    found = _predicted(engine.arrow(_CROWDS_SQL), start, least)
    for batch in found.to_batches(max_chunksize=10_000):
        for row in batch.to_pylist():
            one, other = sorted((row["unique_id_l"], row["unique_id_r"]))
            yield one, other, (first, *(piece for name in _LEVELS if (piece := _piece(row, name))))


def namesakes(engine: Engine) -> frozenset[str]:
    """List the names that several accounts of one platform bear."""
    return frozenset(str(row[0]) for row in engine.rows(_NAMESAKES_SQL))


def _piece(row: dict[str, Any], name: str) -> Piece | None:
    level = int(row[f"gamma_{name}"])
    levels = _LEVELS[name]
    if level < 0:
        return None
    code = levels[len(levels) - 1 - level][1]
    weight = float(row[f"mw_{name}"]) + float(row.get(f"mw_tf_adj_{name}") or 0.0)
    seen = {"core": row["core_l"], "handle": row["handle_l"]}.get(name) if weight > 0 else None
    return Piece(code, weight, str(seen or ""))


def _predicted(rows: pa.Table, start: float, least: float) -> pa.Table:
    """Let splink compare all pairs that the rules find."""
    from splink import DuckDBAPI, Linker

    logging.getLogger("splink").setLevel(logging.ERROR)
    with connection_aside(limits().memory) as connection:
        connection.register("given", rows)
        connection.execute("CREATE TABLE features AS SELECT * FROM given")
        connection.unregister("given")
        api = DuckDBAPI(connection)
        linker = Linker(api.register("features"), _settings(start), log_level=None)
        for name in _FREQUENCIES:
            connection.execute(
                f"CREATE TABLE of_{name} AS SELECT {name}, max(tf_{name}) AS tf_{name} FROM features "
                f"WHERE {name} IS NOT NULL GROUP BY {name}"
            )
            linker.table_management.register_term_frequency_lookup(api.register(f"of_{name}"), name)
        found = linker.inference.predict(threshold_match_weight=least)
        return connection.sql(f"SELECT * FROM {found.physical_name}").to_arrow_table()


def _settings(start: float) -> dict[str, Any]:
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "unique_id",
        "probability_two_random_records_match": start,
        "retain_matching_columns": True,
        "retain_intermediate_calculation_columns": True,
        "blocking_rules_to_generate_predictions": [
            {"blocking_rule": rule, "sql_dialect": "duckdb"} for rule in _RULES
        ],
        "comparisons": [_comparison(name, levels) for name, levels in _LEVELS.items()],
    }


def _comparison(name: str, levels: tuple[tuple[str, str, float, float, str | None], ...]) -> dict[str, Any]:
    empty = f"{name}_l IS NULL OR {name}_r IS NULL"
    made: list[dict[str, Any]] = [
        {"sql_condition": empty, "label_for_charts": "empty", "is_null_level": True}
    ]
    for condition, code, m, u, frequency in levels:
        level: dict[str, Any] = {
            "sql_condition": condition, "label_for_charts": code, "m_probability": m, "u_probability": u,
        }  # fmt: skip
        if frequency is not None:
            level |= {
                "tf_adjustment_column": frequency,
                "tf_adjustment_weight": 1.0,
                "tf_minimum_u_value": _SMALLEST,
                "disable_tf_exact_match_detection": True,
            }
        made.append(level)
    return {"output_column_name": name, "comparison_levels": made}
