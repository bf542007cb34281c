"""Secrets: found in the environment or the keyring, and kept out of everything that is written.

The keyring (`keyring`) is that of the system; an entry has the service ``luminary`` and the secret's name.
"""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Iterable, Mapping
from urllib.parse import quote, quote_plus

from luminary.collect.fetch.port import Secret
from luminary.errors import UsageError
from luminary.i18n import Listing, say

SERVICE = "luminary"
HIDDEN = "***"
_SHORTEST = 4
_TELLING = re.compile(
    r"([?&;](?:[\w-]*(?:key|token|secret|password|passwd|signature)|auth|sig|pwd)=)[^&;#\s'\"]+",
    re.IGNORECASE,
)
_USER = re.compile(r"(://)[^/?#\s@'\"]+@")


def found(wanted: Iterable[Secret], environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """Look secrets up.

    Raises
    ------
    UsageError
        When a required one is missing, with all that are.
    """
    place = os.environ if environment is None else environment
    values = {one.name: place.get(one.name) or _in_keyring(one.name) for one in wanted}
    missing = [f"{one.name} ({one.meaning})" for one in wanted if one.required and not values[one.name]]
    if missing:
        raise UsageError(
            say(
                "missing: {listed}. Set the environment variable, or the keyring's entry: "
                "keyring set {service} NAME",
                listed=Listing(missing, ", "),
                service=SERVICE,
            )
        )
    return {name: value for name, value in values.items() if value}


def _in_keyring(name: str) -> str:
    """Ask the keyring of the system, where there is one."""
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return ""
    try:
        return keyring.get_password(SERVICE, name) or ""
    except (KeyringError, RuntimeError, OSError):  # a machine without one
        return ""


class Hiding:
    """Takes secrets out of texts and bodies.

    Parameters
    ----------
    values : iterable of str
        The secrets; those shorter than four letters cannot be told from other words.
    """

    def __init__(self, values: Iterable[str] = ()) -> None:
        spelled = {one for value in values if len(value) >= _SHORTEST for one in _spellings(value)}
        longest_first = sorted(spelled, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, longest_first))) if spelled else None

    def text(self, told: str) -> str:
        """Take secrets out of a text: known ones, those in parameters called so, names in addresses."""
        return _USER.sub(rf"\g<1>{HIDDEN}@", _TELLING.sub(rf"\g<1>{HIDDEN}", self.exactly(told)))

    def exactly(self, told: str) -> str:
        """Take secrets out of a text, and nothing else."""
        return told if self._pattern is None else self._pattern.sub(HIDDEN, told)

    def body(self, data: bytes) -> bytes:
        """Take secrets out of a body: some servers send back what they were given."""
        if self._pattern is None:
            return data
        text = data.decode("latin-1")
        return self._pattern.sub(HIDDEN, text).encode("latin-1") if self._pattern.search(text) else data


def _spellings(value: str) -> set[str]:
    """Give a secret as it may stand in addresses and headers."""
    packed = base64.b64encode(value.encode()).decode()
    return {
        value,
        quote(value, safe=""),
        quote_plus(value),
        value.replace("/", "\\/"),
        packed,
        packed.rstrip("="),
    }
