"""How archives of mailing lists look, and how they are recognised.

mbox (https://www.rfc-editor.org/rfc/rfc4155): each mail begins with a line ``From <address> <date>`` after an
empty line. Pipermail's monthly text is the same with ``name at host``. LISTSERV's logs put a line of equal
signs before each mail. Digests (``multipart/digest``, or text after https://www.rfc-editor.org/rfc/rfc1153)
are taken apart. Addresses name the authors; `Message-ID` names a mail, In-Reply-To and References what it
answers. The list is named by List-Id, else by the place given for the import, else by the file. Recipients in
To and Cc are not read as mentions.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from luminary.collect.platforms.mail.read import MailReader
from luminary.collect.platforms.mail.split import border_before_last
from luminary.collect.source import Format, Glimpse, Options, Reader, Sighting
from luminary.i18n import say

_SUFFIXES = (".mbox", ".mbx", ".eml", ".mail", ".txt", ".mbox.txt")
_LOG = re.compile(r"\.log\d{4}[a-z]?$", re.IGNORECASE)
_FROM = re.compile(rb"\A\s*From \S[^\n]*\d\d:\d\d[^\n]*\n[A-Za-z][\w-]*:")
_EQUALS = re.compile(rb"\A={60,}\r?\n(?:Date|Reply-To|From|Sender|Subject|Content-Type|MIME-Version):")
_HEADERS = re.compile(rb"\A(?:[A-Za-z][\w-]*:[^\n]*\n(?:[ \t][^\n]*\n)*){3,}")
_NEEDED = (re.compile(rb"^from:", re.I | re.M), re.compile(rb"^date:", re.I | re.M))


def _is_data(name: str) -> bool:
    last = name.rpartition("/")[2].lower()
    hidden = last.startswith(".") or "__macosx" in name.lower()
    return not hidden and (last.endswith(_SUFFIXES) or "." not in last or _LOG.search(last) is not None)


def _is_mbox(name: str) -> bool:
    return _is_data(name) and not name.lower().endswith((".eml", ".mail"))


def _recognise(glimpse: Glimpse) -> Sighting | None:
    for name, head in glimpse.heads.items():
        if not _is_data(name):
            continue
        if _FROM.search(head):
            return Sighting(0.95, f"{name} begins with 'From', an address and a time")
        if _EQUALS.search(head):
            return Sighting(0.9, f"{name} begins with a line of equal signs and the date of a mail")
        headers = _HEADERS.search(head)
        if headers and all(needed.search(headers[0]) for needed in _NEEDED):
            return Sighting(0.85, f"{name} begins with the headers of a mail")
    return None


def _reader(options: Options, _context: Mapping[str, bytes]) -> Reader:
    return MailReader(options.place, options.access)


MAIL_ARCHIVE = Format(
    name="mail",
    title=say("Mailing list (mbox, Pipermail, LISTSERV, mails)"),
    recognise=_recognise,
    data=_is_data,
    reader=_reader,
    lines=_is_mbox,
    cut=border_before_last,
)
