"""Whom a trace names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from luminary.law.letters import Folded, fold
from luminary.law.traces.find import Trace
from luminary.law.traces.lists import read_phrases
from luminary.law.traces.phrases import any_phrase

_LONGEST = 20_000
_WORD = r"[A-ZÅÄÖÆØÜÉ0-9]\w*(?:[&+'’.-]\w+)*"
_NAME = re.compile(
    r"[ \t]*[:\"“”«»'’]?[ \t]*"
    rf"(?P<name>[@#][\w.]{{2,40}}|{_WORD}(?:[ \t]+(?:&[ \t]+)?{_WORD}){{0,3}})"
)
_HANDLE = re.compile(r"(?<![\w@])@[\w][\w.]{1,40}")
_SHOP = re.compile(
    r"(?<![\w@/.])(?:www\.)?([a-z0-9-]{2,40})\.(?:se|no|dk|fi|is|ax|com|eu|net|org|de|co\.uk|shop|store|example)(?![\w.])"
)
_NEAR = 80
"""Characters around a trace in which a handle or a shop's address belongs to it."""
_ALIKE = str.maketrans({"ø": "o", "æ": "a", "ä": "a", "ö": "o", "å": "a", "ü": "u", "é": "e"})


@dataclass(frozen=True, slots=True)
class Brand:
    """A brand to look for: the name shown, and every other name or handle it goes by."""

    name: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """A brand that a text names: where, and how it was recognised."""

    name: str
    start: int
    end: int
    how: str


def named_brands(text: str, traces: Iterable[Trace] = (), known: Iterable[Brand] = ()) -> tuple[Named, ...]:
    """Tell which brands a text names: known ones anywhere, unknown ones only where a trace points at them.

    Parameters
    ----------
    text : str
        The post.
    traces : iterable of Trace
        Its traces; without any, only known brands are found.
    known : iterable of Brand
        Brands to look for, by name and handle, whatever the case and with or without å, ä, ø.

    Examples
    --------
    >>> from luminary.law.traces import traces_of
    >>> text = "I samarbete med Fjällskor AB. Så varma!"
    >>> [one.name for one in named_brands(text, traces_of(text))]
    ['Fjällskor AB']
    """
    folded = fold(text[:_LONGEST])
    found = [*_known(folded, tuple(known))]
    if any(one.form for one in traces):
        found += [*_after(folded), *_near(folded, traces)]
    named: dict[str, Named] = {}
    for one in found:
        named.setdefault(key_of(one.name), one)
    return tuple(named.values())


def key_of(name: str) -> str:
    """Write a name so that its spellings meet: "Tøjhuset", "@tojhuset" and "tojhuset.dk" are one."""
    shop = _SHOP.fullmatch(name.lower())
    plain = (
        fold(shop[1] if shop else name)
        .plain.translate(_ALIKE)
        .replace("aa", "a")
        .replace("oe", "o")
        .replace("ae", "a")
    )
    return re.sub(r"[\W_]+", "", plain)


def _known(folded: Folded, brands: tuple[Brand, ...]) -> Iterator[Named]:
    for brand in brands:
        for one in _search_for(brand).finditer(folded.plain):
            yield Named(brand.name, *folded.origin(*one.span()), "known")
            break


@cache
def _search_for(brand: Brand) -> re.Pattern[str]:
    """Compile the names of a brand: whole words, any sign between them, handles without blanks."""
    names = {fold(one).plain.lstrip("@#").strip() for one in (brand.name, *brand.also)}
    told = sorted((one for one in names if one), key=len, reverse=True)
    return re.compile("|".join(rf"(?<!\w){_spelt(one)}(?!\w)" for one in told))


def _spelt(name: str) -> str:
    """Allow for a name without its blanks, and for letters without their dots and rings."""
    other = {"å": "(?:å|aa?)", "ä": "(?:ä|ae?)", "æ": "(?:æ|ae?)", "ö": "(?:ö|oe?)", "ø": "(?:ø|oe?)"}
    parts = (
        "".join(other.get(sign, re.escape(sign)) for sign in part)
        for part in re.split(r"[\W_]+", name)
        if part
    )
    return r"[\W_]{0,2}".join(parts)


def _after(folded: Folded) -> Iterator[Named]:
    """Find the names that stand where a phrase says "by", "for" or "with"."""
    for one in _before_brands().finditer(folded.plain):
        name = _NAME.match(folded.text, folded.origin(one.end() - 1, one.end())[1])
        if name:
            yield Named(_shown(name["name"]), *name.span("name"), "after the words")


@cache
def _before_brands() -> re.Pattern[str]:
    told = read_phrases().brand_after
    return any_phrase({one.split(" {brand}")[0] for one in told})


def _near(folded: Folded, traces: Iterable[Trace]) -> Iterator[Named]:
    """Find the handle or the shop's address beside a trace, on the same line."""
    text = folded.text
    for trace in traces:
        start = max(text.rfind("\n", 0, trace.start) + 1, trace.start - _NEAR)
        stop = text.find("\n", trace.end)
        end = min(len(text) if stop < 0 else stop, trace.end + _NEAR)
        for one in _HANDLE.finditer(text, start, end):
            yield Named(_shown(one.group()), *one.span(), "handle beside it")
        for one in _SHOP.finditer(folded.plain, start, end) if len(text) == len(folded.plain) else ():
            yield Named(one[0], *one.span(), "address beside it")


def _shown(name: str) -> str:
    return name.rstrip(".,:;!'’-&+ ")
