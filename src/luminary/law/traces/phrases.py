r"""The short notation in which phrases are written down in ``law/data/traces``.

=============  ======================================================================
``word``       this word, in small letters
``word*``      a word that begins so
``(a|b)``      one of several; ``(a )?`` may be missing
a blank        blanks, punctuation or signs between two words
``…``          some words of the same line, up to 60 characters
``{code}``     a code as shops give it out: four or more capitals and figures
``{brand}``    at the end: a name follows, in capitals or as a handle
=============  ======================================================================

A label is a word that counts only where labels stand: alone at the beginning or end of a line, before a name
or a sign at the beginning, in brackets, or as a hashtag. "Reklam: ..." is one, "jag ogillar reklam" is none.

Examples
--------
>>> phrase("sponsored (by|post) … {code}").search("sponsored by fjällskor, use salming20") is not None
True
>>> label("reklam").search("jag ogillar reklam på bio") is None
True
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_BETWEEN = r"[^\w\n]{1,5}"
_SOME = r"[^\n]{1,60}?"
_CODE = r"[^\w\n]{0,3}(?P<code>[a-z0-9åäöæø_-]{4,24})"
_SIGNS = {
    " … ": _SOME,
    " ?": r"[^\w\n]{0,2}",
    " ": _BETWEEN,
    "*": r"\w*",
    "{code}": _CODE,
    "{brand}": r"(?P<brand>)",
}
_PART = re.compile(r"\([^()]*\)\??|[^\s()…]+\??")
_BEGINS = r"(?<!\w)(?=\w)"
_OPENS = r"(?:^|\n)[^\w\n#]{0,6}"
_CLOSES = r"(?:[ \t]*(?:[:|/,.;!•*)\]]|\n|$)|[ \t]+[–—-])"


def phrase(told: str) -> re.Pattern[str]:
    """Compile one phrase; it is looked for in folded text (`law.letters.fold`)."""
    return re.compile(_BEGINS + _phrase(told))


def any_phrase(told: Iterable[str]) -> re.Pattern[str]:
    """Compile several phrases without a code into one search."""
    return re.compile(_joined(told))


def label(told: str) -> re.Pattern[str]:
    """Compile one label; group ``word`` is the label itself, ``alone`` is there unless a name must follow."""
    return re.compile(_label(told))


def any_label(told: Iterable[str]) -> re.Pattern[str]:
    """Compile several labels into one search."""
    words = "|".join(_words(one) for one in sorted(told, key=len, reverse=True))
    return re.compile(_placed(f"(?:{words})"))


def needs(told: str) -> tuple[str, ...]:
    """Give words, one of which every text has in which the phrase is found; ``*`` ends the beginning of one.

    Of the words that cannot be missing the rarest are chosen, which are most often the longest.

    Examples
    --------
    >>> needs("(paid )?(partnership|collab*) with")
    ('partnership', 'collab*')
    """
    parts = [part.strip("()").split("|") for part in _PART.findall(told) if not part.endswith(")?")]
    return max((tuple(map(_plain, words)) for words in parts), key=_rarity)


def _plain(word: str) -> str:
    """Cut a word where it stops being plain letters."""
    plain = re.match(r"[\w' @%-]*", word)
    assert plain
    return plain[0] if plain[0] == word else plain[0][: -1 if word[plain.end()] == "?" else None] + "*"


def _rarity(words: tuple[str, ...]) -> tuple[bool, int, int]:
    return "@" in words, min(len(one.rstrip("*")) for one in words), -len(words)


def _joined(told: Iterable[str]) -> str:
    """Join phrases so that all are tried only where a word begins: most places are passed over at once."""
    return f"{_BEGINS}(?:{'|'.join(_phrase(one) for one in told)})"


def _phrase(told: str) -> str:
    text = told.strip().removesuffix("…").strip()
    after = "" if text.endswith(("*", "}", "@")) else r"(?!\w)"
    text = text.replace(" {brand}", "{brand}")
    for sign, meaning in _SIGNS.items():
        text = text.replace(sign, meaning)
    return f"(?:(?:{text}){after})"


def _label(told: str) -> str:
    return _placed(_words(told))


def _words(told: str) -> str:
    return re.escape(told.removesuffix("*")).replace(r"\ ", r"[ _-]?") + (
        r"\w*" if told.endswith("*") else ""
    )


def _placed(words: str) -> str:
    """Give the places where a label may stand."""
    return (
        rf"{_OPENS}(?P<first>{words})(?!\w)(?:(?P<alone>{_CLOSES})|(?=[ \t]))"
        rf"|[#＃](?P<tag>{words})(?!\w)"
        rf"|[(\[*«](?P<held>{words})(?=[)\]*»])"
        rf"|[|/•–—][ \t]*(?P<last>{words})(?=[ \t]*[.!]?(?:\n|$))"
    )
