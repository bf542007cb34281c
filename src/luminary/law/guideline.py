"""Rules of thumb on one page: what people who post should know, in their language, drawn from the packs.

A line stands there only where the country has a rule on it, or where it is plain good sense; a line that
rests on a rule carries it, with its source and how sure it is. The words are help, never a ban on private
speech.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from luminary.errors import UnknownNameError, UsageError
from luminary.i18n import say
from luminary.law.check import Checker
from luminary.law.pack import Confidence, Pack, Rule
from luminary.law.yamlfile import packaged_data

AUDIENCES = ("employees", "partners")
LANGUAGES = ("sv", "nb", "da", "fi", "en")


@dataclass(frozen=True, slots=True)
class Thumb:
    """One rule of thumb: its words, and the rule it rests on, where there is one."""

    id: str
    text: str
    rule: Rule | None


@dataclass(frozen=True, slots=True)
class Guideline:
    """One page of rules of thumb.

    Attributes
    ----------
    audience : str
        employees or partners.
    language : str
        Language of the words.
    country : str
        Whose rules it rests on.
    title, intro, foot : str
        Heading, first lines, last line with contact and date.
    lines : tuple of Thumb
        The rules of thumb, in order.
    rests, likely, unclear : str
        How the page says that a line rests on a rule, and how sure that rule is.
    reviewed : str
        Who looked at the pack, and until when it is valid.
    """

    audience: str
    language: str
    country: str
    title: str
    intro: str
    foot: str
    lines: tuple[Thumb, ...]
    rests: str
    likely: str
    unclear: str
    reviewed: str

    def sureness(self, rule: Rule) -> str:
        """Say how sure a rule is, in the language of the page; empty where it is settled."""
        return {Confidence.LIKELY: self.likely, Confidence.UNCLEAR: self.unclear}.get(rule.confidence, "")


def guideline(
    audience: str,
    country: str,
    *,
    organisation: str,
    contact: str,
    language: str = "en",
    profile: str = "company",
    day: date | None = None,
    checker: Checker | None = None,
) -> Guideline:
    """Write the page for employees or partners.

    Parameters
    ----------
    audience : str
        employees or partners.
    country : str
        Country of the audience.
    organisation, contact : str
        Whose page it is, and whom to ask; both needed.
    language : str, default "en"
        sv, nb, da, fi or en.
    profile : str, default "company"
        company, pharma, authority or employer: some lines stand only on some pages.
    day : date, optional
        Day on which it is written; today when not given.
    checker : Checker, optional
        With a user's own packs; the product's when not given.

    Raises
    ------
    UnknownNameError
        When there is no such audience, language or country.
    UsageError
        When organisation or contact is empty.

    Examples
    --------
    >>> page = guideline("partners", "SE", organisation="Fjällskor", contact="Siri Dahl", language="sv")
    >>> page.lines[1].text.endswith("börjar texten med ”Reklam för Fjällskor”.")
    True
    """
    if audience not in AUDIENCES:
        raise UnknownNameError.of("audience", audience, AUDIENCES)
    if language not in LANGUAGES:
        raise UnknownNameError.of("language", language, LANGUAGES)
    told = {"organisation": organisation.strip(), "contact": contact.strip()}
    if missing := [name for name, value in told.items() if not value]:
        raise UsageError(say("a guideline needs {missing}: whose it is, and whom to ask", missing=missing[0]))
    judge, when = checker or Checker(), day or date.today()
    pack = judge.pack(country)
    words = packaged_data(f"guideline/{language}.yaml")
    slots = {**told, "date": when.isoformat(), "label": _label(judge, pack, language, organisation, when)}
    return Guideline(
        audience,
        language,
        pack.country,
        words["titles"][audience],
        words["intros"][audience].format(**slots),
        words["foot"].format(**slots),
        tuple(_lines(audience, pack, profile, when, words[audience], slots)),
        words["rests"],
        words["likely"],
        words["unclear"],
        pack.review(),
    )


def _lines(
    audience: str, pack: Pack, profile: str, day: date, words: Mapping[str, str], slots: Mapping[str, str]
) -> Iterator[Thumb]:
    for item in packaged_data("guideline/items.yaml")[audience]:
        rule = pack.rule(item["rule"], day) if "rule" in item else None
        if _fits(item, pack, profile) and ("rule" not in item or rule is not None):
            yield Thumb(item["id"], words[item["id"]].format(**slots), rule)


def _fits(item: Mapping[str, Any], pack: Pack, profile: str) -> bool:
    """Tell whether a line stands on a page of this profile and country."""
    return profile in item.get("profiles", [profile]) and pack.country in item.get(
        "countries", [pack.country]
    )


def _label(judge: Checker, pack: Pack, language: str, organisation: str, day: date) -> str:
    """Give the label that the checker would suggest, in the words of the country's audience."""
    lang = language if language in pack.langs else pack.langs[0]
    asked = {"country": pack.country, "lang": lang, "connection": "paid", "text": "-", "date": day}
    return judge.check({**asked, "advertiser": organisation.strip()[:200]}).suggestion
