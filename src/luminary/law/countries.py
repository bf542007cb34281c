"""Which country's rules the reader of a language most likely needs."""

from __future__ import annotations

_COUNTRIES = {"sv": "SE", "nb": "NO", "nn": "NO", "da": "DK", "fi": "FI", "en": "UK"}


def country_of(language: str) -> str | None:
    """Give the country that a language points to; None where it points to none.

    English stands for the United Kingdom, whose rules are nearer to the Nordic ones than those of the United
    States.

    Examples
    --------
    >>> country_of("nn"), country_of("pl")
    ('NO', None)
    """
    return _COUNTRIES.get(language)
