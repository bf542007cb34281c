"""Luminary: find the people an audience really listens to, and prove it.

The names below are loaded when first used, so that ``import luminary`` stays light.

Examples
--------
>>> from luminary import Estimate
>>> Estimate(value=21, low=16, high=27, n=140, unit="people a month", method="gamma-Poisson").text()
'21 [16-27]'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from luminary.domain import Estimate, Evidence
    from luminary.workspace import Workspace

__version__ = "0.1.0"
__all__ = ["Estimate", "Evidence", "Workspace", "__version__"]

_HOMES = {"Workspace": "luminary.workspace", "Estimate": "luminary.domain", "Evidence": "luminary.domain"}


def __getattr__(name: str) -> object:
    """Load a public name from its room when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module 'luminary' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
