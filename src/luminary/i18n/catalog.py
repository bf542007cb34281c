"""The translations, in ``locales/LANGUAGE.po``, as gettext keeps them."""

from __future__ import annotations

import gettext
import io
from functools import cache
from pathlib import Path
from typing import Any

from luminary.i18n.message import Message

LANGUAGES = {"sv": "Svenska", "nb": "Norsk", "da": "Dansk", "fi": "Suomi", "en": "English"}
"""Languages of the interface, each by its own name."""

_LOCALES = Path(__file__).parent / "locales"


@cache
def catalog(language: str) -> gettext.NullTranslations:
    """Give the translations of a language; English, and what is not translated, stays as it is.

    Raises
    ------
    KeyError
        When the language is not one of `LANGUAGES`.
    """
    LANGUAGES[language]
    file = _LOCALES / f"{language}.po"
    if not file.exists():
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = io.BytesIO()
    with file.open("rb") as lines:
        write_mo(compiled, read_po(lines, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def translate(text: str, language: str) -> str:
    """Say a text in a language: a `Message` with its values, any other text when it is known as it stands.

    Whole numbers in it are written as the language writes them.

    Examples
    --------
    >>> from luminary.i18n import say
    >>> translate(say("{people} people", people=1200), "en")
    '1,200 people'
    """
    if language == "en" or not text:
        return str(text)
    words = catalog(language)
    if not isinstance(text, Message):
        return words.gettext(text)
    if text.many is None:
        template = words.gettext(text.template)
    else:
        template = words.ngettext(text.template, text.many, abs(text.values["n"]))
    return template.format(**{name: _shown(value, language) for name, value in text.values.items()})


def _shown(value: Any, language: str) -> Any:
    if isinstance(value, Message):
        return translate(value, language)
    if isinstance(value, int) and not isinstance(value, bool):
        from babel.numbers import format_decimal

        return format_decimal(value, locale=language)
    return value
