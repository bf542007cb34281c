"""Could a text tell of an adverse event, so that a person responsible for safety must read it?

A screen over words, which chooses what somebody reads; it never says that a medicine caused anything. Four
criteria make a report valid: somebody who reports, somebody it happened to, what happened, and a medicine.
Situations that are collected without any reaction are told apart: lack of effect, errors, overdose, use in
pregnancy, misuse, use outside what is approved, faults of quality.

Method: words and beginnings of words in Swedish, Norwegian, Danish, Finnish and English, by sentence; a
symptom does not count where it is denied ("no side effects"), general ("can cause"), the reason for taking
something ("against headache"), or gone because of it. When in doubt it counts.

References
----------
EMA, Guideline on good pharmacovigilance practices, Module VI (Rev 2), VI.B.1 and VI.B.2 and VI.B.6; ICH E2D.
Time limits are from knowledge: 15 days for serious, 90 for other cases.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from luminary.law.letters import Folded, fold
from luminary.law.lexicon import BEGIN, END
from luminary.law.sender import name_pattern
from luminary.law.yamlfile import packaged_data

LANGUAGES = ("sv", "nb", "da", "fi", "en")
SERIOUS_DAYS = 15
OTHER_DAYS = 90
LONGEST_TEXT = 20_000
_LONGEST_QUOTE = 400
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
_AGE = re.compile(BEGIN + r"(?:\d{1,3}[ -]?(?:år|års|åring|årig|år gammal|år gammel|vuotia|v|yo|y/o))" + END)
_ILLATIVE = re.compile(r"(?:yyn|uun|oon|öön|aan|ään|iin|een)$")
SPECIAL = ("lack", "error", "overdose", "pregnancy", "misuse", "off_label", "quality")
_NAMES = {"lack": "lack_of_effect", "error": "medication_error", "quality": "quality_complaint"}


class Status(StrEnum):
    """What a screening comes to."""

    COMPLETE = "complete"
    INCOMPLETE = "incomplete_follow_up"
    SPECIAL = "special_situation"
    NOT_AE = "not_ae"

    @property
    def is_routed(self) -> bool:
        """Whether somebody responsible for safety must read it."""
        return self is not Status.NOT_AE


@dataclass(frozen=True, slots=True)
class Screening:
    """What a text may tell of, before any person has read it.

    Attributes
    ----------
    reporter : bool
        Whether a real person who wrote it can be told.
    patient : bool
        Whether it happened to a certain person.
    reaction : bool
        Whether it tells of a reaction, or of a lack of effect, that somebody had.
    medicine : bool
        Whether it names one of the products.
    whose : str
        self or other; empty where nobody is meant.
    products : tuple of str
        Products that are named.
    special : tuple of str
        Situations that are collected too.
    serious : bool
        Whether words stand there that may mean a serious case, for which time is shorter.
    quote : str
        The sentences that speak of it.
    spans : tuple of (int, int)
        Where the words stand that were found.
    """

    status: Status
    reporter: bool
    patient: bool
    reaction: bool
    medicine: bool
    whose: str
    products: tuple[str, ...]
    special: tuple[str, ...]
    serious: bool
    quote: str
    spans: tuple[tuple[int, int], ...]

    @property
    def days(self) -> int:
        """Days in which a valid case is to be reported."""
        return SERIOUS_DAYS if self.serious else OTHER_DAYS


@dataclass(frozen=True, slots=True)
class _Words:
    reactions: re.Pattern[str]
    negations: re.Pattern[str]
    not_only: re.Pattern[str]
    general: re.Pattern[str]
    against: re.Pattern[str]
    relieved: re.Pattern[str]
    stopped: re.Pattern[str]
    self_: re.Pattern[str]
    self_verbs: re.Pattern[str]
    others: re.Pattern[str]
    medicines: re.Pattern[str]
    serious: re.Pattern[str]
    special: tuple[tuple[str, re.Pattern[str]], ...]


def screen(text: str, products: Iterable[str], *, reporter: bool = True) -> Screening:
    """Screen one text.

    Parameters
    ----------
    text : str
        As it was written; no more than 20,000 characters are read.
    products : iterable of str
        Names of the medicines that are looked for, with all names under which people speak of them.
    reporter : bool, default True
        Whether a real person who wrote it can be told, from a name or profile.

    Examples
    --------
    >>> screen("Min mamma, 71, fick svåra utslag av Pollenfri i går", ["Pollenfri"]).status.value
    'complete'
    >>> screen("Lægen siger, at Pollenfri kan give kløe", ["Pollenfri"]).status.value
    'not_ae'
    """
    folded, words = fold(text[:LONGEST_TEXT]), _words()
    plain = folded.plain
    named = [(one, found.span()) for one in products if (found := name_pattern(one).search(plain))]
    generic = None if named else words.medicines.search(plain)
    if not named and not generic:
        return _nothing(reporter)
    reactions = _reactions(plain, words)
    special = [(kind, found.span()) for kind, one in words.special if (found := one.search(plain))]
    lack = any(kind == "lack" for kind, _place in special)
    whose = _whose(plain, words)
    met = (reporter, bool(whose), bool(reactions) or lack, bool(named))
    places = [*reactions, *(place for _kind, place in special)]
    status = _status(met, [kind for kind, _place in special])
    return Screening(
        status,
        *met,
        whose,
        tuple(name for name, _place in named),
        tuple(_NAMES.get(kind, kind) for kind, _place in special),
        bool(words.serious.search(plain)) and status.is_routed,
        _quote(folded, [*places, *(place for _name, place in named)]) if status.is_routed else "",
        tuple(folded.origin(*place) for place in places),
    )


def _nothing(reporter: bool) -> Screening:
    return Screening(Status.NOT_AE, reporter, False, False, False, "", (), (), False, "", ())


def _status(met: tuple[bool, bool, bool, bool], special: Sequence[str]) -> Status:
    reporter, patient, reaction, medicine = met
    if reaction and all((reporter, patient, medicine)):
        return Status.COMPLETE
    if reaction:
        return Status.INCOMPLETE
    if special and medicine:
        return Status.SPECIAL
    return Status.NOT_AE


def _reactions(plain: str, words: _Words) -> list[tuple[int, int]]:
    """Find symptoms that somebody had: not denied, not general, not the reason for taking something."""
    found = []
    for sentence in _SENTENCE.finditer(plain):
        said, first = sentence[0], sentence.start()
        if words.general.search(said) or (said.endswith("?") and not words.self_.search(said)):
            continue
        for symptom in words.reactions.finditer(said):
            if not _excused(said, symptom, words):
                found.append((first + symptom.start(), first + symptom.end()))
    return found


def _excused(said: str, symptom: re.Match[str], words: _Words) -> bool:
    lead = words.not_only.sub(" ", said[max(symptom.start() - 40, 0) : symptom.start()])
    near = " ".join(lead.split()[-4:])
    if words.negations.search(near) or words.against.search(" ".join(lead.split()[-2:])):
        return True
    if _ILLATIVE.search(symptom[0]) and not words.serious.match(symptom[0]):
        return True
    return bool(words.relieved.search(said)) and not words.stopped.search(said)


def _whose(plain: str, words: _Words) -> str:
    """Tell to whom it happened: somebody else, the writer (also where "I" is left out), or nobody certain."""
    if words.others.search(plain) or _AGE.search(plain):
        return "other"
    if words.self_.search(plain):
        return "self"
    begins = (one[0].strip() for one in _SENTENCE.finditer(plain))
    return "self" if any(words.self_verbs.match(one) for one in begins) else ""


def _quote(folded: Folded, places: Sequence[tuple[int, int]]) -> str:
    """Give the sentences from the first to the last word that was found."""
    if not places:
        return ""
    first, last = min(start for start, _end in places), max(end for _start, end in places)
    spans = [one.span() for one in _SENTENCE.finditer(folded.plain)]
    begin = max((start for start, _end in spans if start <= first), default=0)
    end = min((end for _start, end in spans if end >= last), default=len(folded.plain))
    start, stop = folded.origin(begin, max(end, begin + 1))
    return folded.text[start:stop].strip()[:_LONGEST_QUOTE]


@cache
def _words() -> _Words:
    """Put the words of all languages together: posts mix them, and short ones are seldom told apart."""
    data = packaged_data("adverse.yaml")

    def all_of(kind: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(fold(word).plain for lang in LANGUAGES for word in data[lang][kind]))

    whole = {
        kind: _whole(all_of(kind))
        for kind in (
            "negations",
            "not_only",
            "against",
            "stopped",
            "self",
            "self_verbs",
            "others",
            "medicines",
        )
    }
    return _Words(
        _beginning(all_of("reactions"), tuple(data["much"])),
        whole["negations"],
        whole["not_only"],
        _beginning(all_of("general")),
        whole["against"],
        _beginning(all_of("relieved")),
        whole["stopped"],
        whole["self"],
        whole["self_verbs"],
        whole["others"],
        whole["medicines"],
        _beginning(all_of("serious")),
        tuple((kind, _beginning(all_of(kind), (), all_of("negations"))) for kind in SPECIAL),
    )


@lru_cache(maxsize=64)
def _beginning(
    words: tuple[str, ...], much: tuple[str, ...] = (), denying: tuple[str, ...] = ()
) -> re.Pattern[str]:
    """Find words by their beginning; those of up to three letters only whole.

    `much` may stand before them in one word ("jättetrött"); before a word of `denying` that ends a phrase,
    up to two words may stand ("hjälper mig inte").
    """
    ordered = sorted(words, key=len, reverse=True)
    either = "|".join(
        (r"(?: \w+){0,2} " if one.split()[-1] in denying else " ").join(map(re.escape, one.split()))
        + (END if len(one) < 4 else r"\w*")
        for one in ordered
    )
    before = f"(?:{'|'.join(map(re.escape, much))})?" if much else ""
    return re.compile(f"{BEGIN}{before}(?:{either})")


@lru_cache(maxsize=64)
def _whole(words: tuple[str, ...]) -> re.Pattern[str]:
    ordered = sorted(words, key=len, reverse=True)
    return re.compile(f"{BEGIN}(?:{'|'.join(map(re.escape, ordered))}){END}")
