"""Languages and lemmas of a whole column of texts.

Arrow in, Arrow out, and light to import: this is what worker processes compute.
"""

from __future__ import annotations

import pyarrow as pa

from luminary.language.detect import Detection, detect_languages
from luminary.language.words import lemmas

LONGEST_TEXT = 200_000
"""Characters of a text that are read: a book's chapter. What stands behind them is not looked at."""


def word_columns(texts: pa.Array | pa.ChunkedArray, priors: pa.Table | None = None) -> pa.Table:
    """Compute language, certainty and lemmas of texts.

    Parameters
    ----------
    texts : Array of string
        Texts; an empty or missing one has no words. Only the first 200,000 characters of each are read.
    priors : Table, optional
        One column of shares for each of the six languages, named by its code: what the author usually writes.

    Returns
    -------
    Table
        ``language`` (string), ``certainty`` (0 to 1) and ``lemmas`` (list of string), one row for each text.

    Examples
    --------
    >>> word_columns(pa.array(["Potilaat odottavat", None]))["language"].to_pylist()
    ['fi', 'und']
    """
    read = [(text or "")[:LONGEST_TEXT] for text in texts.to_pylist()]
    found = detect_languages(read, None if priors is None else priors.to_pylist())
    listed = [lemmas(text, one.language) for text, one in zip(read, found, strict=True)]
    return _table(found, listed)


def _table(found: list[Detection], listed: list[list[str]]) -> pa.Table:
    return pa.table(
        {
            "language": pa.array([one.language for one in found], pa.string()),
            "certainty": pa.array([one.certainty for one in found], pa.float64()),
            "lemmas": pa.array(listed, pa.list_(pa.string())),
        }
    )
