"""Readers of lists of creators and of followers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from luminary.collect.decode import clean
from luminary.collect.items import Who, account_of
from luminary.collect.jsonrows import id_of, shown, told
from luminary.collect.platforms.creators.columns import (
    HANDLE,
    Columns,
    columns_of,
    count_in_cell,
    platform_in,
)
from luminary.collect.platforms.creators.snapshot import snapshot_of
from luminary.collect.sheets import Sheets
from luminary.collect.showing import read_when
from luminary.collect.source import Options, RawRow, Unit
from luminary.collect.tabular import plain, sample_of
from luminary.domain import Account, Metric, Record, Tie, account_key
from luminary.errors import InputError, UnusableRowError

COLUMNS = "creators"
_BESIDE = frozenset(("rank", "s no", "sno", "row cell", "no", "nr"))
_OWNER = re.compile(
    r"(?:followers|following|follows)[ _\-]of[ _\-]@?(?P<after>[\w.\-]+?)|"
    r"@?(?P<before>[\w.\-]+?)[ _\-](?:followers|following|follows)(?:[ _\-].*)?",
    re.IGNORECASE,
)
_FOLLOWED = re.compile(r"following|follows", re.IGNORECASE)
IDS = ("id", "user id", "account id", "did")
HANDLES = (
    "username",
    "handle",
    "screen name",
    "acct",
    "account address",
    "user name",
    "user",
    "follower",
    "account",
)
_NAMES = ("name", "display name", "full name")


class CreatorsReader:
    """Reads lists of creators.

    Parameters
    ----------
    options : Options
        As `with_columns` completes them.
    """

    def __init__(self, options: Options) -> None:
        self._sheets = Sheets(options)
        self._said = options.settings.get("platform") or ""
        self._seen = read_when(options)
        noted: dict[str, Any] = json.loads(options.settings.get(COLUMNS) or "{}")
        self._columns = {file: _noted(one) for file, one in noted.items()}
        self.known = frozenset(name for one in self._columns.values() for name in one.all) or None

    def rows(self, unit: Unit) -> Iterable[RawRow]:
        """Cut a table into rows."""
        self._sheets.shape(unit)  # refuses a piece whose beginning nobody saw
        if unit.file not in self._columns:
            sample = sample_of(unit.file, unit.data, {})
            found = columns_of(sample.names, sample.rows)
            if found is None:
                raise InputError.at(
                    unit.file,
                    "no column 'followers' (or 'subscribers') with figures beside one that names who: "
                    f"its columns are {', '.join(sample.names[:40])}",
                )
            self._columns[unit.file] = found
        return self._sheets.rows(unit)

    def records(self, file: str, row: RawRow) -> Iterator[Record]:
        """Turn a row into an account and its figures."""
        columns, value = self._columns[file], row.value
        platform = self._said or columns.platform or platform_in(file) or COLUMNS
        at = self._seen if self._seen is not None else snapshot_of(file)
        account = account_of(platform, _who(value, columns), at)
        yield account
        for what, cells in columns.figures.items():
            if (count := _count(value, cells)) is not None:
                yield Metric(account.key, what, count, at)


class FollowersReader:
    """Reads lists of followers.

    Parameters
    ----------
    options : Options
        Settings `of`, `platform` and `seen`.
    """

    def __init__(self, options: Options) -> None:
        self._sheets = Sheets(options)
        self._of = (options.settings.get("of") or "").lstrip("@")
        self._said = options.settings.get("platform") or ""
        self._seen = read_when(options)

    def rows(self, unit: Unit) -> Iterable[RawRow]:
        """Cut a list into rows.

        Raises
        ------
        InputError
            When nothing says whose followers they are.
        """
        names = self._sheets.shape(unit).names
        if not self._of and not owner_in(unit.file):
            raise InputError.at(unit.file, "nothing says whose list it is; say --setting of=NAME")
        seen = ", ".join(names[:40])
        if not _first(names, IDS) and not _first(names, HANDLES):
            raise InputError.at(unit.file, f"no column 'username' or 'id'; its columns are {seen}")
        return self._sheets.rows(unit)

    def records(self, file: str, row: RawRow) -> Iterator[Record]:
        """Turn a row into an account and a tie."""
        names = tuple(row.value)
        id, handle = (told(row.value.get(_first(names, one))) for one in (IDS, HANDLES))
        if not id and not handle:
            raise UnusableRowError(f"'{_first(names, HANDLES) or _first(names, IDS)}' is missing")
        platform = self._said or platform_in(file) or "followers"
        name = told(row.value.get(_first(names, _NAMES)))
        other = account_of(platform, Who(id_of(id), (handle or "").lstrip("@") or None, name), self._seen)
        owner = account_key(platform, "", handle=self._of or owner_in(file))
        at = self._seen if self._seen is not None else snapshot_of(file)
        yield other
        yield Account(owner, platform, handle=self._of or owner_in(file))
        if owner == other.key:
            raise UnusableRowError("the account of the list itself stands in it")
        ends = (owner, other.key) if _FOLLOWED.search(_stem(file)) else (other.key, owner)
        yield Tie(*ends, "follows", at)


def owner_in(file: str) -> str:
    """Read whose list it is out of its file's name.

    Examples
    --------
    >>> [owner_in(file) for file in ("lister/astrid_followers.csv", "followers_of_eero.csv", "followers.csv")]
    ['astrid', 'eero', '']
    """
    found = _OWNER.fullmatch(_stem(file))
    return (found["after"] or found["before"] or "") if found else ""


def columns_noted(columns: Columns) -> dict[str, object]:
    """Write what the columns hold as a setting."""
    return {
        "handle": columns.handle,
        "name": columns.name,
        "platform": columns.platform,
        "figures": {what: list(cells) for what, cells in columns.figures.items()},
    }


def _noted(one: Mapping[str, Any]) -> Columns:
    figures = {what: tuple(cells) for what, cells in one["figures"].items()}
    return Columns(one["handle"], one["name"], figures, one["platform"])


def _stem(file: str) -> str:
    return file.rpartition("/")[2].rpartition(".")[0]


def _first(names: Iterable[str], known: tuple[str, ...]) -> str:
    by_plain = {plain(name): name for name in names}
    return next((by_plain[name] for name in known if name in by_plain), "")


def _who(row: Mapping[str, str], columns: Columns) -> Who:
    """Name the account; what stands for a handle and is none is taken as the name."""
    handle, name = told(row.get(columns.handle)), told(row.get(columns.name))
    if handle and not HANDLE.fullmatch(handle):
        handle, name = None, name or handle
    if not (handle or name):
        cells = " and ".join(f"'{one}'" for one in (columns.handle, columns.name) if one)
        raise UnusableRowError(f"{cells} is empty, so the row is about nobody")
    return Who(handle=handle.lstrip("@") if handle else None, name=name)


def _count(row: Mapping[str, str], cells: tuple[str, ...]) -> float | None:
    """Read a figure from the most exact of its columns that has one."""
    for cell in cells:
        try:
            found = count_in_cell(row.get(cell))
        except (ValueError, OverflowError) as error:
            raise UnusableRowError(f"'{clean(cell)}' is {shown(row.get(cell))}, which is no count") from error
        if found is not None:
            return found
    return None
