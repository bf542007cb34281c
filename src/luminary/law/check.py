"""The checker: a post in, a verdict out.

Method: the text is folded to plain letters (`letters`); the words of the country's pack are found in it, and
denials taken apart (`labels`); the declared connection says whether a label is needed, the best label is
looked at for its word, place and sender (`disclosure`); what may not be said at all goes before that
(`health`), other marks beside it (`extras`). The worst finding is the verdict; a verdict is as sure as its
rule, and an expired pack is sure of nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from luminary.errors import InputError, UnknownNameError, UsageError
from luminary.i18n import Listing, Message, say
from luminary.law.advice import advise
from luminary.law.case import Case, opened
from luminary.law.disclosure import disclosure
from luminary.law.extras import extras
from luminary.law.health import health
from luminary.law.lexicon import Lexicon, lexicon
from luminary.law.loading import load_packs
from luminary.law.pack import Confidence, Pack, Strength
from luminary.law.place import Fold
from luminary.law.post import CHANNELS, PRODUCTS, Post, read_post
from luminary.law.verdict import Finding, Outcome, Verdict
from luminary.law.yamlfile import packaged_data, read_yaml

_SAME_COUNTRY = {"GB": "UK", "ENGLAND": "UK", "USA": "US", "NORGE": "NO", "SVERIGE": "SE", "DANMARK": "DK"}


class Checker:
    """Judges posts by rule packs.

    Parameters
    ----------
    folder : Path or None
        A user's own packs, and own table of folds (``channels.yaml``), which go before the product's.
    products : mapping of str to str, optional
        The user's products by name: rx, otc, device, food, food_supplement, cosmetic, cosmetic_procedure.
    pharma : bool, default False
        Judge as for a company with medicines on the market.
    today : date or None
        Day for posts without a date, and by which packs expire; None: today.

    Examples
    --------
    >>> checker = Checker(today=date(2026, 12, 1))
    >>> told = checker.check({"country": "DK", "lang": "da", "connection": "paid", "advertiser": "Nordkraft",
    ...                       "channel": "instagram", "text": "Elsker det nye ur #ad"})
    >>> told.verdict.value, told.codes, told.suggestion
    ('FAIL', ('WEAK_WORD',), 'Reklame for Nordkraft')
    """

    def __init__(
        self,
        folder: Path | None = None,
        *,
        products: Mapping[str, str] | None = None,
        pharma: bool = False,
        today: date | None = None,
    ) -> None:
        self.packs = load_packs(folder)
        self.folds = _folds(folder)
        self.products = _checked(products or {})
        self.pharma = pharma
        self._today = today
        self._clear = _clear_words(self.packs)
        self._spans: dict[tuple[str, int], Lexicon] = {}
        self._turns = {name: pack.turns() for name, pack in self.packs.items()}

    def pack(self, country: str) -> Pack:
        """Give the pack of a country.

        Raises
        ------
        UnknownNameError
            When there is none; it says which there are.
        """
        name = _SAME_COUNTRY.get(country.upper(), country.upper())
        if name not in self.packs:
            raise UnknownNameError(
                say(
                    "there is no rule pack for '{country}'; there are: {known}",
                    country=country,
                    known=Listing(sorted(self.packs), ", "),
                )
            )
        return self.packs[name]

    def check(self, post: Post | Mapping[str, Any]) -> Verdict:
        """Judge one post.

        Raises
        ------
        InputError
            When a field cannot be used.
        UnknownNameError
            When there is no pack for the country.
        """
        read = post if isinstance(post, Post) else read_post(post)
        pack = self.pack(read.country)
        today = self._today or date.today()
        case = self._opened(read, pack, read.date or today)
        found = [*disclosure(case), *health(case, self.products, self.pharma), *extras(case)]
        if read.connection == "unknown" and any(one.outcome is Outcome.BLOCK for one in found):
            found = [one for one in found if one.outcome is Outcome.BLOCK]
        return _verdict(case, found, today)

    def _opened(self, post: Post, pack: Pack, day: date) -> Case:
        span = bisect_right(self._turns[pack.country], day)
        words = self._spans.get((pack.country, span))
        if words is None:
            words = self._spans[pack.country, span] = lexicon(pack, span, day, self._foreign(pack))
        return opened(post, pack, day, words, self._fold(post, words))

    def _foreign(self, pack: Pack) -> tuple[tuple[str, str], ...]:
        """Give the clear words of other countries' languages: to this audience they are weak."""
        return tuple((word, lang) for word, lang in self._clear if lang not in pack.langs)

    def _fold(self, post: Post, words: Lexicon) -> Fold:
        fold = self.folds[post.channel]
        rule = words.rules.get("place")
        return Fold(fold.signs, fold.paragraph, rule.lines) if rule and rule.lines else fold


def _clear_words(packs: Mapping[str, Pack]) -> tuple[tuple[str, str], ...]:
    """Give the clear words of all packs with their language; English ones are left to each pack."""
    words = {
        (word.word, pack.langs[0])
        for pack in packs.values()
        for word in pack.words
        if word.strength is Strength.CLEAR and pack.langs[0] != "en" and " " not in word.word
    }
    return tuple(sorted(words))


def _checked(products: Mapping[str, str]) -> dict[str, str]:
    for name, kind in products.items():
        if kind not in PRODUCTS or not name.strip():
            known = Listing(PRODUCTS, ", ")
            raise UsageError(
                say("product '{name}' is '{kind}'; known: {known}", name=name, kind=str(kind), known=known)
            )
    return dict(products)


def _folds(folder: Path | None) -> dict[str, Fold]:
    """Read the table of folds; a user's table goes before the product's, channel by channel."""
    table = dict(packaged_data("channels.yaml"))
    own = folder / "channels.yaml" if folder else None
    if own is not None and own.is_file():
        faults: list[Message] = []
        given = read_yaml(
            own.read_text(encoding="utf-8"),
            lambda where, what: faults.append(say("{where}: {what}", where=where, what=what)),
        )
        faults += [] if faults else _bad_folds(given)
        if faults:
            raise InputError.at("channels.yaml", Message("{faults}", {"faults": Listing(faults, "; ")}))
        table |= given
    return {name: Fold(one["fold"], one.get("paragraph", False)) for name, one in table.items()}


def _bad_folds(given: Any) -> list[Message]:
    if not isinstance(given, Mapping):
        return [say("holds no keys")]
    faults = []
    for name, one in given.items():
        if name not in CHANNELS:
            faults.append(
                say("'{name}' is not known; known: {known}", name=str(name), known=Listing(CHANNELS, ", "))
            )
        elif not isinstance(one, Mapping) or type(one.get("fold")) is not int or one["fold"] < 1:
            faults.append(
                say("{where}: {what}", where=str(name), what=say("fold is no number of characters"))
            )
    return faults


def _verdict(case: Case, found: list[Finding], today: date) -> Verdict:
    ordered = sorted(found, key=lambda one: -one.outcome.rank)
    worst = ordered[0].outcome
    deciding = [one for one in ordered if one.outcome is worst]
    rule = deciding[0].rule
    expired = case.pack.is_expired(today)
    told = advise(case, deciding)
    said, source = case.lexicon.cited[rule.topic] if rule else ("", "")
    return Verdict(
        case.post.id,
        worst,
        _codes(deciding),
        Confidence.UNCLEAR if expired else deciding[0].confidence,
        said,
        source,
        told.advice,
        told.suggestion,
        tuple(span for one in deciding for span in one.spans),
        case.pack.country,
        case.pack.version,
        _codes(ordered[len(deciding) :]),
        tuple(_notes(case, expired)),
        tuple(ordered),
    )


def _codes(found: list[Finding]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.code for one in found if one.code))


def _notes(case: Case, expired: bool) -> list[Message]:
    notes = []
    if expired:
        notes.append(
            say(
                "The rules for {country} were valid until {day}; nothing is sure until somebody looks again.",
                country=case.pack.name,
                day=case.pack.valid_to,
            )
        )
    if any(part.folded.is_tricky(hit.start, hit.end) for part in case.parts for hit in part.hits):
        notes.append(say("Write the label in plain letters: screen readers do not read ornamental ones."))
    if case.post.ignored:
        notes.append(say("Not known, and not used: {fields}", fields=Listing(case.post.ignored, ", ")))
    return notes
