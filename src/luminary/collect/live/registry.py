"""Which connectors there are, and which one an address or a handle belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

from luminary.collect import platforms
from luminary.collect.fetch.port import Connector, Guess
from luminary.errors import UnknownNameError, UsageError
from luminary.i18n import Listing, say
from luminary.privacy.terms import Terms, Way, chosen, policy


@cache
def connectors() -> dict[str, Connector]:
    """Find the connectors of all platform folders, by name."""
    found: dict[str, Connector] = {}
    for folder in iter_modules(platforms.__path__):
        module = f"{platforms.__name__}.{folder.name}.connect"
        if folder.ispkg and find_spec(module) is not None:
            for one in import_module(module).CONNECTORS:
                found[one.name] = one
    return found


def connector_named(name: str) -> Connector:
    """Find a connector by its name.

    Raises
    ------
    UnknownNameError
        When there is none.
    """
    if name not in connectors():
        raise UnknownNameError.of("connector", name, connectors())
    return connectors()[name]


def policy_of(connector: Connector, settings: Mapping[str, str]) -> Terms:
    """Tell whose terms a source is under: what its setting ``terms`` says, else what its connector does.

    A connector may name the source of the terms alone: then it is read with a key.

    Raises
    ------
    UnknownNameError
        When there is no such policy: such a connector is not used.
    """
    if said := settings.get("terms"):
        return chosen(said, connector.format)
    return policy(connector.terms if "/" in connector.terms else f"{connector.terms}/{Way.API_KEY}")


def guess(told: str) -> tuple[Connector, Guess]:
    """Tell what fetches an address or a handle, and with which settings.

    Raises
    ------
    UsageError
        When no connector knows what it is.
    """
    seen = [(one, found) for one in connectors().values() if (found := one.guess(told)) is not None]
    if not seen:
        raise UsageError(
            say(
                "'{told}' is no address that anything here can fetch; name a connector: {listed}",
                told=told,
                listed=Listing(sorted(connectors()), ", "),
            )
        )
    return max(seen, key=lambda pair: pair[1].certainty)
