"""Who objected, and of whom nothing is imported any more.

An objection on record names the person: she is still in the data, and left out as far as it goes. The list
behind it names nobody. It holds keyed hashes (HMAC-SHA-256 under a secret drawn for this workspace) of
account keys, handles within a platform and e-mail addresses, and outlives the data, so that a later import or
fetch of the same account keeps nothing.

What it cannot tell: that an account opened later, under another handle and address, is the same person. Who
holds both ledger and secret can check whether a known handle is on the list; nobody can read the list.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from luminary.i18n import Message, say, say_count
from luminary.privacy.persons import Persons
from luminary.privacy.standing import Reason, Use, register
from luminary.store import Ledger

_SECRET = "objection_secret"  # noqa: S105
"""Setting that holds the secret of this workspace."""


class Scope(StrEnum):
    """How far an objection goes.

    EVERYTHING: in no ranking, export or contact, and nothing new is imported. PROFILING: in no ranking and
    no export of one. MARKETING: in no list of contacts and no export.
    """

    EVERYTHING = "everything"
    PROFILING = "profiling"
    MARKETING = "marketing"

    @property
    def told(self) -> Message:
        """What is objected to, in words."""
        return _TOLD[self]


_TOLD = {
    Scope.EVERYTHING: say("any use"),
    Scope.PROFILING: say("being ranked"),
    Scope.MARKETING: say("being contacted"),
}


@dataclass(frozen=True, slots=True)
class Objection:
    """An objection on record.

    Attributes
    ----------
    person : str
        Key of the person.
    scope : Scope
        How far it goes.
    why : str
        What the person said.
    recorded_by : str
        Who recorded it.
    at : datetime
        When, in UTC.
    """

    person: str
    scope: Scope
    why: str
    recorded_by: str
    at: datetime


class ObjectionList:
    """Hashes of the accounts of which nothing is imported.

    Parameters
    ----------
    ledger : Ledger
        Holds list and secret.

    Examples
    --------
    >>> listed = ObjectionList(Ledger("sqlite://"))
    >>> listed.add("case 1", ["x:/42", "x:/@Astrid_Lund"])
    >>> listed.among(["x:/42", "x:/43", "x:/@astrid_lund"]) == {"x:/42", "x:/@astrid_lund"}
    True
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def is_empty(self) -> bool:
        """Tell whether nobody is on it, without drawing a secret."""
        return not self._ledger.count("objection_list")

    def add(self, case: str, signs: Iterable[str]) -> None:
        """Put signs of a person on the list: account keys, handle keys, ``mailto:`` addresses."""
        at, secret = self._ledger.now(), self._secret()
        hashes = {_hash(secret, sign) for sign in signs}
        self._ledger.add_all("objection_list", [{"hash": one, "case": case, "at": at} for one in hashes])

    def drop(self, case: str, signs: Iterable[str] | None = None) -> int:
        """Take what a case put on the list off it, all or some signs; gives how many that were."""
        if signs is None:
            return self._ledger.remove("objection_list", case=case)
        secret = self._secret()
        return self._ledger.remove(
            "objection_list", case=case, hash=tuple(_hash(secret, one) for one in signs)
        )

    def among(self, signs: Iterable[str]) -> set[str]:
        """Give those of some signs that are on the list."""
        if self.is_empty():
            return set()
        secret = self._secret()
        listed = set(self._ledger.values("objection_list", "hash"))
        return {sign for sign in signs if _hash(secret, sign) in listed}

    def tag(self, text: str) -> str:
        """Give the keyed hash of a text, by which it is found again and not read."""
        return _hash(self._secret(), text)

    def instead(self, posts: Iterable[str]) -> dict[str, str]:
        """Give conversations that began with these posts another name, the same whenever it is asked."""
        return {one: f"{one.partition('/')[0]}/erased-{self.tag(one)[:16]}" for one in posts}

    def _secret(self) -> bytes:
        rows = self._ledger.rows("settings", name=_SECRET)
        if not rows:
            self._ledger.add("settings", name=_SECRET, value=json.dumps(secrets.token_hex(32)))
            rows = self._ledger.rows("settings", name=_SECRET)
        return bytes.fromhex(json.loads(rows[0]["value"]))


def _hash(secret: bytes, sign: str) -> str:
    return hmac.new(secret, plain_sign(sign).encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def plain_sign(sign: str) -> str:
    """Write a sign in one way only: handles and addresses without case.

    Examples
    --------
    >>> plain_sign("x:/@Astrid"), plain_sign("mailto:A@B.no "), plain_sign("zulip:lean/~Bo Ek")
    ('x:/@astrid', 'mailto:a@b.no', 'zulip:lean/~Bo Ek')
    """
    text = sign.strip()
    return text.casefold() if text.startswith("mailto:") or "/@" in text else text


def handle_sign(account: str, handle: str) -> str:
    """Give the sign of a handle within the platform and community of an account.

    Examples
    --------
    >>> handle_sign("mastodon:helse.example/77", "@Astrid")
    'mastodon:helse.example/@astrid'
    """
    scope = account.partition("/")[0]
    return plain_sign(f"{scope}/@{handle.strip().lstrip('@')}")


def pair_sign(account: str, handle: str) -> str | None:
    """Give the sign of an id and a handle together, whatever the platform is called in the next import.

    A file that is imported again under another name of its platform gives accounts other keys. An id and a
    handle that both fit are the same account; one of them alone is not. None where there is no id.

    Examples
    --------
    >>> pair_sign("mikro:/77", "@Astrid"), pair_sign("mikro:/@astrid", "Astrid")
    ('pair:77/@astrid', None)
    """
    native, called = account.partition("/")[2], handle.strip().lstrip("@")
    return plain_sign(f"pair:{native}/@{called}") if native[:1] not in ("", "@", "~") and called else None


def mail_sign(address: str) -> str:
    """Give the sign of an e-mail address."""
    return plain_sign(f"mailto:{address.strip().removeprefix('mailto:')}")


class Objections:
    """Objections on record.

    Parameters
    ----------
    ledger : Ledger
        Where they are kept.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.list = ObjectionList(ledger)

    def record(
        self, person: str, scope: Scope, accounts: Iterable[str], signs: Iterable[str], why: str, by: str
    ) -> None:
        """Put an objection on record; one that goes all the way also keeps new rows out."""
        self._ledger.put(
            "objections",
            person=person,
            scope=scope.value,
            accounts=json.dumps(sorted(accounts)),
            why=why,
            recorded_by=by,
            at=self._ledger.now(),
        )
        if scope is Scope.EVERYTHING:
            self.list.add(self._case(person), signs)

    def withdraw(
        self, person: str, scope: Scope | None = None, accounts: Iterable[str] = (), signs: Iterable[str] = ()
    ) -> int:
        """Take objections of a person back, one or all; gives how many there were.

        One that was recorded while she was taken for somebody else goes on for the other: only her accounts
        and signs leave it.
        """
        members, keys, hers = Persons(self._ledger).members(person), {person, *accounts}, list(signs)
        wanted = [one for one in self.of(person) if scope in (None, one.scope)]
        for one in wanted:
            if one.person not in members:
                self._part(one, keys, hers)
                continue
            if one.scope is Scope.EVERYTHING:
                self.list.drop(self._case(one.person))
            self._ledger.remove("objections", person=one.person, scope=one.scope.value)
        return len(wanted)

    def _part(self, one: Objection, keys: set[str], signs: Iterable[str]) -> None:
        """Take accounts and signs out of an objection of somebody else."""
        where = {"person": one.person, "scope": one.scope.value}
        [row] = self._ledger.rows("objections", **where)
        kept = json.dumps([key for key in json.loads(row["accounts"] or "[]") if key not in keys])
        self._ledger.change("objections", where, accounts=kept)
        if one.scope is Scope.EVERYTHING:
            self.list.drop(self._case(one.person), signs)

    def of(self, person: str | None = None) -> list[Objection]:
        """List the objections that hold for one person under any of her keys, or all; the newest first."""
        rows = self._ledger.rows("objections")
        if person is not None:
            keys = set(Persons(self._ledger).members(person))
            rows = [row for row in rows if keys & {row["person"], *json.loads(row["accounts"] or "[]")}]
        found = [
            Objection(row["person"], Scope(row["scope"]), row["why"] or "", row["recorded_by"], row["at"])
            for row in rows
        ]
        return sorted(found, key=lambda one: one.at, reverse=True)

    def _case(self, person: str) -> str:
        """Name the case of an objection without naming the person."""
        return f"objection {self.list.tag(person)[:20]}"


_USES = {
    Scope.EVERYTHING: frozenset(Use),
    Scope.PROFILING: frozenset({Use.RANKING, Use.EXPORT}),
    Scope.MARKETING: frozenset({Use.EXPORT, Use.CONTACT}),
}
"""What an objection keeps a person out of."""


def _objecting(scope: Scope) -> Reason:
    def keys(ledger: Ledger, _today: date) -> Iterable[str]:
        for row in ledger.rows("objections", scope=scope.value):
            yield from (row["person"], *json.loads(row["accounts"] or "[]"))

    return Reason(f"objected to {scope.value}", keys, _told, _USES[scope])


def _told(people: int) -> Message:
    return say_count("{n} person objected and is left out", "{n} people objected and are left out", people)


def _being_erased(ledger: Ledger, _today: date) -> Iterable[str]:
    """Give the keys of people whose erasure has begun: nobody sees them while the rest is taken away."""
    for row in ledger.rows("erasures", state="running"):
        yield from json.loads(row["scope"] or "{}").get("keys", ())


def _told_erasing(people: int) -> Message:
    return say_count("{n} person is being erased", "{n} people are being erased", people)


OBJECTED = tuple(register(_objecting(scope)) for scope in Scope)
ERASING = register(Reason("being erased", _being_erased, _told_erasing))
