"""Which accounts are automated services, told by their name alone.

The rule is narrow on purpose. A person taken for a service would vanish from every ranking, which is worse
than a service that has to be marked by hand. Platforms that say it themselves (`is_bot`) are believed first;
this rule is for sources that show only names. What it marks is listed and can be undone.
"""

from __future__ import annotations

import re

_NAMES = frozenset({
    "discobot",
    "email gateway",
    "emailgateway",
    "nagios",
    "slackbot",
    "system",
    "uslackbot",
    "zapier",
})  # fmt: skip
# "bot" as a word of its own at the end, perhaps with its keeper in brackets: "nightly bot (ab)".
_LAST_WORD = re.compile(r"(?:^|[\s_.\-:/])(?:ro|chat)?bot(?:\s?\([^()]{0,60}\))?$", re.IGNORECASE)
_BRACKETS = "[bot]"
_CAMEL = re.compile(r"[a-zæøåäö0-9]Bot$")


def looks_like_service(name: str | None, handle: str | None = None) -> bool:
    """Tell whether a name or handle is one that automated services carry.

    Parameters
    ----------
    name : str or None
        Name shown. It counts as a service's when "bot" stands as a word of its own at its end, when it
        ends in "Bot" after a small letter (``ReleaseBot``), or when it is one of a few known names
        ("system", "discobot", "slackbot", ...).
    handle : str or None
        Handle, read by the same rule.

    Returns
    -------
    bool
        True for a service account.

    Notes
    -----
    It cannot tell a service under a human name, nor a person whose whole family name is "Bot". It never
    looks inside a word, so Abbott, Talbot and Botten are people.

    Examples
    --------
    >>> looks_like_service("Notification Bot"), looks_like_service("Astrid Talbot")
    (True, False)
    >>> looks_like_service("Varsel", "varsel-bot")
    True
    """
    return any(_is_service(one.strip()) for one in (name, handle) if one)


def _is_service(name: str) -> bool:
    if name.lower() in _NAMES or name.endswith(_BRACKETS):
        return True
    return bool(_LAST_WORD.search(name) or _CAMEL.search(name))
