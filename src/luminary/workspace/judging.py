"""What the rules say about the labels of posts: by connections on record, else taking posts at their word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from luminary.domain import Estimate
from luminary.language import detect_languages
from luminary.law import Post
from luminary.law.countries import country_of
from luminary.law.traces.brands import key_of
from luminary.workspace.shares import share
from luminary.workspace.sighting import Judged, Openness, Spotted

if TYPE_CHECKING:
    from luminary.workspace.workspace import Workspace

_AT_ITS_WORD = {
    "gift": "gift_no_agreement",
    "invited": "invited",
    "loan": "loan",
    "affiliate": "affiliate",
    "ambassador": "ambassador",
    "own_brand": "own_brand",
}
"""What a post has of somebody when it is taken at its word; other forms are paid."""
_CHANNELS = {
    "twitter": "x", "x": "x", "youtube": "youtube", "instagram": "instagram", "tiktok": "tiktok",
    "facebook": "facebook", "bluesky": "bluesky", "mastodon": "mastodon", "reddit": "reddit",
    "feed": "blog", "wordpress": "blog", "linkedin": "linkedin", "threads": "threads",
}  # fmt: skip
SHARE = "share, with Wilson's 95 % interval"
_ENOUGH = ("PASS", "ADVICE")


class Judge:
    """Asks the rule packs about posts of a workspace.

    Parameters
    ----------
    workspace : Workspace
        Whose connections count, and whose profile.
    country : str, optional
        Country of the audience; when not given it follows from the language of each post.

    Raises
    ------
    UnknownNameError
        When there is no pack for the country.
    """

    def __init__(self, workspace: Workspace, country: str | None = None) -> None:
        self._workspace = workspace
        self._checker = workspace.law.checker()
        self._country = self._checker.pack(country).country if country else None

    @property
    def countries(self) -> tuple[str, ...]:
        """Countries there are packs for."""
        return tuple(sorted(self._checker.packs))

    def judged(self, one: Spotted) -> Judged | None:
        """Judge the label of a post; None where nobody stands behind it, or no pack is for its language."""
        record = self._record(one)
        if one.openness == Openness.OWN_INITIATIVE and record is None:
            return None
        lang = one.language or detect_languages([one.whole])[0].language
        country = self._country or country_of(lang)
        if country is None:
            return None
        connection = str(record["connection"]) if record else _at_its_word(one)
        found = self._checker.check(_post(one, country, lang if country_of(lang) else "", connection))
        return Judged(
            found.country, found.verdict.value, found.codes, connection, record is not None,
            found.rule, found.source, found.suggestion,
        )  # fmt: skip

    def _record(self, one: Spotted) -> Mapping[str, Any] | None:
        """Find the connection on record that held on the day of the post."""
        if one.brand is None:
            return None
        found = self._connections.get((one.person, key_of(one.brand)))
        return (
            found if found is not None and _held(found, one.moment.date() if one.moment else None) else None
        )

    @cached_property
    def _connections(self) -> dict[tuple[str, str], Mapping[str, Any]]:
        rows = self._workspace.ledger.rows("connections")
        mains = self._workspace.persons.mains(sorted({str(row["person"]) for row in rows}))
        return {(mains[row["person"]], key_of(row["brand"])): row for row in rows}


def _held(record: Mapping[str, Any], day: date | None) -> bool:
    """Tell whether a connection held: a benefit stands behind all later posts until its last day."""
    told = day.isoformat() if day else ""
    return (not record["since"] or told >= record["since"]) and (
        not record["until"] or told <= record["until"]
    )


def _at_its_word(one: Spotted) -> str:
    """Give the connection that a post claims itself; unknown where it claims none."""
    return _AT_ITS_WORD.get(one.form or "", "paid") if one.openness == Openness.DISCLOSED else "unknown"


def _post(one: Spotted, country: str, lang: str, connection: str) -> Post:
    return Post(
        country,
        one.text or "",
        lang=lang,
        channel=_CHANNELS.get(one.place.split(":", 1)[0], "other"),
        connection=connection,
        advertiser=(one.brand,) if one.brand else (),
        title=one.title or "",
        platform_label=one.platform_label,
        date=one.moment.date() if one.moment else None,
    )


def pass_rate(judged: Iterable[Judged]) -> Estimate:
    """Give the share of labels that would do: PASS and ADVICE of these and FAIL; REVIEW is not counted."""
    verdicts = [one.verdict for one in judged if one.verdict in (*_ENOUGH, "FAIL")]
    return share(sum(one in _ENOUGH for one in verdicts), len(verdicts), "of the labels", SHARE, "posts")
