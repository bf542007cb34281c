"""People who may be minors are looked for in what they say of themselves; only the kind of sign is kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from luminary.privacy.sensitive import minor_sign
from luminary.privacy.suspicions import Suspicions
from luminary.store import fingerprint_of

if TYPE_CHECKING:
    from luminary.workspace.workspace import Workspace

METHOD = 1
"""Goes up when the same texts give other signs."""
_SETTING = "minors_looked"

# RE2, in one pass over the columns: what the exact patterns in Python can match holds a number below
# eighteen as a word or the word for a school class. Everything else is left alone.
_MAYBE = (
    r"(^|[^0-9.,/])(8|9|1[0-7])([^0-9]|$)|class of 20|skole|skola|klass|koul|luokka|school|grade|freshman"
)
_BIOS_SQL = """
SELECT d.person, a.bio, coalesce(max(year(a.seen)), max(year(a.created)))
FROM accounts a JOIN identities d ON d.account = a.account
WHERE a.bio IS NOT NULL AND regexp_matches(lower(a.bio), ?) GROUP BY d.person, a.bio
"""
_POSTS_SQL = """
SELECT d.person, p.text, max(year(p.moment))
FROM posts p JOIN identities d ON d.account = p.account
WHERE length(p.text) < 400 AND regexp_matches(lower(p.text), ?)
  AND regexp_matches(lower(p.text), 'jag|jeg|eg|i.?m|i am|olen|oon|turn|fyll|fylt|täyt|class of|grade|elev')
GROUP BY d.person, p.text
"""


def look_for_minors(work: Workspace) -> int:
    """Put people whose own words suggest that they are minors on the list for review; gives how many are new.

    The same data are looked through once.
    """
    if not work.leaders.has_data():
        return 0
    work.people.link()
    stamp = fingerprint_of("minors", METHOD, work.lake.landed())
    if any(row["value"] == f'"{stamp}"' for row in work.ledger.rows("settings", name=_SETTING)):
        return 0
    work.lake.attach(work.engine, "accounts", "posts", "identities")
    found = dict(_found(work))
    with work.ledger.together():
        new = Suspicions(work.ledger).add(found)
        work.ledger.put("settings", name=_SETTING, value=f'"{stamp}"')
        if new:
            work.audit.record("privacy.minors", None, found=new)
    return new


def _found(work: Workspace) -> Iterator[tuple[str, str]]:
    for sql, is_bio in ((_POSTS_SQL, False), (_BIOS_SQL, True)):
        for person, text, year in work.engine.rows(sql, [_MAYBE]):
            written = None if year is None else int(str(year))
            sign = minor_sign(str(text), is_bio=is_bio, year=written)
            if sign is not None:
                yield str(person), sign.value
