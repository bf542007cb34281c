"""How a handle is compared, and whether a name explains it.

Two bearers of one name may well choose the same handle made of it; two people hardly choose the same word of
their own. So a handle that the name explains proves little beyond the name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from luminary.collect.linking.names import Commonness, plain, words_of

_EMPTY_LABELS = words_of("www blog me social hi hello bsky web home mastodon")
_END = re.compile(r"[\d_.\-]+\Z")
_SEPARATORS = re.compile(r"[_.\-\s]+")
_BY_LENGTH = (1e-1, 1e-1, 5e-2, 2e-2, 4e-3, 1e-3, 2e-4, 4e-5, 1e-5, 4e-6, 1e-6, 4e-7, 1e-7)
"""Share of people who may choose the same word of their own, by its length; twelve letters stand for more."""
_EVERYBODYS = words_of(
    "admin info news blog official team support hello contact press podcast music photo design health"
    " doctor nurse student teacher coach travel foodie fitness anonymous unknown user guest test nyheter"
    " halsa helse sundhed terveys redaktion redaksjonen toimitus"
)


def core_of(handle: str, platform: str = "") -> str:
    """Give the part of a handle that a person chooses, without server, signs, and digits at the end.

    Examples
    --------
    >>> core_of("@bo_ek@vakt.example"), core_of("Bo.Ek82"), core_of("boek.example", "bluesky")
    ('bok', 'bok', 'bok')
    """
    name = handle.strip().lstrip("@").partition("@")[0]
    if platform == "bluesky" or name.endswith(".bsky.social"):
        labels = [label for label in name.split(".") if label.lower() not in _EMPTY_LABELS]
        name = labels[0] if labels else name
    return plain(_SEPARATORS.sub("", _END.sub("", name) or name))[:60]


def figures_of(handle: str) -> str:
    """Give the figures at the end of a handle; empty where it has none.

    Examples
    --------
    >>> figures_of("Bo.Ek82"), figures_of("@bo_ek")
    ('82', '')
    """
    name = handle.strip().lstrip("@").partition("@")[0].removesuffix(".bsky.social")
    end = _END.search(name)
    return re.sub(r"\D", "", end[0]) if end else ""


def is_explained(core: str, parts: Sequence[str]) -> bool:
    """Tell whether a handle is made of a name: of its parts, their beginnings or a long piece of one.

    Examples
    --------
    >>> is_explained("karesti", ("katia", "aresti")), is_explained("mojave", ("dan", "allen"))
    (True, False)
    """
    if any(part[at : at + 4] in core for part in parts for at in range(len(part) - 3)):
        return True
    return _is_made_of(core, tuple(parts))


def _is_made_of(core: str, parts: tuple[str, ...]) -> bool:
    """Tell whether a word is put together from beginnings of the parts, each used once."""
    if not core:
        return True
    for number, part in enumerate(parts):
        rest = parts[:number] + parts[number + 1 :]
        for length in range(len(part), 0, -1):
            if core.startswith(part[:length]) and _is_made_of(core[length:], rest):
                return True
    return False


def chance(core: str, parts: Sequence[str] | None, commonness: Commonness) -> float:
    """Give the share of people who may have chosen the same handle.

    Examples
    --------
    >>> none = Commonness(())
    >>> chance("mojavelinux", None, none) < chance("annaandersson", ("anna", "andersson"), none)
    True
    """
    if core in _EVERYBODYS:
        return 0.1
    own = _BY_LENGTH[min(len(core), len(_BY_LENGTH) - 1)]
    if not parts or not is_explained(core, parts):
        return max(own, commonness.spelled(core))
    first, last = parts[0], parts[-1]
    given = commonness.given(first if plain(first) in core else first[0])
    return max(given * commonness.family(last if plain(last) in core else last[0]), _BY_LENGTH[-1])
