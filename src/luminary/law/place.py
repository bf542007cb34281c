"""Where does a label stand: first, visible, after the fold, among hashtags?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from luminary.law.labels import Hit, Part
from luminary.law.lexicon import Lexicon
from luminary.law.sender import name_pattern

_MENTION = re.compile(r"@[\w.]*\w")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_PARAGRAPH = re.compile(r"\n[ \t]*\n")
_LONGEST_LEAD = 120


class Place(IntEnum):
    """Where a label stands, the best first."""

    FIRST = 0
    VISIBLE = 1
    AFTER_FOLD = 2
    BURIED = 3


@dataclass(frozen=True, slots=True)
class Fold:
    """What a reader sees of a text before "more".

    Attributes
    ----------
    signs : int
        How many characters.
    paragraph : bool
        No more than the first paragraph.
    lines : int
        No more than so many lines; 0: not counted.
    """

    signs: int
    paragraph: bool = False
    lines: int = 0

    def limit(self, plain: str) -> int:
        """Give the place in a plain text at which it is cut off."""
        begin = len(plain) - len(plain.lstrip())
        limit = min(begin + self.signs, len(plain))
        if self.paragraph and (found := _PARAGRAPH.search(plain, begin)):
            limit = min(limit, found.start())
        if self.lines:
            limit = min(limit, _line_end(plain, begin, self.lines))
        return limit


def _line_end(plain: str, begin: int, lines: int) -> int:
    at = begin - 1
    for _ in range(lines):
        at = plain.find("\n", at + 1)
        if at < 0:
            return len(plain)
    return at


def place_of(hit: Hit, part: Part, fold: Fold, lexicon: Lexicon, names: Sequence[str]) -> Place:
    """Tell where a label stands in a part of a post."""
    if hit.buried:
        return Place.BURIED
    if is_first(hit, part, lexicon, names):
        return Place.FIRST
    return Place.VISIBLE if hit.end <= fold.limit(part.plain) else Place.AFTER_FOLD


def is_first(hit: Hit, part: Part, lexicon: Lexicon, names: Sequence[str]) -> bool:
    """Tell whether nothing stands before a label but what belongs to it.

    Marks, emoji, handles, the advertiser's name, other words of the pack, words as in "this post contains".
    """
    lead = part.plain[: hit.start]
    if not lead or not _WORD.search(lead):
        return True
    if len(lead) > _LONGEST_LEAD:
        return False
    lead = _MENTION.sub(" ", lead)
    for name in names:
        lead = name_pattern(name).sub(" ", lead)
    lead = lexicon.pattern.sub(" ", lead)
    return all(word in lexicon.phrases.before for word in _WORD.findall(lead))
