"""What a row is, and how a column of a table shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from luminary.domain.plain import Record

__all__ = ["Column", "Record"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table for the eye.

    Parameters
    ----------
    title : str
        Its heading.
    show : callable
        Gives the text of a record; it may be hostile.
    right : bool, default False
        Figures stand to the right.
    most : int, default 40
        Longest text shown; longer ones end in an ellipsis.
    need : int, default 0
        On a narrow terminal, columns with the lowest `need` are left out first.
    whole : bool, default False
        Never shortened: half a figure is a wrong one.
    """

    title: str
    show: Callable[[Record], str]
    right: bool = False
    most: int = 40
    need: int = 0
    whole: bool = False
