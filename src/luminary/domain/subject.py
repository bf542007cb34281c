"""What people talk about."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject as the user defines it: words, phrases, hashtags, places.

    A post belongs to the subject when it carries any of the words (compared as lemmas in the post's own
    language), or stands in any of the places.

    Parameters
    ----------
    name : str
        The user's name for it ("patientsäkerhet").
    words : tuple of str
        Words, phrases ("hand hygiene") and hashtags ("#vård").
    places : tuple of str
        Keys or names of places.

    Examples
    --------
    >>> Subject("patientsäkerhet", words=("patientsäkerhet", "vårdskada", "#vård")).words[0]
    'patientsäkerhet'
    """

    name: str
    words: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
