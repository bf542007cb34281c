"""What a kind of long job is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from luminary.errors import UsageError
from luminary.i18n import say

if TYPE_CHECKING:
    from luminary.workspace.workspace import Workspace

Params: TypeAlias = Mapping[str, Any]
"""What a job is asked for: plain values."""
Record: TypeAlias = dict[str, Any]
"""What came of it: plain values."""


class Telling(Protocol):
    """How a job tells what it does while it runs."""

    @property
    def job(self) -> str:
        """Key of the job."""

    def __call__(self, done: int, total: int) -> None:
        """Tell how much is done, and how much there is; 0 when nobody knows."""

    def keep(self, **facts: Any) -> None:
        """Note something that must be known if the job is killed; it is written down before this returns."""


def _unchecked(_work: Workspace, params: Params) -> Record:
    return dict(params)


def _nothing_left(_work: Workspace, _kept: Params) -> Record | None:
    return None


@dataclass(frozen=True, slots=True)
class JobKind:
    """A kind of long job.

    Parameters
    ----------
    name : str
        As programs write it.
    title : str
        As the user reads it.
    run : callable
        Does the work and gives what came of it, as plain values.
    check : callable
        Writes the parameters in one way only, so that equal questions are equal; raises `UsageError` for
        what cannot be asked.
    clean : callable
        Takes away what a killed or failed run left, given what it kept; gives the result instead when the
        run had finished after all.
    """

    name: str
    title: str
    run: Callable[[Workspace, Params, Telling], Record]
    check: Callable[[Workspace, Params], Record] = _unchecked
    clean: Callable[[Workspace, Params], Record | None] = _nothing_left


def only(params: Params, *names: str) -> Record:
    """Give the parameters that say something.

    Raises
    ------
    UsageError
        When there are others than these.
    """
    if odd := sorted(params.keys() - set(names)):
        raise UsageError(
            say(
                "nothing is called '{odd}' here; known: {listed}",
                odd=odd[0],
                listed=", ".join(names) or "nothing",
            )
        )
    return {name: value for name in names if (value := params.get(name)) not in (None, "", {})}


def day_of(params: Params, name: str) -> date | None:
    """Read a parameter that is a day.

    Raises
    ------
    UsageError
        When it is none.
    """
    value = params.get(name)
    if value is None:
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise UsageError(
            say("{name} is '{value}', which is no day; write it as 2025-12-31", name=name, value=value)
        ) from error
