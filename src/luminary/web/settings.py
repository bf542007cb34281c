"""What can be set about the web app, each by an environment variable ``LUMINARY_WEB_<NAME>``."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from luminary.errors import UsageError

_WHOLE = ("pool", "body_bytes", "processes")


@dataclass(frozen=True, slots=True)
class WebSettings:
    """Hosts, limits and processes of the web app.

    Attributes
    ----------
    hosts : tuple of str
        Further names under which the app may be asked, beside the loopback address ("luminary.example.org").
    pool : int
        Most requests that look into the workspace at once, in each process.
    body_bytes : int
        Largest form; uploads have their own limit.
    https : bool
        Whether browsers reach it through HTTPS (behind a proxy): cookies are then sent over HTTPS only.
    processes : int
        Processes that answer side by side.
    """

    hosts: tuple[str, ...] = ()
    pool: int = 3
    body_bytes: int = 2_000_000
    https: bool = False
    processes: int = 2

    @classmethod
    def from_environment(cls, found: Mapping[str, str] | None = None) -> WebSettings:
        """Read the settings.

        Raises
        ------
        UsageError
            When a variable holds something else than is needed.
        """
        given = os.environ if found is None else found
        hosts = tuple(one.strip() for one in given.get("LUMINARY_WEB_HOSTS", "").split(",") if one.strip())
        https = given.get("LUMINARY_WEB_HTTPS", "") in ("1", "true", "yes")
        whole = {name: _whole(given, name.upper(), getattr(cls(), name)) for name in _WHOLE}
        return cls(hosts=hosts, https=https, **whole)


def _whole(given: Mapping[str, str], name: str, default: int) -> int:
    value = given.get(f"LUMINARY_WEB_{name}", str(default))
    if not value.isdigit() or int(value) < 1:
        raise UsageError(f"LUMINARY_WEB_{name} is '{value}'; a whole number above 0 is needed")
    return int(value)
