r"""A text as a reader sees it: tricks with letters undone, every place traceable to the original.

Bold mathematical, full-width, circled and small-capital letters become plain ones, letters of other scripts
that look like Latin ones become those, invisible characters and loose combining marks go, capitals become
small. Nordic and German letters stay what they are. A text that holds none of this takes the short way.

Examples
--------
>>> fold("𝐑𝐞𝐤𝐥𝐚𝐦 för R\u200be\u00adklаm").plain      # the last 'а' is Cyrillic
'reklam för reklam'
>>> fold("𝐑𝐞𝐤𝐥𝐚𝐦 för").origin(7, 10)
(7, 10)

References
----------
Unicode Standard Annex 15 (normalisation forms); Unicode Technical Standard 39 (confusable letters), of which
the table here is the part that looks like Latin letters in common fonts.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import accumulate

_ODD = re.compile(
    "[^\t\n\r -~\u00a1-\u00ac\u00ae-\u00ff\u2010-\u2015\u2018-\u201f\u2022\u2026\u20ac"
    "\u2190-\u21ff\u2600-\u27bf\U0001f300-\U0001faff]"
)
"""What does not stand in ASCII, Latin-1, ordinary punctuation or emoji: only such texts need the long way."""

_LOOKALIKES = str.maketrans(
    {
        **dict(zip("авеѕіјкмнорԛстԝухѵһӏԁԍ", "abesijkmhopqctwyxvhldg", strict=True)),
        **dict(zip("αβγεηικνορτυχωϲϳ", "abyenikvoptuxwcj", strict=True)),
        **dict(zip("ɑɡıȷʟᴀʙᴄᴅᴇɢʜɪᴊᴋᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "agijlabcdeghijkmnoprstuvwyz", strict=True)),
        **dict(zip("աոսօցհ", "wnuogh", strict=True)),
    }
)
"""Cyrillic, Greek, IPA, small-capital and Armenian letters, lowered, to the Latin ones they look like."""

_CAPITALS = str.maketrans(
    dict(zip("АВЕЅІЈКМНОРСТУХΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "abesijkmhopctyxabezhikmnoptyx", strict=True))
)
"""Capitals that look like another Latin letter than their small forms do."""

_KEPT = frozenset("åäöæøüßéèêëáàíóúýðþ")
_LETTER = re.compile(
    r"(?:CIRCLED|SQUARED|PARENTHESIZED|REGIONAL INDICATOR SYMBOL) ?(?:LATIN )?"
    r"(?:CAPITAL |SMALL )?LETTER ([A-Z])$"
)
_CLUSTER = re.compile("[^\u0300-\u036f][\u0300-\u036f]*|[\u0300-\u036f]+")
_LARGEST = 100_000


@dataclass(slots=True)
class Folded:
    """A text and its plain form.

    Attributes
    ----------
    text : str
        As it was written.
    plain : str
        In plain small letters.
    """

    text: str
    plain: str
    _starts: list[int] | None = None
    _ends: list[int] | None = None
    _same: bool | None = None

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Give the place in the original text of ``plain[start:end]``."""
        if self._is_sign_by_sign():
            return start, end
        starts, ends = self._traced()
        if start >= len(starts):
            return len(self.text), len(self.text)
        return starts[start], ends[max(end - 1, start)]

    def is_tricky(self, start: int, end: int) -> bool:
        """Tell whether ``plain[start:end]`` is written in other letters than plain ones."""
        first, last = self.origin(start, end)
        return self.text[first:last].lower() != self.plain[start:end]

    def _is_sign_by_sign(self) -> bool:
        """Tell whether every sign of the text became one sign, so that places are the same."""
        if self._same is None:
            text = self.text
            self._same = len(text) == len(self.plain) and (
                text.isascii()
                or not _ODD.search(text)
                or (
                    unicodedata.is_normalized("NFC", text)
                    and all(len(_TABLE[ord(one)]) == 1 for one in set(text))
                )
            )
        return self._same

    def _traced(self) -> tuple[list[int], list[int]]:
        if self._starts is None or self._ends is None:
            pieces = [one.group() for one in _CLUSTER.finditer(self.text)]
            ends = list(accumulate(map(len, pieces)))
            sizes = [len(unicodedata.normalize("NFC", one).translate(_TABLE)) for one in pieces]
            spread = list(zip(pieces, ends, sizes, strict=True))
            self._starts = [end - len(piece) for piece, end, size in spread for _ in range(size)]
            self._ends = [end for _piece, end, size in spread for _ in range(size)]
        return self._starts, self._ends


class _Table(dict[int, str]):
    """What a character becomes, worked out when first seen."""

    def __missing__(self, code: int) -> str:
        found = _plain_letter(chr(code))
        if len(self) < _LARGEST:
            self[code] = found
        return found


def fold(text: str) -> Folded:
    """Give a text with its plain form."""
    if text.isascii() or not _ODD.search(text):
        return Folded(text, text.lower())
    return Folded(text, unicodedata.normalize("NFC", text).translate(_TABLE))


def _plain_letter(sign: str) -> str:
    if sign in "\t\n\r ":
        return sign
    kind = unicodedata.category(sign)
    if kind in ("Cf", "Mn", "Me", "Cc", "Co", "Cs"):
        return ""
    if kind in ("Zs", "Zl", "Zp"):
        return "\n" if kind != "Zs" else " "
    named = _LETTER.search(unicodedata.name(sign, ""))
    if named:
        return named[1].lower()
    return _without_marks(sign.translate(_CAPITALS))


def _without_marks(sign: str) -> str:
    """Lower a letter and take its marks off, unless they make another letter of a language we read."""
    small = unicodedata.normalize("NFKC", sign).translate(_CAPITALS).lower().translate(_LOOKALIKES)
    if small in _KEPT or small.isascii():
        return small
    bare = "".join(one for one in unicodedata.normalize("NFD", small) if not unicodedata.combining(one))
    return unicodedata.normalize("NFC", bare).translate(_LOOKALIKES) or sign


_TABLE = _Table()
