"""What is known of one person on one platform, as far as it can tell who she is elsewhere.

A card stands for a key of `identities.alone`. Everything on it is hostile. E-mail addresses are kept only as
salted hashes that live as long as one run.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from luminary.collect.linking.handles import core_of
from luminary.collect.linking.names import Name, implied_name, plain, read_name, words_of
from luminary.collect.linking.profiles import (
    addresses_in,
    is_role_mail,
    mails_in,
    orcid_in,
    profile_of,
    site_mark,
)
from luminary.store import Engine

_CARDS_SQL = """
SELECT i.alone AS person, list(DISTINCT a.name) FILTER (WHERE a.name <> '') AS names,
       list(DISTINCT a.handle) FILTER (WHERE a.handle <> '') AS handles,
       list(DISTINCT left(a.bio, 3000)) FILTER (WHERE a.bio <> '') AS bios,
       list(DISTINCT a.url) FILTER (WHERE a.url <> '') AS urls,
       list(DISTINCT a.email) FILTER (WHERE a.email <> '') AS emails,
       list(DISTINCT left(a.role, 300)) FILTER (WHERE a.role <> '') AS roles,
       list(DISTINCT a.kind) FILTER (WHERE a.kind <> 'unknown') AS kinds,
       list(DISTINCT i.account) AS accounts
FROM identities i LEFT JOIN accounts a ON a.account = i.account GROUP BY i.alone
"""
_LINKS_SQL = """
SELECT i.alone AS person, list(DISTINCT l.address) AS links,
       list(DISTINCT l.address) FILTER (WHERE l.verified IS NOT NULL) AS verified
FROM account_links l JOIN identities i ON i.account = l.account GROUP BY i.alone
"""
_PART_SQL = """
SELECT c.person, c.names, c.handles, c.bios, c.urls, c.emails, c.roles, c.kinds, c.accounts,
       l.links, l.verified
FROM raw_cards c LEFT JOIN raw_links l ON l.person = c.person
WHERE hash(c.person) % {parts} = {part} ORDER BY c.person
"""
_PART = 50_000
"""Cards that are read at once."""
_MOST = 40
"""Names, addresses and words of one card that are looked at."""
_OTHER_NAMES = {"twitter": "x", "bsky": "bluesky", "podcast": "feed", "blog": "feed", "rss": "feed"}
"""How tables call platforms that have another name here."""
_SITES = ("feed", "web", "wordpress")
"""Platforms whose accounts are websites: the own address is the site itself."""
_WORD = re.compile(r"[^\W\d_]{4,24}")
_ORGANISATIONS = words_of(
    "ab as asa oy oyj aps inc ltd gmbh kommun kommune kunta region regionen universitet university sykehus"
    " sjukhus hospital myndighet myndigheten direktoratet foundation stiftelse stiftelsen forening forbundet"
    " association institute institutet ministeriet departementet departement nyheter news magazine podcast"
    " redaktion redaksjon official group team society council agency ry"
)


@dataclass(frozen=True, slots=True)
class Card:
    """One person on one platform.

    Attributes
    ----------
    scope : str
        Platform and installation; one person is expected to be there once.
    name : Name or None
        Name as compared; None when it shows none, or only one word.
    shown : tuple of str
        Names as shown.
    handles : tuple of str
        Handles as compared.
    owns : frozenset of (str, str)
        Platform and name under which links may mean this very account.
    claims : frozenset of (str, str)
        Profiles elsewhere that it gives as its own.
    proven : frozenset of (str, str)
        Those that the platform checked.
    marks : frozenset of (str, str)
        What it shares with nobody else, if it is rightly used: site, mail, orcid, wikidata.
    words : frozenset of str
        Words of self-description and role.
    kind : str
        person, organisation, service or unknown.
    """

    person: str
    scope: str
    name: Name | None
    shown: tuple[str, ...]
    handles: tuple[str, ...]
    owns: frozenset[tuple[str, str]]
    claims: frozenset[tuple[str, str]]
    proven: frozenset[tuple[str, str]]
    marks: frozenset[tuple[str, str]]
    words: frozenset[str]
    kind: str

    @property
    def platform(self) -> str:
        """Platform of the scope."""
        return self.scope.partition(":")[0]


def gather(engine: Engine) -> int:
    """Make the relations that `cards` reads; gives how many cards there are.

    `identities`, `accounts` and `account_links` must be named in the engine.
    """
    engine.materialise("raw_cards", _CARDS_SQL)
    engine.materialise("raw_links", _LINKS_SQL)
    return int(str(engine.scalar("SELECT count(*) FROM raw_cards")))


def cards(engine: Engine, skip: frozenset[str], salt: bytes) -> Iterator[Card]:
    """Read all cards, a part at a time, without those of some accounts.

    Parameters
    ----------
    engine : Engine
        Where `gather` made the relations.
    skip : frozenset of str
        Persons who must not be looked at.
    salt : bytes
        Makes the hashes of e-mail addresses useless outside this run.
    """
    count = int(str(engine.scalar("SELECT count(*) FROM raw_cards")))
    parts = max(1, -(-count // _PART))
    for part in range(parts):
        for row in engine.rows(_PART_SQL.format(parts=parts, part=part)):
            if row[0] not in skip:
                yield card_of(*row, salt=salt)  # type: ignore[arg-type]


def card_of(
    person: str,
    names: Sequence[str] | None = None,
    handles: Sequence[str] | None = None,
    bios: Sequence[str] | None = None,
    urls: Sequence[str] | None = None,
    emails: Sequence[str] | None = None,
    roles: Sequence[str] | None = None,
    kinds: Sequence[str] | None = None,
    accounts: Sequence[str] | None = None,
    links: Sequence[str] | None = None,
    verified: Sequence[str] | None = None,
    *,
    salt: bytes = b"",
) -> Card:
    """Read one card from what the sources show."""
    platform, _, community = person.partition("/")[0].partition(":")
    platform = _OTHER_NAMES.get(platform.lower(), platform.lower())
    scope = f"{platform}:{community}"
    natives = [key.partition("/")[2] for key in (person, *(accounts or ()))]
    called = [*_few(names), *(one[1:] for one in natives if one.startswith("~"))]
    handled = [*_few(handles), *(one[1:] for one in natives if one.startswith("@"))]
    texts = [*_few(bios), *_few(roles)]
    own, given = _own_and_given(platform, handled, natives, _few(urls))
    given += [one for text in texts for one in addresses_in(text)] + _few(links) + _few(verified)
    claims = {found for one in given if (found := profile_of(one))} - own
    proven = {found for one in _few(verified) if (found := profile_of(one))} - own
    mails = [*_few(emails), *(one for text in texts for one in mails_in(text))]
    mails += [one[7:] for one in given if one.lower().startswith("mailto:")]
    return Card(
        person=person,
        scope=scope,
        name=_best_name(called, handled),
        shown=tuple(dict.fromkeys(called)),
        handles=tuple(sorted({core for one in handled if len(core := core_of(one, platform)) > 2})),
        owns=frozenset(own),
        claims=frozenset(claims),
        proven=frozenset(proven),
        marks=frozenset(_marks(platform, given, _few(urls), mails, texts, claims, salt)),
        words=_words(texts, called),
        kind=_kind(kinds, called, mails),
    )


def _few(values: Sequence[str] | None) -> list[str]:
    return sorted(values or ())[:_MOST]


def _own_and_given(
    platform: str, handles: list[str], natives: list[str], urls: list[str]
) -> tuple[set[tuple[str, str]], list[str]]:
    """Part the addresses by which others mean this account from those that it gives."""
    own = {(platform, one.lstrip("@").lower()) for one in (*handles, *natives) if one and one[0] != "~"}
    given = []
    for url in urls:
        found = profile_of(url)
        if found is not None and found[0] == platform:
            own.add(found)
        else:
            given.append(url)
    return own, given


def _best_name(called: list[str], handles: list[str]) -> Name | None:
    """Choose the fullest name shown; without any, the one that a handle spells."""
    found = [name for one in called if (name := read_name(one))]
    if found:
        return max(found, key=lambda name: (len(name.parts), name.full))
    implied = [name for one in handles if (name := read_name(implied_name(one.partition("@")[0])))]
    return max(implied, key=lambda name: name.full, default=None)


def _marks(
    platform: str,
    given: list[str],
    urls: list[str],
    mails: list[str],
    texts: list[str],
    claims: set[tuple[str, str]],
    salt: bytes,
) -> Iterator[tuple[str, str]]:
    sites = [*given, *urls] if platform in _SITES else given
    for one in sites[:_MOST]:
        if site := site_mark(one):
            yield "site", site
    for mail in mails[:_MOST]:
        if "@" in mail and not is_role_mail(mail):
            yield "mail", hashlib.blake2b(mail.strip().lower().encode(), key=salt, digest_size=16).hexdigest()
    for kind, value in claims:
        if kind in ("orcid", "wikidata"):
            yield kind, value.lower()
    for text in texts:
        if orcid := orcid_in(text):
            yield "orcid", orcid.lower()


def _words(texts: list[str], called: list[str]) -> frozenset[str]:
    names = {word for one in called for word in _WORD.findall(plain(one))}
    found = (word for text in texts for word in _WORD.findall(plain_long(text)))
    return frozenset(list(dict.fromkeys(word for word in found if word not in names))[:_MOST])


def plain_long(text: str) -> str:
    """Write a longer text as `plain` does a name, without its addresses."""
    return " ".join(plain(part) for part in text[:3_000].split() if "/" not in part and "@" not in part)


def _kind(kinds: Sequence[str] | None, called: list[str], mails: list[str]) -> str:
    """Tell what stands behind a card: as the source says; a word such as "Kommune" says it, too."""
    for kind in ("service", "organisation", "person"):
        if kind in (kinds or ()):
            return kind
    words = {word for one in called for word in re.split(r"[\W_]+", one.casefold())}
    return "organisation" if words & _ORGANISATIONS else "unknown"
