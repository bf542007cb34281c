"""The extra ``fetch``: libraries for live sources and web pages, which an installation may lack."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from luminary.errors import UsageError
from luminary.i18n import say


def library(name: str) -> Any:
    """Give a library of the extra.

    Raises
    ------
    UsageError
        When it is not installed, with the way to install it.
    """
    try:
        return import_module(name)
    except ImportError as error:
        raise UsageError(
            say("live sources and web pages need the extra 'fetch': pip install 'luminary[fetch]'")
        ) from error
