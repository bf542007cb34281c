"""Does a text say for whom it advertises?

A name is found whatever case, letters and marks it is written in (Tøjhuset, tojhuset, toejhuset), as words,
as one word, as a hashtag or a handle, and with the endings that Nordic languages add.
"""

from __future__ import annotations

import re
from functools import lru_cache

from luminary.law.letters import fold
from luminary.law.lexicon import BEGIN

_EITHER = {
    "å": "(?:å|aa?)", "ä": "(?:ä|ae?|æ)", "ö": "(?:ö|oe?|ø)", "ø": "(?:ø|oe?|ö)", "æ": "(?:æ|ae?|ä)",
    "ü": "(?:ü|ue?)", "é": "[ée]", "è": "[èe]", "ß": "(?:ß|ss?)", "a": "[aåäá]", "o": "[oöøó]", "u": "[uü]",
    "e": "[eéè]",
}  # fmt: skip
_GAP = r"[\W_]*"
_AND = r"(?:[\W_]*|[\W_]*(?:och|og|and|ja|und)[\W_]*)"
_ENDING = r"(?:[a-zåäöæø]{0,4}|_\w*|\.\w*)(?![^\W_])"
_TOKENS = re.compile(r"&|\+|[^\W_]+")
_CAMEL = re.compile(r"(?<=[a-zåäöæø])(?=[A-ZÅÄÖÆØ])")
_SHORT = 3


@lru_cache(maxsize=8192)
def name_pattern(name: str) -> re.Pattern[str]:
    """Give the pattern that finds a name or handle in a plain text."""
    return re.compile(BEGIN + _core(name) + _ending(name))


@lru_cache(maxsize=8192)
def tag_pattern(name: str) -> re.Pattern[str]:
    """Give the pattern that cuts a name off the beginning of a hashtag."""
    return re.compile(_core(name) + "_*")


def _core(name: str) -> str:
    parts = _TOKENS.findall(fold(_CAMEL.sub(" ", name.lstrip("@"))).plain)
    written = ""
    for at, part in enumerate(parts):
        if part in "&+":
            written += _AND
            continue
        gap = _GAP if at and parts[at - 1] not in "&+" else ""
        written += gap + "".join(_EITHER.get(sign, re.escape(sign)) for sign in part)
    return written or "(?!)"


def _ending(name: str) -> str:
    """Names of some length may carry an ending (Saunalan, Fjällskors); short ones stand as they are."""
    return _ENDING if sum(map(str.isalnum, name)) > _SHORT else r"(?![^\W_])"


def find_name(plain: str, name: str) -> tuple[int, int] | None:
    """Give the first place where a text names somebody; None where it does not."""
    low = name.lower()
    at = plain.find(low)
    if (
        at >= 0
        and low
        and not (at and plain[at - 1].isalnum())
        and not plain[at + len(low) : at + len(low) + 1].isalnum()
    ):
        return at, at + len(low)
    found = name_pattern(name).search(plain)
    return None if found is None else found.span()


def names_somebody(after: str, words: tuple[str, ...]) -> bool:
    """Tell whether what follows a label, as it was written, names somebody: "for Kystbrus", "| @kystbrus"."""
    pattern = _follow(words)
    return pattern.match(after) is not None


@lru_cache(maxsize=64)
def _follow(words: tuple[str, ...]) -> re.Pattern[str]:
    either = "|".join(map(re.escape, words)) or "(?!)"
    return re.compile(rf"[\s:|/\-–—)\]]*(?:(?:{either})\s+)?(?:@\w|#\w|[A-ZÅÄÖÆØ0-9])")
