"""The order of names in each language, for lists short enough to be sorted here.

As in the Unicode collation algorithm a text is compared three times: by its letters, then by their accents,
then by capitals. What is a letter of its own differs: å, ä and ö end the Swedish and Finnish alphabets, æ, ø
and å the Danish and Norwegian ones, where the aa of old names is an å; in English they are accented a and o.
The order is the one that the database has under ``COLLATE`` and the language; lists too long for this are
sorted there.

What it cannot tell: the order within other alphabets than Latin, which is that of the code points.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

_PUNCTUATION = "\t\n\v\f\r _-–—,;:!¡?¿.…·'‘’\"“”«»()[]{}§@*/\\&#%`^°©®+±<=>|~$"
_MARKS = "\u0301\u0300\u0306\u0302\u030c\u030a\u0308\u030b\u0303\u0307\u0338\u0327\u0328\u0304"
_DIGITS, _LETTERS, _AFTER_Z, _FOREIGN = 0x200000, 0x200100, 0x200200, 0x200300
_FURTHER = 60
"""Rank of what stands after all accents of a letter."""
_UPPER = 4


class _Unit(NamedTuple):
    """What one step through a text gives: letter (0 for a mere accent), accent, capital."""

    letter: int
    accent: int = 0
    capital: int = 0


_Units = tuple[_Unit, ...]


def _letter(letter: str, after: int = 0) -> int:
    return _LETTERS + 4 * (ord(letter) - ord("a")) + after


def _spelt(first: str, accent: int, *rest: str) -> _Units:
    """Give units of a letter that counts as one or two others with an accent."""
    return _Unit(_letter(first)), _Unit(0, accent), *(_Unit(_letter(one)) for one in rest)


_EVERYWHERE: dict[str, _Units] = {
    "đ": _spelt("d", 50),
    "ð": _spelt("d", 51),
    "ħ": _spelt("h", 50),
    "ł": _spelt("l", 50),
    "ø": _spelt("o", _MARKS.index("\u0338") + 1),
    "æ": _spelt("a", 52, "e"),
    "œ": _spelt("o", 52, "e"),
    "ß": _spelt("s", 53, "s"),
    "ı": (_Unit(_letter("i", 1)),),
    "ŋ": (_Unit(_letter("n", 1)),),
    "ŧ": (_Unit(_letter("t", 1)),),
    "þ": (_Unit(_letter("z", 1)),),
}
_THORN = {"þ": (_Unit(_letter("t")), _Unit(_letter("h"), 0, _UPPER + 1))}
_GERMAN = {"ü": (_Unit(_letter("y"), _FURTHER),), "ű": (_Unit(_letter("y"), _FURTHER + 1),)}


def _ending(*letters: str) -> dict[str, _Units]:
    """Give the letters after z; those of one text are the same letter, the first without accent."""
    return {
        one: (_Unit(_AFTER_Z + place, _FURTHER + rank if rank else 0),)
        for place, same in enumerate(letters)
        for rank, one in enumerate(same)
    }


_DANISH = {"aa": (_Unit(_AFTER_Z + 2, 0, 1),)}
_NORWEGIAN = {"aa": (_Unit(_AFTER_Z + 2, _FURTHER),)}
_OWN: Mapping[str, dict[str, _Units]] = {
    "en": {},
    "sv": _THORN | _GERMAN | _ending("å", "äæę", "öøőœô"),
    "fi": {"ü": _GERMAN["ü"], "ŋ": (_Unit(_letter("n"), _FURTHER),), "ŧ": (_Unit(_letter("t"), _FURTHER),)}
    | _ending("å", "äæ", "öø"),
    "da": _THORN | _GERMAN | _ending("æä", "øöő", "å") | _DANISH,
    "nb": _THORN | _GERMAN | _ending("æäę", "øöőœ", "å") | _NORWEGIAN,
}


def sort_key(text: str, language: str) -> tuple[tuple[int, ...], ...]:
    """Give what to sort texts by: ``sorted(names, key=lambda one: sort_key(one, "da"))``.

    Raises
    ------
    KeyError
        When the language is not one of the interface's.

    Examples
    --------
    >>> names = ["Åse", "Aase", "Zoë", "Ärlig", "Øst", "Ab"]
    >>> sorted(names, key=lambda one: sort_key(one, "da"))
    ['Ab', 'Zoë', 'Ärlig', 'Øst', 'Åse', 'Aase']
    >>> sorted(names, key=lambda one: sort_key(one, "sv"))
    ['Aase', 'Ab', 'Zoë', 'Åse', 'Ärlig', 'Øst']
    """
    units = [unit for piece in _pieces(text, language) for unit in _units(piece, language)]
    letters = tuple(unit.letter for unit in units if unit.letter)
    accents = tuple(unit.accent for unit in units)
    return letters, accents, tuple(unit.capital for unit in units), tuple(map(ord, text))


def _pieces(text: str, language: str) -> Iterator[str]:
    """Cut a text into letters with their accents; in Danish and Norwegian, aa is one."""
    composed = unicodedata.normalize("NFC", text)
    pairs = "aa" in _OWN[language]
    at = 0
    while at < len(composed):
        pair = composed[at] + unicodedata.normalize("NFD", composed[at + 1 : at + 2]) if pairs else ""
        is_pair = pair[:2] in ("aa", "Aa", "AA")
        yield pair if is_pair else composed[at]
        at += 2 if is_pair else 1


@cache
def _letters(language: str) -> dict[str, _Units]:
    return _EVERYWHERE | _OWN[language]


@cache
def _units(piece: str, language: str) -> _Units:
    """Give the units of a letter with its accents."""
    small = piece.lower()
    if found := _letters(language).get(small):
        return _with_case(piece, found, language)
    if small.startswith("aa"):
        return _units(piece[:2], language) + _accents(piece[2:])
    taken = unicodedata.normalize("NFD", piece)
    base, marks = taken[:1], taken[1:]
    if marks and (first := unicodedata.normalize("NFC", base + marks[0])) != piece and len(first) == 1:
        return _units(first, language) + _accents(marks[1:])
    unit = _Unit(_place(base.lower()))
    return _with_case(base, (unit,) if unit.letter else _accents(base), language) + _accents(marks)


def _accents(marks: str) -> _Units:
    """Give units of accents; what is neither accent nor letter, such as a control character, gives none."""
    return tuple(
        _Unit(0, _MARKS.index(one) + 1 if one in _MARKS else _FURTHER - 5)
        for one in marks
        if unicodedata.combining(one)
    )


def _with_case(piece: str, units: _Units, language: str) -> _Units:
    """Add what capitals do: they follow small letters, but in Danish they come first."""
    upper = _UPPER if piece.isupper() else _UPPER // 2 if piece[0].isupper() else 0
    case = _UPPER - upper if language == "da" else upper
    if units[1:] and units[-1].capital:  # th in one sign: its capital stands on the first unit
        case_of_last = units[-1].capital - _UPPER + (case if language == "da" else _UPPER)
        return units[0]._replace(capital=case), units[-1]._replace(capital=case_of_last)
    return tuple(one._replace(capital=one.capital + case) if one.letter else one for one in units)


def _place(sign: str) -> int:
    """Give the place of a sign that is no letter of the language's own: 0 for what does not count."""
    if "a" <= sign <= "z":
        return _letter(sign)
    if sign in _PUNCTUATION:
        return 1 + _PUNCTUATION.index(sign)
    kind = unicodedata.category(sign[0])
    if kind == "Nd":
        return _DIGITS + unicodedata.digit(sign)
    if kind[0] in "LN":
        return _FOREIGN + ord(sign[0])
    return 0 if kind[0] in "CM" else 0x100 + ord(sign[0])
