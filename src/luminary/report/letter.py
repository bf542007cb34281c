"""Letters to the people on a list, and the public notice for everybody else, in five languages.

The texts are data, one file a language in ``letters``; what is held about the person and why she is on the
list comes from `luminary.report.notice`. Whatever was imported is cleaned and escaped. A letter is a draft:
who sends it reads it first, and its version is kept with the notice.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from luminary.errors import UnknownNameError
from luminary.i18n import LANGUAGES, translate
from luminary.i18n.formats import day, listing
from luminary.privacy import Purpose
from luminary.report.notice import Part
from luminary.report.text import clean, name

_OWN = 3
"""Parts of the words for herself that say why, what and from where; the rest the letter says itself."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, which may be missing, with its sentences."""

    heading: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """A text to send or to publish.

    Attributes
    ----------
    language, version : str
        Language, and the version that the register keeps.
    title : str
        Subject line.
    sections : tuple of Section
        What it says.
    """

    language: str
    version: str
    title: str
    sections: tuple[Section, ...]

    def text(self) -> str:
        """Write it as plain text."""
        parts = [
            "\n".join([*([one.heading] if one.heading else []), *one.sentences]) for one in self.sections
        ]
        return "\n\n".join([self.title, *parts, self.version]) + "\n"

    def html(self) -> str:
        """Write it as a page without script, style or anything that is loaded."""
        from luminary.report.page import letter_page

        return letter_page(self)


def version_of(language: str) -> str:
    """Name the version of the text in a language.

    Raises
    ------
    UnknownNameError
        When there is no text in that language.
    """
    return str(_told(language)["version"])


def letter_to(person: str, parts: Sequence[Part], purpose: Purpose, language: str) -> Letter:
    """Write to a person why she is on the list, what is held, and what she can do.

    Parameters
    ----------
    person : str
        Her name, as imported.
    parts : sequence of Part
        What `luminary.report.notice` said.
    purpose : Purpose
        What the workspace is for.
    language : str
        sv, nb, da, fi or en.

    Raises
    ------
    UnknownNameError
        When there is no text in that language.
    """
    told, values = _told(language), _values(purpose, language) | {"name": name(person)}
    own = [_section(translate(one.heading, language), _in(one.sentences, language)) for one in parts[:_OWN]]
    sections = (
        _section("", [_filled(told["greeting"], values)]),
        _section("", _all(told["opening"], values)),
        *own,
        *_common(told, values),
        _section("", [told["closing"], values["owner"]]),
    )
    return Letter(language, told["version"], told["subject"], sections)


def public_notice(sources: Iterable[str], purpose: Purpose, language: str) -> Letter:
    """Write the notice for everybody in the data, to be published.

    Parameters
    ----------
    sources : iterable of str
        Platforms.
    purpose : Purpose
        What the workspace is for.
    language : str
        sv, nb, da, fi or en.

    Raises
    ------
    UnknownNameError
        When there is no text in that language.
    """
    told = _told(language)
    listed = listing([clean(one, 60) for one in sources], language)
    values = _values(purpose, language) | {"sources": listed or "–"}
    sections = (
        _section("", _all(told["public_why"], values)),
        _section(told["public_data_heading"], _all(told["public_data"], values)),
        *_common(told, values),
    )
    return Letter(language, told["version"], told["public_title"], sections)


def _common(told: dict[str, Any], values: dict[str, str]) -> tuple[Section, ...]:
    kinds = ("purpose", "rights", "contact")
    return tuple(_section(told[f"{one}_heading"], _all(told[one], values)) for one in kinds)


def _section(heading: str, sentences: Iterable[str]) -> Section:
    return Section(str(heading), tuple(sentences))


def _in(sentences: Iterable[str], language: str) -> list[str]:
    return [str(translate(one, language)) for one in sentences]


def _all(templates: Iterable[str], values: dict[str, str]) -> list[str]:
    return [_filled(one, values) for one in templates]


def _filled(template: str, values: dict[str, str]) -> str:
    """Put values into a text at once, so that braces in a value stay braces."""
    parts = template.split("{")
    filled = [parts[0]]
    for part in parts[1:]:
        key, _, rest = part.partition("}")
        filled.append(values[key] + rest)
    return "".join(filled)


def _values(purpose: Purpose, language: str) -> dict[str, str]:
    until = "–" if purpose.until is None else day(purpose.until, language, "long")
    told = {"owner": purpose.owner, "purpose": purpose.purpose, "basis": purpose.basis}
    return {key: clean(value, 400).rstrip(".") or "–" for key, value in told.items()} | {"until": until}


@cache
def _told(language: str) -> dict[str, Any]:
    if language not in LANGUAGES:
        raise UnknownNameError.of("language", language, LANGUAGES)
    return tomllib.loads((files("luminary.report") / "letters" / f"{language}.toml").read_text("utf-8"))
