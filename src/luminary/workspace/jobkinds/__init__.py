"""What kinds of long jobs are there? One module each, found by itself.

Tables in and out: none of its own; a kind calls one verb of the workspace. To add one, write a module here
with ``KIND = JobKind(...)``.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from luminary.errors import UnknownNameError
from luminary.workspace.jobkind import JobKind


@cache
def kinds() -> dict[str, JobKind]:
    """Find all kinds of jobs, by name."""
    modules = [import_module(f"{__name__}.{one.name}") for one in iter_modules(__path__)]
    return {one.KIND.name: one.KIND for one in modules}


def kind_named(name: str) -> JobKind:
    """Find a kind by its name.

    Raises
    ------
    UnknownNameError
        When there is none.
    """
    if name not in kinds():
        raise UnknownNameError.of("kind of job", name, kinds())
    return kinds()[name]
