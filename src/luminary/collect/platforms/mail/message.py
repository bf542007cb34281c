r"""One mail, in whatever encoding it was sent: its headers, its author, its words.

Examples
--------
>>> mail = Mail(b"From: =?iso-8859-1?q?=C5sa_Berg?= <Asa@Vakt.example>\nSubject: Hei\n\nHei alle")
>>> mail.author(), mail.text()
(('Åsa Berg', 'asa@vakt.example'), 'Hei alle')
"""

from __future__ import annotations

import re
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import mktime_tz, parseaddr, parsedate_tz

from luminary.collect.decode import clean, plausible
from luminary.collect.markup import plain
from luminary.errors import UnusableRowError

_LONGEST_HEADER = 10_000
_ID = re.compile(r"<([^<>\s]{1,500})>")
_AT = re.compile(r"^\s*([\w.+\-]+) (?:at|\(at\)|en|vid) ([\w.\-]+)\s*(?:\((.*)\))?\s*$")
_VIA = re.compile(r"\s+via\s+.{1,200}$", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s@<>\"',;:]{1,100}@[^\s@<>\"',;:]{1,200}")


class Mail:
    """A mail as it was sent.

    Parameters
    ----------
    data : bytes
        Headers, an empty line, the body.
    """

    def __init__(self, data: bytes) -> None:
        self.message: Message = message_from_bytes(data)
        self._headers: dict[str, str] = {}
        for name, value in self.message.raw_items():
            self._headers.setdefault(name.lower(), str(value)[:_LONGEST_HEADER])

    def header(self, name: str) -> str:
        """Give a header, decoded and on one line; empty where there is none."""
        raw = self._headers.get(name.lower(), "")
        if not raw.isascii():
            raw = _guessed(raw.encode("utf-8", "surrogateescape"))
        return " ".join(clean(_decoded(raw) if "=?" in raw else raw).split())

    def ids(self, name: str) -> tuple[str, ...]:
        """Give the ids of mails in a header, in order."""
        return tuple(dict.fromkeys(_ID.findall(self.header(name))))

    def id(self) -> str | None:
        """Give its own id; None where it has none."""
        return next(iter(self.ids("Message-ID")), None)

    def answers(self) -> tuple[str, ...]:
        """Give what it answers: what began the conversation first, the mail answered last."""
        answered = self.ids("In-Reply-To")[:1]
        before = (one for one in self.ids("References") if one not in answered)
        return tuple(dict.fromkeys((*before, *answered)))

    def author(self) -> tuple[str, str]:
        """Give name and address of the author; lists that write in his place keep him in other headers."""
        name, address = _person(self.header("From"))
        if _VIA.search(name):
            name = _VIA.sub("", name)
            others = (_person(self.header(one))[1] for one in ("X-Original-From", "Reply-To"))
            listed = {address, _person(self.header("List-Post").replace("mailto:", ""))[1]}
            address = next((one for one in others if one and one not in listed), "")
        return name, address

    def at(self, opening: str) -> int:
        """Give when it was sent, from its date or, lacking one, from the line before it.

        Raises
        ------
        UnusableRowError
            When neither holds a time.
        """
        told, sender = self.header("Date"), opening.removeprefix("From ")
        for text in (told, sender.partition("  ")[2], sender.partition(" ")[2], sender[-30:]):
            parsed = _parsed(text)
            if parsed is not None:
                return plausible(parsed, "Date", text)
        if not told:
            raise UnusableRowError("'Date' is missing")
        raise UnusableRowError(f"'Date' is \"{told[:60]}\", which is no date")

    def text(self) -> str:
        """Give its words: of several versions the plain one, of markup the text."""
        parts = [part for part in self.message.walk() if _is_text(part)]
        shown = [part for part in parts if part.get_content_subtype() == "plain"] or parts[:1]
        found = []
        for part in shown:
            told = _payload(part)
            found.append(plain(told) if part.get_content_subtype() == "html" else told)
        return "\n".join(found).replace("\r\n", "\n")

    def media(self) -> str:
        """Tell what is attached: video, audio, or pictures that are no ornament of the text."""
        kinds = {part.get_content_maintype() for part in self.message.walk()}
        pictures = any(
            part.get_content_maintype() == "image" and part.get_content_disposition() == "attachment"
            for part in self.message.walk()
        )
        return (
            "video"
            if "video" in kinds
            else "audio"
            if "audio" in kinds
            else "picture"
            if pictures
            else "text"
        )


def _is_text(part: Message) -> bool:
    return (
        part.get_content_maintype() == "text"
        and part.get_content_subtype() in ("plain", "html")
        and part.get_content_disposition() != "attachment"
    )


def _payload(part: Message) -> str:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return str(data or "")
    try:
        charset = part.get_content_charset() or "utf-8"
        return data.decode(charset)
    except (LookupError, UnicodeDecodeError, ValueError):
        return _guessed(data)


def _guessed(data: bytes) -> str:
    """Read bytes whose encoding is not told, or told wrongly: every byte means something in Latin 1."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _decoded(raw: str) -> str:
    """Read encoded words; what is none stays as it stands."""
    try:
        found = decode_header(raw)
    except (HeaderParseError, ValueError):
        return raw
    parts = []
    for told, charset in found:
        if isinstance(told, str):
            parts.append(told)
            continue
        try:
            parts.append(told.decode(charset or "ascii"))
        except (LookupError, UnicodeDecodeError):
            parts.append(_guessed(told))
    return "".join(parts)


def _person(header: str) -> tuple[str, str]:
    """Read name and address, also as public archives spell them: ``aino at vakt.example (Aino Koski)``."""
    header = header.strip().strip("'")
    if masked := _AT.match(header):
        return (masked[3] or "").strip(), f"{masked[1]}@{masked[2]}".lower()
    name, address = parseaddr(header)
    address = address if _ADDRESS.fullmatch(address) else ""
    if not address and (found := _ADDRESS.search(header)):
        address = found[0]
    if not name:
        name = _ADDRESS.sub("", header).strip("<>()\"' ")
    return name.strip("'\" "), address.lower()


def _parsed(text: str) -> int | None:
    try:
        parsed = parsedate_tz(text)
        return None if parsed is None else int(mktime_tz(parsed) * 1e6)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
