"""Texts that may tell of adverse events: found, shown to people, routed, closed with a reason.

The product screens and keeps the clock; people judge. It never says that a medicine caused anything.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from luminary.errors import AccessError, ConflictError, UnknownNameError, UsageError
from luminary.i18n import say
from luminary.law import screen
from luminary.privacy import switches_of
from luminary.report.text import clean
from luminary.workspace.checking import MEDICINES
from luminary.workspace.rights import Right
from luminary.workspace.speakers import Speaker, shown_text, speakers

if TYPE_CHECKING:
    from luminary.law import Screening
    from luminary.workspace.workspace import Workspace

STATES = ("open", "routed", "closed")
_SWITCH = "safety.screening"
_ADDRESS = "safety.address"
_AT_ONCE = 20_000
_LONGEST_WHY = 1_000

# A post that stands in several imports was first seen with the first of them.
_POSTS_SQL = """
SELECT p.row, p.post, i.person, p.title, p.text, a.name, a.handle
FROM posts p JOIN identities i ON i.account = p.account
LEFT JOIN (SELECT account, last(name ORDER BY row) AS name, last(handle ORDER BY row) AS handle
           FROM accounts GROUP BY account) a ON a.account = p.account
WHERE p.batch = ? AND p.row > ? AND p.text IS NOT NULL
ORDER BY p.row LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class SafetyCase:
    """A text that may tell of an adverse event.

    Attributes
    ----------
    person, name : str
        Who wrote it, or the number of somebody who is hidden.
    quote : str or None
        The sentences that speak of it; None while the writer is hidden from the reader.
    reporter, patient, reaction, medicine : bool
        The four criteria of a valid report, as words show them.
    screening : str
        complete, incomplete_follow_up or special_situation.
    state : str
        open, routed or closed: what people did about it.
    first_seen, due : datetime
        When the clock started, and by when a valid case is reported; UTC.
    late : bool
        True when it is open after its time.
    """

    case: str
    post: str
    person: str
    name: str
    quote: str | None
    reporter: bool
    patient: bool
    reaction: bool
    medicine: bool
    serious: bool
    products: tuple[str, ...]
    special: tuple[str, ...]
    screening: str
    state: str
    first_seen: datetime
    due: datetime
    late: bool
    routed_to: str | None
    routed_by: str | None
    routed_at: datetime | None
    closed_by: str | None
    closed_at: datetime | None
    why: str | None


class Safety:
    """Screening of texts, and the cases it finds."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @property
    def is_on(self) -> bool:
        """Whether texts are screened: always under the profile pharma, else where an owner switched it on."""
        return self.must_be_on or self._setting(_SWITCH) is True

    @property
    def must_be_on(self) -> bool:
        """Whether the profile asks for it, so that nobody can switch it off."""
        return switches_of(self._workspace.purpose.profile).screens_adverse_events

    @property
    def address(self) -> str:
        """Where cases are routed to; empty while nobody has said."""
        found = self._setting(_ADDRESS)
        return found if isinstance(found, str) else ""

    def switch(self, on: bool) -> None:
        """Switch screening on or off.

        Raises
        ------
        AccessError
            When somebody other than an owner asks, or the profile does not allow it to be off.
        """
        self._owner_only()
        if not on and self.must_be_on:
            raise AccessError(
                say("under the profile pharma, texts are always screened for adverse events; it stays on")
            )
        self._set(_SWITCH, on, "safety.switch", on=on)

    def set_address(self, address: str) -> None:
        """Say where cases are routed to.

        Raises
        ------
        AccessError
            When somebody other than an owner asks.
        UsageError
            When it is empty.
        """
        self._owner_only()
        told = clean(address).strip()[:200]
        if not told:
            raise UsageError(say("the address is empty; name those responsible for safety"))
        self._set(_ADDRESS, told, "safety.address", address=told)

    def screen(self) -> int:
        """Screen the texts of imports that were not yet, for the present products; gives new cases."""
        work = self._workspace
        if not self.is_on:
            return 0
        products = self._products()
        stamp = sha256(json.dumps(products).encode()).hexdigest()
        done = {row["batch"]: row["products"] for row in work.ledger.rows("safety_screens")}
        waiting = [one for one in self._landed() if done.get(one[0]) != stamp]
        if not waiting:
            return 0
        work.people.ready()
        work.lake.attach(work.engine, "posts", "accounts")
        return sum(self._screen_batch(batch, seen, products, stamp) for batch, seen in waiting)

    def cases(self, state: str | None = None, limit: int = 50, skip: int = 0) -> list[SafetyCase]:
        """List cases, the newest first; texts that came in since are screened before.

        Raises
        ------
        UsageError
            When there is no such state.
        """
        self.screen()
        if state is not None and state not in STATES:
            raise UsageError(say("a case is open, routed or closed, not '{state}'", state=state))
        asked = {"state": state} if state else {}
        rows = self._workspace.ledger.newest("safety_cases", "first_seen", limit, skip, **asked)
        return self._told(rows)

    def count(self, state: str | None = None) -> int:
        """Count the cases of a state, or all."""
        return self._workspace.ledger.count("safety_cases", **({"state": state} if state else {}))

    def get(self, case: str) -> SafetyCase:
        """Give one case.

        Raises
        ------
        UnknownNameError
            When there is none of that key.
        """
        return self._told([self._row(case)])[0]

    def route(self, case: str, to: str = "") -> SafetyCase:
        """Note that a case went to those responsible for safety.

        Raises
        ------
        UsageError
            When nobody has said where to.
        ConflictError
            When the case is closed.
        """
        self._people_only()
        address = clean(to).strip()[:200] or self.address
        if not address:
            raise UsageError(say("say where to: no address of those responsible for safety is on record"))
        self._moved(case, "routed", routed_to=address)
        return self.get(case)

    def close(self, case: str, why: str) -> SafetyCase:
        """Close a case, for a reason that stays with it.

        Raises
        ------
        UsageError
            When no reason is given.
        ConflictError
            When the case is closed already.
        """
        self._people_only()
        reason = shown_text(why, _LONGEST_WHY)
        if not any(map(str.isalnum, reason)):
            raise UsageError(say("give the reason; it stays with the case"))
        self._moved(case, "closed", why=reason)
        return self.get(case)

    def export(self, state: str | None = None, *, form: str = "json") -> list[SafetyCase]:
        """Give all cases of a state for those responsible for safety; that they left is noted in the log."""
        found = self.cases(state, limit=max(self.count(), 1))
        with self._workspace.ledger.together():
            self._workspace.audit.record("safety.export", None, rows=len(found), form=form, state=state)
        return found

    def _landed(self) -> list[tuple[str, datetime]]:
        rows = self._workspace.ledger.rows("batches", state="landed")
        return sorted(((row["batch"], row["landed"]) for row in rows), key=lambda one: (one[1], one[0]))

    def _products(self) -> list[str]:
        kept = self._workspace.law.products()
        return sorted({name for one in kept if one.kind in MEDICINES for name in one.names})

    def _screen_batch(self, batch: str, seen: datetime, products: list[str], stamp: str) -> int:
        texts, found = 0, 0
        for row in self._rows_of(batch):
            texts += 1
            found += self._screen_text(row, seen, products)
        work = self._workspace
        with work.ledger.together():
            work.ledger.put(
                "safety_screens", batch=batch, products=stamp, texts=texts, cases=found, at=work.ledger.now()
            )
            work.audit.record("safety.screen", batch, texts=texts, cases=found)
        return found

    def _rows_of(self, batch: str) -> Iterator[Sequence[Any]]:
        last = -1
        while rows := self._workspace.engine.rows(_POSTS_SQL, [batch, last, _AT_ONCE]):
            yield from rows
            last = int(str(rows[-1][0]))

    def _screen_text(self, row: Sequence[Any], seen: datetime, products: list[str]) -> int:
        _number, post, person, title, text, name, handle = row
        whole = f"{title}\n{text}" if title else text
        found = screen(whole, products, reporter=_is_somebody(name, handle))
        if not found.status.is_routed:
            return 0
        key = sha256(f"case {post}".encode()).hexdigest()[:16]
        return int(self._workspace.ledger.add("safety_cases", **_new_case(key, post, person, found, seen)))

    def _told(self, rows: Sequence[Mapping[str, Any]]) -> list[SafetyCase]:
        who = speakers(self._workspace, {str(row["person"]) for row in rows})
        now = self._workspace.ledger.now()
        return [_case(row, who[row["person"]], now) for row in rows]

    def _row(self, case: str) -> Mapping[str, Any]:
        rows = self._workspace.ledger.rows("safety_cases", case=case)
        if not rows:
            raise UnknownNameError.of("case", case, [])
        return rows[0]

    def _moved(self, case: str, state: str, **values: object) -> None:
        work, row = self._workspace, self._row(case)
        changed = {f"{state}_by": work.actor, f"{state}_at": work.ledger.now(), **values}
        with work.ledger.together():
            if not work.ledger.change(
                "safety_cases", {"case": case, "state": row["state"]}, state=state, **changed
            ):
                raise ConflictError(say("somebody else changed the case meanwhile; look at it again"))
            if row["state"] == "closed":
                told = {"who": row["closed_by"], "when": row["closed_at"]}
                raise ConflictError(say("the case was closed by {who} on {when}", **told))
            verb = {"routed": "route", "closed": "close"}[state]
            work.audit.record(f"safety.{verb}", case, before=row["state"], **values)

    def _setting(self, name: str) -> Any:
        rows = self._workspace.ledger.rows("settings", name=name)
        return json.loads(rows[0]["value"]) if rows else None

    def _set(self, name: str, value: object, action: str, **detail: object) -> None:
        work = self._workspace
        with work.ledger.together():
            work.ledger.put("settings", name=name, value=json.dumps(value))
            work.audit.record(action, None, **detail)

    def _owner_only(self) -> None:
        reader = self._workspace.reader
        if self._workspace.unattended or (reader is not None and not reader.can(Right.MANAGE)):
            raise AccessError(say("only an owner of the workspace may change how texts are screened"))

    def _people_only(self) -> None:
        if self._workspace.unattended:
            raise AccessError(say("a program that works on its own decides nothing about a case"))


def _is_somebody(name: str | None, handle: str | None) -> bool:
    """Tell whether a real person can be told: a name with two parts, or one with a handle beside it."""
    told = [part for part in (name or "").split() if any(map(str.isalpha, part))]
    plain = (name or "").strip().lstrip("@").lower()
    return len(told) >= 2 or (len(told) == 1 and bool(handle) and plain != str(handle).lstrip("@").lower())


def _new_case(key: str, post: str, person: str, found: Screening, seen: datetime) -> dict[str, Any]:
    return {
        "case": key,
        "post": post,
        "person": person,
        "quote": shown_text(found.quote),
        "reporter": found.reporter,
        "patient": found.patient,
        "reaction": found.reaction,
        "medicine": found.medicine,
        "serious": found.serious,
        "products": json.dumps(found.products, ensure_ascii=False),
        "special": json.dumps(found.special),
        "screening": found.status.value,
        "state": "open",
        "first_seen": seen,
        "due": seen + timedelta(days=found.days),
    }


_AS_THEY_ARE = (
    "case", "reporter", "patient", "reaction", "medicine", "serious", "screening", "state", "first_seen",
    "due", "routed_to", "routed_by", "routed_at", "closed_by", "closed_at",
)  # fmt: skip


def _case(row: Mapping[str, Any], who: Speaker, now: datetime) -> SafetyCase:
    return SafetyCase(
        **{name: row[name] for name in _AS_THEY_ARE},
        post=row["post"] if who.named else "",
        person=who.person,
        name=who.name,
        quote=row["quote"] if who.named else None,
        products=tuple(json.loads(row["products"])),
        special=tuple(json.loads(row["special"])),
        late=row["state"] == "open" and now > row["due"],
        why=row["why"] if who.named else None,
    )
