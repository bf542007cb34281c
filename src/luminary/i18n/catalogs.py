"""The translations, in ``locales/LANGUAGE.po``, as gettext keeps them."""

from __future__ import annotations

import gettext
import io
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from luminary.i18n.message import Message, fill
from luminary.i18n.values import Listing, Rounded, Share, plain

LANGUAGES = {"sv": "Svenska", "nb": "Norsk", "da": "Dansk", "fi": "Suomi", "en": "English"}
"""Languages of the interface, each by its own name."""

LOCALES = Path(__file__).parent / "locales"
"""Where the translations lie."""


@cache
def catalog(language: str) -> gettext.NullTranslations:
    """Give the translations of a language; English, and what is not translated, stays as it is.

    Raises
    ------
    KeyError
        When the language is not one of `LANGUAGES`.
    """
    LANGUAGES[language]
    file = LOCALES / f"{language}.po"
    if not file.exists():
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = io.BytesIO()
    with file.open("rb") as lines:
        write_mo(compiled, read_po(lines, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def translate(text: str, language: str, zone: str = "UTC") -> str:
    """Say a text in a language: a `Message` with its values, any other text when it is known as it stands.

    Parameters
    ----------
    text : str
        What to say.
    language : str
        One of `LANGUAGES`.
    zone : str, default "UTC"
        Time zone in which moments are shown, such as "Europe/Oslo".

    Examples
    --------
    >>> from luminary.i18n import say
    >>> told = say("{people} people since {day}", people=1200, day=date(2026, 1, 31))
    >>> told, translate(told, "en")
    ('1,200 people since 2026-01-31', '1,200 people since 31 January 2026')
    """
    words = catalog(language)
    if not isinstance(text, Message):
        return words.gettext(text) if text else ""
    template = _template(text, words)
    return fill(template, text.values, lambda value: _shown(value, language, zone))


def _template(text: Message, words: gettext.NullTranslations) -> str:
    if not text.template:
        return ""
    if text.many is None:
        return words.gettext(text.template)
    return words.ngettext(text.template, text.many, abs(text.values["n"]))


def _shown(value: Any, language: str, zone: str) -> str:
    """Write a value as a language writes it."""
    from luminary.i18n import formats

    match value:
        case Message():
            return translate(value, language, zone)
        case Listing(items=items, joined=joined):
            return formats.listing([_shown(one, language, zone) for one in items], language, joined)
        case Share():
            return formats.percent(value.value, language, value.digits)
        case Rounded():
            return formats.decimal(value.value, language, value.digits)
        case datetime():
            return formats.moment(value, language, zone)
        case date():
            return formats.day(value, language, "long")
        case bool() | str() | None:
            return plain(value)
    return formats.number(value, language)
