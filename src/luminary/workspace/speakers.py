"""Who people and places are, as far as the present reader may know."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from luminary.i18n import Listing, say
from luminary.privacy.sensitive import statements
from luminary.privacy.suspicions import Shown
from luminary.report.text import clean
from luminary.report.text import name as shown_name

if TYPE_CHECKING:
    from luminary.workspace.workspace import Workspace

_NAMES_SQL = "SELECT person, name FROM people WHERE person IN ({marks})"

_PLACES_SQL = """
SELECT place, last(name ORDER BY row) FILTER (WHERE name <> ''),
       last(access ORDER BY row) FILTER (WHERE access IS NOT NULL)
FROM places WHERE place IN ({marks}) GROUP BY place
"""

# A place in which one person alone begins conversations is that person's own feed, whoever answers there:
# its name tells who it is. Where all answer something from elsewhere, the only one who writes is the owner.
_OWN_FEEDS_SQL = """
SELECT p.place, coalesce(any_value(i.person) FILTER (r.post IS NULL), any_value(i.person))
FROM posts p JOIN identities i ON i.account = p.account
LEFT JOIN (SELECT DISTINCT post FROM refs WHERE kind = 'reply') r ON r.post = p.post
WHERE p.place IN ({marks}) GROUP BY p.place
HAVING count(DISTINCT i.person) = 1 OR count(DISTINCT i.person) FILTER (r.post IS NULL) = 1
"""

_POINTS_SQL = """
SELECT DISTINCT r.post, i.person FROM refs r JOIN identities i ON i.account = r.target
WHERE r.post IN ({marks})
UNION SELECT x.post, x.target FROM interactions x WHERE x.post IN ({marks})
"""

_TEXT = 4_000
"""Characters of a post that are shown."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who wrote or acted.

    Attributes
    ----------
    person : str
        Key, or the number of somebody who is hidden.
    name : str
        Name, cleaned, or the number.
    named : bool
        False when the name is withheld.
    service : bool
        True for an automated service.
    """

    person: str
    name: str
    named: bool = True
    service: bool = False


@dataclass(frozen=True, slots=True)
class PlaceLabel:
    """A place, as shown.

    Attributes
    ----------
    place : str or None
        Key; None when it is hidden, as the place is the feed of somebody who is.
    name : str or None
        Name, cleaned; None when it is hidden.
    access : str or None
        open or closed; None where the source does not tell.
    """

    place: str | None
    name: str | None
    access: str | None


def speakers(work: Workspace, people: Iterable[str]) -> dict[str, Speaker]:
    """Tell who people are, by key."""
    mains = work.persons.mains(sorted(set(people)))
    keys = sorted(set(mains.values()))
    services = work.people.ready()
    names: dict[str, str] = dict(_rows(work, _NAMES_SQL, keys))
    hidden = work.veil.hides([one for one in keys if one not in services])
    shown = {
        one: Speaker(hidden[one], hidden[one], named=False)
        if one in hidden
        else Speaker(one, shown_name(names.get(one) or one), service=one in services)
        for one in keys
    }
    return {one: shown[main] for one, main in mains.items()}


def places(work: Workspace, keys: Iterable[str]) -> dict[str, PlaceLabel]:
    """Tell what places are, by key; `places` and `posts` must be named in the engine."""
    wanted = sorted(set(keys))
    known = {row[0]: (row[1], row[2]) for row in _rows(work, _PLACES_SQL, wanted)}
    hidden = hidden_feeds(work, wanted)
    return {
        one: PlaceLabel(None, None, known.get(one, (None, None))[1])
        if one in hidden
        else _label(one, *known.get(one, (None, None)))
        for one in wanted
    }


def _label(place: str, name: str | None, access: str | None) -> PlaceLabel:
    return PlaceLabel(place, shown_name(name or place.partition("/")[2] or place, 120), access)


def told_text(work: Workspace, person: str, text: str) -> str:
    """Give what a person wrote, cleaned; what she states of her health, faith or the like stays out.

    It is not shown beside her name unless somebody decided so for a reason; see `luminary.privacy.sensitive`.
    """
    found = statements(text)
    if not found or person in Shown(work.ledger).people():
        return shown_text(text)
    listed = Listing([one.told for one in sorted(found)])
    return say("[not shown beside a person: it tells of {listed}]", listed=listed)


def hidden_feeds(work: Workspace, keys: list[str]) -> frozenset[str]:
    """List the places that are the feed of one person who is hidden."""
    if not work.veil.is_drawn:
        return frozenset()
    owners: dict[str, str] = dict(_rows(work, _OWN_FEEDS_SQL, keys))
    hidden = work.veil.hides(list(owners.values()))
    return frozenset(place for place, person in owners.items() if person in hidden)


def pointing_at_hidden(work: Workspace, posts: list[str]) -> frozenset[str]:
    """List, of some posts, those that name, answer or quote somebody who is hidden."""
    if not work.veil.is_drawn or not posts:
        return frozenset()
    marks = ", ".join("?" * len(posts))
    rows = [(str(post), str(person)) for post, person in
            work.engine.rows(_POINTS_SQL.format(marks=marks), [*posts, *posts])]  # fmt: skip
    hidden = work.veil.hides(list({person for _, person in rows}))
    return frozenset(post for post, person in rows if person in hidden)


def shown_text(text: str, most: int = _TEXT) -> str:
    r"""Give the text of a post as it can be shown, keeping its lines.

    Examples
    --------
    >>> shown_text("Hei\u202e alle\n\n\n\nhilsen  Åsa\x07")
    'Hei alle\n\nhilsen Åsa'
    """
    kept: list[str] = []
    for line in text[: 4 * most].replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        one = clean(line, most)
        if one or (kept and kept[-1]):
            kept.append(one)
    whole = "\n".join(kept).strip()
    return whole if len(whole) <= most else whole[: most - 1].rstrip() + "…"


def _rows(work: Workspace, sql: str, keys: list[str]) -> list[tuple[Any, ...]]:
    """Ask about some keys; the number of marks is the only thing that is put into the SQL."""
    if not keys:
        return []
    return work.engine.rows(sql.format(marks=", ".join("?" * len(keys))), keys)
