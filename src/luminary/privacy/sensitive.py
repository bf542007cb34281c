"""What somebody says about herself that must not become part of a profile.

A text is searched for statements in the first person about special categories ("jag har MS", "I voted for
Labour"), in five languages at once; words alone say nothing ("MS in nursing care" is a subject). The words
are data, one file a language in ``wordlists``. What is found is used at once, to withhold a self-description
or a quote, and is kept nowhere: no column holds the health or the faith of anybody.

An age counts when it is stated of oneself and below eighteen; "15 years of experience" and "my son is 15" are
not. Method: patterns, each sentence by itself; sentences about somebody else or about the past are left out.
Precision comes before recall: what is not found here is still protected by the human who reads.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from luminary.i18n import Message, say

ADULT = 18
"""Nobody below is profiled."""
YOUNGEST = 8
"""An age below is not one that somebody states of herself."""
_LONGEST = 20_000
_SCHOOL_YEARS = 12
_LANGUAGES = ("sv", "nb", "da", "fi", "en")
_SENTENCE = re.compile(r"(?<!\d)[.]+(?:\s|$)|[!?;]+(?:\s|$)|[\n\r|•·]+| - | – ")
_CLASS = re.compile(r"^[4-9] ?[a-f](?=$|,| (?:på|vid|i) | \w*skol)", re.IGNORECASE)
_ONLY_AGE = re.compile(r"^(\d{2})$")
_EMOJI_OR_MARKS = re.compile(r"[\"“”»«]")
_QUOTED = re.compile(r"[\"“”»«].*?[\"“”»«]")


class Category(StrEnum):
    """Special categories of article 9 that a statement can be about."""

    HEALTH = "health"
    UNION = "union membership"
    PARTY = "political opinion"
    RELIGION = "religion or belief"
    SEXUALITY = "sexual life"

    @property
    def told(self) -> Message:
        """The category in words."""
        return _TOLD[self]


_TOLD = {
    Category.HEALTH: say("health"),
    Category.UNION: say("union membership"),
    Category.PARTY: say("political opinion"),
    Category.RELIGION: say("religion or belief"),
    Category.SEXUALITY: say("sexual life"),
}


class Sign(StrEnum):
    """What suggests that somebody is a minor."""

    AGE = "an age below 18 is stated"
    SCHOOL = "a school class is stated"


@dataclass(frozen=True, slots=True)
class _Words:
    """The patterns of one language."""

    statements: tuple[tuple[Category, re.Pattern[str]], ...]
    ages: re.Pattern[str]
    bio_ages: re.Pattern[str]
    school: re.Pattern[str]
    others: re.Pattern[str]


def statements(text: str | None) -> frozenset[Category]:
    """Find what special categories somebody states of herself in a text.

    Examples
    --------
    >>> sorted(statements("Sjuksköterska. Jag har MS och röstar i val."))
    [<Category.HEALTH: 'health'>]
    >>> statements("Ny studie om MS i primärvården")
    frozenset()
    """
    found: set[Category] = set()
    for sentence in _sentences(text):
        for words in map(_words, _LANGUAGES):
            if words.others.search(sentence):
                continue
            found.update(category for category, pattern in words.statements if pattern.search(sentence))
    return frozenset(found)


def minor_sign(text: str | None, *, is_bio: bool = False, year: int | None = None) -> Sign | None:
    """Tell what in a text suggests that whoever wrote it is a minor; None when nothing does.

    Parameters
    ----------
    text : str or None
        A post, or a self-description.
    is_bio : bool, default False
        A self-description states an age without "I am" ("15 år, Umeå").
    year : int, optional
        The year it was written, for years of leaving school ("class of 2030"); without, they do not count.

    Examples
    --------
    >>> minor_sign("Jag är 15 år och går i 9A")
    <Sign.AGE: 'an age below 18 is stated'>
    >>> minor_sign("Min son är 15 år") is None, minor_sign("15 år i branschen", is_bio=True) is None
    (True, True)
    """
    every = [_words(language) for language in _LANGUAGES]
    for sentence in _sentences(text):
        if any(words.others.search(sentence) for words in every):
            continue
        if any(_states_age(words, sentence, is_bio=is_bio) for words in every):
            return Sign.AGE
        if (is_bio and _CLASS.search(sentence)) or any(_in_school(words, sentence, year) for words in every):
            return Sign.SCHOOL
    return None


def _sentences(text: str | None) -> Iterator[str]:
    """Split a text; what is quoted was said by somebody else."""
    if not text:
        return
    for part in _SENTENCE.split(_QUOTED.sub(" ", text[:_LONGEST])):
        sentence = " ".join(_EMOJI_OR_MARKS.sub(" ", part).split())
        if sentence:
            yield sentence


def _states_age(words: _Words, sentence: str, *, is_bio: bool) -> bool:
    if _is_young(words.ages, sentence):
        return True
    return is_bio and (_is_young(words.bio_ages, sentence) or _is_young(_ONLY_AGE, sentence))


def _is_young(pattern: re.Pattern[str], sentence: str) -> bool:
    return any(
        YOUNGEST <= int(found) < ADULT
        for one in pattern.finditer(sentence)
        for found in one.groups()
        if found
    )


def _in_school(words: _Words, sentence: str, year: int | None) -> bool:
    """Tell whether a class is stated; a year of leaving school counts when it lies ahead."""
    for one in words.school.finditer(sentence):
        leaves = [int(found) for found in one.groups() if found]
        if not leaves or (year is not None and any(year < last <= year + _SCHOOL_YEARS for last in leaves)):
            return True
    return False


@cache
def _words(language: str) -> _Words:
    path = files("luminary.privacy") / "wordlists" / f"{language}.toml"
    told = tomllib.loads(path.read_text("utf-8"))
    after = "|".join(told["age_not_after"])
    not_after = rf"(?![\s-]*(?:{after}))"
    return _Words(
        statements=tuple(_statements(told)),
        ages=_compiled("|".join(_aged(one, not_after) for one in told["age"])),
        bio_ages=_compiled("|".join(rf"(?:^|, ?){_aged(one, not_after)}" for one in told["age_in_bio"])),
        school=_school(told["school"]),
        others=_compiled(rf"(?<!\w)(?:{'|'.join(told['not_own'])})(?!\w)"),
    )


def _aged(pattern: str, not_after: str) -> str:
    """Put a number into a pattern: not part of another one, nor followed by what it counts but years."""
    number = rf"(?<![\d.,/])(\d{{1,2}})(?![\d/]){not_after}"
    return rf"(?:(?<!\w){pattern.replace('{n}', number)}{not_after}(?!\w))"


def _school(patterns: list[str]) -> re.Pattern[str]:
    parts = (one.replace("{year}", r"(20\d\d)") for one in patterns)
    return _compiled("|".join(rf"(?:(?<!\w){one}(?!\w))" for one in parts))


def _statements(told: dict[str, list[str]]) -> Iterator[tuple[Category, re.Pattern[str]]]:
    first, have = "|".join(told["first"]), "|".join(told["have"])
    kinds = {
        Category.HEALTH: (("have", "health"), ("first", "health_being")),
        Category.UNION: (("member", "union"), ("first", "union_being")),
        Category.PARTY: (("member", "party"), ("vote", "party"), ("first", "party_being")),
        Category.RELIGION: (("believe", "religion"), ("first", "religion_being")),
        Category.SEXUALITY: (("first", "sexuality_being"),),
    }
    openings = {"first": first, "have": have, "member": "|".join(told["member"]),
                "vote": "|".join(told["vote"]), "believe": "|".join(told["believe"])}  # fmt: skip
    for category, ways in kinds.items():
        parts = [
            rf"(?<!\w)(?:{openings[opening]})\s+(?:\w+\s+){{0,2}}?(?:{'|'.join(told[what])})(?![\w-])"
            for opening, what in ways
        ]
        yield category, _compiled("|".join(parts))


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
