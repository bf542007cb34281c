"""First step: which words of a text could be a label, and which deny that it is advertising?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from luminary.law.letters import Folded, fold
from luminary.law.lexicon import Lexicon, Meaning
from luminary.law.pack import Strength

_MENTION = re.compile(r"@[\w.]*\w")
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|\b[\w.+-]+@[\w-]+\.\w+|\b[\w-]+\.(?:com|se|no|dk|fi|de|net|org|io|eu|co\.uk)/\S*"
)
_RUN = re.compile(r"#\w+(?:(?:[^\w#\n.,;:!?]|@[\w.]+)*\n?(?:[^\w#\n.,;:!?]|@[\w.]+)*#\w+)+")
_TAG = re.compile(r"#\w+")
_STOP = re.compile(r"[.!?:;,|\n–—()]")
_LOOKBACK = 60
_LONGEST_TIRED = 24
"""Characters before a word in which weariness of it is looked for: "trött på all reklam"."""
TOO_MANY_TAGS = 3
"""From so many hashtags in a row on, a label among them is buried."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A word of the pack, found.

    Attributes
    ----------
    start, end : int
        Where it stands in the plain text.
    buried : bool
        It is one of several hashtags in a row.
    """

    start: int
    end: int
    meaning: Meaning
    buried: bool = False

    @property
    def strength(self) -> Strength:
        """What it does for a label."""
        return self.meaning.strength


@dataclass(slots=True)
class Part:
    """One part of a post with what was found in it: the text, a title, a frame.

    Attributes
    ----------
    hits : list of Hit
        Words that could be a label, in their order.
    denials : list of tuple
        Where the text says that it is no advertising.
    masked : list of tuple
        Where handles and addresses stand, whose letters say nothing.
    """

    name: str
    folded: Folded
    hits: list[Hit]
    denials: list[tuple[int, int]]
    masked: list[tuple[int, int]]

    @property
    def plain(self) -> str:
        """The part in plain letters."""
        return self.folded.plain


def read_part(name: str, text: str, lexicon: Lexicon) -> Part:
    """Find the words of a lexicon in one part of a post."""
    folded = fold(text)
    plain = folded.plain
    part = Part(name, folded, [], [], _masked(plain))
    runs = _buried(plain) if plain.count("#") >= TOO_MANY_TAGS else ()
    for found in lexicon.pattern.finditer(plain):
        start, end = found.span()
        meaning = lexicon.meaning(found[0])
        if meaning.strength is Strength.NOT_LABEL or _inside(start, part.masked):
            continue
        if meaning.set_apart and not _is_set_apart(folded, start, end, lexicon):
            continue
        if _is_of_others(plain, start, end, lexicon):
            continue
        if denied := _denied(plain, start, end, lexicon):
            part.denials.append(denied)
        else:
            is_tag = start > 0 and plain[start - 1] == "#"
            part.hits.append(Hit(start, end, meaning, is_tag and _inside(start, runs)))
    if "#" in plain:
        part.denials += [one.span() for one in lexicon.phrases.joined_denial.finditer(plain)]
    return part


def _masked(plain: str) -> list[tuple[int, int]]:
    found = [one.span() for one in _MENTION.finditer(plain)] if "@" in plain else []
    if "/" in plain or "www." in plain or "@" in plain:
        found += [one.span() for one in _ADDRESS.finditer(plain)]
    return found


def _buried(plain: str) -> tuple[tuple[int, int], ...]:
    """Give the places of three or more hashtags in a row; handles and emoji between them change nothing."""
    runs = (one for one in _RUN.finditer(plain) if len(_TAG.findall(one[0])) >= TOO_MANY_TAGS)
    return tuple(one.span() for one in runs)


def _inside(at: int, places: list[tuple[int, int]] | tuple[tuple[int, int], ...]) -> bool:
    return any(start <= at < end for start, end in places)


def _is_of_others(plain: str, start: int, end: int, lexicon: Lexicon) -> bool:
    """Tell whether a word speaks of other advertising: "an ad on tv", "tired of ads"."""
    if plain[end : end + 1] == " " and lexicon.phrases.elsewhere.match(plain, end):
        return True
    if not start or plain[start - 1] != " ":
        return False
    return lexicon.phrases.tired.search(plain, max(start - _LONGEST_TIRED, 0), start) is not None


def _is_set_apart(folded: Folded, start: int, end: int, lexicon: Lexicon) -> bool:
    """Tell whether a word stands as a label does.

    A hashtag, capitals, in brackets, alone between marks, or beginning a line before whom it is from.
    """
    plain = folded.plain
    if start and plain[start - 1] == "#":
        return True
    first, last = folded.origin(start, end)
    if folded.text[first:last].isupper():
        return True
    before, after = plain[:start].rstrip(" *_")[-1:], plain[end:].lstrip(" *_")[:1]
    if before in ("", "\n") and lexicon.phrases.whose.match(plain, end):
        return True
    return (
        not _is_word(before)
        and not _is_word(after)
        and not (after == "." and plain[end + 1 : end + 3].strip())
    )


def _is_word(sign: str) -> bool:
    return sign.isalnum()


def _denied(plain: str, start: int, end: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """Give the place of a denial of the word at a place: "not an ad", "an ad? no"."""
    answer = lexicon.phrases.no_answer.match(plain, end)
    if answer:
        return start, answer.end()
    first = max(start - _LOOKBACK, 0)
    lead = plain[first:start].rstrip("#")
    for stop in _STOP.finditer(lead):
        first, lead = (
            max(start - _LOOKBACK, 0) + stop.end(),
            plain[max(start - _LOOKBACK, 0) + stop.end() : start].rstrip("#"),
        )
    found = lexicon.phrases.denial.search(lead) if lead else None
    if found is None or lexicon.phrases.only.search(found[0]):
        return None
    return first + found.start(), end


def tags(plain: str) -> Iterator[tuple[int, int, str]]:
    """Give the hashtags of a plain text: start, end, letters."""
    for one in _TAG.finditer(plain):
        yield one.start(), one.end(), one[0][1:]
