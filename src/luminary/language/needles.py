"""What to look for in the lemmas of a post, so that a word finds its other forms.

A user writes a word, a phrase, a hashtag or the beginning of a word; a post holds lemmas of its own language.
Both are brought to the same form by the same dictionary.

=====================  ====================================================================
the user writes        it is found in
=====================  ====================================================================
``vården``             vård, vården, vårdens, VÅRD, #vården; not sjukvård
``hand hygiene``       the two words one after the other, in any form
``#vård``              the hashtag, in any form; not the word
``patientsäker*``      every word and hashtag whose dictionary form begins so
=====================  ====================================================================
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from luminary.errors import UsageError
from luminary.i18n import say
from luminary.language.codes import LANGUAGES, UNDETERMINED
from luminary.language.words import lemmas, words

LONGEST_PHRASE = 8
"""Words of the longest phrase: each may be looked for in two forms, so that long ones would explode."""

SHORTEST_BEGINNING = 2
"""Letters that must stand before a ``*``."""


@dataclass(frozen=True, slots=True)
class Needle:
    """A run of lemmas to find, one after the other.

    Parameters
    ----------
    lemmas : tuple of str
        The lemmas; a hashtag has its ``#``.
    open : bool, default False
        The last one may go on: it is the beginning of a word.
    """

    lemmas: tuple[str, ...]
    open: bool = False

    @property
    def hashtag(self) -> bool:
        """Whether it is found in hashtags only; other needles are found in words and hashtags."""
        return any(lemma.startswith("#") for lemma in self.lemmas)

    @property
    def pattern(self) -> str:
        """The text to look for in lemmas that are joined, begun and ended by a space.

        Examples
        --------
        >>> Needle(("hand", "hygien"), open=True).pattern
        ' hand hygien'
        """
        return " " + " ".join(self.lemmas) + ("" if self.open else " ")


def needles(word: str, language: str) -> tuple[Needle, ...]:
    """Tell what to look for in posts of a language, to find a word, phrase, hashtag or beginning.

    A word is looked for in its dictionary form and as written: some written forms are themselves the
    dictionary form of other words ("found" belongs to "find", and "founding" to "found").

    Parameters
    ----------
    word : str
        What the user wrote.
    language : str
        Language of the posts, one of the six codes or ``und``.

    Raises
    ------
    UsageError
        When no word is left in it, when a ``*`` stands elsewhere than at its end or behind fewer than two
        letters, or when a phrase has more than eight words.

    Examples
    --------
    >>> [needle.pattern for needle in needles("vården", "sv")]
    [' vård ', ' vården ']
    >>> needles("patientsäker*", "sv")
    (Needle(lemmas=('patientsäker',), open=True),)
    """
    bare, is_open = _without_star(word)
    written = _written(word, bare)
    changed = lemmas(bare, language)
    if len(changed) != len(
        written
    ):  # the language drops an ending (EU:n), which the written form shows as a word
        return (Needle(tuple(changed), is_open),)
    options = [_forms(one, lemma, language) for one, lemma in zip(written, changed, strict=True)]
    if is_open:
        options[-1] = (written[-1],)
    return tuple(Needle(chosen, is_open) for chosen in product(*options))


def check_word(word: str) -> None:
    """Refuse a subject's word that could never be found, in any language.

    Raises
    ------
    UsageError
        As `needles` does.
    """
    for language in (UNDETERMINED, *LANGUAGES):
        needles(word, language)


def _forms(written: str, lemma: str, language: str) -> tuple[str, ...]:
    """List the forms to look for; a lemma that is cut further ("sykepleier", "sykepleie") gives both."""
    further = lemmas(lemma, language)
    shorter = further if len(further) == 1 and lemma.startswith(further[0]) else []
    return tuple(dict.fromkeys((lemma, written, *shorter)))


def _without_star(word: str) -> tuple[str, bool]:
    """Take the ``*`` off the end of a word."""
    bare = word.strip()
    is_open = bare.endswith("*")
    bare = bare.removesuffix("*")
    if "*" in bare:
        raise UsageError(
            say("'{word}': a * can only stand at the end, for the beginning of a word", word=word)
        )
    if is_open and not bare[-1:].isalnum():
        raise UsageError(say("'{word}': letters are needed before the *", word=word))
    return bare, is_open


def _written(word: str, bare: str) -> list[str]:
    """List the words as they are written, or refuse."""
    found = words(bare)
    if not found:
        raise UsageError(say("'{word}' holds no word to look for: letters or digits are needed", word=word))
    if len(found) > LONGEST_PHRASE:
        raise UsageError(
            say(
                "'{word}' has {found} words; a phrase has at most {longest_phrase}",
                word=word,
                found=len(found),
                longest_phrase=LONGEST_PHRASE,
            )
        )
    if word.rstrip().endswith("*") and len(found[-1].lstrip("#")) < SHORTEST_BEGINNING:
        raise UsageError(
            say(
                "'{word}': at least {shortest_beginning} letters are needed before the *",
                word=word,
                shortest_beginning=SHORTEST_BEGINNING,
            )
        )
    return found
