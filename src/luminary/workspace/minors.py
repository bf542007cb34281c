"""People who may be minors are looked for in what they say of themselves; only the kind of sign is kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from luminary.privacy.sensitive import minor_sign
from luminary.privacy.suspicions import Suspicions

if TYPE_CHECKING:
    from luminary.workspace.workspace import Workspace

METHOD = 1
"""Goes up when the same texts give other signs."""
_SETTING = "minors_looked"

# RE2, in one pass over the columns: texts in which the exact patterns in Python could find something. A post
# counts when somebody speaks of herself in it; a self-description does so anyway.
_NUMBER = r"(^|[^0-9.,/])(8|9|1[0-7])([^0-9]|$)"
_SCHOOL = r"class of 20|skol|klass|koul|luok|school|grade|freshman|årgang|avgang|stadie|g[åa]r i "
_ME = r"(^|\W)(jag|jeg|eg|i.?m|i am|olen|oon|käyn|mä)\W"
_AGED = r"(^|\W)(jag|jeg|eg|i.?m|i am|i|olen|oon|täytin|täytän)\W+(\w+\W+){0,3}(8|9|1[0-7])([^0-9]|$)"
_BIOS_SQL = """
SELECT d.person, a.bio, coalesce(max(year(a.seen)), max(year(a.created)))
FROM accounts a JOIN identities d ON d.account = a.account
WHERE contains(?, a.batch) AND a.bio IS NOT NULL
  AND (regexp_matches(lower(a.bio), ?) OR regexp_matches(lower(a.bio), ?)) GROUP BY d.person, a.bio
"""
_POSTS_SQL = """
SELECT d.person, p.text, max(year(p.moment))
FROM posts p JOIN identities d ON d.account = p.account
WHERE contains(?, p.batch) AND length(p.text) < 400
  AND (regexp_matches(lower(p.text), ?)
       OR (regexp_matches(lower(p.text), ?) AND regexp_matches(lower(p.text), ?)))
GROUP BY d.person, p.text
"""


def look_for_minors(work: Workspace) -> int:
    """Put people whose own words suggest that they are minors on the list for review; gives how many are new.

    Every import is looked through once.
    """
    if not work.leaders.has_data():
        return 0
    landed, looked = work.lake.landed(), _looked(work)
    fresh = [one for one in landed if one not in looked]
    if not fresh:
        return 0
    work.people.link()
    work.lake.attach(work.engine, "accounts", "posts", "identities")
    found = dict(_found(work, fresh))
    with work.ledger.together():
        new = Suspicions(work.ledger).add(found)
        value = json.dumps({"method": METHOD, "batches": landed})
        work.ledger.put("settings", name=_SETTING, value=value)
        if new:
            work.audit.record("privacy.minors", None, found=new)
    return new


def _looked(work: Workspace) -> frozenset[str]:
    """List the imports that were looked through by this method."""
    rows = work.ledger.rows("settings", name=_SETTING)
    told = json.loads(rows[0]["value"]) if rows else {}
    return frozenset(told["batches"]) if told.get("method") == METHOD else frozenset()


def _found(work: Workspace, batches: list[str]) -> Iterator[tuple[str, str]]:
    named = " ".join(batches)
    asked = (
        (_POSTS_SQL, [named, _AGED, _SCHOOL, _ME], False),
        (_BIOS_SQL, [named, _NUMBER, _SCHOOL], True),
    )
    for sql, values, is_bio in asked:
        for person, text, year in work.engine.rows(sql, values):
            written = None if year is None else int(str(year))
            sign = minor_sign(str(text), is_bio=is_bio, year=written)
            if sign is not None:
                yield str(person), sign.value
