"""Cells of a column, many at once. Each function tells which cells it leaves to readers of single cells."""

from __future__ import annotations

import sys
from datetime import UTC
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from luminary.collect.decode import EARLIEST, LATEST
from luminary.collect.tabular.times import EPOCHS, TimeReader
from luminary.errors import UnusableRowError

Mask = npt.NDArray[np.bool_]
_BLANKS = "".join(sign for sign in map(chr, range(sys.maxunicode + 1)) if sign.isspace())
_CONTROL = np.zeros(256, bool)
_CONTROL[[*range(9), 11, 12, *range(14, 32), 127]] = True
_BEYOND_LATIN = np.arange(256) >= 0xCC
"""First bytes of signs from U+0300 on: below, every text is in its normal form."""
_FORMS = {20: "0000-00-00T00:00:00Z", 19: "0000-00-00T00:00:00", 24: "0000-00-00T00:00:00.000Z"}


def texts_of(column: pa.Array) -> pa.StringArray:
    """Read cells as texts without blanks around them, absent ones as empty."""
    if not pa.types.is_string(column.type):
        column = column.cast(pa.string())
    return pc.utf8_trim(column.fill_null(""), characters=_BLANKS)


def controlled(texts: pa.StringArray) -> Mask:
    """Find texts with control characters."""
    return _holding(texts, _CONTROL)


def beyond_latin(texts: pa.StringArray) -> Mask:
    """Find texts with letters beyond the Latin ones, which may have several spellings."""
    return _holding(texts, _BEYOND_LATIN)


def holding(texts: pa.StringArray, sign: str) -> Mask:
    """Find the texts that hold a sign of ASCII."""
    return _holding(texts, ord(sign))


def _holding(texts: pa.StringArray, wanted: Mask | int) -> Mask:
    """Find the texts that hold one of some bytes."""
    found = np.zeros(len(texts), bool)
    _, offsets, data = texts.buffers()
    if data is None:
        return found
    bounds = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    signs = np.frombuffer(data, np.uint8)[bounds[0] : bounds[-1]]
    hits = np.flatnonzero(signs == wanted if isinstance(wanted, int) else wanted[signs])
    found[np.searchsorted(bounds, hits + bounds[0], side="right") - 1] = True
    return found


def counts_in(column: pa.Array) -> tuple[pa.DoubleArray, Mask]:
    """Read plain counts, an absent one as null; left out: all but whole numbers from 0 on."""
    if pa.types.is_string(column.type):
        told = pc.fill_null(pc.not_equal(column, ""), False)
        plain = pc.fill_null(pc.match_substring_regex(column, r"\A[0-9]{1,15}\z"), False)
        figures = pc.if_else(plain, column, pa.scalar(None, pa.string())).cast(pa.float64())
        return figures, _mask(pc.and_(told, pc.invert(plain)))
    figures = column.cast(pa.float64(), safe=False)
    return figures, _mask(pc.fill_null(pc.less(column, 0), False))


def moments_in(column: pa.Array, read: TimeReader) -> tuple[npt.NDArray[np.int64], Mask]:
    """Read times; left out: absent ones, and those that are none."""
    if pa.types.is_integer(column.type):
        return _epochs(column, read)
    texts = column.fill_null("")
    sizes = np.asarray(pc.binary_length(texts))
    moments = np.zeros(len(texts), np.int64)
    left = np.ones(len(texts), bool)
    for size, form in _FORMS.items():
        if read.kind == "iso" and (at := np.flatnonzero(sizes == size)).size:
            if form[-1] != "Z" and read.zone is not UTC:
                continue
            moments[at], left[at] = _iso(texts.take(pa.array(at)) if len(at) < len(texts) else texts, form)
    _one_by_one(texts, read, moments, left)
    return moments, left


def _one_by_one(texts: pa.Array, read: TimeReader, moments: npt.NDArray[np.int64], left: Mask) -> None:
    """Read the times that are written in another way, each spelling once."""
    others = np.flatnonzero(left)
    spelled = texts.take(pa.array(others)).dictionary_encode()
    known = [_single(text, read) for text in spelled.dictionary.to_pylist()]
    codes = np.asarray(spelled.indices)
    if len(others):
        moments[others] = np.array([moment or 0 for moment in known])[codes]
        left[others] = np.array([moment is None for moment in known])[codes]


def _single(text: str, read: TimeReader) -> int | None:
    try:
        return read(text, "") if text else None
    except UnusableRowError:
        return None


def _epochs(column: pa.Array, read: TimeReader) -> tuple[npt.NDArray[np.int64], Mask]:
    values = np.asarray(column.fill_null(0))
    if read.kind not in ("seconds", "milliseconds", "microseconds"):
        return values, np.ones(len(values), bool)
    scale = int(EPOCHS[read.kind])
    left = (values < EARLIEST // scale) | (values > LATEST // scale)
    return np.where(left, 0, values) * scale, left


def _iso(texts: pa.StringArray, form: str) -> tuple[npt.NDArray[np.int64], Mask]:
    """Read times that all have one form, digit by digit."""
    bounds = np.frombuffer(texts.buffers()[1], np.int32)[texts.offset : texts.offset + len(texts) + 1]
    signs = np.frombuffer(texts.buffers()[2], np.uint8)[bounds[0] : bounds[-1]].reshape(-1, len(form))
    mould = np.frombuffer(form.encode(), np.uint8)
    digits = mould == ord("0")
    wrong = (signs[:, ~digits] != mould[~digits]).any(axis=1)
    figures = signs[:, digits] - np.uint8(ord("0"))
    wrong |= (figures > 9).any(axis=1)

    def number(first: int, last: int) -> Any:
        return figures[:, first:last].astype(np.int64) @ 10 ** np.arange(last - first - 1, -1, -1)

    year, month, day = number(0, 4), number(4, 6), number(6, 8)
    hour, minute, second = number(8, 10), number(10, 12), number(12, 14)
    thousandths = number(14, 17) if len(form) == 24 else 0
    wrong |= (year < 1971) | (year > 8999) | (month < 1) | (month > 12) | (day < 1)
    wrong |= (hour > 23) | (minute > 59) | (second > 59)
    months = np.where(wrong, 0, (year - 1970) * 12 + month - 1).astype("M8[M]")
    wrong |= day > ((months + 1).astype("M8[D]") - months.astype("M8[D]")).astype(np.int64)
    days = months.astype("M8[D]").astype(np.int64) + day - 1
    return (((days * 24 + hour) * 60 + minute) * 60 + second) * 1_000_000 + thousandths * 1_000, wrong


def _mask(array: pa.Array) -> Mask:
    return np.asarray(array).astype(bool)
