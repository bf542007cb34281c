"""Results as plain values that JSON can hold, and back, without loss.

The last back-test is shown without being computed again: it is kept as text in the row of its job.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from luminary.errors import LuminaryError
from luminary.i18n import Message

T = TypeVar("T")


def as_plain(value: Any) -> Any:
    """Write a result as dicts, lists, texts and numbers; figures that are not finite become texts.

    Examples
    --------
    >>> as_plain((1.5, float("inf"), None, "Åsa"))
    [1.5, 'inf', None, 'Åsa']
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: as_plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): as_plain(one) for key, one in value.items()}
    if isinstance(value, Message):
        return value.as_record()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str | bool | NoneType):
        return value
    if isinstance(value, date):
        return value.isoformat()
    return [as_plain(one) for one in value] if isinstance(value, Iterable) else _number(value)


def _number(value: Any) -> Any:
    number = value.item() if hasattr(value, "item") else value
    if isinstance(number, float) and not math.isfinite(number):
        return str(number)
    return number


def from_plain(kind: type[T], record: Any) -> T:
    """Read what `as_plain` wrote of a frozen dataclass.

    Parameters
    ----------
    kind : type
        What it was.
    record : object
        What was written.

    Raises
    ------
    LuminaryError
        When it was written by another version that knew other fields.

    Examples
    --------
    >>> from luminary.domain import Estimate
    >>> kept = as_plain(Estimate(3.0, 1.0, 6.0, 9, "people", "counted"))
    >>> from_plain(Estimate, kept).text()
    '3 [1-6]'
    """
    try:
        found: T = _read(kind, record)
    except (KeyError, TypeError, ValueError) as error:
        raise LuminaryError(
            f"a kept {kind.__name__} cannot be read ({type(error).__name__}); compute it again"
        ) from error
    return found


def _read(kind: Any, record: Any) -> Any:
    if kind is Any or kind is object:
        return record
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _one_of(get_args(kind), record)
    if origin is not None:
        return _several(origin, get_args(kind), record)
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{one.name: _read(hints[one.name], record[one.name]) for one in fields(kind)})
    return _single(kind, record)


def _one_of(kinds: tuple[Any, ...], record: Any) -> Any:
    """Read a value that may be missing."""
    if record is None:
        return None
    return _read(next(one for one in kinds if one is not NoneType), record)


def _several(origin: Any, kinds: tuple[Any, ...], record: Any) -> Any:
    if issubclass(origin, Mapping):
        return {key: _read(kinds[1], one) for key, one in record.items()}
    if origin is tuple and not (len(kinds) == 2 and kinds[1] is Ellipsis):
        return tuple(_read(kind, one) for kind, one in zip(kinds, record, strict=True))
    return tuple(_read(kinds[0], one) for one in record)


def _single(kind: Any, record: Any) -> Any:
    if kind is str:
        return Message.from_record(record) if isinstance(record, Mapping) else str(record)
    if kind is datetime:
        return datetime.fromisoformat(record)
    if kind is date:
        return date.fromisoformat(record)
    if kind in (int, bool) or record is None:
        return record
    return kind(record)
