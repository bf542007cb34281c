"""Reader of mails to lists: themselves, their authors, what they answer."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from luminary.collect.decode import clean
from luminary.collect.jsonrows import shown
from luminary.collect.platforms.mail.message import Mail
from luminary.collect.platforms.mail.quoting import own_words
from luminary.collect.platforms.mail.split import inside_digest, pieces, roots
from luminary.collect.services import looks_like_service
from luminary.collect.source import RawRow, Unit
from luminary.domain import (
    Access,
    Account,
    Place,
    Post,
    Record,
    Reference,
    ReferenceKind,
    account_key,
    place_key,
    post_key,
)
from luminary.errors import InputError, UnusableRowError
from luminary.i18n import say

MAIL = "mail"
_AUTOMATIC = re.compile(
    r"(?:no-?reply|do-?not-?reply|mailer-daemon|postmaster|notifications?|listserv|mailman|majordomo)(?:[+-].*)?",
    re.IGNORECASE,
)
_TAGS = re.compile(r"^(?:\s*\[[^\[\]]{1,60}\])+\s*")
_LIST_ID = re.compile(r"<([^<>\s]{1,200})>")


class MailReader:
    """Reads archives of lists.

    Parameters
    ----------
    place : str, default ""
        Names the list where the mails do not.
    access : Access or None
        Whether everybody can read the list; unknown unless said.
    """

    def __init__(self, place: str = "", access: Access | None = None) -> None:
        self._place = place
        self._access = access

    def rows(self, unit: Unit) -> Iterator[RawRow]:
        """Cut an archive into mails, digests into theirs, and name each mail's conversation."""
        found = list(_mails(unit))
        if not found:
            raise InputError.at(unit.file, say("no mail in it"))
        known: dict[str, tuple[str, ...]] = {}
        for _, _, mail, _ in found:
            if mail is not None and (id := mail.id()):
                known.setdefault(id, mail.answers())
        threads = roots(known)
        for line, value, mail, list_id in found:
            if isinstance(value, UnusableRowError) or mail is None:
                yield RawRow(line, value)
                continue
            if list_id:
                value["list"] = list_id
            answered = mail.answers()
            root = threads.get(mail.id() or "", answered[0] if answered else "")
            yield RawRow(line, {**value, "thread": root} if root else value)

    def records(self, file: str, row: RawRow) -> Iterator[Record]:
        """Turn a mail into records: itself, its author, the list, what it answers."""
        if not isinstance(row.value, dict) or not isinstance(row.value.get("mail"), str):
            raise UnusableRowError(f"the row is {shown(row.value)}, not a mail")
        mail = Mail(row.value["mail"].encode("utf-8", "surrogateescape"))
        at = mail.at(str(row.value.get("line", "")))
        place = self._list(mail, file, str(row.value.get("list", "")))
        author = _author(mail, place.name)
        text, subject = own_words(mail.text()), mail.header("Subject")
        id = mail.id() or _made_id(author.key, at, subject, text)
        thread = row.value.get("thread") or id
        yield author
        yield place
        yield Post(
            post_key(MAIL, "", id),
            author.key,
            at,
            text,
            place.key,
            post_key(MAIL, "", f"t/{thread}"),
            _TAGS.sub("", subject) or None,
            next(iter(mail.ids("Archived-At")), None),
            media=mail.media(),
        )
        if answered := [one for one in mail.answers() if one != id]:
            target = post_key(MAIL, "", answered[-1])
            yield Reference(ReferenceKind.REPLY, author.key, at, post_key(MAIL, "", id), target)

    def _list(self, mail: Mail, file: str, above: str) -> Place:
        """Name the list: by what the mail says, by what the user says, or by the file."""
        stated = mail.header("List-Id")
        id = _LIST_ID.search(stated)
        stem = re.sub(r"\.(?:mbox|mbx|txt|eml|mail|log\d{4}[a-z]?)$", "", file.rpartition("/")[2], flags=re.I)
        name = (id[1] if id else stated) or above or self._place or stem
        name = clean(name).strip()[:200] or MAIL
        return Place(place_key(MAIL, "", name), MAIL, "", name, self._access)


def _mails(unit: Unit) -> Iterator[tuple[int, dict[str, str] | UnusableRowError, Mail | None, str]]:
    """Give line, row, mail and list of every mail; a digest gives those that it holds."""
    for piece in pieces(unit.data, unit.first):
        mail = Mail(piece.data)
        if not (mail.header("From") or mail.header("Date") or mail.header("Subject")):
            seen = piece.data[:300].decode("utf-8", "replace")
            why = "a mail without headers" if piece.opening else "text before any mail"
            yield piece.line, UnusableRowError(why, clean(seen)), None, ""
            continue
        inner = inside_digest(mail)
        list_id = mail.header("List-Id") if inner else ""
        found = _LIST_ID.search(list_id)
        for data in inner:
            yield piece.line, {"mail": _text(data)}, Mail(data), found[1] if found else list_id
        if not inner:
            yield piece.line, {"line": piece.opening, "mail": _text(piece.data)}, mail, ""


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _author(mail: Mail, place: str) -> Account:
    name, address = mail.author()
    name = clean(name).strip()[:500]
    if not (name or address):
        raise UnusableRowError(f"'From' is \"{mail.header('From')[:60]}\", which names nobody")
    local = address.partition("@")[0]
    service = bool(_AUTOMATIC.fullmatch(local)) or looks_like_service(name or None, local or None)
    # A name alone says who only within one list.
    community = "" if address else re.sub(r"[^\w.\-]+", "-", place)
    return Account(
        account_key(MAIL, community, handle=address or None, name=name or None),
        MAIL,
        name or address,
        address or None,
        email=address or None,
        kind="service" if service else "unknown",
    )


def _made_id(*parts: object) -> str:
    """Make an id of what a mail says, where it has none: the same mail gives the same id."""
    told = "\x1f".join(map(str, parts))
    return "#" + hashlib.blake2b(told.encode(errors="replace"), digest_size=10).hexdigest()
