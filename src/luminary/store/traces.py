"""What leads to one person, and how it is found and replaced in texts."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Any
from urllib.parse import quote

MARK = "[erased]"
"""Stands where somebody was named."""
REPLACED = rf"\2{MARK}\3\1"
"""What an engine that writes expressions as RE2 does puts in the place of a match."""
_NO_WORD = r"[^\pL\pN_]"
_TELLING = 6
"""Signs that a handle or id must have to be looked for by itself in files."""
_NEVER = r"[^\s\S]"


@dataclass(frozen=True, slots=True)
class Touched:
    """What an erasure does to one table: rows that go, and rows of others that are rewritten."""

    removed: int = 0
    rewritten: int = 0

    def __add__(self, other: Touched) -> Touched:
        return Touched(self.removed + other.removed, self.rewritten + other.rewritten)

    def __bool__(self) -> bool:
        return bool(self.removed or self.rewritten)


@dataclass(frozen=True)
class Traces:
    """What leads to a person.

    Parameters
    ----------
    keys : frozenset of str
        Keys of the person and of all accounts.
    posts : frozenset of str
        Keys of the posts.
    names : tuple of str
        Names that nobody else in the data has: replaced wherever they stand in a text.
    handles : tuple of str
        Handles and names of one word: replaced where they stand behind an @ or are a whole value.
    addresses : tuple of str
        E-mail and web addresses: replaced wherever they stand.
    batches : tuple of str
        Imports that brought rows of the person.
    """

    keys: frozenset[str]
    posts: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    batches: tuple[str, ...] = ()

    def as_json(self) -> str:
        """Write it for the ledger."""
        return json.dumps({
            "keys": sorted(self.keys), "posts": sorted(self.posts), "names": self.names,
            "handles": self.handles, "addresses": self.addresses, "batches": self.batches,
        })  # fmt: skip

    @classmethod
    def from_json(cls, written: str) -> Traces:
        """Read what `as_json` wrote."""
        told = json.loads(written)
        lists = (tuple(told.get(name, ())) for name in ("names", "handles", "addresses", "batches"))
        return cls(frozenset(told.get("keys", ())), frozenset(told.get("posts", ())), *lists)

    @cached_property
    def key_pattern(self) -> str:
        """Expression, in the words of RE2, for keys and addresses: they lead to nobody else."""
        return _expression(self._ends(), (), ())

    @cached_property
    def pattern(self) -> str:
        """Expression, in the words of RE2, for everything that names the person in a text.

        A match is replaced by `REPLACED`, which keeps what it had to look at on both sides.
        """
        handles = _written(self.handles)
        mentions = [rf"@(?:_?\*\*)?{one}(?:\*\*)?" for one in handles]
        return _expression([*self._ends(), *mentions], handles, _written(self.names))

    def _ends(self) -> list[str]:
        """What must end where it ends: x:/42 is not the beginning of x:/421."""
        return [*_written(self.keys), *_written(self.addresses)]

    @cached_property
    def _python(self) -> re.Pattern[str]:
        return re.compile(self.pattern.replace(_NO_WORD, r"\W"))

    @cached_property
    def _python_keys(self) -> re.Pattern[str]:
        return re.compile(self.key_pattern.replace(_NO_WORD, r"\W"))

    def scrub(self, text: str, *, label: bool = False) -> str:
        """Replace whatever names the person in a text, or in the texts of JSON.

        Parameters
        ----------
        text : str
            The text.
        label : bool, default False
            It is the name of somebody, who may have the same name: only keys and addresses are replaced.

        Examples
        --------
        >>> found = Traces(frozenset({"x:/42"}), frozenset({"x:/9"}), ("Astrid Lund",), ("bo",))
        >>> found.scrub("astrid lund (x:/42, not x:/421) and @bo, not @bosse")
        '[erased] ([erased], not x:/421) and [erased], not @bosse'
        >>> found.scrub('{"name": "bo", "said": "bo hemma"}')
        '{"name": "[erased]", "said": "bo hemma"}'
        >>> found.scrub('{"posts": ["x:/9", "x:/91"]}')
        '{"posts": ["[erased]", "x:/91"]}'
        """
        if text in self.keys or text in self.posts:
            return MARK
        expression = self._python_keys if label else self._python
        for _ in range(2):  # neighbours share the sign between them
            text = expression.sub(_replaced, text)
        return self._scrubbed_json(text) if self.posts and text[:1] in ("{", "[") else text

    def _scrubbed_json(self, text: str) -> str:
        """Replace keys of posts that are whole values of JSON."""
        try:
            told = json.loads(text)
        except ValueError:
            return text
        found = self._walk(told)
        return text if found == told else json.dumps(found, ensure_ascii=False)

    def _walk(self, value: Any) -> Any:
        if isinstance(value, str):
            return MARK if value in self.posts else value
        if isinstance(value, list):
            return [self._walk(one) for one in value]
        if isinstance(value, dict):
            return {self._walk(name): self._walk(one) for name, one in value.items()}
        return value

    @cached_property
    def needles(self) -> frozenset[bytes]:
        """Give, in small letters, what a file holds that names the person, in the encodings files have."""
        ids = {one.partition("/")[2].lstrip("~@") for one in self.keys}
        long = {one for one in (*ids, *self.handles) if len(one) >= _TELLING}
        words = {*self.keys, *self.names, *self.addresses, *long, *(f"@{one}" for one in self.handles)}
        forms = {form for word in words for form in _forms(word)}
        folded = {form for one in forms for form in (one.lower(), one)}
        return frozenset(
            one.encode(code, "replace").lower()
            for one in folded
            for code in ("utf-8", "utf-16-le", "utf-16-be", "latin-1")
        )

    def are_in(self, data: bytes) -> bool:
        """Tell whether a piece of a file names the person."""
        small = data.lower()
        return any(needle in small for needle in self.needles)


def _expression(ends: Iterable[str], values: Iterable[str], anywhere: Iterable[str]) -> str:
    """Join words: those that must end, those that are a whole value of JSON, those that stand anywhere."""
    first, second, third = ("|".join(one) or _NEVER for one in (ends, values, anywhere))
    return f'(?i)(?:{first})({_NO_WORD}|$)|(")(?:{second})(")|{third}'


def _replaced(found: re.Match[str]) -> str:
    """Put the mark in the place of a match, between what it had to look at."""
    return f"{found[2] or ''}{MARK}{found[3] or ''}{found[1] or ''}"


def _written(words: Iterable[str]) -> list[str]:
    """Write words as expressions, in every form in which files write them; longer ones first."""
    found = {form for word in words for form in _forms(word)}
    return [re.escape(one).replace(r"\ ", " ") for one in sorted(found, key=lambda one: (-len(one), one))]


def _forms(word: str) -> set[str]:
    """Write a word as plain text, decomposed, in JSON, in HTML and in addresses."""
    plain = {word, unicodedata.normalize("NFC", word), unicodedata.normalize("NFD", word)}
    forms = plain | {json.dumps(one)[1:-1] for one in plain} | {escape(one) for one in plain}
    return {one for one in forms | {quote(word), quote(word, safe="")} if one}
