"""The words of a pack as one pattern, the phrases of its languages, its rules: made once for a time span."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any

from luminary.law.letters import fold
from luminary.law.pack import Confidence, Pack, Rule, Strength, Word
from luminary.law.yamlfile import packaged_data

BEGIN, END = r"(?<![^\W_])", r"(?![^\W_])"
"""Where a word begins and ends: no letter or figure beside it; an underscore or a hashtag's mark may be."""

_BETWEEN = r"[\s_\-–]*"
_WORDS = r"[\w-]+(?: [\w-]+)?"
_STRIPPED = str.maketrans("åäöæøüéèêá", "aaoaoueeea")
_CONFIDENCE = {
    Strength.CLEAR: Confidence.SETTLED,
    Strength.ACCEPTABLE: Confidence.LIKELY,
    Strength.LINK_LABELS: Confidence.LIKELY,
    Strength.WEAK_SETTLED: Confidence.SETTLED,
    Strength.WEAK_LIKELY: Confidence.LIKELY,
    Strength.NOT_LABEL: Confidence.LIKELY,
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a word that was found means.

    Attributes
    ----------
    foreign : bool
        It is a clear word of another country's language.
    """

    word: str
    strength: Strength
    set_apart: bool
    confidence: Confidence
    foreign: bool = False


@dataclass(frozen=True, slots=True)
class Phrases:
    """Words around a label in the languages of a pack."""

    denial: re.Pattern[str]
    joined_denial: re.Pattern[str]
    only: re.Pattern[str]
    no_answer: re.Pattern[str]
    before: frozenset[str]
    role: re.Pattern[str]
    elsewhere: re.Pattern[str]
    tired: re.Pattern[str]
    whose: re.Pattern[str]
    cues: tuple[tuple[str, re.Pattern[str]], ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A pack's words on one day.

    Attributes
    ----------
    pattern : re.Pattern
        Finds every word of the pack in a plain text.
    meanings : dict of str to Meaning
        By the letters of the word.
    broken : re.Pattern
        Finds clear words whose letters stand apart.
    rules : dict of str to Rule
        The rules of that day by topic.
    cited : dict of str to (str, str)
        How a rule on a topic is told: its name and text, and its sources.
    """

    pattern: re.Pattern[str]
    meanings: dict[str, Meaning]
    broken: re.Pattern[str]
    phrases: Phrases
    rules: dict[str, Rule]
    cited: dict[str, tuple[str, str]]

    def meaning(self, found: str) -> Meaning:
        """Give what a text that `pattern` found means."""
        known = self.meanings.get(found)
        return known if known is not None else self.meanings[letters(found)]


def letters(text: str) -> str:
    """Give the letters and figures of a text, without marks on them."""
    return "".join(sign for sign in text.translate(_STRIPPED) if sign.isalnum())


@lru_cache(maxsize=512)
def lexicon(pack: Pack, span: int, day: date, foreign: tuple[tuple[str, str], ...] = ()) -> Lexicon:
    """Give the words of a pack as they stand on a day; `span` numbers the time between two of its turns."""
    del span
    meanings: dict[str, Meaning] = {}
    spellings: list[str] = []
    for word in (one for one in pack.words if one.holds(day)):
        for form in (word.word, *word.forms):
            meanings.setdefault(letters(fold(form).plain), _meaning(word, form))
            spellings.append(fold(form).plain)
    for form, _lang in foreign:
        if letters(form) not in meanings:
            meanings[letters(form)] = Meaning(form, Strength.WEAK_LIKELY, False, Confidence.LIKELY, True)
            spellings.append(form)
    clear = [one for one in spellings if meanings[letters(one)].strength is Strength.CLEAR]
    rules = {one.topic: one for one in reversed(pack.rules) if one.holds(day)}
    labels = [one for one in spellings if meanings[letters(one)].strength is not Strength.NOT_LABEL]
    return Lexicon(
        re.compile(f"{BEGIN}(?:{_either(spellings)}){END}"),
        meanings,
        re.compile(_broken(clear)),
        _phrases(pack.langs, tuple(dict.fromkeys(labels))),
        rules,
        {topic: (f"{one.name}: {one.text}", one.source) for topic, one in rules.items()},
    )


def _meaning(word: Word, form: str) -> Meaning:
    return Meaning(form, word.strength, word.set_apart, _CONFIDENCE[word.strength])


def _either(spellings: Iterable[str], between: str = _BETWEEN) -> str:
    """Write one pattern for many words, the longest first; with and without marks on the letters."""
    both = {one for word in spellings for one in (word, word.translate(_STRIPPED))}
    ordered = sorted(both, key=lambda one: (-len(one), one))
    return "|".join(_spaced(one, between) for one in ordered)


def _spaced(word: str, between: str) -> str:
    return between.join(re.escape(part) for part in re.split(r"[\s_\-]+", word) if part)


def _broken(words: Sequence[str]) -> str:
    """Find letters of a word with something other than letters between all of them: r.e.k.l.a.m."""
    gap = r"[^\w\n]{1,3}"
    longer = [one for one in words if len(one) > 3 and " " not in one]
    return f"{BEGIN}(?:{'|'.join(gap.join(map(re.escape, one)) for one in longer) or '(?!)'}){END}"


@cache
def _phrases(langs: tuple[str, ...], labels: tuple[str, ...]) -> Phrases:
    """Make the patterns for languages; English is read everywhere, being written everywhere."""
    data = packaged_data("phrases.yaml")
    read = list(dict.fromkeys(["nb" if one in ("nn", "no") else one for one in (*langs, "en")]))

    def words(kind: str) -> list[str]:
        return list(dict.fromkeys(fold(str(word)).plain for lang in read for word in data[lang][kind]))

    negators, gap = _plainly(words("negators")), r"[ \t_\-'’#]"
    between = _plainly([*words("fillers"), *words("only")])
    joined = "|".join(letters(one) for one in sorted(labels, key=len, reverse=True))
    article = r"(?:an?|en|ett?|ein|et|nogen|någon|noen|ole)?"
    return Phrases(
        re.compile(rf"{BEGIN}(?:{negators}){END}(?:{gap}+(?:{between}){END}){{0,4}}{gap}*$"),
        re.compile(rf"#(?:{negators}){article}(?:{joined}){END}"),
        re.compile(rf"{BEGIN}(?:{_plainly(words('only'))}){END}"),
        re.compile(rf"[ \t]*[?][ \t]*(?:{_plainly(words('nos'))}){END}"),
        frozenset(words("before")),
        re.compile(rf"{BEGIN}(?:{_plainly(words('role'))}){END}".replace(r"\*", _WORDS)),
        re.compile(rf"[ \t]+(?:{_plainly(words('elsewhere'))}){END}"),
        re.compile(rf"{BEGIN}(?:{_plainly(words('tired'))})[ \t]+$"),
        re.compile(rf"[ \t]+(?:{_plainly(words('after'))}){END}"),
        tuple((kind, _cue(words(kind))) for kind in ("codes", "links", "thanks", "gifts")),
    )


def _cue(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join((BEGIN if one[0].isalnum() else "") + re.escape(one) + END for one in words))


def _plainly(words: Iterable[str]) -> str:
    return "|".join(re.escape(one) for one in sorted(words, key=len, reverse=True))


def phrase_data(lang: str) -> dict[str, Any]:
    """Give the phrases of one language as data."""
    found: dict[str, Any] = packaged_data("phrases.yaml")["nb" if lang in ("nn", "no") else lang]
    return found
