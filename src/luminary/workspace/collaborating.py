"""Collaborations that posts show: disclosed ones, those a person must look at, and praise of one's own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from luminary.errors import UnknownNameError, UsageError, WithheldError
from luminary.i18n import Listing, say
from luminary.law.post import CONNECTIONS
from luminary.law.traces.brands import key_of
from luminary.listening.promotions import (
    KnownBrand,
    add_brand,
    fill_promotions,
    list_brands,
    promotions_fingerprint,
    remove_brand,
)
from luminary.listening.words import words_fingerprint
from luminary.privacy.standing import Use
from luminary.report.text import clean
from luminary.workspace.judging import SHARE, Judge, pass_rate
from luminary.workspace.permitted import PREFIX
from luminary.workspace.shares import share
from luminary.workspace.sighting import (
    BrandSeen,
    CollaborationHistory,
    Connection,
    Openness,
    Sighting,
    Sightings,
    Spotted,
    told_of,
)
from luminary.workspace.speakers import Speaker, speakers, told_text

if TYPE_CHECKING:
    from luminary.store import Row
    from luminary.workspace.workspace import Workspace

DAYS_OF_LOAD = 90
"""Days over which the commercial load is counted (rules_and_kpis, Q12)."""
_BRANDS = 50
_MOST_JUDGED = 10_000
_OPEN = ("label", "statement", "platform")

# A post that says nothing of a brand is suspected when the same person disclosed that brand before.
_SEEN_SQL = f"""
WITH told AS (
    SELECT s.*, i.person, lower(s.brand) AS brand_key, s.says IN {_OPEN} AS open
    FROM promotions s JOIN identities i ON i.account = s.account
    WHERE s.post IN (SELECT post FROM {PREFIX}posts)),
first_open AS (
    SELECT person, brand_key, min(moment) AS since FROM told WHERE open AND brand_key IS NOT NULL
    GROUP BY person, brand_key)
SELECT t.*, f.since,
       CASE WHEN t.open THEN 'disclosed'
            WHEN t.says = 'cue' THEN 'suspected'
            WHEN t.moment > f.since THEN 'suspected'
            ELSE 'own_initiative' END AS openness
FROM told t LEFT JOIN first_open f ON f.person = t.person AND f.brand_key = t.brand_key
"""
_NARROWED = """
FROM sightings
WHERE (? IS NULL OR person = ?) AND (? IS NULL OR brand_key = ?) AND (? IS NULL OR openness = ?)
  AND moment >= coalesce(CAST(? AS TIMESTAMP), moment)
  AND moment < coalesce(CAST(? AS TIMESTAMP), moment + INTERVAL 1 DAY)
"""
_PAGE_SQL = f"""
SELECT s.post, s.person, s.moment, s.brand, s.form, s.openness, s.says, s.words, s.denied, s.since,
       p.text, p.title, p.url, p.paid_label, p.place, l.language
FROM (SELECT * {_NARROWED} ORDER BY moment DESC, post, brand LIMIT ? OFFSET ?) s
JOIN posts p ON p.post = s.post LEFT JOIN post_languages l ON l.post = s.post
ORDER BY s.moment DESC, s.post, s.brand
"""
_BRANDS_SQL = """
SELECT brand, count(DISTINCT post) FILTER (openness = 'disclosed'),
       count(DISTINCT post) FILTER (openness = 'suspected'),
       count(DISTINCT post) FILTER (openness = 'own_initiative'),
       list_sort(list(DISTINCT form) FILTER (form IS NOT NULL)), min(moment), max(moment)
FROM sightings WHERE person = ? AND brand IS NOT NULL
GROUP BY brand ORDER BY count(DISTINCT post) DESC, brand LIMIT ?
"""
_LOAD_SQL = f"""
WITH own AS (
    SELECT p.post, p.moment FROM {PREFIX}posts p JOIN identities i ON i.account = p.account
    WHERE i.person = ?),
late AS (SELECT post FROM own WHERE moment > (SELECT max(moment) FROM own) - to_days(CAST(? AS INTEGER)))
SELECT count(*), count(*) FILTER (
    post IN (SELECT post FROM sightings WHERE person = ? AND openness = 'disclosed')) FROM late
"""
_LANGUAGES_SQL = "SELECT post, language FROM post_words WHERE post IN (SELECT post FROM sightings)"
_NO_LANGUAGES = pa.table({"post": pa.array([], pa.string()), "language": pa.array([], pa.string())})


class Collaborating:
    """Brands to look for, and what posts tell of collaborations with anybody."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._ready: tuple[str, ...] | None = None

    def brands(self) -> list[KnownBrand]:
        """List the brands that are looked for."""
        return list_brands(self._workspace.ledger)

    def add_brand(self, brand: KnownBrand) -> None:
        """Look for a brand from now on; one of the same name is replaced.

        Raises
        ------
        UsageError
            When a name has no letter.
        """
        for one in (brand.name, *brand.also):
            if not key_of(one):
                raise UsageError(say("'{name}' holds no letter that could be looked for", name=one))
        with self._workspace.ledger.together():
            add_brand(self._workspace.ledger, brand)
            self._workspace.audit.record("brand.add", brand.name, also=list(brand.also), own=brand.own)

    def remove_brand(self, name: str) -> None:
        """Look for a brand no longer.

        Raises
        ------
        UnknownNameError
            When there is none of that name.
        """
        with self._workspace.ledger.together():
            if not remove_brand(self._workspace.ledger, name):
                raise UnknownNameError.of("brand", name, [one.name for one in self.brands()])
            self._workspace.audit.record("brand.remove", name)

    def declare(
        self,
        person: str,
        brand: str,
        connection: str,
        *,
        since: date | None = None,
        until: date | None = None,
        note: str = "",
    ) -> None:
        """Put on record what a person has of an advertiser; posts about it are then judged by it.

        Raises
        ------
        UsageError
            When no connection has that name, or the days are the wrong way round.
        UnknownNameError
            When there is no such person.
        """
        work = self._workspace
        if connection not in CONNECTIONS or connection == "unknown":
            known = Listing([one for one in CONNECTIONS if one != "unknown"], ", ")
            raise UsageError(
                say("no connection is named '{name}'; known: {known}", name=connection, known=known)
            )
        if since and until and since > until:
            raise UsageError(say("{since} is after {until}", since=since, until=until))
        key = work.people.asked(person)
        with work.ledger.together():
            days = {
                "since": since.isoformat() if since else None,
                "until": until.isoformat() if until else None,
            }
            work.ledger.put(
                "connections", person=key, brand=brand, connection=connection, note=note,
                declared_by=work.actor, at=work.ledger.now(), **days,
            )  # fmt: skip
            work.audit.record("connection.declare", key, brand=brand, connection=connection, **days)

    def connections(self, person: str | None = None) -> list[Connection]:
        """List the connections on record; names are withheld where the reader may not see them."""
        work = self._workspace
        key = work.people.asked(person) if person else None
        rows = work.ledger.rows("connections")
        mains = work.persons.mains(sorted({str(row["person"]) for row in rows}))
        who = speakers(work, mains.values())
        kept = [row for row in rows if key is None or mains[row["person"]] == key]
        return [_connection(row, who[mains[row["person"]]]) for row in kept]

    def countries(self) -> tuple[str, ...]:
        """List the countries whose rules labels can be judged by."""
        return Judge(self._workspace).countries

    def name_of(self, person: str) -> Speaker:
        """Tell who somebody is, as far as the reader may know."""
        key = self._workspace.people.asked(person)
        return speakers(self._workspace, [key])[key]

    @property
    def is_ready(self) -> bool:
        """Whether all posts were looked through already; else the next question does it."""
        work = self._workspace
        return work.lake.is_fresh(("promotions",), promotions_fingerprint(work.lake, work.ledger))

    def fill(self) -> int:
        """Look through the posts where they were not yet; gives how many rows were found."""
        work = self._workspace
        fill_promotions(work.engine, work.lake, work.ledger)
        return int(str(work.engine.scalar("SELECT count(*) FROM promotions")))

    def sightings(
        self,
        person: str | None = None,
        *,
        brand: str | None = None,
        openness: Openness | None = None,
        since: date | None = None,
        until: date | None = None,
        country: str | None = None,
        limit: int = 50,
        skip: int = 0,
        leaves: bool = False,
    ) -> Sightings:
        """List what posts tell of brands and collaborations, newest first.

        Parameters
        ----------
        person : str, optional
            Only this person's.
        brand : str, optional
            Only this brand, whatever the case.
        openness : Openness, optional
            Only disclosed, suspected, or own initiative.
        since, until : date, optional
            First and last day.
        country : str, optional
            Judge labels by the rules of this country; when not given, by the language of each post.
        limit, skip : int
            How many, and how many to leave out first.
        leaves : bool, default False
            Whether it leaves the workspace: then without those who are left out of files as well.

        Raises
        ------
        UnknownNameError
            When there is no such person, or no pack for the country.
        WithheldError
            When the person objected, or the purpose of the workspace has ended.
        """
        judge = Judge(self._workspace, country)
        use = Use.EXPORT if leaves else Use.RANKING
        key = self._prepared(person, use)
        last = until + timedelta(days=1) if until else None
        asked = [one for value in (key, brand.lower() if brand else None, openness) for one in (value, value)]
        asked += [since.isoformat() if since else None, last.isoformat() if last else None]
        rows = self._workspace.engine.rows(_PAGE_SQL, [*asked, limit, skip])
        total = int(str(self._workspace.engine.scalar(f"SELECT count(*) {_NARROWED}", asked)))
        return Sightings(self._told(rows, judge, use), total, skip, self._workspace.permitted.told())

    def history(
        self, person: str, *, country: str | None = None, leaves: bool = False
    ) -> CollaborationHistory:
        """Sum up what a person's posts tell: brands, commercial load, and how many labels would do.

        Raises
        ------
        UnknownNameError
            When there is no such person, or no pack for the country.
        WithheldError
            When the person objected, or the purpose of the workspace has ended.
        """
        judge = Judge(self._workspace, country)
        use = Use.EXPORT if leaves else Use.RANKING
        engine, key = self._workspace.engine, self._prepared(person, use)
        ((posts, labelled),) = engine.rows(_LOAD_SQL, [key, DAYS_OF_LOAD, key])
        rows = engine.rows(_PAGE_SQL, [key, key, *[None] * 6, _MOST_JUDGED, 0])
        judged = [one.judged for one in self._told(rows, judge, use) if one.judged is not None]
        return CollaborationHistory(
            tuple(_brand_seen(row) for row in engine.rows(_BRANDS_SQL, [key, _BRANDS])),
            share(
                int(str(labelled)),
                int(str(posts)),
                f"of the posts of the last {DAYS_OF_LOAD} days",
                SHARE,
                "posts",
            ),
            pass_rate(one for one in judged if one.declared),
            pass_rate(one for one in judged if not one.declared and one.connection != "unknown"),
            sum(one.verdict == "REVIEW" for one in judged),
        )

    def _prepared(self, person: str | None, use: Use) -> str | None:
        """Bring the tables up to date; gives the key of the person."""
        work = self._workspace
        work.gate.check()
        key = work.people.asked(person) if person else None
        if key is not None and work.standing.is_left_out(key, use):
            raise WithheldError(say("this person is left out of results, and nothing is told about them"))
        work.lake.attach(work.engine, "posts", "accounts")
        filled, linked = fill_promotions(work.engine, work.lake, work.ledger), work.people.link()
        work.permitted.attach()
        stamp = (filled, linked, *work.permitted.stamp())
        if stamp != self._ready:
            work.engine.materialise("sightings", _SEEN_SQL)
            self._ready = stamp
        self._attach_languages()
        return key

    def _attach_languages(self) -> None:
        """Name the languages of posts where they are computed: they know what an author usually writes."""
        work = self._workspace
        work.engine.give("post_languages", _NO_LANGUAGES)
        if work.lake.is_fresh(("post_words",), words_fingerprint(work.ledger)):
            work.lake.attach(work.engine, "post_words")
            work.engine.materialise("post_languages", _LANGUAGES_SQL)

    def _told(self, rows: list[Row], judge: Judge, use: Use) -> tuple[Sighting, ...]:
        """Say what was found, without people who are left out."""
        gone = self._workspace.standing.left_out(use).people
        found = [one for one in (Spotted(*row) for row in rows) if one.person not in gone]  # type: ignore[arg-type]
        who = speakers(self._workspace, {one.person for one in found})
        return tuple(
            told_of(
                one, who[one.person], judge.judged(one), told_text(self._workspace, one.person, one.whole)
            )
            for one in found
        )


def _brand_seen(row: Row) -> BrandSeen:
    brand, disclosed, suspected, own, forms, first, last = row
    return BrandSeen(clean(brand), disclosed, suspected, own, tuple(forms or ()), first, last)  # type: ignore[arg-type]


def _connection(row: Mapping[str, Any], who: Speaker) -> Connection:
    since, until = (date.fromisoformat(row[name]) if row[name] else None for name in ("since", "until"))
    brand, note = clean(row["brand"]), clean(row["note"] or "")
    return Connection(who.person, who.name, brand, row["connection"], since, until, note, row["declared_by"])
