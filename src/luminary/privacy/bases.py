"""Lawful bases, and how they are recognised in what somebody wrote.

A workspace keeps its basis in the user's own words ("legitimate interest", "allmän uppgift", "art. 6(1)(e)").
The words are kept as they are; what they mean is found here, so that a profile can refuse a basis that is not
open to it. Words that name no basis of article 6 are kept as well, and the list of open duties says so.
"""

from __future__ import annotations

import re
from enum import StrEnum

from luminary.i18n import Message, say


class Basis(StrEnum):
    """The lawful bases of article 6(1) of the GDPR."""

    CONSENT = "consent"
    CONTRACT = "contract"
    LEGAL_OBLIGATION = "legal obligation"
    VITAL_INTEREST = "vital interest"
    PUBLIC_TASK = "public task"
    LEGITIMATE_INTEREST = "legitimate interest"

    @property
    def told(self) -> Message:
        """The basis in words, with its letter in article 6(1)."""
        return _TOLD[self]


_TOLD: dict[Basis, Message] = {
    Basis.CONSENT: say("consent, article 6(1)(a)"),
    Basis.CONTRACT: say("a contract with the person, article 6(1)(b)"),
    Basis.LEGAL_OBLIGATION: say("a legal obligation, article 6(1)(c)"),
    Basis.VITAL_INTEREST: say("vital interests, article 6(1)(d)"),
    Basis.PUBLIC_TASK: say("a public task, article 6(1)(e)"),
    Basis.LEGITIMATE_INTEREST: say("legitimate interest, article 6(1)(f)"),
}
_LETTERS = dict(zip("abcdef", Basis, strict=True))
_ARTICLE = re.compile(r"\b6\s*[.,]?\s*\(?\s*1\s*\)?\s*[.,]?\s*\(?\s*([a-f])\b", re.IGNORECASE)
_WORDS: dict[Basis, str] = {
    Basis.CONSENT: r"consent|agreement of the person|samtyck\w*|samtykke\w*|suostumu\w*",
    Basis.CONTRACT: r"performance of a contract|contract with the person|fullgör\w* av avtal|"
    r"oppfylle\w* av avtale|opfyldelse af kontrakt|sopimukse\w*",
    Basis.LEGAL_OBLIGATION: r"legal (?:obligation|duty)|rättslig\w* (?:förpliktelse|skyldighet)\w*|"
    r"rettslig forpliktelse|retlig\w* forpligtelse|lakisäätei\w* velvo\w*",
    Basis.VITAL_INTEREST: r"vital interests?|vitala intressen|vitale interesser|elintärke\w*",
    Basis.PUBLIC_TASK: r"public task|task in the public interest|official authority|allmän uppgift|"
    r"uppgift av allmänt intresse|myndighetsutövning|allmennhetens interesse|offentlig oppgave|"
    r"offentlig myndighet|samfundets interesse|offentlig opgave|yleis\w* etu?a?\w*|julki\w* vallan\w*",
    Basis.LEGITIMATE_INTEREST: r"legitimate interests?|berättiga\w* intress\w*|intresseavvägning\w*|"
    r"berettige\w* interesse\w*|legitim\w* interesse\w*|interesseavveining\w*|interesseafvejning\w*|"
    r"oikeutet\w* et\w*",
}
_PATTERNS = {basis: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for basis, words in _WORDS.items()}


def bases_in(text: str) -> frozenset[Basis]:
    """Find the lawful bases that a text names, by article or in words of five languages.

    Examples
    --------
    >>> sorted(bases_in("Art. 6(1)(f) and legal obligation"))
    [<Basis.LEGAL_OBLIGATION: 'legal obligation'>, <Basis.LEGITIMATE_INTEREST: 'legitimate interest'>]
    >>> bases_in("ethics approval 12/2026")
    frozenset()
    """
    told = " ".join(text.split())
    named = {_LETTERS[letter.lower()] for letter in _ARTICLE.findall(told)}
    return frozenset(named | {basis for basis, pattern in _PATTERNS.items() if pattern.search(told)})
