"""Feeds in the encoding that they are in, and not in the one that they or their server say.

An XML file says its own encoding, HTTP may say another one (RFC 7303 gives HTTP the last word), and both are
often wrong. A file whose own word is true stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["'][^>]{0,100}\?>""")
_SAID = re.compile(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_OFTEN = "windows-1252"


def as_read(body: bytes, headers: Mapping[str, str]) -> tuple[bytes, str]:
    """Give a body that is what it says; and, where it was not, the encoding that it is in.

    Examples
    --------
    >>> as_read("<?xml version='1.0' encoding='utf-8'?><rss>Åse</rss>".encode("latin-1"), {})[1]
    'windows-1252'
    """
    if body.startswith(_BOMS) or b"\0" in body[:4]:
        return body, ""
    declared = _DECLARED.match(body)
    own = declared[1].decode("ascii") if declared else ""
    said = _SAID.search(headers.get("content-type", ""))
    if _reads(body, own or "utf-8"):
        return body, ""
    for name in ((said[1] if said else ""), "utf-8", _OFTEN, "latin-1"):
        if name and _reads(body, name):
            rest = body[declared.end() :] if declared else body
            head = b'<?xml version="1.0" encoding="utf-8"?>' if declared else b""
            return head + rest.decode(name).encode(), name
    return body, ""


def _reads(body: bytes, name: str) -> bool:
    try:
        body.decode(name)
    except (UnicodeDecodeError, LookupError):
        return False
    return True
