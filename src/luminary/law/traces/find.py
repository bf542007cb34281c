"""The traces of a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from luminary.law.letters import Folded, fold
from luminary.law.traces.links import tracked_links
from luminary.law.traces.lists import FORMS, read_links, read_phrases
from luminary.law.traces.phrases import any_label, any_phrase, needs, phrase

__all__ = ["FORMS", "Says", "Trace", "sieve", "traces_of"]

_NAME_FOLLOWS = re.compile(r"[ \t]+(?:[@#]\w|[A-ZÅÄÖÆØÜ])")
_LIKE_A_CODE = re.compile(r"(?=.*[A-Z0-9])[A-ZÅÄÖÆØ0-9_-]{4,}$")
_ODD = "[^\\x00-\\x{ac}\\x{ae}-\\x{24f}\\x{2010}-\\x{2027}\\x{20ac}\\x{2190}-\\x{27bf}\\x{1f300}-\\x{1faff}]"
_LONGEST = 20_000
"""Characters of a text that are searched; what stands later nobody sees at once."""


class Says(StrEnum):
    """How a trace speaks: a label, a statement of the writer, only a cue, or a denial."""

    LABEL = "label"
    STATEMENT = "statement"
    CUE = "cue"
    DENIAL = "denial"


@dataclass(frozen=True, slots=True)
class Trace:
    """Words that tell of a collaboration.

    Attributes
    ----------
    form : str
        One of `FORMS`; empty for a denial.
    says : Says
        Label, statement, cue or denial.
    start, end : int
        Where the words stand in the text.
    words : str
        The words themselves.
    """

    form: str
    says: Says
    start: int
    end: int
    words: str


def traces_of(text: str) -> tuple[Trace, ...]:
    """Find the traces of a collaboration in a text, in the order of their place.

    At most one trace per form and way of speaking is given, the first; what a denial covers counts as denied,
    and what ordinary speech covers ("i samarbete med polisen") is no trace.

    Parameters
    ----------
    text : str
        Caption, description or post, in any of the languages or several; the first 20,000 characters count.

    Examples
    --------
    >>> [(one.form, one.says.value, one.words) for one in traces_of("Reklam för Fjällskor: min nya tur")]
    [('advertisement', 'statement', 'Reklam för')]
    >>> traces_of("Jag ogillar reklam på bio")
    ()
    """
    folded = fold(text[:_LONGEST])
    denied = [*_denials(folded)]
    found = [*_labels(folded), *_phrases(folded), *_links(folded.text)]
    silent = [(no.start, no.end) for no in denied]
    silent += (
        [folded.origin(*one.span()) for one in _searches().ordinary.finditer(folded.plain)] if found else []
    )
    kept = [one for one in found if not any(start < one.end and one.start < end for start, end in silent)]
    first: dict[tuple[str, Says], Trace] = {}
    for one in sorted([*kept, *denied], key=lambda trace: (trace.start, trace.end)):
        first.setdefault((one.form, one.says), one)
    return tuple(first.values())


@cache
def sieve() -> str:
    r"""Give an expression that lets every text through which may tell of a collaboration, for RE2.

    It is looked for in small letters; a denial alone is no trace of one. Texts with letters of other scripts,
    fonts or no width go through: only `traces_of` can read those.
    """
    told, links = read_phrases(), read_links()
    forms = (*told.statements.values(), *told.cues.values())
    words = {word for listed in forms for one in listed for word in needs(one)}
    words |= {one for listed in told.labels.values() for one in listed}
    places = {f"{sign}{host}" for host in (*links.hosts, *links.marked) for sign in "/."}
    places |= {one if "=" in one else f"{one}=" for one in links.anywhere}
    begun = {one.removesuffix("*") for one in words if one.endswith(("*", "@", "%"))}
    whole = {one for one in words if not one.endswith(("*", "@", "%"))}
    starts = rf"(?:^|\W)(?:{_either(begun)}|(?:{_either(whole)})(?:\W|$))"
    return "|".join([starts, *map(re.escape, sorted(places)), _ODD])


def _either(words: Iterable[str]) -> str:
    r"""Write several words, any signs in place of a blank; for RE2 a letter with marks is a sign too."""
    return "|".join(re.escape(one).replace(r"\ ", r"\W*") for one in sorted(words))


def _denials(folded: Folded) -> Iterator[Trace]:
    for one in _searches().denials.finditer(folded.plain):
        yield _trace(folded, "", Says.DENIAL, *one.span())


def _labels(folded: Folded) -> Iterator[Trace]:
    for form, search in _searches().labels.items():
        for one in search.finditer(folded.plain):
            name = one.lastgroup if one.lastgroup != "alone" else "first"
            start, end = one.span(name or 0)
            if name == "first" and one["alone"] is None and not _name_follows(folded, end):
                continue
            yield _trace(folded, form, Says.LABEL, start, end)


def _name_follows(folded: Folded, end: int) -> bool:
    """Tell whether a name comes next: "Mainos Pohjola", and not "Mainos ärsyttää"."""
    return bool(_NAME_FOLLOWS.match(folded.text, folded.origin(end - 1, end)[1]))


def _phrases(folded: Folded) -> Iterator[Trace]:
    searches = _searches()
    for says, forms in ((Says.STATEMENT, searches.statements), (Says.CUE, searches.cues)):
        for form, search in forms.items():
            for one in search.finditer(folded.plain):
                yield _trace(folded, form, says, *one.span())
    for form, says, search in searches.checked:
        for one in search.finditer(folded.plain):
            if _is_followed(folded, one) and _is_code(folded, one):
                yield _trace(folded, form, says, *one.span())


def _is_followed(folded: Folded, one: re.Match[str]) -> bool:
    """Tell whether a name follows where the phrase wants one."""
    return "brand" not in one.re.groupindex or _name_follows(folded, one.end())


def _is_code(folded: Folded, one: re.Match[str]) -> bool:
    """Tell whether what stands where the phrase wants a code looks like one."""
    if "code" not in one.re.groupindex:
        return True
    first, last = folded.origin(*one.span("code"))
    return bool(_LIKE_A_CODE.match(folded.text[first:last]))


def _links(text: str) -> Iterator[Trace]:
    for one in tracked_links(text):
        yield Trace("affiliate", Says.CUE, one.start, one.end, text[one.start : one.end])


def _trace(folded: Folded, form: str, says: Says, start: int, end: int) -> Trace:
    first, last = folded.origin(start, end)
    words = folded.text[first:last]
    first += len(words) - len(words.lstrip())
    return Trace(form, says, first, last, words.strip())


@dataclass(frozen=True, slots=True)
class _Searches:
    """The phrases, compiled: one search per form, and apart those whose finds must be looked at."""

    labels: Mapping[str, re.Pattern[str]]
    statements: Mapping[str, re.Pattern[str]]
    cues: Mapping[str, re.Pattern[str]]
    checked: tuple[tuple[str, Says, re.Pattern[str]], ...]
    denials: re.Pattern[str]
    ordinary: re.Pattern[str]


@cache
def _searches() -> _Searches:
    told = read_phrases()
    by_says = ((Says.STATEMENT, told.statements), (Says.CUE, told.cues))
    checked = [
        (form, says, phrase(one))
        for says, forms in by_says
        for form, listed in forms.items()
        for one in listed
        if _is_checked(one)
    ]
    labels = {form: any_label(listed) for form, listed in told.labels.items() if listed}
    return _Searches(
        labels,
        _together(told.statements),
        _together(told.cues),
        tuple(checked),
        any_phrase(told.denials),
        any_phrase(told.ordinary),
    )


def _together(forms: Mapping[str, tuple[str, ...]]) -> dict[str, re.Pattern[str]]:
    kept = {form: [one for one in listed if not _is_checked(one)] for form, listed in forms.items()}
    return {form: any_phrase(listed) for form, listed in kept.items() if listed}


def _is_checked(told: str) -> bool:
    return "{code}" in told or "{brand}" in told
