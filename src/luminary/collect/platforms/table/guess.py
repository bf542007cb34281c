"""Guesses what the columns of a table mean, from their names and, where names leave it open, their values."""

from __future__ import annotations

import re
from collections.abc import Mapping as Dict
from collections.abc import Sequence

from luminary.collect.decode import clean
from luminary.collect.platforms.table.fields import (
    COUNTS,
    MEANINGS,
    OF_POSTS,
    WHO,
    figure_name,
    known_as,
)
from luminary.collect.platforms.table.mapping import Mapping, check_names
from luminary.collect.source import Options
from luminary.collect.tabular import TimeReader, count_of, plain, time_kind
from luminary.errors import MappingError
from luminary.i18n import Listing, say

_HANDLE = re.compile(r"@?[A-Za-z0-9._\-]{1,64}")
_ID = re.compile(r"\d+(\.0)?|[0-9a-fA-F]{16,}|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_SURE, _LIKELY = 0.95, 0.6


def guess_mapping(
    names: Sequence[str],
    sample_rows: Sequence[Dict[str, object]],
    overrides: Options | None = None,
    notes: tuple[str, ...] = (),
) -> Mapping:
    """Guess which column is which field; what the user says wins.

    Parameters
    ----------
    names : sequence of str
        Columns in order, each name once (`luminary.collect.tabular.unique_names`).
    sample_rows : sequence of mapping
        The first rows: they decide how times are written, and whether "author" is an id, handle or name.
    overrides : Options, optional
        `columns` (field to column; an empty column means: no column for it) and `settings`.
    notes : tuple of str
        What to state about the header.

    Returns
    -------
    Mapping

    Raises
    ------
    MappingError
        When a column named by the user is not there, when there is none for the author or the time, or
        when times can be read in two ways. The message lists the columns seen.
    UnknownNameError
        When the user names a field or setting that does not exist.

    Notes
    -----
    A name is compared without regard to case, accents, underscores and word form ("createdAt", "Created_at").
    The guess knows English, Swedish, Norwegian, Danish and Finnish, and common exports. It cannot see that
    a column called "Datum" holds the wrong date: look at what it shows.

    Examples
    --------
    >>> rows = [{"Datum": "13.03.2025 08:00", "Författare": "Astrid Lund", "Inlägg": "Hej", "Avdelning": "4"}]
    >>> print(guess_mapping(list(rows[0]), rows).shown())
    name <- Författare
    at <- Datum
    text <- Inlägg
    platform = table
    zone = UTC
    kind = posts
    time = dmy
    mentions = none
    not used: Avdelning
    """
    overrides = overrides or Options()
    check_names(overrides.columns, overrides.settings)
    guess = _Guess(names, sample_rows, overrides)
    guess.run()
    return Mapping(guess.in_order(), guess.settings, guess.unused(), notes)


class _Guess:
    """The state of one guess: what is taken, what is left."""

    def __init__(self, names: Sequence[str], rows: Sequence[Dict[str, object]], said: Options) -> None:
        self._names = names
        self._rows = rows
        self._said = said
        self._columns = {field: column for field, column in said.columns.items() if column}
        self._closed = {field for field, column in said.columns.items() if not column}
        self.settings = {"platform": "table", "zone": "UTC", **said.settings}
        for field, column in self._columns.items():
            if column not in names:
                raise MappingError(
                    say(
                        "no column '{column}' for {field}; {seen}",
                        column=column,
                        field=field,
                        seen=self._seen(),
                    )
                )

    def run(self) -> None:
        """Take the sure columns first, then those that values decide."""
        self.settings["kind"] = kind = self._kind()
        for field in MEANINGS:
            if field in COUNTS:
                self._take(field, self._figures(field))
            elif field != "at" and (kind == "posts" or field not in OF_POSTS or field == "id"):
                self._take(field, self._known(field))
        if kind == "accounts" and "account_id" not in self._columns and "id" in self._columns:
            self._columns["account_id"] = self._columns.pop("id")
        if kind == "posts":
            self._take_time()
        self._take_who()
        self._check(kind)
        self._settle_mentions()

    def in_order(self) -> dict[str, str]:
        """Give the mapping in the order in which fields are listed."""
        return {field: self._columns[field] for field in MEANINGS if field in self._columns}

    def unused(self) -> tuple[str, ...]:
        """Give the columns that no field uses; of nested objects only the innermost."""
        used = set(self._columns.values())
        outer = {name[:at] for name in self._names for at, mark in enumerate(name) if mark == "."}
        return tuple(name for name in self._names if name not in used and name not in outer)

    def _kind(self) -> str:
        kind = self._said.settings.get("kind")
        if kind in ("posts", "accounts"):
            return kind
        if kind:
            raise MappingError(say("kind is '{kind}'; it can be posts or accounts", kind=kind))
        told = any(field in self._columns or self._known(field) for field in ("text", "at"))
        figures = any(field in self._columns or self._figures(field) for field in COUNTS)
        return "accounts" if figures and not told else "posts"

    def _take(self, field: str, candidates: Sequence[str]) -> None:
        if field not in self._columns and field not in self._closed and candidates:
            self._columns[field] = candidates[0]

    def _known(self, field: str) -> list[str]:
        """List free columns known under a field's names, the likeliest first."""
        known = known_as(field)
        found = [name for name in self._free() if plain(name) in known and self._fits(name, field)]
        return sorted(found, key=lambda name: known[plain(name)])

    def _free(self) -> list[str]:
        used = set(self._columns.values())
        return [name for name in self._names if name not in used]

    def _fits(self, name: str, field: str) -> bool:
        """Leave objects alone, and lists but for mentions: their parts have names of their own."""
        value = next(iter(self._values(name)), None)
        return not isinstance(value, dict) and (field == "mentions" or not isinstance(value, list))

    def _values(self, name: str) -> list[object]:
        found = (value_at(row, name) for row in self._rows)
        return [value for value in found if value is not None and value != ""]

    def _figures(self, field: str) -> list[str]:
        """List free columns of figures; of several, the one written out in full comes first."""
        known = known_as(field)
        found = [name for name in self._free() if figure_name(name) in known and self._are_counts(name)]
        return sorted(found, key=lambda name: (known[figure_name(name)], -self._share(name, _ID)))

    def _are_counts(self, name: str) -> bool:
        values = self._values(name)
        return sum(map(_is_count, values)) >= 0.9 * len(values)

    def _share(self, name: str, form: re.Pattern[str]) -> float:
        values = self._values(name)
        return sum(form.fullmatch(clean(str(value)).strip()) is not None for value in values) / max(
            len(values), 1
        )

    def _take_time(self) -> None:
        """Choose the first candidate that holds times, and state how they are written."""
        candidates = [self._columns["at"]] if "at" in self._columns else self._known("at")
        if "at" in self._closed or not candidates:
            return
        if self._said.settings.get("time"):
            self.settings["time"] = TimeReader(self._said.settings["time"], self.settings["zone"]).kind
            self._columns["at"] = candidates[0]
            return
        refused: list[MappingError] = []
        for column in candidates:
            try:
                self._columns["at"], self.settings["time"] = column, self._time_of(column)
                return
            except MappingError as error:
                refused.append(error)
        raise refused[0]

    def _time_of(self, column: str) -> str:
        TimeReader("iso", self.settings["zone"])  # refuses an unknown zone
        if not self._rows:
            return "iso"
        return time_kind(self._values(column), column, self._said.settings.get("date_order", ""))

    def _take_who(self) -> None:
        """Share out columns such as "author" by what they hold: ids, handles or names."""
        open_fields = [field for field in WHO if field not in self._columns and field not in self._closed]
        candidates = self._known("who")
        for field in open_fields:
            chosen = self._who(field, candidates, spare="name" in open_fields)
            if chosen:
                self._columns[field] = chosen
                candidates.remove(chosen)

    def _who(self, field: str, candidates: list[str], *, spare: bool) -> str | None:
        if not candidates:
            return None
        if field == "name":
            return candidates[0]
        form = _ID if field == "account_id" else _HANDLE
        shares = {name: self._share(name, form) for name in candidates}
        best = max(candidates, key=shares.__getitem__)
        others = [share for name, share in shares.items() if name != best]
        if shares[best] >= _SURE:
            return best
        likely = field == "handle" and spare and others and max(others) < shares[best]
        return best if likely and shares[best] >= _LIKELY else None

    def _check(self, kind: str) -> None:
        """Refuse a table without author or time, with what was seen and how to say it."""
        lacking = []
        if not any(field in self._columns for field in WHO):
            lacking.append("the author (account_id, handle or name)")
        if kind == "posts" and "at" not in self._columns:
            lacking.append("the time (at)")
        if lacking:
            field = "at" if len(lacking) == 1 and "time" in lacking[0] else "name"
            free = self._free()
            example = free[0] if free else "COLUMN"
            more = "" if kind == "accounts" else "; if every row is an account, say --setting kind=accounts"
            raise MappingError(
                say(
                    "no column for {listed}; {seen}. Say which it is, as in --column {field}={shell}{more}",
                    listed=Listing(lacking, " and none for "),
                    seen=self._seen(),
                    field=field,
                    shell=_shell(example),
                    more=more,
                )
            )

    def _settle_mentions(self) -> None:
        said = self._said.settings.get("mentions")
        if said not in (None, "column", "text", "none"):
            raise MappingError(say("mentions is '{said}'; it can be column, text or none", said=said))
        if self.settings["kind"] == "posts":
            by_text = "text" in self._columns and "handle" in self._columns
            guessed = "column" if "mentions" in self._columns else "text" if by_text else "none"
            self.settings["mentions"] = said or guessed

    def _seen(self) -> str:
        return f"the columns are {', '.join(self._names[:40]) or 'none'}"


def _shell(column: str) -> str:
    return f'"{column}"' if " " in column else column


def _is_count(value: object) -> bool:
    try:
        count_of(value)
    except ValueError:
        return False
    return True


def value_at(row: Dict[str, object], name: str) -> object:
    """Take a cell by its column, or a nested value by the path ``outer.inner``.

    Examples
    --------
    >>> value_at({"author": {"name": "Bo Ek"}}, "author.name")
    'Bo Ek'
    """
    if name in row or "." not in name:
        return row.get(name)
    value: object = row
    for part in name.split("."):
        if not isinstance(value, dict):
            return None
        value = value.get(part)
    return value
