"""Which columns of an edge list are its ends, its time, its weight and its relation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from luminary.collect.source import Options
from luminary.collect.tabular import TimeReader, plain, time_kind
from luminary.errors import MappingError, UnknownNameError
from luminary.i18n import say

FIELDS: Mapping[str, str] = {
    "source": "who names, asks, follows, sends",
    "target": "who is named, asked, followed, sent to",
    "at": "when",
    "weight": "how strongly",
    "relation": "what kind of tie",
}
SETTINGS: Mapping[str, str] = {
    "relation": "name of the tie where no column says it; default: tie",
    "targets": "columns of a nomination table, with commas between them; * stands for any letters",
    "group": "column within which ids are unique (village, ward)",
    "zone": "time zone of times that name none; default: UTC",
    "time": "how times are written, as for mapped tables",
    "date_order": "dmy or mdy, where dates can be read both ways",
    "delimiter": "comma, semicolon, tab or pipe",
    "encoding": "of text without a byte order mark; default: utf-8",
    "quote": "double or none",
    "header": "yes or no",
}
"""Every setting with its meaning."""
_OWN = ("names",)

PAIRS = (
    ("source", "target"),
    ("source id", "target id"),
    ("from", "to"),
    ("from id", "to id"),
    ("sender", "recipient"),
    ("sender", "receiver"),
    ("ego", "alter"),
    ("follower", "followed"),
    ("follower", "followee"),
    ("follower id", "followed id"),
    ("nominator", "nominee"),
    ("i", "j"),
    ("node1", "node2"),
    ("node 1", "node 2"),
    ("v1", "v2"),
    ("fran", "till"),
    ("fra", "til"),
    ("avsandare", "mottagare"),
    ("avsender", "mottaker"),
    ("afsender", "modtager"),
    ("kalla", "mal"),
    ("kilde", "mal"),
    ("lahettaja", "vastaanottaja"),
    ("lahde", "kohde"),
)
"""Names of the two ends that occur together, in plain spelling."""
_MORE = {
    "at": [
        "time",
        "timestamp",
        "date",
        "datetime",
        "at",
        "created",
        "at",
        "tid",
        "datum",
        "dato",
        "aika",
        "pvm",
        "paivamaara",
    ],
    "weight": [
        "weight",
        "strength",
        "value",
        "count",
        "n",
        "vikt",
        "styrka",
        "vekt",
        "vaegt",
        "vagt",
        "paino",
        "antal",
        "antall",
    ],
    "relation": ["relation", "relationship", "tie", "type", "reltype", "relasjon", "suhde"],
}


@dataclass(frozen=True, slots=True)
class TieColumns:
    """The columns of an edge list.

    Parameters
    ----------
    source : str
        Column of the one who names.
    targets : tuple of str
        Column of the one named; several in a nomination table.
    at, weight, relation, group : str, default ""
        Columns of time, weight, relation and of the group within which ids are unique; empty for none.
    time : str, default "iso"
        How times are written.
    """

    source: str
    targets: tuple[str, ...]
    at: str = ""
    weight: str = ""
    relation: str = ""
    group: str = ""
    time: str = "iso"


def tie_columns(names: Sequence[str], rows: Sequence[Mapping[str, object]], said: Options) -> TieColumns:
    """Find the columns of an edge list; what the user says wins.

    Raises
    ------
    MappingError
        When there is no column for an end, or one named by the user is missing.
    UnknownNameError
        When the user names a field or setting that does not exist.

    Examples
    --------
    >>> tie_columns(["Från", "Till", "Vikt"], [], Options()).weight
    'Vikt'
    """
    _check_names(said)
    for field, column in said.columns.items():
        _present(column, names, field)
    pair = ends(names)
    source = said.columns.get("source") or (pair[0] if pair else "")
    targets = _targets(names, said, pair)
    if not source or not targets:
        lacking = "source" if not source else "target"
        raise MappingError(
            say(
                "no column for the {lacking} of the ties; the columns are {listed}. Say which it is, as in "
                "--column {lacking}=NAME",
                lacking=lacking,
                listed=", ".join(names[:40]) or "none",
            )
        )
    ends_taken = {source, *targets}
    more = {field: said.columns.get(field, _known(field, names, ends_taken)) for field in _MORE}
    group = said.settings.get("group", "")
    _present(group, names, "group")
    time = _time(more["at"], rows, said)
    at = more["at"] if time else ""
    return TieColumns(source, targets, at, more["weight"], more["relation"], group, time or "iso")


def ends(names: Sequence[str]) -> tuple[str, str] | None:
    """Find the two columns that are the ends of a tie by their names; None when no known pair is there."""
    by_plain = {plain(name): name for name in reversed(names)}
    return next(
        ((by_plain[one], by_plain[other]) for one, other in PAIRS if one in by_plain and other in by_plain),
        None,
    )


def _check_names(said: Options) -> None:
    for field in said.columns:
        if field not in FIELDS:
            raise UnknownNameError.of("field", field, FIELDS)
    for name in said.settings:
        if name not in SETTINGS and name not in _OWN:
            raise UnknownNameError.of("setting", name, SETTINGS)


def _present(column: str, names: Sequence[str], field: str) -> None:
    if column and column not in names:
        raise MappingError(
            say(
                "no column '{column}' for {field}; the columns are {listed}",
                column=column,
                field=field,
                listed=", ".join(names[:40]) or "none",
            )
        )


def _targets(names: Sequence[str], said: Options, pair: tuple[str, str] | None) -> tuple[str, ...]:
    wanted = [part.strip() for part in said.settings.get("targets", "").split(",") if part.strip()]
    if not wanted:
        target = said.columns.get("target") or (pair[1] if pair else "")
        return (target,) if target else ()
    found: dict[str, None] = {}
    for form in wanted:
        matching = [name for name in names if name == form or fnmatchcase(name, form)]
        if not matching:
            raise MappingError(
                say(
                    "no column '{form}' for targets; the columns are {listed}",
                    form=form,
                    listed=", ".join(names[:40]) or "none",
                )
            )
        found.update(dict.fromkeys(matching))
    return tuple(found)


def _known(field: str, names: Sequence[str], taken: set[str]) -> str:
    known = _MORE[field]
    found = [name for name in names if plain(name) in known and name not in taken]
    return min(found, key=lambda name: known.index(plain(name)), default="")


def _time(column: str, rows: Sequence[Mapping[str, object]], said: Options) -> str:
    """Tell how times are written; empty where a guessed column holds no times (the waves of a study)."""
    zone = said.settings.get("zone", "UTC")
    if stated := said.settings.get("time"):
        return TimeReader(stated, zone).kind
    TimeReader("iso", zone)  # refuses an unknown zone
    values = [row.get(column) for row in rows]
    if not column or all(value in (None, "") for value in values):
        return "iso"
    try:
        return time_kind(values, column, said.settings.get("date_order", ""))
    except MappingError:
        if "at" in said.columns or "either way" in _kind_error(values, column):
            raise
        return ""


def _kind_error(values: Sequence[object], column: str) -> str:
    try:
        time_kind(values, column)
    except MappingError as error:
        return str(error)
    return ""
