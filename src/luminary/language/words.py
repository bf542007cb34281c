"""The words of a text, and their dictionary forms.

A word is a run of letters and digits, with hyphens and apostrophes inside it, in lower case. A hashtag is one
word that keeps its ``#``. Nordic compounds stay whole: "sjukvård" is not "vård".
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from luminary.language.clean import plain
from luminary.language.codes import LANGUAGES, UNDETERMINED

if TYPE_CHECKING:
    from simplemma import Lemmatizer
    from simplemma.strategies import DefaultStrategy

LONGEST = 80
"""Characters of the longest word that counts as one; longer runs are data, not words."""

SHORTEST_PART = 4
"""Letters from which what is cut off a word may be the last part of a compound and no ending."""

_SMALL = ("nn", "en")
"""Languages whose dictionary is unpacked (30 MB for both), because looking up is then six times as fast. The
others stay packed (80 MB for the four), because they would need 600 MB in every process."""

_KEPT = 400_000
"""Words whose lemma is remembered per language, at most (about 60 MB)."""

_WORD = re.compile(r"(?:(?<![\w&/#])#(?=\w*[^\W\d_])\w+)|[^\W_]+(?:['-][^\W_]+)*")
_TYPOGRAPHIC = (("\u2019", "'"), ("\u02bc", "'"), ("\u2010", "-"), ("\u2011", "-"))
"""Apostrophes and hyphens as printers write them, and as keyboards do."""

_COLON_ENDING = re.compile(r"(?<=\w):[a-zåäö]{1,4}(?!\w)")
"""The ending that Finnish and Swedish put after an abbreviation: EU:n, SKR:s."""


def words(text: str) -> list[str]:
    """List the words and hashtags of a text, in order, in lower case and Unicode NFC.

    Left out are addresses, mentions, e-mail addresses, code, and runs of more than 80 characters. A number
    after ``#`` is no hashtag: ``#12`` is the word ``12``.

    Examples
    --------
    >>> words("VÅRDEN i e-hälsans tid: #Vård, @astrid https://exempel.se")
    ['vården', 'i', 'e-hälsans', 'tid', '#vård']
    """
    return _split(plain(text))


def lemmas(text: str, language: str) -> list[str]:
    """List the dictionary forms of the words of a text, in order; a hashtag keeps its ``#``.

    Parameters
    ----------
    text : str
        Plain text.
    language : str
        One of the six codes, or ``und``: then words stay as they are written, in lower case.

    Raises
    ------
    ValueError
        When the language is none of these.

    Notes
    -----
    One form has one lemma, whatever the sentence says: Swedish "vårdar" becomes "vårdare" (the noun), never
    "vårda"; Bokmål "sykepleier" becomes "sykepleie" while "sykepleierne" becomes "sykepleier" (`needles`
    looks for both). Unknown words are cut by rules or stay as they are: names and new compounds may keep an
    ending ("patientsäkerhetsarbetet") or lose too much.

    Examples
    --------
    >>> lemmas("Vården saknar sjuksköterskor", "sv")
    ['vård', 'sakna', 'sjuksköterska']
    >>> lemmas("Vården saknar", "und")
    ['vården', 'saknar']
    """
    cleaned = plain(text)
    if language == UNDETERMINED:
        return _split(cleaned)
    if language not in LANGUAGES:
        raise ValueError(f"language '{language}' is none of {', '.join(LANGUAGES)} and {UNDETERMINED}")
    if language in ("sv", "fi") and ":" in cleaned:
        cleaned = _COLON_ENDING.sub("", cleaned)
    return list(map(_remembered(language).__getitem__, _split(cleaned)))


def _split(cleaned: str) -> list[str]:
    """Cut a cleaned text into words."""
    if cleaned.isascii():
        found = _WORD.findall(cleaned.lower())
    else:
        folded = unicodedata.normalize("NFC", cleaned.casefold())
        for typographic, plain_sign in _TYPOGRAPHIC:
            folded = folded.replace(typographic, plain_sign)
        found = _WORD.findall(folded)
    return [word for word in found if len(word) <= LONGEST]


class _Lemmas(dict[str, str]):
    """Lemma of each word seen so far in a language; a new word is looked up when it is first asked for."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language

    def __missing__(self, word: str) -> str:
        if len(self) >= _KEPT:
            self.clear()
        found = "#" + self[word[1:]] if word.startswith("#") else self._look_up(word)
        self[word] = found
        return found

    def _look_up(self, word: str) -> str:
        """Ask the dictionary; an answer that is not exactly one word is none.

        A rule may take the last part of an unknown compound for an ending ("hyvinvointi" of
        "hyvinvointialue"): what is cut off and is a word itself is put back, in its dictionary form.
        """
        found = _answer(word, self._language)
        tail = word.removeprefix(found)
        if SHORTEST_PART <= len(tail) < len(word) and _is_word(tail, self._language):
            return found + _answer(tail, self._language)
        return found


def _answer(word: str, language: str) -> str:
    found = unicodedata.normalize(
        "NFC", str(_lemmatizer(language not in _SMALL).lemmatize(word, language)).casefold()
    )
    return found if found and found == "".join(found.split()) else word


def _is_word(word: str, language: str) -> bool:
    return bool(_strategy(language not in _SMALL).is_dictionary_member(word, language))


@cache
def _remembered(language: str) -> _Lemmas:
    return _Lemmas(language)


@cache
def _strategy(packed: bool) -> DefaultStrategy:
    """Load what looks words up, in packed or unpacked dictionaries."""
    from simplemma.strategies import DefaultStrategy

    return DefaultStrategy(low_memory=packed)


@cache
def _lemmatizer(packed: bool) -> Lemmatizer:
    """Load the lemmatiser; its own memory is switched off, because `_Lemmas` remembers."""
    from simplemma import Lemmatizer

    return Lemmatizer(cache_max_size=0, lemmatization_strategy=_strategy(packed))
