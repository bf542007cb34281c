r"""What a mail says itself: without quoted lines, forwarded mails, signatures and the footers of lists.

It follows what mail programs write in English and the Nordic languages. Words that somebody quotes without a
mark cannot be told from his own.

Examples
--------
>>> own_words("Hei!\n\nOn Sat, 1 Mar 2025, Bo Ek wrote:\n> Når?\n\nKlokka to.\n-- \nAino")
'Hei!\n\nKlokka to.'
"""

from __future__ import annotations

import re

from luminary.collect.decode import clean

_QUOTED = re.compile(r"^[ \t]*(?:[A-Z]{1,4}|[A-Z][a-zåäöæø]{1,12})?[>|]")
_WROTE = re.compile(
    r"(?:wrote|writes|skrev|skriver|kirjoitti|schrieb|a écrit)[^\n:]{0,120}:\s*$", re.IGNORECASE
)
_BEGINS_WROTE = re.compile(
    r"^\s*(?:On |At |Den |Am |Le |\d|(?:mon|tue|wed|thu|fri|sat|sun|man|tir|ons|tor|fre|lør|lör|søn|sön)\b"
    r"|(?:ma|ti|ke|to|pe|la|su)\b)",
    re.IGNORECASE,
)
_FORWARDED = (
    r"Original [Mm]essage|Forwarded [Mm]essage|Ursprungligt meddelande|Opprinnelig melding"
    r"|Oprindelig meddelelse|Alkuperäinen viesti|Videresendt melding|Vidarebefordrat meddelande"
)
_SENDER = r"(?:From|Från|Fra|Lähettäjä|Von)"
_LIST = r"(?:.{0,200}(?:mailing list|postlist|postlista|sähköpostilista|[Uu]nsubscribe)|.{0,100}@)"
_MARKED = re.compile(rf"^-{{2,}}[ \t]*(?:{_FORWARDED})[ \t]*-{{2,}}[ \t]*$", re.MULTILINE)
_REST = re.compile(
    r"^(?:-- ?|Begin forwarded message:|-{10,} next part -{10,}|#{40,}"
    rf"|_{{40,}}(?=\n{_LIST})|_{{20,}}(?=\n+{_SENDER}[ \t]*:))[ \t]*$",
    re.MULTILINE,
)
_HEADER_BLOCK = re.compile(
    rf"^\*?{_SENDER}[ \t]*:\*?[^\n]{{0,500}}\n"
    r"(?:[^\n]{0,300}\n)??\*?(?:Sent|Date|Skickat|Sendt|Dato|Datum|Lähetetty|Gesendet)[ \t]*:",
    re.MULTILINE,
)
_ESCAPED_FROM = re.compile(r"^>(?=>*From )", re.MULTILINE)
_SCRUBBED = re.compile(r"^(?:An HTML attachment was scrubbed\.\.\.|URL: <[^\n]{0,500})$", re.MULTILINE)
_EMPTY = re.compile(r"\n{3,}")


def own_words(text: str) -> str:
    """Leave out what is not the writer's own."""
    text = _without_forwarded(_ESCAPED_FROM.sub("", text))
    ends = [found.start() for found in (_REST.search(text), _HEADER_BLOCK.search(text)) if found]
    text = text[: min(ends)] if ends else text
    kept: list[str] = []
    for line in text.split("\n"):
        if _QUOTED.match(line):
            _drop_attribution(kept, line)
        else:
            kept.append(line.rstrip())
    return clean(_EMPTY.sub("\n\n", _SCRUBBED.sub("", "\n".join(kept)))).strip()


def _without_forwarded(text: str) -> str:
    """Leave out the mail answered below a mark; where its lines are quoted, the answer stands among them."""
    marked = _MARKED.search(text)
    if marked is None:
        return text
    answered = any(_QUOTED.match(line) for line in text[marked.end() :].split("\n"))
    return _MARKED.sub("", text) if answered else text[: marked.start()]


def _drop_attribution(kept: list[str], quoted: str) -> None:
    """Take out the line that says who is quoted, which stands before the first quoted one."""
    while kept and not kept[-1].strip():
        kept.pop()
    if not kept:
        return
    if _WROTE.search(quoted) and _BEGINS_WROTE.match(kept[-1]):  # folded inside the address
        kept[-1] = ""
        return
    if not _WROTE.search(kept[-1]):
        kept.append("")
        return
    last = kept.pop()
    if kept and not _BEGINS_WROTE.match(last) and _BEGINS_WROTE.match(kept[-1]):
        kept.pop()
    kept.append("")
