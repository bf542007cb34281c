"""Passwords: what is good enough, how they are kept, and how fast they may be guessed."""

from __future__ import annotations

import hashlib
import ipaddress
import threading
import unicodedata
from datetime import datetime, timedelta
from functools import cache
from math import ceil
from typing import TYPE_CHECKING
from uuid import uuid4

from luminary.errors import TooManyTriesError, UsageError
from luminary.i18n import say
from luminary.store import Ledger

if TYPE_CHECKING:
    from argon2 import PasswordHasher

LEAST = 10
"""Characters a password needs at least."""
MOST = 1_000
"""Characters a password has at most; hashing more would only keep the machine busy."""
WINDOW = timedelta(minutes=15)
"""Over how long failures are counted."""
TRIES_OF_LOGIN = 5
"""Failures of one login from one address within the window, after which it has to wait."""
TRIES_OF_ADDRESS = 20
"""Failures from one address within the window, over all logins."""

_KEPT = timedelta(hours=1)
_COMMON = {
    "0123456789", "1234567890", "12345678910", "123456789a", "0987654321", "1111111111", "0000000000",
    "1q2w3e4r5t", "1qaz2wsx3edc", "abcdefghij", "adgjmptw12", "administrator", "changeme123", "football123",
    "iloveyou123", "letmein123", "lösenord123", "lösenord1234", "password12", "password123", "password1234",
    "passord123", "passord1234", "kodeord123", "adgangskode", "salasana123", "salasana1234", "qwertyuiop",
    "qwerty1234", "qwerty12345", "sommer2024", "sommer2025", "welcome123", "velkommen1", "velkommen123",
    "välkommen1", "välkommen123", "luminary123", "luminary1234", "abc1234567", "q1w2e3r4t5", "testtest123",
    "test123456",
}  # fmt: skip
_BUSY = threading.Semaphore(3)
"""A hash takes 46 MB: more at once could exhaust a small machine."""


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=2, memory_cost=46 * 1024, parallelism=1)


@cache
def _nobodys_hash() -> str:
    """Give a hash that no password fits, to spend the same time on logins that do not exist."""
    return hashed(uuid4().hex)


def _plain(password: str) -> str:
    """Write letters one way: å is one character on one keyboard and two on another."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "replace").decode()


def check_password(password: str, login: str) -> None:
    """Refuse a password that is too easy to guess.

    Raises
    ------
    UsageError
        When it is too short or too long, among the commonest, hardly varied, or little more than the login.
    """
    plain = _plain(password)
    lower = plain.casefold()
    if len(plain) < LEAST:
        raise UsageError(
            say("a password needs at least {least} characters; a short sentence is good", least=LEAST)
        )
    if len(plain) > MOST:
        raise UsageError(say("a password has at most {most} characters", most=MOST))
    if "\x00" in plain:
        raise UsageError(say("a password cannot hold the character NUL"))
    if lower in _COMMON or len(set(lower)) < 4:
        raise UsageError(say("this password is among the first that anybody would try; take another"))
    if lower.replace(login, "") != lower and len(lower.replace(login, "")) < LEAST // 2:
        raise UsageError(say("a password must not be the login with little added"))


def hashed(password: str) -> str:
    """Hash a password for keeping (argon2id, with its own salt)."""
    with _BUSY:
        return _hasher().hash(_plain(password))


def fits(kept: str | None, password: str) -> bool:
    """Tell whether a password is the kept one, in the same time when there is none."""
    from argon2.exceptions import InvalidHashError, VerificationError

    given = _plain(password[:MOST])
    with _BUSY:
        try:
            return (
                _hasher().verify(kept or _nobodys_hash(), given)
                and kept is not None
                and len(password) <= MOST
            )
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(kept: str) -> bool:
    """Tell whether a hash was made with other parameters than today's."""
    return _hasher().check_needs_rehash(kept)


class Throttle:
    """Counts failed logins; guessing gets slow, and nobody is shut out for longer than the window.

    A try is counted before the password is looked at, and taken back when it was right: so many tries at the
    same moment gain nothing.

    Parameters
    ----------
    ledger : Ledger
        Where tries are counted.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def count(self, login: str, address: str) -> None:
        """Count a try.

        Raises
        ------
        TooManyTriesError
            When there were too many; the try is then not counted, so that waiting helps.
        """
        now, ledger = self._ledger.now(), self._ledger
        who, where = _digest(login), _digest(_network(address))
        with ledger.together():
            ledger.remove_before("login_tries", "at", now - _KEPT)
            recent = [row for row in ledger.rows("login_tries", address=where) if row["at"] > now - WINDOW]
            of_login = [row["at"] for row in recent if row["login"] == who]
            _refuse(of_login, TRIES_OF_LOGIN, now)
            _refuse([row["at"] for row in recent], TRIES_OF_ADDRESS, now)
            ledger.add("login_tries", attempt=uuid4().hex, login=who, address=where, at=now)

    def forget(self, login: str, address: str) -> None:
        """Take back the tries of a login from an address: the last one was right."""
        self._ledger.remove("login_tries", login=_digest(login), address=_digest(_network(address)))


def _refuse(times: list[datetime], most: int, now: datetime) -> None:
    if len(times) < most:
        return
    free = sorted(times)[-most] + WINDOW
    seconds = max(1, ceil((free - now).total_seconds()))
    raise TooManyTriesError(
        say("too many failed tries; try again in {minutes} min", minutes=ceil(seconds / 60)), seconds
    )


def _network(address: str) -> str:
    """Give the address, of IPv6 the network of 64 bits that one household has."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 6 and parsed.ipv4_mapped is None:
        return str(ipaddress.ip_network((int(parsed), 64), strict=False))
    return str(parsed.ipv4_mapped or parsed) if parsed.version == 6 else str(parsed)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
